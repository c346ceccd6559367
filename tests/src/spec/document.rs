//! The files of a spec as values, with every `$ref` made absolute (`file.yaml#/pointer`).

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The files of one spec, keyed by their path inside the folder.
#[derive(Clone, Debug)]
pub struct Documents {
    files: BTreeMap<String, Value>,
    root: String,
}

impl Documents {
    /// Reads `openapi.yaml` in `folder` and every file it refers to.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is no YAML; names the file.
    pub fn load(folder: &Path) -> Result<Self, String> {
        Self::read("openapi.yaml", |name| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        })
    }

    /// Reads one document that refers to no other file.
    ///
    /// # Errors
    ///
    /// When the text is no YAML.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read("openapi.yaml", |name| match name {
            "openapi.yaml" => Ok(text.to_owned()),
            other => Err(format!("{other}: no such file")),
        })
    }

    fn read(root: &str, open: impl Fn(&str) -> Result<String, String>) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        let mut wanted = vec![root.to_owned()];
        while let Some(name) = wanted.pop() {
            if files.contains_key(&name) {
                continue;
            }
            let yaml: serde_yaml::Value = serde_yaml::from_str(&open(&name)?).map_err(|error| format!("{name}: {error}"))?;
            let mut value = to_json(&yaml);
            absolute(&mut value, &name, &mut wanted);
            files.insert(name, value);
        }
        let documents = Self { files, root: root.to_owned() };
        documents.dangling()?;
        Ok(documents)
    }

    /// The root document.
    #[must_use]
    pub fn root(&self) -> &Value {
        &self.files[&self.root]
    }

    /// The value an absolute reference points at.
    #[must_use]
    pub fn lookup(&self, reference: &str) -> Option<&Value> {
        let (file, pointer) = reference.split_once('#')?;
        self.files.get(file)?.pointer(&crate::http::decode(pointer))
    }

    /// Follows references until something else comes; a chain that never ends gives the last link.
    #[must_use]
    pub fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut here = value;
        for _ in 0..32 {
            match here.get("$ref").and_then(Value::as_str).and_then(|reference| self.lookup(reference)) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    /// Every schema under `components`, by absolute reference.
    pub fn component_schemas(&self) -> impl Iterator<Item = (String, &Value)> {
        self.files.iter().flat_map(|(file, document)| {
            let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
            schemas.into_iter().flatten().map(move |(name, schema)| (format!("{file}#/components/schemas/{name}"), schema))
        })
    }

    fn dangling(&self) -> Result<(), String> {
        let mut lost = Vec::new();
        for (file, document) in &self.files {
            each_reference(document, &mut |reference| {
                if self.lookup(reference).is_none() {
                    lost.push(format!("{file}: `{reference}` leads nowhere"));
                }
            });
        }
        if lost.is_empty() { Ok(()) } else { Err(lost.join("\n")) }
    }
}

/// Turns YAML into JSON; keys that are no text, such as the status `200`, become text.
fn to_json(yaml: &serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(*value),
        serde_yaml::Value::Number(number) => serde_json::to_value(number).unwrap_or(Value::Null),
        serde_yaml::Value::String(text) => Value::String(text.clone()),
        serde_yaml::Value::Sequence(items) => Value::Array(items.iter().map(to_json).collect()),
        serde_yaml::Value::Mapping(pairs) => pairs.iter().map(|(key, value)| (key_text(key), to_json(value))).collect(),
        serde_yaml::Value::Tagged(tagged) => to_json(&tagged.value),
    }
}

fn key_text(key: &serde_yaml::Value) -> String {
    match to_json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Whether references may stand below a key: not in data. An object below `example` or `examples` may still be one, for a
/// property can have such a name. `x-webhooks` holds ordinary path items.
fn may_refer(key: &str, child: &Value) -> bool {
    match key {
        "x-webhooks" => true,
        "example" | "examples" | "default" | "enum" => child.is_object(),
        _ => !key.starts_with("x-"),
    }
}

fn absolute(value: &mut Value, file: &str, wanted: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                let target = join(file, target);
                *reference = format!("{target}#{pointer}");
                wanted.push(target);
            }
            for (key, child) in object.iter_mut() {
                if may_refer(key, child) {
                    absolute(child, file, wanted);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| absolute(item, file, wanted)),
        _ => {}
    }
}

fn each_reference(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                visit(reference);
            }
            for (key, child) in object {
                if may_refer(key, child) {
                    each_reference(child, visit);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

/// Resolves a relative file name against the file that holds it.
fn join(file: &str, target: &str) -> String {
    if target.is_empty() {
        return file.to_owned();
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_files() {
        assert_eq!(join("openapi.yaml", "board.yaml"), "board.yaml");
        assert_eq!(join("a/b.yaml", "../c.yaml"), "c.yaml");
        assert_eq!(join("a/b.yaml", "./c.yaml"), "a/c.yaml");
        assert_eq!(join("a/b.yaml", ""), "a/b.yaml");
    }

    #[test]
    fn a_lost_reference_is_named() {
        let error = Documents::parse("a: {$ref: '#/b'}").unwrap_err();
        assert!(error.contains("`openapi.yaml#/b` leads nowhere"), "{error}");
    }
}
