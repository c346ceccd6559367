//! Discriminators: which values of which property select which schema.

use super::alternatives::Alternative;
use crate::document::Node;
use crate::limits::TELLING_CONSTANTS;
use crate::model::name_path::{component_key, name_path_of};
use crate::schema::{Additional, Choice, Composition, Constraints, SchemaReader, TypeSet};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;
use std::rc::Rc;

/// The entries of a discriminator's mapping with the schemas they lead to.
pub(in crate::model) fn mapping<'d>(rule: &Node<'d>) -> Vec<(&'d str, Option<Node<'d>>)> {
    let Some(entries) = rule.get("mapping") else { return Vec::new() };
    entries.entries().filter_map(|(tag, entry)| Some((tag, mapped(rule, entry.str()?)))).collect()
}

/// The schema for values without a tag, or with one that is not mapped (`defaultMapping`, OpenAPI 3.2).
pub(in crate::model) fn fallback<'d>(rule: &Node<'d>) -> Option<Node<'d>> {
    rule.string("defaultMapping").and_then(|text| mapped(rule, text))
}

/// The schema that a mapping names: a component, or what a reference leads to.
fn mapped<'d>(rule: &Node<'d>, target: &str) -> Option<Node<'d>> {
    let by_name = || {
        let plain = !target.contains(['/', '#']);
        let schemas = rule.document().root().get("components")?.get("schemas")?;
        if plain { schemas.get(target) } else { None }
    };
    by_name().or_else(|| rule.resolve(target)).or_else(|| rule.namesake(target))
}

/// The discriminator of a choice.
pub(super) fn rule_of<'d>(schema: &mut SchemaReader<'d, '_>, choice: &Choice<'d>) -> Option<Node<'d>> {
    let rule = choice.discriminator.clone()?;
    let wire = rule.string("propertyName").unwrap_or_default();
    let properties: Vec<_> =
        choice.branches.iter().filter_map(|branch| schema.constraints(branch).properties.get(wire).cloned()).collect();
    selects(schema, &rule, &properties).then_some(rule)
}

/// Whether a discriminator can select a schema by one of these properties. Arrays and objects select none, which is said.
pub(in crate::model) fn selects<'d>(schema: &mut SchemaReader<'d, '_>, rule: &Node<'d>, properties: &[Composition<'d>]) -> bool {
    let holds_more = |property: &Composition<'d>| {
        let types = schema.constraints(property).types;
        !types.is_empty() && types.within(TypeSet::ARRAY.or(TypeSet::OBJECT))
    };
    if properties.is_empty() || !properties.iter().all(holds_more) {
        return true;
    }
    let wire = rule.string("propertyName").unwrap_or_default();
    let message = format!("the values of `{wire}` are arrays or objects, which select no schema");
    let help = "name a property that holds a string, or leave the discriminator out";
    schema.report.warning("idle-keyword", rule.place().join("propertyName"), message).help(help);
    false
}

/// The name of a schema: its key as a component, or the last word of its place.
pub(in crate::model) fn name_of(node: &Node<'_>) -> String {
    component_key(node).unwrap_or_else(|| name_path_of(node).pop().unwrap_or_default())
}

/// The values of a discriminator that select a schema: those of the mapping and those the schema itself holds
/// the property to, else its name.
pub(in crate::model) fn tags<'d>(
    schema: &mut SchemaReader<'d, '_>,
    rule: &Node<'d>,
    target: Option<&Node<'d>>,
    composition: &Composition<'d>,
) -> Vec<String> {
    let mapping = mapping(rule);
    let mut tags: Vec<String> = Vec::new();
    if let (Some(target), Some(fallback)) = (target, fallback(rule))
        && schema.follow(&fallback).is_some_and(|fallback| fallback.address() == target.address())
    {
        // What no other tag selects, so that no tag of its own may be asked for.
        return tags;
    }
    if let Some(target) = target {
        for (tag, mapped) in &mapping {
            let same = mapped.as_ref().is_some_and(|mapped| {
                let mapped = schema.follow(mapped);
                mapped.is_some_and(|mapped| mapped.address() == target.address())
            });
            if same {
                tags.push((*tag).to_owned());
            }
        }
    }
    let wire = rule.string("propertyName").unwrap_or_default();
    // What is described in place cannot be mapped to, so a mapping to a schema like it does not speak against it.
    let inline = target.is_none();
    let held = constants(schema, composition, wire);
    // A mapping says more than an `enum` that all branches may share.
    let held = if tags.is_empty() || held.len() == 1 { held } else { Vec::new() };
    for tag in held {
        if !tags.contains(&tag) && (inline || !mapping.iter().any(|(mapped, _)| *mapped == tag)) {
            tags.push(tag);
        }
    }
    // How autorest writes what OpenAPI has the mapping for.
    if let Some(value) = target.and_then(|target| target.string("x-ms-discriminator-value")) {
        tags = vec![value.to_owned()];
    }
    if tags.is_empty()
        && let Some(name) = target.and_then(component_key)
    {
        tags.push(name);
    }
    tags
}

/// The constants of a property, as strings.
fn constants<'d>(schema: &mut SchemaReader<'d, '_>, composition: &Composition<'d>, wire: &str) -> Vec<String> {
    let constraints = schema.constraints(composition);
    let Some(property) = constraints.properties.get(wire) else { return Vec::new() };
    let property = schema.constraints(property);
    property.constants().into_iter().flatten().filter_map(|value| tag(value.value)).collect()
}

/// The property that tells objects apart although no discriminator says so: required in each, with string constants
/// that differ. Returns its name and the constants of each alternative.
pub(super) fn implicit<'d>(
    schema: &mut SchemaReader<'d, '_>,
    alternatives: &[Alternative<'d>],
) -> Option<(String, Vec<Vec<String>>)> {
    let objects: Vec<usize> =
        (0..alternatives.len()).filter(|index| alternatives[*index].constraints.types.has(TypeSet::OBJECT)).collect();
    if objects.len() < 2 || objects.iter().any(|index| !alternatives[*index].constraints.choices.is_empty()) {
        return None;
    }
    let first = alternatives[*objects.first()?].constraints.clone();
    'names: for name in first.properties.keys() {
        if !first.required.contains(name) {
            continue;
        }
        let mut all = vec![Vec::new(); alternatives.len()];
        let mut visited: HashSet<String> = HashSet::new();
        for index in &objects {
            let constraints = alternatives[*index].constraints.clone();
            let Some(property) = constraints.properties.get(name).filter(|_| constraints.required.contains(name)) else {
                continue 'names;
            };
            let property = schema.constraints(property);
            let Some(values) = property.constants() else { continue 'names };
            for value in values {
                let Value::String(tag) = value.value else { continue 'names };
                if !visited.insert(tag.clone()) {
                    continue 'names;
                }
                all[*index].push(tag.clone());
            }
        }
        return Some(((*name).to_owned(), all));
    }
    None
}

/// The properties a branch requires and holds to few values.
pub(super) fn telling<'d>(schema: &mut SchemaReader<'d, '_>, constraints: &Rc<Constraints<'d>>) -> Telling<'d> {
    let constraints = Rc::clone(constraints);
    let mut constants = Vec::new();
    for (name, property) in &constraints.properties {
        let held = schema.constraints(property);
        if let Some(values) = held.constants().filter(|values| values.len() <= TELLING_CONSTANTS) {
            let required = constraints.required.contains(name);
            constants.push((*name, values.iter().map(|value| value.value).collect(), required));
        }
    }
    let map = constraints.properties.is_empty() && matches!(constraints.additional, Additional::Schema(_));
    Telling { constraints, constants, map }
}

/// The constants of a branch, by which it may be told from others.
pub(super) struct Telling<'d> {
    constraints: Rc<Constraints<'d>>,
    constants: Vec<(&'d str, Vec<&'d Value>, bool)>,
    map: bool,
}

impl Telling<'_> {
    /// Whether a value of this object can be told from one of the other: by the constants of a required property, by
    /// a constant the other does not know, or because the other has no properties but typed entries.
    pub(super) fn differs(&self, other: &Self) -> bool {
        if other.map && !self.constraints.required.is_empty() {
            return true;
        }
        self.constants.iter().filter(|(_, _, required)| *required).any(|(name, values, _)| {
            if !other.constraints.properties.contains_key(name) {
                return values.len() == 1;
            }
            let against = other.constants.iter().find(|(known, ..)| known == name);
            against.is_some_and(|(_, against, _)| against.iter().all(|value| !values.contains(value)))
        })
    }
}

fn tag(value: &Value) -> Option<String> {
    match value {
        Value::String(string) => Some(string.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Removes tags that several branches claim, each with its tags and its name. Values that branches share tell none of them:
/// of these a branch has the one that is its name, or what no other is called, or else its name.
pub(in crate::model) fn unshare(branches: &mut [(&mut Vec<String>, Option<&str>)]) {
    let mut claims: HashMap<String, usize> = HashMap::new();
    for tag in branches.iter().flat_map(|(tags, _)| tags.iter()) {
        *claims.entry(tag.clone()).or_default() += 1;
    }
    let is_shared = |tags: &[String]| tags.len() > 1 && tags.iter().all(|tag| claims.get(tag) != Some(&1));
    let mut called: HashSet<String> = HashSet::new();
    for (tags, name) in branches.iter().filter(|(tags, _)| is_shared(tags)) {
        called.extend(name.and_then(|name| named_tag(tags, name)).cloned());
    }
    for (tags, name) in branches.iter_mut().filter(|(tags, _)| tags.len() > 1) {
        if !is_shared(tags) {
            tags.retain(|tag| claims.get(tag) == Some(&1));
            continue;
        }
        if let Some(tag) = name.and_then(|name| named_tag(tags, name)) {
            **tags = vec![tag.clone()];
            continue;
        }
        tags.retain(|tag| !called.contains(tag));
        if tags.is_empty() {
            tags.extend(name.map(str::to_owned));
        }
    }
}

/// The tag that is a name, as it stands or but for case and signs.
fn named_tag<'a>(tags: &'a [String], name: &str) -> Option<&'a String> {
    let letters =
        |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    tags.iter().find(|tag| *tag == name).or_else(|| {
        let name = letters(name);
        tags.iter().find(|tag| letters(tag) == name)
    })
}
