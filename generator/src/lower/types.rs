//! Named types to structs, enums, unions and aliases.

use super::parts::file_part;
use super::{Lower, docs, rule};
use crate::ir::{
    Api, Docs, Enum, Extra, Field, Float, Int, JsonReason, Kind, Object, Presence, StringFormat, Type, TypeId, Union,
};
use crate::name::value_text;
use crate::options::Trait;
use crate::passes::View;
use crate::rust::{
    AliasItem, EnumItem, EnumVariant, FieldItem, Item, OtherVariant, StructItem, Ty, UnionItem, UnionVariant, WireValue,
};
use foldhash::HashMap;

/// Fields of type `bool` above which a lint speaks up.
const MANY_BOOLS: usize = 3;

impl Lower<'_> {
    /// The item of a form of a type.
    pub fn named(&mut self, id: TypeId, view: View) -> Item {
        let named = self.api.types.get(id);
        let name = self.names.of(id, view).to_owned();
        let fallback = match view {
            View::Main => String::new(),
            View::Sent => format!("`{}` as sent in requests.", self.names.of(id, View::Main)),
            View::Form => format!("A `{}` as a multipart body.", self.path_name(id)),
            View::Partial => format!("A partial update of a `{}`: fields that are not set stay unchanged.", self.path_name(id)),
        };
        let docs = if view == View::Main || !self.usage.views(id).contains(&View::Main) && view == View::Form {
            docs::of_type(&named.docs)
        } else {
            docs::markdown(&fallback)
        };
        let mut docs = docs;
        if named.docs.deprecated {
            // An attribute would warn inside the crate, wherever another type holds this one.
            docs.extend((!docs.is_empty()).then(String::new));
            docs.push("Deprecated.".to_owned());
        }
        let docs = if docs.is_empty() && self.strict { vec![self.described(id)] } else { docs };
        if let Some(path) = self.own.schemas.get(&id) {
            let docs = if docs.is_empty() { vec![format!("`{}`.", self.path_name(id))] } else { docs };
            return Item::Alias(AliasItem { docs, name, derives: Vec::new(), ty: Ty::Outside(path.clone()) });
        }
        match &named.kind {
            Kind::Object(object) => Item::Struct(self.object(id, view, name, docs, object)),
            Kind::Union(union) => Item::Union(self.union(id, view, name, docs, union)),
            Kind::Enum(values) => Item::Enum(self.values(id, name, docs, values)),
            Kind::Alias(ty) => {
                let ty =
                    if self.boxes.field(id, usize::MAX) { Ty::Runtime("Value") } else { self.ty(ty, self.nested_view(id, view)) };
                let newtype = super::is_newtype(named);
                let docs = if docs.is_empty() { vec![format!("`{}`.", self.path_name(id))] } else { docs };
                if newtype {
                    Item::Newtype(AliasItem { docs, name, derives: newtype_derives(&ty), ty })
                } else {
                    Item::Alias(AliasItem { docs, name, derives: Vec::new(), ty })
                }
            }
        }
    }

    /// The view of a nested type: a type that is only sent contains the sent views of its fields.
    fn nested_view(&self, id: TypeId, view: View) -> View {
        if view == View::Main && self.usage.is_sent(id, view) && !self.usage.is_received(id, view) { View::Sent } else { view }
    }

    /// What an inline type without a description is: the property it is the type of.
    fn described(&self, id: TypeId) -> String {
        match &self.api.types.get(id).origin {
            crate::ir::Origin::Inline(parts) if parts.len() > 1 => {
                format!("The `{}` of `{}`.", parts[1..].join("."), parts[0])
            }
            _ => format!("`{}`.", self.path_name(id)),
        }
    }

    /// The key or path a type is known by in the description.
    fn path_name(&self, id: TypeId) -> String {
        match &self.api.types.get(id).origin {
            crate::ir::Origin::Component(key) => key.clone(),
            crate::ir::Origin::Inline(parts) => parts.join(" "),
        }
    }

    fn values(&self, id: TypeId, name: String, docs: Vec<String>, values: &Enum) -> EnumItem {
        let (trait_name, other) = if values.integer { ("IntEnum", Ty::Prim("i64")) } else { ("TextEnum", Ty::Prim("String")) };
        let variants = values.values.iter().zip(self.names.members(id)).map(|(value, name)| {
            let text = value_text(&value.value);
            let docs = value.description.as_deref().map(docs::markdown).unwrap_or_default();
            EnumVariant {
                docs: if docs.is_empty() && self.strict { vec![value_doc(&text)] } else { docs },
                name: name.clone(),
                value: match value.value.as_i64().filter(|_| values.integer) {
                    Some(number) => WireValue::Integer(number),
                    None => WireValue::Text(text),
                },
            }
        });
        EnumItem {
            docs,
            name,
            derives: vec!["Clone", "Debug", "PartialEq", "Eq", "Hash", trait_name],
            variants: variants.collect(),
            other: OtherVariant { docs: vec!["Any other value.".to_owned()], name: "Other", types: vec![other] },
        }
    }

    fn derives(&self, id: TypeId, view: View, is_struct: bool) -> Vec<&'static str> {
        if view == View::Form {
            return vec!["Clone", "Debug", "Multipart", "Setters"];
        }
        let mut derives = vec!["Clone", "Debug"];
        let asked: Vec<Trait> = self.derives.of(id).collect();
        let (json, plain): (Vec<Trait>, Vec<Trait>) =
            asked.into_iter().partition(|one| matches!(one, Trait::Serialize | Trait::Deserialize));
        derives.extend(plain.into_iter().map(Trait::derive));
        let (received, sent) = (self.usage.is_received(id, view), self.usage.is_sent(id, view));
        let is_read = received || json.contains(&Trait::Deserialize);
        let is_written = sent || json.contains(&Trait::Serialize);
        if received && !is_written {
            derives.push("Received");
        } else if sent && !is_read {
            derives.push("Sent");
        } else {
            derives.extend(is_read.then_some("ReadJson"));
            derives.extend(is_written.then_some("WriteJson"));
            derives.extend((sent && is_struct).then_some("Setters"));
        }
        derives
    }

    fn object(&mut self, id: TypeId, view: View, name: String, docs: Vec<String>, object: &Object) -> StructItem {
        let mut tags = Vec::new();
        let mut fields = Vec::new();
        for (index, field) in object.fields.iter().enumerate() {
            if !self.usage.has(id, view, field.access) {
                continue;
            }
            match &field.constant {
                Some(value) if field.presence == Presence::Required && view != View::Partial && !value.is_null() => {
                    tags.push((field.wire.clone(), value.to_string()));
                }
                _ => fields.push((index, self.field(id, view, index, field))),
            }
        }
        let pairs = fields.iter().map(|(index, field)| (field.name.as_str(), object.fields[*index].wire.as_str()));
        let rule = rule::best(&pairs);
        let mut items: Vec<FieldItem> = Vec::new();
        for (index, mut field) in fields {
            let wire = &object.fields[index].wire;
            field.wire = (rule::apply(rule, &field.name) != *wire).then(|| wire.clone());
            items.push(field);
        }
        if let Extra::Kept(ty) = &object.extra {
            let value = match file_part(ty).filter(|_| view == View::Form) {
                Some(file) => file,
                None => self.ty(ty, self.nested_view(id, view)),
            };
            if untyped(self.api, ty).is_some() {
                self.summary.untyped_extras += 1;
            }
            let name = self.names.members(id)[object.fields.len()].clone();
            items.push(FieldItem {
                docs: vec!["Additional properties.".to_owned()],
                name,
                wire: None,
                flag: Some("extra"),
                own: false,
                part: None,
                headers: Vec::new(),
                ty: Ty::Map(Box::new(value)),
                deprecated: false,
            });
        }
        let bools = items.iter().filter(|field| field.ty == Ty::Prim("bool")).count();
        StructItem {
            docs,
            derives: self.derives(id, view, true),
            rule: rule::word(rule),
            tags,
            closed: object.extra == Extra::Closed,
            non_exhaustive: true,
            many_bools: self.strict && bools > MANY_BOOLS,
            fields: items,
            name,
        }
    }

    fn field(&mut self, id: TypeId, view: View, index: usize, field: &Field) -> FieldItem {
        let owner = self.names.of(id, view).to_owned();
        self.count_field(&owner, &field.wire, &field.ty);
        if view == View::Form {
            return self.part(id, index, field);
        }
        let (ty, flag) = self.field_type(id, view, index, field);
        FieldItem {
            docs: self.member_docs(&field.docs, &field.wire),
            name: self.names.members(id)[index].clone(),
            wire: None,
            flag,
            own: false,
            part: None,
            headers: Vec::new(),
            ty,
            deprecated: field.docs.deprecated,
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

    /// Docs of a field or parameter. Curated crates document everything; elsewhere nothing is made up.
    pub fn member_docs(&self, docs: &Docs, wire: &str) -> Vec<String> {
        let lines = docs::member(docs);
        if lines.is_empty() && self.strict { vec![format!("`{wire}`.")] } else { lines }
    }

    fn union(&mut self, id: TypeId, view: View, name: String, docs: Vec<String>, union: &Union) -> UnionItem {
        let names = self.names.members(id).to_vec();
        let is_written = self.usage.is_sent(id, view) && view != View::Form;
        let variants = union.variants.iter().zip(names).enumerate().map(|(index, (variant, name))| {
            let is_argument = is_written && self.stands_alone(&variant.ty, union);
            let mut ty = self.ty(&variant.ty, self.nested_view(id, view));
            if self.boxes.variant(id, index, &variant.ty) {
                ty = Ty::Box(Box::new(ty));
            }
            let docs = if variant.docs.description.is_some() || variant.docs.title.is_some() {
                docs::member(&variant.docs)
            } else if self.strict {
                vec![variant_doc(&variant.name, &variant.tags)]
            } else {
                Vec::new()
            };
            let writes_tag = union
                .discriminator
                .as_ref()
                .is_some_and(|rule| !variant.tags.is_empty() && !says_tag(self.api, &variant.ty, &rule.wire, &variant.tags));
            UnionVariant { docs, name, ty, tags: variant.tags.clone(), writes_tag, is_argument }
        });
        let variants = variants.collect();
        UnionItem {
            docs,
            derives: self.derives(id, view, false),
            tag: union.discriminator.as_ref().map(|tag| tag.wire.clone()),
            variants,
            other: OtherVariant {
                docs: vec!["A value that matches no other variant.".to_owned()],
                name: "Other",
                types: vec![Ty::Runtime("Value")],
            },
            name,
        }
    }

    /// Whether a content says by itself which variant is meant: an object of the crate's own that no other variant has. What is an
    /// alias may be the same type as another.
    fn stands_alone(&self, ty: &Type, union: &Union) -> bool {
        let Type::Named(id) = ty else { return false };
        matches!(self.api.types.get(*id).kind, Kind::Object(_))
            && !self.own.schemas.contains_key(id)
            && union.variants.iter().filter(|other| other.ty == *ty).count() == 1
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

    /// Counts a public field, and what of it is untyped.
    fn count_field(&mut self, owner: &str, wire: &str, ty: &Type) {
        self.summary.fields += 1;
        if let Some(reason) = untyped(self.api, ty) {
            self.summary.untyped.push((format!("{owner}::{wire}"), reason));
        }
    }
}

/// Whether a type says itself which values of a discriminator it has: by a constant or values of its own, or because it is a
/// union by the same property. What is no object has no place for one.
fn says_tag(api: &Api, ty: &Type, wire: &str, tags: &[String]) -> bool {
    match ty.without_null().0 {
        Type::Named(id) => match &api.types.get(*id).kind {
            Kind::Alias(inner) => says_tag(api, inner, wire, tags),
            Kind::Union(union) => union.discriminator.as_ref().is_some_and(|rule| rule.wire == wire),
            Kind::Enum(_) => true,
            Kind::Object(object) => {
                let Some(field) = object.fields.iter().find(|field| field.wire == wire) else { return false };
                let known = |value: &serde_json::Value| tags.contains(&value_text(value));
                let held = match (&field.constant, &field.ty) {
                    (Some(value), _) => known(value),
                    (None, Type::Named(id)) => match &api.types.get(*id).kind {
                        Kind::Enum(values) => values.values.iter().all(|value| known(&value.value)),
                        _ => false,
                    },
                    _ => false,
                };
                held && field.presence == Presence::Required
            }
        },
        Type::Map(_) | Type::Json(_) => false,
        _ => true,
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
fn untyped(api: &Api, ty: &Type) -> Option<JsonReason> {
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

/// Traits of a newtype, by what it wraps.
fn newtype_derives(ty: &Ty) -> Vec<&'static str> {
    let copy = matches!(ty, Ty::Prim(name) if *name != "String").then_some("Copy");
    let rest = ["Debug", "PartialEq", "Eq", "Hash", "PartialOrd", "Ord", "Newtype"];
    std::iter::once("Clone").chain(copy).chain(rest).collect()
}

/// What a value without a description is: itself.
fn value_doc(text: &str) -> String {
    if text.is_empty() { "The empty string.".to_owned() } else { format!("`{}`.", text.replace('`', "'")) }
}

fn variant_doc(name: &str, tags: &[String]) -> String {
    match tags {
        [] => format!("`{name}`."),
        _ => format!("{}.", tags.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ")),
    }
}
