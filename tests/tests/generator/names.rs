//! Wire names to words and identifiers.

use crate::run::{compare, each, fixtures, from_text};
use plansmith_generator::name::{Case, Words};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

#[test]
fn lists_of_names() {
    let folder = fixtures().join("names");
    each(&folder, |name, path| {
        let list = fs::read_to_string(path).expect("a fixture can be read");
        let mut text = String::new();
        for wire in list.lines() {
            let words = Words::split(wire);
            let [snake, camel, shouty] = [Case::Snake, Case::Camel, Case::Shouty].map(|case| words.render(case));
            let _ = writeln!(text, "{wire:28} {snake:28} {camel:24} {shouty}");
        }
        compare(&folder, name, &text);
    });
}

/// Variants without a name of their own, as serde and others write them.
const UNNAMED: [&str; 7] = [
    "{type: object, required: [Circle], properties: {Circle: {type: object, required: [radius], properties: {radius: {type: number}}}}}",
    "{type: object, required: [Square], properties: {Square: {type: object, required: [side], properties: {side: {type: number}}}}}",
    "{type: object, required: [kind, a], properties: {kind: {const: first}, a: {type: string}}}",
    "{type: object, required: [kind, b], properties: {kind: {const: second}, b: {type: string}}}",
    "{type: object, required: [amount, currency], properties: {amount: {type: integer}, currency: {type: string}}}",
    "{type: array, items: {type: object, required: [part], properties: {part: {type: string}}}}",
    "{title: Free of charge, type: object, required: [reason], properties: {reason: {type: string}}}",
];

/// The variants and types that a union of these branches has in the output.
fn variants(branches: &[&str]) -> BTreeSet<String> {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    Shape:\n      oneOf:\n{}",
        branches.iter().fold(String::new(), |text, branch| text + "        - " + branch + "\n")
    );
    let generated = from_text("unnamed.yaml", &text, false);
    let types = &generated.files["src/types.rs"];
    let union =
        types.split("pub enum Shape {").nth(1).and_then(|rest| rest.split("Other(Value)").next()).expect("the union is there");
    let lines = union.lines().map(str::trim).filter(|line| line.ends_with("),"));
    lines.chain(types.lines().filter(|line| line.starts_with("pub struct"))).map(str::to_owned).collect()
}

#[test]
fn variants_keep_their_names_when_one_comes_in_front_or_they_change_places() {
    let all = variants(&UNNAMED);
    assert!(all.contains("Circle(ShapeCircle),") && all.contains("FreeOfCharge(ShapeFreeOfCharge),"), "{all:?}");
    let mut turned = UNNAMED;
    turned.reverse();
    assert_eq!(variants(&turned), all);
    for first in 1..UNNAMED.len() - 1 {
        let fewer = variants(&UNNAMED[first..]);
        assert!(fewer.is_subset(&all), "without the first {first}: {fewer:?} against {all:?}");
    }
}

/// Whether a text is an identifier, keywords aside.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

proptest! {
    #[test]
    fn any_text_gives_an_identifier(wire in any::<String>()) {
        let words = Words::split(&wire);
        for case in [Case::Snake, Case::Camel, Case::Shouty] {
            let name = words.render(case);
            prop_assert!(is_identifier(&name), "{wire:?} becomes {name:?}");
        }
    }

    /// A name that is an identifier already stays one and the same.
    #[test]
    fn snake_names_stay(wire in "[a-z]{1,8}(_[a-z]{1,8}){0,3}") {
        prop_assert_eq!(Words::split(&wire).render(Case::Snake), wire);
    }

    /// Splitting what was printed gives the same words again.
    #[test]
    fn naming_is_stable(wire in "[A-Za-z0-9_. -]{1,24}") {
        let once = Words::split(&wire).render(Case::Snake);
        prop_assert_eq!(Words::split(&once).render(Case::Snake), once);
    }
}
