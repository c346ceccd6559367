//! What a description marks as secret is a `Secret` in its crate, and what is called one is marked.

use serde_json::Value;
use std::fs;
use std::path::Path;

/// Names of properties whose values are secrets.
fn is_called_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "signingkey", "token"].iter().any(|word| name.ends_with(word))
}

/// `signing_key` of `signingKey`.
fn snake(name: &str) -> String {
    name.chars().flat_map(|letter| letter.is_uppercase().then_some('_').into_iter().chain(letter.to_lowercase())).collect()
}

/// The texts of schemas that are called secrets.
fn texts_of_secrets(document: &Value) -> Vec<(&str, &Value)> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    let secrets = schemas.filter(|(name, _)| name.ends_with("Secret") || name.ends_with("Secrets"));
    let properties = secrets.filter_map(|(_, schema)| schema["properties"].as_object()).flatten();
    properties.map(|(name, schema)| (name.as_str(), schema)).collect()
}

/// Properties of every schema in a document: name and schema.
fn properties<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v Value)>) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::Object(list)), true) = (map.get("properties"), !map.contains_key("example")) {
                found.extend(list.iter().map(|(name, schema)| (name.as_str(), schema)));
            }
            map.iter()
                .filter(|(key, _)| !matches!(key.as_str(), "example" | "examples"))
                .for_each(|(_, value)| properties(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| properties(value, found)),
        _ => {}
    }
}

#[test]
fn every_property_that_is_called_a_secret_is_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut marked = 0;
    for api in ["vplan", "agileplace", "planview-admin"] {
        let mut generated = String::new();
        for file in fs::read_dir(root.join("generated").join(api).join("src/types")).expect("a folder") {
            generated += &fs::read_to_string(file.expect("a file").path()).expect("text");
        }
        for file in fs::read_dir(root.join("spec").join(api)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|end| end != "yaml") {
                continue;
            }
            let document: Value = serde_yaml::from_str(&fs::read_to_string(&path).expect("text")).expect("YAML");
            let mut found = Vec::new();
            properties(&document, &mut found);
            for (name, schema) in texts_of_secrets(&document) {
                assert_eq!(schema["format"], "password", "{}: `{name}` of a schema of secrets", path.display());
            }
            for (name, schema) in found {
                let is_string =
                    schema["type"] == "string" || schema["type"].as_array().is_some_and(|list| list.contains(&"string".into()));
                if is_string && is_called_secret(name) {
                    assert_eq!(schema["format"], "password", "{}: `{name}`", path.display());
                }
                if schema["format"] == "password" {
                    marked += 1;
                    let name = snake(name);
                    let (option, patch) = (format!(" {name}: Option<Secret>"), format!(" {name}: Patch<Secret>"));
                    let plain = format!(" {name}: Secret");
                    assert!([option, patch, plain].iter().any(|field| generated.contains(field)), "{}: `{name}`", path.display());
                }
            }
        }
    }
    assert!(marked >= 10, "{marked}");
}
