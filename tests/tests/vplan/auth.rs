//! Credentials: keys, bearer tokens, and OAuth tokens that renew themselves.

use crate::{builder, cards, fast, server};
use plansmith_runtime::Body;
use plansmith_runtime::auth::{AuthorizationCode, Credential, Secret, SignIn, TokenSet};
use plansmith_runtime::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use plansmith_runtime::{BoxError, ErrorKind, http};
use plansmith_tests::http::send_raw;
use plansmith_tests::service::Step;
use plansmith_tests::vplan::{API_KEY, BEARER, Tokens, Vplan, errors};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use vplan_client::Client;
use vplan_client::auth::{ApiKey, oauth2_code};

/// A transport that leads every host to the test server: the authorization server has an address of its own.
#[derive(Debug)]
pub(crate) struct Detour(pub(crate) SocketAddr);

impl Transport for Detour {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let failed = |error: BoxError| TransportError::new(TransportErrorKind::Interrupted, error);
            let body = body.into_stream().collect().await.map_err(|error| failed(error.into()))?;
            let headers: Vec<(&str, &str)> =
                head.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("a text"))).collect();
            let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
            let reply =
                send_raw(self.0, head.method.as_str(), target, &headers, &body).await.map_err(|error| failed(error.into()))?;
            let mut response = http::Response::builder().status(reply.status);
            for (name, value) in &reply.headers {
                response = response.header(name, value);
            }
            Ok(response.body(Body::from(reply.body)).expect("a response"))
        })
    }
}

fn oauth(server: &Vplan) -> AuthorizationCode {
    let (authorize, token) =
        (format!("{}/api/v1/oauth/authorize", server.origin()), format!("{}/api/v1/oauth/token", server.origin()));
    AuthorizationCode::new("oauth2", authorize, token, "client-1")
        .client_secret("s3cret-of-client-1")
        .redirect_uri("https://app.example.com/back")
}

/// Tokens whose access token has ended.
fn ended() -> TokenSet {
    TokenSet::new("access-0").refresh_token("refresh-0").expires_at(SystemTime::now() - Duration::from_secs(1))
}

/// Tokens whose access token is good for an hour as far as the client knows.
fn valid() -> TokenSet {
    TokenSet::new("access-0").refresh_token("refresh-0").expires_at(SystemTime::now() + Duration::from_secs(3600))
}

fn with(server: &Vplan, credential: impl Into<Credential>) -> Client {
    Client::builder().base_url(server.url()).auth(credential).retry(fast()).build().expect("a client")
}

async fn with_cards() -> Vplan {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server
}

fn api_requests(server: &Vplan) -> usize {
    server.log().iter().filter(|entry| entry.operation.as_deref() == Some("listCards")).count()
}

#[tokio::test]
async fn a_key_pair_travels_in_both_headers() {
    let server = with_cards().await;
    builder(&server).build().unwrap().cards().list().send().await.unwrap();
    assert_eq!(server.last().header("X-Api-Key"), Some(API_KEY));
    assert!(server.last().header("Authorization").is_none());
    server.assert_conforms();
}

#[tokio::test]
async fn wrong_keys_are_an_error_of_their_own() {
    let server = with_cards().await;
    let error = with(&server, ApiKey::new("wrong", "keys")).cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), server.count()), (ErrorKind::Unauthorized, Some(401), 1));
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = with_cards().await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Auth, 0));
}

#[tokio::test]
async fn a_bearer_token_is_sent_as_such() {
    let server = with_cards().await;
    with(&server, Credential::bearer("oauth2", BEARER)).cards().list().send().await.unwrap();
    assert_eq!(server.last().header("Authorization"), Some(format!("Bearer {BEARER}").as_str()));
    assert!(server.last().header("X-Api-Key").is_none());
    server.assert_conforms();
}

#[tokio::test]
async fn the_whole_sign_in_stays_on_a_mock() {
    let server = with_cards().await;
    let unsigned = Client::builder().base_url(server.url()).build().unwrap();
    let flow = oauth2_code("client-1").client_secret("s3cret-of-client-1").redirect_uri("https://app.example.com/back");
    let flow = unsigned.runtime().adopt(flow);
    let sign_in = SignIn::from_parts("state-1", "verifier-1");
    let page = flow.authorize_url(&sign_in);
    assert!(page.starts_with(&format!("{}/api/v1/oauth/authorize?response_type=code&", server.origin())), "{page}");

    let code = flow.callback("https://app.example.com/back?code=code-1&state=state-1", &sign_in).unwrap();
    let tokens = flow.exchange(&code, &sign_in).await.unwrap();
    assert_eq!(server.last().target, "/api/v1/oauth/token");
    let client = with(&server, flow.credential(tokens, |_: &TokenSet| Ok(())));
    client.cards().list().send().await.unwrap();
    assert_eq!(api_requests(&server), 1);
}

#[tokio::test]
async fn a_code_is_exchanged_for_tokens() {
    let server = with_cards().await;
    let sign_in = SignIn::from_parts("state-1", "verifier-1");
    let url = oauth(&server).authorize_url(&sign_in);
    assert!(url.contains("response_type=code") && url.contains("client_id=client-1") && url.contains("state=state-1"), "{url}");
    assert!(url.contains("redirect_uri=https%3A%2F%2Fapp.example.com%2Fback"), "{url}");
    assert!(url.contains("code_challenge_method=S256") && !url.contains("verifier-1"), "{url}");
    // The curated description has no `code_verifier`; a server ignores what it does not know (RFC 6749, section 3.2).
    let flow = oauth(&server).pkce(false);
    let tokens = flow.exchange("code-1", &sign_in).await.unwrap();
    assert_eq!(tokens.access_token.expose(), "access-1");
    assert_eq!(tokens.refresh_token.as_ref().map(Secret::expose), Some("refresh-1"));
    let left = tokens.expires_at.unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(left > Duration::from_secs(3500));
    let client = with(&server, oauth(&server).credential(tokens, |_: &TokenSet| Ok(())));
    client.cards().list().send().await.unwrap();
    assert_eq!(server.last().header("Authorization"), Some("Bearer access-1"), "whatever the token type says");
    server.assert_conforms();
    // A code works once.
    let error = flow.exchange("code-1", &sign_in).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
}

/// Remembers what was stored, and how many requests had carried a stored token before.
#[derive(Debug, Default)]
struct Ledger {
    stored: Mutex<Vec<String>>,
    early: AtomicUsize,
}

fn ledger(server: &Arc<Vplan>, ledger: &Arc<Ledger>) -> impl Fn(&TokenSet) -> Result<(), BoxError> + Send + Sync + 'static {
    let (server, ledger) = (Arc::clone(server), Arc::clone(ledger));
    move |tokens: &TokenSet| {
        let bearer = format!("Bearer {}", tokens.access_token.expose());
        let used = server.log().iter().filter(|entry| entry.request.header("Authorization") == Some(&bearer)).count();
        ledger.early.fetch_add(used, Ordering::SeqCst);
        let refresh = tokens.refresh_token.as_ref().map(|token| token.expose().to_owned());
        ledger.stored.lock().unwrap().push(refresh.unwrap_or_default());
        Ok(())
    }
}

async fn fifty_calls(client: &Client) -> Vec<Result<(), plansmith_runtime::Error>> {
    let call = |_| {
        let client = client.clone();
        tokio::spawn(async move { client.cards().list().send().await.map(|_| ()) })
    };
    let calls: Vec<_> = (0..50).map(call).collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.expect("no panic"));
    }
    results
}

#[tokio::test]
async fn fifty_calls_refresh_once_and_store_first() {
    // Both ways to find out: the clock says so, and the server says so.
    for tokens in [ended(), valid()] {
        let server = Arc::new(with_cards().await);
        server.pause(Duration::from_millis(10));
        let kept = Arc::new(Ledger::default());
        let client = with(&server, oauth(&server).credential(tokens, ledger(&server, &kept)));
        for result in fifty_calls(&client).await {
            result.unwrap();
        }
        assert_eq!(server.tokens(|tokens| (tokens.issued(), tokens.reused())), (1, 0));
        assert_eq!(*kept.stored.lock().unwrap(), ["refresh-1"]);
        assert_eq!(kept.early.load(Ordering::SeqCst), 0, "the access token was used before its refresh token was stored");
        server.assert_conforms();
    }
}

#[tokio::test]
async fn tokens_are_renewed_again_and_again() {
    let server = Arc::new(with_cards().await);
    let kept = Arc::new(Ledger::default());
    let client = with(&server, oauth(&server).credential(ended(), ledger(&server, &kept)));
    for round in 1..=3 {
        for result in fifty_calls(&client).await {
            result.unwrap();
        }
        assert_eq!(server.tokens(|tokens| tokens.issued()), round);
        server.tokens(Tokens::revoke);
    }
    assert_eq!(*kept.stored.lock().unwrap(), ["refresh-1", "refresh-2", "refresh-3"]);
    assert_eq!(server.tokens(|tokens| tokens.reused()), 0);
}

#[tokio::test]
async fn a_token_that_stays_refused_is_renewed_once_only() {
    let server = with_cards().await;
    server.next([Step::Instead(errors::unauthorized()), Step::Pass, Step::Instead(errors::unauthorized())]);
    let client = with(&server, oauth(&server).credential(valid(), |_: &TokenSet| Ok(())));
    let error = client.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)));
    assert_eq!((api_requests(&server), server.tokens(|tokens| tokens.issued())), (2, 1));
}

#[tokio::test]
async fn a_refused_refresh_token_is_not_tried_by_everyone() {
    let server = with_cards().await;
    let tokens = TokenSet::new("access-0").refresh_token("spent").expires_at(SystemTime::now() - Duration::from_secs(1));
    let client = with(&server, oauth(&server).credential(tokens, |_: &TokenSet| Ok(())));
    for result in fifty_calls(&client).await {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Auth);
    }
    assert_eq!((server.tokens(|tokens| tokens.reused()), api_requests(&server)), (1, 0));
}

#[tokio::test]
async fn a_store_that_fails_keeps_the_token_from_being_used_and_loses_nothing() {
    let server = with_cards().await;
    let attempts = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&attempts);
    let store = move |_: &TokenSet| -> Result<(), BoxError> {
        if counter.fetch_add(1, Ordering::SeqCst) == 0 { Err("disk full".into()) } else { Ok(()) }
    };
    let client = with(&server, oauth(&server).credential(ended(), store));
    let error = client.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), api_requests(&server)), (ErrorKind::Auth, 0));
    client.cards().list().send().await.unwrap();
    assert_eq!((attempts.load(Ordering::SeqCst), server.tokens(|tokens| (tokens.issued(), tokens.reused()))), (2, (1, 0)));
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_cost_the_refresh_token() {
    let server = with_cards().await;
    server.pause(Duration::from_millis(120));
    let client = with(&server, oauth(&server).credential(ended(), |_: &TokenSet| Ok(())));
    let call = client.cards().list().send();
    assert!(tokio::time::timeout(Duration::from_millis(40), call).await.is_err());
    client.cards().list().send().await.unwrap();
    assert_eq!(server.tokens(|tokens| (tokens.issued(), tokens.reused())), (1, 0));
}
