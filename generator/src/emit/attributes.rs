//! Attributes of items, fields and variants.

use super::names::{ident, ty};
use crate::rust::{BodyItem, FieldItem, OperationItem, ResponseVariant, StructItem};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::str::FromStr;

/// Tokens of a text that this crate made itself.
pub fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("own text is made of tokens")
}

/// `#[doc]` lines.
pub fn docs(lines: &[String]) -> TokenStream {
    lines.iter().map(|line| doc_line(line)).map(|line| quote! { #[doc = #line] }).collect()
}

/// `#![doc]` lines.
pub fn inner_docs(lines: &[String]) -> TokenStream {
    lines.iter().map(|line| doc_line(line)).map(|line| quote! { #![doc = #line] }).collect()
}

/// A line as a doc comment can hold it: characters that end a line or turn the text around become spaces.
fn doc_line(line: &str) -> String {
    match line {
        "" => String::new(),
        line if line.contains(super::text::breaks) => format!(" {}", line.replace(super::text::breaks, " ")),
        line => format!(" {line}"),
    }
}

/// `#[derive(...)]`
pub fn derives(names: &[&'static str]) -> TokenStream {
    let names = names.iter().map(|name| format_ident!("{name}"));
    quote! { #[derive(#(#names),*)] }
}

/// `#[deprecated]`.
pub fn deprecated(yes: bool) -> TokenStream {
    if yes {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// Attributes of a struct that the derives read.
pub fn container(item: &StructItem) -> TokenStream {
    let rule = item.rule.map(|rule| quote! { rename_all = #rule });
    let tags = item.tags.iter().map(|(wire, value)| {
        let value = tokens_of_json(value);
        quote! { tag(#wire = #value) }
    });
    let closed = item.closed.then(|| quote! { closed });
    let parts: Vec<TokenStream> = rule.into_iter().chain(tags).chain(closed).collect();
    let bools = item.many_bools.then(|| quote! { #[allow(clippy::struct_excessive_bools)] });
    if parts.is_empty() {
        quote! { #bools }
    } else {
        quote! { #bools #[wire(#(#parts),*)] }
    }
}

fn tokens_of_json(value: &str) -> TokenStream {
    match serde_json::from_str(value) {
        Ok(serde_json::Value::String(text)) => quote! { #text },
        _ => tokens(value),
    }
}

/// Attribute of a field.
pub fn field(item: &FieldItem) -> TokenStream {
    let wire = item.wire.as_deref().map(|wire| quote! { #wire });
    let flag = item.flag.map(|flag| format_ident!("{flag}")).map(|flag| quote! { #flag });
    let part = item.part.as_deref().map(|media| quote! { content_type = #media });
    let headers = item.headers.iter().map(|(name, value)| quote! { header(#name = #value) });
    let facts: Vec<TokenStream> = wire.into_iter().chain(flag).chain(part).chain(headers).collect();
    if facts.is_empty() {
        TokenStream::new()
    } else {
        quote! { #[wire(#(#facts),*)] }
    }
}

/// Attribute of a request: its types, and the common methods it lacks or has more.
pub fn request(item: &OperationItem) -> TokenStream {
    let named = |key: &str, name: Option<&String>| {
        let (key, name) = (ident(key), format_ident!("{}", name?));
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
    let without = item.without.iter().map(|name| format_ident!("{name}"));
    let without = (!item.without.is_empty()).then(|| quote! { without(#(#without),*) });
    let facts =
        [named("errors", item.errors.as_ref()), named("headers", item.headers.as_ref()), paging, events, values, stream, without];
    let facts: Vec<TokenStream> = facts.into_iter().flatten().collect();
    if facts.is_empty() {
        TokenStream::new()
    } else {
        quote! { #[request(#(#facts),*)] }
    }
}

/// Attribute of a body's variant.
pub fn content(body: &BodyItem) -> TokenStream {
    let kind = format_ident!("{}", body.kind);
    let media = body.media.as_ref().map(|media| quote! { , #media });
    let styles = body.styles.iter().map(|(wire, style)| {
        let style = format_ident!("{style}");
        quote! { , #wire = #style }
    });
    quote! { #[content(#kind #media #(#styles)*)] }
}

/// Attribute of a response's variant.
pub fn response(variant: &ResponseVariant) -> TokenStream {
    let status = tokens(&variant.status);
    let kind = variant.kind.map(tokens);
    let media = variant.media.as_ref().map(|media| quote! { #media });
    let parts = std::iter::once(status).chain(kind).chain(media);
    quote! { #[response(#(#parts),*)] }
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
