//! What the client makes of responses.

use crate::Exchange;
use plansmith_runtime::ErrorKind;
use plansmith_tests::http::Reply;
use std::time::Duration;
use wire_client::types::{Color, EitherResponse, FailingError, FoundHeaders, JobResponse, SeveralResponse, WithHeadersHeaders};

fn json(status: u16, body: &str) -> Reply {
    Reply::body(status, "application/json", body)
}

#[tokio::test]
async fn success_has_several_types() {
    let exchange =
        Exchange::start([json(200, r#"{"R":1}"#), json(201, r#"{"id":"a"}"#), Reply::empty(202), json(207, "[]")]).await;
    let responses = exchange.client().responses();
    assert!(matches!(responses.several().send().await, Ok(SeveralResponse::Ok(rgb)) if rgb.r == Some(1)));
    assert!(matches!(responses.several().send().await, Ok(SeveralResponse::Created(created)) if created.id == "a"));
    assert!(matches!(responses.several().send().await, Ok(SeveralResponse::Accepted)));
    let unknown = responses.several().send().await.expect("a success nobody described is kept");
    assert!(matches!(unknown, SeveralResponse::Other(..)), "{unknown:?}");
}

#[tokio::test]
async fn errors_have_types() {
    let problem = || Reply::body(422, "application/problem+json", r#"{"title":"t","status":422}"#);
    let exchange = Exchange::start([json(404, r#"{"what":"w"}"#), problem(), json(500, r#"{"id":"x"}"#)]).await;
    let responses = exchange.client().responses();
    let error = responses.failing().send().await.expect_err("404 is an error");
    assert_eq!((error.status(), error.operation()), (Some(404), "failing"));
    assert!(matches!(error.body_as::<FailingError>(), Some(FailingError::NotFound(missing)) if missing.what == "w"));
    let error = responses.failing().send().await.expect_err("422 is an error");
    assert!(
        matches!(error.body_as::<FailingError>(), Some(FailingError::ClientError(problem)) if problem.title.as_deref() == Some("t"))
    );
    let error = responses.failing().send().await.expect_err("500 is an error");
    assert!(matches!(error.body_as::<FailingError>(), Some(FailingError::Default(created)) if created.id == "x"));
}

/// An error that is not what the description says is still an error with its body.
#[tokio::test]
async fn errors_of_another_shape_keep_their_body() {
    let exchange = Exchange::start([Reply::html(404, "Gone")]).await;
    let error = exchange.client().responses().failing().send().await.expect_err("404 is an error");
    assert_eq!(error.status(), Some(404));
    assert!(error.body().is_some_and(|body| body.starts_with(b"<!DOCTYPE")));
}

#[tokio::test]
async fn headers_have_types() {
    let reply = || json(200, r#"["a"]"#).header("x-total", 42).header("ETag", "\"v1\"").header("X-Ready", "true");
    let exchange = Exchange::start([reply(), json(200, "[]").header("X-Total", "many")]).await;
    let responses = exchange.client().responses();
    let response = responses.with_headers().send_full().await.expect("a response");
    let headers: WithHeadersHeaders = response.headers_as().expect("the headers are read");
    assert_eq!((headers.x_total, headers.e_tag.as_str(), headers.x_ready), (Some(42), "\"v1\"", Some(true)));
    assert_eq!(
        (response.status(), response.etag(), response.body().as_slice()),
        (200, Some("\"v1\""), ["a".to_owned()].as_slice())
    );
    assert_eq!((headers.x_tags, headers.x_sizes, headers.x_day, headers.x_color), (None, None, None, None));
    let response = responses.with_headers().send_full().await.expect("a wrong header does not cost the response");
    if let Ok(headers) = response.headers_as::<WithHeadersHeaders>() {
        assert_eq!(headers.x_total, None);
    }
}

#[tokio::test]
async fn headers_hold_lists_dates_and_json() {
    let full = json(200, "[]").header("ETag", "a").header("X-Tags", "a, b").header("X-Tags", "c").header("X-Sizes", "1,2");
    let full = full.header("X-Day", "2024-02-29").header("X-Changed", "2024-02-29T13:45:00+02:00").header("X-Color", "red");
    let full = full.header("X-Rgb", r#"{"R":1,"G":2,"B":3}"#);
    let exchange = Exchange::start([full, json(200, "[]").header("ETag", "a").header("X-Tags", "").header("X-Sizes", "7")]).await;
    let response = exchange.client().responses().with_headers().send_full().await.expect("a response");
    let headers: WithHeadersHeaders = response.headers_as().expect("the headers are read");
    assert_eq!(headers.x_tags, Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
    assert_eq!(headers.x_sizes, Some(vec![1, 2]));
    assert_eq!(headers.x_day, Some("2024-02-29".into()));
    assert!(headers.x_changed.is_some_and(|time| time.is_valid() && time == "2024-02-29T13:45:00+02:00"));
    assert_eq!((headers.x_color, headers.x_rgb.and_then(|rgb| rgb.g)), (Some(Color::Red), Some(2)));
    let response = exchange.client().responses().with_headers().send_full().await.expect("a response");
    let headers: WithHeadersHeaders = response.headers_as().expect("the headers are read");
    assert_eq!((headers.x_tags, headers.x_sizes), (Some(Vec::new()), Some(vec![7])));
}

#[tokio::test]
async fn nothing_is_nothing() {
    let exchange = Exchange::start([Reply::empty(204)]).await;
    let response = exchange.client().responses().empty().send_full().await.expect("a response");
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn json_has_other_names() {
    let exchange = Exchange::start([Reply::body(200, "application/vnd.own+json; version=2", r#"{"G":1}"#)]).await;
    assert_eq!(exchange.client().responses().suffix().send().await.expect("a response").g, Some(1));
    let accept = exchange.last().header("Accept").unwrap_or_default().to_owned();
    assert!(accept.contains("json"), "{accept}");
}

#[tokio::test]
async fn events_are_a_stream() {
    let events = concat!(
        "\u{feff}: a comment\n\n",
        "event: tick\nid: 1\nretry: 10\ndata: {\"id\":\ndata: \"a\"}\n\n",
        "data: {\"id\":\"b\"}\r\n\r\n",
        "data:{\"id\":\"ä\"}\r\r",
        "data: {\"id\":\"cut off\"}\n"
    );
    // Pieces of three bytes cut lines, line ends and letters in two.
    let exchange = Exchange::start([Reply::body(200, "text/event-stream", events).trickled(3, Duration::ZERO)]).await;
    let mut stream = exchange.client().responses().watch().send().await.expect("the stream begins");
    let first = stream.try_next().await.expect("an event is read").expect("there is one");
    assert_eq!((first.event.as_str(), first.id.as_str(), first.data.id.as_str()), ("tick", "1", "a"));
    let second = stream.try_next().await.expect("an event is read").expect("there is one");
    assert_eq!((second.event.as_str(), second.id.as_str(), second.data.id.as_str()), ("message", "1", "b"));
    let third = stream.try_next().await.expect("an event is read").expect("there is one");
    assert_eq!(third.data.id, "ä");
    assert!(stream.try_next().await.expect("the stream ends well").is_none());
    assert_eq!(exchange.last().header("Accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn downloads_are_streams() {
    let reply = Reply::body(200, "application/pdf", vec![7; 200_000]).trickled(50_000, Duration::from_millis(5));
    let exchange = Exchange::start([reply]).await;
    let mut stream = exchange.client().responses().download().send().await.expect("the download begins");
    let (mut pieces, mut length) = (0, 0);
    while let Some(piece) = stream.try_next().await.expect("a piece arrives") {
        pieces += 1;
        length += piece.len();
    }
    assert_eq!(length, 200_000);
    assert!(pieces > 1, "it came in one piece");
}

#[tokio::test]
async fn unknown_types_are_bytes() {
    let exchange = Exchange::start([Reply::body(200, "application/vnd.own", vec![0, 159, 255])]).await;
    assert_eq!(exchange.client().responses().own().send().await.expect("a response"), [0, 159, 255].as_slice());
}

#[tokio::test]
async fn the_content_type_decides() {
    let exchange = Exchange::start([json(200, r#"{"B":3}"#), Reply::body(200, "text/csv; charset=utf-8", "a;b")]).await;
    let responses = exchange.client().responses();
    assert!(matches!(responses.either().send().await, Ok(EitherResponse::OkJson(rgb)) if rgb.b == Some(3)));
    assert!(matches!(responses.either().send().await, Ok(EitherResponse::OkCsv(text)) if text == "a;b"));
    let accept = exchange.last().header("Accept").unwrap_or_default().to_owned();
    assert!(accept.contains("application/json") && accept.contains("text/csv"), "{accept}");
}

/// A described redirect is a response and is not followed; any other one is an error.
#[tokio::test]
async fn redirects_are_responses() {
    let moved = |status: u16| Reply::html(status, "Moved").header("Location", "/elsewhere");
    let exchange = Exchange::start([moved(302), moved(307), json(200, r#"{"R":1}"#), moved(303)]).await;
    let responses = exchange.client().responses();
    let response = responses.found().send_full().await.expect("it is what was asked for");
    assert_eq!((response.status(), response.header("Location")), (302, Some("/elsewhere")));
    let headers: FoundHeaders = response.headers_as().expect("the headers are read");
    assert_eq!(headers.location, "/elsewhere");
    let error = responses.found().send().await.expect_err("307 is not described");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(307)));
    assert!(matches!(responses.job().send().await, Ok(JobResponse::Ok(rgb)) if rgb.r == Some(1)));
    let response = responses.job().send_full().await.expect("a response");
    assert!(matches!(response.body(), JobResponse::SeeOther), "{response:?}");
    assert_eq!(response.header("Location"), Some("/elsewhere"));
    assert!(exchange.seen().iter().all(|seen| seen.target != "/elsewhere"), "nothing is followed");
}

/// The place of a mistake in a response is named.
#[tokio::test]
async fn mistakes_in_responses_have_a_place() {
    let exchange = Exchange::start([json(200, r#"["a","b",true]"#)]).await;
    let error = exchange.client().responses().with_headers().send().await.expect_err("true is no text");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("$[2]")));
}
