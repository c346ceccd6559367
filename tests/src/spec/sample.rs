//! Values that fit a schema, made up from the schema alone; the same seed gives the same value.

use super::answer::Variant;
use super::document::Documents;
use super::parameter::Shape;
use super::schema::{Direction, Schemas, Use};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

pub(super) const RECEIVED: Use = Use { direction: Direction::Received, partial: false };

/// Objects deeper than this keep only what they must have.
const FULL_DEPTH: usize = 3;
/// No description needs this depth; a required recursion that never ends would.
const LIMIT: usize = 24;

pub(super) struct Sampler<'a> {
    pub(super) documents: &'a Documents,
    pub(super) schemas: &'a Schemas,
    pub(super) variant: Variant,
    pub(super) usage: Use,
}

impl Sampler<'_> {
    /// A value for a schema.
    pub(super) fn value(&self, schema: &Value, seed: u64, depth: usize) -> Value {
        let schema = self.documents.follow(schema);
        if depth > LIMIT {
            return Value::Null;
        }
        if admits_null(schema) && (self.variant == Variant::Nulls || depth > LIMIT / 2) {
            return Value::Null;
        }
        if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
            let choices: Vec<&Value> = choices.iter().filter(|choice| !choice.is_null()).collect();
            let pick = seed.checked_rem(choices.len() as u64).and_then(|at| choices.get(usize::try_from(at).ok()?));
            return pick.map_or(Value::Null, |value| (*value).clone());
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(members) = schema.get(key).and_then(Value::as_array) {
                let members: Vec<Value> = members.iter().filter(|member| !is_null(member)).cloned().collect();
                return self.member(schema, &members, seed, depth);
            }
        }
        if let Some(members) = schema.get("allOf").and_then(Value::as_array) {
            return self.merged(schema, members, seed, depth);
        }
        match kind(schema) {
            Some("string") => self.string(schema, seed),
            Some("integer") => integer(schema, seed),
            Some("number") => number(schema, seed),
            Some("boolean") => Value::Bool(seed.is_multiple_of(2)),
            Some("array") => self.array(schema, seed, depth),
            Some("object") => self.object(schema, seed, depth),
            _ if schema.get("properties").is_some() => self.object(schema, seed, depth),
            _ if schema.get("items").is_some() => self.array(schema, seed, depth),
            _ => json!({ "anything": seed }),
        }
    }

    /// The first member, counted from the seed, whose value the whole union accepts.
    fn member(&self, union: &Value, members: &[Value], seed: u64, depth: usize) -> Value {
        let start = usize::try_from(seed).unwrap_or(0);
        let mut values = (0..members.len()).map(|step| {
            let value = self.value(&members[(start + step) % members.len()], seed, depth + 1);
            match (union.get("properties"), value) {
                (Some(_), Value::Object(mut object)) => {
                    if let Value::Object(own) = self.object(union, seed, depth) {
                        object.extend(own);
                    }
                    Value::Object(object)
                }
                (_, value) => value,
            }
        });
        let first = values.next().unwrap_or(Value::Null);
        let fits = |value: &Value| self.schemas.errors(union, self.usage, value).is_empty();
        if fits(&first) { first } else { values.find(fits).unwrap_or(first) }
    }

    fn merged(&self, schema: &Value, members: &[Value], seed: u64, depth: usize) -> Value {
        let mut out = Map::new();
        for member in members {
            match self.value(member, seed, depth) {
                Value::Object(object) => out.extend(object),
                other => return other,
            }
        }
        if let Value::Object(own) = self.object(schema, seed, depth) {
            out.extend(own);
        }
        // A member may be asked for properties that another one describes.
        let shape = Shape::of(self.documents, schema);
        for holder in members.iter().map(|member| self.documents.follow(member)).chain([schema]) {
            for name in strings(holder, "required") {
                if !out.contains_key(name) && !self.hides(shape.property(name)) {
                    out.insert(name.to_owned(), self.value(shape.property(name), seed, depth + 1));
                }
            }
        }
        Value::Object(out)
    }

    fn object(&self, schema: &Value, seed: u64, depth: usize) -> Value {
        let mut out = Map::new();
        let required: Vec<&str> = strings(schema, "required");
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_answered =
                self.usage.direction == Direction::Received && property.get("x-answered") == Some(&Value::Bool(true));
            let is_required = is_answered || required.contains(&name.as_str());
            if self.hides(property) || !(is_required || self.includes(property, depth)) {
                continue;
            }
            out.insert(name.clone(), self.value(property, seed.wrapping_add(spread(name)), depth + 1));
        }
        let least = whole(schema, "minProperties").unwrap_or(0);
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if (out.len() as u64) < least && !self.hides(property) && !out.contains_key(name) {
                out.insert(name.clone(), self.value(property, seed, depth + 1));
            }
        }
        if let (Variant::Full, Some(further @ Value::Object(_))) = (self.variant, schema.get("additionalProperties"))
            && depth < FULL_DEPTH
        {
            out.insert("further".to_owned(), self.value(further, seed, depth + 1));
        }
        for name in required {
            let declared = out.contains_key(name) || schema.pointer("/properties").is_some_and(|all| all.get(name).is_some());
            if !declared && schema.get("allOf").is_none() {
                out.insert(name.to_owned(), json!("required but not described"));
            }
        }
        Value::Object(out)
    }

    /// Whether a property does not travel in this direction.
    fn hides(&self, property: &Value) -> bool {
        let key = if self.usage.direction == Direction::Received { "writeOnly" } else { "readOnly" };
        property.get(key) == Some(&Value::Bool(true))
    }

    /// Whether an optional property is written.
    fn includes(&self, property: &Value, depth: usize) -> bool {
        match self.variant {
            Variant::Full => depth < FULL_DEPTH,
            Variant::Nulls => admits_null(self.documents.follow(property)),
            Variant::Minimal => false,
        }
    }

    fn array(&self, schema: &Value, seed: u64, depth: usize) -> Value {
        let least = whole(schema, "minItems").unwrap_or(0).max(u64::from(self.variant == Variant::Full));
        let count = if depth > FULL_DEPTH { whole(schema, "minItems").unwrap_or(0) } else { least };
        let items = schema.get("items").unwrap_or(&Value::Bool(true));
        (0..count).map(|at| self.value(items, seed.wrapping_add(at), depth + 1)).collect()
    }

    fn string(&self, schema: &Value, seed: u64) -> Value {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let day = seed % 28 + 1;
        let text = match format {
            "uuid" => format!("{seed:08x}-0000-4000-8000-{seed:012x}"),
            "date" => format!("2024-03-{day:02}"),
            "date-time" => format!("2024-03-{day:02}T10:22:15Z"),
            "time-local" => format!("{:02}:30", seed % 24),
            "uri" | "url" | "iri" => format!("https://files.example.com/{seed}"),
            "uri-reference" => format!("/files/{seed}"),
            "email" => format!("person{seed}@example.com"),
            "hostname" => "host.example.com".to_owned(),
            "ipv4" => "192.0.2.1".to_owned(),
            "byte" => "YWJj".to_owned(),
            _ => format!("text {seed}"),
        };
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            return Value::String(self.schemas.text(schema, || self.matching(schema, pattern, text)));
        }
        Value::String(fit(schema, text))
    }

    fn matching(&self, schema: &Value, pattern: &str, text: String) -> String {
        let example = schema.get("example").and_then(Value::as_str).map(str::to_owned);
        let known = [Some(text.clone()), example];
        let fits = |candidate: &String| self.schemas.errors(schema, self.usage, &Value::String(candidate.clone())).is_empty();
        if let Some(found) = known.into_iter().flatten().find(fits) {
            return found;
        }
        let mut runner = TestRunner::deterministic();
        let body = pattern.trim_start_matches('^').trim_end_matches('$');
        let made = proptest::string::string_regex(body)
            .ok()
            .and_then(|strategy| (0..20).filter_map(|_| Some(strategy.new_tree(&mut runner).ok()?.current())).find(fits));
        made.unwrap_or(text)
    }
}

/// The type of a schema; of several the first that is not null.
pub(super) fn kind(schema: &Value) -> Option<&str> {
    let kinds = schema.get("type")?;
    kinds.as_str().or_else(|| kinds.as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"))
}

/// Whether a schema says that null is allowed: `nullable` in 3.0, a type or a member of a union in 3.1.
fn admits_null(schema: &Value) -> bool {
    let lists = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten();
    schema.get("nullable") == Some(&Value::Bool(true))
        || lists("type").any(|kind| kind == "null")
        || lists("anyOf").chain(lists("oneOf")).any(is_null)
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

/// Cuts or pads a text to the lengths its schema allows.
fn fit(schema: &Value, mut text: String) -> String {
    let longest = whole(schema, "maxLength").and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let shortest = whole(schema, "minLength").and_then(|least| usize::try_from(least).ok()).unwrap_or(0);
    while text.chars().count() < shortest {
        text.push('x');
    }
    text.chars().take(longest).collect()
}

fn integer(schema: &Value, seed: u64) -> Value {
    let (low, high) = bounds(schema);
    let step = schema.get("multipleOf").and_then(Value::as_f64).unwrap_or(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "sample numbers are small")]
    let value = ((small(seed) + 1.0) * step).clamp(low.ceil(), high.floor()) as i64;
    value.into()
}

fn number(schema: &Value, seed: u64) -> Value {
    let (low, high) = bounds(schema);
    let value = (small(seed) + 0.5).clamp(low, high);
    json!(value)
}

/// A small number that differs between most names, so that the properties of an object differ, in whatever order they come.
fn spread(name: &str) -> u64 {
    name.bytes().fold(7, |sum, byte| (sum * 31 + u64::from(byte)) % 997)
}

/// A number from 0 to 49.
fn small(seed: u64) -> f64 {
    f64::from(u8::try_from(seed % 50).unwrap_or(0))
}

fn bounds(schema: &Value) -> (f64, f64) {
    let edge = |key: &str| schema.get(key).and_then(Value::as_f64);
    let open = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    let low = edge("minimum").map(|low| if open("exclusiveMinimum") { low + 1.0 } else { low });
    let high = edge("maximum").map(|high| if open("exclusiveMaximum") { high - 1.0 } else { high });
    (low.unwrap_or(-1e9), high.unwrap_or(1e9))
}

fn whole(schema: &Value, key: &str) -> Option<u64> {
    schema.get(key).and_then(Value::as_u64)
}

fn strings<'a>(schema: &'a Value, key: &str) -> Vec<&'a str> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}
