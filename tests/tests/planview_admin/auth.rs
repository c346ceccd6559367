//! Client credentials: the bearer is the `id_token`, renewed before it ends, and once however many calls want it.

use crate::{answering, builder, fast, server};
use plansmith_runtime::auth::ClientCredentials;
use plansmith_runtime::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use plansmith_runtime::{Body, Error, ErrorKind, http};
use plansmith_tests::http::Reply;
use plansmith_tests::service::{Service, Step};
use planview_admin_client::Client;
use planview_admin_client::auth::{Oauth2, oauth2_client};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const TOKEN_PATH: &str = "/io/v1/oauth2/token";

/// What the authorization server remembers.
#[derive(Debug, Default)]
struct Issuer {
    issued: usize,
    /// Tokens up to this one are refused.
    ended: usize,
}

/// A server that gives out `id-1`, `id-2` and so on and takes those that have not ended.
async fn issuing(expires_in: Value) -> (Service, Arc<Mutex<Issuer>>) {
    let issuer: Arc<Mutex<Issuer>> = Arc::default();
    let shared = Arc::clone(&issuer);
    let server = answering(move |call| {
        let mut issuer = shared.lock().unwrap();
        let authorization = call.request.header("Authorization").unwrap_or_default();
        if call.path == TOKEN_PATH {
            // `client-1` and `s3cret+/=` as user and password, form-encoded first (RFC 6749, section 2.3.1).
            if authorization != "Basic Y2xpZW50LTE6czNjcmV0JTJCJTJGJTNE" {
                return Some(Reply::json(401, &json!({ "error": "invalid_client" })));
            }
            issuer.issued += 1;
            let mut response = json!({
                "id_token": format!("id-{}", issuer.issued), "access_token": "not-this-one", "expires_in": expires_in,
            });
            if expires_in.is_null() {
                response.as_object_mut()?.remove("expires_in");
            }
            return Some(Reply::json(200, &response));
        }
        let number = authorization.strip_prefix("Bearer id-").and_then(|text| text.parse::<usize>().ok());
        if number.is_none_or(|number| number <= issuer.ended || number > issuer.issued) {
            return Some(Reply::body(401, "text/plain", "expired"));
        }
        Some(Reply::json(200, &json!({ "startIndex": 1, "itemsPerPage": 10, "Resources": [] })))
    })
    .await;
    (server, issuer)
}

fn credentials() -> ClientCredentials {
    oauth2_client("client-1", "s3cret+/=")
}

fn with(server: &Service, credentials: ClientCredentials) -> Client {
    Client::builder().base_url(server.url()).auth(credentials).retry(fast()).build().expect("a client")
}

async fn call(client: &Client) -> Result<(), Error> {
    client.users().list().send().await.map(|_| ())
}

async fn fifty_calls(client: &Client) -> Vec<Result<(), Error>> {
    let start = |_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await })
    };
    let calls: Vec<_> = (0..50).map(start).collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.expect("no panic"));
    }
    results
}

fn token_requests(server: &Service) -> usize {
    server.log().iter().filter(|entry| entry.request.path() == TOKEN_PATH).count()
}

fn bearers(server: &Service) -> Vec<String> {
    let log = server.log();
    let api = log.iter().filter(|entry| entry.request.path() != TOKEN_PATH);
    api.map(|entry| entry.request.header("Authorization").unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn the_bearer_is_the_id_token() {
    let (server, _) = issuing(json!(3600)).await;
    let client = with(&server, credentials());
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(bearers(&server), ["Bearer id-1", "Bearer id-1"]);
    assert_eq!(token_requests(&server), 1);
    let request = server.log()[0].request.clone();
    assert_eq!(request.form(), [("grant_type".to_owned(), "client_credentials".to_owned())]);
    server.assert_conforms();
}

#[tokio::test]
async fn fifty_calls_fetch_one_token() {
    let (server, _) = issuing(json!(3600)).await;
    server.pause(Duration::from_millis(10));
    let client = with(&server, credentials());
    for result in fifty_calls(&client).await {
        result.unwrap();
    }
    assert_eq!((token_requests(&server), server.count()), (1, 51));
    server.assert_conforms();
}

#[tokio::test]
async fn a_token_that_ends_in_flight_is_renewed_once_for_fifty_calls() {
    let (server, issuer) = issuing(json!(3600)).await;
    let client = with(&server, credentials());
    call(&client).await.unwrap();
    issuer.lock().unwrap().ended = 1;
    server.clear();
    server.pause(Duration::from_millis(10));
    for result in fifty_calls(&client).await {
        result.unwrap();
    }
    assert_eq!(token_requests(&server), 1);
    let bearers = bearers(&server);
    assert_eq!(bearers.iter().filter(|bearer| *bearer == "Bearer id-2").count(), 50);
    assert!(bearers.iter().any(|bearer| bearer == "Bearer id-1"));
    server.assert_conforms();
}

#[tokio::test]
async fn one_call_is_refused_renewed_and_repeated() {
    let (server, issuer) = issuing(Value::Null).await;
    let client = with(&server, credentials());
    call(&client).await.unwrap();
    issuer.lock().unwrap().ended = 1;
    server.clear();
    call(&client).await.unwrap();
    let paths: Vec<_> = server.log().iter().map(|entry| (entry.request.path() == TOKEN_PATH, entry.status)).collect();
    assert_eq!(paths, [(false, 401), (true, 200), (false, 200)]);
    assert_eq!(bearers(&server), ["Bearer id-1", "Bearer id-2"]);
}

#[tokio::test]
async fn a_fresh_token_that_is_refused_too_is_the_end() {
    let (server, issuer) = issuing(json!(3600)).await;
    issuer.lock().unwrap().ended = 100;
    let error = call(&with(&server, credentials())).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"expired"[..]));
    assert_eq!((token_requests(&server), bearers(&server).len()), (2, 2), "one retry, not more");
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    // Two seconds of life, renewed when half of them are over: five minutes early would be never.
    let (server, _) = issuing(json!(2)).await;
    let client = with(&server, credentials());
    call(&client).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    call(&client).await.unwrap();
    assert_eq!(token_requests(&server), 1, "it is used while it is good");
    tokio::time::sleep(Duration::from_millis(700)).await;
    for result in fifty_calls(&client).await {
        result.unwrap();
    }
    assert_eq!(token_requests(&server), 2);
    assert!(server.log().iter().all(|entry| entry.status == 200), "no call was refused first");
}

#[tokio::test]
async fn the_lifetime_may_be_a_text() {
    let (server, _) = issuing(json!("2")).await;
    let client = with(&server, credentials().renew_early(Duration::from_millis(1900)));
    call(&client).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    call(&client).await.unwrap();
    assert_eq!(bearers(&server), ["Bearer id-1", "Bearer id-2"]);
}

#[tokio::test]
async fn a_wrong_secret_is_tried_once_for_all() {
    let (server, _) = issuing(json!(3600)).await;
    server.pause(Duration::from_millis(10));
    let client = with(&server, oauth2_client("client-1", "wrong"));
    for result in fifty_calls(&client).await {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(!format!("{error} {error:?}").contains("wrong"));
    }
    assert_eq!((token_requests(&server), bearers(&server).len()), (1, 0));
}

#[tokio::test]
async fn an_answer_without_id_token_is_no_token() {
    let (server, _) = issuing(json!(3600)).await;
    server.next([Step::Instead(Reply::json(200, &json!({ "access_token": "not-this-one" })))]);
    let client = with(&server, credentials());
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), bearers(&server).len()), (ErrorKind::Auth, 0));
    assert!(error.to_string().contains("id_token") && !error.to_string().contains("not-this-one"), "{error}");
    call(&client).await.unwrap();
}

#[tokio::test]
async fn a_token_server_that_fails_is_asked_again() {
    let (server, _) = issuing(json!(3600)).await;
    server.next([Step::Instead(Reply::html(502, "Bad Gateway"))]);
    let client = with(&server, credentials());
    call(&client).await.unwrap();
    assert_eq!(bearers(&server), ["Bearer id-1"]);
}

#[tokio::test]
async fn a_token_of_ones_own_is_sent_and_not_renewed() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(401))]);
    let client = builder(&server).auth(Oauth2::new("mine")).build().unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Unauthorized, 1));
    assert_eq!(server.last().header("Authorization"), Some("Bearer mine"));
}

/// Keeps the URL of every request and sends nothing.
#[derive(Clone, Debug, Default)]
struct Urls(Arc<Mutex<Vec<String>>>);

impl Transport for Urls {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.0.lock().unwrap().push(request.uri().to_string());
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Interrupted, "not sent")) })
    }
}

#[tokio::test]
async fn tokens_come_from_the_region_of_the_calls() {
    for (region, host) in [(None, "us"), (Some("eu"), "eu"), (Some("ap"), "ap")] {
        let urls = Urls::default();
        let builder = Client::builder().auth(credentials()).transport(urls.clone()).retry(plansmith_runtime::Retry::never());
        let builder = match region {
            Some(region) => builder.server_variable("region", region),
            None => builder,
        };
        call(&builder.build().unwrap()).await.unwrap_err();
        // The request for a token is repeated as what is safe to repeat is; the call itself is not sent without one.
        let urls = urls.0.lock().unwrap().clone();
        assert!(
            !urls.is_empty() && urls.iter().all(|url| *url == format!("https://{host}.id.planview.com{TOKEN_PATH}")),
            "{urls:?}"
        );
    }
}
