//! Rewrites a schema object of OpenAPI 3.0 or 3.1 as JSON Schema 2020-12.
//!
//! Keywords with values of the wrong kind are dropped: real descriptions have them, and a validator
//! refuses the whole document for one. `discriminator`, `default` and `examples` stay as annotations.

use super::bundle::Refs;
use super::{Direction, Usage};
use crate::document::Documents;
use serde_json::{Map, Value, json};

/// How a schema is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// The dialect of OpenAPI 3.0, in which siblings of `$ref` mean nothing and `nullable` and boolean exclusive bounds exist.
    old: bool,
    usage: Usage,
    /// Whether properties that no schema names are refused.
    closed: bool,
    /// Whether the schema is one of several that may hold at once, so that nothing says which of them a response is.
    one_of_many: bool,
}

impl Mode {
    pub(super) fn new(documents: &Documents, usage: Usage) -> Mode {
        Mode { old: documents.is_3_0(), usage, closed: usage.closed, one_of_many: false }
    }

    /// The way schemas of properties, items and the like are read.
    fn inner(self) -> Mode {
        Mode { usage: Usage { partial: false, ..self.usage }, one_of_many: false, ..self }
    }

    /// The way conditions are read: they say nothing of what may be there.
    fn condition(self) -> Mode {
        Mode { closed: false, ..self.inner() }
    }
}

/// Rewrites `schema`.
pub(super) fn translate(schema: &Value, mode: Mode, refs: &mut dyn Refs) -> Value {
    let object = match schema {
        Value::Object(object) => object,
        Value::Bool(_) => return schema.clone(),
        _ => return Value::Bool(true),
    };
    let mut out = Map::new();
    // A union of its own closes its members; anything mixed is closed as a whole.
    let mixed = is_mixed(object, mode);
    let member = Mode { closed: mode.closed && !mixed, ..mode };
    if let Some(target) = object.get("$ref").and_then(Value::as_str) {
        match refs.resolve(target, if mode.old { mode } else { member }) {
            Some(index) => out.insert("$ref".to_owned(), Value::String(super::bundle::pointer(index))),
            None => out.insert("$comment".to_owned(), Value::from(super::bundle::BROKEN)),
        };
        if mode.old {
            return Value::Object(out);
        }
    }
    if let Some(target) = object.get("$recursiveRef").filter(|_| !object.contains_key("$ref")) {
        match (target == "#").then(|| refs.around(member)).flatten() {
            Some(index) => out.insert("$ref".to_owned(), Value::String(super::bundle::pointer(index))),
            None => out.insert("$comment".to_owned(), Value::from(super::bundle::BROKEN)),
        };
    }
    if object.contains_key("$dynamicRef") {
        out.insert("$comment".to_owned(), Value::from(super::bundle::BROKEN));
    }
    for (key, value) in object {
        // A list of schemas in `items` is what `prefixItems` was called before JSON Schema 2020-12.
        let key = if key == "items" && value.is_array() { "prefixItems" } else { key };
        if let Some(value) = keyword(key, value, mode, member, refs) {
            out.insert(key.to_owned(), value);
        }
    }
    travelling(object, mode, &mut out);
    answered(object, mode, &mut out);
    if mode.closed && mixed && !object.contains_key("additionalProperties") {
        out.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
    if mode.usage.direction.is_some()
        && object.contains_key("discriminator")
        && let Some(branches) = out.shift_remove("oneOf")
    {
        out.insert("anyOf".to_owned(), branches); // The discriminator says already which one is meant.
    }
    bounds(object, &mut out);
    if let Some(example) = object.get("example") {
        let examples = out.entry("examples").or_insert_with(|| json!([]));
        if let Some(list) = examples.as_array_mut() {
            list.push(example.clone());
        }
    }
    if mode.old && object.get("nullable") == Some(&Value::Bool(true)) {
        return nullable(out, mode.usage.literal_null);
    }
    Value::Object(out)
}

fn keyword(key: &str, value: &Value, mode: Mode, member: Mode, refs: &mut dyn Refs) -> Option<Value> {
    let mut one = |value: &Value, mode: Mode| translate(value, mode, refs);
    match key {
        "properties" | "patternProperties" => {
            let map = value.as_object()?.iter();
            let valid = map.filter(|(name, _)| key != "patternProperties" || is_pattern(name));
            Some(Value::Object(valid.map(|(name, schema)| (name.clone(), one(schema, mode.inner()))).collect()))
        }
        "dependentSchemas" => {
            Some(Value::Object(value.as_object()?.iter().map(|(name, schema)| (name.clone(), one(schema, member))).collect()))
        }
        "items" | "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" => {
            (value.is_object() || value.is_boolean()).then(|| one(value, mode.inner()))
        }
        "not" | "if" | "propertyNames" | "contains" => {
            (value.is_object() || value.is_boolean()).then(|| one(value, mode.condition()))
        }
        "then" | "else" => (value.is_object() || value.is_boolean()).then(|| one(value, member)),
        "prefixItems" => {
            let list = value.as_array().filter(|list| !list.is_empty())?;
            Some(list.iter().map(|schema| one(schema, mode.inner())).collect())
        }
        "allOf" | "oneOf" | "anyOf" => {
            let list = value.as_array().filter(|list| !list.is_empty())?;
            let several = key == "anyOf" && list.iter().filter(|schema| schema["type"] != "null").count() > 1;
            let member = Mode { one_of_many: member.one_of_many || several, ..member };
            Some(list.iter().map(|schema| one(schema, member)).collect())
        }
        "enum" => value.as_array().filter(|list| !list.is_empty()).map(|_| value.clone()),
        "const" | "default" => Some(value.clone()),
        "examples" => value.as_array().map(|_| value.clone()),
        "type" => types(value),
        "required" if mode.usage.partial => None,
        "required" => {
            let mut names: Vec<&str> = value.as_array()?.iter().filter_map(Value::as_str).collect();
            let mut visited = Vec::new();
            names.retain(|name| {
                !visited.contains(name) && {
                    visited.push(*name);
                    true
                }
            });
            Some(json!(names))
        }
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
        | "maxContains" => value.as_u64().or_else(|| whole(value.as_f64()?)).map(Value::from),
        "multipleOf" => value.as_f64().filter(|number| *number > 0.0).map(|_| value.clone()),
        "uniqueItems" => value.as_bool().map(Value::from),
        "pattern" => value.as_str().filter(|pattern| is_pattern(pattern)).map(Value::from),
        "format" | "contentEncoding" => value.as_str().map(Value::from),
        "dependentRequired" => value.as_object().filter(|map| map.values().all(Value::is_array)).map(|_| value.clone()),
        "discriminator" => discriminator(value),
        _ => None,
    }
}

/// Whether a schema names properties itself or joins several schemas, so that only the whole can be closed. Several members of
/// an `anyOf` may hold at once; of a `oneOf` only one may, so its members are closed one by one.
fn is_mixed(source: &Map<String, Value>, mode: Mode) -> bool {
    let members = |key: &str| source.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    let refers = !mode.old && source.contains_key("$ref");
    let kinds = ["allOf", "anyOf", "oneOf"].iter().filter(|key| members(key) > 0).count() + usize::from(refers);
    source.contains_key("properties") || members("allOf") > 1 || members("anyOf") > 0 || kinds > 1
}

/// Marks the properties that do not travel in the direction, and asks for none of them.
fn travelling(source: &Map<String, Value>, mode: Mode, out: &mut Map<String, Value>) {
    let Some(key) = mode.usage.hidden() else { return };
    let properties = source.get("properties").and_then(Value::as_object).into_iter().flatten();
    let hidden: Vec<&str> = properties.filter(|(_, schema)| schema[key] == true).map(|(name, _)| name.as_str()).collect();
    for name in &hidden {
        let place = out.get_mut("properties").and_then(|properties| properties.get_mut(*name));
        match (mode.usage.direction, place) {
            (Some(Direction::Sent), Some(place)) => *place = Value::Bool(false),
            (_, Some(Value::Object(place))) => drop(place.insert(key.to_owned(), Value::Bool(true))),
            _ => {}
        }
    }
    if let Some(required) = out.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !name.as_str().is_some_and(|name| hidden.contains(&name)));
    }
}

/// Asks responses for what all of them have although it need not be sent (`x-answered`).
fn answered(source: &Map<String, Value>, mode: Mode, out: &mut Map<String, Value>) {
    if mode.usage.direction != Some(Direction::Received) || mode.usage.partial || mode.one_of_many {
        return;
    }
    let properties = source.get("properties").and_then(Value::as_object).into_iter().flatten();
    let answered: Vec<&str> =
        properties.filter(|(_, schema)| schema["x-answered"] == true).map(|(name, _)| name.as_str()).collect();
    if answered.is_empty() {
        return;
    }
    if let Some(required) = out.entry("required").or_insert_with(|| json!([])).as_array_mut() {
        for name in answered {
            if !required.iter().any(|known| known == name) {
                required.push(name.into());
            }
        }
    }
}

fn types(value: &Value) -> Option<Value> {
    const KNOWN: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
    match value {
        Value::String(name) => KNOWN.contains(&name.as_str()).then(|| value.clone()),
        Value::Array(list) => {
            let mut names: Vec<&str> = list.iter().filter_map(Value::as_str).filter(|name| KNOWN.contains(name)).collect();
            names.dedup();
            (!names.is_empty()).then(|| json!(names))
        }
        _ => None,
    }
}

/// `minimum` and `maximum` with their exclusive forms, boolean or numeric.
fn bounds(object: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (inclusive, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        let bound = object.get(inclusive).filter(|value| value.is_number());
        match (bound, object.get(exclusive)) {
            (Some(bound), Some(Value::Bool(true))) => drop(out.insert(exclusive.to_owned(), bound.clone())),
            (bound, exclusive_bound) => {
                if let Some(bound) = bound {
                    out.insert(inclusive.to_owned(), bound.clone());
                }
                if let Some(bound) = exclusive_bound.filter(|value| value.is_number()) {
                    out.insert(exclusive.to_owned(), bound.clone());
                }
            }
        }
    }
}

/// Lets null in. Where the schema says more than a type, the rest must not shut null out again: every
/// author who writes `nullable` beside `enum` or `allOf` means that. Read literally, it only adds to a type.
fn nullable(mut out: Map<String, Value>, literal: bool) -> Value {
    let combined = ["allOf", "oneOf", "anyOf", "not", "enum", "const", "if"].iter().any(|key| out.contains_key(*key));
    if !literal && out.keys().all(|key| matches!(key.as_str(), "default" | "examples")) {
        return json!({ "type": "null" }); // The idiom of schemars for null as a branch of a union.
    }
    match out.get_mut("type") {
        Some(Value::String(name)) if literal || !combined => {
            let name = std::mem::take(name);
            out.insert("type".to_owned(), json!([name, "null"]));
            Value::Object(out)
        }
        None if literal || !combined => Value::Object(out), // No type: null is in already.
        _ => json!({ "anyOf": [Value::Object(out), { "type": "null" }] }),
    }
}

fn discriminator(value: &Value) -> Option<Value> {
    let name = value.get("propertyName")?.as_str()?;
    let mapping = value.get("mapping").filter(|mapping| mapping.is_object());
    let default = value.get("defaultMapping").filter(|default| default.is_string());
    let mut out = json!({ "propertyName": name, "mapping": mapping.unwrap_or(&Value::Null) });
    if let (Some(default), Some(out)) = (default, out.as_object_mut()) {
        out.insert("defaultMapping".to_owned(), default.clone());
    }
    Some(out)
}

/// Whether the validator can use a pattern.
fn is_pattern(pattern: &str) -> bool {
    jsonschema::options().build(&json!({ "pattern": pattern })).is_ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked by the filter")]
fn whole(number: f64) -> Option<u64> {
    (number >= 0.0 && number.fract() == 0.0 && number < 1e15).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct NoRefs;

    impl Refs for NoRefs {
        fn resolve(&mut self, target: &str, _: Mode) -> Option<usize> {
            (target == "#/components/schemas/A").then_some(0)
        }

        fn around(&mut self, _: Mode) -> Option<usize> {
            None
        }
    }

    fn mode(version: &str, usage: Usage) -> Mode {
        Mode::new(&Documents::new(vec![("a".to_owned(), json!({ "openapi": version }))]), usage)
    }

    #[test]
    fn null_by_the_letter() {
        let usage = Usage { literal_null: true, ..Usage::default() };
        let of = |schema: Value| translate(&schema, mode("3.0.3", usage), &mut NoRefs);
        assert_eq!(
            of(json!({"type": "string", "enum": ["a"], "nullable": true})),
            json!({"type": ["string", "null"], "enum": ["a"]})
        );
        let reference = json!([{"$ref": "#/components/schemas/A"}]);
        assert_eq!(of(json!({"nullable": true, "allOf": reference})), json!({"allOf": [{"$ref": "#/$defs/s0"}]}));
    }

    #[test]
    fn directions_hide_properties_and_close_objects() {
        let schema = json!({"required": ["a", "b"], "properties": {"a": {"readOnly": true}, "b": {"writeOnly": true}}});
        let of = |usage| translate(&schema, mode("3.1.0", usage), &mut NoRefs);
        assert_eq!(
            of(Usage::SENT),
            json!({"required": ["b"], "properties": {"a": false, "b": {}}, "unevaluatedProperties": false})
        );
        assert_eq!(of(Usage::RECEIVED), json!({"required": ["a"], "properties": {"a": {}, "b": {"writeOnly": true}}}));
        let partial = of(Usage { partial: true, ..Usage::SENT });
        assert_eq!(partial, json!({"properties": {"a": false, "b": {}}, "unevaluatedProperties": false}));
    }

    #[test]
    fn what_every_response_has_need_not_be_sent() {
        let named = json!({"properties": {"id": {"x-answered": true}, "name": {}}});
        let of = |schema: &Value, usage| translate(schema, mode("3.1.0", usage), &mut NoRefs);
        assert_eq!(of(&named, Usage::RECEIVED)["required"], json!(["id"]));
        assert_eq!(of(&named, Usage::SENT).get("required"), None);
        assert_eq!(of(&named, Usage::default()).get("required"), None);
        let either = of(&json!({"anyOf": [named, {"properties": {"code": {}}}]}), Usage::RECEIVED);
        assert_eq!(either["anyOf"][0].get("required"), None, "nothing says which of the two it is");
        let or_null = of(&json!({"anyOf": [named, {"type": "null"}]}), Usage::RECEIVED);
        assert_eq!(or_null["anyOf"][0]["required"], json!(["id"]));
    }

    #[test]
    fn dialect_of_3_0() {
        let of = |schema: Value| translate(&schema, mode("3.0.3", Usage::default()), &mut NoRefs);
        assert_eq!(of(json!({"type": "string", "nullable": true})), json!({"type": ["string", "null"]}));
        assert_eq!(of(json!({"$ref": "#/components/schemas/A", "nullable": true})), json!({"$ref": "#/$defs/s0"}));
        assert_eq!(
            of(json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true})),
            json!({"type": "integer", "exclusiveMinimum": 1})
        );
        assert_eq!(
            of(json!({"type": "integer", "minimum": 1, "exclusiveMinimum": false})),
            json!({"type": "integer", "minimum": 1})
        );
        assert_eq!(
            of(json!({"type": "string", "enum": ["a"], "nullable": true})),
            json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]})
        );
        assert_eq!(
            of(json!({"type": "array", "items": [{"type": "string"}, {"nullable": true, "type": "integer"}]})),
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": ["integer", "null"]}]})
        );
        assert_eq!(
            of(json!({"type": "any", "required": true, "pattern": "(", "minLength": "3", "example": 1})),
            json!({"examples": [1]})
        );
    }

    #[test]
    fn dialect_of_3_1() {
        let of = |schema: Value| translate(&schema, mode("3.1.0", Usage::default()), &mut NoRefs);
        assert_eq!(
            of(json!({"$ref": "#/components/schemas/A", "required": ["b", "b"]})),
            json!({"$ref": "#/$defs/s0", "required": ["b"]})
        );
        assert_eq!(
            of(json!({"type": ["string", "null"], "exclusiveMaximum": 3})),
            json!({"type": ["string", "null"], "exclusiveMaximum": 3})
        );
        assert_eq!(
            of(json!({"discriminator": {"propertyName": "k", "mapping": {"x": "#/components/schemas/A"}}})),
            json!({"discriminator": {"propertyName": "k", "mapping": {"x": "#/components/schemas/A"}}})
        );
    }
}
