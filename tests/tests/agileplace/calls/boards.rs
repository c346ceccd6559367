//! Automations, board filters, board levels, board members, board tags, board templates, boards, card types, custom fields,
//! custom icons, lanes, scoring sessions.

use super::{ID, see};
use crate::bodies::actions::every_action;
use crate::bodies::boards as bodies;
use agileplace_client::types;
use agileplace_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    automations(client).await?;
    board_filters(client).await?;
    board_levels(client).await?;
    board_members(client).await?;
    board_tags(client).await?;
    board_templates(client).await?;
    boards(client).await?;
    card_types(client).await?;
    custom_fields(client).await?;
    custom_icons(client).await?;
    lanes(client).await?;
    scoring_sessions(client).await
}

async fn automations(client: &Client) -> Result<(), Error> {
    let automations = client.automations();
    see(&automations.list(ID).send().await?);
    for (kind, action) in every_action() {
        see(&automations.create(ID, bodies::new_card_automation(kind, action)).send().await?);
    }
    see(&automations.trigger_board_event(ID, bodies::custom_event()).send().await?);
    see(&automations.get(ID, ID).send().await?);
    see(&automations.update(ID, ID, bodies::card_automation_update()).send().await?);
    see(&automations.delete(ID, ID).send().await?);
    see(&automations.trigger_card_event(ID, bodies::custom_event()).send().await?);
    see(&automations.list_audits(ID, ID).send().await?);
    Ok(())
}

async fn board_filters(client: &Client) -> Result<(), Error> {
    let board_filters = client.board_filters();
    see(&board_filters.list(ID).send().await?);
    see(&board_filters.create(ID, bodies::new_board_filter()).send().await?);
    see(&board_filters.get(ID, ID).send().await?);
    see(&board_filters.update(ID, ID, bodies::board_filter_update()).send().await?);
    see(&board_filters.delete(ID, ID).send().await?);
    Ok(())
}

async fn board_levels(client: &Client) -> Result<(), Error> {
    let board_levels = client.board_levels();
    see(&board_levels.list().send().await?);
    see(&board_levels.replace(bodies::board_levels_replacement()).send().await?);
    Ok(())
}

#[expect(deprecated, reason = "every operation and parameter is called")]
async fn board_members(client: &Client) -> Result<(), Error> {
    let board_members = client.board_members();
    see(&board_members.grant(bodies::board_access_grant()).send().await?);
    see(&board_members.remove(bodies::board_access_removal()).send().await?);
    see(&board_members.list_assigned(ID).send().await?);
    see(&board_members.update_roles(ID, [bodies::board_role_operation()]).send().await?);
    see(&board_members
        .list(ID)
        .offset(1)
        .limit(1)
        .search("text")
        .sort_by(types::ListBoardUsersSortBy::Name)
        .sort_dir(types::ListBoardUsersSortDir::Asc)
        .role_filter_list([types::BoardRoleLevel::N0])
        .license_filter_list([types::ListBoardUsersLicenseFilterListItem::N0])
        .send()
        .await?);
    Ok(())
}

async fn board_tags(client: &Client) -> Result<(), Error> {
    let board_tags = client.board_tags();
    see(&board_tags.list(ID).send().await?);
    see(&board_tags.delete(ID, bodies::tag_removal()).send().await?);
    see(&board_tags.replace(ID, bodies::tag_replacement()).send().await?);
    Ok(())
}

async fn board_templates(client: &Client) -> Result<(), Error> {
    let board_templates = client.board_templates();
    see(&board_templates.list().send().await?);
    see(&board_templates.create(bodies::new_board_template()).send().await?);
    see(&board_templates.get(ID).send().await?);
    see(&board_templates.delete(ID).send().await?);
    Ok(())
}

async fn boards(client: &Client) -> Result<(), Error> {
    let boards = client.boards();
    see(&boards
        .list()
        .offset(1)
        .limit(1)
        .search("text")
        .boards([ID])
        .invert(true)
        .minimum_access(types::BoardRoleLevel::N0)
        .archived(true)
        .only(["text"])
        .send()
        .await?);
    see(&boards.create(bodies::new_board()).send().await?);
    see(&boards.get(ID).send().await?);
    see(&boards.update(ID, bodies::board_update()).send().await?);
    see(&boards.delete(ID).send().await?);
    see(&boards.archive(ID).send().await?);
    see(&boards.list_cards(ID).lanes([ID]).cards([ID]).ignore_archive_date(true).offset(1).limit(1).send().await?);
    see(&boards.export_history(ID).send().await?);
    see(&boards.list_parent_cards(ID).offset(1).limit(1).send().await?);
    see(&boards
        .planning_increment_card_counts(ID)
        .planning_increments([ID])
        .include_empty(true)
        .group_by(types::GetPlanningIncrementCardCountsGroupBy::Priority)
        .custom_field_id(ID)
        .send()
        .await?);
    see(&boards.unarchive(ID).send().await?);
    Ok(())
}

async fn card_types(client: &Client) -> Result<(), Error> {
    let card_types = client.card_types();
    see(&card_types.list(ID).send().await?);
    see(&card_types.create(ID, bodies::new_card_type()).send().await?);
    see(&card_types.get(ID, ID).send().await?);
    see(&card_types.update(ID, ID, bodies::card_type_update()).send().await?);
    see(&card_types.delete(ID, ID).send().await?);
    Ok(())
}

async fn custom_fields(client: &Client) -> Result<(), Error> {
    let custom_fields = client.custom_fields();
    see(&custom_fields.list(ID).send().await?);
    see(&custom_fields.update(ID, [bodies::custom_field_operation()]).send().await?);
    Ok(())
}

async fn custom_icons(client: &Client) -> Result<(), Error> {
    let custom_icons = client.custom_icons();
    see(&custom_icons.list(ID).send().await?);
    see(&custom_icons.create(ID, bodies::new_custom_icon()).send().await?);
    see(&custom_icons.get(ID, ID).send().await?);
    see(&custom_icons.update(ID, ID, bodies::custom_icon_update()).send().await?);
    see(&custom_icons.delete(ID, ID).send().await?);
    Ok(())
}

async fn lanes(client: &Client) -> Result<(), Error> {
    let lanes = client.lanes();
    see(&lanes.counts(ID).lanes([ID]).send().await?);
    see(&lanes.replace_layout(ID, bodies::new_board_layout()).send().await?);
    see(&lanes.list_leaves(ID).send().await?);
    see(&lanes.update(ID, ID, bodies::lane_update()).send().await?);
    Ok(())
}

async fn scoring_sessions(client: &Client) -> Result<(), Error> {
    let scoring_sessions = client.scoring_sessions();
    see(&scoring_sessions.get(ID).send().await?);
    Ok(())
}
