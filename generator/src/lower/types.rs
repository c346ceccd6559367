//! Named types to structs, enums, unions and aliases.

use super::parts::file_part;
use super::type_use::untyped;
use super::{Lower, docs, rule};
use crate::ir::{Api, Docs, Enum, Extra, Field, Kind, Object, Presence, Type, TypeId, Union};
use crate::name::value_text;
use crate::options::Trait;
use crate::passes::View;
use crate::rust::{
    AliasItem, EnumItem, EnumVariant, FieldItem, Item, OtherVariant, StructItem, Ty, UnionItem, UnionVariant, WireValue,
};

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
            View::Form => format!("`{}` as a multipart body.", self.path_name(id)),
            View::Partial => format!("A partial update of `{}`: fields that are not set stay unchanged.", self.path_name(id)),
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
        let mut items: Vec<FieldItem> = Vec::with_capacity(fields.len() + usize::from(matches!(object.extra, Extra::Kept(_))));
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
            ty,
            deprecated: field.docs.deprecated,
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
