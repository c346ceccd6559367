//! `Setters`: how a value to send is made.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Result};

use crate::attributes::{Presence, Record, derived};
use crate::types::{argument_of, parameter};

/// `new`, a setter for each field that may be left out, and `Default` where nothing is required.
pub fn setters(input: &DeriveInput) -> Result<TokenStream> {
    let record = Record::new(input)?;
    let (derived, name) = (derived(input), &input.ident);
    // The place of the name, so that an editor goes to the struct and not to the word `Setters`.
    let new = Ident::new("new", name.span());
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    let mut methods = Vec::new();
    for slot in &record.slots {
        let (ident, ty) = (slot.ident, &slot.field.ty);
        if matches!(slot.presence, Presence::Required | Presence::Nullable) {
            let (passed, value) = parameter(ty, ident);
            parameters.push(quote! { #ident: #passed });
            values.push(quote! { #ident: #value });
            continue;
        }
        values.push(quote! { #ident: ::core::default::Default::default() });
        let (passed, value) = match argument_of(ty, "Option").filter(|_| slot.presence == Presence::Optional) {
            Some(inner) => {
                let (passed, value) = parameter(inner, ident);
                (passed, quote! { ::core::option::Option::Some(#value) })
            }
            None if slot.presence == Presence::Extra => (quote! { #ty }, quote! { #ident }),
            None => parameter(ty, ident),
        };
        let kept = slot.kept();
        methods.push(quote! {
            #kept
            #[inline]
            #[must_use]
            pub fn #ident(mut self, #ident: #passed) -> Self {
                self.#ident = #value;
                self
            }
        });
    }
    let default = parameters.is_empty().then(|| {
        quote! {
            #derived
            impl ::core::default::Default for #name {
                #[inline]
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    Ok(quote! {
        #derived
        impl #name {
            /// Creates a value from its required fields.
            #[allow(clippy::too_many_arguments)]
            #[inline]
            #[must_use]
            pub fn #new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
            #(#methods)*
        }
        #default
    })
}
