//! Responses that are no JSON, and errors of unknown shape.

use crate::{answering, builder, client, server};
use agileplace_client::auth::ReportingToken;
use agileplace_client::types::{ErrorResponse, ExportCardsResponse, ReportFormat};
use plansmith_runtime::ErrorKind;
use plansmith_tests::http::{Ending, Reply};
use plansmith_tests::service::Step;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_download_arrives_piece_by_piece() {
    let server = server().await;
    let content: Vec<u8> = (0..=255).cycle().take(4000).collect();
    let reply = Reply::body(200, "image/png", content.clone()).trickled(1000, Duration::from_millis(150));
    server.next([Step::Instead(reply)]);
    let client = client(&server);
    let start = Instant::now();
    let mut stream = client.attachments().download("1", "2").send().await.unwrap();
    let mut found = stream.try_next().await.unwrap().expect("a first piece").to_vec();
    assert!(start.elapsed() < Duration::from_millis(400), "the first piece does not wait for the last");
    assert!(found.len() < content.len());
    while let Some(piece) = stream.try_next().await.unwrap() {
        found.extend_from_slice(&piece);
    }
    assert!(start.elapsed() >= Duration::from_millis(400));
    assert!(found == content);
    server.assert_conforms();
}

#[tokio::test]
async fn a_download_is_not_bound_by_the_limit_of_responses() {
    let server = server().await;
    let page = vec![b'x'; 300_000];
    server.next([Step::Instead(Reply::body(200, "text/html", page.clone()))]);
    let client = builder(&server).body_limit(1000).build().unwrap();
    let found = client.attachments().download("1", "2").send().await.unwrap().collect().await.unwrap();
    assert!(found == page, "any content type is a file");
    let too_large = json!({ "id": "1", "title": "x".repeat(2000) });
    server.next([Step::Instead(Reply::json(200, &too_large))]);
    assert_eq!(client.boards().get("1").send().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn a_download_that_breaks_is_no_complete_file() {
    let server = server().await;
    let reply = Reply::body(200, "image/png", vec![7; 1000]).ending(Ending::Cut(400));
    server.next([Step::Instead(reply)]);
    let stream = client(&server).attachments().download("1", "2").send().await.unwrap();
    assert_eq!(stream.collect().await.unwrap_err().kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn a_refused_download_is_an_error_with_its_body() {
    let server = server().await;
    server.next([Step::Instead(Reply::body(404, "text/plain", "gone"))]);
    let error = client(&server).attachments().download("1", "2").send().await.unwrap_err();
    assert_eq!((error.kind(), error.body().map(|body| &body[..])), (ErrorKind::NotFound, Some(&b"gone"[..])));
}

#[tokio::test]
async fn a_report_is_the_text_the_server_sent() {
    const CSV: &str = "Card ID,Card Title\r\n1,\"a \"\"quoted\"\", title\"\r\n2,\"two\r\nlines\"\r\n3,\u{dc}ber\r\n";
    const TAB: &str = "Card ID\tCard Title\n1\ta\n";
    let server = answering(|call| match call.request.parameter("format").as_deref() {
        None | Some("csv") => Some(Reply::body(200, "text/csv; charset=utf-8", format!("\u{feff}{CSV}"))),
        Some("tab") => Some(Reply::body(200, "text/tab-separated-values", TAB)),
        _ => Some(Reply::json(200, &json!([{ "cardId": "1", "cardTitle": "a", "newColumn": 5 }]))),
    })
    .await;
    let reports = builder(&server).auth(ReportingToken::new("report-1")).build().unwrap().reports();
    for format in [None, Some(ReportFormat::Csv)] {
        let call = match format {
            None => reports.cards(),
            Some(format) => reports.cards().format(format),
        };
        match call.board_id(["1", "2"]).send().await.unwrap() {
            ExportCardsResponse::OkCsv(text) => assert_eq!(text, CSV, "without the byte order mark"),
            other => panic!("not CSV: {other:?}"),
        }
        assert!(server.last().query().contains("boardId=1,2"), "{}", server.last().query());
    }
    match reports.cards().format(ReportFormat::Json).send().await.unwrap() {
        ExportCardsResponse::OkJson(rows) => assert_eq!(rows[0].card_title.as_deref(), Some("a")),
        other => panic!("not JSON: {other:?}"),
    }
    let tab = format!("{:?}", reports.cards().format(ReportFormat::Tab).send().await.unwrap());
    assert!(tab.contains(TAB.escape_debug().to_string().as_str()), "{tab}");
    server.assert_conforms();
}

/// Rows come in pages only as JSON: text is refused instead of being read as no rows.
#[tokio::test]
async fn rows_of_a_report_that_came_as_text_are_an_error() {
    let server = answering(|_| Some(Reply::body(200, "text/csv", "Card ID\r\n1\r\n"))).await;
    let client = builder(&server).auth(ReportingToken::new("report-1")).build().unwrap();
    let error = client.reports().cards().items().collect().await.unwrap_err();
    assert_eq!((error.kind(), error.operation(), server.count()), (ErrorKind::Decode, "exportCards", 1));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"Card ID\r\n1\r\n"[..]));
}

#[tokio::test]
async fn the_history_of_a_board_is_csv() {
    let server = server().await;
    server.next([Step::Instead(Reply::body(200, "text/csv", "Card,Lane\r\n1,Doing\r\n"))]);
    let text = client(&server).boards().export_history("1").send().await.unwrap();
    assert_eq!(text, "Card,Lane\r\n1,Doing\r\n");
    assert!(server.last().header("Accept").is_some_and(|accept| accept.contains("text/csv") || accept.contains("text/*")));
    server.assert_conforms();
}

#[tokio::test]
async fn the_body_of_an_error_is_kept_whatever_it_is() {
    let bodies: [(&str, &[u8], Option<&str>); 7] = [
        ("text/plain", b"Invalid request: Failed \"enum\" criteria (pointer: #/select)", None),
        ("application/json", b"\"just a string\"", None),
        ("application/json", b"[{\"message\":\"in a list\"}]", None),
        ("application/json", b"{\"message\":\"wrong input\",\"extra\":{\"a\":[1]}}", Some("wrong input")),
        ("application/json", b"{broken", None),
        ("text/html", b"<html><body>Bad Request</body></html>", None),
        ("application/octet-stream", b"\xff\xfe\x00", None),
    ];
    for (kind, body, message) in bodies {
        for (status, wanted) in [(422, ErrorKind::Invalid), (409, ErrorKind::Conflict), (418, ErrorKind::Rejected)] {
            let server = server().await;
            server.next([Step::Instead(Reply::body(status, kind, body).header("X-Request-Id", "r-1"))]);
            let error = client(&server).boards().get("1").send().await.unwrap_err();
            assert_eq!((error.kind(), error.status(), error.operation()), (wanted, Some(status), "getBoard"));
            assert_eq!(error.body().map(|kept| &kept[..]), Some(body));
            assert_eq!(error.message(), message);
            assert_eq!(
                error.headers().and_then(|headers| headers.get("x-request-id")).map(|id| id.as_bytes()),
                Some(&b"r-1"[..])
            );
            let json: Option<Value> = serde_json::from_slice(body).ok();
            assert_eq!(error.body_as::<Value>(), json, "{}", String::from_utf8_lossy(body));
        }
    }
    let server = server().await;
    server.next([Step::Instead(Reply::empty(400))]);
    let error = client(&server).boards().get("1").send().await.unwrap_err();
    assert_eq!((error.kind(), error.body().map(|body| body.len())), (ErrorKind::Invalid, Some(0)));
}

#[tokio::test]
async fn each_refusal_has_its_kind() {
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::Invalid),
        (428, ErrorKind::PreconditionRequired),
        (302, ErrorKind::Redirect),
    ] {
        let server = server().await;
        server.next([Step::Instead(Reply::body(status, "text/plain", "no").header("Location", "https://login.example.com/"))]);
        let error = client(&server).cards().delete("1").send().await.unwrap_err();
        assert_eq!((error.kind(), server.count(), error.is_retryable()), (kind, 1, false), "{status}");
    }
}

#[tokio::test]
async fn errors_have_a_known_shape() {
    let server = server().await;
    server.next([Step::Instead(Reply::json(401, &json!({ "statusCode": 401, "error": "Unauthorized", "message": "No token" })))]);
    let error = client(&server).boards().list().send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Unauthorized, Some("No token")));
    assert_eq!(error.body_as::<ErrorResponse>().and_then(|response| response.status_code), Some(401));
    let body = json!({ "statusCode": 400, "error": "Bad Request", "message": "boardId is wrong" });
    server.next([Step::Instead(Reply::json(400, &body))]);
    let client = builder(&server).auth(ReportingToken::new("report-1")).build().unwrap();
    let error = client.reports().cards().send().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Invalid, Some("boardId is wrong")));
    let response = error.body_as::<ErrorResponse>().expect("the shape of reporting errors");
    assert_eq!((response.status_code, response.error.as_deref()), (Some(400), Some("Bad Request")));
}

#[tokio::test]
async fn responses_that_contradict_the_documentation_are_read() {
    // 204 where the page prints a body, and a body where it says 204; 201 for a change.
    let server = server().await;
    server.next([
        Step::Instead(Reply::json(200, &json!({ "id": "1" }))),
        Step::Instead(Reply::json(201, &json!({ "id": "7", "name": "Icon" }))),
        Step::Instead(Reply::json(200, &json!({ "id": "8" }))),
    ]);
    let client = client(&server);
    client.boards().update("1", agileplace_client::types::BoardUpdate::default().title("a")).send().await.unwrap();
    let change = agileplace_client::types::CustomIconUpdate::default().name("Icon");
    let icon = client.custom_icons().update("1", "7", change).send().await.unwrap();
    assert_eq!(icon.name.as_deref(), Some("Icon"));
    let board = client.boards().create(agileplace_client::types::NewBoard::new("Board")).send().await.unwrap();
    assert_eq!(board.id.as_str(), "8");
}
