//! What part of a record a response shows: `show`, `hide` and `with`.

use serde_json::{Map, Value};

/// Keeps only the named properties. Paths are dotted, `*` stands for every property or index.
#[must_use]
pub fn show(record: &Value, paths: &[impl AsRef<str>]) -> Value {
    let mut out = Value::Object(Map::new());
    for path in paths {
        let steps: Vec<&str> = path.as_ref().split('.').collect();
        keep(record, &steps, &mut out);
    }
    out
}

fn keep(from: &Value, steps: &[&str], out: &mut Value) {
    let Some((step, rest)) = steps.split_first() else {
        *out = from.clone();
        return;
    };
    match from {
        Value::Object(object) => {
            if !out.is_object() {
                *out = Value::Object(Map::new());
            }
            let Value::Object(target) = out else { return };
            for (key, value) in object {
                if *step == "*" || step == key {
                    keep(value, rest, target.entry(key.clone()).or_insert(Value::Null));
                }
            }
        }
        Value::Array(items) => {
            if !out.is_array() {
                *out = Value::Array(vec![Value::Null; items.len()]);
            }
            let Value::Array(targets) = out else { return };
            for (at, (item, target)) in items.iter().zip(targets).enumerate() {
                if *step == "*" || *step == at.to_string() {
                    keep(item, rest, target);
                }
            }
        }
        _ => {}
    }
}

/// Drops the named properties.
#[must_use]
pub fn hide(record: &Value, paths: &[impl AsRef<str>]) -> Value {
    let mut out = record.clone();
    for path in paths {
        let steps: Vec<&str> = path.as_ref().split('.').collect();
        drop_path(&mut out, &steps);
    }
    out
}

fn drop_path(value: &mut Value, steps: &[&str]) {
    let Some((step, rest)) = steps.split_first() else {
        return;
    };
    match value {
        Value::Object(object) => {
            if rest.is_empty() {
                object.retain(|key, _| *step != "*" && step != key);
            } else {
                let chosen = object.iter_mut().filter(|(key, _)| *step == "*" || step == key);
                chosen.for_each(|(_, child)| drop_path(child, rest));
            }
        }
        Value::Array(items) => {
            let chosen = items.iter_mut().enumerate().filter(|(at, _)| *step == "*" || *step == at.to_string());
            chosen.for_each(|(_, child)| drop_path(child, rest));
        }
        _ => {}
    }
}

/// Drops the relations that were not asked for.
#[must_use]
pub fn with(record: &Value, relations: &[String], wanted: &[impl AsRef<str>]) -> Value {
    let mut out = record.clone();
    if let Value::Object(object) = &mut out {
        let asked = |name: &String| wanted.iter().any(|path| path.as_ref().split('.').next() == Some(name));
        object.retain(|name, _| !relations.contains(name) || asked(name));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whitelist_and_blacklist() {
        let record = json!({ "id": 1, "name": "a", "rows": [{ "id": 2, "n": 3 }, { "id": 4, "n": 5 }] });
        assert_eq!(show(&record, &["id"]), json!({ "id": 1 }));
        assert_eq!(show(&record, &["rows.*.id"]), json!({ "rows": [{ "id": 2 }, { "id": 4 }] }));
        let rows = hide(&show(&record, &["rows.*"]), &["rows.*.id"]);
        assert_eq!(rows, json!({ "rows": [{ "n": 3 }, { "n": 5 }] }));
        assert_eq!(hide(&record, &["rows.0.id", "name"]), json!({ "id": 1, "rows": [{ "n": 3 }, { "id": 4, "n": 5 }] }));
        assert_eq!(with(&record, &["rows".into()], &[""; 0]), json!({ "id": 1, "name": "a" }));
    }
}
