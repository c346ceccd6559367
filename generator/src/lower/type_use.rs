//! Types as they are used: in a field, a parameter, or inside another type.

use super::Lower;
use crate::ir::{Api, Field, Float, Int, JsonReason, Kind, Presence, StringFormat, Type, TypeId};
use crate::passes::View;
use crate::rust::Ty;
use foldhash::HashMap;

impl Lower<'_> {
    /// The view of a nested type: a type that is only sent contains the sent views of its fields.
    pub(super) fn nested_view(&self, id: TypeId, view: View) -> View {
        if view == View::Main && self.usage.is_sent(id, view) && !self.usage.is_received(id, view) { View::Sent } else { view }
    }

    /// A type as it is written.
    pub fn ty(&self, ty: &Type, view: View) -> Ty {
        match behind(self.api, ty) {
            Type::Bool => Ty::Prim("bool"),
            Type::Int(width) => Ty::Prim(match width {
                Int::I32 => "i32",
                Int::I64 => "i64",
                Int::U32 => "u32",
                Int::U64 => "u64",
                Int::I128 => "i128",
            }),
            Type::Float(Float::F64) => Ty::Prim("f64"),
            Type::Float(Float::Decimal) => Ty::Runtime("Decimal"),
            Type::String(format) => match format {
                StringFormat::Plain => Ty::Prim("String"),
                StringFormat::Date => Ty::Runtime("Date"),
                StringFormat::Time => Ty::Runtime("Time"),
                StringFormat::DateTime => Ty::Runtime("DateTime"),
                StringFormat::Duration => Ty::Runtime("Duration"),
                StringFormat::Uuid => Ty::Runtime("Uuid"),
                StringFormat::Uri => Ty::Runtime("Uri"),
                StringFormat::Base64 => Ty::Runtime("Base64"),
                StringFormat::Decimal => Ty::Runtime("DecimalText"),
                StringFormat::Secret => Ty::Runtime("Secret"),
            },
            Type::Binary => Ty::Prim("String"),
            Type::Json(_) => Ty::Runtime("Value"),
            Type::Array(inner) => Ty::Vec(Box::new(self.ty(inner, view))),
            Type::Tuple(items) => Ty::Tuple(items.iter().map(|item| self.ty(item, view)).collect()),
            Type::Map(inner) => Ty::Map(Box::new(self.ty(inner, view))),
            Type::Nullable(inner) => match self.ty(inner, view) {
                option @ Ty::Option(_) => option,
                value @ Ty::Runtime("Value") => value,
                other => Ty::Option(Box::new(other)),
            },
            Type::Named(id) => {
                let view = self.usage.inner(*id, view);
                Ty::Local(self.names.of(*id, view).to_owned())
            }
        }
    }

    /// The type of a field as it is written, and `null` where the type does not say that it has to be there.
    pub fn field_type(&mut self, id: TypeId, view: View, index: usize, field: &Field) -> (Ty, Option<&'static str>) {
        let presence = match (field.presence, view) {
            (Presence::Required, View::Partial) => Presence::Optional,
            (Presence::Nullable, View::Partial) => Presence::OptionalNullable,
            (Presence::Optional, View::Main) if field.answered && !self.usage.is_sent(id, view) => Presence::Required,
            (Presence::OptionalNullable, View::Main) if field.answered && !self.usage.is_sent(id, view) => Presence::Nullable,
            (presence, _) => presence,
        };
        let (inner, null) = field.ty.without_null();
        let mut ty = self.ty(inner, self.nested_view(id, view));
        own_formats(&mut ty, &self.own.formats);
        if self.boxes.field(id, index) {
            ty = Ty::Box(Box::new(ty));
        }
        let presence = match (presence, null) {
            (Presence::Required, true) => Presence::Nullable,
            (Presence::Optional, true) => Presence::OptionalNullable,
            (presence, _) => presence,
        };
        let json = matches!(behind(self.api, inner), Type::Json(_));
        match presence {
            // Untyped JSON has a null of its own.
            Presence::Nullable if json => (ty, None),
            // Anything may also be null, which is not the same as nothing.
            Presence::Optional if json && self.usage.is_sent(id, view) => (Ty::Generic("Patch", Box::new(ty)), None),
            Presence::Required => (ty, None),
            Presence::Nullable => (Ty::Option(Box::new(ty)), Some("null")),
            Presence::OptionalNullable if self.usage.is_sent(id, view) => (Ty::Generic("Patch", Box::new(ty)), None),
            Presence::Optional | Presence::OptionalNullable => (Ty::Option(Box::new(ty)), None),
        }
    }
}

/// A type without names that stand for an array or for untyped JSON: spelled out, setters of arrays take any iterator, and
/// untyped JSON has a null of its own wherever it is.
fn behind<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let Type::Named(id) = ty else { return ty };
    let Kind::Alias(inner) = &api.types.get(*id).kind else { return ty };
    match behind(api, inner) {
        plain @ (Type::Json(_) | Type::Array(_)) => plain,
        _ => ty,
    }
}

/// Whether a type is untyped JSON, or an array or map of it.
pub(super) fn untyped(api: &Api, ty: &Type) -> Option<JsonReason> {
    match behind(api, ty) {
        Type::Json(reason) => Some(*reason),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => untyped(api, inner),
        Type::Tuple(items) => items.iter().find_map(|item| untyped(api, item)),
        _ => None,
    }
}

/// Puts types of the caller in place of those of the runtime.
fn own_formats(ty: &mut Ty, own: &HashMap<&'static str, String>) {
    match ty {
        Ty::Runtime(name) => {
            if let Some(path) = own.get(name) {
                *ty = Ty::Outside(path.clone());
            }
        }
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) | Ty::Generic(_, inner) => own_formats(inner, own),
        Ty::Tuple(items) => items.iter_mut().for_each(|item| own_formats(item, own)),
        Ty::Prim(_) | Ty::Local(_) | Ty::Outside(_) => {}
    }
}
