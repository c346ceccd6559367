//! How deep the smallest value of each schema is, so that building one ends.

use crate::schema::bundle::{self, Bundle};
use serde_json::Value;

/// More than any value that can be built.
pub const NEVER: u32 = 1000;

/// Depth of the smallest value of each schema of the bundle; [`NEVER`] where there is none.
#[must_use]
pub fn heights(bundle: &Bundle) -> Vec<u32> {
    let mut heights = vec![NEVER; bundle.defs.len()];
    loop {
        let mut changed = false;
        for (index, schema) in bundle.defs.iter().enumerate() {
            let height = of(schema, &heights);
            if height < heights[index] {
                heights[index] = height;
                changed = true;
            }
        }
        if !changed {
            return heights;
        }
    }
}

/// Depth of the smallest value of a schema.
#[must_use]
pub fn of(schema: &Value, heights: &[u32]) -> u32 {
    let object = match schema {
        Value::Object(object) => object,
        Value::Bool(false) => return NEVER,
        _ => return 0,
    };
    if object.contains_key("enum") || object.contains_key("const") {
        return 0;
    }
    let nullable = object.get("type").and_then(Value::as_array).is_some_and(|types| types.iter().any(|name| name == "null"));
    if nullable {
        return 0;
    }
    let list = |key: &str| object.get(key).and_then(Value::as_array).into_iter().flatten();
    let mut height = 0;
    if let Some(index) = object.get("$ref").and_then(Value::as_str).and_then(bundle::index) {
        height = height.max(heights.get(index).copied().unwrap_or(NEVER));
    }
    height = list("allOf").map(|schema| of(schema, heights)).fold(height, u32::max);
    for key in ["oneOf", "anyOf"] {
        if let Some(least) = list(key).map(|schema| of(schema, heights)).min() {
            height = height.max(least);
        }
    }
    for name in list("required").filter_map(Value::as_str) {
        let property = object.get("properties").and_then(|properties| properties.get(name));
        height = height.max(property.map_or(0, |schema| of(schema, heights)).saturating_add(1));
    }
    if object.get("minItems").and_then(Value::as_u64).unwrap_or(0) > 0 {
        height = height.max(object.get("items").map_or(0, |schema| of(schema, heights)).saturating_add(1));
    }
    height.min(NEVER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Documents;
    use serde_json::json;

    #[test]
    fn recursion_ends_or_not() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Leaf": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Leaf"}}},
            "Node": {"type": "object", "required": ["leaf"], "properties": {"leaf": {"$ref": "#/components/schemas/Leaf"}}},
            "Endless": {"type": "object", "required": ["self"], "properties": {"self": {"$ref": "#/components/schemas/Endless"}}},
            "Way": {"oneOf": [{"$ref": "#/components/schemas/Endless"}, {"$ref": "#/components/schemas/Node"}]}
        }}});
        assert_eq!(heights(&Bundle::of_components(&Documents::new(vec![("a".to_owned(), root)]))), [0, 1, NEVER, 1]);
    }
}
