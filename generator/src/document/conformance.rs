//! Holds curated descriptions of OpenAPI 3.0 against the typed model of the `openapiv3` crate.
//!
//! The tables of [`super::keys`] are ours; this is a second opinion on them. Every path item and component goes
//! through the model by itself, so that a mistake has a place, and a reference to another file stays what it is:
//! the model does not follow references.

use super::Document;
use crate::location::{Place, Report, tokens};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

/// Keys whose value is data of the API.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "value"];

/// Reports what the typed model refuses and what it loses.
pub(super) fn check(document: &Document, report: &mut Report) {
    for (id, file) in document.sources.iter() {
        let Value::Object(root) = &file.value else { continue };
        let start = Place::new(id, "");
        for (key, value) in root {
            match (key.as_str(), value) {
                ("paths", Value::Object(paths)) => {
                    for (path, item) in paths {
                        probe(&["paths", path], item, &start.join(key).join(path), report);
                    }
                }
                // The model keeps them as they are. They are path items under another name.
                ("x-webhooks", Value::Object(webhooks)) => {
                    for (name, item) in webhooks {
                        probe(&["paths", "/webhook"], item, &start.join(key).join(name), report);
                    }
                }
                ("components", Value::Object(sections)) => {
                    for (section, components) in sections {
                        for (name, component) in components.as_object().into_iter().flatten() {
                            probe(&["components", section, name], component, &start.join(key).join(section).join(name), report);
                        }
                    }
                }
                ("openapi" | "paths" | "components", _) => {}
                (key, value) if !key.starts_with("x-") => probe(&[key], value, &start.join(key), report),
                _ => {}
            }
        }
    }
}

/// Sends one value through the model, at the end of a way from the root of a description.
fn probe(way: &[&str], value: &Value, place: &Place, report: &mut Report) {
    let mut wrapped = json!({"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}});
    put(&mut wrapped, way, value);
    let model: OpenAPI = match serde_json::from_value(wrapped) {
        Ok(model) => model,
        Err(error) => {
            report.warning("nonconforming", place.clone(), format!("the model of OpenAPI 3.0 does not take this: {error}"));
            return;
        }
    };
    let Ok(back) = serde_json::to_value(&model) else { return };
    let back = way.iter().try_fold(&back, |value, key| value.get(*key)).unwrap_or(&Value::Null);
    let mut lost = Vec::new();
    compare(value, back, &mut String::new(), &mut lost);
    for pointer in lost {
        let place = tokens(&pointer).fold(place.clone(), |place, token| place.join(&token)).key();
        let key = tokens(&pointer).last().unwrap_or_default();
        let said = report.warning("vanished-key", place, format!("`{key}` is lost in the typed model of OpenAPI 3.0"));
        said.help("it is a default, or it does not go with the keys beside it");
    }
}

fn put(at: &mut Value, way: &[&str], value: &Value) {
    match (way, at) {
        ([last], Value::Object(map)) => {
            map.insert((*last).to_owned(), value.clone());
        }
        ([first, rest @ ..], Value::Object(map)) => {
            put(map.entry((*first).to_owned()).or_insert_with(|| Value::Object(Map::new())), rest, value);
        }
        _ => {}
    }
}

/// Collects pointers of keys that are not in `response`.
fn compare(value: &Value, response: &Value, pointer: &mut String, lost: &mut Vec<String>) {
    let length = pointer.len();
    match (value, response) {
        (Value::Object(map), Value::Object(kept)) => {
            for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-")) {
                crate::location::push_token(pointer, key);
                match kept.get(key) {
                    None => lost.push(pointer.clone()),
                    // `example: null` and the like cannot get lost further in.
                    Some(response) if !DATA.contains(&key.as_str()) => compare(value, response, pointer, lost),
                    Some(_) => {}
                }
                pointer.truncate(length);
            }
        }
        (Value::Array(items), Value::Array(kept)) => {
            for (index, (value, response)) in items.iter().zip(kept).enumerate() {
                crate::location::push_token(pointer, &index.to_string());
                compare(value, response, pointer, lost);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}
