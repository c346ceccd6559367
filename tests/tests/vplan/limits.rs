//! Rate limits, deprecation notices and response metadata.

use crate::{builder, cards, client, fast, server};
use plansmith_runtime::{Deprecation, ErrorKind};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use plansmith_tests::vplan::errors;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_state_of_the_limit_can_be_read() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server.rate(100, Duration::from_secs(30));
    let client = client(&server);
    assert_eq!(client.runtime().rate_limit(), None);
    let response = client.cards().list().send_full().await.unwrap();
    let limit = response.rate_limit().expect("a limit");
    assert_eq!((limit.limit(), limit.remaining()), (Some(100), Some(99)));
    assert!(limit.resets_in().unwrap() > Duration::from_secs(25));
    client.cards().list().send().await.unwrap();
    assert_eq!(client.runtime().rate_limit().and_then(|limit| limit.remaining()), Some(98));
    assert_eq!(client.clone().runtime().rate_limit(), client.runtime().rate_limit(), "clones share it");
}

#[tokio::test]
async fn an_exhausted_limit_is_waited_for_instead_of_tried() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server.rate(2, Duration::from_secs(1));
    let client = client(&server);
    let start = Instant::now();
    for _ in 0..3 {
        client.cards().list().send().await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    assert!(server.log().iter().all(|entry| entry.status == 200), "no request was wasted on a 429");
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_429_waits_for_the_reset_it_states() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    let refused = errors::too_many().header("RateLimit-Limit", 10).header("RateLimit-Remaining", 0).header("RateLimit-Reset", 1);
    server.next([Step::Instead(refused)]);
    let start = Instant::now();
    client(&server).cards().list().send().await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_wait_the_caller_does_not_want_is_returned_instead() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    let refused = errors::too_many().header("RateLimit-Remaining", 0).header("RateLimit-Reset", 3600);
    server.next([Step::Instead(refused)]);
    let client = builder(&server).retry(fast().max_wait(Duration::from_millis(200))).build().unwrap();
    let start = Instant::now();
    let error = client.cards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), server.count()), (ErrorKind::RateLimited, Some(429), 1));
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(3500)), "{:?}", error.retry_after());
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_429_without_a_word_is_repeated_after_a_while() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server.next([Step::Instead(Reply::empty(429)), Step::Instead(Reply::html(429, "Slow down"))]);
    client(&server).cards().list().send().await.unwrap();
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn deprecations_reach_the_callback() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    let sentence = "GET v1/card is deprecated and will be removed in future versions";
    server.deprecate("listCards", sentence);
    let seen: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let sink = Arc::clone(&seen);
    let hook = move |notice: &Deprecation| sink.lock().unwrap().push((notice.operation.to_owned(), notice.message.clone()));
    let client = builder(&server).on_deprecation(hook).build().unwrap();
    client.cards().list().send().await.unwrap();
    client.items().list().send().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [("listCards".to_owned(), sentence.to_owned())]);
}

#[tokio::test]
async fn status_headers_and_tag_are_there_on_request() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    let client = client(&server);
    let first = client.cards().list().send_full().await.unwrap();
    assert_eq!(first.status(), 200);
    assert_eq!(first.etag().map(str::len), Some(34));
    assert_eq!(first.header("RateLimit-Limit"), Some("1000000"));
    assert_eq!(first.data.len(), 1);
    let second = client.cards().list().send_full().await.unwrap();
    assert_eq!(first.etag(), second.etag());
    server.change("/card", Vec::clear);
    assert_ne!(client.cards().list().send_full().await.unwrap().etag(), second.etag());
}

#[tokio::test]
async fn concurrency_can_be_bounded() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server.pause(Duration::from_millis(20));
    let client = builder(&server).max_concurrency(3).build().unwrap();
    let calls = (0..12).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.cards().list().send().await.map(|_| ()) })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.most_open(), server.count()), (3, 12));
}
