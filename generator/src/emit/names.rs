//! Names and types as tokens.

use crate::rust::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// Names of the runtime that a type of the API has too, with what they are imported as.
pub type Renamed = BTreeMap<&'static str, String>;

/// A name of the runtime as it is called in this file.
pub fn known(name: &str, renamed: &Renamed) -> Ident {
    format_ident!("{}", renamed.get(name).map_or(name, String::as_str))
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
