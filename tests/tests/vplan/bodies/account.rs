//! Tokens and webhooks.

use vplan_client::types::{NewWebhook, OauthCodeExchange, OauthTokenRefresh, WebhookUpdate};

pub(crate) fn oauth_code_exchange() -> OauthCodeExchange {
    OauthCodeExchange::new("client-1", "s3cret-of-client-1", "https://app.example.com/back", "code-1").state("text")
}

pub(crate) fn oauth_token_refresh() -> OauthTokenRefresh {
    OauthTokenRefresh::new("client-1", "s3cret-of-client-1", "https://app.example.com/back", "refresh-0")
}

pub(crate) fn new_webhook() -> NewWebhook {
    NewWebhook::default().url("https://files.example.com/1").description("text").active(true).event_types(["card.created"])
}

pub(crate) fn webhook_update() -> WebhookUpdate {
    WebhookUpdate::default().url("https://files.example.com/1").description("text").active(true).event_types(["card.created"])
}
