//! OAuth, Me, Api Messages, Webhook Subscriptions.

use super::{ID, TIME};
use crate::bodies::account as bodies;
use vplan_client::fields::{api_message, webhook};
use vplan_client::{Client, Error};

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    let oauth = client.oauth();
    oauth.authorize("client_id", "redirect_uri", "response_type").state("state").send().await?;
    oauth.exchange_token(OauthTokenRequest::OauthCodeExchange(bodies::oauth_code_exchange())).send().await?;

    let me = client.me();
    me.get().send().await?;

    let api_messages = client.api_messages();
    api_messages.list().limit(10).offset(20).filter(api_message::ID.starts_with("0") & api_message::CREATED_AT.gte(TIME)).sort([api_message::CREATED_AT.desc(), api_message::ID.asc()]).show(["id", "created_at"]).hide(["id"]).send().await?;

    let webhook_subscriptions = client.webhook_subscriptions();
    webhook_subscriptions.list().with(["cards"]).limit(10).offset(20).filter(webhook::ID.starts_with("0") & webhook::CREATED_AT.gte(TIME)).sort([webhook::CREATED_AT.desc(), webhook::ID.asc()]).show(["id", "created_at"]).hide(["id"]).send().await?;
    webhook_subscriptions.create(bodies::new_webhook()).send().await?;
    webhook_subscriptions.get(ID).send().await?;
    webhook_subscriptions.update(ID, bodies::webhook_update()).send().await?;
    webhook_subscriptions.delete(ID).send().await?;
    Ok(())
}
