//! `Headers` and `Multipart`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result, Type};

use crate::attributes::{Presence, Record, Slot, derived};
use crate::types::{argument_of, is_named};

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
    let record = Record::new(input)?;
    let (derived, name) = (derived(input), &input.ident);
    let tags = record.tags.iter().map(|(name, value, _)| quote! { let f = f.value(#name, &#value); });
    let parts = record.slots.iter().map(|slot| {
        let ident = slot.ident;
        let value = quote! { self.#ident };
        if slot.presence == Presence::Extra {
            return quote! { let f = #value.into_iter().fold(f, |f, (k, v)| f.value(&k, &v)); };
        }
        let form = part(slot, &value, &slot.field.ty);
        quote! { let f = #form; }
    });
    Ok(quote! {
        #derived
        impl ::plansmith_runtime::multipart::IntoMultipart for #name {
            fn into_multipart(self) -> ::plansmith_runtime::MultipartForm {
                let f = ::plansmith_runtime::MultipartForm::new();
                #(#tags)*
                #(#parts)*
                f
            }
        }
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
            quote! { #value.into_iter().fold(f, |f, v| #form) }
        }
        _ if is_named(ty, "FilePart") => quote! { f.file(#wire, #value) },
        _ if slot.json => quote! { f.json(#wire, &#value) },
        _ => quote! { f.value(#wire, &#value) },
    }
}
