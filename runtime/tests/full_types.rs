//! Types of one direction with the feature `full-types`: what is read can be kept and made, what is sent can be read.
#![allow(missing_docs)]
#![cfg(feature = "full-types")]

use std::collections::BTreeMap;

use plansmith_runtime::codegen::serde_json;
use plansmith_runtime::{Date, Patch, Received, Sent, Value};

#[derive(Clone, Debug, PartialEq, Received)]
#[wire(rename_all = "camelCase", tag("kind" = "card"))]
#[non_exhaustive]
pub struct Card {
    pub id: String,
    pub due_date: Option<Date>,
    #[wire(null)]
    pub board: Option<String>,
    #[wire(extra)]
    pub rest: BTreeMap<String, Value>,
}

/// Its contents do not say which they are.
#[derive(Clone, Debug, PartialEq, Received)]
#[wire(tag = "type")]
#[non_exhaustive]
pub enum Event {
    #[wire("opened", write)]
    Opened(Opened),
    #[wire("closed", write)]
    Closed(Opened),
    Other(Value),
}

#[derive(Clone, Debug, PartialEq, Received)]
pub struct Opened {
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Sent)]
pub struct CardUpdate {
    pub name: Patch<String>,
    pub size: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Sent)]
pub enum Change {
    Update(CardUpdate),
    Other(Value),
}

#[test]
fn an_response_is_kept_and_read_again() {
    let text = r#"{"kind":"card","id":"1","dueDate":"2026-01-31","board":null,"colour":"red"}"#;
    let card: Card = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&card).unwrap(), text);
    let other = serde_json::from_str::<Card>(&text.replace("\"1\"", "\"2\"")).unwrap();
    assert_ne!(card, other);

    for text in [r#"{"type":"opened","by":"ann"}"#, r#"{"type":"closed","by":"ann"}"#, r#"{"type":"new"}"#] {
        let event: Event = serde_json::from_str(text).unwrap();
        let again: Event = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
        assert_eq!(event, again, "{text}");
    }
}

#[test]
fn a_test_makes_an_response() {
    let card = Card::new("1", None).due_date("2026-01-31");
    assert_eq!(serde_json::to_string(&card).unwrap(), r#"{"kind":"card","id":"1","dueDate":"2026-01-31","board":null}"#);
}

#[test]
fn a_body_is_read_from_json_that_is_there() {
    let update: CardUpdate = serde_json::from_str(r#"{"name":null}"#).unwrap();
    assert_eq!(update, CardUpdate::new().name(None));
    let change: Change = serde_json::from_str(r#"{"size":3}"#).unwrap();
    assert_eq!(change, Change::Update(CardUpdate::new().size(3)));
}
