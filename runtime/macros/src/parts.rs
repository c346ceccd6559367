//! `Headers` and `Multipart`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Result, Type};

use crate::attributes::{Presence, Record, Slot, derived};
use crate::types::{argument_of, is_named, map_value};
use crate::variants::{content, variants};

/// `Headers`.
pub fn headers(input: &DeriveInput) -> Result<TokenStream> {
    let record = Record::new(input)?;
    let (derived, name) = (derived(input), &input.ident);
    let fields = record.slots.iter().map(|slot| {
        let (ident, wire) = (slot.ident, &slot.wire);
        match slot.presence {
            Presence::Required => quote! { #ident: ::plansmith_runtime::codegen::header(h, #wire)? },
            Presence::Patch => quote! { #ident: ::plansmith_runtime::codegen::header_opt(h, #wire)?.into() },
            _ => quote! { #ident: ::plansmith_runtime::codegen::header_opt(h, #wire)? },
        }
    });
    Ok(quote! {
        #derived
        impl ::plansmith_runtime::FromHeaders for #name {
            fn from_headers(
                h: &::plansmith_runtime::http::HeaderMap,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    })
}

/// `Multipart`.
pub fn multipart(input: &DeriveInput) -> Result<TokenStream> {
    let (derived, name) = (derived(input), &input.ident);
    let body = if matches!(input.data, Data::Enum(_)) { one_of(input)? } else { all_of(input)? };
    Ok(quote! {
        #derived
        impl ::plansmith_runtime::multipart::IntoMultipart for #name {
            fn into_multipart(self) -> ::plansmith_runtime::MultipartForm {
                #body
            }
        }
    })
}

/// The parts of the variant.
fn one_of(input: &DeriveInput) -> Result<TokenStream> {
    let mut arms = Vec::new();
    for variant in variants(input)? {
        let ident = &variant.ident;
        if content(variant).is_none() {
            return Err(Error::new(ident.span(), "a variant of a union has one field"));
        }
        arms.push(quote! { Self::#ident(v) => ::plansmith_runtime::multipart::IntoMultipart::into_multipart(v) });
    }
    Ok(quote! { match self { #(#arms),* } })
}

/// A part for each field.
fn all_of(input: &DeriveInput) -> Result<TokenStream> {
    let record = Record::new(input)?;
    let media_type = record.content_type.iter().map(|text| quote! { .media_type(#text) });
    let tags = record.tags.iter().map(|(name, value, _)| quote! { let f = f.value(#name, &#value); });
    let parts = record.slots.iter().map(|slot| {
        let ident = slot.ident;
        let value = quote! { self.#ident };
        if slot.presence == Presence::Extra {
            let many = map_value(&slot.field.ty).is_some_and(|value| argument_of(value, "Vec").is_some());
            let add = if many {
                quote! { v.into_iter().fold(f, |f, v| f.part(&k, v)) }
            } else {
                quote! { f.part(&k, v) }
            };
            return quote! { let f = #value.into_iter().fold(f, |f, (k, v)| #add); };
        }
        let form = part(slot, &value, &slot.field.ty);
        quote! { let f = #form; }
    });
    Ok(quote! {
        let f = ::plansmith_runtime::MultipartForm::new() #(#media_type)*;
        #(#tags)*
        #(#parts)*
        f
    })
}

/// The form `f` with a value of this type in it.
fn part(slot: &Slot<'_>, value: &TokenStream, ty: &Type) -> TokenStream {
    let wire = &slot.wire;
    let v = quote! { v };
    if let Some(inner) = argument_of(ty, "Option") {
        let form = part(slot, &v, inner);
        return quote! {
            match #value {
                ::core::option::Option::Some(v) => #form,
                ::core::option::Option::None => f,
            }
        };
    }
    match argument_of(ty, "Vec") {
        Some(inner) if !slot.json => {
            let form = part(slot, &v, inner);
            return quote! { #value.into_iter().fold(f, |f, v| #form) };
        }
        _ => {}
    }
    let part = one_part(slot, value, ty);
    let content_type = slot.content_type.iter().map(|text| quote! { .or_content_type(#text) });
    let headers = slot.headers.iter().map(|(name, value)| quote! { .or_header(#name, #value) });
    quote! { f.part(#wire, #part #(#content_type)* #(#headers)*) }
}

/// The part of a value of this type.
fn one_part(slot: &Slot<'_>, value: &TokenStream, ty: &Type) -> TokenStream {
    if let Some(inner) = argument_of(ty, "PartValue") {
        let part = one_part(slot, &quote! { v }, inner);
        quote! { ::plansmith_runtime::PartValue::into_part(#value, |v| #part) }
    } else if ["FilePart", "Part"].iter().any(|name| is_named(ty, name)) {
        quote! { ::plansmith_runtime::multipart::IntoPart::into_part(#value) }
    } else if slot.json {
        quote! { ::plansmith_runtime::Part::json(&#value) }
    } else {
        quote! { ::plansmith_runtime::Part::value(&#value) }
    }
}
