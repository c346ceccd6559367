//! Errors: kind, reference, code, message, body, and the path of a failed decode.

use crate::{cards, client, id, server};
use plansmith_runtime::{Error, ErrorKind};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use plansmith_tests::vplan::{Vplan, errors};
use serde_json::{Value, json};
use vplan_client::types::{ErrorDescription, ErrorResponse, NewItem};

async fn answered(reply: Reply) -> Error {
    let server = server().await;
    server.next([Step::Instead(reply)]);
    client(&server).items().create(NewItem::default()).send().await.expect_err("an error")
}

#[tokio::test]
async fn each_status_has_its_kind() {
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (405, ErrorKind::Rejected),
        (409, ErrorKind::Conflict),
        (410, ErrorKind::NotFound),
        (412, ErrorKind::PreconditionFailed),
        (422, ErrorKind::Invalid),
        (428, ErrorKind::PreconditionRequired),
        (500, ErrorKind::Server),
        (502, ErrorKind::Server),
        (303, ErrorKind::Unavailable),
        (503, ErrorKind::Unavailable),
        (304, ErrorKind::NotModified),
    ] {
        let error = answered(errors::error(status, 17, "What went wrong", "at length")).await;
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(error.operation(), "createItem");
    }
}

#[tokio::test]
async fn what_the_server_said_is_kept() {
    let error = answered(errors::error(500, 17, "What went wrong", json!({ "name": ["is missing"] }))).await;
    assert_eq!(error.reference(), Some(errors::ITEM_REFERENCE), "the one support asks for");
    assert_eq!((error.code(), error.message()), (Some("17"), Some("What went wrong")));
    let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    assert_eq!(body["errors"][0]["description"]["name"][0], "is missing");
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    let text = error.to_string();
    for part in ["createItem", "500", "What went wrong", "17", errors::ITEM_REFERENCE] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn the_error_body_has_a_type() {
    for (description, is_text) in [(json!("at length"), true), (json!({ "name": ["is missing"] }), false)] {
        let error = answered(errors::error(422, 17, "What went wrong", description)).await;
        let body: ErrorResponse = error.body_as().expect("an error body");
        assert_eq!(body.errors[0].message.as_deref(), Some("What went wrong"));
        assert_eq!(matches!(body.errors[0].description, Some(ErrorDescription::Text(_))), is_text);
        assert_eq!(matches!(body.errors[0].description, Some(ErrorDescription::Map(_))), !is_text);
    }
    let maintenance = answered(errors::maintenance()).await;
    assert!(maintenance.body_as::<ErrorResponse>().is_some(), "also without the outer reference");
}

#[tokio::test]
async fn an_outer_reference_is_better_than_none() {
    let body = json!({ "reference": errors::REFERENCE, "errors": [{ "code": 1, "message": "m" }] });
    assert_eq!(answered(Reply::json(500, &body)).await.reference(), Some(errors::REFERENCE));
    assert_eq!(answered(errors::maintenance()).await.reference(), None);
}

#[tokio::test]
async fn errors_of_unknown_shape_are_kept_whole() {
    for reply in [
        Reply::html(502, "Bad gateway"),
        Reply::empty(500),
        Reply::body(500, "text/plain", "oops"),
        Reply::body(500, "application/json", "{"),
        Reply::json(500, &json!([1, 2])),
    ] {
        let body = reply.body.clone();
        let error = answered(reply).await;
        assert_eq!(error.kind(), ErrorKind::Server);
        assert_eq!(error.body().map(|bytes| bytes.to_vec()).unwrap_or_default(), body);
        assert_eq!((error.code(), error.reference()), (None, None));
    }
}

async fn decode(body: &str) -> Error {
    let server = server().await;
    server.next([Step::Instead(Reply::body(200, "application/json", body))]);
    client(&server).cards().list().send().await.expect_err("an error")
}

#[tokio::test]
async fn a_failed_decode_names_the_path() {
    let envelope = |data: &str| format!(r#"{{"count": 2, "limit": 100, "offset": 0, "data": {data}}}"#);
    for (body, path) in [
        (envelope(r#"[{"id": "1"}, {"id": [7]}]"#), "$.data[1].id"),
        (envelope(r#"[{"labels": [{}, {"id": {}}]}]"#), "$.data[0].labels[1].id"),
        (envelope(r#"{"a": 1}"#), "$.data"),
        (r#"{"count": "many", "limit": 1, "offset": 0, "data": []}"#.to_owned(), "$.count"),
    ] {
        let error = decode(&body).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{body}");
        assert_eq!(error.path(), Some(path), "{body}");
        assert!(error.to_string().contains(path) && error.to_string().contains("listCards"), "{error}");
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn responses_that_are_no_json_are_decode_errors() {
    for body in ["", "{", "null", "[]", "{}", "nonsense"] {
        let error = decode(body).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body:?}");
    }
}

#[tokio::test]
async fn unknown_properties_and_values_are_no_errors() {
    let server = server().await;
    let mut records = cards(1);
    records[0]["brand_new"] = json!({ "a": [1] });
    records[0]["status_of_the_future"] = json!("x");
    server.seed_with("/card", records);
    assert_eq!(client(&server).cards().list().send().await.unwrap().data.len(), 1);
    server.seed_with("/board", vec![json!({ "id": id(1), "color": "ultraviolet" })]);
    let boards = client(&server).boards().list().send().await.unwrap();
    let color = boards.data[0].color.as_ref().expect("a color");
    assert_eq!(color.as_str(), "ultraviolet");
}

#[tokio::test]
async fn a_duplicate_reference_is_invalid() {
    let server = server().await;
    server.seed_with("/item", vec![]);
    let items = client(&server).items();
    let item = NewItem::default().external_ref("erp-1");
    items.create(item.clone()).send().await.unwrap();
    let error = items.create(item).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Invalid, Some(422)));
    assert_eq!(error.message(), Some("Duplicate entry"));
    assert_eq!(server.records("/item").len(), 1);
    server.assert_conforms();
}

#[tokio::test]
async fn a_missing_record_is_not_found() {
    let server = server().await;
    server.seed_with("/item", vec![]);
    let error = client(&server).items().get(id(1)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NotFound, "getItem"));
}

fn send_and_sync<T: Send + Sync + 'static>(_: &T) {}

#[tokio::test]
async fn errors_and_clients_can_cross_threads() {
    let server: Vplan = server().await;
    send_and_sync(&client(&server));
    send_and_sync(&answered(errors::not_found()).await);
}
