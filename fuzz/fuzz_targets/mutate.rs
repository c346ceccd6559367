//! Changes a document as a value: values swapped, copied, removed, and references planted where they lead to what holds them.

use serde_json::{Map, Value, json};

/// Changes a document by bytes, four a change: what is done, two places, and which key.
pub fn mutated(text: &str, changes: &[u8]) -> Value {
    let mut value: Value = serde_yaml::from_str(text).expect("a fixture is YAML");
    for change in changes.chunks_exact(4).take(12) {
        mutate(&mut value, change);
    }
    value
}

fn mutate(root: &mut Value, change: &[u8]) {
    let pointers = pointers(root);
    let at = |byte: u8, salt: usize| pointers[(usize::from(byte) * 257 + salt * 31) % pointers.len()].clone();
    let (target, source) = (at(change[1], usize::from(change[3])), at(change[2], usize::from(change[3])));
    let new = match change[0] % 8 {
        0 => json!({ "$ref": format!("#{source}") }),
        1 => json!({ "allOf": [{ "$ref": format!("#{source}") }] }),
        2 => json!({ "oneOf": [{ "$ref": format!("#{source}") }, root.pointer(&target)] }),
        3 => root.pointer(&source).cloned().unwrap_or_default(),
        4 => Value::Null,
        5 => json!({ "type": "array", "items": { "$ref": format!("#{source}") } }),
        6 => Value::Object(Map::new()),
        _ => Value::from(format!("text {}", change[3])),
    };
    if let Some(place) = root.pointer_mut(&target).filter(|_| !target.is_empty()) {
        *place = new;
    }
}

/// Pointers to all values, in their order.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, String::new(), &mut found);
    found
}

fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                collect(child, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, child)| collect(child, format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
    found.push(pointer);
}
