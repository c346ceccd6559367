//! Account settings, auth tokens, invitations, scim users, teams, users.

use super::{ID, see};
use crate::bodies::people as bodies;
use agileplace_client::types;
use agileplace_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    account_settings(client).await?;
    auth_tokens(client).await?;
    invitations(client).await?;
    scim_users(client).await?;
    teams(client).await?;
    users(client).await
}

async fn account_settings(client: &Client) -> Result<(), Error> {
    let account_settings = client.account_settings();
    see(&account_settings.get().send().await?);
    see(&account_settings.update(bodies::account_settings_update()).send().await?);
    Ok(())
}

async fn auth_tokens(client: &Client) -> Result<(), Error> {
    let auth_tokens = client.auth_tokens();
    see(&auth_tokens.list().send().await?);
    see(&auth_tokens.create(bodies::new_auth_token()).send().await?);
    see(&auth_tokens.delete(ID).send().await?);
    Ok(())
}

async fn invitations(client: &Client) -> Result<(), Error> {
    let invitations = client.invitations();
    see(&invitations.list().offset(1).limit(1).status(types::ListInvitationsStatus::Pending).send().await?);
    see(&invitations.update(ID, bodies::invitation_update()).send().await?);
    Ok(())
}

async fn scim_users(client: &Client) -> Result<(), Error> {
    let scim_users = client.scim_users();
    see(&scim_users.service_config().send().await?);
    see(&scim_users.list().start_index(1).count(1).filter("text").send().await?);
    see(&scim_users.create(bodies::new_scim_user()).send().await?);
    see(&scim_users.get(ID).send().await?);
    see(&scim_users.replace(ID, bodies::new_scim_user()).send().await?);
    see(&scim_users.update(ID, bodies::scim_user_update()).send().await?);
    see(&scim_users.delete(ID).send().await?);
    Ok(())
}

async fn teams(client: &Client) -> Result<(), Error> {
    let teams = client.teams();
    see(&teams.list().offset(1).limit(1).send().await?);
    see(&teams.create(bodies::new_team()).send().await?);
    see(&teams.get(ID).send().await?);
    see(&teams.update(ID, bodies::team_update()).send().await?);
    see(&teams.delete(ID).send().await?);
    see(&teams.list_boards(ID).offset(1).limit(1).send().await?);
    see(&teams.list_subteams(ID).offset(1).limit(1).send().await?);
    see(&teams.add_subteams(ID, bodies::subteam_addition()).send().await?);
    see(&teams.remove_subteams(ID, bodies::subteam_removal()).send().await?);
    see(&teams.list_users(ID).offset(1).limit(1).send().await?);
    see(&teams.add_users(ID, bodies::team_user_addition()).send().await?);
    see(&teams.remove_users(ID, bodies::team_user_removal()).send().await?);
    Ok(())
}

async fn users(client: &Client) -> Result<(), Error> {
    let users = client.users();
    see(&users.list().offset(1).limit(1).sort_by(types::ListUsersSortBy::NewUsers).search("text").send().await?);
    see(&users.create(bodies::new_user()).send().await?);
    see(&users.get_current().send().await?);
    see(&users.update_current(bodies::current_user_update()).send().await?);
    see(&users.get(ID).send().await?);
    see(&users.update(ID, bodies::user_update()).send().await?);
    see(&users.delete(ID).send().await?);
    see(&users
        .list_current_cards()
        .offset(1)
        .limit(1)
        .card_status([types::CardStatus::NotStarted])
        .r#type(types::ListCurrentUserCardsType::Assigned)
        .sort(types::ListCurrentUserCardsSort::Title)
        .show_blocked_first(true)
        .filter([types::ListCurrentUserCardsFilterItem::Card])
        .send()
        .await?);
    see(&users.change_password(ID, bodies::password_change()).send().await?);
    see(&users.list_recent_boards().send().await?);
    Ok(())
}
