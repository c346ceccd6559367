//! Properties for which two schemas hold although an author had one in mind: a pattern matches what is listed, or another part of an
//! `allOf` has a word for every property that it does not list.

use super::super::{Node, Version};
use super::{At, Walk};
use crate::limits::{COMPARED_PARTS, NESTED_ALIASES, PATTERN_BYTES};
use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where a part of a composition stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// The schema itself.
    Here,
    /// Behind the reference beside it.
    Ref,
    /// An entry of `allOf`.
    Entry(usize),
}

type Part<'d> = (Stands, &'d Map<String, Value>);

impl<'d> Walk<'d, '_> {
    /// Notes properties that a pattern matches, or that another part of the composition does not list and yet speaks of: both schemas
    /// hold then, and only that of the property is read.
    pub(super) fn shadowed_properties(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        self.matched_properties(map, at);
        let parts = self.parts_of(map, at);
        for (stands, part) in parts.iter().filter(|(_, part)| part.contains_key("additionalProperties")) {
            self.further_properties(*stands, part, &parts, at);
        }
    }

    /// The schemas that hold together: the schema itself alone where it is no composition.
    fn parts_of(&self, map: &'d Map<String, Value>, at: &At<'_>) -> Vec<Part<'d>> {
        let beside_ref = self.document.version != Version::V30 && map.contains_key("$ref");
        let mut parts: Vec<Part<'d>> = vec![(Stands::Here, map)];
        if (map.contains_key("allOf") || beside_ref)
            && let Some(file) = self.document.file(at.file)
        {
            if beside_ref {
                follow(&file, map, Stands::Ref, &mut parts);
            }
            for (index, entry) in map.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
                collect(&file, entry, Stands::Entry(index), &mut parts, NESTED_ALIASES);
            }
        }
        parts
    }

    /// The types that a schema states, or the first of its parts that states any.
    pub(super) fn stated_types(&self, map: &'d Map<String, Value>, at: &At<'_>) -> Vec<&'d str> {
        let own = types_of(map);
        if !own.is_empty() {
            return own;
        }
        let parts = self.parts_of(map, at);
        // A part may be null where 3.0 says so.
        if parts.iter().any(|(_, part)| part.get("nullable") == Some(&Value::Bool(true))) {
            return Vec::new();
        }
        let of_part = parts.iter().map(|(_, part)| types_of(part)).find(|types| !types.is_empty());
        of_part.unwrap_or_else(|| self.types_of_branches(map, at))
    }

    /// The types of all branches of a choice; none where one of them states none.
    fn types_of_branches(&self, map: &'d Map<String, Value>, at: &At<'_>) -> Vec<&'d str> {
        let Some(file) = self.document.file(at.file) else { return Vec::new() };
        let mut types = Vec::new();
        for branch in ["oneOf", "anyOf"].iter().filter_map(|key| map.get(*key)?.as_array()).flatten() {
            let mut parts = Vec::new();
            collect(&file, branch, Stands::Here, &mut parts, NESTED_ALIASES);
            match parts.iter().map(|(_, part)| types_of(part)).find(|types| !types.is_empty()) {
                Some(more) => more.into_iter().for_each(|name| {
                    if !types.contains(&name) {
                        types.push(name);
                    }
                }),
                None => return Vec::new(),
            }
        }
        types
    }

    /// Notes properties that a pattern of the same schema matches.
    fn matched_properties(&mut self, map: &'d Map<String, Value>, at: &At<'_>) {
        let (Some(Value::Object(properties)), Some(Value::Object(patterns))) =
            (map.get("properties"), map.get("patternProperties"))
        else {
            return;
        };
        let above = at.key("patternProperties");
        for (pattern, schema) in patterns {
            let Some(matcher) = matcher(pattern) else { continue };
            for (name, _) in properties.iter().filter(|(name, own)| *own != schema && matcher.is_match(name)) {
                let message = format!("`{name}` matches the pattern too, and is read as the property that it is");
                self.report.note("shadowed-property", above.key(pattern).place().key(), message);
            }
        }
    }

    /// Notes properties of other parts that `additionalProperties` of this one holds for as well.
    fn further_properties(&mut self, stands: Stands, part: &'d Map<String, Value>, parts: &[Part<'d>], at: &At<'_>) {
        let (own, further) = (part.get("properties").and_then(Value::as_object), part.get("additionalProperties"));
        let closed = further == Some(&Value::Bool(false));
        let Some(further) = further.filter(|further| closed || further.as_object().is_some_and(|schema| !schema.is_empty()))
        else {
            return;
        };
        let patterns = part.get("patternProperties").and_then(Value::as_object);
        let matchers: Vec<Regex> = patterns.into_iter().flatten().filter_map(|(pattern, _)| matcher(pattern)).collect();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for (_, other) in parts.iter().filter(|(other, _)| *other != stands) {
            let listed = other.get("properties").and_then(Value::as_object).into_iter().flatten();
            names.extend(
                listed
                    .filter(|(name, schema)| *schema != further && own.is_none_or(|own| !own.contains_key(*name)))
                    .filter(|(name, _)| !matchers.iter().any(|matcher| matcher.is_match(name)))
                    .map(|(name, _)| name.as_str()),
            );
        }
        if names.is_empty() {
            return;
        }
        let entries = at.key("allOf");
        let place = match stands {
            Stands::Here => at.key("additionalProperties").place().key(),
            Stands::Ref => at.key("$ref").place(),
            Stands::Entry(index) => entries.index(index).place(),
        };
        let several = if names.len() > 1 { "they are read all the same" } else { "it is read all the same" };
        let effect = if closed { "forbids" } else { "has a schema for" };
        let message =
            format!("`additionalProperties` {effect} {}, which another part of the schema lists; {several}", listed(&names));
        let help = if self.document.version == Version::V30 {
            "`additionalProperties` sees the properties beside it only"
        } else {
            "`additionalProperties` sees the properties beside it only; `unevaluatedProperties` sees those of all parts"
        };
        self.report.note("shadowed-property", place, message).help(help);
    }
}

pub(super) fn types_of(map: &Map<String, Value>) -> Vec<&str> {
    match map.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The part and what it takes in.
fn collect<'d>(from: &Node<'d>, value: &'d Value, stands: Stands, parts: &mut Vec<Part<'d>>, depth: usize) {
    let (Value::Object(map), Some(depth)) = (value, depth.checked_sub(1)) else { return };
    let known = parts.iter().any(|(other, part)| *other == stands && std::ptr::eq(*part, map));
    if known || parts.len() >= COMPARED_PARTS {
        return;
    }
    parts.push((stands, map));
    if let Some(target) = map.get("$ref").and_then(Value::as_str)
        && let Some(found) = from.resolve(target)
    {
        collect(&found, found.value, stands, parts, depth);
    }
    for entry in map.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        collect(from, entry, stands, parts, depth);
    }
}

/// What the reference of a schema leads to.
fn follow<'d>(from: &Node<'d>, map: &'d Map<String, Value>, stands: Stands, parts: &mut Vec<Part<'d>>) {
    if let Some(found) = map.get("$ref").and_then(Value::as_str).and_then(|target| from.resolve(target)) {
        collect(&found, found.value, stands, parts, NESTED_ALIASES);
    }
}

/// A pattern. Patterns are those of ECMA-262; what the two languages do not have in common cannot be told.
fn matcher(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build().ok()
}

/// The first names, and how many more there are.
fn listed(names: &BTreeSet<&str>) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
