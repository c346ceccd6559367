//! Constants for JSON Patch: the properties of the objects that operations change by an array of patch operations.

use super::Lower;
use crate::ir::{Access, Api, Content, ContentKind, Kind, Operation, Type, TypeId};
use crate::location::Place;
use crate::location::Report;
use crate::name::{Case, Scope, Words};
use crate::passes::View;
use crate::rust::{PatchItem, PatchesItem, Ty};
use indexmap::IndexSet;

#[cfg(test)]
mod tests;

impl Lower<'_> {
    /// One module of constants per object that JSON Patch bodies speak of (`x-json-patch`).
    pub fn patch_modules(&mut self) -> Vec<PatchesItem> {
        let objects: IndexSet<TypeId> =
            self.api.operations.iter().flat_map(contents).filter_map(|content| self.patched(content)).collect();
        objects.into_iter().filter_map(|id| self.patch_module(id)).collect()
    }

    /// The body of a JSON Patch request: an array of operations on the object.
    pub fn patch_body(&mut self, content: &Content) -> Option<Ty> {
        let id = self.patched(content)?;
        let object = self.ty(&Type::Named(id), View::Sent);
        Some(Ty::Vec(Box::new(Ty::Generic("PatchOperation", Box::new(object)))))
    }

    /// What the docs of an operation with such a body say.
    pub fn patch_docs(&self, operation: &Operation) -> Option<String> {
        let id = contents(operation).find_map(|content| self.patched(content))?;
        let name = self.patch_module_name(id);
        let plain = name.trim_start_matches("r#");
        Some(format!("The constants in [`{plain}`](crate::patches::{name}) make the operations of the body."))
    }

    /// The object whose properties the paths of a body name.
    fn patched(&self, content: &Content) -> Option<TypeId> {
        let ty = content.json_patch.as_ref().filter(|_| content.kind == ContentKind::Json)?;
        self.object_id(ty).filter(|id| matches!(self.api.types.get(*id).kind, Kind::Object(_)))
    }

    fn patch_module_name(&self, id: TypeId) -> String {
        let words = Words::split(self.names.of(id, View::Main));
        // A scope of its own, for keywords.
        Scope::new(Case::Snake, "module", &[]).claim("", &words, None, &Place::default(), &mut Report::new(false))
    }

    fn patch_module(&mut self, id: TypeId) -> Option<PatchesItem> {
        let api = self.api;
        let Kind::Object(object) = &api.types.get(id).kind else { return None };
        let Ty::Local(name) = self.ty(&Type::Named(id), View::Sent) else { return None };
        let mut fields = Vec::new();
        for (index, field) in object.fields.iter().enumerate() {
            let (kind, ty) = match list_item(api, &field.ty) {
                Some(item) => ("PatchList", self.ty(item, View::Sent)),
                None => ("PatchField", self.ty(field.ty.without_null().0, View::Sent)),
            };
            let mut docs = self.member_docs(&field.docs, &field.wire);
            if field.access == Access::ReadOnly {
                docs.extend((!docs.is_empty()).then(String::new));
                docs.push("Set by the server: it may be tested, not changed.".to_owned());
            }
            let constant = self.names.members(id)[index].trim_start_matches("r#").to_uppercase();
            if docs.is_empty() {
                docs.push(format!("The property `{}`.", field.wire.replace('`', "'")));
            }
            fields.push(PatchItem { docs, name: constant, kind, ty, wire: field.wire.clone() });
        }
        (!fields.is_empty()).then(|| PatchesItem {
            docs: vec![format!("Properties of [`{name}`] for JSON Patch.")],
            module: self.patch_module_name(id),
            uses: super::imports::patch_uses(&name, &fields),
            object: name,
            fields,
        })
    }
}

/// The type of the elements where a value is an array, without a null around either.
fn list_item<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    match ty.without_null().0 {
        Type::Array(item) => Some(item.without_null().0),
        Type::Named(id) => match &api.types.get(*id).kind {
            Kind::Alias(inner) => list_item(api, inner),
            _ => None,
        },
        _ => None,
    }
}

/// The contents of an operation's body.
fn contents(operation: &Operation) -> impl Iterator<Item = &Content> {
    operation.body.iter().flat_map(|body| &body.contents)
}
