//! Compares what came back with what was sent.

use serde_json::Value;

/// The first difference, with the path to it; `None` when both say the same: objects in any order, numbers
/// by their value.
pub fn difference(sent: &Value, back: &Value) -> Option<String> {
    at(sent, back, &mut String::from("$"))
}

fn at(sent: &Value, back: &Value, path: &mut String) -> Option<String> {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            for (key, value) in sent {
                let Some(other) = back.get(key) else { return Some(format!("{path}.{key}: lost {}", short(value))) };
                if let Some(found) = below(path, &format!(".{key}"), |path| at(value, other, path)) {
                    return Some(found);
                }
            }
            let new = back.iter().find(|(key, _)| !sent.contains_key(*key));
            new.map(|(key, value)| format!("{path}.{key}: new {}", short(value)))
        }
        (Value::Array(sent), Value::Array(back)) => {
            if sent.len() != back.len() {
                return Some(format!("{path}: {} items became {}", sent.len(), back.len()));
            }
            let mut pairs = sent.iter().zip(back).enumerate();
            pairs.find_map(|(index, (sent, back))| below(path, &format!("[{index}]"), |path| at(sent, back, path)))
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => None,
        _ if sent == back => None,
        _ => Some(format!("{path}: {} became {}", short(sent), short(back))),
    }
}

fn below<T>(path: &mut String, step: &str, look: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.push_str(step);
    let found = look(path);
    path.truncate(length);
    found
}

fn same_number(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    if a == b {
        return true;
    }
    let whole = |number: &serde_json::Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}

/// A value as JSON, cut where it is long.
pub fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 120 { text } else { text.chars().take(117).chain("...".chars()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn differences_have_a_path() {
        let same = |a: Value, b: Value| difference(&a, &b);
        assert_eq!(same(json!({"a": 1, "b": [1.0, null]}), json!({"b": [1, null], "a": 1})), None);
        assert_eq!(
            same(json!({"a": [{"b": "+02:00"}]}), json!({"a": [{"b": "Z"}]})).as_deref(),
            Some("$.a[0].b: \"+02:00\" became \"Z\"")
        );
        assert_eq!(same(json!({"a": null}), json!({})).as_deref(), Some("$.a: lost null"));
        assert_eq!(same(json!({}), json!({"a": 1})).as_deref(), Some("$.a: new 1"));
        assert_eq!(same(json!([1]), json!([1, 2])).as_deref(), Some("$: 1 items became 2"));
        assert!(same(json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)).is_some());
        assert!(same(json!("1"), json!(1)).is_some());
    }
}
