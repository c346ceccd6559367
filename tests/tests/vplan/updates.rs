//! Partial updates: absent, null and a value are three things on the wire.

use crate::{client, id, server};
use plansmith_runtime::{ErrorKind, Patch};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use serde_json::{Value, json};
use vplan_client::types::{CardUpdate, NewOrder, NewOrderRow, OrderUpdate};

async fn sent(update: OrderUpdate) -> Value {
    let server = server().await;
    server.seed_with("/order", vec![json!({ "id": id(1), "code": "SO-1" })]);
    client(&server).orders().update(id(1), update).send().await.expect("an update");
    server.assert_conforms();
    server.last().json()
}

#[tokio::test]
async fn three_states() {
    assert_eq!(sent(OrderUpdate::default()).await, json!({}));
    assert_eq!(sent(OrderUpdate::default().external_ref("erp-1")).await, json!({ "external_ref": "erp-1" }));
    assert_eq!(sent(OrderUpdate::default().external_ref(None)).await, json!({ "external_ref": null }));
    assert_eq!(sent(OrderUpdate::default().external_ref(Patch::Absent)).await, json!({}));
    assert_eq!(sent(OrderUpdate::default().address(None)).await, json!({ "address": null }));
}

#[tokio::test]
async fn the_server_keeps_what_is_absent_and_clears_what_is_null() {
    let server = server().await;
    let path = format!("/collection/{}/card", id(1));
    server.seed_with(&path, vec![json!({ "id": id(2), "external_ref": "erp-2", "description": "old" })]);
    let cards = client(&server).cards();
    cards.update(id(1), id(2), CardUpdate::default().description("new")).send().await.unwrap();
    assert_eq!(server.records(&path)[0], json!({ "id": id(2), "external_ref": "erp-2", "description": "new" }));
    cards.update(id(1), id(2), CardUpdate::default().external_ref(None)).send().await.unwrap();
    assert_eq!(server.records(&path)[0], json!({ "id": id(2), "external_ref": null, "description": "new" }));
    server.assert_conforms();
}

/// The page prints no response, two clients get the record.
#[tokio::test]
async fn an_update_responses_the_record_or_nothing() {
    let server = server().await;
    let record = json!({ "id": id(2), "name": "new" });
    let responses = [(Reply::json(200, &record), true), (Reply::empty(200), false), (Reply::empty(204), false)];
    for (reply, is_there) in responses {
        server.next([Step::Instead(reply)]);
        let change = CardUpdate::default().name("new");
        let card = client(&server).cards().update(id(1), id(2), change).send().await.expect("an update");
        assert_eq!(card.and_then(|card| card.name).as_deref(), is_there.then_some("new"));
    }
    server.next([Step::Instead(Reply::json(200, &json!({ "id": [] })))]);
    let error = client(&server).cards().update(id(1), id(2), CardUpdate::default()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("$.id")));
}

#[tokio::test]
async fn a_creation_may_carry_nested_objects() {
    let server = server().await;
    server.seed_with("/order", vec![]);
    let rows = [NewOrderRow::default().description("Bolts"), NewOrderRow::default().description("Nuts")];
    let order = NewOrder::new("SO-1001").external_ref("erp-1001").order_rows(rows);
    let created = client(&server).orders().create(order).send().await.unwrap();
    assert_eq!(created.code.as_deref(), Some("SO-1001"));
    let body = server.last().json();
    assert_eq!(body["order_rows"][1], json!({ "description": "Nuts" }));
    server.assert_conforms();
}
