//! Secrets: never in `Debug`, never in `Display`, wherever they travel.

use crate::{builder, cards, client, server};
use plansmith_runtime::auth::{AuthorizationCode, Credential, TokenSet};
use plansmith_runtime::transport::Recorder;
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use plansmith_tests::vplan::{API_ENV, API_KEY, BEARER};
use std::fmt::Debug;
use vplan_client::auth::ApiKey;

const SECRETS: [&str; 5] = [API_KEY, API_ENV, BEARER, "s3cret-of-client-1", "refresh-that-must-stay-secret"];

fn check(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows a secret: {text}");
    }
}

fn shows_none(what: &str, value: &impl Debug) {
    check(what, &format!("{value:?}"));
    check(what, &format!("{value:#?}"));
}

#[tokio::test]
async fn no_secret_is_shown() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    shows_none("an API key", &ApiKey::new(API_KEY, API_ENV));
    shows_none("a credential", &Credential::from(ApiKey::new(API_KEY, API_ENV)));
    shows_none("a bearer token", &Credential::bearer("oauth2", BEARER));
    let flow = AuthorizationCode::new("oauth2", "https://a.example", "https://t.example", "client-1")
        .client_secret("s3cret-of-client-1");
    shows_none("a flow", &flow);
    let tokens = TokenSet::new(BEARER).refresh_token("refresh-that-must-stay-secret");
    shows_none("tokens", &tokens);
    shows_none("a credential that renews itself", &flow.credential(tokens, |_: &TokenSet| Ok(())));
    shows_none("a builder", &builder(&server));
    let client = client(&server);
    shows_none("a client", &client);
    shows_none("a handle", &client.cards());
    let call = client.cards().list();
    shows_none("a call", &call);
    check("the text of a call", &call.to_string());
    shows_none("a response", &call.clone().send_full().await.unwrap());
    for reply in [Reply::empty(401), Reply::empty(200), Reply::html(200, "x"), Reply::json(422, &serde_json::json!({}))] {
        server.next([Step::Instead(reply)]);
        let error = call.clone().send().await.unwrap_err();
        shows_none("an error", &error);
        check("the text of an error", &error.to_string());
    }
    shows_none("a paged call", &client.cards().list().items());
}

#[tokio::test]
async fn a_failure_below_http_shows_no_secret() {
    let client = vplan_client::Client::builder()
        .base_url("http://127.0.0.1:1")
        .auth(ApiKey::new(API_KEY, API_ENV))
        .retry(crate::fast().attempts(1))
        .build()
        .unwrap();
    let error = client.cards().list().send().await.unwrap_err();
    shows_none("an error", &error);
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        check("a cause", &cause.to_string());
        source = cause.source();
    }
}

#[tokio::test]
async fn a_recorder_hides_them_in_its_text() {
    let recorder = Recorder::new();
    recorder.json(200, r#"{"count": 0, "limit": 100, "offset": 0, "data": []}"#);
    let client = vplan_client::Client::builder().auth(ApiKey::new(API_KEY, API_ENV)).transport(recorder.clone()).build().unwrap();
    client.cards().list().send().await.unwrap();
    assert_eq!(recorder.requests()[0].header("X-Api-Key"), Some(API_KEY));
    check("the text of a recorded request", &recorder.text()[0]);
}

#[tokio::test]
async fn bodies_requests_and_responses_print_without_their_secrets() {
    use vplan_client::types::{OauthCodeExchange, OauthTokenRefresh, OauthTokenRequest, OauthTokenResponse};
    let secret = SECRETS[3];
    let server = server().await;
    let refresh = OauthTokenRefresh::new("app", secret, "https://app.example/back", secret);
    let code = OauthCodeExchange::new("app", secret, "https://app.example/back", secret);
    shows_none("a body", &refresh);
    for body in [OauthTokenRequest::OauthTokenRefresh(refresh), OauthTokenRequest::OauthCodeExchange(code)] {
        shows_none("a choice of bodies", &body);
        let request = client(&server).oauth().exchange_token(body);
        shows_none("a request", &request);
        check("the text of a request", &request.to_string());
        assert!(request.to_string().contains("client_id=app"), "{request}");
    }
    let response = format!(r#"{{"access_token": "{secret}", "refresh_token": "{secret}"}}"#);
    let response: OauthTokenResponse = serde_json::from_str(&response).unwrap();
    shows_none("a response", &response);
    assert_eq!(response.access_token.as_ref().map(|token| token.expose()), Some(secret));
}
