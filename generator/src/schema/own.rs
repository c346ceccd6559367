//! Reads what a schema says itself, keyword by keyword.

use super::SchemaReader;
use super::composition::Composition;
use super::constraints::{Additional, AllowedValue, Choice, Constraints, Null, is_never, is_validation};
use super::merge::narrow;
use super::type_set::TypeSet;
use crate::document::{Node, member};
use serde_json::Value;

impl<'d> SchemaReader<'d, '_> {
    /// What a schema says itself, its `$ref` and `allOf` left aside.
    pub(crate) fn own(&mut self, node: &Node<'d>) -> Constraints<'d> {
        let mut constraints = Constraints::default();
        let Value::Object(map) = node.value else { return constraints };
        let mut inferred = TypeSet::NONE;
        let mut null_only = false;
        for (key, value) in map {
            match key.as_str() {
                "type" => {
                    let (types, null) = types_of(value);
                    if !types.is_empty() || null {
                        constraints.types = types;
                        constraints.explicit = true;
                        // An `enum` that has null means it, in whatever order the two are written.
                        constraints.null = if null || constraints.null == Null::Yes { Null::Yes } else { Null::No };
                        null_only = types.is_empty();
                    }
                }
                "enum" | "const" => Self::values(node, key, value, &mut constraints),
                "format" => constraints.format = value.as_str(),
                "contentEncoding" => {
                    // `base64url` has another alphabet, which those who read it want.
                    constraints.base64 = value.as_str().is_some_and(|name| name.eq_ignore_ascii_case("base64"));
                    constraints.encoded = true;
                    inferred = inferred.or(TypeSet::STRING);
                }
                "minimum" | "exclusiveMinimum" => constraints.minimum = value.as_f64().or(constraints.minimum),
                "maximum" | "exclusiveMaximum" => constraints.maximum = upper(value).or(constraints.maximum),
                "contentMediaType" => {
                    constraints.media = value.as_str();
                    inferred = inferred.or(TypeSet::STRING);
                }
                "pattern" | "minLength" | "maxLength" => inferred = inferred.or(TypeSet::STRING),
                "minItems" | "maxItems" | "uniqueItems" => inferred = inferred.or(TypeSet::ARRAY),
                "example" | "default" if is_wide(value) => {
                    constraints.maximum = narrow(constraints.maximum, upper(value), f64::max);
                }
                "readOnly" => constraints.read_only = value == &Value::Bool(true),
                "writeOnly" => constraints.write_only = value == &Value::Bool(true),
                "x-answered" => constraints.answered = value == &Value::Bool(true),
                "deprecated" => constraints.deprecated = value == &Value::Bool(true),
                "properties" | "required" | "additionalProperties" | "patternProperties" => {
                    Self::read_object(node, key, value, &mut constraints);
                    if key == "properties" || (key == "additionalProperties" && !is_never(value)) || key == "patternProperties" {
                        inferred = inferred.or(TypeSet::OBJECT);
                    }
                }
                // Sees the properties of all parts, which is what further properties of merged schemas are here.
                "unevaluatedProperties" if !is_never(value) && member(map, "additionalProperties").is_none() => {
                    Self::read_object(node, key, value, &mut constraints);
                    inferred = inferred.or(TypeSet::OBJECT);
                }
                "not" => constraints.never = is_never(node.value),
                "items" | "prefixItems" => {
                    read_array(node, key, value, &mut constraints);
                    inferred = inferred.or(TypeSet::ARRAY);
                }
                "oneOf" | "anyOf" if !is_validation(key, value) => self.choice(node, key, &mut constraints),
                _ => {}
            }
        }
        if !constraints.explicit && constraints.values.is_none() {
            if inferred == TypeSet::STRING
                && let Some(number) = constraints.format.map(types_of_format).filter(|types| types.within(TypeSet::NUMBER))
            {
                // A pattern may describe the digits of a number: .NET writes it for numbers that it also takes as strings.
                inferred = number;
            }
            if inferred.is_empty() {
                let number = ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"];
                if number.iter().any(|key| member(map, key).is_some()) {
                    inferred = TypeSet::NUMBER;
                } else if let Some(format) = constraints.format {
                    inferred = types_of_format(format);
                } else if member(map, "required").is_some_and(|names| names.as_array().is_some_and(|names| !names.is_empty()))
                    && constraints.choices.is_empty()
                {
                    inferred = TypeSet::OBJECT;
                }
            }
            if !inferred.is_empty() && (constraints.choices.is_empty() || constraints.limits_contents()) {
                constraints.types = inferred;
                if constraints.null == Null::Unsaid && constraints.choices.is_empty() {
                    constraints.null = Null::No;
                }
            }
        }
        if member(map, "nullable") == Some(&Value::Bool(true)) {
            constraints.null = Null::Forced;
        }
        if null_only {
            constraints.values = None;
        }
        constraints.exact = !constraints.prefix.is_empty() && is_exact(map, constraints.prefix.len());
        constraints
    }

    fn read_object(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
        match (key, value) {
            ("properties", Value::Object(map)) => {
                constraints.empty = map.is_empty();
                if let Some(properties) = node.get(key) {
                    for (name, child) in properties.entries() {
                        if !is_never(child.value) {
                            constraints.properties.insert(name, Composition::Node(child));
                        }
                    }
                }
            }
            ("required", Value::Array(names)) => constraints.required.extend(names.iter().filter_map(Value::as_str)),
            ("additionalProperties", value) if is_never(value) => constraints.additional = Additional::Closed,
            ("additionalProperties" | "unevaluatedProperties", Value::Bool(true)) => constraints.additional = Additional::Any,
            ("additionalProperties" | "unevaluatedProperties", Value::Object(map)) => {
                constraints.additional = match node.get(key) {
                    Some(child) if !map.is_empty() => Additional::Schema(Composition::Node(child)),
                    _ => Additional::Any,
                };
            }
            ("patternProperties", Value::Object(_)) => {
                if let Some(patterns) = node.get(key) {
                    constraints.patterns.extend(patterns.entries().map(|(_, child)| Composition::Node(child)));
                }
            }
            _ => {}
        }
    }

    fn choice(&mut self, node: &Node<'d>, key: &str, constraints: &mut Constraints<'d>) {
        let Some(array) = node.get(key) else { return };
        let branches: Vec<Node<'d>> = array.items().collect();
        if branches.is_empty() {
            return;
        }
        let choice = Choice {
            exclusive: key == "oneOf",
            branches: branches.into_iter().map(Composition::Node).collect(),
            discriminator: node.get("discriminator").filter(|node| node.value.is_object()),
        };
        if self.reading.len() > 1 && self.lists_open(&choice) {
            self.cuts += 1;
            return;
        }
        constraints.choices.push(choice);
    }

    pub(super) fn values(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
        let array = match (key, value) {
            ("enum", Value::Array(array)) => array.as_slice(),
            ("enum", _) => return,
            (_, value) => std::slice::from_ref(value),
        };
        let string = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let names = node.value.get("x-enum-varnames").or_else(|| node.value.get("x-enumNames"));
        let descriptions = node.value.get("x-enum-descriptions").or_else(|| node.value.get("x-enumDescriptions"));
        // How autorest names values.
        let named = node.value.get("x-ms-enum").and_then(|named| named.get("values")).and_then(Value::as_array);
        let mut values: Vec<AllowedValue<'d>> = Vec::with_capacity(array.len());
        let mut visited = foldhash::HashSet::default();
        for (index, value) in array.iter().enumerate() {
            if value.is_null() {
                constraints.null = Null::Yes;
                continue;
            }
            if !visited.insert(value.to_string()) {
                continue;
            }
            let word = match value {
                Value::String(word) => word.clone(),
                other => other.to_string(),
            };
            let at = |of: Option<&'d Value>| string(of.and_then(|of| of.get(index).or_else(|| of.get(&word))));
            let entry = named.and_then(|list| list.iter().find(|entry| entry.get("value") == Some(value)));
            let of_entry = |key: &str| string(entry.and_then(|entry| entry.get(key)));
            let mut description = at(descriptions).or_else(|| of_entry("description"));
            if key == "const" {
                description =
                    description.or_else(|| string(node.value.get("description"))).or_else(|| string(node.value.get("title")));
            }
            values.push(AllowedValue { value, rename: at(names).or_else(|| of_entry("name")), description });
        }
        if values.is_empty() {
            if !array.is_empty() && !constraints.explicit {
                constraints.types = TypeSet::NONE;
            }
            return;
        }
        let types = values.iter().filter_map(|value| TypeSet::of(value.value)).fold(TypeSet::NONE, TypeSet::or);
        if node.value.get("type").is_none_or(|said| types_of(said).0.is_empty()) {
            constraints.types = types;
            if constraints.null == Null::Unsaid {
                constraints.null = Null::No;
            }
        }
        match &mut constraints.values {
            Some(old) => old.retain(|old| values.iter().any(|new| new.value == old.value)),
            old => *old = Some(values),
        }
    }
}

/// Whether an array has exactly so many items.
fn is_exact(map: &serde_json::Map<String, Value>, count: usize) -> bool {
    let is_count = |key: &str| member(map, key).and_then(Value::as_u64) == u64::try_from(count).ok();
    is_count("minItems") && (is_count("maxItems") || member(map, "items").is_some_and(is_never))
}

fn read_array<'d>(node: &Node<'d>, key: &str, value: &'d Value, constraints: &mut Constraints<'d>) {
    let Some(child) = node.get(key) else { return };
    match value {
        Value::Array(_) => constraints.prefix.extend(child.items().map(Composition::Node)),
        Value::Object(_) if key == "items" && !is_never(value) => constraints.items = Some(Composition::Node(child)),
        _ => {}
    }
}

/// The types behind a `type`, and whether null is one.
fn types_of(value: &Value) -> (TypeSet, bool) {
    match value {
        Value::String(name) => (TypeSet::named(name).unwrap_or(TypeSet::NONE), name == "null"),
        Value::Array(names) => names.iter().filter_map(Value::as_str).fold((TypeSet::NONE, false), |(types, null), name| {
            (types.or(TypeSet::named(name).unwrap_or(TypeSet::NONE)), null || name == "null")
        }),
        _ => (TypeSet::NONE, false),
    }
}

/// The kind a format alone speaks of.
fn types_of_format(format: &str) -> TypeSet {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" | "uint" => TypeSet::INTEGER,
        "float" | "double" => TypeSet::NUMBER,
        _ => TypeSet::STRING,
    }
}

/// Whether a number is above what 32 bits hold: a description that shows one means it, whatever the format says.
fn is_wide(value: &Value) -> bool {
    value.as_u64().is_some_and(|value| i32::try_from(value).is_err())
}

/// An upper bound; a whole number above the 64-bit range stays above it, which rounding would hide.
fn upper(value: &Value) -> Option<f64> {
    // The first number above the range, which the largest one inside it is rounded to as well.
    const EDGE: f64 = 9_223_372_036_854_775_808.0;
    let beyond = value.is_u64() && !value.is_i64();
    value.as_f64().map(|bound| if beyond && bound <= EDGE { EDGE * (1.0 + f64::EPSILON) } else { bound })
}
