//! Asks the `jsonschema` crate whether values fit the schemas of a bundle.

use super::bundle::{self, Bundle};
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

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
pub struct Validators {
    strict: Option<Validator>,
    loose: Option<Validator>,
    unusable: Vec<bool>,
}

impl Validators {
    /// Compiles a bundle. Schemas that the validator refuses are found one by one and set aside.
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
    pub fn usable(&self, bundle: &Bundle, index: usize) -> bool {
        self.strict.is_some() && bundle.reached(index).iter().all(|&index| !self.unusable[index])
    }

    /// How a value fits the schema at an index. Formats count; unknown ones do not.
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
    let document = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs, "properties": properties });
    jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).offline().build(&document)
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

    #[test]
    fn formats_count_and_bad_schemas_are_set_aside() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Date": {"type": "string", "format": "date"},
            "User": {"type": "object", "properties": {"bad": {"$ref": "#/components/schemas/Bad"}}},
            "Bad": {"type": "object", "dependentRequired": {"a": [1]}}
        }}});
        let bundle = Bundle::new(&[("a".to_owned(), &root)]);
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
        let validators = Validators::new(&Bundle::new(&[("a".to_owned(), &root)]));
        let fits = [json!({"a": 1}), json!({}), json!(1)].map(|value| validators.fit(0, &value));
        assert_eq!(fits, [Fit::Strict, Fit::Loose, Fit::No]);
    }
}
