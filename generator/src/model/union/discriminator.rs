//! Discriminators: which values of which property select which schema.

use super::Resolver;
use super::expr::Expr;
use super::facts::{Additional, Facts};
use super::kinds::Kinds;
use super::union::Element;
use super::words::{component_key, words_of_pointer};
use crate::document::Node;
use crate::ir::{Access, Docs, Extra, Field, Kind, Presence, Text, Type, TypeId, Types, Union};
use crate::source::Place;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;
use std::rc::Rc;

/// The entries of a discriminator's mapping with the schemas they lead to.
pub(super) fn mapping<'d>(rule: &Node<'d>) -> Vec<(&'d str, Option<Node<'d>>)> {
    let Some(entries) = rule.get("mapping") else { return Vec::new() };
    entries
        .entries()
        .filter_map(|(tag, entry)| {
            let text = entry.str()?;
            let by_name = || {
                let plain = !text.contains(['/', '#']);
                let schemas = rule.document().root().get("components")?.get("schemas")?;
                if plain { schemas.get(text) } else { None }
            };
            Some((tag, by_name().or_else(|| rule.resolve(text))))
        })
        .collect()
}

/// The name of a schema: its key as a component, or the last word of its place.
pub(super) fn name_of(node: &Node<'_>) -> String {
    component_key(node).unwrap_or_else(|| words_of_pointer(node).pop().unwrap_or_default())
}

impl<'d> Resolver<'d, '_> {
    /// The values of a discriminator that select a schema: those of the mapping and those the schema itself holds
    /// the property to, else its name.
    pub(super) fn tags(&mut self, rule: &Node<'d>, target: Option<&Node<'d>>, expr: &Expr<'d>) -> Vec<String> {
        let mapping = mapping(rule);
        let mut tags: Vec<String> = Vec::new();
        if let Some(target) = target {
            for (tag, mapped) in &mapping {
                let same = mapped.as_ref().is_some_and(|mapped| {
                    let mapped = self.follow(mapped);
                    mapped.is_some_and(|mapped| mapped.address() == target.address())
                });
                if same {
                    tags.push((*tag).to_owned());
                }
            }
        }
        let wire = rule.text("propertyName").unwrap_or_default();
        // What is described in place cannot be mapped to, so a mapping to a schema like it does not speak against it.
        let inline = target.is_none();
        let held = self.held(expr, wire);
        // A mapping says more than a list that all branches may share.
        let held = if tags.is_empty() || held.len() == 1 { held } else { Vec::new() };
        for tag in held {
            if !tags.contains(&tag) && (inline || !mapping.iter().any(|(mapped, _)| *mapped == tag)) {
                tags.push(tag);
            }
        }
        // How autorest writes what OpenAPI has the mapping for.
        if let Some(value) = target.and_then(|target| target.text("x-ms-discriminator-value")) {
            tags = vec![value.to_owned()];
        }
        if tags.is_empty()
            && let Some(name) = target.and_then(component_key)
        {
            tags.push(name);
        }
        tags
    }

    /// The texts a schema holds a property to.
    fn held(&mut self, expr: &Expr<'d>, wire: &str) -> Vec<String> {
        let facts = self.facts(expr);
        let Some(property) = facts.properties.get(wire) else { return Vec::new() };
        let property = self.facts(property);
        property.constants().into_iter().flatten().filter_map(|value| tag(value.value)).collect()
    }

    /// The property that tells objects apart although no discriminator says so: required in each, held to texts that
    /// differ. Returns its name and the texts of each element.
    pub(super) fn implicit(&mut self, elements: &[Element<'d>]) -> Option<(String, Vec<Vec<String>>)> {
        let objects: Vec<usize> = (0..elements.len()).filter(|index| elements[*index].facts.kinds.has(Kinds::OBJECT)).collect();
        if objects.len() < 2 || objects.iter().any(|index| !elements[*index].facts.choices.is_empty()) {
            return None;
        }
        let first = elements[*objects.first()?].facts.clone();
        'names: for name in first.properties.keys() {
            if !first.required.contains(name) {
                continue;
            }
            let mut all = vec![Vec::new(); elements.len()];
            let mut seen: HashSet<String> = HashSet::new();
            for index in &objects {
                let facts = elements[*index].facts.clone();
                let Some(property) = facts.properties.get(name).filter(|_| facts.required.contains(name)) else {
                    continue 'names;
                };
                let property = self.facts(property);
                let Some(values) = property.constants() else { continue 'names };
                for value in values {
                    let Value::String(text) = value.value else { continue 'names };
                    if !seen.insert(text.clone()) {
                        continue 'names;
                    }
                    all[*index].push(text.clone());
                }
            }
            return Some(((*name).to_owned(), all));
        }
        None
    }

    /// The properties a branch requires and holds to few values.
    pub(super) fn holds(&mut self, facts: &Rc<Facts<'d>>) -> Holds<'d> {
        let facts = Rc::clone(facts);
        let mut list = Vec::new();
        for (name, property) in &facts.properties {
            let held = self.facts(property);
            if let Some(values) = held.constants().filter(|values| values.len() <= 32) {
                let required = facts.required.contains(name);
                list.push((*name, values.iter().map(|value| value.value).collect(), required));
            }
        }
        let map = facts.properties.is_empty() && matches!(facts.additional, Additional::Schema(_));
        Holds { facts, list, map }
    }
}

/// What the properties of a branch are held to.
pub(super) struct Holds<'d> {
    facts: Rc<Facts<'d>>,
    list: Vec<(&'d str, Vec<&'d Value>, bool)>,
    map: bool,
}

impl Holds<'_> {
    /// Whether a value of this object can be told from one of the other: by what a required property is held to, by
    /// a constant the other does not know, or because the other has no properties but typed entries.
    pub(super) fn differs(&self, other: &Self) -> bool {
        if other.map && !self.facts.required.is_empty() {
            return true;
        }
        self.list.iter().filter(|(_, _, required)| *required).any(|(name, values, _)| {
            if !other.facts.properties.contains_key(name) {
                return values.len() == 1;
            }
            let against = other.list.iter().find(|(known, ..)| known == name);
            against.is_some_and(|(_, against, _)| against.iter().all(|value| !values.contains(value)))
        })
    }
}

fn tag(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// Takes tags away that several branches claim: where all share the list of what the discriminator may be, it says nothing
/// of one of them, and its name counts.
pub(super) fn unshare(elements: &mut [Element<'_>]) {
    let mut claims: HashMap<String, usize> = HashMap::new();
    for tag in elements.iter().flat_map(|element| &element.tags) {
        *claims.entry(tag.clone()).or_default() += 1;
    }
    for element in elements.iter_mut().filter(|element| element.tags.len() > 1) {
        element.tags.retain(|tag| claims.get(tag) == Some(&1));
        if element.tags.is_empty() {
            element.tags.extend(element.name.clone());
        }
    }
}

/// Gives objects the discriminator property that a union finds them by, where they do not list it: it is in the JSON all
/// the same, and what is sent must have it.
pub(super) fn declare(types: &mut Types) {
    let mut missing: Vec<(TypeId, String, String, Place)> = Vec::new();
    for (_, named) in types.iter() {
        let Kind::Union(Union { variants, discriminator: Some(rule) }) = &named.kind else { continue };
        for variant in variants {
            let (Type::Named(id), [tag, ..]) = (&variant.ty, variant.tags.as_slice()) else { continue };
            let Kind::Object(object) = &types.get(*id).kind else { continue };
            let listed = object.fields.iter().any(|field| field.wire == rule.wire);
            let known = missing.iter().any(|(known, wire, ..)| known == id && *wire == rule.wire);
            if object.extra == Extra::Ignored && !listed && !known {
                missing.push((*id, rule.wire.clone(), tag.clone(), named.place.clone()));
            }
        }
    }
    for (id, wire, tag, place) in missing {
        if let Kind::Object(object) = &mut types.get_mut(id).kind {
            object.fields.push(undeclared(wire, Some(&tag), place));
        }
    }
}

/// A discriminator property that the object does not list.
pub(super) fn undeclared(wire: String, tag: Option<&str>, place: Place) -> Field {
    let text = tag.map_or("Says what the object is.".to_owned(), |tag| format!("Says what the object is: `{tag}`."));
    Field {
        wire,
        rename: None,
        ty: Type::Text(Text::Plain),
        presence: Presence::Optional,
        access: Access::Both,
        constant: None,
        docs: Docs { description: Some(text), ..Docs::default() },
        place,
    }
}
