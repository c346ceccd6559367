//! `OpenAPI` 3.0 and 3.1 schemas as JSON Schema 2020-12 validators.

use super::document::Documents;
use super::translate::translate;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Sent,
    /// From the server.
    Received,
}

/// How a schema is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Use {
    /// Which way the value travels.
    pub direction: Direction,
    /// Whether the required properties of the outermost object may be left out.
    pub partial: bool,
}

/// Compiles schemas once each.
pub struct Schemas {
    documents: Documents,
    cache: Mutex<HashMap<(String, Use), Arc<Validator>>>,
    texts: Mutex<HashMap<String, String>>,
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").finish_non_exhaustive()
    }
}

impl Schemas {
    /// A compiler for the schemas of these documents.
    #[must_use]
    pub fn new(documents: Documents) -> Self {
        Self { documents, cache: Mutex::default(), texts: Mutex::default() }
    }

    /// The text made for a schema with a pattern, made once.
    pub(super) fn text(&self, schema: &Value, make: impl FnOnce() -> String) -> String {
        let key = schema.to_string();
        let known = self.texts.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.unwrap_or_else(|| {
            let text = make();
            self.texts.lock().unwrap_or_else(PoisonError::into_inner).insert(key, text.clone());
            text
        })
    }

    /// The validator of a schema.
    ///
    /// # Errors
    ///
    /// When the schema itself is wrong, for example a pattern that is no regular expression.
    pub fn validator(&self, schema: &Value, usage: Use) -> Result<Arc<Validator>, String> {
        let key = (schema.to_string(), usage);
        if let Some(known) = self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(known));
        }
        let translated = self.translate(schema, usage);
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("time-local", |text: &str| clock(text))
            .build(&translated)
            .map_err(|error| format!("schema is wrong at {}: {error}", error.schema_path()))?;
        let validator = Arc::new(validator);
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&validator));
        Ok(validator)
    }

    /// What is wrong with a value; empty when nothing is.
    #[must_use]
    pub fn errors(&self, schema: &Value, usage: Use, value: &Value) -> Vec<String> {
        match self.validator(schema, usage) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("`{}`: {}", error.instance_path(), shorten(&error.to_string())))
                .collect(),
            Err(error) => vec![error],
        }
    }

    /// The JSON Schema, complete with the definitions it needs.
    #[must_use]
    pub fn translate(&self, schema: &Value, usage: Use) -> Value {
        translate(&self.documents, schema, usage)
    }
}

/// `time-local` of the format registry of `OpenAPI` has seconds; hours and minutes are what the APIs send.
fn clock(text: &str) -> bool {
    let two = |at: usize, most: u8| {
        let digits = text.get(at..at + 2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|number| number <= most)
    };
    two(0, 24)
        && text.get(2..3) == Some(":")
        && two(3, 59)
        && (text.len() == 5 || text.len() == 8 && text.get(5..6) == Some(":") && two(6, 60))
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 300 { text.to_owned() } else { text.chars().take(300).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SPEC: &str = "
components:
  schemas:
    Base: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, size: {type: integer, nullable: true}}}
    Both: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [name], properties: {name: {type: string}}}]}
    Link: {type: object, properties: {base: {nullable: true, allOf: [{$ref: '#/components/schemas/Base'}]}}}
    Named: {type: object, properties: {id: {type: string, x-answered: true}, part: {$ref: '#/components/schemas/Named'}}}
    Either: {anyOf: [{$ref: '#/components/schemas/Named'}, {$ref: '#/components/schemas/New'}]}
    New: {type: object, properties: {base: {anyOf: [{$ref: '#/components/schemas/Base'}, {type: 'null'}]}, at: {type: [string, 'null'], format: time-local}}}
";

    fn errors(name: &str, usage: Use, value: &Value) -> Vec<String> {
        let schemas = Schemas::new(Documents::parse(SPEC).unwrap());
        schemas.errors(&json!({ "$ref": format!("openapi.yaml#/components/schemas/{name}") }), usage, value)
    }

    const SENT: Use = Use { direction: Direction::Sent, partial: false };
    const PART: Use = Use { direction: Direction::Sent, partial: true };
    const READ: Use = Use { direction: Direction::Received, partial: false };

    #[test]
    fn direction_decides_about_read_only() {
        assert_eq!(errors("Base", SENT, &json!({ "size": null })), [""; 0]);
        assert_eq!(errors("Base", SENT, &json!({ "id": "1" })).len(), 1);
        assert_eq!(errors("Base", READ, &json!({ "size": 1 })).len(), 1);
        assert_eq!(errors("Base", READ, &json!({ "id": "1", "other": 1 })), [""; 0]);
    }

    #[test]
    fn unknown_properties_are_refused_through_all_of() {
        assert_eq!(errors("Both", SENT, &json!({ "name": "a", "size": 1 })), [""; 0]);
        assert_eq!(errors("Both", SENT, &json!({ "name": "a", "nam": 1 })).len(), 1);
        assert_eq!(errors("Link", SENT, &json!({ "base": { "sise": 1 } })).len(), 1);
        assert_eq!(errors("Link", SENT, &json!({ "base": null })), [""; 0]);
        assert_eq!(errors("New", SENT, &json!({ "base": { "sise": 1 } })).len(), 1);
        assert_eq!(errors("New", SENT, &json!({ "base": { "size": 1 } })), [""; 0]);
    }

    #[test]
    fn what_every_answer_has_need_not_be_sent() {
        assert_eq!(errors("Named", READ, &json!({})).len(), 1);
        assert_eq!(errors("Named", READ, &json!({ "id": "1", "part": {} })).len(), 1);
        assert_eq!(errors("Named", SENT, &json!({ "part": {} })), [""; 0]);
        assert_eq!(errors("Either", READ, &json!({})), [""; 0], "nothing says which of the two it is");
    }

    #[test]
    fn null_is_a_type_in_3_1() {
        assert_eq!(errors("New", SENT, &json!({ "base": null, "at": null })), [""; 0]);
        assert_eq!(errors("New", SENT, &json!({ "at": "08:00" })), [""; 0]);
        assert_eq!(errors("New", SENT, &json!({ "at": "08:61" })).len(), 1);
    }

    #[test]
    fn a_partial_body_needs_nothing() {
        assert_eq!(errors("Both", PART, &json!({ "size": 1 })), [""; 0]);
        assert_eq!(errors("Both", SENT, &json!({ "size": 1 })).len(), 1);
    }
}
