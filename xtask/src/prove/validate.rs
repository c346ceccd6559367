//! Asks the `jsonschema` crate whether values fit the schemas of a bundle.

use super::bundle::{self, Bundle};
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

/// Schemas that may be found unusable before all of them count as such.
const MOST_UNUSABLE: usize = 20;

/// One validator for all schemas of a bundle: a schema of one property for each, so that what they share is
/// compiled once.
pub struct Validators {
    validator: Option<Validator>,
    unusable: Vec<bool>,
}

impl Validators {
    /// Compiles a bundle. Schemas that the validator refuses are found one by one and set aside.
    pub fn new(bundle: &Bundle) -> Self {
        let mut unusable = vec![false; bundle.defs.len()];
        for _ in 0..MOST_UNUSABLE {
            match compile(bundle, &unusable) {
                Ok(validator) => return Validators { validator: Some(validator), unusable },
                Err(error) => match culprit(&error).filter(|index| unusable.get(*index) == Some(&false)) {
                    Some(index) => unusable[index] = true,
                    None => break,
                },
            }
        }
        Validators { validator: None, unusable }
    }

    /// Whether the schema at an index can be used, and so can those it refers to.
    pub fn usable(&self, bundle: &Bundle, index: usize) -> bool {
        self.validator.is_some() && bundle.reached(index).iter().all(|&index| !self.unusable[index])
    }

    /// Whether a value fits the schema at an index. Formats count; unknown ones do not.
    pub fn is_valid(&self, index: usize, value: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| validator.is_valid(&wrap(index, value)))
    }

    /// What does not fit, for a message.
    pub fn reason(&self, index: usize, value: &Value) -> String {
        let wrapped = wrap(index, value);
        let error = self.validator.as_ref().and_then(|validator| validator.validate(&wrapped).err());
        error.map_or_else(String::new, |error| format!("{}: {error}", error.instance_path()))
    }
}

fn wrap(index: usize, value: &Value) -> Value {
    Value::Object(Map::from_iter([(format!("s{index}"), value.clone())]))
}

fn compile(bundle: &Bundle, unusable: &[bool]) -> Result<Validator, ValidationError<'static>> {
    let (mut defs, mut properties) = (Map::new(), Map::new());
    for (index, schema) in bundle.defs.iter().enumerate() {
        let schema = if unusable[index] { Value::Bool(true) } else { schema.clone() };
        defs.insert(format!("s{index}"), schema);
        properties.insert(format!("s{index}"), json!({ "$ref": bundle::pointer(index) }));
    }
    let document = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs, "properties": properties });
    jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).offline().build(&document)
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
        assert!(validators.is_valid(0, &json!("2024-02-29")) && !validators.is_valid(0, &json!("2024-02-30")));
        assert_eq!([0, 1, 2].map(|index| validators.usable(&bundle, index)), [true, false, false]);
        assert!(validators.reason(0, &json!(1)).contains("is not of type"));
    }
}
