//! Items as syntax trees.

use super::attributes::{self, deprecated};
use super::constants;
use super::names::{Renamed, known, ty};
use super::requests;
use super::root;
use super::syntax::{self, docs, ident};
use crate::rust::{
    AliasItem, ContentItem, EnumItem, FieldsItem, HandleItem, Item, ModuleItem, OtherVariant, PatchesItem, RelationConst,
    ResponsesItem, StructItem, UnionItem, WebhookItem, WireValue,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Variant};

/// An item, as the items of Rust it is.
pub fn item(item: &Item, renamed: &Renamed) -> Vec<syn::Item> {
    match item {
        // All of a file together: see `modules`.
        Item::Module(_) => Vec::new(),
        Item::Reexport(own, runtime, gated) => syntax::items(root::reexport(own, runtime, gated)),
        Item::Client(item) => syntax::items(root::client(item)),
        Item::Accessors(list) => syntax::items(root::more_accessors(list)),
        Item::Const(item) => syntax::items(constants::constant(item)),
        Item::Credential(item) => syntax::items(root::credential(item)),
        Item::Handle(item) => syntax::items(handle(item)),
        Item::Operation(item) => requests::operation(item, renamed),
        Item::Struct(item) => vec![structure(item)],
        Item::Enum(item) => vec![values(item)],
        Item::Union(item) => vec![union(item)],
        Item::Newtype(item) => vec![newtype(item)],
        Item::Alias(item) => syntax::items(alias(item)),
        Item::Responses(item) => vec![responses(item)],
        Item::Content(item) => vec![content(item)],
        Item::Fields(item) => syntax::items(fields(item, renamed)),
        Item::Patches(item) => syntax::items(patches(item)),
        Item::Webhook(item) => syntax::items(webhook(item)),
    }
}

/// Module declarations, then what of them is re-exported.
pub fn modules(items: &[&ModuleItem]) -> TokenStream {
    let gate = |item: &ModuleItem| {
        let features = &item.features;
        match features.as_slice() {
            [] => TokenStream::new(),
            [one] => quote! { #[cfg(feature = #one)] },
            _ => quote! { #[cfg(any(#(feature = #features),*))] },
        }
    };
    let declared = items.iter().map(|item| {
        let (gate, name) = (gate(item), ident(&item.name));
        let visible = item.public.then(|| quote! { pub });
        quote! { #gate #visible mod #name; }
    });
    let (open, gated): (Vec<&ModuleItem>, Vec<_>) =
        items.iter().copied().filter(|item| item.reexport).partition(|item| item.features.is_empty());
    let open: Vec<Ident> = open.iter().map(|item| ident(&item.name)).collect();
    let all = match open.as_slice() {
        [] => TokenStream::new(),
        [one] => quote! { pub use self::#one::*; },
        _ => quote! { pub use self::{#(#open::*),*}; },
    };
    let gated = gated.iter().map(|item| {
        let (gate, name) = (gate(item), ident(&item.name));
        quote! { #gate pub use self::#name::*; }
    });
    quote! { #(#declared)* #all #(#gated)* }
}

fn handle(item: &HandleItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), ident(&item.name));
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct #name(pub(crate) Client);
    }
}

fn structure(item: &StructItem) -> syn::Item {
    let mut attributes = documented(&item.docs, &item.derives);
    attributes.extend(attributes::container(item));
    attributes.extend(item.non_exhaustive.then(non_exhaustive));
    let fields = item.fields.iter().map(|field| {
        let mut attributes = docs(&field.docs);
        attributes.extend(attributes::field(field));
        attributes.extend(deprecated(field.deprecated));
        syntax::named_field(attributes, &field.name, ty(&field.ty))
    });
    syntax::structure(attributes, &item.name, fields)
}

fn documented(docs: &[String], derives: &[&'static str]) -> Vec<Attribute> {
    let mut attributes = self::docs(docs);
    attributes.push(syntax::derives(derives));
    attributes
}

fn non_exhaustive() -> Attribute {
    syntax::marker("non_exhaustive")
}

fn values(item: &EnumItem) -> syn::Item {
    let mut attributes = documented(&item.docs, &item.derives);
    attributes.push(non_exhaustive());
    let variants = item.variants.iter().map(|variant| {
        let value = match &variant.value {
            WireValue::Text(text) => quote! { #text },
            WireValue::Integer(number) => attributes::integer(*number),
        };
        let mut attributes = docs(&variant.docs);
        attributes.push(syntax::list("wire", value));
        syntax::variant(attributes, &variant.name, [])
    });
    syntax::enumeration(attributes, &item.name, variants.chain([other(&item.other)]))
}

/// The variant that holds whatever fits no other.
fn other(variant: &OtherVariant) -> Variant {
    syntax::variant(docs(&variant.docs), variant.name, variant.types.iter().map(ty))
}

fn union(item: &UnionItem) -> syn::Item {
    let mut attributes = documented(&item.docs, &item.derives);
    attributes.extend(item.tag.as_ref().map(|tag| syntax::list("wire", quote! { tag = #tag })));
    attributes.push(non_exhaustive());
    let variants = item.variants.iter().map(|variant| {
        let tags = variant.tags.iter().map(|tag| quote! { #tag });
        let write = (variant.writes_tag && !variant.tags.is_empty()).then(|| quote! { write });
        let words: Vec<_> = tags.chain(write).chain(variant.is_argument.then(|| quote! { from })).collect();
        let mut attributes = docs(&variant.docs);
        attributes.extend((!words.is_empty()).then(|| syntax::list("wire", quote! { #(#words),* })));
        syntax::variant(attributes, &variant.name, [ty(&variant.ty)])
    });
    syntax::enumeration(attributes, &item.name, variants.chain([other(&item.other)]))
}

fn newtype(item: &AliasItem) -> syn::Item {
    syntax::newtype(documented(&item.docs, &item.derives), &item.name, ty(&item.ty))
}

fn alias(item: &AliasItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), ident(&item.name), ty(&item.ty));
    quote! { #(#docs)* pub type #name = #ty; }
}

fn responses(item: &ResponsesItem) -> syn::Item {
    let mut attributes = documented(&item.docs, &item.derives);
    attributes.push(non_exhaustive());
    let variants = item.variants.iter().map(|variant| {
        let mut attributes = docs(&variant.docs);
        attributes.push(attributes::response(variant));
        syntax::variant(attributes, &variant.name, variant.ty.iter().map(ty))
    });
    syntax::enumeration(attributes, &item.name, variants.chain([other(&item.other)]))
}

fn content(item: &ContentItem) -> syn::Item {
    let variants = item.variants.iter().map(|variant| {
        let mut attributes = docs(&variant.docs);
        attributes.push(attributes::content(&variant.body));
        syntax::variant(attributes, &variant.name, [ty(&variant.ty)])
    });
    syntax::enumeration(documented(&item.docs, &["Clone", "Debug", "Content"]), &item.name, variants)
}

fn fields(item: &FieldsItem, renamed: &Renamed) -> TokenStream {
    let (docs, module, object) = (docs(&item.docs), ident(&item.module), ident(&item.object));
    let uses = item.uses.iter().map(|name| known(name, renamed));
    let (field_type, relation_type) = (known("Field", renamed), known("Relation", renamed));
    let constants = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let (name, kind, wire) = (ident(&field.name), ident(field.kind), &field.wire);
        let of = field.of.as_ref().map(ty).map(|ty| quote! { <#ty> });
        quote! { #(#docs)* pub const #name: #field_type<#object, kind::#kind #of> = #field_type::new(#wire); }
    });
    let relations = |list: &[RelationConst]| {
        list.iter()
            .map(|relation| {
                let (docs, name, wire) = (self::docs(&relation.docs), ident(&relation.name), &relation.wire);
                quote! { #(#docs)* pub const #name: #relation_type<#object> = #relation_type::new(#wire); }
            })
            .collect::<TokenStream>()
    };
    let related = relations(&item.related);
    let with = (!item.with.is_empty()).then(|| {
        let constants = relations(&item.with);
        quote! { #[doc = " Relations that can be loaded with the record."] pub mod with { use super::{#object, #relation_type}; #constants } }
    });
    quote! { #(#docs)* pub mod #module { use super::{#(#uses),*}; #(#constants)* #related #with } }
}

fn patches(item: &PatchesItem) -> TokenStream {
    let (docs, module, object) = (docs(&item.docs), ident(&item.module), ident(&item.object));
    let uses = item.uses.iter().map(|name| ident(name));
    let constants = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let kind = ident(field.kind);
        let (name, ty, wire) = (ident(&field.name), ty(&field.ty), &field.wire);
        quote! { #(#docs)* pub const #name: #kind<#object, #ty> = #kind::new(#wire); }
    });
    quote! { #(#docs)* pub mod #module { use super::{#(#uses),*}; #(#constants)* } }
}

fn webhook(item: &WebhookItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), ident(&item.name), ty(&item.ty));
    let styles = item.form.iter().flatten().map(|(wire, style)| {
        let style = format_ident!("{style}");
        quote! { (#wire, FormStyle::#style) }
    });
    let styles = item.form.as_ref().map(|_| quote! { &[#(#styles),*], });
    let kind = if item.form.is_some() { "_form" } else { "" };
    let (parse, parse_signed) = (format_ident!("parse{kind}"), format_ident!("parse_signed{kind}"));
    let signed = item.signature.as_ref().map(|header| {
        let reader = format_ident!("{}_signed", item.name);
        let first = format!(" As [`{}`], but first checks the signature in the header `{header}`.", item.name);
        quote! {
            #[doc = #first]
            #[doc = ""]
            #[doc = " `body` is the raw request body, `signature` the value of the header, `key` the shared key."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " If the signature does not match the body, or the body is not a payload of this webhook."]
            pub fn #reader(body: impl Into<Bytes>, signature: &str, key: impl AsRef<[u8]>) -> Result<#ty, Error> {
                plansmith_runtime::webhook::#parse_signed(#styles body, signature, key)
            }
        }
    });
    quote! {
        #(#docs)*
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " If the body is not a payload of this webhook."]
        pub fn #name(body: impl Into<Bytes>) -> Result<#ty, Error> {
            plansmith_runtime::webhook::#parse(#styles body)
        }
        #signed
    }
}
