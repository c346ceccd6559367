//! `ReadJson` and `WriteJson` of structs.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{DeriveInput, Ident, Result};

use crate::attributes::{Presence, Record, Slot, derived};
use crate::types::{argument_of, is_named};

/// The `serde::Deserialize` that leaves everything to a function of the runtime.
pub fn deserialize(input: &DeriveInput, value: &TokenStream) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    quote! {
        #derived
        impl<'de> ::plansmith_runtime::codegen::serde::Deserialize<'de> for #name {
            #[inline]
            fn deserialize<D: ::plansmith_runtime::codegen::serde::Deserializer<'de>>(
                d: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #value
            }
        }
    }
}

/// `serde::Serialize` with this body, which writes to `s`.
pub fn serialize(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    quote! {
        #derived
        impl ::plansmith_runtime::codegen::serde::Serialize for #name {
            fn serialize<S: ::plansmith_runtime::codegen::serde::Serializer>(
                &self,
                s: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #body
            }
        }
    }
}

/// `Typed` with this shape.
pub fn typed(input: &DeriveInput, shape: &TokenStream) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    quote! {
        #derived
        impl ::plansmith_runtime::codegen::Typed for #name {
            fn shape() -> ::plansmith_runtime::codegen::Shape {
                #shape
            }
        }
    }
}

/// `ReadJson` of a struct.
pub fn read(input: &DeriveInput) -> Result<TokenStream> {
    let record = Record::new(input)?;
    let (derived, name) = (derived(input), &input.ident);
    // Indexes count the fields with keys only.
    let keyed: Vec<&Slot<'_>> = record.slots.iter().filter(|slot| slot.presence != Presence::Extra).collect();
    let is_needed = |slot: &Slot<'_>| matches!(slot.presence, Presence::Required | Presence::Nullable);
    let variable = |at: usize| format_ident!("f{at}");
    let keys = keyed.iter().map(|slot| &slot.wire);
    let needed: Vec<usize> = keyed.iter().enumerate().filter(|(_, slot)| is_needed(slot)).map(|(at, _)| at).collect();
    let need = needed.iter().map(|at| Literal::usize_unsuffixed(*at));
    let found: Vec<Ident> = needed.iter().map(|at| variable(*at)).collect();
    let (tag_names, tag_values) = (record.tags.iter().map(|tag| &tag.0), record.tags.iter().map(|tag| &tag.2));
    let (closed, extra) = (record.closed, record.has_extra());

    let mut variables = Vec::new();
    let mut arms = Vec::new();
    for (at, slot) in keyed.iter().enumerate() {
        let own = variable(at);
        // Untyped JSON has a null of its own, which is not the same as nothing.
        let any = argument_of(&slot.field.ty, "Option").is_some_and(|inner| is_named(inner, "Value"));
        let (start, verb) = match slot.presence {
            Presence::Required | Presence::Nullable => (quote! { ::core::option::Option::None }, "set"),
            Presence::Optional if any => (quote! { ::core::option::Option::None }, "set"),
            _ => (quote! { ::core::default::Default::default() }, "put"),
        };
        let verb = if slot.own { format_ident!("{verb}_own") } else { format_ident!("{verb}") };
        variables.push(quote! { let mut #own = #start; });
        let pattern = Literal::usize_unsuffixed(at);
        let pattern = if at + 1 == keyed.len() {
            quote! { _ }
        } else {
            quote! { #pattern }
        };
        arms.push(quote! { #pattern => m.#verb(&mut #own), });
    }
    let key = if extra {
        quote! { key_or(&mut x) }
    } else {
        quote! { key() }
    };
    let rest = extra.then(|| quote! { let mut x = ::core::default::Default::default(); });
    let entries = if keyed.is_empty() {
        quote! { while m.#key?.is_some() {} }
    } else {
        quote! { while let ::core::option::Option::Some(i) = m.#key? { match i { #(#arms)* }?; } }
    };
    let check = (!found.is_empty()).then(|| quote! { m.check(&[#(#found.is_some()),*])?; });
    let mut at = 0;
    let values: Vec<TokenStream> = record
        .slots
        .iter()
        .map(|slot| {
            let (ident, own) = (slot.ident, variable(at));
            at += usize::from(slot.presence != Presence::Extra);
            match slot.presence {
                Presence::Extra => quote! { #ident: x },
                Presence::Required | Presence::Nullable => quote! { #ident: m.take(#own) },
                _ => quote! { #ident: #own },
            }
        })
        .collect();
    let deserialize = deserialize(input, &quote! { ::plansmith_runtime::codegen::record(d) });
    let typed = typed(
        input,
        &quote! { ::plansmith_runtime::codegen::Shape::Object(<Self as ::plansmith_runtime::codegen::Record<'static>>::OBJECT) },
    );
    Ok(quote! {
        #deserialize
        #derived
        impl<'de> ::plansmith_runtime::codegen::Record<'de> for #name {
            const OBJECT: &'static ::plansmith_runtime::codegen::Object = &::plansmith_runtime::codegen::Object {
                keys: &[#(#keys),*],
                need: &[#(#need),*],
                tags: &[#((#tag_names, #tag_values)),*],
                closed: #closed,
                extra: #extra,
            };
            fn read<A: ::plansmith_runtime::codegen::serde::de::MapAccess<'de>>(
                mut m: ::plansmith_runtime::codegen::Fields<A>,
            ) -> ::core::result::Result<Self, A::Error> {
                #(#variables)*
                #rest
                #entries
                #check
                ::core::result::Result::Ok(Self { #(#values),* })
            }
        }
        #typed
    })
}

/// `WriteJson` of a struct.
pub fn write(input: &DeriveInput) -> Result<TokenStream> {
    let record = Record::new(input)?;
    let changes = (!record.slots.is_empty() || !record.tags.is_empty()).then(|| quote! { mut });
    let tags = record.tags.iter().map(|(name, value, _)| quote! { w.put(#name, &#value); });
    let fields = record.slots.iter().map(|slot| {
        let (ident, wire) = (slot.ident, &slot.wire);
        match slot.presence {
            Presence::Required | Presence::Nullable => quote! { w.put(#wire, &self.#ident); },
            Presence::Optional => quote! { w.opt(#wire, &self.#ident); },
            Presence::Patch => quote! { w.patch(#wire, &self.#ident); },
            Presence::Extra => quote! { w.extra(&self.#ident); },
        }
    });
    Ok(serialize(
        input,
        &quote! {
            let #changes w = ::plansmith_runtime::codegen::writer(s);
            #(#tags)*
            #(#fields)*
            w.end()
        },
    ))
}
