//! Collections, Cards, Attachments, Comments, Collection Checklists, Card Checklists.

use super::{ID, TIME, see};
use crate::bodies::collections as bodies;
use vplan_client::DateTime;
use vplan_client::attachments::CreateAttachmentBody;
use vplan_client::fields::{attachment, card, checklist, collection, comment};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    collections(client).await?;
    cards(client).await?;
    attachments(client).await?;
    comments(client).await?;
    collection_checklists(client).await?;
    card_checklists(client).await
}

#[expect(deprecated, reason = "every parameter is sent")]
async fn collections(client: &Client) -> Result<(), Error> {
    let collections = client.collections();
    see(&collections
        .list()
        .with([collection::with::ACTIVITIES])
        .limit(10)
        .offset(20)
        .filter(collection::ID.starts_with("0") & collection::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([collection::CREATED_AT.desc(), collection::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&collections.create(bodies::new_collection()).show(["id", "created_at"]).send().await?);
    see(&collections
        .get(ID)
        .include(["source"])
        .with([collection::with::ACTIVITIES])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&collections.update(ID, bodies::collection_update()).update_without_delete_nested(true).send().await?);
    see(&collections.delete(ID).send().await?);
    see(&collections.move_to_backlog(ID).send().await?);
    see(&collections
        .move_to_board(ID, ID, bodies::collection_move_to_board())
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&collections.update_custom_field(ID, "Paint / colour", bodies::custom_field_update()).send().await?);
    see(&collections.delete_custom_field(ID, "Paint / colour").send().await?);
    Ok(())
}

async fn cards(client: &Client) -> Result<(), Error> {
    let cards = client.cards();
    see(&cards
        .list_in_collection(ID)
        .with([card::with::ACTIVITIES])
        .include(["time_tracking_total"])
        .enrich_custom_fields(true)
        .limit(10)
        .offset(20)
        .filter(card::ID.starts_with("0") & card::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([card::CREATED_AT.desc(), card::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&cards.create(ID, bodies::new_card()).send().await?);
    see(&cards
        .get(ID, ID)
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .include(["time_tracking_total"])
        .with([card::with::ACTIVITIES])
        .send()
        .await?);
    see(&cards.update(ID, ID, bodies::card_update()).send().await?);
    see(&cards.delete(ID, ID).send().await?);
    see(&cards.split(ID, ID, bodies::card_split()).send().await?);
    see(&cards
        .list()
        .with([card::with::ACTIVITIES])
        .include(["time_tracking_total"])
        .enrich_custom_fields(true)
        .limit(10)
        .offset(20)
        .filter(card::ID.starts_with("0") & card::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([card::CREATED_AT.desc(), card::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&cards.update_custom_field(ID, ID, "Paint / colour", bodies::custom_field_update()).send().await?);
    see(&cards.delete_custom_field(ID, ID, "Paint / colour").send().await?);
    Ok(())
}

async fn attachments(client: &Client) -> Result<(), Error> {
    let attachments = client.attachments();
    see(&attachments
        .list(ID)
        .limit(10)
        .offset(20)
        .filter(attachment::ID.starts_with("0") & attachment::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([attachment::CREATED_AT.desc(), attachment::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&attachments.create(ID, CreateAttachmentBody::Json(bodies::new_attachment_link())).send().await?);
    see(&attachments.create(ID, CreateAttachmentBody::Multipart(bodies::attachment_upload())).send().await?);
    see(&attachments.get(ID, ID).send().await?);
    see(&attachments.delete(ID, ID).send().await?);
    Ok(())
}

async fn comments(client: &Client) -> Result<(), Error> {
    let comments = client.comments();
    see(&comments
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(comment::ID.starts_with("0") & comment::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([comment::CREATED_AT.desc(), comment::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&comments.create(ID, bodies::new_comment()).send().await?);
    see(&comments.get(ID, ID).with(["cards"]).send().await?);
    see(&comments.update(ID, ID, bodies::comment_update()).send().await?);
    see(&comments.delete(ID, ID).send().await?);
    Ok(())
}

async fn collection_checklists(client: &Client) -> Result<(), Error> {
    let collection_checklists = client.collection_checklists();
    see(&collection_checklists
        .list(ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(checklist::ID.starts_with("0") & checklist::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([checklist::CREATED_AT.desc(), checklist::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&collection_checklists.create(ID, bodies::new_checklist()).send().await?);
    see(&collection_checklists.get(ID, ID).send().await?);
    see(&collection_checklists.update(ID, ID, bodies::checklist_update()).send().await?);
    see(&collection_checklists.delete(ID, ID).send().await?);
    Ok(())
}

async fn card_checklists(client: &Client) -> Result<(), Error> {
    let card_checklists = client.card_checklists();
    see(&card_checklists
        .list(ID, ID)
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(checklist::ID.starts_with("0") & checklist::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([checklist::CREATED_AT.desc(), checklist::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&card_checklists.create(ID, ID, bodies::new_checklist()).send().await?);
    see(&card_checklists.get(ID, ID, ID).send().await?);
    see(&card_checklists.update(ID, ID, ID, bodies::checklist_update()).send().await?);
    see(&card_checklists.delete(ID, ID, ID).send().await?);
    Ok(())
}
