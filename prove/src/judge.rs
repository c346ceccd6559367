//! Holds values against the schemas of a description, and makes values that fit them.

use crate::document::Documents;
use crate::sample::{self, Variant, height};
use crate::schema::{Bundle, Usage, validate};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The schemas of a description, each compiled once for each use.
pub struct Judge {
    documents: Documents,
    known: Mutex<HashMap<(String, Usage), Arc<Compiled>>>,
}

struct Compiled {
    bundle: Bundle,
    heights: Vec<u32>,
    validator: Result<Validator, String>,
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").finish_non_exhaustive()
    }
}

impl Judge {
    /// A judge of the schemas of these documents.
    #[must_use]
    pub fn new(documents: Documents) -> Self {
        Self { documents, known: Mutex::default() }
    }

    /// The files it judges by.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// What is wrong with a value, one sentence each with the place in it; empty when nothing is. A schema that is wrong itself,
    /// for example by a pattern that is no regular expression, is the one thing said.
    #[must_use]
    pub fn errors(&self, schema: &Value, usage: Usage, value: &Value) -> Vec<String> {
        match &self.compiled(schema, usage).validator {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("`{}`: {}", error.instance_path(), shorten(&error.to_string())))
                .collect(),
            Err(error) => vec![error.clone()],
        }
    }

    /// A value that fits a schema in that use; the same seed gives the same value.
    #[must_use]
    pub fn sample(&self, schema: &Value, usage: Usage, variant: Variant, seed: u64) -> Value {
        let compiled = self.compiled(schema, usage);
        let seed = usize::try_from(seed).unwrap_or(usize::MAX);
        match &compiled.validator {
            Ok(validator) => sample::seeded(&compiled.bundle, &compiled.heights, validator, variant, seed),
            Err(_) => Value::Null,
        }
    }

    fn compiled(&self, schema: &Value, usage: Usage) -> Arc<Compiled> {
        let key = (schema.to_string(), usage);
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let bundle = Bundle::of_schema(&self.documents, schema, usage);
        let (heights, validator) = (height::heights(&bundle), validate::first(&bundle));
        let compiled = Arc::new(Compiled { bundle, heights, validator });
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&compiled));
        compiled
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 300 { text.to_owned() } else { text.chars().take(300).chain(['\u{2026}']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SPEC: &str = "
openapi: 3.0.3
components:
  schemas:
    Base: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, size: {type: integer, nullable: true}}}
    Both: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [name], properties: {name: {type: string}}}]}
    Link: {type: object, properties: {base: {nullable: true, allOf: [{$ref: '#/components/schemas/Base'}]}}}
    Pick: {type: object, required: [one], properties: {one: {oneOf: [{type: object, properties: {a: {type: integer}}}, {type: object, required: [b], properties: {b: {type: string}}, additionalProperties: false}]}}}
";

    fn judge() -> Judge {
        Judge::new(Documents::parse(SPEC).expect("a description"))
    }

    fn errors(name: &str, usage: Usage, value: &Value) -> Vec<String> {
        judge().errors(&reference(name), usage, value)
    }

    fn reference(name: &str) -> Value {
        json!({ "$ref": format!("openapi.yaml#/components/schemas/{name}") })
    }

    const PART: Usage = Usage { partial: true, ..Usage::SENT };

    #[test]
    fn direction_decides_about_read_only() {
        assert_eq!(errors("Base", Usage::SENT, &json!({ "size": null })), [""; 0]);
        assert_eq!(errors("Base", Usage::SENT, &json!({ "id": "1" })).len(), 1);
        assert_eq!(errors("Base", Usage::RECEIVED, &json!({ "size": 1 })).len(), 1);
        assert_eq!(errors("Base", Usage::RECEIVED, &json!({ "id": "1", "other": 1 })), [""; 0]);
    }

    #[test]
    fn unknown_properties_are_refused_through_all_of() {
        assert_eq!(errors("Both", Usage::SENT, &json!({ "name": "a", "size": 1 })), [""; 0]);
        assert_eq!(errors("Both", Usage::SENT, &json!({ "name": "a", "nam": 1 })).len(), 1);
        assert_eq!(errors("Link", Usage::SENT, &json!({ "base": { "sise": 1 } })).len(), 1);
        assert_eq!(errors("Link", Usage::SENT, &json!({ "base": null })), [""; 0]);
        assert_eq!(errors("Link", Usage { literal_null: true, ..Usage::SENT }, &json!({ "base": null })).len(), 1);
    }

    #[test]
    fn a_partial_body_needs_nothing() {
        assert_eq!(errors("Both", PART, &json!({ "size": 1 })), [""; 0]);
        assert_eq!(errors("Both", Usage::SENT, &json!({ "size": 1 })).len(), 1);
    }

    #[test]
    fn samples_fit_and_differ() {
        let judge = judge();
        for name in ["Base", "Both", "Link", "Pick"] {
            for usage in [Usage::SENT, Usage::RECEIVED, PART] {
                for (variant, seed) in [(Variant::Full, 1), (Variant::Full, 2), (Variant::Minimal, 3), (Variant::Nulls, 4)] {
                    let value = judge.sample(&reference(name), usage, variant, seed);
                    let errors = judge.errors(&reference(name), usage, &value);
                    assert_eq!(errors, [""; 0], "{name} {usage:?} {variant:?} {seed}: {value}");
                }
            }
        }
        let of = |variant, seed| judge.sample(&reference("Base"), Usage::RECEIVED, variant, seed);
        assert_ne!(of(Variant::Full, 1), of(Variant::Full, 2));
        assert!(of(Variant::Nulls, 1)["size"].is_null() && of(Variant::Minimal, 1).get("size").is_none());
    }
}
