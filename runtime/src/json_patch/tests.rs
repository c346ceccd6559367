//! What is sent for each operation.

use std::collections::BTreeMap;

use super::{PatchField, PatchList, PatchOperation};
use crate::wire::Decimal;

struct Card;
const TITLE: PatchField<Card, String> = PatchField::new("title");
const SIZE: PatchField<Card, f64> = PatchField::new("size");
const BUDGET: PatchField<Card, Decimal> = PatchField::new("budget");
const ODD: PatchField<Card, bool> = PatchField::new("a/b~1");
const TAGS: PatchList<Card, String> = PatchList::new("tags");
const LABELS: PatchField<Card, BTreeMap<String, String>> = PatchField::new("labels");
const BY_ID: PatchField<Card, BTreeMap<String, BTreeMap<String, i64>>> = PatchField::new("byId");

fn text(operation: &PatchOperation<Card>) -> String {
    serde_json::to_string(operation).expect("JSON")
}

#[test]
fn operations_are_written_as_the_rfc_has_them() {
    let labels = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
    let table: [(PatchOperation<Card>, &str); 17] = [
        (TITLE.replace("New \"title\""), r#"{"op":"replace","path":"/title","value":"New \"title\""}"#),
        (TITLE.add(String::from("t")), r#"{"op":"add","path":"/title","value":"t"}"#),
        (TITLE.test("8"), r#"{"op":"test","path":"/title","value":"8"}"#),
        (TITLE.remove(), r#"{"op":"remove","path":"/title"}"#),
        (SIZE.replace(5), r#"{"op":"replace","path":"/size","value":5.0}"#),
        (TAGS.append("red"), r#"{"op":"add","path":"/tags/-","value":"red"}"#),
        (TAGS.insert(2, "red"), r#"{"op":"add","path":"/tags/2","value":"red"}"#),
        (TAGS.at(0).remove(), r#"{"op":"remove","path":"/tags/0"}"#),
        (TAGS.at(1).replace("blue"), r#"{"op":"replace","path":"/tags/1","value":"blue"}"#),
        (TAGS.at(10).test("blue"), r#"{"op":"test","path":"/tags/10","value":"blue"}"#),
        (TAGS.remove_value("green"), r#"{"op":"remove","path":"/tags","value":"green"}"#),
        (TAGS.remove(), r#"{"op":"remove","path":"/tags"}"#),
        (TAGS.add_all(["a"]), r#"{"op":"add","path":"/tags","value":["a"]}"#),
        (TAGS.replace_all(["a", "b"]), r#"{"op":"replace","path":"/tags","value":["a","b"]}"#),
        (TAGS.test_all(Vec::<String>::new()), r#"{"op":"test","path":"/tags","value":[]}"#),
        (LABELS.replace(labels), r#"{"op":"replace","path":"/labels","value":{"a":"b"}}"#),
        (PatchOperation::new("move", "/a"), r#"{"op":"move","path":"/a"}"#),
    ];
    for (operation, expected) in table {
        assert_eq!(text(&operation), expected);
        assert_eq!(text(&operation.clone()), expected);
    }
}

#[test]
fn names_are_escaped_and_keys_too() {
    assert_eq!(text(&ODD.add(true)), r#"{"op":"add","path":"/a~1b~01","value":true}"#);
    assert_eq!(text(&LABELS.key("x/y~z").remove()), r#"{"op":"remove","path":"/labels/x~1y~0z"}"#);
    assert_eq!(text(&LABELS.key("").add("v")), r#"{"op":"add","path":"/labels/","value":"v"}"#);
    assert_eq!(text(&BY_ID.key("1").key("ü").add(7)), r#"{"op":"add","path":"/byId/1/ü","value":7}"#);
}

#[test]
fn a_value_keeps_its_digits() {
    let value: Decimal = "0.10000000000000000000001".parse().expect("a number");
    assert_eq!(text(&BUDGET.replace(value)), r#"{"op":"replace","path":"/budget","value":0.10000000000000000000001}"#);
}

#[test]
fn a_value_that_is_no_json_fails_when_it_is_sent() {
    let map = BTreeMap::from([((1, 2), 3)]);
    let operation = PatchOperation::<Card>::new("add", "/map").value(&map);
    let error = serde_json::to_string(std::slice::from_ref(&operation)).expect_err("a pair is no key").to_string();
    assert!(error.starts_with("value for /map: "), "{error}");
    assert_eq!(text(&operation.value(&3)), r#"{"op":"add","path":"/map","value":3}"#);
}

#[test]
fn debug_shows_the_operation() {
    assert_eq!(format!("{:?}", TAGS.append("red")), r#"PatchOperation { op: "add", path: "/tags/-", value: "red" }"#);
    assert_eq!(format!("{:?}", TITLE.remove()), r#"PatchOperation { op: "remove", path: "/title" }"#);
    assert_eq!(format!("{:?} {:?} {:?}", ODD, TAGS, TAGS.at(3)), "PatchField(/a~1b~01) PatchList(/tags) PatchField(/tags/3)");
}
