//! Attachments, cards, comments, connections, dependencies, tasks.

use super::{ID, TIME, see};
use crate::bodies::cards as bodies;
use agileplace_client::types;
use agileplace_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    attachments(client).await?;
    cards(client).await?;
    comments(client).await?;
    connections(client).await?;
    dependencies(client).await?;
    tasks(client).await
}

async fn attachments(client: &Client) -> Result<(), Error> {
    let attachments = client.attachments();
    see(&attachments.list(ID).send().await?);
    see(&attachments.create(ID, bodies::attachment_upload()).send().await?);
    see(&attachments.delete(ID, ID).send().await?);
    see(&attachments.download(ID, ID).send().await?);
    Ok(())
}

#[expect(deprecated, reason = "every operation and parameter is called")]
async fn cards(client: &Client) -> Result<(), Error> {
    let cards = client.cards();
    see(&cards
        .list()
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
        .send()
        .await?);
    see(&cards.create(bodies::new_card()).return_full_record(true).send().await?);
    see(&cards.delete_many(bodies::card_selection()).send().await?);
    see(&cards.assign(bodies::card_assignment()).send().await?);
    see(&cards.query(bodies::card_list_query()).send().await?);
    see(&cards.move_to(bodies::card_move()).send().await?);
    see(&cards.get(ID).exclude_comments(true).send().await?);
    see(&cards.update(ID, bodies::every_change()).x_lk_resource_version("text").send().await?);
    see(&cards.delete(ID).send().await?);
    see(&cards.list_activity(ID).limit(1).event_id(ID).direction(types::ListCardActivityDirection::Older).send().await?);
    Ok(())
}

async fn comments(client: &Client) -> Result<(), Error> {
    let comments = client.comments();
    see(&comments
        .list(ID)
        .offset(1)
        .limit(1)
        .sort_by(types::ListCommentsSortBy::Newest)
        .include_child_comments(true)
        .send()
        .await?);
    see(&comments.create(ID, bodies::comment_body()).send().await?);
    see(&comments.update(ID, ID, bodies::comment_body()).send().await?);
    see(&comments.delete(ID, ID).send().await?);
    Ok(())
}

#[expect(deprecated, reason = "every operation and parameter is called")]
async fn connections(client: &Client) -> Result<(), Error> {
    let connections = client.connections();
    see(&connections.create(bodies::connection_change()).send().await?);
    see(&connections.delete(bodies::connection_change()).send().await?);
    see(&connections.list_child_boards(ID).send().await?);
    see(&connections.statistics(ID).send().await?);
    see(&connections
        .list_children(ID)
        .offset(1)
        .limit(1)
        .board_id(ID)
        .card_status([types::CardStatus::NotStarted])
        .send()
        .await?);
    see(&connections.connect_children(ID, bodies::cards_to_connect()).send().await?);
    see(&connections.list_parent_boards(ID).offset(1).limit(1).send().await?);
    see(&connections.list_parents(ID).offset(1).limit(1).board(ID).send().await?);
    see(&connections.delete_by_board(ID, ID).send().await?);
    Ok(())
}

async fn dependencies(client: &Client) -> Result<(), Error> {
    let dependencies = client.dependencies();
    see(&dependencies.create(bodies::new_dependencies()).send().await?);
    see(&dependencies.update([bodies::dependency_update()]).send().await?);
    see(&dependencies.delete(bodies::dependency_selection()).send().await?);
    see(&dependencies.list(ID).include_faces(true).send().await?);
    Ok(())
}

#[expect(deprecated, reason = "every operation and parameter is called")]
async fn tasks(client: &Client) -> Result<(), Error> {
    let tasks = client.tasks();
    see(&tasks.board(ID).send().await?);
    see(&tasks.list(ID).offset(1).limit(1).send().await?);
    see(&tasks.create(ID, bodies::new_task_card()).send().await?);
    see(&tasks.get(ID, ID).send().await?);
    Ok(())
}
