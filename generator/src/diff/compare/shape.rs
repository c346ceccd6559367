//! The shape of a schema as a number: what takes the same values, for all that is looked at, has the same one.

use super::super::view::{ANNOTATIONS, Identity, View, only_member};
use super::Comparer;
use super::types::Types;
use super::values::named;
use crate::document::Node;
use crate::location::Report;
use foldhash::HashMap;
use serde_json::Value;
use std::hash::{BuildHasher, Hash, Hasher};

/// Maximum depth to which two schemas are compared.
const DEPTH: u8 = 4;

/// Keys that are read elsewhere.
const READ: [&str; 7] = ["type", "nullable", "properties", "allOf", "required", "enum", "const"];

/// Keys whose value is a schema.
const SCHEMAS: [&str; 12] = [
    "items",
    "additionalProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "not",
    "contains",
    "propertyNames",
    "if",
    "then",
    "else",
    "contentSchema",
    "additionalItems",
];

/// Keys whose value maps names to schemas.
const MAPS: [&str; 2] = ["patternProperties", "dependentSchemas"];

impl<'o, 'n> Comparer<'o, 'n> {
    /// The shape of a schema of the old description.
    pub(super) fn print_old(&mut self, view: &View<'o>) -> u64 {
        Shapes { known: &mut self.old_prints, report: &mut self.old_report }.of(view, DEPTH)
    }

    /// The shape of a schema of the new description.
    pub(super) fn print_new(&mut self, view: &View<'n>) -> u64 {
        Shapes { known: &mut self.new_prints, report: &mut self.new_report }.of(view, DEPTH)
    }
}

struct Shapes<'a> {
    known: &'a mut HashMap<(Identity, u8), u64>,
    report: &'a mut Report,
}

impl Shapes<'_> {
    fn of(&mut self, view: &View<'_>, depth: u8) -> u64 {
        let key = (view.identity(), depth);
        if let Some(print) = self.known.get(&key) {
            return *print;
        }
        // The same for both descriptions and for every run.
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        format!("{:?} {:?}", Types::of(view), view.takes_null()).hash(&mut hasher);
        if depth > 0 {
            let lists = view.values("required").filter_map(|(_, list)| list.as_array()).flatten();
            sorted(lists.filter_map(Value::as_str).collect()).hash(&mut hasher);
            named(view).map(|named| sorted(named.values.into_iter().map(canonical).collect())).hash(&mut hasher);
            let properties = view.children("properties").into_iter().map(|(name, nodes)| {
                let child = View::all(&nodes, self.report);
                (name, self.of(&child, depth - 1))
            });
            sorted(properties.collect()).hash(&mut hasher);
            let mut others: Vec<(&str, u64)> = Vec::new();
            for part in &view.parts {
                let is_wrapped = only_member(part).is_some();
                for (name, child) in part.entries() {
                    let is_read = READ.contains(&name) || is_wrapped && matches!(name, "oneOf" | "anyOf");
                    if !is_read && !ANNOTATIONS.contains(&name) && !name.starts_with("x-") {
                        others.extend(self.keyword(name, &child, depth - 1).map(|number| (name, number)));
                    }
                }
            }
            sorted(others).hash(&mut hasher);
        }
        let print = hasher.finish();
        self.known.insert(key, print);
        print
    }

    fn at(&mut self, node: &Node<'_>, depth: u8) -> u64 {
        let view = View::of(node, self.report);
        self.of(&view, depth)
    }

    /// What a keyword says; `None` where that is nothing.
    fn keyword(&mut self, name: &str, child: &Node<'_>, depth: u8) -> Option<u64> {
        if SCHEMAS.contains(&name) {
            let view = View::of(child, self.report);
            let says_nothing = view.says_nothing() && !matches!(name, "not" | "contains");
            return (!says_nothing).then(|| self.of(&view, depth));
        }
        if MAPS.contains(&name) {
            let all = child.entries().map(|(name, node)| (name, self.at(&node, depth)));
            return Some(number_of(&sorted(all.collect())));
        }
        let mut members: Vec<u64> = match name {
            "oneOf" | "anyOf" | "prefixItems" => child.items().map(|one| self.at(&one, depth)).collect(),
            _ => return Some(number_of(&canonical(child.value))),
        };
        if name != "prefixItems" {
            members.sort_unstable();
        }
        Some(number_of(&members))
    }
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}

/// A value as text: keys in order, and numbers by value.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<String> = map.iter().map(|(key, value)| format!("{key:?}:{}", canonical(value))).collect();
            entries.sort_unstable();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        other => other.to_string(),
    }
}

fn number_of(value: &impl Hash) -> u64 {
    foldhash::fast::FixedState::default().hash_one(value)
}
