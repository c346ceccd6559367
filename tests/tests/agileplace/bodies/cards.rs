//! Bodies: attachments, cards, comments, connections, dependencies, tasks.

use super::boards::card_custom_field_input;
use crate::calls::{ID, TIME};
use agileplace_client::patches::{PatchOperation, card_patchable_fields as card};
use agileplace_client::types;
use plansmith_runtime::{Date, FilePart};

/// Every property a patch of a card may change, in every way it may be changed.
pub(crate) fn every_change() -> Vec<PatchOperation<types::CardPatchableFields>> {
    vec![
        card::VERSION.test("8"),
        card::TITLE.replace("text"),
        card::DESCRIPTION.add("text"),
        card::TYPE_ID.replace(ID),
        card::ASSIGNED_USER_IDS.append(ID),
        card::ASSIGNED_USER_IDS.remove_value(ID),
        card::ASSIGNED_USER_IDS.replace_all([ID]),
        card::IS_BLOCKED.replace(true),
        card::BLOCK_REASON.replace("text"),
        card::CUSTOM_ICON_ID.remove(),
        card::CUSTOM_ID.replace("text"),
        card::CUSTOM_FIELDS.at(0).add(card_custom_field_input()),
        card::CUSTOM_FIELDS.replace_all([card_custom_field_input()]),
        card::EXTERNAL_LINK.replace(external_link()),
        card::INDEX.replace(1),
        card::LANE_ID.replace(ID),
        card::PARENT_CARD_ID.replace(ID),
        card::PLANNED_START.replace("2024-04-11"),
        card::PLANNED_FINISH.remove(),
        card::PLANNING_INCREMENT_IDS.append(ID),
        card::MIRROR_SOURCE_CARD_ID.replace(ID),
        card::SIZE.replace(types::CardPatchableFieldsSize::Number(3.0)),
        card::TAGS.append("text"),
        card::TAGS.insert(0, "text"),
        card::TAGS.at(0).remove(),
        card::TAGS.remove_value("text"),
        card::TAGS.remove(),
        card::WIP_OVERRIDE_COMMENT.replace("text"),
        card::PRIORITY.replace("high"),
    ]
}

pub(crate) fn attachment_upload() -> types::AttachmentUpload {
    types::AttachmentUpload::new(FilePart::new("notes.txt", "text").content_type("text/plain")).description("text")
}

pub(crate) fn new_card() -> types::NewCard {
    types::NewCard::new("text", card_destination())
        .description("text")
        .type_id(ID)
        .assigned_user_ids([ID])
        .size(1)
        .connections(connection_ids())
        .dependencies([card_create_dependency()])
        .mirror_source_card_id(ID)
        .copied_from_card_id(ID)
        .block_reason("text")
        .priority(types::Priority::Low)
        .custom_icon_id(ID)
        .custom_id("text")
        .external_link(external_link())
        .planned_start(Date::from("2024-04-11"))
        .planned_finish(Date::from("2024-04-11"))
        .tags(["text"])
        .wip_override_comment("text")
        .custom_fields([card_custom_field_input()])
        .planning_increment_ids([ID])
}

pub(crate) fn card_destination() -> types::CardDestination {
    types::CardDestination::default()
        .board_id(ID)
        .lane_id(ID)
        .card_id(ID)
        .index(1)
        .lane_title(types::CardDestinationLaneTitle::Todo)
}

pub(crate) fn connection_ids() -> types::ConnectionIds {
    types::ConnectionIds::default().parents([ID]).children([ID])
}

pub(crate) fn card_create_dependency() -> types::CardCreateDependency {
    types::CardCreateDependency::default()
        .card_id(ID)
        .direction(types::DependencyDirection::Incoming)
        .timing(types::DependencyTiming::StartToStart)
}

pub(crate) fn external_link() -> types::ExternalLink {
    types::ExternalLink::default().label("text").url("https://files.example.com/1")
}

pub(crate) fn card_selection() -> types::CardSelection {
    types::CardSelection::new([ID])
}

pub(crate) fn card_assignment() -> types::CardAssignment {
    types::CardAssignment::new([ID])
        .user_ids_to_assign([ID])
        .team_ids_to_assign([ID])
        .user_id_to_unassign([ID])
        .team_id_to_unassign([ID])
        .user_ids_to_unassign([ID])
        .team_ids_to_unassign([ID])
        .wip_override_comment("text")
}

#[expect(deprecated, reason = "every property is sent")]
pub(crate) fn card_list_query() -> types::CardListQuery {
    types::CardListQuery::default()
        .offset(1)
        .limit(1)
        .select(types::CardSelect::Cards)
        .board(ID)
        .lanes([ID])
        .cards([ID])
        .search("text")
        .custom_id("text")
        .custom_ids(["text"])
        .r#type(ID)
        .types([ID])
        .assigned_user_ids([ID])
        .custom_icon(ID)
        .lane_class_types([types::LaneClassType::Backlog])
        .since(TIME)
        .deleted(true)
        .only(["text"])
        .omit(["text"])
        .sort(types::CardSort::Activity)
        .include([types::CardInclude::CustomFields])
}

pub(crate) fn card_move() -> types::CardMove {
    types::CardMove::new([ID], card_destination()).wip_override_comment("text")
}

pub(crate) fn comment_body() -> types::CommentBody {
    types::CommentBody::new("text")
}

pub(crate) fn connection_change() -> types::ConnectionChange {
    types::ConnectionChange::default().card_ids([ID]).connections(connection_ids())
}

pub(crate) fn cards_to_connect() -> types::CardsToConnect {
    types::CardsToConnect::default().connected_card_ids([ID])
}

pub(crate) fn new_dependencies() -> types::NewDependencies {
    types::NewDependencies::new([ID], [ID]).timing(types::DependencyTiming::StartToStart)
}

pub(crate) fn dependency_update() -> types::DependencyUpdate {
    types::DependencyUpdate::new(ID, ID, types::DependencyTiming::StartToStart)
}

pub(crate) fn dependency_selection() -> types::DependencySelection {
    types::DependencySelection::new([ID], [ID])
}

pub(crate) fn new_task_card() -> types::NewTaskCard {
    types::NewTaskCard::new("text")
        .description("text")
        .lane_type(types::NewTaskCardLaneType::Ready)
        .type_id(ID)
        .assigned_user_ids([ID])
        .size(1)
        .block_reason("text")
        .priority(types::Priority::Low)
        .custom_icon_id(ID)
        .custom_id("text")
        .external_link(external_link())
        .index(1)
        .planned_start(Date::from("2024-04-11"))
        .planned_finish(Date::from("2024-04-11"))
        .tags(["text"])
        .wip_override_comment("text")
}
