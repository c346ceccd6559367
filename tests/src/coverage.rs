//! What a log of requests has not covered of a spec, and what a response says.

use crate::http::Request;
use crate::service::Entry;
use crate::spec::{Direction, Operation, Place, Spec};
use serde_json::Value;

/// Operations that no request called rightly.
#[must_use]
pub fn uncalled(spec: &Spec, log: &[Entry]) -> Vec<String> {
    let right = |operation: &Operation| log.iter().any(|entry| entry.wrong.is_empty() && calls(entry, operation));
    spec.operations().iter().filter(|operation| !right(operation)).map(|operation| operation.id.clone()).collect()
}

/// Query and header parameters that no request carried, as `operation name`.
#[must_use]
pub fn unused_parameters(spec: &Spec, log: &[Entry]) -> Vec<String> {
    let mut unused = Vec::new();
    for operation in spec.operations() {
        for parameter in &operation.parameters {
            let carries = |request: &Request| match parameter.place {
                Place::Query => request.parameter(&parameter.name).is_some(),
                Place::Header => request.header(&parameter.name).is_some(),
                Place::Path | Place::Cookie => true,
            };
            if !log.iter().any(|entry| calls(entry, operation) && carries(&entry.request)) {
                unused.push(format!("{} {}", operation.id, parameter.name));
            }
        }
    }
    unused
}

/// Top-level properties of JSON bodies, and of their items where the body is a list, that no request carried.
#[must_use]
pub fn unsent_properties(spec: &Spec, log: &[Entry]) -> Vec<String> {
    let mut unsent = Vec::new();
    for operation in spec.operations() {
        let media = operation.body.iter().flat_map(|body| &body.content).find(|media| media.content_type == "application/json");
        let Some(media) = media else { continue };
        let bodies: Vec<Value> =
            log.iter().filter(|entry| calls(entry, operation)).map(|entry| entry.request.json()).flat_map(items).collect();
        let schema = media.schema.get("items").unwrap_or(&media.schema);
        for name in spec.properties(schema, Direction::Sent) {
            if !bodies.iter().any(|body| body.get(&name).is_some()) {
                unsent.push(format!("{} {name}", operation.id));
            }
        }
    }
    unsent
}

/// The texts in a value that no enum has (those with a digit), with their paths.
#[must_use]
pub fn made_up_texts(value: &Value) -> Vec<(String, String)> {
    let mut out = Vec::new();
    collect(value, String::new(), &mut out);
    out
}

fn collect(value: &Value, path: String, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, child)| collect(child, format!("{path}/{key}"), out)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, format!("{path}/0"), out)),
        Value::String(text) if text.contains(|char: char| char.is_ascii_digit()) => out.push((path, text.clone())),
        _ => {}
    }
}

fn calls(entry: &Entry, operation: &Operation) -> bool {
    entry.operation.as_ref() == Some(&operation.id)
}

fn items(body: Value) -> Vec<Value> {
    match body {
        Value::Array(items) => items,
        other => vec![other],
    }
}
