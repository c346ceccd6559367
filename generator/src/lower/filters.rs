//! Field constants for filters, sort keys and relations.

use super::Lower;
use crate::ir::{Fields, Kind, Object, ParamRole, Text, Type, TypeId};
use crate::name::{Case, Words};
use crate::passes::View;
use crate::rust::FieldsItem;
use indexmap::{IndexMap, IndexSet};

/// What operations can do with the properties of an object.
#[derive(Default)]
struct Known {
    /// Properties that can be filtered or sorted by; `None` in the set means every scalar.
    names: IndexSet<String>,
    all: bool,
    relations: IndexSet<String>,
    eager: IndexSet<String>,
}

impl Lower<'_> {
    /// One module of constants per object that operations filter, sort or load relations of.
    pub fn field_modules(&self) -> Vec<FieldsItem> {
        let mut known: IndexMap<TypeId, Known> = IndexMap::new();
        for operation in &self.api.operations {
            for fields in operation.filter.iter().chain(&operation.sort) {
                self.note(fields, &mut known);
            }
            let object =
                operation.filter.as_ref().map(|fields| &fields.object).or(operation.paging.as_ref().map(|paging| &paging.item));
            let eager = operation.params.iter().filter(|param| param.role == ParamRole::Eager);
            if let Some(id) = object.and_then(|ty| self.object_id(ty)) {
                for param in eager {
                    known.entry(id).or_default().eager.extend(param.known.iter().cloned());
                }
            }
        }
        known.into_iter().filter_map(|(id, known)| self.module(id, &known)).collect()
    }

    fn note(&self, fields: &Fields, known: &mut IndexMap<TypeId, Known>) {
        if let Some(id) = self.object_id(&fields.object) {
            let entry = known.entry(id).or_default();
            entry.all |= fields.names.is_empty();
            entry.names.extend(fields.names.iter().cloned());
            entry.relations.extend(fields.relations.iter().cloned());
        }
    }

    fn module(&self, id: TypeId, known: &Known) -> Option<FieldsItem> {
        let Kind::Object(object) = &self.api.types.get(id).kind else { return None };
        let constant = |name: &str| Words::split(name).render(Case::Shouty);
        let mut fields: Vec<(String, &'static str, String)> = Vec::new();
        for (wire, kind) in self.scalars(object) {
            if known.all || known.names.contains(wire) {
                fields.push((constant(wire), kind, wire.to_owned()));
            }
        }
        for wire in &known.relations {
            if !fields.iter().any(|(_, _, other)| other == wire) {
                fields.push((constant(wire), "Relation", wire.clone()));
            }
        }
        let relations: Vec<_> = known.eager.iter().map(|wire| (constant(wire), wire.clone())).collect();
        let name = self.names.of(id, View::Main).to_owned();
        (!fields.is_empty() || !relations.is_empty()).then(|| FieldsItem {
            docs: vec![format!("Fields of a [`{name}`] for filters and sort keys, and relations to load with it.")],
            module: Words::split(&name).render(Case::Snake),
            object: name,
            fields,
            relations,
        })
    }

    /// Scalar properties with the kind of their constants.
    fn scalars<'o>(&'o self, object: &'o Object) -> impl Iterator<Item = (&'o str, &'static str)> {
        object.fields.iter().filter_map(|field| Some((field.wire.as_str(), self.scalar(&field.ty)?)))
    }

    fn scalar(&self, ty: &Type) -> Option<&'static str> {
        Some(match ty.without_null().0 {
            Type::Bool => "Bool",
            Type::Int(_) | Type::Float(_) => "Number",
            Type::Text(text) => match text {
                Text::Date => "Date",
                Text::Time => "Time",
                Text::DateTime => "DateTime",
                Text::Uuid => "Id",
                _ => "Text",
            },
            Type::Named(id) => {
                let named = self.api.types.get(*id);
                match &named.kind {
                    Kind::Enum(_) => "Enum",
                    Kind::Alias(_) if super::is_newtype(named) => "Id",
                    Kind::Alias(inner) => self.scalar(inner)?,
                    Kind::Object(_) | Kind::Union(_) => return None,
                }
            }
            _ => return None,
        })
    }
}
