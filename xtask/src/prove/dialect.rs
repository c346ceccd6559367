//! Rewrites a schema object of OpenAPI 3.0 or 3.1 as JSON Schema 2020-12.
//!
//! Keywords with values of the wrong kind are dropped: real descriptions have them, and a validator
//! refuses the whole document for one. `discriminator`, `default` and `examples` stay as annotations.

use super::bundle::Refs;
use serde_json::{Map, Value, json};

/// Rewrites `schema`. `old` is the dialect of OpenAPI 3.0, in which siblings of `$ref` mean nothing and
/// `nullable` and boolean exclusive bounds exist.
pub fn translate(schema: &Value, old: bool, refs: &mut dyn Refs) -> Value {
    let object = match schema {
        Value::Object(object) => object,
        Value::Bool(_) => return schema.clone(),
        _ => return Value::Bool(true),
    };
    let mut out = Map::new();
    if let Some(target) = object.get("$ref").and_then(Value::as_str) {
        match refs.resolve(target) {
            Some(index) => out.insert("$ref".to_owned(), Value::String(super::bundle::pointer(index))),
            None => out.insert("$comment".to_owned(), Value::from(super::bundle::BROKEN)),
        };
        if old {
            return Value::Object(out);
        }
    }
    if object.contains_key("$dynamicRef") {
        out.insert("$comment".to_owned(), Value::from(super::bundle::BROKEN));
    }
    for (key, value) in object {
        if let Some(value) = keyword(key, value, old, refs) {
            out.insert(key.clone(), value);
        }
    }
    bounds(object, &mut out);
    if let Some(example) = object.get("example") {
        let examples = out.entry("examples").or_insert_with(|| json!([]));
        if let Some(list) = examples.as_array_mut() {
            list.push(example.clone());
        }
    }
    if old && object.get("nullable") == Some(&Value::Bool(true)) {
        return nullable(out);
    }
    Value::Object(out)
}

fn keyword(key: &str, value: &Value, old: bool, refs: &mut dyn Refs) -> Option<Value> {
    let mut one = |value: &Value| translate(value, old, refs);
    match key {
        "properties" | "patternProperties" | "dependentSchemas" => {
            let map = value.as_object()?.iter();
            let valid = map.filter(|(name, _)| key != "patternProperties" || is_pattern(name));
            Some(Value::Object(valid.map(|(name, schema)| (name.clone(), one(schema))).collect()))
        }
        "items"
        | "additionalProperties"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "unevaluatedProperties"
        | "unevaluatedItems" => (value.is_object() || value.is_boolean()).then(|| one(value)),
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
            let list = value.as_array().filter(|list| !list.is_empty())?;
            Some(list.iter().map(one).collect())
        }
        "enum" => value.as_array().filter(|list| !list.is_empty()).map(|_| value.clone()),
        "const" | "default" => Some(value.clone()),
        "examples" => value.as_array().map(|_| value.clone()),
        "type" => types(value),
        "required" => {
            let mut names: Vec<&str> = value.as_array()?.iter().filter_map(Value::as_str).collect();
            let mut seen = Vec::new();
            names.retain(|name| {
                !seen.contains(name) && {
                    seen.push(*name);
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
        "discriminator" => discriminator(value, refs),
        _ => None,
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
/// author who writes `nullable` beside `enum` or `allOf` means that.
fn nullable(mut out: Map<String, Value>) -> Value {
    let combined = ["allOf", "oneOf", "anyOf", "not", "enum", "const", "if"].iter().any(|key| out.contains_key(*key));
    if out.keys().all(|key| matches!(key.as_str(), "default" | "examples")) {
        return json!({ "type": "null" }); // The idiom of schemars for null as a branch of a union.
    }
    match out.get_mut("type") {
        Some(Value::String(name)) if !combined => {
            let name = std::mem::take(name);
            out.insert("type".to_owned(), json!([name, "null"]));
            Value::Object(out)
        }
        None if !combined => Value::Object(out), // No type: null is in already.
        _ => json!({ "anyOf": [Value::Object(out), { "type": "null" }] }),
    }
}

fn discriminator(value: &Value, refs: &mut dyn Refs) -> Option<Value> {
    let name = value.get("propertyName")?.as_str()?;
    let mut mapping = Map::new();
    for (tag, target) in value.get("mapping").and_then(Value::as_object).into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let bare = !target.contains(['#', '/', '.']);
        let target = if bare { format!("#/components/schemas/{target}") } else { target.to_owned() };
        if let Some(index) = refs.resolve(&target) {
            mapping.insert(tag.clone(), Value::from(index));
        }
    }
    Some(json!({ "propertyName": name, "mapping": mapping }))
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
        fn resolve(&mut self, target: &str) -> Option<usize> {
            (target == "#/components/schemas/A").then_some(0)
        }
    }

    #[test]
    fn dialect_of_3_0() {
        let of = |schema: Value| translate(&schema, true, &mut NoRefs);
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
            of(json!({"type": "any", "required": true, "pattern": "(", "minLength": "3", "example": 1})),
            json!({"examples": [1]})
        );
    }

    #[test]
    fn dialect_of_3_1() {
        let of = |schema: Value| translate(&schema, false, &mut NoRefs);
        assert_eq!(
            of(json!({"$ref": "#/components/schemas/A", "required": ["b", "b"]})),
            json!({"$ref": "#/$defs/s0", "required": ["b"]})
        );
        assert_eq!(
            of(json!({"type": ["string", "null"], "exclusiveMaximum": 3})),
            json!({"type": ["string", "null"], "exclusiveMaximum": 3})
        );
        assert_eq!(
            of(json!({"discriminator": {"propertyName": "k", "mapping": {"x": "A", "y": "Gone"}}})),
            json!({"discriminator": {"propertyName": "k", "mapping": {"x": 0}}})
        );
    }
}
