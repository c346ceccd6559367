//! Responses in one piece or as they arrive, as the caller asks for.

use crate::{Exchange, text};
use plansmith_runtime::ErrorKind;
use plansmith_tests::http::Reply;
use std::time::Duration;
use wire_client::types::ChatBody;

fn json(body: &str) -> Reply {
    Reply::body(200, "application/json", body)
}

fn events(body: &str) -> Reply {
    Reply::body(200, "text/event-stream", body).trickled(5, Duration::ZERO)
}

#[tokio::test]
async fn one_operation_responses_whole_or_in_events() {
    let pieces = "data: {\"id\":\"a\"}\n\ndata: {\"id\":\"b\"}\n\ndata: [DONE]\n\n";
    let exchange = Exchange::start([json(r#"{"R":1}"#), events(pieces)]).await;
    let responses = exchange.client().responses();
    assert_eq!(responses.chat(ChatBody::new("hi")).send().await.expect("a response").r, Some(1));
    let seen = exchange.last();
    assert_eq!((seen.header("Accept"), text(&seen).as_str()), (Some("application/json"), r#"{"prompt":"hi"}"#));
    let mut stream = responses.chat(ChatBody::new("hi").stream(true)).send_events().await.expect("the stream begins");
    let mut ids = Vec::new();
    while let Some(event) = stream.try_next().await.expect("an event") {
        ids.push(event.data.id);
    }
    assert_eq!(ids, ["a", "b"]);
    let seen = exchange.last();
    assert_eq!((seen.header("Accept"), text(&seen).as_str()), (Some("text/event-stream"), r#"{"prompt":"hi","stream":true}"#));
}

/// Both mistakes are said at once: the body of events is not waited for, and a response is no empty stream.
#[tokio::test]
async fn the_other_form_than_asked_for_is_said() {
    let endless = events("data: {\"id\":\"a\"}\n\n").trickled(1, Duration::from_secs(60));
    let exchange = Exchange::start([endless, json(r#"{"R":1}"#)]).await;
    let responses = exchange.client().responses();
    let sent = tokio::time::timeout(Duration::from_secs(10), responses.chat(ChatBody::new("hi").stream(true)).send());
    let error = sent.await.expect("events are not waited for").expect_err("events are no response");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
    assert!(error.to_string().contains("send_events"), "{error}");
    let error = responses.chat(ChatBody::new("hi")).send_events().await.expect_err("a response is no stream");
    assert!(error.to_string().contains("`application/json`"), "{error}");
}

#[tokio::test]
async fn one_operation_responses_a_list_or_its_lines() {
    let lines = Reply::body(200, "application/x-ndjson", "{\"R\":1}\n\n{\"R\":\"x\"}\r\n{\"R\":3}");
    let exchange = Exchange::start([json(r#"[{"R":7}]"#), lines.trickled(3, Duration::ZERO)]).await;
    let responses = exchange.client().responses();
    assert_eq!(responses.lines().send().await.expect("a list")[0].r, Some(7));
    assert_eq!(exchange.last().header("Accept"), Some("application/json"));
    let mut stream = responses.lines().send_values().await.expect("the stream begins");
    assert_eq!(stream.try_next().await.expect("a value").expect("there is one").r, Some(1));
    let error = stream.try_next().await.expect_err("`x` is no number");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("$.R")));
    assert_eq!(stream.try_next().await.expect("a value").expect("there is one").r, Some(3));
    assert!(stream.try_next().await.expect("the end").is_none());
    assert_eq!(exchange.last().header("Accept"), Some("application/x-ndjson"));
}

#[tokio::test]
async fn a_text_sequence_is_a_stream_of_values() {
    let body = "\u{1e}{\"R\":\n1}\n\u{1e}{\"G\":2}\n";
    let exchange = Exchange::start([Reply::body(200, "application/json-seq", body), Reply::body(200, "x/y", "raw")]).await;
    let responses = exchange.client().responses();
    let mut stream = responses.sequence().send().await.expect("the stream begins");
    assert_eq!(stream.try_next().await.expect("a value").expect("there is one").r, Some(1));
    assert_eq!(stream.try_next().await.expect("a value").expect("there is one").g, Some(2));
    assert!(stream.try_next().await.expect("the end").is_none());
    assert!(exchange.last().header("Accept").is_some_and(|accept| accept.starts_with("application/json-seq")));
    let raw = responses.sequence().send_stream().await.expect("a body").collect().await.expect("it is read");
    assert_eq!(raw, "raw");
}
