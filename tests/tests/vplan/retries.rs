//! What is repeated and what never is, counted at the server.

use crate::{builder, cards, client, fast, id, server};
use plansmith_runtime::{Error, ErrorKind, Retry};
use plansmith_tests::http::{Delivery, Ending, Reply};
use plansmith_tests::service::Step;
use plansmith_tests::vplan::{NOTICE, Vplan, errors};
use std::time::Duration;
use vplan_client::Client;
use vplan_client::types::{CardUpdate, NewItem};

fn instead(reply: Reply) -> Step {
    Step::Instead(reply)
}

/// The request takes effect, and no byte of its response arrives.
fn silence() -> Step {
    Step::Deliver(Delivery { ending: Ending::Silence, ..Delivery::default() })
}

async fn list(client: &Client) -> Result<usize, Error> {
    client.cards().list().send().await.map(|page| page.data.len())
}

async fn create(client: &Client) -> Result<(), Error> {
    client.items().create(NewItem::default()).send().await.map(|_| ())
}

async fn with_data() -> Vplan {
    let server = server().await;
    server.seed_with("/card", cards(3));
    server.seed_with("/item", vec![]);
    server
}

fn created(server: &Vplan) -> usize {
    server.records("/item").len()
}

#[tokio::test]
async fn a_read_is_repeated_until_the_server_is_back() {
    let server = with_data().await;
    server.next([instead(errors::maintenance()), server.unavailable(), silence()]);
    assert_eq!(list(&client(&server)).await.unwrap(), 3);
    assert_eq!(server.count(), 4);
    assert!(server.log().iter().all(|entry| !entry.request.target.contains(NOTICE)), "a 303 is not followed");
    server.assert_conforms();
}

#[tokio::test]
async fn the_number_of_attempts_is_limited() {
    let server = with_data().await;
    server.next((0..20).map(|_| instead(errors::maintenance())));
    let error = list(&client(&server)).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.is_retryable()), (ErrorKind::Unavailable, Some(503), true));
    assert_eq!(server.count(), 4);
    server.clear();
    let client = builder(&server).retry(fast().attempts(2)).build().unwrap();
    assert!(list(&client).await.is_err());
    assert_eq!(server.count(), 2);
    server.clear();
    let client = builder(&server).retry(Retry::never()).build().unwrap();
    assert!(list(&client).await.is_err());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn exhausted_memory_is_never_repeated() {
    for status in [500, 503, 429] {
        let server = with_data().await;
        let mut reply = errors::memory_exhausted();
        reply.status = status;
        server.next([instead(reply)]);
        let error = list(&client(&server)).await.unwrap_err();
        assert_eq!(server.count(), 1, "status {status}");
        assert_eq!(error.code(), Some("10005"));
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn refusals_are_final() {
    for status in [400, 401, 403, 404, 405, 409, 412, 422, 500, 502] {
        let server = with_data().await;
        server.next([instead(errors::error(status, 0, "no", "no"))]);
        let error = list(&client(&server)).await.unwrap_err();
        assert_eq!((error.status(), server.count()), (Some(status), 1));
        assert!(!error.is_retryable(), "{status}");
    }
}

#[tokio::test]
async fn a_creation_that_may_have_happened_is_not_repeated() {
    let unavailable = with_data().await.unavailable();
    for (step, kind, happened) in [
        (silence(), ErrorKind::Interrupted, 1),
        (Step::Deliver(Delivery { ending: Ending::Cut(5), ..Delivery::default() }), ErrorKind::Interrupted, 1),
        (Step::After(errors::maintenance()), ErrorKind::Unavailable, 1),
        (Step::After(Reply::html(200, "Welcome")), ErrorKind::Html, 1),
        (unavailable, ErrorKind::Unavailable, 0),
    ] {
        let server = with_data().await;
        let text = format!("{step:?}");
        server.next([step]);
        let error = create(&client(&server)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{text}");
        assert!(!error.is_retryable(), "{text}");
        assert_eq!((server.count(), created(&server)), (1, happened), "{text}");
    }
}

#[tokio::test]
async fn a_creation_refused_for_its_rate_is_repeated() {
    let server = with_data().await;
    server.next([instead(errors::too_many()), instead(errors::too_many())]);
    create(&client(&server)).await.unwrap();
    assert_eq!((server.count(), created(&server)), (3, 1));
    server.assert_conforms();
}

#[tokio::test]
async fn updates_and_removals_are_repeated() {
    let server = with_data().await;
    let cards = client(&server).cards();
    server.next([instead(errors::maintenance()), silence()]);
    cards.update(id(1), id(2), CardUpdate::default()).send().await.unwrap();
    assert_eq!(server.count(), 3);
    server.clear();
    server.next([silence(), instead(errors::maintenance())]);
    cards.delete(id(1), id(2)).send().await.unwrap();
    assert_eq!(server.count(), 3);
    server.assert_conforms();
}

#[tokio::test]
async fn a_web_page_is_refused_whatever_its_status() {
    for status in [200, 201] {
        let server = with_data().await;
        server.next([instead(Reply::html(status, "We will be back soon"))]);
        let error = list(&client(&server)).await.unwrap_err();
        assert_eq!((error.kind(), server.count()), (ErrorKind::Html, 1));
    }
    // Also where no body was promised.
    let server = with_data().await;
    server.next([instead(Reply::html(200, "We will be back soon"))]);
    let update = client(&server).cards().update(id(1), id(2), CardUpdate::default());
    assert_eq!(update.send().await.unwrap_err().kind(), ErrorKind::Html);
    // Also when the server calls it JSON.
    server.next([instead(Reply::body(200, "application/json", "<!DOCTYPE html><html></html>"))]);
    assert_eq!(list(&client(&server)).await.unwrap_err().kind(), ErrorKind::Html);
}

#[tokio::test]
async fn other_redirects_are_errors_too() {
    for status in [301, 302, 307, 308] {
        let server = with_data().await;
        let target = format!("{}{NOTICE}", server.origin());
        server.next([instead(Reply::empty(status).header("Location", target))]);
        let error = list(&client(&server)).await.unwrap_err();
        assert_eq!((error.kind(), error.status(), server.count()), (ErrorKind::Redirect, Some(status), 1));
    }
}

#[tokio::test]
async fn without_a_connection_anything_may_be_repeated() {
    let port = {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.local_addr().unwrap().port()
    };
    let client = Client::builder()
        .base_url(format!("http://127.0.0.1:{port}/v1"))
        .auth(vplan_client::auth::ApiKey::new("a", "b"))
        .retry(Retry::new().attempts(3).base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let error = create(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), error.status()), (ErrorKind::Connect, true, None));
}
