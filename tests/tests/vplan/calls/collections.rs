//! Collections, Cards, Attachments, Comments, Collection Checklists, Card Checklists.

use super::{ID, TIME};
use crate::bodies::collections as bodies;
use vplan_client::attachments::CreateAttachmentBody;
use vplan_client::fields::{attachment, card, checklist, collection, comment};
use vplan_client::{Client, Error};

#[expect(deprecated, reason = "every parameter is sent")]
pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    let collections = client.collections();
    collections
        .list()
        .with([collection::with::ACTIVITIES])
        .limit(10)
        .offset(20)
        .filter(collection::ID.starts_with("0") & collection::CREATED_AT.gte(TIME))
        .sort([collection::CREATED_AT.desc(), collection::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    collections.create(bodies::new_collection()).show(["id", "created_at"]).send().await?;
    collections
        .get(ID)
        .include(["source"])
        .with([collection::with::ACTIVITIES])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    collections.update(ID, bodies::collection_update()).update_without_delete_nested(true).send().await?;
    collections.delete(ID).send().await?;
    collections.move_to_backlog(ID).send().await?;
    collections.move_to_board(ID, ID, bodies::collection_move_to_board()).show(["id", "created_at"]).hide(["id"]).send().await?;
    collections.update_custom_field(ID, "Paint / colour", bodies::custom_field_update()).send().await?;
    collections.delete_custom_field(ID, "Paint / colour").send().await?;

    let cards = client.cards();
    cards
        .list_in_collection(ID)
        .with([card::with::ACTIVITIES])
        .include(["time_tracking_total"])
        .enrich_custom_fields(true)
        .limit(10)
        .offset(20)
        .filter(card::ID.starts_with("0") & card::CREATED_AT.gte(TIME))
        .sort([card::CREATED_AT.desc(), card::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    cards.create(ID, bodies::new_card()).send().await?;
    cards
        .get(ID, ID)
        .show(["id", "created_at"])
        .hide(["id"])
        .include(["time_tracking_total"])
        .with([card::with::ACTIVITIES])
        .send()
        .await?;
    cards.update(ID, ID, bodies::card_update()).send().await?;
    cards.delete(ID, ID).send().await?;
    cards.split(ID, ID, bodies::card_split()).send().await?;
    cards
        .list()
        .with([card::with::ACTIVITIES])
        .include(["time_tracking_total"])
        .enrich_custom_fields(true)
        .limit(10)
        .offset(20)
        .filter(card::ID.starts_with("0") & card::CREATED_AT.gte(TIME))
        .sort([card::CREATED_AT.desc(), card::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    cards.update_custom_field(ID, ID, "Paint / colour", bodies::custom_field_update()).send().await?;
    cards.delete_custom_field(ID, ID, "Paint / colour").send().await?;

    let attachments = client.attachments();
    attachments
        .list(ID)
        .limit(10)
        .offset(20)
        .filter(attachment::ID.starts_with("0") & attachment::CREATED_AT.gte(TIME))
        .sort([attachment::CREATED_AT.desc(), attachment::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    attachments.create(ID, CreateAttachmentBody::Json(bodies::new_attachment_link())).send().await?;
    attachments.create(ID, CreateAttachmentBody::Multipart(bodies::attachment_upload())).send().await?;
    attachments.get(ID, ID).send().await?;
    attachments.delete(ID, ID).send().await?;

    let comments = client.comments();
    comments
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(comment::ID.starts_with("0") & comment::CREATED_AT.gte(TIME))
        .sort([comment::CREATED_AT.desc(), comment::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    comments.create(ID, bodies::new_comment()).send().await?;
    comments.get(ID, ID).with(["cards"]).send().await?;
    comments.update(ID, ID, bodies::comment_update()).send().await?;
    comments.delete(ID, ID).send().await?;

    let collection_checklists = client.collection_checklists();
    collection_checklists
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(checklist::ID.starts_with("0") & checklist::CREATED_AT.gte(TIME))
        .sort([checklist::CREATED_AT.desc(), checklist::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    collection_checklists.create(ID, bodies::new_checklist()).send().await?;
    collection_checklists.get(ID, ID).send().await?;
    collection_checklists.update(ID, ID, bodies::checklist_update()).send().await?;
    collection_checklists.delete(ID, ID).send().await?;

    let card_checklists = client.card_checklists();
    card_checklists
        .list(ID, ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(checklist::ID.starts_with("0") & checklist::CREATED_AT.gte(TIME))
        .sort([checklist::CREATED_AT.desc(), checklist::ID.asc()])
        .show(["id", "created_at"])
        .hide(["id"])
        .send()
        .await?;
    card_checklists.create(ID, ID, bodies::new_checklist()).send().await?;
    card_checklists.get(ID, ID, ID).send().await?;
    card_checklists.update(ID, ID, ID, bodies::checklist_update()).send().await?;
    card_checklists.delete(ID, ID, ID).send().await?;
    Ok(())
}
