//! Takes out of an example what its schema does not describe: types without a place for it may drop it.

use crate::schema::bundle::{self, Bundle};
use serde_json::Value;

/// Takes examples apart by the schemas of a bundle.
pub struct Pruner<'b> {
    pub bundle: &'b Bundle,
    /// Whether a value fits the schema at an index.
    pub fits: &'b dyn Fn(usize, &Value) -> bool,
}

/// Everything the schemas of a value say, with the branches that it fits.
#[derive(Default)]
struct Described<'b> {
    seen: Vec<usize>,
    listed: bool,
    properties: Vec<(&'b str, &'b Value)>,
    extras: Vec<&'b Value>,
    items: Vec<&'b Value>,
    prefix: Vec<&'b [Value]>,
}

impl<'b> Pruner<'b> {
    /// The value without properties that no part of the schemas describes; of the branches of a choice, those count that the
    /// value fits. An object of which nothing is described is kept whole.
    pub fn prune(&self, value: &Value, schemas: &[&'b Value]) -> Value {
        let mut described = Described::default();
        for schema in schemas {
            self.describe(value, schema, &mut described);
        }
        match value {
            Value::Object(object) => {
                let free = !described.listed && described.extras.is_empty();
                let entries = object.iter().filter_map(|(key, value)| {
                    let own: Vec<&Value> =
                        described.properties.iter().filter(|(name, _)| name == key).map(|(_, schema)| *schema).collect();
                    match (own.is_empty(), free || !described.extras.is_empty()) {
                        (true, false) => None,
                        (true, true) => Some((key.clone(), self.prune(value, &described.extras))),
                        (false, _) => Some((key.clone(), self.prune(value, &own))),
                    }
                });
                Value::Object(entries.collect())
            }
            Value::Array(list) => {
                let items = list.iter().enumerate().map(|(index, value)| {
                    let first = described.prefix.iter().filter_map(|prefix| prefix.get(index));
                    let schemas: Vec<&Value> = first.chain(described.items.iter().copied()).collect();
                    self.prune(value, &schemas)
                });
                Value::Array(items.collect())
            }
            _ => value.clone(),
        }
    }

    fn describe(&self, whole: &Value, schema: &'b Value, out: &mut Described<'b>) {
        let Some(object) = schema.as_object() else { return };
        for (key, value) in object {
            let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
            match key.as_str() {
                "$ref" => {
                    if let Some(index) = value.as_str().and_then(bundle::index).filter(|index| !out.seen.contains(index)) {
                        out.seen.push(index);
                        self.describe(whole, self.bundle.get(index), out);
                    }
                }
                "allOf" => list.iter().for_each(|schema| self.describe(whole, schema, out)),
                "oneOf" | "anyOf" => {
                    let fitting: Vec<&Value> = list.iter().filter(|branch| self.may_fit(whole, branch)).collect();
                    let branches: Vec<&Value> = if fitting.is_empty() { list.iter().collect() } else { fitting };
                    for branch in branches {
                        self.describe(whole, branch, out);
                    }
                }
                "if" | "then" | "else" => self.describe(whole, value, out),
                "properties" => {
                    out.listed = true;
                    let properties = value.as_object().into_iter().flatten();
                    out.properties.extend(properties.map(|(name, schema)| (name.as_str(), schema)));
                }
                "patternProperties" => out.extras.extend(value.as_object().into_iter().flatten().map(|(_, schema)| schema)),
                "additionalProperties" if *value != Value::Bool(false) => out.extras.push(value),
                "items" => out.items.push(value),
                "prefixItems" => out.prefix.push(list),
                _ => {}
            }
        }
    }

    /// Whether a value fits a branch, as far as it is a schema of its own.
    fn may_fit(&self, value: &Value, branch: &Value) -> bool {
        let target = branch.get("$ref").and_then(Value::as_str).and_then(bundle::index);
        target.is_none_or(|index| (self.fits)(index, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn undescribed_properties_go() {
        let bundle = Bundle::default();
        let pruner = Pruner { bundle: &bundle, fits: &|_, _| true };
        let schema = json!({"oneOf": [
            {"properties": {"a": {"type": "array", "items": {"properties": {"b": {}}}}}},
            {"properties": {"m": {"type": "object"}}}
        ]});
        let value = json!({"a": [{"b": {"x": 1}, "c": 2}], "m": {"free": true}, "z": 0});
        assert_eq!(pruner.prune(&value, &[&schema]), json!({"a": [{"b": {"x": 1}}], "m": {"free": true}}));
        let map = json!({"properties": {"a": {}}, "additionalProperties": {"properties": {"b": {}}}});
        assert_eq!(pruner.prune(&json!({"a": 1, "k": {"b": 1, "c": 2}}), &[&map]), json!({"a": 1, "k": {"b": 1}}));
    }
}
