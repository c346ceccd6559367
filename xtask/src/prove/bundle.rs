//! Collects the schemas of a description, of all its files, into one JSON Schema document of flat `$defs`.

use super::dialect::translate;
use serde_json::Value;
use std::collections::HashMap;

/// Comment of a schema whose `$ref` leads nowhere.
pub const BROKEN: &str = "broken-ref";

/// Finds the place a `$ref` leads to.
pub trait Refs {
    /// Index in [`Bundle::defs`]; `None` where it leads nowhere.
    fn resolve(&mut self, target: &str) -> Option<usize>;
}

/// The schemas of a description.
#[derive(Debug, Default)]
pub struct Bundle {
    /// Translated schemas; `#/$defs/s3` is the one at index 3.
    pub defs: Vec<Value>,
    /// Component key of each schema, where it is a component.
    pub keys: Vec<Option<String>>,
    /// Component schemas of all files: key and index, in order.
    pub roots: Vec<(String, usize)>,
    /// Examples that media types give for a schema: index and value.
    pub examples: Vec<(usize, Value)>,
}

/// The reference to a schema of the bundle.
pub fn pointer(index: usize) -> String {
    format!("#/$defs/s{index}")
}

/// The index behind a reference made by [`pointer`].
pub fn index(reference: &str) -> Option<usize> {
    reference.strip_prefix("#/$defs/s")?.parse().ok()
}

impl Bundle {
    /// Bundles a description: its files as path and content, the root first.
    pub fn new(files: &[(String, &Value)]) -> Bundle {
        let Some((_, root)) = files.first() else { return Bundle::default() };
        let old = root["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"));
        let mut collector = Collector { files, known: HashMap::new(), places: Vec::new(), file: 0 };
        // A key of an earlier file stands for those of later ones: a root may list the schemas of its parts.
        let mut roots: Vec<(String, usize)> = Vec::new();
        for (file, (_, value)) in files.iter().enumerate() {
            for (key, _) in value.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
                if !roots.iter().any(|(known, _)| known == key) {
                    roots.extend(
                        collector.place(file, &format!("/components/schemas/{}", escape(key))).map(|at| (key.clone(), at)),
                    );
                }
            }
        }
        let mut examples = Vec::new();
        for (file, (_, value)) in files.iter().enumerate() {
            collector.file = file;
            media_examples(value, &mut collector, &mut examples);
        }
        let mut defs = Vec::new();
        while let Some((file, place)) = collector.places.get(defs.len()).cloned() {
            collector.file = file;
            let schema = files[file].1.pointer(&place).unwrap_or(&Value::Null);
            defs.push(translate(schema, old, &mut collector));
        }
        let keys = collector.places.iter().map(|(_, place)| component_key(place)).collect();
        Bundle { defs, keys, roots, examples }
    }

    /// Follows a reference within the bundle.
    pub fn get(&self, index: usize) -> &Value {
        self.defs.get(index).unwrap_or(&Value::Null)
    }

    /// The schema at an index and every schema it refers to, directly or not.
    pub fn reached(&self, index: usize) -> Vec<usize> {
        let mut seen = vec![false; self.defs.len()];
        let mut reached = vec![index];
        seen[index] = true;
        let mut at = 0;
        while let Some(&current) = reached.get(at) {
            targets(self.get(current), &mut |target| {
                if !std::mem::replace(&mut seen[target], true) {
                    reached.push(target);
                }
            });
            at += 1;
        }
        reached
    }

    /// For each schema, whether it reaches a reference that leads nowhere.
    pub fn broken(&self) -> Vec<bool> {
        let mut broken: Vec<bool> = Vec::new();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); self.defs.len()];
        for (index, schema) in self.defs.iter().enumerate() {
            targets(schema, &mut |target| users[target].push(index));
            let mut found = false;
            visit(schema, &mut |key, value| found |= key == "$comment" && value == BROKEN);
            broken.push(found);
        }
        let mut open: Vec<usize> = (0..broken.len()).filter(|&index| broken[index]).collect();
        while let Some(index) = open.pop() {
            for &user in &users[index] {
                if !std::mem::replace(&mut broken[user], true) {
                    open.push(user);
                }
            }
        }
        broken
    }
}

struct Collector<'a> {
    files: &'a [(String, &'a Value)],
    known: HashMap<(usize, String), usize>,
    places: Vec<(usize, String)>,
    /// The file whose schema is being translated.
    file: usize,
}

impl Collector<'_> {
    fn place(&mut self, file: usize, pointer: &str) -> Option<usize> {
        if let Some(index) = self.known.get(&(file, pointer.to_owned())) {
            return Some(*index);
        }
        self.files.get(file)?.1.pointer(pointer)?;
        let index = self.places.len();
        self.known.insert((file, pointer.to_owned()), index);
        self.places.push((file, pointer.to_owned()));
        Some(index)
    }
}

impl Refs for Collector<'_> {
    fn resolve(&mut self, target: &str) -> Option<usize> {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let file = if path.is_empty() {
            self.file
        } else {
            let wanted = join(&self.files[self.file].0, path);
            self.files.iter().position(|(path, _)| normal(path) == wanted)?
        };
        self.place(file, &percent_decoded(fragment))
    }
}

/// Examples of media types, headers and parameters whose schema is a reference to a component.
fn media_examples(value: &Value, collector: &mut Collector<'_>, out: &mut Vec<(usize, Value)>) {
    match value {
        Value::Object(object) => {
            let target = object.get("schema").and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
            if let Some(index) =
                target.filter(|target| target.contains("#/components/schemas/")).and_then(|target| collector.resolve(target))
            {
                out.extend(object.get("example").map(|example| (index, example.clone())));
                let named = object.get("examples").and_then(Value::as_object).into_iter().flatten();
                out.extend(named.filter_map(|(_, example)| Some((index, example.get("value")?.clone()))));
            }
            object.values().for_each(|value| media_examples(value, collector, out));
        }
        Value::Array(list) => list.iter().for_each(|value| media_examples(value, collector, out)),
        _ => {}
    }
}

/// Calls `seen` for every schema a translated schema refers to.
pub fn targets(schema: &Value, seen: &mut dyn FnMut(usize)) {
    visit(schema, &mut |key, value| {
        if key == "$ref"
            && let Some(target) = value.as_str().and_then(index)
        {
            seen(target);
        }
    });
}

/// Calls `seen` for every key of a translated schema, annotations left out.
fn visit<'a>(value: &'a Value, seen: &mut dyn FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                seen(key, value);
                if !matches!(key.as_str(), "default" | "examples" | "enum" | "const") {
                    visit(value, seen);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| visit(value, seen)),
        _ => {}
    }
}

fn component_key(place: &str) -> Option<String> {
    let key = place.strip_prefix("/components/schemas/")?;
    (!key.contains('/')).then(|| key.replace("~1", "/").replace("~0", "~"))
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn join(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    normal(&format!("{folder}/{path}"))
}

fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let code =
            (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn files_and_fragments_become_flat_definitions() {
        let root = json!({"openapi": "3.0.3", "components": {"schemas": {
            "A": {"$ref": "parts/b.yaml#/components/schemas/B"},
            "C/d": {"type": "array", "items": {"$ref": "#/components/schemas/C~1d"}},
            "Lost": {"properties": {"x": {"$ref": "#/components/schemas/Gone"}}},
            "User": {"allOf": [{"$ref": "#/components/schemas/Lost"}]}
        }}});
        let part = json!({"components": {"schemas": {"B": {"$ref": "../root.yaml#/components/schemas/C~1d"}}}});
        let bundle = Bundle::new(&[("spec/root.yaml".to_owned(), &root), ("spec/parts/b.yaml".to_owned(), &part)]);
        assert_eq!(bundle.roots.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["A", "C/d", "Lost", "User", "B"]);
        assert_eq!(bundle.defs[0], json!({"$ref": "#/$defs/s4"}));
        assert_eq!(bundle.defs[4], json!({"$ref": "#/$defs/s1"}));
        assert_eq!(bundle.defs[1], json!({"type": "array", "items": {"$ref": "#/$defs/s1"}}));
        assert_eq!(bundle.broken(), [false, false, true, true, false]);
        assert_eq!(bundle.keys[4].as_deref(), Some("B"));
    }
}
