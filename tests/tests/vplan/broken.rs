//! Slow, broken and too large responses.

use crate::{builder, cards, client, server};
use plansmith_runtime::{ErrorKind, Retry};
use plansmith_tests::http::{Delivery, Ending, Reply};
use plansmith_tests::service::Step;
use plansmith_tests::vplan::Vplan;
use std::time::{Duration, Instant};
use vplan_client::Client;

async fn with_cards() -> Vplan {
    let server = server().await;
    server.seed_with("/card", cards(20));
    server
}

fn once(server: &Vplan) -> Client {
    builder(server).retry(Retry::never()).build().unwrap()
}

fn deliver(ending: Ending) -> Step {
    Step::Deliver(Delivery { ending, ..Delivery::default() })
}

#[tokio::test]
async fn a_server_that_says_nothing_is_a_timeout() {
    let server = with_cards().await;
    server.next([deliver(Ending::Hang), deliver(Ending::Hang)]);
    let start = Instant::now();
    let short = builder(&server).timeout(Duration::from_millis(150)).build().unwrap();
    let error = short.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.operation()), (ErrorKind::Timeout, None, "listCards"));
    // The time of a call wins over that of the client.
    let error = client(&server).cards().list().timeout(Duration::from_millis(100)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_response_that_dribbles_is_a_timeout_too() {
    let server = with_cards().await;
    server.next([Step::Deliver(Delivery { chunks: Some((40, Duration::from_millis(50))), ..Delivery::default() })]);
    let client = builder(&server).timeout(Duration::from_millis(200)).retry(Retry::never()).build().unwrap();
    assert_eq!(client.cards().list().send().await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_slow_but_complete_response_is_an_response() {
    let server = with_cards().await;
    server.next([Step::Deliver(Delivery {
        delay: Duration::from_millis(50),
        chunks: Some((300, Duration::from_millis(2))),
        ending: Ending::Whole,
    })]);
    assert_eq!(client(&server).cards().list().send().await.unwrap().data.len(), 20);
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_apart_from_one_that_never_was() {
    for ending in [Ending::Silence, Ending::Cut(0), Ending::Cut(10)] {
        let server = with_cards().await;
        server.next([deliver(ending)]);
        let error = once(&server).cards().list().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{ending:?}");
        assert!(error.is_retryable(), "a list may be read again");
        assert!(std::error::Error::source(&error).is_some());
    }
    let server = with_cards().await;
    let chunks = Some((100, Duration::ZERO));
    server.next([Step::Deliver(Delivery { chunks, ending: Ending::Cut(350), ..Delivery::default() })]);
    assert_eq!(once(&server).cards().list().send().await.unwrap_err().kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn a_broken_response_is_read_again() {
    let server = with_cards().await;
    server.next([deliver(Ending::Cut(10)), deliver(Ending::Silence)]);
    assert_eq!(client(&server).cards().list().send().await.unwrap().data.len(), 20);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn connections_that_close_after_each_response_are_no_trouble() {
    let server = with_cards().await;
    server.next((0..10).map(|_| deliver(Ending::Close)));
    let client = client(&server);
    for _ in 0..10 {
        client.cards().list().send().await.unwrap();
    }
    assert_eq!(server.count(), 10);
    let connections: std::collections::BTreeSet<u64> = server.log().iter().map(|entry| entry.request.connection).collect();
    assert_eq!(connections.len(), 10);
}

#[tokio::test]
async fn connections_are_used_again() {
    let server = with_cards().await;
    let client = client(&server);
    for _ in 0..10 {
        client.cards().list().send().await.unwrap();
    }
    assert!(server.log().iter().all(|entry| entry.request.connection == 1));
}

#[tokio::test]
async fn responses_are_read_up_to_a_limit() {
    let server = with_cards().await;
    let small = builder(&server).body_limit(1000).build().unwrap();
    let error = small.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::BodyTooLarge, 1));
    let enough = small.cards().list().limit(1).send().await.unwrap();
    assert_eq!(enough.data.len(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_refused_quickly() {
    let server = with_cards().await;
    let reply = Reply::json(200, &serde_json::json!({ "count": 1 })).ending(Ending::Endless);
    server.next([Step::Instead(reply)]);
    let client = builder(&server).body_limit(100_000).build().unwrap();
    let start = Instant::now();
    assert_eq!(client.cards().list().send().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
    assert!(start.elapsed() < Duration::from_secs(5));
}
