//! OAuth, Me, Api Messages, Webhook Subscriptions.

use super::{ID, TIME, see};
use crate::bodies::account as bodies;
use vplan_client::DateTime;
use vplan_client::fields::{api_message, webhook};
use vplan_client::types::OauthTokenRequest;
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    me(client).await?;
    api_messages(client).await?;
    webhook_subscriptions(client).await
}

async fn me(client: &Client) -> Result<(), Error> {
    let me = client.me();
    see(&me.get().send().await?);
    Ok(())
}

async fn api_messages(client: &Client) -> Result<(), Error> {
    let api_messages = client.api_messages();
    see(&api_messages
        .list()
        .limit(10)
        .offset(20)
        .filter(api_message::ID.starts_with("0") & api_message::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([api_message::CREATED_AT.desc(), api_message::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    Ok(())
}

async fn webhook_subscriptions(client: &Client) -> Result<(), Error> {
    let webhook_subscriptions = client.webhook_subscriptions();
    see(&webhook_subscriptions
        .list()
        .with(["cards"])
        .limit(10)
        .offset(20)
        .filter(webhook::ID.starts_with("0") & webhook::CREATED_AT.gte(DateTime::from(TIME)))
        .sort([webhook::CREATED_AT.desc(), webhook::ID.asc()])
        .show(["id", "created_at"])
        .hide(["updated_at"])
        .send()
        .await?);
    see(&webhook_subscriptions.create(bodies::new_webhook()).send().await?);
    see(&webhook_subscriptions.get(ID).send().await?);
    see(&webhook_subscriptions.update(ID, bodies::webhook_update()).send().await?);
    see(&webhook_subscriptions.delete(ID).send().await?);
    Ok(())
}

/// The operations of the authorization server.
pub(crate) async fn authorize(client: &Client) -> Result<(), Error> {
    let oauth = client.oauth();
    // A browser follows the redirect this answers, a client does not.
    let call = oauth.authorize("client-1", "https://app.example.com/back").state("state-1");
    let redirect = call.send_full().await?;
    assert_eq!((redirect.status(), redirect.headers().contains_key("location")), (302, true));

    see(&oauth.exchange_token(OauthTokenRequest::OauthCodeExchange(bodies::oauth_code_exchange())).send().await?);
    see(&oauth.exchange_token(OauthTokenRequest::OauthTokenRefresh(bodies::oauth_token_refresh())).send().await?);
    Ok(())
}
