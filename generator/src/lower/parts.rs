//! Parts of multipart bodies.

use super::Lower;
use crate::ir::{ContentKind, Field, Kind, Presence, Type, TypeId};
use crate::media::MediaType;
use crate::passes::View;
use crate::rust::{FieldItem, PartItem, Ty};

impl Lower<'_> {
    /// A part of a multipart body: a file, a string, or JSON.
    pub(super) fn part(&mut self, id: TypeId, index: usize, field: &Field) -> FieldItem {
        let inner = field.ty.without_null().0;
        let said = field.part.as_deref().cloned().unwrap_or_default();
        let (ty, flag) = if let Some(file) = file_part(inner) {
            (file, None)
        } else {
            let json = said.media.as_deref().map(|media| MediaType::parse(media).is_json());
            // Anything at all is written as its media type has it; JSON only where none is named.
            let open = matches!(inner, Type::Json(_)) && json.is_some();
            let flag = json == Some(true) || (!open && self.is_structured(inner));
            (self.ty(inner, View::Form), flag.then_some("json"))
        };
        // What is written as JSON is not called anything else.
        let usual = if flag.is_some() { "application/json" } else { "application/octet-stream" };
        let media = said.media.filter(|media| media != usual && (flag.is_none() || MediaType::parse(media).is_json()));
        let ty = match ty {
            _ if said.open_headers.is_empty() => ty,
            Ty::Vec(item) if flag.is_none() => Ty::Vec(Box::new(Ty::Generic("PartValue", item))),
            ty => Ty::Generic("PartValue", Box::new(ty)),
        };
        let mut docs = self.member_docs(&field.docs, &field.wire);
        if !said.open_headers.is_empty() {
            let names: Vec<String> = said.open_headers.iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
            let lead = docs.last().is_some_and(|line| !line.is_empty()).then(String::new);
            docs.extend(lead);
            docs.push(format!("Headers of the part: {}.", names.join(", ")));
        }
        let required = matches!(field.presence, Presence::Required | Presence::Nullable);
        FieldItem {
            docs,
            name: self.names.members(id)[index].clone(),
            wire: None,
            flag,
            part: PartItem { media, headers: said.headers }.boxed(),
            own: false,
            ty: if required { ty } else { Ty::Option(Box::new(ty)) },
            deprecated: field.docs.deprecated,
        }
    }

    /// Whether a part has headers to which the caller gives a value.
    pub(super) fn has_open_headers(&self) -> bool {
        self.api.types.iter().any(|(_, named)| match &named.kind {
            Kind::Object(object) => {
                object.fields.iter().filter_map(|field| field.part.as_ref()).any(|part| !part.open_headers.is_empty())
            }
            _ => false,
        })
    }

    /// Whether a body is a sequence of JSON values.
    pub(super) fn sends_values(&self) -> bool {
        let bodies = self.api.operations.iter().filter_map(|operation| operation.body.as_ref());
        bodies.flat_map(|body| &body.contents).any(|content| content.kind == ContentKind::Values)
    }

    /// Whether a value is an object (or an array of them), which a multipart body holds as JSON.
    fn is_structured(&self, ty: &Type) -> bool {
        self.is_structured_within(ty, &mut Vec::new())
    }

    fn is_structured_within(&self, ty: &Type, unions: &mut Vec<TypeId>) -> bool {
        match ty.without_null().0 {
            Type::Named(id) => match &self.api.types.get(*id).kind {
                Kind::Enum(_) => false,
                Kind::Alias(inner) => self.is_structured_within(inner, unions),
                Kind::Object(_) => true,
                // A union that holds itself is what its other variants are.
                Kind::Union(_) if unions.contains(id) => true,
                // Where one of them is text, which it is shows when it is written.
                Kind::Union(union) => {
                    unions.push(*id);
                    union.variants.iter().all(|variant| self.is_structured_within(&variant.ty, unions))
                }
            },
            Type::Array(inner) => self.is_structured_within(inner, unions),
            Type::Tuple(_) | Type::Map(_) | Type::Json(_) => true,
            _ => false,
        }
    }
}

/// What a file, or an array of files, is in a multipart body.
pub(super) fn file_part(ty: &Type) -> Option<Ty> {
    match ty {
        Type::Binary => Some(Ty::Runtime("FilePart")),
        Type::Array(item) if matches!(item.without_null().0, Type::Binary) => Some(Ty::Vec(Box::new(Ty::Runtime("FilePart")))),
        _ => None,
    }
}
