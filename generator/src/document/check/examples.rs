//! Values that a schema states itself, held against its own type.

use super::value::describe;
use super::{At, Walk};
use serde_json::{Map, Value};

impl<'d> Walk<'d, '_> {
    /// Reports a `default`, `const` or value of `enum` that the `type` beside it does not allow.
    pub(super) fn listed_values(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        if !["default", "const", "enum"].iter().any(|key| map.contains_key(*key)) {
            return;
        }
        let types = self.stated_types(map, at);
        self.unlisted_default(map, &types, at);
        if types.is_empty() {
            return;
        }
        if let (Some(Value::Array(array)), Some(Value::Object(items))) = (map.get("default"), map.get("items")) {
            let (above, items_at) = (at.key("default"), at.key("items"));
            let types = self.stated_types(items, &items_at);
            for (index, value) in array.iter().enumerate().filter(|(_, value)| !types.is_empty() && !allows(&types, value)) {
                self.wrong_value("default", &types, value, &above.index(index));
            }
        }
        for key in ["default", "const"] {
            if let Some(value) = map.get(key).filter(|value| !allows(&types, value)) {
                self.wrong_value(key, &types, value, &at.key(key));
            }
        }
        // Null says that there is no default; where null is no value, that is said by having none.
        let may_be_null = types.contains(&"null") || map.get("nullable") == Some(&Value::Bool(true));
        if map.get("default") == Some(&Value::Null) && !may_be_null {
            self.wrong_value("default", &types, &Value::Null, &at.key("default"));
        }
        if let Some(Value::Array(array)) = map.get("enum") {
            let array_at = at.key("enum");
            for (index, value) in array.iter().enumerate().filter(|(_, value)| !allows(&types, value)) {
                self.wrong_value("enum", &types, value, &array_at.index(index));
            }
        }
    }

    /// Notes a default that `enum` beside it does not list.
    fn unlisted_default(&mut self, map: &'d Map<String, Value>, types: &[&str], at: &At<'_>) {
        let (Some(default), Some(Value::Array(array))) = (map.get("default"), map.get("enum")) else { return };
        // One of another type is said as such.
        if !default.is_null() && !array.contains(default) && (types.is_empty() || allows(types, default)) {
            let message = format!("`default` is {default}, which `enum` does not list");
            let said = self.report.note("value-type", at.key("default").place(), message);
            said.help("change the default, or list it");
        }
    }

    fn wrong_value(&mut self, key: &str, types: &[&str], value: &Value, at: &At<'_>) {
        let types = types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        let message = match key {
            "enum" => format!("a value of `enum` is {}, and the type is {types}", describe(value)),
            key => format!("`{key}` is {}, and the type is {types}", describe(value)),
        };
        let help = match value {
            _ if key == "enum" && types == "`array`" => "put `enum` into `items`".to_owned(),
            Value::Number(_) | Value::Bool(_) if types == "`string`" => format!("write it in quotes: `\"{value}\"`"),
            Value::String(text) if text.parse::<f64>().is_ok() || text == "true" || text == "false" => {
                "write it without quotes, or make the type `string`".to_owned()
            }
            Value::Null => "leave it out, or allow null".to_owned(),
            _ => "change the value or the type".to_owned(),
        };
        // What nobody sends does no harm; a value that is listed and cannot be sent does.
        let said = if key == "default" && !self.is_strict() {
            self.report.note("value-type", at.place(), message)
        } else {
            self.report.warning("value-type", at.place(), message)
        };
        said.help(help);
    }
}

/// Whether one of the types allows a value. Null is how many descriptions say that a value may be absent; types that are none are
/// reported as such.
fn allows(types: &[&str], value: &Value) -> bool {
    types.iter().any(|name| match (*name, value) {
        (_, Value::Null)
        | ("boolean", Value::Bool(_))
        | ("number", Value::Number(_))
        | ("string", Value::String(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_)) => true,
        ("integer", Value::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        ("boolean" | "number" | "string" | "array" | "object" | "integer" | "null", _) => false,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_has_one_of_the_types() {
        assert!(allows(&["integer"], &json!(1)) && allows(&["integer"], &json!(1.0)) && allows(&["string"], &json!(null)));
        assert!(!allows(&["integer"], &json!("1")) && !allows(&["integer"], &json!(1.5)) && !allows(&["string"], &json!(1)));
        assert!(allows(&["integer", "string"], &json!("1")) && allows(&["date"], &json!("1")) && allows(&["number"], &json!(1)));
    }
}
