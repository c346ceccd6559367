//! Merges constraints: all of several (`allOf`) narrow, any of several (`anyOf`) widen.

use super::composition::Composition;
use super::constraints::{Additional, Constraints, Null};
use super::type_set::TypeSet;
use crate::limits::COMPARED_KEYS;
use indexmap::IndexMap;

/// JSON types that exclude each other where both must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Contradiction {
    pub(crate) before: TypeSet,
    pub(crate) here: TypeSet,
    /// Whether one of them is not stated but only what keywords speak of, so that these have no effect.
    pub(crate) inferred: bool,
}

/// Narrows `into` by what `other` says. Where nothing can be both, `other` counts, and the types that exclude each other
/// are returned.
#[must_use = "what no value satisfies is reported"]
pub(crate) fn merge<'d>(into: &mut Constraints<'d>, other: &Constraints<'d>) -> Option<Contradiction> {
    let before = into.types;
    let types = into.types.and(other.types);
    let excludes = types.is_empty() && !into.types.is_empty() && !other.types.is_empty();
    // Keywords without a type speak only of values of their own type, so they exclude nothing that is stated.
    let stays = excludes && into.explicit && !other.explicit && other.values.is_none();
    let inferred = stays || excludes && !into.explicit && other.explicit && into.values.is_none();
    if stays {
        // The types are as they were.
    } else if excludes {
        // The later schema is the more specific one.
        into.types = other.types;
        into.format = None;
        into.values = None;
        into.base64 = false;
    } else if !into.types.is_empty() || !other.null.allowed() {
        into.types = types;
    }
    into.explicit |= other.explicit;
    into.empty |= other.empty;
    into.null = match (into.null, other.null) {
        (Null::Forced, _) | (_, Null::Forced) => Null::Forced,
        (null, Null::Unsaid) | (Null::Unsaid, null) => null,
        (Null::Yes, Null::Yes) => Null::Yes,
        _ => Null::No,
    };
    if !stays {
        into.format = other.format.or(into.format);
    }
    into.base64 |= other.base64;
    into.encoded |= other.encoded;
    into.media = other.media.or(into.media);
    match (&mut into.values, &other.values) {
        (Some(own), Some(new)) => {
            let both: Vec<_> = own.iter().filter(|own| new.iter().any(|new| new.value == own.value)).cloned().collect();
            *own = if both.is_empty() { new.clone() } else { both };
        }
        (own @ None, Some(new)) => *own = Some(new.clone()),
        _ => {}
    }
    into.minimum = narrow(into.minimum, other.minimum, f64::max);
    into.maximum = narrow(into.maximum, other.maximum, f64::min);
    for (name, composition) in &other.properties {
        match into.properties.get_mut(name) {
            Some(own) => *own = all(own, composition),
            None => {
                into.properties.insert(name, composition.clone());
            }
        }
    }
    into.required.extend(other.required.iter().copied());
    into.additional = match (std::mem::take(&mut into.additional), &other.additional) {
        (Additional::Schema(own), Additional::Schema(new)) => Additional::Schema(all(&own, new)),
        (Additional::Schema(own), _) => Additional::Schema(own),
        (_, Additional::Schema(new)) => Additional::Schema(new.clone()),
        (Additional::Any, _) | (_, Additional::Any) => Additional::Any,
        (Additional::Closed, Additional::Closed) => Additional::Closed,
        (Additional::Closed, _) if other.properties.is_empty() => Additional::Closed,
        (_, Additional::Closed) if into.properties.len() == other.properties.len() => Additional::Closed,
        _ => Additional::Unsaid,
    };
    into.patterns.extend(other.patterns.iter().cloned());
    into.items = match (into.items.take(), &other.items) {
        (Some(own), Some(new)) => Some(all(&own, new)),
        (own, new) => own.or_else(|| new.clone()),
    };
    if into.prefix.is_empty() {
        into.prefix.clone_from(&other.prefix);
        into.exact = other.exact;
    }
    into.choices.extend(other.choices.iter().cloned());
    into.read_only |= other.read_only;
    into.write_only |= other.write_only;
    into.answered |= other.answered;
    into.deprecated |= other.deprecated;
    into.never |= other.never;
    excludes.then_some(Contradiction { before, here: other.types, inferred })
}

pub(crate) fn narrow(own: Option<f64>, new: Option<f64>, pick: fn(f64, f64) -> f64) -> Option<f64> {
    match (own, new) {
        (Some(own), Some(new)) => Some(pick(own, new)),
        (own, new) => own.or(new),
    }
}

/// Both expressions hold.
fn all<'d>(own: &Composition<'d>, new: &Composition<'d>) -> Composition<'d> {
    let mut list = match own {
        Composition::All(list) => list.clone(),
        other => vec![other.clone()],
    };
    match new {
        Composition::All(more) => more.iter().for_each(|part| push_new(&mut list, part)),
        other => push_new(&mut list, other),
    }
    if list.len() == 1 { list.swap_remove(0) } else { Composition::All(list) }
}

/// One of the expressions holds.
fn any<'d>(own: &Composition<'d>, new: &Composition<'d>) -> Composition<'d> {
    let mut list = match own {
        Composition::Any(list) => list.clone(),
        other => vec![other.clone()],
    };
    match new {
        Composition::Any(more) => more.iter().for_each(|part| push_new(&mut list, part)),
        other => push_new(&mut list, other),
    }
    if list.len() == 1 { list.swap_remove(0) } else { Composition::Any(list) }
}

fn push_new<'d>(list: &mut Vec<Composition<'d>>, part: &Composition<'d>) {
    let same = list.iter().any(|own| match (own, part) {
        (Composition::Node(own), Composition::Node(part)) => {
            own.address() == part.address() || (own.file() == part.file() && own.value == part.value && is_plain(own))
        }
        _ => false,
    });
    if !same {
        list.push(part.clone());
    }
}

/// Whether a schema is so small that an equal one elsewhere can stand for it.
fn is_plain(node: &crate::document::Node<'_>) -> bool {
    node.value.as_object().is_some_and(|map| map.len() <= COMPARED_KEYS && !map.contains_key("properties"))
}

/// One object with the properties of all: what overlapping `anyOf` branches are.
pub(crate) fn widen<'d>(parts: &[std::rc::Rc<Constraints<'d>>]) -> Constraints<'d> {
    let mut out = Constraints { types: TypeSet::OBJECT, explicit: true, null: Null::No, ..Constraints::default() };
    let mut properties: IndexMap<&'d str, Composition<'d>> = IndexMap::new();
    for part in parts {
        for (name, composition) in &part.properties {
            match properties.get_mut(name) {
                Some(own) => *own = any(own, composition),
                None => {
                    properties.insert(name, composition.clone());
                }
            }
        }
    }
    out.properties = properties;
    if let Some((first, rest)) = parts.split_first() {
        out.required.clone_from(&first.required);
        out.required.retain(|name| rest.iter().all(|part| part.required.contains(name)));
        out.additional = parts.iter().map(|part| part.additional.clone()).reduce(widest).unwrap_or_default();
        // A name that is required and not described comes all the same.
        let unlisted = parts.iter().any(|part| part.required.iter().any(|name| !out.properties.contains_key(name)));
        if (unlisted || parts.iter().any(|part| part.properties.is_empty())) && !matches!(out.additional, Additional::Schema(_)) {
            out.additional = Additional::Any;
        }
        out.read_only = parts.iter().all(|part| part.read_only);
        out.write_only = parts.iter().all(|part| part.write_only);
    }
    for part in parts {
        out.patterns.extend(part.patterns.iter().cloned());
    }
    out
}

fn widest<'d>(own: Additional<'d>, new: Additional<'d>) -> Additional<'d> {
    match (own, new) {
        (Additional::Schema(own), Additional::Schema(new)) => Additional::Schema(any(&own, &new)),
        // Where only some branches say what further properties are, they can be anything in the others.
        (Additional::Any | Additional::Schema(_), _) | (_, Additional::Any | Additional::Schema(_)) => Additional::Any,
        (Additional::Closed, Additional::Closed) => Additional::Closed,
        _ => Additional::Unsaid,
    }
}
