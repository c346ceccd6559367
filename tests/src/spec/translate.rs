//! From an `OpenAPI` 3.0 or 3.1 schema to JSON Schema 2020-12.
//!
//! What differs in 3.0: `nullable`, boolean `exclusiveMinimum`, `readOnly` and `writeOnly` (direction of travel). A value that a
//! client sends is held to more than the spec says: no property that the schema does not name.

use super::document::Documents;
use super::schema::{Direction, Use};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The JSON Schema, complete with the definitions it needs.
pub(super) fn translate(documents: &Documents, schema: &Value, usage: Use) -> Value {
    let mut translation = Translation { documents, direction: usage.direction, names: HashMap::new(), definitions: Map::new() };
    let mode = Mode { closed: usage.direction == Direction::Sent, partial: usage.partial, one_of_many: false };
    let mut out = translation.schema(schema, mode);
    if let Value::Object(object) = &mut out {
        object.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        object.insert("$defs".into(), Value::Object(translation.definitions));
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Mode {
    /// Properties that no schema names are refused.
    closed: bool,
    /// `required` does not count.
    partial: bool,
    /// The schema is one of several that may hold at once, so that nothing says which of them an answer is.
    one_of_many: bool,
}

struct Translation<'a> {
    documents: &'a Documents,
    direction: Direction,
    names: HashMap<(String, Mode), String>,
    definitions: Map<String, Value>,
}

/// Keywords that mean the same in both.
const SAME: [&str; 15] = [
    "type",
    "const",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
];

impl Translation<'_> {
    fn schema(&mut self, schema: &Value, mode: Mode) -> Value {
        let Value::Object(source) = schema else {
            return schema.clone();
        };
        if let Some(reference) = source.get("$ref").and_then(Value::as_str) {
            return self.reference(reference, mode);
        }
        let mut out = Map::new();
        for key in SAME {
            if let Some(value) = source.get(key) {
                out.insert(key.into(), value.clone());
            }
        }
        if let Some(values) = source.get("enum") {
            out.insert("enum".into(), values.clone());
        }
        if let Some(format) = source.get("format") {
            out.insert("format".into(), format.clone());
        }
        boolean_bound(&mut out, "exclusiveMinimum", "minimum");
        boolean_bound(&mut out, "exclusiveMaximum", "maximum");
        let inner = Mode { closed: mode.closed, partial: false, one_of_many: false };
        if let Some(items) = source.get("items") {
            out.insert("items".into(), self.schema(items, inner));
        }
        if let Some(not) = source.get("not") {
            out.insert("not".into(), self.schema(not, Mode { closed: false, partial: false, one_of_many: false }));
        }
        self.composition(source, mode, &mut out);
        self.object(source, mode, &mut out);
        nullable(source, out)
    }

    fn reference(&mut self, reference: &str, mode: Mode) -> Value {
        let key = (reference.to_owned(), mode);
        let name = if let Some(name) = self.names.get(&key) {
            name.clone()
        } else {
            let name = format!("d{}", self.names.len());
            self.names.insert(key, name.clone());
            let target = self.documents.lookup(reference).cloned().unwrap_or(Value::Bool(true));
            let translated = self.schema(&target, mode);
            self.definitions.insert(name.clone(), translated);
            name
        };
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// `allOf`, `anyOf`, `oneOf`. A union of its own closes its members; anything mixed is closed as a whole, by `object`.
    fn composition(&mut self, source: &Map<String, Value>, mode: Mode, out: &mut Map<String, Value>) {
        let alone = !mixed(source);
        let is_null = |schema: &&Value| schema.get("type").is_some_and(|kind| kind == "null");
        for key in ["allOf", "anyOf", "oneOf"] {
            if let Some(Value::Array(members)) = source.get(key) {
                // A discriminator already says which member is meant.
                let name = if key == "oneOf" && source.contains_key("discriminator") { "anyOf" } else { key };
                let one_of_many = match key {
                    "anyOf" => members.iter().filter(|schema| !is_null(schema)).count() > 1,
                    _ => mode.one_of_many,
                };
                let member = Mode { closed: mode.closed && alone, partial: mode.partial, one_of_many };
                out.insert(name.into(), members.iter().map(|schema| self.schema(schema, member)).collect());
            }
        }
    }

    fn object(&mut self, source: &Map<String, Value>, mode: Mode, out: &mut Map<String, Value>) {
        let inner = Mode { closed: mode.closed, partial: false, one_of_many: false };
        let mut absent: Vec<&str> = Vec::new();
        if let Some(Value::Object(properties)) = source.get("properties") {
            let hidden = if self.direction == Direction::Sent { "readOnly" } else { "writeOnly" };
            let mut translated = Map::new();
            for (name, property) in properties {
                let is_hidden = property.get(hidden) == Some(&Value::Bool(true));
                if is_hidden {
                    absent.push(name);
                }
                let schema = match (is_hidden, self.direction) {
                    (true, Direction::Sent) => Value::Bool(false),
                    _ => self.schema(property, inner),
                };
                translated.insert(name.clone(), schema);
            }
            out.insert("properties".into(), Value::Object(translated));
        }
        if !mode.partial {
            let required = source.get("required").and_then(Value::as_array).into_iter().flatten().cloned();
            let mut required: Vec<Value> = required.filter(|name| !absent.iter().any(|absent| name == absent)).collect();
            if self.direction == Direction::Received && !mode.one_of_many {
                required.extend(answered(source));
            }
            if !required.is_empty() {
                out.insert("required".into(), required.into());
            }
        }
        match source.get("additionalProperties") {
            Some(further) => {
                out.insert("additionalProperties".into(), self.schema(further, inner));
            }
            None if mode.closed && mixed(source) => {
                out.insert("unevaluatedProperties".into(), Value::Bool(false));
            }
            None => {}
        }
    }
}

/// The properties that every answer has although they need not be sent (`x-answered`).
fn answered(source: &Map<String, Value>) -> Vec<Value> {
    let properties = source.get("properties").and_then(Value::as_object).into_iter().flatten();
    let answered = properties.filter(|(_, property)| property.get("x-answered") == Some(&Value::Bool(true)));
    answered.map(|(name, _)| name.as_str().into()).collect()
}

/// Whether a schema names properties itself or joins several schemas, so that only the whole can be closed. Several members of
/// an `anyOf` may hold at once; of a `oneOf` only one may, so its members are closed one by one.
fn mixed(source: &Map<String, Value>) -> bool {
    let members = |key: &str| source.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    let kinds = ["allOf", "anyOf", "oneOf"].iter().filter(|key| members(key) > 0).count();
    source.contains_key("properties") || members("allOf") > 1 || members("anyOf") > 0 || kinds > 1
}

/// 3.0 writes `exclusiveMinimum: true` beside `minimum`.
fn boolean_bound(out: &mut Map<String, Value>, exclusive: &str, bound: &str) {
    match out.get(exclusive) {
        Some(Value::Bool(true)) => {
            if let Some(value) = out.remove(bound) {
                out.insert(exclusive.into(), value);
            } else {
                out.remove(exclusive);
            }
        }
        Some(Value::Bool(false)) => {
            out.remove(exclusive);
        }
        _ => {}
    }
}

fn nullable(source: &Map<String, Value>, out: Map<String, Value>) -> Value {
    if source.get("nullable") == Some(&Value::Bool(true)) {
        json!({ "anyOf": [out, { "type": "null" }] })
    } else {
        Value::Object(out)
    }
}
