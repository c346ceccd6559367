//! Credentials: Basic, API tokens made and revoked, reporting tokens, and the host that follows from the account.

use crate::{PASSWORD, USER, answering, builder, fast, server};
use agileplace_client::Client;
use agileplace_client::auth::{Basic, Bearer, ReportingBearer, ReportingToken};
use agileplace_client::types::{CommentBody, NewAuthToken, ReportFormat, ReportingLogin};
use plansmith_runtime::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
use plansmith_runtime::{Body, ErrorKind, http};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Service;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

fn with(server: &Service, credential: impl Into<plansmith_runtime::auth::Credential>) -> Client {
    Client::builder().base_url(server.url()).auth(credential).retry(fast()).build().expect("a client")
}

#[tokio::test]
async fn basic_is_user_and_password_in_utf_8() {
    let server = server().await;
    with(&server, Basic::new(USER, PASSWORD)).boards().get("1").send().await.unwrap();
    // base64 of `jane@example.com:s3cret: über`, from another tool.
    let wanted = "Basic amFuZUBleGFtcGxlLmNvbTpzM2NyZXQ6IMO8YmVy";
    assert_eq!(server.last().header("Authorization"), Some(wanted));
    server.assert_conforms();
}

#[tokio::test]
async fn a_token_is_a_bearer() {
    let server = server().await;
    with(&server, Bearer::new("token-1")).boards().get("1").send().await.unwrap();
    assert_eq!(server.last().header("Authorization"), Some("Bearer token-1"));
    server.assert_conforms();
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = server().await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.boards().get("1").send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Auth, 0));
}

/// A server that knows one password and the tokens it made.
async fn token_server() -> Service {
    let tokens: Arc<Mutex<BTreeSet<usize>>> = Arc::default();
    answering(move |call| {
        let mut tokens = tokens.lock().unwrap();
        let authorization = call.request.header("Authorization").unwrap_or_default();
        let known = authorization.strip_prefix("Bearer secret-of-").and_then(|id| id.parse().ok());
        let allowed = authorization.starts_with("Basic ") || known.is_some_and(|id: usize| tokens.contains(&id));
        if !allowed {
            return Some(Reply::body(401, "text/plain", "Unauthorized"));
        }
        match call.operation?.id.as_str() {
            "createAuthToken" => {
                let id = 100 + tokens.len();
                tokens.insert(id);
                let description = call.request.json()["description"].clone();
                Some(Reply::json(
                    201,
                    &json!({
                        "id": id.to_string(), "token": format!("secret-of-{id}"), "description": description,
                        "createdOn": "2020-01-14T22:28:10.798Z",
                    }),
                ))
            }
            "listAuthTokens" => {
                let list: Vec<_> = tokens.iter().map(|id| json!({ "id": id.to_string() })).collect();
                Some(Reply::json(200, &json!({ "tokens": list })))
            }
            "deleteAuthToken" => {
                let id = call.path.rsplit('/').next()?.parse().ok()?;
                Some(Reply::empty(if tokens.remove(&id) { 204 } else { 404 }))
            }
            _ => None,
        }
    })
    .await
}

#[tokio::test]
async fn a_token_is_made_used_and_revoked() {
    let server = token_server().await;
    let owner = with(&server, Basic::new(USER, PASSWORD));
    let made = owner.auth_tokens().create(NewAuthToken::new("for the nightly sync")).send().await.unwrap();
    assert_eq!(made.description.as_deref(), Some("for the nightly sync"));
    assert_eq!(made.created_on.as_ref().map(|time| time.as_str()), Some("2020-01-14T22:28:10.798Z"));
    let secret = made.token.clone().expect("the value is shown once");
    let program = with(&server, Bearer::new(secret));
    program.boards().get("1").send().await.unwrap();
    let listed = program.auth_tokens().list().send().await.unwrap();
    assert_eq!(listed.tokens.iter().map(|token| token.id.as_str()).collect::<Vec<_>>(), [made.id.as_str()]);
    owner.auth_tokens().delete(made.id.clone()).send().await.unwrap();
    let before = server.count();
    let error = program.boards().get("1").send().await.unwrap_err();
    assert_eq!((error.kind(), server.count() - before), (ErrorKind::Unauthorized, 1), "nothing else can be tried");
    let error = owner.auth_tokens().delete(made.id).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    server.assert_conforms();
}

#[tokio::test]
async fn a_token_cannot_make_a_token() {
    let server = token_server().await;
    let error = with(&server, Bearer::new("secret-of-100")).auth_tokens().create(NewAuthToken::new("text")).send().await;
    assert_eq!((error.unwrap_err().kind(), server.count()), (ErrorKind::Auth, 0));
    // Of both credentials the one the operation takes is sent.
    let client = builder(&server).build().unwrap();
    client.auth_tokens().create(NewAuthToken::new("text")).send().await.unwrap();
    assert!(server.last().header("Authorization").is_some_and(|value| value.starts_with("Basic ")));
    server.assert_conforms();
}

#[tokio::test]
async fn reports_have_tokens_of_their_own() {
    let server = answering(|call| match call.operation?.id.as_str() {
        "createReportingToken" => Some(Reply::json(200, &json!({ "token": "report&1" }))),
        _ if call.request.query().contains("expired") => {
            Some(Reply::json(401, &json!({ "statusCode": 401, "error": "Unauthorized", "message": "Invalid token" })))
        }
        _ => Some(Reply::json(200, &json!([]))),
    })
    .await;
    let anonymous = Client::builder().base_url(server.url()).build().unwrap();
    let login = ReportingLogin::new(USER, PASSWORD, "myaccount");
    let token = anonymous.reports().create_token(login).send().await.unwrap().token.expect("a token");
    assert!(server.last().header("Authorization").is_none());
    assert_eq!(server.last().json(), json!({ "email": USER, "password": PASSWORD, "accountName": "myaccount" }));
    let reports = with(&server, ReportingToken::new(&token)).reports();
    reports.boards().format(ReportFormat::Json).send().await.unwrap();
    assert_eq!(server.last().parameter("token").as_deref(), Some("report&1"));
    assert!(server.last().header("Authorization").is_none());
    with(&server, ReportingBearer::new(&token)).reports().boards().send().await.unwrap();
    assert_eq!(server.last().header("Authorization"), Some("Bearer report&1"));
    server.assert_conforms();
    // An API token is no reporting token.
    let before = server.count();
    let error = with(&server, Bearer::new("token-1")).reports().boards().send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Auth, before));
    let error = with(&server, ReportingToken::new("expired")).reports().boards().send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Unauthorized, Some("Invalid token")));
    assert!(!format!("{error} {error:?}").contains("expired"), "the token of the query is in no message");
}

/// Keeps the URL of every request and answers with nothing.
#[derive(Clone, Debug, Default)]
struct Urls(Arc<Mutex<Vec<String>>>);

impl Transport for Urls {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.0.lock().unwrap().push(request.uri().to_string());
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Interrupted, "not sent")) })
    }
}

#[tokio::test]
async fn the_host_follows_from_the_account() {
    let urls = Urls::default();
    for account in [None, Some("acme")] {
        let builder = Client::builder().auth(Bearer::new("token-1")).transport(urls.clone());
        let builder = match account {
            Some(account) => builder.server_variable("account", account),
            None => builder,
        };
        let client = builder.build().unwrap();
        client.comments().create("1", CommentBody::new("text")).send().await.unwrap_err();
    }
    let wanted =
        ["https://myaccount.leankit.com/io/card/1/comment", "https://acme.leankit.com/io/card/1/comment"].map(str::to_owned);
    assert_eq!(*urls.0.lock().unwrap(), wanted);
    for account in ["a b", "user@evil.example.com", "x?y"] {
        let built = Client::builder().auth(Bearer::new("token-1")).server_variable("account", account).build();
        assert!(built.is_err(), "{account:?} is not a host label");
    }
}
