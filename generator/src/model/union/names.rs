//! What the variants of a union are called.

use super::alternatives::Alternative;
use super::simplify;
use crate::limits::NAMING_PROPERTIES;
use crate::model::name_path::component_key;
use crate::schema::{Additional, Composition, Constraints, Operand, SchemaReader, TypeSet};
use std::rc::Rc;

/// The name of a variant: its component or title, the tag that selects it, or what tells its values from others. Its place among
/// the branches does not matter, so that one more in front renames nothing.
pub(super) fn variant_name<'d>(
    schema: &mut SchemaReader<'d, '_>,
    alternatives: &[Alternative<'d>],
    index: usize,
    tags: Option<&[String]>,
) -> String {
    let alternative = &alternatives[index];
    if let Some(name) = &alternative.name {
        return name.clone();
    }
    if let Some([tag, ..]) =
        tags.filter(|tags| tags.len() == 1).or(Some(&alternative.tags)).filter(|tags| tags.iter().any(|tag| !tag.is_empty()))
    {
        return tag.clone();
    }
    let constraints = Rc::clone(&alternative.constraints);
    if constraints.choices.is_empty() && constraints.types == TypeSet::ARRAY {
        return match &constraints.items {
            Some(items) => format!("{} list", item_name(schema, items)),
            None => "list".to_owned(),
        };
    }
    let others: Vec<&Constraints<'d>> =
        (0..alternatives.len()).filter(|other| *other != index).map(|other| alternatives[other].constraints.as_ref()).collect();
    object_name(schema, &constraints, &others).unwrap_or_else(|| simplify::word(&constraints).to_owned())
}

/// The name of what an array or a map holds.
fn item_name<'d>(schema: &mut SchemaReader<'d, '_>, items: &Composition<'d>) -> String {
    let target = match schema.operands(items).as_slice() {
        [Operand::Ref(target)] => component_key(target),
        _ => None,
    };
    if let Some(name) = target.or_else(|| items.title()) {
        return name;
    }
    let constraints = schema.constraints(items);
    object_name(schema, &constraints, &[]).unwrap_or_else(|| constraints.types.word().to_owned())
}

/// The name of an object without one: the constant that none of the others has, else the properties it must have, else those it
/// may have. A map is a map, and of several a map of what it holds.
fn object_name<'d>(
    schema: &mut SchemaReader<'d, '_>,
    constraints: &Constraints<'d>,
    others: &[&Constraints<'d>],
) -> Option<String> {
    if !constraints.choices.is_empty() || constraints.types != TypeSet::OBJECT {
        return None;
    }
    if constraints.properties.is_empty() {
        // Several maps are told apart by what they hold, as arrays are.
        let is_map =
            |other: &&Constraints<'d>| other.choices.is_empty() && other.types == TypeSet::OBJECT && other.properties.is_empty();
        return Some(match &constraints.additional {
            Additional::Schema(values) if others.iter().any(is_map) => format!("{} map", item_name(schema, values)),
            _ => "map".to_owned(),
        });
    }
    let required: Vec<(&'d str, Composition<'d>)> = constraints
        .properties
        .iter()
        .filter(|(name, _)| constraints.required.contains(**name))
        .map(|(name, property)| (*name, property.clone()))
        .collect();
    for (name, property) in &required {
        let Some(value) = constant(schema, property) else { continue };
        let mut shared = others.iter().filter_map(|other| other.properties.get(name));
        if !shared.any(|other| constant(schema, other) == Some(value)) {
            return Some(value.to_owned());
        }
    }
    let names: Vec<&str> = if required.is_empty() {
        constraints.properties.keys().copied().collect()
    } else {
        required.iter().map(|(name, _)| *name).collect()
    };
    Some(names[..names.len().min(NAMING_PROPERTIES)].join(" "))
}

/// The only string that a property can be.
fn constant<'d>(schema: &mut SchemaReader<'d, '_>, property: &Composition<'d>) -> Option<&'d str> {
    schema.constraints(property).constant().and_then(serde_json::Value::as_str).filter(|value| !value.is_empty())
}
