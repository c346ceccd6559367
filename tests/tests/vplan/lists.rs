//! Sort keys, eager loading, show and hide.

use crate::{card, cards, client, id, property, server};
use plansmith_runtime::ErrorKind;
use plansmith_runtime::filter::Property;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cmp::Ordering;
use vplan_client::fields::card as field;

#[test]
fn records_come_in_the_order_asked_for() {
    let keys = prop::collection::vec((0_usize..3, any::<bool>()), 1..4);
    let input = (keys, prop::collection::vec("[ab]{1,2}", 1..25));
    property(30, &input, &async |server, client, (keys, names)| {
        let named = |(name, number): (&String, i64)| {
            let mut record = card(number);
            record["name"] = json!(name);
            record
        };
        let mut records: Vec<Value> = names.iter().zip(0..).map(named).collect();
        server.seed_with("/card", records.clone());
        let sort = keys.iter().map(|(which, descending)| match (which, descending) {
            (0, false) => field::NAME.asc(),
            (0, true) => field::NAME.desc(),
            (1, false) => field::UPDATED_AT.asc(),
            (1, true) => field::UPDATED_AT.desc(),
            (_, false) => field::ID.asc(),
            (_, true) => field::ID.desc(),
        });
        let page = client.cards().list().sort(sort).send().await.unwrap();
        records.sort_by(|left, right| {
            keys.iter().fold(Ordering::Equal, |order, (which, descending)| {
                let name = ["name", "updated_at", "id"][*which];
                let next = left[name].as_str().cmp(&right[name].as_str());
                order.then(if *descending { next.reverse() } else { next })
            })
        });
        let wanted: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
        let found: Vec<String> = page.data.iter().map(|card| card.id.to_string()).collect();
        assert_eq!(found, wanted);
        server.assert_conforms();
    });
}

#[tokio::test]
async fn sort_keys_are_written_as_documented() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    client(&server).cards().list().sort([field::UPDATED_AT.desc(), field::ID.asc()]).send().await.unwrap();
    assert_eq!(server.last().parameter("sort").as_deref(), Some("updated_at:desc,id:asc"));
}

fn rich_card() -> Value {
    let mut record = card(1);
    record["labels"] = json!([{ "id": id(8), "name": "red" }, { "id": id(9), "name": "blue" }]);
    record
}

#[tokio::test]
async fn relations_are_loaded_when_asked_for() {
    let server = server().await;
    server.seed_with("/card", vec![rich_card()]);
    let client = client(&server);
    let page = client.cards().list().send().await.unwrap();
    assert!(page.data[0].labels.is_none());
    let page = client.cards().list().with([field::with::LABELS]).send().await.unwrap();
    assert_eq!(page.data[0].labels.as_ref().map(Vec::len), Some(2));
    assert_eq!(server.last().parameter("with").as_deref(), Some("labels"));
    server.assert_conforms();
}

#[tokio::test]
async fn deeper_relations_and_names_the_client_does_not_know() {
    let server = server().await;
    server.seed_with("/collection", vec![]);
    let relations = vplan_client::fields::collection::with::CARDS.then::<vplan_client::types::Card>(field::with::RESOURCES);
    client(&server).collections().list().with([relations, "something.new".into()]).send().await.unwrap();
    assert_eq!(server.last().parameter("with").as_deref(), Some("cards.resources,something.new"));
    server.assert_conforms();
}

#[tokio::test]
async fn properties_are_shown_and_hidden() {
    let server = server().await;
    server.seed_with("/card", vec![rich_card()]);
    let client = client(&server);
    let list = client.cards().list().with([field::with::LABELS]);

    let shown = list.clone().show([field::NAME.property()]).send().await.unwrap().data.remove(0);
    assert_eq!(shown.name.as_deref(), Some("Card 1"));
    assert!(!shown.id.as_str().is_empty() && shown.labels.is_none());
    assert_eq!(server.last().parameter("show").as_deref(), Some("name,id"), "every card has its identifier");

    let hidden = list.clone().hide([field::NAME.property()]).send().await.unwrap().data.remove(0);
    assert!(hidden.name.is_none() && !hidden.id.as_str().is_empty());
    let error = list.clone().hide([field::ID.property()]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);

    let inner = list
        .show([Property::from(field::with::LABELS), "id".into()])
        .hide(["labels.*.name"])
        .send()
        .await
        .unwrap()
        .data
        .remove(0);
    let labels = inner.labels.expect("labels");
    assert!(labels.iter().all(|label| label.name.is_none()));
    assert_eq!(server.last().parameter("hide").as_deref(), Some("labels.*.name"));
    server.assert_conforms();
}

#[tokio::test]
async fn the_server_refuses_what_it_does_not_know() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    // The client does not offer such a field; a hand-made one reaches the server.
    let wrong =
        plansmith_runtime::filter::Field::<vplan_client::types::Card, plansmith_runtime::filter::kind::Text>::new("nonsense");
    let error = client(&server).cards().list().sort([wrong.asc()]).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Invalid, Some(400)));
    let error = client(&server).cards().list().filter(wrong.eq("a")).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_page_that_is_too_large_leaves_a_message() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    let client = client(&server);
    // Only paging holds the page size down; a single request is sent as asked.
    client.cards().list().limit(2000).send().await.unwrap();
    let messages = client.api_messages().list().send().await.unwrap();
    assert_eq!(messages.data[0].message_code.as_deref(), Some("RESULT_GT_100"));
}
