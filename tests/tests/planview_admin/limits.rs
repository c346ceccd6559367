//! Rate limits: points per customer, and a `Retry-After` in seconds.

use crate::{builder, client, server};
use plansmith_runtime::{ErrorKind, Retry};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use planview_admin_client::types::ListUsersHeaders;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_429_waits_for_the_seconds_it_states() {
    let server = server().await;
    // A clock that is ten minutes off does not matter for seconds.
    let refused = Reply::empty(429).header("Retry-After", 1).header("Date", "Fri, 12 Mar 2021 14:21:09 GMT");
    server.next([Step::Instead(refused)]);
    let start = Instant::now();
    client(&server).users().list().send().await.unwrap();
    assert!((900..5000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_long_wait_is_told_instead_of_kept() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(429).header("Retry-After", 3600))]);
    let error = client(&server).users().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(3600))));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_429_without_retry_after_is_repeated_with_the_own_delay() {
    let server = server().await;
    server.next([Step::Instead(Reply::body(429, "text/plain", "later")), Step::Instead(Reply::empty(429))]);
    client(&server).users().list().send().await.unwrap();
    assert_eq!(server.count(), 3);
    server.clear();
    server.next([Step::Instead(Reply::empty(429))]);
    let client = builder(&server).retry(Retry::never()).build().unwrap();
    let error = client.users().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after(), server.count()), (ErrorKind::RateLimited, None, 1));
}

#[tokio::test]
async fn the_points_left_can_be_read() {
    let server = server().await;
    let page = json!({ "startIndex": 1, "itemsPerPage": 10, "Resources": [] });
    server.next([Step::Instead(Reply::json(200, &page).header("X-Rate-Limit-Remaining", 17))]);
    let client = client(&server);
    let response = client.users().list().send_full().await.unwrap();
    assert_eq!(response.rate_limit().and_then(|limit| limit.remaining()), Some(17));
    assert_eq!(client.runtime().rate_limit().and_then(|limit| limit.remaining()), Some(17));
    assert_eq!(response.headers_as::<ListUsersHeaders>().unwrap().x_rate_limit_remaining, Some(17));
}

#[tokio::test]
async fn points_that_are_used_up_do_not_block_without_a_known_end() {
    let server = server().await;
    let page = json!({ "startIndex": 1, "itemsPerPage": 10, "Resources": [] });
    server.next([Step::Instead(Reply::json(200, &page).header("X-Rate-Limit-Remaining", 0))]);
    let client = client(&server);
    client.users().list().send().await.unwrap();
    let start = Instant::now();
    client.users().list().send().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn errors_nobody_has_documented_are_kept_whole() {
    for status in [400, 403, 404, 500, 503] {
        let server = server().await;
        server.next([Step::Instead(Reply::body(status, "application/problem+json", "{\"what\":[\"ever\"]}"))]);
        let error = client(&server).users().list().send().await.unwrap_err();
        assert_eq!((error.status(), server.count()), (Some(status), 1), "only 429 is documented as temporary");
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"{\"what\":[\"ever\"]}"[..]));
        assert_eq!(error.body_as::<serde_json::Value>(), Some(json!({ "what": ["ever"] })));
    }
}
