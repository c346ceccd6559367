//! Asks the `jsonschema` crate whether values fit the schemas of a bundle.

use super::bundle::{self, Bundle};
use jsonschema::{Draft, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value, json};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Schemas that may be found unusable before all of them count as such.
const MOST_UNUSABLE: usize = 20;

/// How a value fits a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Not at all.
    No,
    /// If several branches of a `oneOf` may hold at once. Real descriptions mean that more often than not: their
    /// branches overlap, and some admit no value otherwise.
    Loose,
    /// As the schema says.
    Strict,
}

/// Validators for all schemas of a bundle: each a schema of one property per schema, so that what they share
/// is compiled once.
#[derive(Debug)]
pub struct Validators {
    strict: Option<Validator>,
    loose: Option<Validator>,
    unusable: Vec<bool>,
}

impl Validators {
    /// Compiles a bundle. Schemas that the validator refuses are found one by one and set aside.
    #[must_use]
    pub fn new(bundle: &Bundle) -> Self {
        let mut unusable = vec![false; bundle.defs.len()];
        for _ in 0..MOST_UNUSABLE {
            match compile(bundle, &unusable, false) {
                Ok(validator) => {
                    let loose = compile(bundle, &unusable, true).ok();
                    return Validators { strict: Some(validator), loose, unusable };
                }
                Err(error) => match culprit(&error).filter(|index| unusable.get(*index) == Some(&false)) {
                    Some(index) => unusable[index] = true,
                    None => break,
                },
            }
        }
        Validators { strict: None, loose: None, unusable }
    }

    /// Whether the schema at an index can be used, and so can those it refers to.
    #[must_use]
    pub fn usable(&self, bundle: &Bundle, index: usize) -> bool {
        self.strict.is_some() && bundle.reached(index).iter().all(|&index| !self.unusable[index])
    }

    /// How a value fits the schema at an index. Formats count; unknown ones do not.
    #[must_use]
    pub fn fit(&self, index: usize, value: &Value) -> Fit {
        let wrapped = wrap(index, value);
        let fits = |validator: &Option<Validator>| validator.as_ref().is_some_and(|validator| validator.is_valid(&wrapped));
        if fits(&self.strict) {
            Fit::Strict
        } else if fits(&self.loose) {
            Fit::Loose
        } else {
            Fit::No
        }
    }

    /// What does not fit, for a message.
    #[must_use]
    pub fn reason(&self, index: usize, value: &Value) -> String {
        let wrapped = wrap(index, value);
        let error = self.loose.as_ref().and_then(|validator| validator.validate(&wrapped).err());
        let error = error.or_else(|| self.strict.as_ref().and_then(|validator| validator.validate(&wrapped).err()));
        error.map_or_else(String::new, |error| format!("{}: {error}", error.instance_path()))
    }
}

fn wrap(index: usize, value: &Value) -> Value {
    Value::Object(Map::from_iter([(format!("s{index}"), value.clone())]))
}

fn compile(bundle: &Bundle, unusable: &[bool], loose: bool) -> Result<Validator, ValidationError<'static>> {
    let (mut defs, mut properties) = (Map::new(), Map::new());
    for (index, schema) in bundle.defs.iter().enumerate() {
        let schema = match (unusable[index], loose) {
            (true, _) => Value::Bool(true),
            (false, true) => loosened(schema),
            (false, false) => schema.clone(),
        };
        defs.insert(format!("s{index}"), schema);
        properties.insert(format!("s{index}"), json!({ "$ref": bundle::pointer(index) }));
    }
    let document = json!({ "$schema": DRAFT, "$defs": defs, "properties": properties });
    options().build(&document)
}

/// The validator of the schema at index 0 of a bundle. `time` means hours and minutes with or without the rest there:
/// OpenAPI 3.0 does not define it.
///
/// # Errors
///
/// When a schema is wrong, with the place in it.
pub fn first(bundle: &Bundle) -> Result<Validator, String> {
    let defs: Map<String, Value> =
        bundle.defs.iter().enumerate().map(|(index, schema)| (format!("s{index}"), schema.clone())).collect();
    let document = json!({ "$schema": DRAFT, "$defs": defs, "$ref": bundle::pointer(0) });
    let validator = options()
        .with_format("time", |text: &str| clock(text))
        .with_format("time-local", |text: &str| local(text))
        .build(&document);
    validator.map_err(|error| format!("schema is wrong at {}: {error}", error.schema_path()))
}

fn options() -> ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .offline()
}

/// Hours and minutes, maybe seconds.
fn local(text: &str) -> bool {
    matches!(text.len(), 5 | 8) && clock(text)
}

/// Hours and minutes, maybe seconds, maybe an offset.
fn clock(text: &str) -> bool {
    let two = |at: usize, most: u8| {
        let digits = text.get(at..at + 2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|number| number <= most)
    };
    two(0, 24) && text.get(2..3) == Some(":") && two(3, 59) && (text.len() == 5 || text.get(5..6) == Some(":") && two(6, 60))
}

/// The schema with `anyOf` for `oneOf`.
fn loosened(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut out: Map<String, Value> = object.iter().map(|(key, value)| (key.clone(), loosened(value))).collect();
            if let Some(branches) = object.get("oneOf").filter(|branches| branches.is_array()) {
                out.remove("oneOf");
                let all = out.entry("allOf").or_insert_with(|| json!([]));
                if let Some(all) = all.as_array_mut() {
                    all.push(json!({ "anyOf": loosened(branches) }));
                }
            }
            Value::Object(out)
        }
        Value::Array(list) => list.iter().map(loosened).collect(),
        _ => schema.clone(),
    }
}

/// The schema an error of compilation is about: `/$defs/s3/...` in one of its paths.
fn culprit(error: &ValidationError<'_>) -> Option<usize> {
    let paths = [error.instance_path().to_string(), error.schema_path().to_string()];
    paths.iter().find_map(|path| {
        let rest = path.split("/$defs/s").nth(1)?;
        rest.split('/').next()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Documents;

    #[test]
    fn formats_count_and_bad_schemas_are_set_aside() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Date": {"type": "string", "format": "date"},
            "User": {"type": "object", "properties": {"bad": {"$ref": "#/components/schemas/Bad"}}},
            "Bad": {"type": "object", "dependentRequired": {"a": [1]}}
        }}});
        let bundle = Bundle::of_components(&Documents::new(vec![("a".to_owned(), root)]));
        let validators = Validators::new(&bundle);
        let fits = ["2024-02-29", "2024-02-30"].map(|date| validators.fit(0, &json!(date)));
        assert_eq!(fits, [Fit::Strict, Fit::No]);
        assert_eq!([0, 1, 2].map(|index| validators.usable(&bundle, index)), [true, false, false]);
        assert!(validators.reason(0, &json!(1)).contains("is not of type"));
    }

    #[test]
    fn overlapping_branches_fit_loosely() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "A": {"oneOf": [{"type": "object"}, {"type": "object", "properties": {"a": {"type": "string"}}}]}
        }}});
        let validators = Validators::new(&Bundle::of_components(&Documents::new(vec![("a".to_owned(), root)])));
        let fits = [json!({"a": 1}), json!({}), json!(1)].map(|value| validators.fit(0, &value));
        assert_eq!(fits, [Fit::Strict, Fit::Loose, Fit::No]);
    }
}
