//! Items as tokens.

use super::attributes::{self, deprecated, docs, tokens};
use super::{root, texts};
use crate::rust::{
    AliasItem, AnswersItem, ContentItem, EnumItem, FieldsItem, HandleItem, Item, ModuleItem, OperationItem, PatchesItem,
    StructItem, Ty, UnionItem, WebhookItem,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

/// An item.
pub fn item(item: &Item) -> TokenStream {
    match item {
        // All of a file together: see `modules`.
        Item::Module(_) => TokenStream::new(),
        Item::Reexport(names) => root::reexport(names),
        Item::Client(item) => root::client(item),
        Item::Accessors(list) => root::more_accessors(list),
        Item::Credential(item) => root::credential(item),
        Item::Handle(item) => handle(item),
        Item::Operation(item) => operation(item),
        Item::Struct(item) => structure(item),
        Item::Enum(item) => values(item),
        Item::Union(item) => union(item),
        Item::Newtype(item) => newtype(item),
        Item::Alias(item) => alias(item),
        Item::Answers(item) => answers(item),
        Item::Content(item) => content(item),
        Item::Fields(item) => fields(item),
        Item::Patches(item) => patches(item),
        Item::Webhook(item) => webhook(item),
    }
}

/// `//!` lines.
pub fn inner_docs(lines: &[String]) -> TokenStream {
    texts::mark(lines).map(|mark| quote! { #![doc = #mark] }).unwrap_or_default()
}

/// An identifier, raw or not.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type.
pub fn ty(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Prim(name) | Ty::Runtime(name) => {
            let name = format_ident!("{name}");
            quote! { #name }
        }
        Ty::Local(name) => {
            let name = format_ident!("{name}");
            quote! { #name }
        }
        Ty::Generic(name, inner) => {
            let (name, inner) = (format_ident!("{name}"), self::ty(inner));
            quote! { #name<#inner> }
        }
        Ty::Tuple(items) => {
            let items = items.iter().map(self::ty);
            quote! { (#(#items,)*) }
        }
        Ty::Vec(inner) => wrapped("Vec", inner),
        Ty::Option(inner) => wrapped("Option", inner),
        Ty::Box(inner) => wrapped("Box", inner),
        Ty::Map(inner) => {
            let inner = self::ty(inner);
            quote! { BTreeMap<String, #inner> }
        }
    }
}

fn wrapped(name: &str, inner: &Ty) -> TokenStream {
    let (name, inner) = (format_ident!("{name}"), ty(inner));
    quote! { #name<#inner> }
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

fn operation(item: &OperationItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let deprecated = deprecated(item.deprecated);
    let attribute = attributes::operation(item);
    let params = item.params.iter().map(|param| {
        let docs = self::docs(&param.docs);
        let attribute = attributes::param(param.attr.as_ref());
        let deprecated = self::deprecated(param.deprecated);
        let (name, ty) = (ident(&param.name), ty(&param.ty));
        quote! { #docs #attribute #deprecated #name: #ty }
    });
    quote! { #docs #attribute #deprecated pub struct #name { #(#params),* } }
}

fn structure(item: &StructItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let derives = item.derives.iter().map(|derive| format_ident!("{derive}"));
    let container = attributes::container(item);
    let open = item.non_exhaustive.then(|| quote! { #[non_exhaustive] });
    let fields = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let attribute = attributes::field(field);
        let deprecated = deprecated(field.deprecated);
        let (name, ty) = (ident(&field.name), ty(&field.ty));
        quote! { #docs #attribute #deprecated pub #name: #ty }
    });
    quote! { #docs #[derive(#(#derives),*)] #container #open pub struct #name { #(#fields),* } }
}

fn values(item: &EnumItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let kind = if item.integer {
        quote! { #[int_enum] }
    } else {
        quote! { #[text_enum] }
    };
    let variants = item.variants.iter().map(|(lines, name, value)| {
        let docs = self::docs(lines);
        let name = ident(name);
        let value = if let (true, Some(number)) = (item.integer, value.value.as_i64()) {
            let literal = Literal::i64_unsuffixed(number.abs());
            if number < 0 {
                quote! { -#literal }
            } else {
                quote! { #literal }
            }
        } else {
            let text = crate::name::value_text(&value.value);
            quote! { #text }
        };
        quote! { #docs #name = #value }
    });
    quote! { #docs #kind pub enum #name { #(#variants),* } }
}

fn union(item: &UnionItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let derives = item.derives.iter().map(|derive| format_ident!("{derive}"));
    let tag = item.tag.as_ref().map(|tag| quote! { #[wire(tag = #tag)] });
    let variants = item.variants.iter().map(|variant| {
        let docs = self::docs(&variant.docs);
        let tags = &variant.tags;
        let wire = (!tags.is_empty()).then(|| quote! { #[wire(#(#tags),*)] });
        let (name, ty) = (ident(&variant.name), ty(&variant.ty));
        quote! { #docs #wire #name(#ty) }
    });
    quote! {
        #docs #[derive(#(#derives),*)] #tag #[non_exhaustive]
        pub enum #name { #(#variants,)* #[doc = " A value that fits none of the others."] Other(Value) }
    }
}

fn newtype(item: &AliasItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), format_ident!("{}", item.name), ty(&item.ty));
    quote! { #docs #[newtype] pub struct #name(#ty); }
}

fn alias(item: &AliasItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), format_ident!("{}", item.name), ty(&item.ty));
    quote! { #docs pub type #name = #ty; }
}

fn answers(item: &AnswersItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let variants = item.variants.iter().map(|variant| {
        let docs = self::docs(&variant.docs);
        let attribute = attributes::answer(variant);
        let name = ident(&variant.name);
        if let Some(ty) = variant.ty.as_ref().map(ty) {
            quote! { #docs #attribute #name(#ty) }
        } else {
            quote! { #docs #attribute #name }
        }
    });
    quote! { #docs #[answers] pub enum #name { #(#variants),* } }
}

fn content(item: &ContentItem) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    let variants = item.variants.iter().map(|(lines, name, attr, ty)| {
        let (docs, attribute) = (self::docs(lines), attributes::content(attr));
        let (name, ty) = (ident(name), self::ty(ty));
        quote! { #docs #attribute #name(#ty) }
    });
    quote! { #docs #[content] pub enum #name { #(#variants),* } }
}

fn fields(item: &FieldsItem) -> TokenStream {
    let (docs, module) = (docs(&item.docs), ident(&item.module));
    let object = tokens(&item.object);
    let constants = item.fields.iter().map(|(name, kind, wire)| {
        let (name, kind) = (ident(name), format_ident!("{kind}"));
        quote! { pub const #name: #kind = #wire; }
    });
    let relations = item.relations.iter().map(|(name, wire)| {
        let name = ident(name);
        quote! { pub const #name: Relation = #wire; }
    });
    let with =
        (!item.relations.is_empty()).then(|| quote! { #[doc = " Relations to load along."] pub mod with { #(#relations)* } });
    quote! { #docs #[fields(#object)] pub mod #module { #(#constants)* #with } }
}

fn patches(item: &PatchesItem) -> TokenStream {
    let (docs, module, object) = (docs(&item.docs), ident(&item.module), format_ident!("{}", item.object));
    let constants = item.fields.iter().map(|field| {
        let docs = self::docs(&field.docs);
        let (name, ty, wire) = (ident(&field.name), ty(&field.ty), &field.wire);
        quote! { #docs pub const #name: #ty = #wire; }
    });
    quote! { #docs #[patch_fields(#object)] pub mod #module { #(#constants)* } }
}

fn webhook(item: &WebhookItem) -> TokenStream {
    let (docs, name, ty) = (docs(&item.docs), ident(&item.name), ty(&item.ty));
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
                plansmith_runtime::webhook::parse_signed(body, signature, key)
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
            plansmith_runtime::webhook::parse(body)
        }
        #signed
    }
}
