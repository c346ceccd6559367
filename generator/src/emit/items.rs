//! Items as tokens.

use super::attributes::{self, deprecated, derives, docs};
use super::constants;
use super::names::{Renamed, ident, known, ty};
use super::requests;
use super::root;
use crate::rust::{
    AliasItem, ContentItem, EnumItem, FieldsItem, HandleItem, Item, ModuleItem, OtherVariant, PatchesItem, RelationConst,
    ResponsesItem, StructItem, UnionItem, WebhookItem, WireValue,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// An item, as the items of Rust it is.
pub fn item(item: &Item, renamed: &Renamed) -> TokenStream {
    match item {
        // All of a file together: see `modules`.
        Item::Module(_) => TokenStream::new(),
        Item::Reexport(own, runtime, gated) => root::reexport(own, runtime, gated),
        Item::Client(item) => root::client(item),
        Item::Accessors(list) => root::more_accessors(list),
        Item::Const(item) => constants::constant(item),
        Item::Credential(item) => root::credential(item),
        Item::Handle(item) => handle(item),
        Item::Operation(item) => requests::operation(item, renamed),
        Item::Struct(item) => structure(item),
        Item::Enum(item) => values(item),
        Item::Union(item) => union(item),
        Item::Newtype(item) => newtype(item),
        Item::Alias(item) => alias(item),
        Item::Responses(item) => responses(item),
        Item::Content(item) => content(item),
        Item::Fields(item) => fields(item, renamed),
        Item::Patches(item) => patches(item),
        Item::Webhook(item) => webhook(item),
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
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name(pub(crate) Client);
    }
}

fn structure(item: &StructItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let derives = derives(&item.derives);
    let container = attributes::container(item);
    let open = item.non_exhaustive.then(|| quote! { #[non_exhaustive] });
    let fields = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let attribute = attributes::field(field);
        let deprecated = deprecated(field.deprecated);
        let (name, ty) = (ident(&field.name), ty(&field.ty));
        quote! { #docs #attribute #deprecated pub #name: #ty }
    });
    quote! { #docs #derives #container #open pub struct #name { #(#fields),* } }
}

fn values(item: &EnumItem) -> TokenStream {
    let (docs, name, derives) = (docs(&item.docs), format_ident!("{}", item.name), derives(&item.derives));
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (self::docs(&variant.docs), ident(&variant.name));
        let value = match &variant.value {
            WireValue::Text(text) => quote! { #text },
            WireValue::Integer(number) => attributes::integer(*number),
        };
        quote! { #docs #[wire(#value)] #name }
    });
    let other = other(&item.other);
    quote! { #docs #derives #[non_exhaustive] pub enum #name { #(#variants,)* #other } }
}

/// The variant that holds whatever fits no other.
fn other(variant: &OtherVariant) -> TokenStream {
    let (docs, name) = (docs(&variant.docs), format_ident!("{}", variant.name));
    let types = variant.types.iter().map(ty);
    quote! { #docs #name(#(#types),*) }
}

fn union(item: &UnionItem) -> TokenStream {
    let (docs, name, derives) = (docs(&item.docs), format_ident!("{}", item.name), derives(&item.derives));
    let tag = item.tag.as_ref().map(|tag| quote! { #[wire(tag = #tag)] });
    let variants = item.variants.iter().map(|variant| {
        let docs = self::docs(&variant.docs);
        let tags = &variant.tags;
        let write = variant.writes_tag.then(|| quote! { , write });
        let wire = (!tags.is_empty()).then(|| quote! { #[wire(#(#tags),* #write)] });
        let (name, ty) = (ident(&variant.name), ty(&variant.ty));
        quote! { #docs #wire #name(#ty) }
    });
    let other = other(&item.other);
    quote! { #docs #derives #tag #[non_exhaustive] pub enum #name { #(#variants,)* #other } }
}

fn newtype(item: &AliasItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), format_ident!("{}", item.name), ty(&item.ty));
    let derives = derives(&item.derives);
    quote! { #docs #derives pub struct #name(#ty); }
}

fn alias(item: &AliasItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), format_ident!("{}", item.name), ty(&item.ty));
    quote! { #docs pub type #name = #ty; }
}

fn responses(item: &ResponsesItem) -> TokenStream {
    let (docs, name, derives) = (docs(&item.docs), format_ident!("{}", item.name), derives(&item.derives));
    let variants = item.variants.iter().map(|variant| {
        let docs = self::docs(&variant.docs);
        let attribute = attributes::response(variant);
        let name = ident(&variant.name);
        let content = variant.ty.as_ref().map(ty).map(|ty| quote! { (#ty) });
        quote! { #docs #attribute #name #content }
    });
    let other = other(&item.other);
    quote! { #docs #derives #[non_exhaustive] pub enum #name { #(#variants,)* #other } }
}

fn content(item: &ContentItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let variants = item.variants.iter().map(|variant| {
        let (docs, attribute) = (self::docs(&variant.docs), attributes::content(&variant.body));
        let (name, ty) = (ident(&variant.name), ty(&variant.ty));
        quote! { #docs #attribute #name(#ty) }
    });
    quote! { #docs #[derive(Clone, Debug, Content)] pub enum #name { #(#variants),* } }
}

fn fields(item: &FieldsItem, renamed: &Renamed) -> TokenStream {
    let (docs, module, object) = (docs(&item.docs), ident(&item.module), format_ident!("{}", item.object));
    let uses = item.uses.iter().map(|name| known(name, renamed));
    let (field_type, relation_type) = (known("Field", renamed), known("Relation", renamed));
    let constants = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let (name, kind, wire) = (ident(&field.name), format_ident!("{}", field.kind), &field.wire);
        let of = field.of.as_ref().map(ty).map(|ty| quote! { <#ty> });
        quote! { #docs pub const #name: #field_type<#object, kind::#kind #of> = #field_type::new(#wire); }
    });
    let relations = |list: &[RelationConst]| {
        list.iter()
            .map(|relation| {
                let (docs, name, wire) = (self::docs(&relation.docs), ident(&relation.name), &relation.wire);
                quote! { #docs pub const #name: #relation_type<#object> = #relation_type::new(#wire); }
            })
            .collect::<TokenStream>()
    };
    let related = relations(&item.related);
    let with = (!item.with.is_empty()).then(|| {
        let constants = relations(&item.with);
        quote! { #[doc = " Relations to load along."] pub mod with { use super::{#object, #relation_type}; #constants } }
    });
    quote! { #docs pub mod #module { use super::{#(#uses),*}; #(#constants)* #related #with } }
}

fn patches(item: &PatchesItem) -> TokenStream {
    let (docs, module, object) = (docs(&item.docs), ident(&item.module), format_ident!("{}", item.object));
    let uses = item.uses.iter().map(|name| ident(name));
    let constants = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let kind = format_ident!("{}", field.kind);
        let (name, ty, wire) = (ident(&field.name), ty(&field.ty), &field.wire);
        quote! { #docs pub const #name: #kind<#object, #ty> = #kind::new(#wire); }
    });
    quote! { #docs pub mod #module { use super::{#(#uses),*}; #(#constants)* } }
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
            #[doc = " `body` is the body as it came, `signature` the value of the header, `key` the key that was agreed upon."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " The signature is not that of the body, or the body is not such a payload."]
            pub fn #reader(body: impl Into<Bytes>, signature: &str, key: impl AsRef<[u8]>) -> Result<#ty, Error> {
                plansmith_runtime::webhook::#parse_signed(#styles body, signature, key)
            }
        }
    });
    quote! {
        #docs
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " The body is not such a payload."]
        pub fn #name(body: impl Into<Bytes>) -> Result<#ty, Error> {
            plansmith_runtime::webhook::#parse(#styles body)
        }
        #signed
    }
}
