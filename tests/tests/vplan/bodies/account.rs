//! Tokens and webhooks.

use vplan_client::types::{NewWebhook, OauthCodeExchange, OauthTokenRefresh, WebhookUpdate};

pub(crate) fn oauth_code_exchange() -> OauthCodeExchange {
    OauthCodeExchange::new("text", "text", "text", "text").state("text")
}

pub(crate) fn oauth_token_refresh() -> OauthTokenRefresh {
    OauthTokenRefresh::new("text", "text", "text", "text")
}

pub(crate) fn new_webhook() -> NewWebhook {
    NewWebhook::default().url("https://files.example.com/1").description("text").active(true).event_types(["card.created"])
}

pub(crate) fn webhook_update() -> WebhookUpdate {
    WebhookUpdate::default().url("https://files.example.com/1").description("text").active(true).event_types(["card.created"])
}
