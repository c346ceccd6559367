//! Credentials: each where its scheme says, and only where the operation asks for it.

use crate::Exchange;
use plansmith_runtime::ErrorKind;
use plansmith_runtime::auth::Credential;
use plansmith_tests::http::Request;
use wire_client::Client;
use wire_client::auth::{Basic, Bearer, CookieKey, HeaderKey, Oauth, Oidc, QueryKey};

fn with(exchange: &Exchange, credentials: impl IntoIterator<Item = Credential>) -> Client {
    let builder = credentials.into_iter().fold(exchange.builder(), |builder, credential| builder.auth(credential));
    builder.build().expect("the settings are right")
}

fn all(exchange: &Exchange) -> Client {
    let credentials: [Credential; 7] = [
        HeaderKey::new("hk").into(),
        QueryKey::new("q k&").into(),
        CookieKey::new("ck").into(),
        Basic::new("user", "pa:ss").into(),
        Bearer::new("bt").into(),
        Oauth::new("ot").into(),
        Oidc::new("it").into(),
    ];
    with(exchange, credentials)
}

/// What a request carries: header key, query, cookie, authorization.
fn carried(request: &Request) -> [&str; 4] {
    let header = |name: &str| request.header(name).unwrap_or_default();
    [header("X-Key"), request.query(), header("Cookie"), header("Authorization")]
}

#[tokio::test]
async fn each_scheme_has_its_place() {
    let exchange = Exchange::start([]).await;
    let security = all(&exchange).security();
    security.header_key().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["hk", "", "", ""]);
    security.query_key().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "key=q%20k%26", "", ""]);
    security.cookie_key().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "key=ck", ""]);
    security.basic().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Basic dXNlcjpwYTpzcw=="]);
    security.bearer().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Bearer bt"]);
    security.oauth().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Bearer ot"]);
    security.oidc().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Bearer it"]);
}

#[tokio::test]
async fn what_is_open_carries_nothing() {
    let exchange = Exchange::start([]).await;
    all(&exchange).security().open().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), [""; 4]);
}

#[tokio::test]
async fn several_go_together() {
    let exchange = Exchange::start([]).await;
    all(&exchange).security().both().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["hk", "", "", "Basic dXNlcjpwYTpzcw=="]);
    let one = with(&exchange, [HeaderKey::new("hk").into()]);
    let error = one.security().both().send().await.expect_err("the other one is missing");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(exchange.seen().len(), 1);
}

#[tokio::test]
async fn one_of_several_is_enough() {
    let exchange = Exchange::start([]).await;
    all(&exchange).security().one_of().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Bearer bt"]);
    with(&exchange, [QueryKey::new("k").into()]).security().one_of().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "key=k", "", ""]);
}

#[tokio::test]
async fn optional_credentials_may_be_left_out() {
    let exchange = Exchange::start([]).await;
    exchange.client().security().optional().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), [""; 4]);
    all(&exchange).security().optional().send().await.expect("a response");
    assert_eq!(carried(&exchange.last()), ["", "", "", "Bearer bt"]);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let exchange = Exchange::start([]).await;
    let error = exchange.client().security().header_key().send().await.expect_err("there is no key");
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(exchange.seen().is_empty());
}
