//! Constants as tokens.

use super::names::{Renamed, known};
use super::syntax::{docs, ident};
use crate::rust::{ConstItem, ConstValue};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A constant of the crate.
pub fn constant(item: &ConstItem) -> TokenStream {
    let (docs, name, ty, value) = (docs(&item.docs), ident(&item.name), ident(item.ty), value(&item.value, &Renamed::default()));
    // A rule that the runtime adds later takes its default, also where all of today's are stated.
    quote! { #(#docs)* #[allow(clippy::needless_update)] pub(crate) const #name: #ty = #value; }
}

/// A value.
pub fn value(value: &ConstValue, renamed: &Renamed) -> TokenStream {
    let list = |values: &[ConstValue]| -> Vec<TokenStream> { values.iter().map(|one| self::value(one, renamed)).collect() };
    match value {
        ConstValue::Text(text) => quote! { #text },
        ConstValue::Number(number) => {
            let number = Literal::u64_unsuffixed(*number);
            quote! { #number }
        }
        ConstValue::Bool(yes) => quote! { #yes },
        ConstValue::Some(inner) => {
            let inner = self::value(inner, renamed);
            quote! { Some(#inner) }
        }
        ConstValue::Variant(segments, inner) => {
            let (path, inner) = (path(segments, renamed), self::value(inner, renamed));
            quote! { #path(#inner) }
        }
        ConstValue::List(values) => {
            let values = list(values);
            quote! { &[#(#values),*] }
        }
        ConstValue::Tuple(values) => {
            let values = list(values);
            quote! { (#(#values),*) }
        }
        ConstValue::Path(segments) => path(segments, renamed),
        ConstValue::Struct(name, fields, base) => {
            let (name, base) = (known(name, renamed), path(base, renamed));
            let fields = fields.iter().map(|(name, value)| {
                let (name, value) = (ident(name), self::value(value, renamed));
                quote! { #name: #value, }
            });
            quote! { #name { #(#fields)* ..#base } }
        }
    }
}

fn path(segments: &[String], renamed: &Renamed) -> TokenStream {
    let segments = segments.iter().map(|segment| match renamed.get(segment.as_str()) {
        Some(other) => ident(other),
        None => ident(segment),
    });
    quote! { #(#segments)::* }
}
