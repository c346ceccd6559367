//! Attributes of items, fields and parameters.

use super::texts;
use crate::lower::rule_word;
use crate::rust::{AnswerVariant, FieldItem, OperationItem, PageItem, ParamAttr, StructItem};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::str::FromStr;

/// Tokens of a text that this crate made itself.
pub fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).expect("own text is made of tokens")
}

/// `#[doc]` lines.
pub fn docs(lines: &[String]) -> TokenStream {
    texts::mark(lines).map(|mark| quote! { #[doc = #mark] }).unwrap_or_default()
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
    let rule = rule_word(item.rule).map(tokens);
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

/// Attributes of a field.
pub fn field(item: &FieldItem) -> TokenStream {
    let flag = item.flag.map(|flag| format_ident!("{flag}"));
    let wire = item.wire.as_deref();
    match (wire, flag) {
        (None, None) => TokenStream::new(),
        (Some(wire), None) => quote! { #[wire(#wire)] },
        (None, Some(flag)) => quote! { #[wire(#flag)] },
        (Some(wire), Some(flag)) => quote! { #[wire(#wire, #flag)] },
    }
}

/// Attribute of a parameter or body.
pub fn param(attr: Option<&ParamAttr>) -> TokenStream {
    match attr {
        None => TokenStream::new(),
        Some(ParamAttr::Param { location, wire, style, explode, reserved, json, role }) => {
            let location = location.map(tokens);
            let wire = wire.as_ref().map(|wire| quote! { #wire });
            let style = style.map(|word| format_ident!("{word}")).map(|word| quote! { style = #word });
            let explode = explode.map(|yes| quote! { explode = #yes });
            let reserved = reserved.then(|| quote! { reserved });
            let json = json.then(|| quote! { json });
            let role = role.map(tokens);
            let parts = [location, wire, style, explode, reserved, json, role].into_iter().flatten();
            quote! { #[param(#(#parts),*)] }
        }
        Some(body @ ParamAttr::Body { .. }) => {
            let parts = body_parts(body);
            quote! { #[body(#(#parts),*)] }
        }
    }
}

/// Attribute of a body's variant.
pub fn content(attr: &ParamAttr) -> TokenStream {
    let parts = body_parts(attr);
    quote! { #[content(#(#parts),*)] }
}

/// Kind, media type and styles of a body.
fn body_parts(attr: &ParamAttr) -> Vec<TokenStream> {
    let ParamAttr::Body { kind, media, styles } = attr else { return Vec::new() };
    let media = media.as_ref().map(|media| quote! { #media });
    let styles = styles.iter().map(|(wire, style)| {
        let style = format_ident!("{style}");
        quote! { #wire = #style }
    });
    std::iter::once(tokens(kind)).chain(media).chain(styles).collect()
}

/// Attribute of an answer's variant.
pub fn answer(variant: &AnswerVariant) -> TokenStream {
    let status = tokens(&variant.status);
    let kind = variant.kind.map(tokens);
    let media = variant.media.as_ref().map(|media| quote! { #media });
    let parts = std::iter::once(status).chain(kind).chain(media);
    quote! { #[answer(#(#parts),*)] }
}

/// Attribute of an operation.
pub fn operation(item: &OperationItem) -> TokenStream {
    let handle = format_ident!("{}", item.handle);
    let method = super::items::ident(&item.method);
    let (id, path) = (&item.id, &item.path);
    let http = format_ident!("{}", item.http.to_ascii_lowercase());
    let output = super::items::ty(&item.output);
    let page = item.page.as_ref().map(page);
    let rule = rule_word(item.rule).map(tokens);
    let auth = item.security.as_ref().map(|list| security(list));
    let server = item.server.as_ref().map(|url| quote! { server(#url) });
    let errors = item.errors.as_ref().map(|name| tokens(&format!("errors({name})")));
    let headers = item.headers.as_ref().map(|name| tokens(&format!("headers({name})")));
    let accept = item.accept.as_ref().map(|media| quote! { accept(#media) });
    let extras: Vec<TokenStream> = [rule, auth, server, errors, headers, accept].into_iter().flatten().collect();
    let call = (!extras.is_empty()).then(|| quote! { #[call(#(#extras),*)] });
    quote! { #[operation(#handle::#method, #id, #output)] #[#http(#path)] #page #call }
}

fn page(item: &PageItem) -> TokenStream {
    let name = super::items::ident(&item.name);
    let ty = super::items::ty(&item.item);
    let items = path(&item.items);
    let total = item.paths.iter().filter(|(key, _)| *key == "total").map(|(_, fields)| path(fields));
    let others = item.paths.iter().filter(|(key, _)| *key != "total").map(|(key, fields)| {
        let key = tokens(key);
        let fields = path(fields);
        quote! { #key = #fields }
    });
    let overrides = item.overrides.as_ref().map(|text| tokens(text));
    let json = item.json.as_ref().map(super::items::ty).map(|ty| quote! { json = #ty });
    let parts = std::iter::once(items).chain(total).chain(others).chain(json).chain(overrides);
    quote! { #[page(#name, #ty, #(#parts),*)] }
}

/// Fields joined by dots; an underscore for the answer itself.
fn path(fields: &[String]) -> TokenStream {
    if fields.is_empty() {
        return tokens("_");
    }
    let fields = fields.iter().map(|field| super::items::ident(field));
    quote! { #(#fields).* }
}

/// Security alternatives: scheme names as texts joined by `+`, alternatives by `|`.
fn security(list: &[Vec<String>]) -> TokenStream {
    let alternatives: Vec<TokenStream> = list
        .iter()
        .map(|schemes| {
            if schemes.is_empty() {
                tokens("none")
            } else {
                quote! { #(#schemes)+* }
            }
        })
        .collect();
    if alternatives.is_empty() {
        quote! { auth(none) }
    } else {
        quote! { auth(#(#alternatives)|*) }
    }
}
