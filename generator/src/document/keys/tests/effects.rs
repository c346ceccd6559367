//! Every key makes a difference: a document that has them all is generated again without each of them.

use super::super::super::{check, load};
use super::super::ObjectKind;
use crate::location::{FileId, Report};
use crate::source::{Input, read_file};
use crate::{Generated, Options, generate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = include_str!("every_key.yaml");

/// Keys that are for readers of the description only, or whose samples are for tools that judge; no note says so.
fn is_silent(kind: ObjectKind, key: &str) -> bool {
    match kind {
        // They stand below a key that is said to have no effect.
        ObjectKind::Xml | ObjectKind::Link => true,
        // Of several examples of a response the first is the one that a recorder gives.
        ObjectKind::Example => ["dataValue", "summary", "description"].contains(&key),
        ObjectKind::Parameter | ObjectKind::Header => ["example", "examples"].contains(&key),
        ObjectKind::Schema => ["examples", "$comment"].contains(&key),
        ObjectKind::ExternalDocs => key == "description",
        _ => false,
    }
}

/// Generates a document that is one file.
fn generated(document: &Value) -> Generated {
    let text = document.to_string();
    let read = |_: &str| Ok(text.clone());
    generate(&Input { root: "a.json", read: &read, strict: false, name: Some("every") }, Options::default())
}

/// The document without what stands at a pointer.
fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, key) = pointer.rsplit_once('/').expect("a key stands in a map");
    let key = key.replace("~1", "/").replace("~0", "~");
    let map = document.pointer_mut(parent).and_then(Value::as_object_mut).expect("the walk saw the map");
    map.shift_remove(&key).expect("the walk saw the key");
    document
}

/// The codes and texts of a report.
fn said(generated: &Generated) -> Vec<String> {
    generated.report.diagnostics().iter().map(|one| format!("{}: {}", one.code, one.message)).collect()
}

#[test]
fn every_key_has_an_effect_or_is_said_to_have_none() {
    let mut report = Report::new(false);
    let document = read_file(FileId::default(), "every_key.yaml", DOCUMENT.to_owned(), &mut report).value;
    let whole = generated(&document);
    assert_eq!(whole.report.count(crate::report::Level::Error), 0, "{:#?}", said(&whole));
    let text = document.to_string();
    let read = |_: &str| Ok(text.clone());
    let input = Input { root: "a.json", read: &read, strict: false, name: None };
    let (loaded, _) = load(&input, &mut report);
    let mut places: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (kind, key, pointer) in check::keys_of(&loaded.expect("the document is one")) {
        places.entry((kind, key)).or_default().push(pointer);
    }
    let whole_said: BTreeSet<String> = said(&whole).into_iter().collect();
    let mut wrong = Vec::new();
    for kind in super::STANDARD {
        let shape = kind.shape();
        for key in shape.keys {
            let name = format!("`{}` of {}", key.name, shape.name);
            let Some(pointers) = places.get(&(shape.name, key.name)) else {
                // Parts are files of their own, and the tests of them are others.
                if kind != ObjectKind::Part {
                    wrong.push(format!("{name} is not in the document"));
                }
                continue;
            };
            let counts = || pointers.iter().any(|pointer| generated(&without(&document, pointer)).files != whole.files);
            if key.idle && !(key.name == "contentSchema" && counts()) {
                if !whole_said.iter().any(|line| line.starts_with("no-effect") && line.contains(&name)) {
                    wrong.push(format!("{name} has no effect, and nothing says so"));
                }
                continue;
            }
            let silent = is_silent(kind, key.name);
            if !key.idle && counts() == silent {
                wrong.push(format!("{name} {}", if silent { "has an effect" } else { "makes no difference" }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
