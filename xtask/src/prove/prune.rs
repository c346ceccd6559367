//! Takes out of an example what its schema does not describe: types without a place for it may drop it.

use super::bundle::{self, Bundle};
use serde_json::Value;

/// Everything any part of some schemas says, branches included.
#[derive(Default)]
struct Described<'b> {
    seen: Vec<usize>,
    listed: bool,
    properties: Vec<(&'b str, &'b Value)>,
    extras: Vec<&'b Value>,
    items: Vec<&'b Value>,
    prefix: Vec<&'b [Value]>,
}

/// Whether a value fits the schema at an index.
pub type Fits<'f> = &'f dyn Fn(usize, &Value) -> bool;

/// The value without properties that no part of the schemas describes; of the branches of a choice, those count that the
/// value fits. An object of which nothing is described is kept whole.
pub fn prune(bundle: &Bundle, fits: Fits<'_>, value: &Value, schemas: &[&Value]) -> Value {
    let mut described = Described::default();
    for schema in schemas {
        described.add(bundle, fits, value, schema);
    }
    match value {
        Value::Object(object) => {
            let free = !described.listed && described.extras.is_empty();
            let entries = object.iter().filter_map(|(key, value)| {
                let own: Vec<&Value> =
                    described.properties.iter().filter(|(name, _)| name == key).map(|(_, schema)| *schema).collect();
                match (own.is_empty(), free || !described.extras.is_empty()) {
                    (true, false) => None,
                    (true, true) => Some((key.clone(), prune(bundle, fits, value, &described.extras))),
                    (false, _) => Some((key.clone(), prune(bundle, fits, value, &own))),
                }
            });
            Value::Object(entries.collect())
        }
        Value::Array(list) => {
            let items = list.iter().enumerate().map(|(index, value)| {
                let first = described.prefix.iter().filter_map(|prefix| prefix.get(index));
                let schemas: Vec<&Value> = first.chain(described.items.iter().copied()).collect();
                prune(bundle, fits, value, &schemas)
            });
            Value::Array(items.collect())
        }
        _ => value.clone(),
    }
}

impl<'b> Described<'b> {
    fn add(&mut self, bundle: &'b Bundle, fits: Fits<'_>, whole: &Value, schema: &'b Value) {
        let Some(object) = schema.as_object() else { return };
        for (key, value) in object {
            match key.as_str() {
                "$ref" => {
                    if let Some(index) = value.as_str().and_then(bundle::index).filter(|index| !self.seen.contains(index)) {
                        self.seen.push(index);
                        self.add(bundle, fits, whole, bundle.get(index));
                    }
                }
                "allOf" => value.as_array().into_iter().flatten().for_each(|schema| self.add(bundle, fits, whole, schema)),
                "oneOf" | "anyOf" => {
                    let branches = value.as_array().map(Vec::as_slice).unwrap_or_default();
                    let fitting = |branch: &&Value| {
                        let target = branch.get("$ref").and_then(Value::as_str).and_then(bundle::index);
                        target.is_none_or(|index| fits(index, whole))
                    };
                    let none = !branches.iter().any(|branch| fitting(&branch));
                    branches
                        .iter()
                        .filter(|branch| none || fitting(branch))
                        .for_each(|branch| self.add(bundle, fits, whole, branch));
                }
                "if" | "then" | "else" => self.add(bundle, fits, whole, value),
                "properties" => {
                    self.listed = true;
                    let properties = value.as_object().into_iter().flatten();
                    self.properties.extend(properties.map(|(name, schema)| (name.as_str(), schema)));
                }
                "patternProperties" => self.extras.extend(value.as_object().into_iter().flatten().map(|(_, schema)| schema)),
                "additionalProperties" if *value != Value::Bool(false) => self.extras.push(value),
                "items" => self.items.push(value),
                "prefixItems" => self.prefix.extend(value.as_array().map(Vec::as_slice)),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn undescribed_properties_go() {
        let bundle = Bundle::default();
        let schema = json!({"oneOf": [
            {"properties": {"a": {"type": "array", "items": {"properties": {"b": {}}}}}},
            {"properties": {"m": {"type": "object"}}}
        ]});
        let value = json!({"a": [{"b": {"x": 1}, "c": 2}], "m": {"free": true}, "z": 0});
        assert_eq!(prune(&bundle, &|_, _| true, &value, &[&schema]), json!({"a": [{"b": {"x": 1}}], "m": {"free": true}}));
        let map = json!({"properties": {"a": {}}, "additionalProperties": {"properties": {"b": {}}}});
        assert_eq!(
            prune(&bundle, &|_, _| true, &json!({"a": 1, "k": {"b": 1, "c": 2}}), &[&map]),
            json!({"a": 1, "k": {"b": 1}})
        );
    }
}
