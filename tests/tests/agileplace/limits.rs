//! Rate limits: points per user, and a `Retry-After` that is a date on the server's clock.

use crate::{answering, builder, client, fast, server};
use agileplace_client::types::CommonHeaders;
use plansmith_runtime::{ErrorKind, Retry};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use serde_json::json;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Ten minutes: how far the clock of the server is off.
const SKEW: i64 = 600;

fn seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(now.as_secs()).expect("a time of this age")
}

/// A date in the format of RFC 9110, written without the code that reads it.
fn http_date(seconds: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let index = |number: i64| usize::try_from(number).expect("a time after 1970");
    let mut day = seconds.div_euclid(86_400);
    let weekday = DAYS[index(day % 7)];
    let mut year = 1970;
    while day >= 365 + i64::from(leap(year)) {
        day -= 365 + i64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while day >= lengths[month] {
        day -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{weekday}, {:02} {} {year} {hour:02}:{minute:02}:{second:02} GMT", day + 1, MONTHS[month])
}

#[test]
fn dates_are_written_as_the_vendor_shows_them() {
    assert_eq!(http_date(1_615_558_869), "Fri, 12 Mar 2021 14:21:09 GMT");
    assert_eq!(http_date(1_709_164_800), "Thu, 29 Feb 2024 00:00:00 GMT");
}

/// A refusal of a server whose clock is off by `skew` seconds and that wants `wait` seconds.
fn too_many(skew: i64, wait: i64) -> Reply {
    let now = seconds() + skew;
    Reply::json(429, &json!({ "message": "Too Many Requests" }))
        .header("Date", http_date(now))
        .header("Retry-After", http_date(now + wait))
        .header("X-RateLimit-Limit", 100)
        .header("X-RateLimit-Remaining", 0)
        .header("X-RateLimit-Reset", now + wait)
}

#[tokio::test]
async fn ten_minutes_of_clock_skew_are_taken_out() {
    for skew in [-SKEW, 0, SKEW] {
        let server = server().await;
        server.next([Step::Instead(too_many(skew, 1))]);
        let start = Instant::now();
        client(&server).boards().get("1").send().await.unwrap();
        let waited = start.elapsed();
        assert!(waited >= Duration::from_millis(900), "skew {skew}: {waited:?}");
        assert!(waited < Duration::from_secs(10), "skew {skew}: {waited:?}");
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn the_wait_is_told_when_the_caller_does_not_want_it() {
    for skew in [-SKEW, 0, SKEW] {
        let server = server().await;
        server.next([Step::Instead(too_many(skew, 45))]);
        let client = builder(&server).retry(Retry::never()).build().unwrap();
        let error = client.boards().get("1").send().await.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.is_retryable()), (ErrorKind::RateLimited, Some(429), true));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(45)), "skew {skew}");
        assert_eq!(error.message(), Some("Too Many Requests"));
    }
}

#[tokio::test]
async fn the_end_of_the_window_stands_in_for_a_missing_date() {
    let server = server().await;
    let now = seconds() - SKEW;
    let refused =
        Reply::empty(429).header("Date", http_date(now)).header("X-RateLimit-Remaining", 0).header("X-RateLimit-Reset", now + 30);
    server.next([Step::Instead(refused)]);
    let client = builder(&server).retry(Retry::never()).build().unwrap();
    let error = client.boards().get("1").send().await.unwrap_err();
    let wait = error.retry_after().expect("a wait");
    assert!((28..=30).contains(&wait.as_secs()), "{wait:?}");
}

#[tokio::test]
async fn a_429_that_states_nothing_is_repeated_with_the_own_delay() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(429)), Step::Instead(Reply::body(429, "text/plain", "slow down"))]);
    let start = Instant::now();
    client(&server).boards().get("1").send().await.unwrap();
    assert_eq!(server.count(), 3);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_refused_write_was_not_done_and_is_repeated() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(429))]);
    let client = client(&server);
    client.cards().delete("1").send().await.unwrap();
    assert_eq!(server.count(), 2);
    server.clear();
    server.next([Step::Instead(Reply::empty(429))]);
    client.comments().create("1", agileplace_client::types::CommentBody::new("text")).send().await.unwrap();
    assert_eq!(server.count(), 2, "there is no idempotency key, but a 429 did nothing");
    server.clear();
    server.next([Step::Instead(Reply::empty(503))]);
    let text = agileplace_client::types::CommentBody::new("text");
    let error = client.comments().create("1", text).send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Unavailable, 1), "a 503 may have done it");
}

#[tokio::test]
async fn temporary_failures_of_reads_are_repeated() {
    for status in [408, 500, 502, 503, 504] {
        let server = server().await;
        server.next([Step::Instead(Reply::html(status, "Bad Gateway"))]);
        client(&server).boards().get("1").send().await.unwrap();
        assert_eq!(server.count(), 2, "{status}");
    }
    let server = server().await;
    server.next([Step::Instead(Reply::empty(501))]);
    let error = client(&server).boards().get("1").send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Server, 1));
}

#[tokio::test]
async fn the_points_left_can_be_read() {
    let server = answering(|call| {
        let operation = call.operation?;
        let reply = call.spec.response(operation, plansmith_tests::spec::Variant::Minimal, 0);
        let now = seconds() + SKEW;
        let reply = reply.header("Date", http_date(now)).header("X-RateLimit-Limit", 100);
        Some(reply.header("X-RateLimit-Remaining", 42).header("X-RateLimit-Reset", now + 30))
    })
    .await;
    let client = client(&server);
    assert_eq!(client.runtime().rate_limit(), None);
    let response = client.boards().get("1").send_full().await.unwrap();
    let limit = response.rate_limit().expect("a limit");
    assert_eq!((limit.limit(), limit.remaining()), (Some(100), Some(42)));
    let left = limit.resets_in().expect("an end").as_secs();
    assert!((25..=30).contains(&left), "the skew is taken out of the reset too: {left}");
    assert_eq!(client.runtime().rate_limit().and_then(|limit| limit.remaining()), Some(42));
    let headers = response.headers_as::<CommonHeaders>().unwrap();
    assert_eq!((headers.x_rate_limit_limit, headers.x_rate_limit_remaining), (Some(100), Some(42)));
    assert!(headers.x_rate_limit_reset.is_some_and(|reset| reset > seconds() + SKEW));
}

#[tokio::test]
async fn calls_that_follow_wait_for_the_window_as_well() {
    let server = server().await;
    server.next([Step::Instead(too_many(SKEW, 1))]);
    let client = builder(&server).retry(fast().attempts(1)).build().unwrap();
    let start = Instant::now();
    client.boards().get("1").send().await.unwrap_err();
    assert!(start.elapsed() < Duration::from_millis(700), "one attempt does not wait");
    client.boards().get("1").send().await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn used_up_points_are_waited_for_instead_of_tried() {
    let server = server().await;
    let now = seconds() - SKEW;
    let last = Reply::json(200, &json!({ "id": "1" }))
        .header("Date", http_date(now))
        .header("X-RateLimit-Limit", 100)
        .header("X-RateLimit-Remaining", 0)
        .header("X-RateLimit-Reset", now + 1);
    server.next([Step::Instead(last)]);
    let client = client(&server);
    let start = Instant::now();
    client.boards().get("1").send().await.unwrap();
    client.clone().boards().get("1").send().await.unwrap();
    assert!((900..10_000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert!(server.log().iter().all(|entry| entry.status == 200), "no call was wasted");
}

#[tokio::test]
async fn without_a_date_of_the_server_the_own_clock_has_to_do() {
    let server = server().await;
    server.next([Step::Instead(Reply::empty(429).header("Retry-After", http_date(seconds() + 40)))]);
    let client = builder(&server).retry(Retry::never()).build().unwrap();
    let error = client.boards().get("1").send().await.unwrap_err();
    let wait = error.retry_after().expect("a wait").as_secs();
    assert!((38..=40).contains(&wait), "{wait}");
    // A date that has passed is no wait, whatever the clocks say.
    let passed = Reply::empty(429).header("Date", http_date(seconds())).header("Retry-After", http_date(seconds() - 60));
    server.next([Step::Instead(passed)]);
    let error = crate::builder(&server).retry(Retry::never()).build().unwrap().boards().get("1").send().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
}

#[tokio::test]
async fn a_retry_after_nobody_can_read_is_no_wait() {
    for text in ["soon", "", "Fri, 99 Foo 2021 14:21:09 GMT", "-5"] {
        let server = server().await;
        server.next([Step::Instead(Reply::empty(429).header("Retry-After", text))]);
        client(&server).boards().get("1").send().await.unwrap();
        assert_eq!(server.count(), 2, "{text:?}");
    }
}

#[tokio::test]
async fn a_change_by_patch_is_not_repeated_after_a_failure() {
    for status in [500, 503] {
        let server = server().await;
        server.next([Step::Instead(Reply::empty(status))]);
        let change = agileplace_client::patches::card_patchable_fields::TAGS.append("red");
        let error = client(&server).cards().update("1", [change]).send().await.unwrap_err();
        assert_eq!((error.status(), server.count(), error.is_retryable()), (Some(status), 1, false));
    }
}
