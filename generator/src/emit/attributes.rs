//! Attributes of items, fields and variants.

use super::names::ty;
use super::syntax::{self, ident};
use crate::rust::{BodyItem, FieldItem, OperationItem, ResponseVariant, StructItem};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::str::FromStr;
use syn::Attribute;

/// Tokens of a text that this crate made itself.
pub fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("own text is made of tokens")
}

/// `#![doc]` lines.
pub fn inner_docs(lines: &[String]) -> TokenStream {
    lines.iter().map(|line| syntax::doc_line(line)).map(|line| quote! { #![doc = #line] }).collect()
}

/// `#[deprecated]`.
pub fn deprecated(yes: bool) -> Option<Attribute> {
    yes.then(|| syntax::marker("deprecated"))
}

/// Attributes of a struct that the derives read.
pub fn container(item: &StructItem) -> impl Iterator<Item = Attribute> {
    let rule = item.rule.map(|rule| quote! { rename_all = #rule });
    let tags = item.tags.iter().map(|(wire, value)| {
        let value = tokens_of_json(value);
        quote! { tag(#wire = #value) }
    });
    let closed = item.closed.then(|| quote! { closed });
    let parts: Vec<TokenStream> = rule.into_iter().chain(tags).chain(closed).collect();
    let bools = item.many_bools.then(|| syntax::list("allow", quote! { clippy::struct_excessive_bools }));
    bools.into_iter().chain(facts("wire", &parts))
}

/// An attribute with facts, where there are any.
fn facts(name: &str, facts: &[TokenStream]) -> Option<Attribute> {
    (!facts.is_empty()).then(|| syntax::list(name, quote! { #(#facts),* }))
}

fn tokens_of_json(value: &str) -> TokenStream {
    match serde_json::from_str(value) {
        Ok(serde_json::Value::String(text)) => quote! { #text },
        _ => tokens(value),
    }
}

/// Attribute of a field.
pub fn field(item: &FieldItem) -> Option<Attribute> {
    let wire = item.wire.as_deref().map(|wire| quote! { #wire });
    let flag = item.flag.map(ident).map(|flag| quote! { #flag });
    let own = item.own.then(|| quote! { own });
    let part = item.part.iter().flat_map(|part| &part.media).map(|media| quote! { content_type = #media });
    let headers = item.part.iter().flat_map(|part| &part.headers).map(|(name, value)| quote! { header(#name = #value) });
    facts("wire", &wire.into_iter().chain(flag).chain(own).chain(part).chain(headers).collect::<Vec<_>>())
}

/// Attribute of a request: its types, and the common methods it lacks or has more.
pub fn request(item: &OperationItem) -> Option<Attribute> {
    let named = |key: &str, name: Option<&String>| {
        let (key, name) = (ident(key), ident(name?));
        Some(quote! { #key = #name })
    };
    let paging = item.page.as_ref().map(|page| {
        let (page, item) = (ty(&page.page), ty(&page.item));
        quote! { page = #page, item = #item }
    });
    let events = item.events.as_ref().map(ty).map(|ty| quote! { events = #ty });
    let values = item.values.as_ref().map(|(media, value)| {
        let value = ty(value);
        quote! { values(#media = #value) }
    });
    let stream = item.stream.then(|| quote! { stream });
    let without = item.without.iter().map(|name| ident(name));
    let without = (!item.without.is_empty()).then(|| quote! { without(#(#without),*) });
    let all =
        [named("errors", item.errors.as_ref()), named("headers", item.headers.as_ref()), paging, events, values, stream, without];
    facts("request", &all.into_iter().flatten().collect::<Vec<_>>())
}

/// Attribute of a body's variant.
pub fn content(body: &BodyItem) -> Attribute {
    let kind = ident(body.kind);
    let media = body.media.as_ref().map(|media| quote! { , #media });
    let styles = body.styles.iter().map(|(wire, style)| {
        let style = ident(style);
        quote! { , #wire = #style }
    });
    syntax::list("content", quote! { #kind #media #(#styles)* })
}

/// Attribute of a response's variant.
pub fn response(variant: &ResponseVariant) -> Attribute {
    let status = tokens(&variant.status);
    let kind = variant.kind.map(tokens);
    let media = variant.media.as_ref().map(|media| quote! { #media });
    let parts = std::iter::once(status).chain(kind).chain(media);
    syntax::list("response", quote! { #(#parts),* })
}

/// A whole number as Rust writes it.
pub fn integer(number: i64) -> TokenStream {
    let literal = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 {
        quote! { -#literal }
    } else {
        quote! { #literal }
    }
}
