//! Collections, cards, attachments, comments, checklists.

use super::{custom_field_options, label, new_custom_field};
use crate::calls::{ID, TIME};
use plansmith_runtime::{Date, DateTime, FilePart, Time, Uri, Uuid};
use vplan_client::types::{
    AttachmentUpload, BoardChecklistId, CardId, CardRecurringId, CardSplit, CardSplitPart, CardUpdate, ChecklistUpdate,
    CollectionMoveToBoard, CollectionUpdate, CommentUpdate, CustomFieldUpdate, CustomFieldValue, NewAttachmentLink, NewCard,
    NewChecklist, NewChecklistItem, NewCollection, NewComment, NewUserMention,
};

/// A SHA-256 checksum in hexadecimal digits.
const CHECKSUM: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

pub(crate) fn new_collection() -> NewCollection {
    NewCollection::default()
        .id(ID)
        .custom_fields([new_custom_field()])
        .board_id(ID)
        .name("text")
        .description("text")
        .due_date(Date::from("2024-04-11"))
        .status("planned")
        .cover_image_url(Uri::from("https://files.example.com/1"))
        .cover_image_checksum(CHECKSUM)
        .cover_color_hex("#8d46e0")
        .external_ref("text")
        .cards([new_card()])
        .labels([label()])
}

pub(crate) fn collection_update() -> CollectionUpdate {
    CollectionUpdate::default()
        .id(ID)
        .name("text")
        .description("text")
        .due_date(Date::from("2024-04-11"))
        .status("planned")
        .custom_fields([new_custom_field()])
        .board_id(ID)
        .cover_image_url(Uri::from("https://files.example.com/1"))
        .cover_image_checksum(CHECKSUM)
        .cover_color_hex("#8d46e0")
        .external_ref("text")
        .cards([new_card()])
        .labels([label()])
}

pub(crate) fn collection_move_to_board() -> CollectionMoveToBoard {
    CollectionMoveToBoard::default()
        .start("2024-04-11")
        .end("2024-04-11")
        .force_stages([ID])
        .before(Uuid::from(ID))
        .after(Uuid::from(ID))
        .resources([ID])
        .reverse(true)
        .stage_id(ID)
        .status_id(ID)
}

pub(crate) fn custom_field_update() -> CustomFieldUpdate {
    CustomFieldUpdate::default().board_id(ID).value(CustomFieldValue::Text("text".into())).options(custom_field_options())
}

#[expect(deprecated, reason = "every property is sent")]
pub(crate) fn new_card() -> NewCard {
    NewCard::default()
        .id(ID)
        .name("text")
        .description("text")
        .start_date(Date::from("2024-04-11"))
        .start_time(Time::from("10:30"))
        .end_date(Date::from("2024-04-11"))
        .end_time(Time::from("10:30"))
        .custom_fields([new_custom_field()])
        .date(Date::from("2024-04-11"))
        .start(Date::from("2024-04-11"))
        .end(Date::from("2024-04-11"))
        .card_recurring_id(CardRecurringId::from(ID))
        .parent_card_id(CardId::from(ID))
        .collection_id(ID)
        .status_id(ID)
        .stage_id(ID)
        .completed_at(DateTime::from(TIME))
        .external_ref("text")
        .labels([label()])
}

#[expect(deprecated, reason = "every property is sent")]
pub(crate) fn card_update() -> CardUpdate {
    CardUpdate::default()
        .id(ID)
        .name("text")
        .description("text")
        .start_date(Date::from("2024-04-11"))
        .start_time(Time::from("10:30"))
        .end_date(Date::from("2024-04-11"))
        .end_time(Time::from("10:30"))
        .custom_fields([new_custom_field()])
        .date(Date::from("2024-04-11"))
        .start(Date::from("2024-04-11"))
        .end(Date::from("2024-04-11"))
        .card_recurring_id(CardRecurringId::from(ID))
        .parent_card_id(CardId::from(ID))
        .collection_id(ID)
        .status_id(ID)
        .stage_id(ID)
        .completed_at(DateTime::from(TIME))
        .external_ref("text")
        .labels([label()])
}

pub(crate) fn card_split() -> CardSplit {
    CardSplit::default().date_parts([card_split_part()]).reverse(true)
}

pub(crate) fn new_attachment_link() -> NewAttachmentLink {
    NewAttachmentLink::new("text", "https://files.example.com/1")
        .r#type("fs.mostwanted.io")
        .checksum("text")
        .signature("text")
        .bytes(3)
        .thumbnail("https://files.example.com/1")
        .thumbnail_type("fs.mostwanted.io")
        .thumbnail_checksum("text")
        .thumbnail_signature("text")
        .thumbnail_bytes(3)
        .card_id(ID)
}

pub(crate) fn attachment_upload() -> AttachmentUpload {
    AttachmentUpload::new(FilePart::new("drawing.png", &b"\x89PNG"[..]).content_type("image/png")).filename("text").card_id(ID)
}

pub(crate) fn new_comment() -> NewComment {
    NewComment::default().text("text").user_mentions([new_user_mention()]).collection_id(ID).user_id(ID)
}

pub(crate) fn comment_update() -> CommentUpdate {
    CommentUpdate::default().text("text").user_mentions([new_user_mention()]).collection_id(ID).user_id(ID)
}

pub(crate) fn new_checklist() -> NewChecklist {
    NewChecklist::default()
        .name("text")
        .editable(true)
        .position(3)
        .items([new_checklist_item()])
        .collection_id(ID)
        .card_id(CardId::from(ID))
        .board_checklist_id(BoardChecklistId::from(ID))
        .external_ref("text")
}

pub(crate) fn checklist_update() -> ChecklistUpdate {
    ChecklistUpdate::default()
        .name("text")
        .editable(true)
        .position(3)
        .items([new_checklist_item()])
        .collection_id(ID)
        .card_id(CardId::from(ID))
        .board_checklist_id(BoardChecklistId::from(ID))
        .external_ref("text")
}

pub(crate) fn card_split_part() -> CardSplitPart {
    CardSplitPart::default().date("2024-04-11").time(3)
}

pub(crate) fn new_user_mention() -> NewUserMention {
    NewUserMention::new(ID, "text", "text", [3])
}

pub(crate) fn new_checklist_item() -> NewChecklistItem {
    NewChecklistItem::default().id(ID).checklist_id(ID).description("text").position(3).checked(true)
}
