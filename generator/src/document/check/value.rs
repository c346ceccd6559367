//! Holds values against what a table wants.

use super::super::Version;
use super::super::keys::{ObjectKind, Want};
use super::{At, Owner, Walk, is_reference};
use crate::suggest::suggest;
use serde_json::Value;

/// The types of JSON Schema.
pub(super) const TYPES: [&str; 7] = ["string", "object", "array", "integer", "boolean", "number", "null"];

impl<'d> Walk<'d, '_> {
    /// A value in a place where the table wants something.
    pub(super) fn value(&mut self, owner: Owner, want: Want, value: &'d Value, at: &At<'_>) {
        match (want, value) {
            (Want::Any, _)
            | (Want::String | Want::StringOr(_), Value::String(_))
            | (Want::Bool | Want::SchemaOrBool, Value::Bool(_))
            | (Want::Flag, Value::Bool(true))
            | (Want::Number, Value::Number(_)) => {}
            (Want::Flag, Value::Bool(false)) => self.default_flag(at),
            (Want::Word(words), Value::String(word)) => {
                if !words.contains(&word.as_str()) {
                    self.unknown_word(owner, words, word, at);
                }
            }
            (Want::Pointer | Want::PointerOr(_), Value::String(pointer)) => {
                if !pointer.is_empty() && !pointer.starts_with('/') {
                    let message = format!("`{pointer}` is no JSON pointer");
                    let meant = pointer.trim_start_matches("$.").replace('.', "/");
                    self.report.warning(owner.code, at.place(), message).help(format!("did you mean `/{meant}`?"));
                }
            }
            (Want::Count, Value::Number(number)) => {
                let whole =
                    number.as_u64().is_some() || number.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0);
                if !whole {
                    self.wrong_type(owner, value, "a whole number from 0", at);
                }
            }
            (Want::Bound, _) => self.bound(owner, value, at),
            (Want::Type, _) => self.type_name(owner, value, at),
            (Want::StringOr(kind) | Want::PointerOr(kind) | Want::One(kind), Value::Object(_)) => self.object(kind, value, at),
            (Want::Ref(kind), Value::Object(map)) => {
                if kind != ObjectKind::PathItem && is_reference(map) {
                    self.reference(kind, map, at);
                } else {
                    self.object(kind, value, at);
                    if kind == ObjectKind::PathItem && map.contains_key("$ref") {
                        self.target(kind, map, at);
                    }
                }
            }
            (Want::Schema | Want::SchemaOrBool, Value::Object(map)) => {
                if is_reference(map) {
                    self.reference(ObjectKind::Schema, map, at);
                    // From 3.1 on what stands beside a reference counts.
                    if self.document.version != Version::V30 {
                        self.schema_rules(map, at);
                    }
                } else {
                    self.object(ObjectKind::Schema, value, at);
                }
            }
            (Want::Schema, Value::Bool(_)) if self.document.version != Version::V30 => {}
            (Want::Array(want), Value::Array(array)) => {
                for (index, item) in array.iter().enumerate() {
                    self.value(owner, *want, item, &at.index(index));
                }
            }
            (Want::Map(want), Value::Object(map)) => {
                for (name, item) in map {
                    self.value(owner, *want, item, &at.key(name));
                }
            }
            (Want::Components(want), Value::Object(map)) => {
                for (name, item) in map {
                    let here = at.key(name);
                    self.component_name(name, &here);
                    self.value(owner, *want, item, &here);
                }
            }
            _ => self.wrong_type(owner, value, name_of(want), at),
        }
    }

    /// `exclusiveMinimum` and `exclusiveMaximum`.
    fn bound(&mut self, owner: Owner, value: &Value, at: &At<'_>) {
        match (value, self.document.version) {
            (Value::Bool(false), Version::V30) => self.default_flag(at),
            (Value::Bool(true), Version::V30) | (Value::Number(_), Version::V31 | Version::V32) => {}
            (_, Version::V30) => self.wrong_type(owner, value, "true or false", at),
            (_, Version::V31 | Version::V32) => self.wrong_type(owner, value, "a number", at),
        }
    }

    fn type_name(&mut self, owner: Owner, value: &'d Value, at: &At<'_>) {
        match value {
            Value::String(name) => self.one_type(name, at),
            Value::Array(names) => {
                if self.document.version == Version::V30 {
                    self.report.warning("newer-key", at.place(), "an array of types comes with OpenAPI 3.1, and this is 3.0");
                }
                for (index, name) in names.iter().enumerate() {
                    let here = at.index(index);
                    match name {
                        Value::String(name) => self.one_type(name, &here),
                        other => self.wrong_type(owner, other, "the name of a type", &here),
                    }
                }
            }
            other => self.wrong_type(owner, other, "the name of a type", at),
        }
    }

    fn one_type(&mut self, name: &str, at: &At<'_>) {
        if TYPES.contains(&name) {
            if name == "null" && self.document.version == Version::V30 {
                let said =
                    self.report.warning("newer-key", at.place(), "the type `null` comes with OpenAPI 3.1, and this is 3.0");
                said.help("3.0 has `nullable: true`");
            }
            return;
        }
        let help = match name {
            "file" => Some("a file is `type: string` with `format: binary`".to_owned()),
            "date" | "date-time" | "datetime" | "uuid" | "email" | "uri" => {
                Some(format!("a `format` goes with `type: string`; did you mean `format: {name}`?"))
            }
            "float" | "double" | "decimal" => Some("did you mean `number`?".to_owned()),
            "int" | "int32" | "int64" | "long" => Some("did you mean `integer`?".to_owned()),
            "bool" => Some("did you mean `boolean`?".to_owned()),
            "str" | "text" => Some("did you mean `string`?".to_owned()),
            "map" | "dict" | "any" => Some("did you mean `object`?".to_owned()),
            "list" => Some("did you mean `array`?".to_owned()),
            _ => suggest(name, TYPES.into_iter()).map(|meant| format!("did you mean `{meant}`?")),
        };
        let said = self.report.warning("unknown-type", at.place(), format!("`{name}` is not a type"));
        if let Some(help) = help {
            said.help(help);
        }
    }

    fn unknown_word(&mut self, owner: Owner, words: &[&'static str], word: &str, at: &At<'_>) {
        let code = if owner.code == "wrong-type" { "unknown-value" } else { owner.code };
        let message = format!("`{word}` is not a value of `{}`", at.name());
        let help = match suggest(word, words.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("one of {}", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
        };
        self.report.warning(code, at.place(), message).help(help);
    }

    /// `deprecated: false` and the like say nothing, and the typed model of OpenAPI drops them.
    fn default_flag(&mut self, at: &At<'_>) {
        if self.is_strict() {
            self.report
                .warning("explicit-default", at.place(), format!("`{}: false` is the default", at.name()))
                .help("remove it");
        }
    }

    /// Names of components are identifiers (OpenAPI 3.0.3, 4.7.7).
    fn component_name(&mut self, name: &str, at: &At<'_>) {
        let fits = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if fits || name.starts_with("x-") {
            return;
        }
        let message = format!("`{name}` is no name of a component");
        let said = if self.is_strict() {
            self.report.warning("component-name", at.place().key(), message)
        } else {
            self.report.note("component-name", at.place().key(), message)
        };
        said.help("names have letters, digits, `.`, `_` and `-`");
    }
}

/// What a value is, with its article.
pub(super) fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn name_of(want: Want) -> &'static str {
    match want {
        Want::Any => "anything",
        Want::String | Want::Word(_) => "a string",
        Want::Pointer => "a JSON pointer",
        Want::Bool | Want::Flag => "true or false",
        Want::Number => "a number",
        Want::Count => "a whole number",
        Want::Bound => "a bound",
        Want::Type => "the name of a type",
        Want::StringOr(_) => "a string or an object",
        Want::PointerOr(_) => "a JSON pointer or an object",
        Want::Schema => "a schema",
        Want::SchemaOrBool => "a schema, true or false",
        Want::Array(_) => "an array",
        Want::One(_) | Want::Ref(_) | Want::Map(_) | Want::Components(_) => "an object",
    }
}

/// Help for keys that belong elsewhere.
pub(super) fn misplaced(owner: &str, name: &str) -> Option<String> {
    let of_schema = ObjectKind::Schema.shape().find(name).is_some();
    match owner {
        "a parameter" | "a header" | "a media type" if of_schema => Some(format!("`{name}` belongs in `schema`")),
        "a response" if name == "schema" || name == "examples" || name == "example" => {
            Some(format!("`{name}` belongs in `content`"))
        }
        "an operation" if name == "consumes" || name == "produces" => {
            Some("OpenAPI 3 has `content` in the body and the responses".to_owned())
        }
        _ => None,
    }
}
