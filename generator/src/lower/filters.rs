//! Field constants for filters, sort keys and relations.

use super::Lower;
use crate::ir::{Field, Fields, Kind, ParamRole, StringFormat, Type, TypeId};
use crate::name::{Case, Words};
use crate::passes::View;
use crate::rust::{FieldConst, FieldsItem, RelationConst, Ty};
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeSet;

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
        let mut fields: Vec<FieldConst> = Vec::new();
        for field in &object.fields {
            if known.all || known.names.contains(&field.wire) {
                fields.extend(self.field_const(field));
            }
        }
        let relation = |wire: &String| RelationConst {
            docs: vec![format!("The relation `{}`.", wire.replace('`', "'"))],
            name: constant(wire),
            wire: wire.clone(),
        };
        let related = known.relations.iter().filter(|wire| !fields.iter().any(|field| field.wire == **wire));
        let related: Vec<RelationConst> = related.map(relation).collect();
        let with: Vec<RelationConst> = known.eager.iter().map(relation).collect();
        let name = self.names.of(id, View::Main).to_owned();
        let uses = [(true, name.as_str()), (!fields.is_empty(), "Field"), (!fields.is_empty(), "kind")];
        let uses = uses.into_iter().chain([(!related.is_empty() || !with.is_empty(), "Relation")]);
        let mut uses: BTreeSet<String> = uses.filter(|(used, _)| *used).map(|(_, name)| name.to_owned()).collect();
        uses.extend(fields.iter().filter_map(|field| match &field.of {
            Some(Ty::Local(name)) => Some(name.clone()),
            Some(Ty::Runtime(name)) => Some((*name).to_owned()),
            _ => None,
        }));
        (!fields.is_empty() || !with.is_empty() || !related.is_empty()).then(|| FieldsItem {
            docs: vec![format!(
                "Fields of {} [`{name}`] for filters and sort keys, and relations to load with it.",
                article(&name)
            )],
            module: Words::split(&name).render(Case::Snake),
            object: name,
            uses: uses.into_iter().collect(),
            fields,
            related,
            with,
        })
    }

    /// The constant of a property that has one value: what it may be compared with is its kind.
    fn field_const(&self, field: &Field) -> Option<FieldConst> {
        let (kind, of) = self.scalar(&field.ty)?;
        let docs = super::docs::member(&field.docs);
        Some(FieldConst {
            docs: if docs.is_empty() { vec![format!("The field `{}`.", field.wire.replace('`', "'"))] } else { docs },
            name: constant(&field.wire),
            kind,
            of,
            wire: field.wire.clone(),
        })
    }

    /// The kind of a scalar, and the identifier or enumeration it is one of.
    fn scalar(&self, ty: &Type) -> Option<(&'static str, Option<Ty>)> {
        let kind = match ty.without_null().0 {
            Type::Bool => "Bool",
            Type::Int(_) | Type::Float(_) => "Number",
            Type::String(format) => match format {
                StringFormat::Date => "Date",
                StringFormat::Time => "Time",
                StringFormat::DateTime => "DateTime",
                // Nobody searches for a password.
                StringFormat::Secret => return None,
                StringFormat::Uuid => return Some(("Id", Some(Ty::Runtime("Uuid")))),
                _ => "Text",
            },
            Type::Named(id) => {
                let named = self.api.types.get(*id);
                let own = || Some(Ty::Local(self.names.of(*id, View::Main).to_owned()));
                return match &named.kind {
                    Kind::Enum(_) => Some(("Enum", own())),
                    Kind::Alias(_) if super::is_newtype(named) => Some(("Id", own())),
                    Kind::Alias(inner) => self.scalar(inner),
                    Kind::Object(_) | Kind::Union(_) => None,
                };
            }
            _ => return None,
        };
        Some((kind, None))
    }
}

/// The name of a constant for a property.
fn constant(wire: &str) -> String {
    Words::split(wire).render(Case::Shouty)
}

/// The article before a name that is read as a word.
fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "an" } else { "a" }
}
