//! What is sent and how responses are read, byte by byte.

use std::time::Duration;

use plansmith_runtime::Value;
use plansmith_runtime::call::{Download, Empty, Events, Json, Meta, Raw};
use plansmith_runtime::{Body, ErrorKind, FilePart, MultipartForm};

use super::server::{Server, Step, json};
use super::{CHUNKED, Chunks, FILE, GET, POST, builder, call, chunk, chunks, pause, send, text};

static PUT: Meta = Meta { id: "op", method: "PUT", path: "/things", ..Meta::DEFAULT };
static PATCH: Meta = Meta { id: "op", method: "PATCH", path: "/things", ..Meta::DEFAULT };
static DELETE: Meta = Meta { id: "op", method: "DELETE", path: "/things", ..Meta::DEFAULT };

#[tokio::test]
async fn a_body_of_length_zero_says_so_and_no_coding_is_asked_for() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let client = builder(&server).build().unwrap();
    for meta in [&POST, &PUT, &PATCH] {
        call::<Empty>(&client, meta).send().await.unwrap();
        call::<Empty>(&client, meta).raw("application/octet-stream", "").send().await.unwrap();
        call::<Empty>(&client, meta).raw("text/plain", Body::stream(Chunks::default(), Some(0))).send().await.unwrap();
    }
    for meta in [&GET, &DELETE] {
        call::<Empty>(&client, meta).send().await.unwrap();
    }
    call::<Empty>(&client, &POST).raw("text/plain", "abc").send().await.unwrap();
    for request in server.received() {
        let empty = request.head.contains("content-length: 0\r\n") || request.head.contains("transfer-encoding: chunked");
        let has_none = !request.head.contains("content-length") && !request.head.contains("transfer-encoding");
        match request.line.split(' ').next().unwrap() {
            "GET" | "DELETE" => assert!(has_none, "{request:?}"),
            _ if request.body == "abc" => assert!(request.head.contains("content-length: 3\r\n"), "{request:?}"),
            _ => assert!(empty && request.body.is_empty(), "{request:?}"),
        }
        let coding = if cfg!(feature = "gzip") { "gzip" } else { "identity" };
        assert!(request.head.contains(&format!("accept-encoding: {coding}\r\n")), "{request:?}");
    }
}

#[tokio::test]
async fn an_upload_of_another_length_than_stated_is_never_complete() {
    for (length, form) in [(10, false), (13, false), (20, false), (0, false), (10, true), (13, true)] {
        let server = Server::start(|_, _| json(200, "1")).await;
        let client = builder(&server).build().unwrap();
        let stream = Body::stream(chunks(), Some(length));
        let request = call::<Empty>(&client, &PUT);
        let request = if form {
            request.multipart(MultipartForm::new().file("file", FilePart::new("a.txt", stream)).text("last", "field"))
        } else {
            request.raw("text/plain", stream)
        };
        let result = request.send().await;
        if length == 13 {
            result.unwrap();
            assert_eq!(server.received().len(), 1);
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false), "{length}: {error:#}");
        assert!(format!("{error:#}").contains("stated"), "{error:#}");
        assert!(server.received().is_empty(), "no complete request for {length}");
    }
    // The same for a length the caller states in a header.
    let server = Server::start(|_, _| json(200, "1")).await;
    let client = builder(&server).build().unwrap();
    for (stated, right) in [("10", false), ("13", true)] {
        let request = call::<Empty>(&client, &PUT).raw("text/plain", Body::stream(chunks(), None));
        assert_eq!(request.option_header("Content-Length", stated).send().await.is_ok(), right);
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_upload_that_fails_is_the_callers_error() {
    let server = Server::start(|_, _| json(200, "1")).await;
    let client = builder(&server).build().unwrap();
    let body = Body::replayable(Chunks::failing, Some(100));
    let error = call::<Empty>(&client, &PUT).raw("text/plain", body).send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Request, false));
    assert!(format!("{error:#}").contains("the disk is gone"), "{error:#}");
    assert!(server.received().is_empty(), "sent once, and never complete");
}

#[tokio::test]
async fn a_failure_keeps_its_status_whatever_becomes_of_its_body() {
    let cut = |status: u16| vec![text(&format!("HTTP/1.1 {status} X\r\ncontent-length: 100\r\n\r\n{{\"a\":")), Step::Close];
    let stuck = |status: u16| vec![text(&format!("HTTP/1.1 {status} X\r\ncontent-length: 100\r\n\r\n{{\"a\":")), pause(30_000)];
    for (status, kind, attempts) in [
        (401, ErrorKind::Unauthorized, 1),
        (422, ErrorKind::Invalid, 1),
        (400, ErrorKind::Invalid, 1),
        (429, ErrorKind::RateLimited, 3),
        (503, ErrorKind::Unavailable, 3),
    ] {
        for is_stuck in [false, true] {
            let server = Server::start(move |_, _| if is_stuck { stuck(status) } else { cut(status) }).await;
            let error = send(&builder(&server).build().unwrap(), &GET).await.unwrap_err();
            assert_eq!((error.kind(), error.status()), (kind, Some(status)), "stuck: {is_stuck}");
            assert_eq!(server.received().len(), attempts, "{status}, stuck: {is_stuck}");
            assert_eq!(error.body().unwrap(), "{\"a\":", "what there is of it");
        }
    }
}

#[tokio::test]
async fn the_body_of_a_failure_is_read_up_to_a_mebibyte() {
    let server = Server::start(|_, _| {
        let mut steps = vec![text(&CHUNKED.replace("200", "500"))];
        steps.extend((0..3000).map(|_| chunk(&"x".repeat(1000))));
        steps.push(text("0\r\n\r\n"));
        steps
    })
    .await;
    let client = builder(&server).timeout(Duration::from_secs(20)).build().unwrap();
    let error = send(&client, &POST).await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Server, 1024 * 1024));
}

#[tokio::test]
async fn events_are_read_by_the_standard() {
    let event_stream = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let server = Server::start(move |_, number| match number {
        0 => vec![text(event_stream), text("id: 1\ndata: Hello\n\nid: 2\ndata: {\"n\":1}\n\nid: 3\nda"), Step::Close],
        _ => json(200, r#"{"error": "no"}"#),
    })
    .await;
    let client = builder(&server).build().unwrap();
    let mut events = call::<Events<String>>(&client, &FILE).send().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "Hello");
    assert_eq!(events.last_event_id(), "1", "that of the event handed out, not of those behind it");
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "{\"n\":1}");
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(events.last_event_id(), "2", "an event that was cut off does not count");
    let error = call::<Events<Value>>(&client, &FILE).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
    assert!(error.to_string().contains("`application/json`"), "{error}");
}

#[tokio::test]
async fn a_compressed_response_nobody_asked_for_is_named() {
    if cfg!(feature = "gzip") {
        return;
    }
    let server =
        Server::start(|_, _| vec![text("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\x0b8")]).await;
    let client = builder(&server).build().unwrap();
    let errors = [
        call::<Json<Value>>(&client, &GET).send().await.unwrap_err(),
        call::<Raw>(&client, &FILE).send().await.unwrap_err(),
        call::<Download>(&client, &FILE).send().await.unwrap_err(),
    ];
    for error in errors {
        assert!(error.to_string().contains("`gzip`") && error.to_string().contains("feature"), "{error}");
    }
}
