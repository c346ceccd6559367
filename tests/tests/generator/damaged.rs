//! Damaged descriptions give a message or an output, never a panic; the same description gives the same bytes.

use crate::run::{fixtures, from_folder, from_text, inputs, messages};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The texts of all fixtures: good ones, mistakes, and the two large ones.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folders = ["ok", "err", "partly", "course"].map(|folder| fixtures().join(folder));
    let files: Vec<PathBuf> = folders.iter().flat_map(|folder| inputs(folder)).map(|(_, path)| path).collect();
    files.into_iter().map(|path| fs::read_to_string(path).expect("fixtures are text")).collect()
});

/// The values of the fixtures that another reader reads.
static VALUES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let read = |text: &String| serde_yaml::from_str(text).ok().filter(Value::is_object);
    TEXTS.iter().filter_map(read).collect()
});

/// Generates both ways. There is a reason wherever there is no crate.
fn survives(root: &str, text: &str) {
    for strict in [false, true] {
        let generated = from_text(root, text, strict);
        let messages = messages(&generated);
        assert!(!generated.files.is_empty() || messages.contains("error["), "no crate and no reason:\n{messages}");
    }
}

/// Changes of a text that a slip of the hand makes.
#[derive(Clone, Debug)]
enum Slip {
    Cut(Index),
    Remove(Index, usize),
    Insert(Index, String),
    Repeat(Index, usize),
    Swap(Index, Index),
    Indent(Index),
}

fn slip() -> impl Strategy<Value = Slip> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("]".to_owned()),
        Just(": ".to_owned()),
        Just("\t".to_owned()),
        Just("&a ".to_owned()),
        Just("*a".to_owned()),
        Just("!!binary ".to_owned()),
        Just("\"".to_owned()),
        Just("- ".to_owned()),
        Just("\u{0}".to_owned()),
        Just("#".to_owned()),
        Just("|\n".to_owned()),
        Just("---\n".to_owned()),
        Just("? ".to_owned()),
        Just("%YAML 1.1\n".to_owned()),
        Just("\u{feff}".to_owned()),
        ".{1,4}",
    ];
    prop_oneof![
        any::<Index>().prop_map(Slip::Cut),
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Slip::Remove(at, length)),
        (any::<Index>(), piece).prop_map(|(at, text)| Slip::Insert(at, text)),
        (any::<Index>(), 1..60_usize).prop_map(|(at, length)| Slip::Repeat(at, length)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Slip::Swap(a, b)),
        any::<Index>().prop_map(Slip::Indent),
    ]
}

fn apply(text: &str, slip: &Slip) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return "x".to_owned();
    }
    let from = |at: &Index| at.index(chars.len());
    let string = |part: &[char]| part.iter().collect::<String>();
    match slip {
        Slip::Cut(at) => string(&chars[..from(at)]),
        Slip::Remove(at, length) => string(&chars[..from(at)]) + &string(&chars[(from(at) + length).min(chars.len())..]),
        Slip::Insert(at, piece) => string(&chars[..from(at)]) + piece + &string(&chars[from(at)..]),
        Slip::Repeat(at, length) => string(&chars[..(from(at) + length).min(chars.len())]) + &string(&chars[from(at)..]),
        Slip::Swap(a, b) => {
            let mut lines: Vec<&str> = text.lines().collect();
            if lines.is_empty() {
                return String::new();
            }
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            lines.join("\n")
        }
        Slip::Indent(at) => {
            let at = at.index(text.lines().count().max(1));
            text.lines()
                .enumerate()
                .map(|(number, line)| if number == at { format!("  {line}\n") } else { format!("{line}\n") })
                .collect()
        }
    }
}

/// Values that do not belong where they are put.
fn odd(number: usize) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("x"),
        json!("#/components/schemas/Card"),
        json!("null"),
        json!([]),
        json!({}),
        json!([[]]),
        json!([null]),
        json!({ "": {} }),
        json!({ "$ref": "#" }),
        json!({ "$ref": "#/components/schemas/Card" }),
        json!({ "$ref": "#/paths" }),
        json!({ "$ref": "" }),
        json!({ "$ref": 1 }),
        json!({ "type": ["string", "integer", "null", "object", "array"] }),
        json!({ "allOf": [] }),
        json!({ "oneOf": [{}, { "type": "string" }] }),
        json!({ "enum": [null, 1, "1", {}, [1], 1.5, true] }),
        json!({ "const": { "a": [1] } }),
        json!({ "type": "array" }),
        json!({ "properties": { "a": true, "b": false } }),
        json!({ "not": {} }),
    ];
    values[number % values.len()].clone()
}

/// The number of nodes below a value, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Replaces the node with this number, counted depth first.
fn replace(value: &mut Value, number: &mut usize, new: &Value) -> bool {
    if *number == 0 {
        *value = new.clone();
        return true;
    }
    *number -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, number, new)),
        Value::Object(map) => map.values_mut().any(|item| replace(item, number, new)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slips_of_the_hand(text in any::<Index>(), slips in prop::collection::vec(slip(), 1..4)) {
        let text = text.get(&TEXTS);
        let damaged = slips.iter().fold(text.clone(), |text, slip| apply(&text, slip));
        survives("openapi.yaml", &damaged);
    }

    #[test]
    fn values_of_other_kinds(value in any::<Index>(), changes in prop::collection::vec((any::<Index>(), any::<usize>()), 1..4)) {
        let mut value = value.get(&VALUES).clone();
        for (place, number) in &changes {
            let mut at = 1 + place.index(count(&value));
            replace(&mut value, &mut at, &odd(*number));
        }
        survives("openapi.json", &value.to_string());
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        survives("openapi.yaml", &text);
        survives("openapi.json", &text);
    }

    /// Trees of schemas that nobody would write.
    #[test]
    fn any_schema(schema in schema()) {
        let description = json!({
            "openapi": "3.1.0",
            "info": { "title": "Fixture", "version": "1" },
            "paths": { "/a/{b}": { "post": {
                "parameters": [{ "name": "b", "in": "path", "required": true, "schema": schema }],
                "requestBody": { "content": { "application/json": { "schema": schema }, "multipart/form-data": { "schema": schema } } },
                "responses": { "200": { "description": "Fine", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } },
            } } },
            "components": { "schemas": { "A": schema, "B": { "allOf": [{ "$ref": "#/components/schemas/A" }, schema] } } },
        });
        survives("openapi.json", &description.to_string());
    }
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({})),
        Just(json!(true)),
        Just(json!({ "type": "string" })),
        Just(json!({ "type": ["integer", "null"] })),
        Just(json!({ "enum": ["a", "b"] })),
        Just(json!({ "const": 1 })),
        Just(json!({ "$ref": "#/components/schemas/A" })),
        Just(json!({ "$ref": "#/components/schemas/B" })),
        Just(json!({ "type": "string", "format": "binary" })),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        let map = prop::collection::btree_map("[a-c]", inner.clone(), 0..4);
        prop_oneof![
            list.clone().prop_map(|list| json!({ "allOf": list })),
            list.clone().prop_map(|list| json!({ "oneOf": list })),
            list.clone().prop_map(|list| json!({ "anyOf": list })),
            list.clone().prop_map(|list| json!({ "oneOf": list, "discriminator": { "propertyName": "a" } })),
            list.prop_map(|list| json!({ "prefixItems": list })),
            map.clone().prop_map(|map| json!({ "type": "object", "properties": map, "required": ["a"] })),
            (map, inner.clone()).prop_map(
                |(map, inner)| json!({ "properties": map, "additionalProperties": inner, "allOf": [{ "required": ["b"] }] })
            ),
            inner.clone().prop_map(|inner| json!({ "type": "array", "items": inner })),
            inner.prop_map(|inner| json!({ "type": ["array", "object", "null"], "items": inner, "additionalProperties": inner })),
        ]
    })
}

/// Nothing depends on the order of hash maps, threads or runs.
#[test]
fn the_same_description_gives_the_same_bytes() {
    for (folder, strict) in [("ok", false), ("course", false), ("fourth", true)] {
        let folder = fixtures().join(folder);
        for (name, path) in inputs(&folder).into_iter().filter(|(name, _)| !strict || name == "openapi") {
            let root = path.strip_prefix(&folder).ok().and_then(|path| path.to_str()).expect("fixtures have plain names");
            let (one, two) = (from_folder(&folder, root, strict), from_folder(&folder, root, strict));
            assert_eq!(messages(&one), messages(&two), "{name}");
            assert!(one.files == two.files, "{name} gives other bytes the second time");
        }
    }
}
