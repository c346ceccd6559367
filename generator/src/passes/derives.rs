//! Finds the types that get traits a caller wants.

use super::usage::each_member;
use crate::ir::{Api, Float, Kind, Origin, Type, TypeId};
use crate::location::Report;
use crate::options::{Derive, Trait};
use crate::suggest::suggest;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeSet;

/// Traits of types, beside those that their direction needs.
#[derive(Clone, Debug, Default)]
pub struct Derives {
    types: HashMap<TypeId, BTreeSet<Trait>>,
}

impl Derives {
    /// The traits that a type gets.
    pub fn of(&self, id: TypeId) -> impl Iterator<Item = Trait> + '_ {
        self.types.get(&id).into_iter().flatten().copied()
    }
}

/// The traits of each type: those that are wanted for it, for all types, or for a type that holds it.
pub fn derives(api: &Api, wanted: &[Derive], report: &mut Report) -> Derives {
    let mut out = Derives { types: HashMap::new() };
    for derive in wanted {
        let Some(name) = Trait::from_name(&derive.name) else {
            let known = Trait::ALL.map(|one| one.name());
            let said = derive.said.wrong("derive", format!("`{}` cannot be derived here", derive.name), report);
            match suggest(&derive.name, known.into_iter()) {
                Some(near) => said.help(format!("did you mean `{near}`?")),
                None => said.help(format!("these can: {}", known.join(", "))),
            };
            continue;
        };
        let start: Vec<TypeId> = match derive.of.as_deref() {
            None => api.types.iter().map(|(id, _)| id).collect(),
            Some(key) => {
                if let Some(id) = find(api, key) {
                    vec![id]
                } else {
                    let known: Vec<&str> = api.types.iter().filter_map(|(_, named)| component(&named.origin)).collect();
                    let said = derive.said.wrong("derive", format!("there is no schema `{key}`"), report);
                    if let Some(near) = suggest(key, known.into_iter()) {
                        said.help(format!("did you mean `{near}`?"));
                    }
                    continue;
                }
            }
        };
        let mut open = start;
        while let Some(id) = open.pop() {
            let traits = out.types.entry(id).or_default();
            if !traits.insert(name) {
                continue;
            }
            traits.extend(name.needs());
            let kind = &api.types.get(id).kind;
            if matches!(name, Trait::Eq | Trait::Hash)
                && let Some(field) = fraction(kind)
            {
                let owner = component(&api.types.get(id).origin).unwrap_or("an inline schema");
                let message = format!("`{}` cannot be derived for `{owner}`: {field} holds a fraction", name.name());
                derive.said.wrong("derive", message, report).help("fractions have no equality; `PartialEq` can be derived");
                break;
            }
            each_member(kind, &mut |ty: &Type| ty.each_named(&mut |inner| open.push(inner)));
        }
    }
    out
}

fn component(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Component(key) => Some(key),
        Origin::Inline(_) => None,
    }
}

fn find(api: &Api, key: &str) -> Option<TypeId> {
    api.types.iter().find(|(_, named)| component(&named.origin) == Some(key)).map(|(id, _)| id)
}

/// The member of a type that is a number without equality.
fn fraction(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Object(object) => {
            object.fields.iter().find(|field| is_fraction(&field.ty)).map(|field| format!("`{}`", field.wire))
        }
        Kind::Union(union) => union.variants.iter().any(|variant| is_fraction(&variant.ty)).then(|| "a variant".to_owned()),
        Kind::Alias(ty) => is_fraction(ty).then(|| "it".to_owned()),
        Kind::Enum(_) => None,
    }
}

fn is_fraction(ty: &Type) -> bool {
    match ty {
        Type::Float(Float::F64) => true,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => is_fraction(inner),
        Type::Tuple(items) => items.iter().any(is_fraction),
        _ => false,
    }
}
