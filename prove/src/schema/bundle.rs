//! Collects the schemas of a description, of all its files, into one JSON Schema document of flat `$defs`.

use super::Usage;
use super::translate::{Mode, translate};
use crate::document::{Documents, component};
use serde_json::Value;
use std::collections::HashMap;

/// Comment of a schema whose `$ref` leads nowhere.
pub const BROKEN: &str = "broken-ref";

/// Finds the place a `$ref` leads to.
pub(super) trait Refs {
    /// Index in [`Bundle::defs`] of the schema there, read that way; `None` where it leads nowhere.
    fn resolve(&mut self, target: &str, mode: Mode) -> Option<usize>;

    /// Index of the schema that is being translated, where a reference leads to it: what `$recursiveRef: "#"` means
    /// (JSON Schema 2019-09, 8.2.4.2.1). An anchor below a component is not looked for.
    fn around(&mut self, mode: Mode) -> Option<usize>;
}

/// The schemas of a description.
#[derive(Debug, Default)]
pub struct Bundle {
    /// Translated schemas; `#/$defs/s3` is the one at index 3.
    pub defs: Vec<Value>,
    /// The reference to each schema; `None` for one that was handed over.
    pub targets: Vec<Option<String>>,
    /// Component schemas of all files: key and index, in order.
    pub roots: Vec<(String, usize)>,
    /// Examples that media types give for a schema: index and value.
    pub examples: Vec<(usize, Value)>,
}

/// The reference to a schema of the bundle.
#[must_use]
pub fn pointer(index: usize) -> String {
    format!("#/$defs/s{index}")
}

/// The index behind a reference made by `pointer`.
#[must_use]
pub fn index(reference: &str) -> Option<usize> {
    reference.strip_prefix("#/$defs/s")?.parse().ok()
}

impl Bundle {
    /// Every component schema of a description, and what they refer to.
    #[must_use]
    pub fn of_components(documents: &Documents) -> Bundle {
        let mode = Mode::new(documents, Usage::default());
        let mut collector = Collector::new(documents);
        // A key of an earlier file stands for those of later ones: a root may list the schemas of its parts.
        let mut roots: Vec<(String, usize)> = Vec::new();
        for (file, value) in documents.files() {
            for (key, _) in value.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
                if !roots.iter().any(|(known, _)| known == key) {
                    roots.extend(collector.resolve(&component(file, key), mode).map(|at| (key.clone(), at)));
                }
            }
        }
        let mut examples = Vec::new();
        for (_, value) in documents.files() {
            media_examples(value, mode, &mut collector, &mut examples);
        }
        Bundle { roots, examples, ..collector.finish() }
    }

    /// One schema, at index 0, and what it refers to.
    #[must_use]
    pub fn of_schema(documents: &Documents, schema: &Value, usage: Usage) -> Bundle {
        let mut collector = Collector::new(documents);
        collector.places.push(Place { schema, target: None, mode: Mode::new(documents, usage) });
        collector.finish()
    }

    /// Follows a reference within the bundle.
    #[must_use]
    pub fn get(&self, index: usize) -> &Value {
        self.defs.get(index).unwrap_or(&Value::Null)
    }

    /// The component key of the schema at an index, where it is a component.
    #[must_use]
    pub fn key(&self, index: usize) -> Option<String> {
        let key = self.targets.get(index)?.as_ref()?.split_once("#/components/schemas/")?.1;
        (!key.contains('/')).then(|| key.replace("~1", "/").replace("~0", "~"))
    }

    /// The schema at an index and every schema it refers to, directly or not.
    #[must_use]
    pub fn reached(&self, index: usize) -> Vec<usize> {
        let mut visited = vec![false; self.defs.len()];
        let mut reached = vec![index];
        visited[index] = true;
        let mut at = 0;
        while let Some(&current) = reached.get(at) {
            targets(self.get(current), &mut |target| {
                if !std::mem::replace(&mut visited[target], true) {
                    reached.push(target);
                }
            });
            at += 1;
        }
        reached
    }

    /// For each schema, whether it reaches a reference that leads nowhere.
    #[must_use]
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
    documents: &'a Documents,
    known: HashMap<(String, Mode), usize>,
    places: Vec<Place<'a>>,
    /// Index of the place that is being translated.
    current: usize,
}

/// A schema to translate.
#[derive(Clone)]
struct Place<'a> {
    schema: &'a Value,
    target: Option<String>,
    mode: Mode,
}

impl<'a> Collector<'a> {
    fn new(documents: &'a Documents) -> Self {
        Collector { documents, known: HashMap::new(), places: Vec::new(), current: 0 }
    }

    /// Translates the places, those among them that are found on the way.
    fn finish(mut self) -> Bundle {
        let mut defs = Vec::new();
        while let Some(place) = self.places.get(defs.len()).cloned() {
            self.current = defs.len();
            defs.push(translate(place.schema, place.mode, &mut self));
        }
        Bundle { defs, targets: self.places.into_iter().map(|place| place.target).collect(), ..Bundle::default() }
    }
}

impl Refs for Collector<'_> {
    fn resolve(&mut self, target: &str, mode: Mode) -> Option<usize> {
        if let Some(index) = self.known.get(&(target.to_owned(), mode)) {
            return Some(*index);
        }
        let schema = self.documents.lookup(target)?;
        let index = self.places.len();
        self.known.insert((target.to_owned(), mode), index);
        self.places.push(Place { schema, target: Some(target.to_owned()), mode });
        Some(index)
    }

    fn around(&mut self, mode: Mode) -> Option<usize> {
        let target = self.places.get(self.current)?.target.clone()?;
        self.resolve(&target, mode)
    }
}

/// Examples of media types, headers and parameters whose schema is a reference to a component.
fn media_examples(value: &Value, mode: Mode, collector: &mut Collector<'_>, out: &mut Vec<(usize, Value)>) {
    match value {
        Value::Object(object) => {
            let target = object.get("schema").and_then(|schema| schema.get("$ref")).and_then(Value::as_str);
            let component = target.filter(|target| target.contains("#/components/schemas/"));
            if let Some(index) = component.and_then(|target| collector.resolve(target, mode)) {
                out.extend(object.get("example").map(|example| (index, example.clone())));
                let named = object.get("examples").and_then(Value::as_object).into_iter().flatten();
                out.extend(named.filter_map(|(_, example)| Some((index, example.get("value")?.clone()))));
            }
            object.values().for_each(|value| media_examples(value, mode, collector, out));
        }
        Value::Array(list) => list.iter().for_each(|value| media_examples(value, mode, collector, out)),
        _ => {}
    }
}

/// Calls `found` for every schema a translated schema refers to.
pub fn targets(schema: &Value, found: &mut dyn FnMut(usize)) {
    visit(schema, &mut |key, value| {
        if key == "$ref"
            && let Some(target) = value.as_str().and_then(index)
        {
            found(target);
        }
    });
}

/// Calls `found` for every key of a translated schema, annotations left out.
fn visit<'a>(value: &'a Value, found: &mut dyn FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found(key, value);
                if !matches!(key.as_str(), "default" | "examples" | "enum" | "const") {
                    visit(value, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| visit(value, found)),
        _ => {}
    }
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
        let bundle = Bundle::of_components(&Documents::new(vec![
            ("spec/root.yaml".to_owned(), root),
            ("spec/parts/b.yaml".to_owned(), part),
        ]));
        assert_eq!(bundle.roots.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["A", "C/d", "Lost", "User", "B"]);
        assert_eq!(bundle.defs[0], json!({"$ref": "#/$defs/s4"}));
        assert_eq!(bundle.defs[4], json!({"$ref": "#/$defs/s1"}));
        assert_eq!(bundle.defs[1], json!({"type": "array", "items": {"$ref": "#/$defs/s1"}}));
        assert_eq!(bundle.broken(), [false, false, true, true, false]);
        assert_eq!(bundle.key(4).as_deref(), Some("B"));
    }

    #[test]
    fn a_recursive_reference_is_one_to_the_component() {
        let root = json!({"openapi": "3.1.0", "components": {"schemas": {
            "Other": {"type": "string"},
            "Tree": {"properties": {"children": {"items": {"$recursiveRef": "#"}}}},
            "Elsewhere": {"items": {"$recursiveRef": "#gone"}}
        }}});
        let bundle = Bundle::of_components(&Documents::new(vec![("a".to_owned(), root)]));
        assert_eq!(bundle.defs[1], json!({"properties": {"children": {"items": {"$ref": "#/$defs/s1"}}}}));
        assert_eq!(bundle.broken(), [false, false, true]);
    }
}
