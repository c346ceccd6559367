//! What makes an enum of the content of one of its variants.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Variant};

use crate::attributes::derived;
use crate::types::argument_of;
use crate::variants::content;

/// `From` and `Argument` of the content of each variant, which no other has, and of references to it. Where all `are_own` types of
/// the crate, they are also taken for what may be left out or null.
pub fn conversions<'a>(input: &DeriveInput, variants: impl Iterator<Item = &'a Variant>, are_own: bool) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    variants
        .filter_map(|variant| {
            let (ident, ty) = (&variant.ident, content(variant)?);
            // A box is no more than its content to a caller.
            let (ty, value) = match argument_of(ty, "Box") {
                Some(content) => (content, quote! { ::std::boxed::Box::new(content) }),
                None => (ty, quote! { content }),
            };
            let option = quote! { ::core::option::Option };
            let patch = quote! { ::plansmith_runtime::Patch };
            let targets = [
                (quote! { #name }, quote! { made }),
                (quote! { #option<#name> }, quote! { #option::Some(made) }),
                (quote! { #patch<#name> }, quote! { #patch::Value(made) }),
            ];
            let arguments = targets.iter().take(if are_own { targets.len() } else { 1 }).map(|(target, value)| {
                quote! {
                    #derived
                    impl ::plansmith_runtime::Argument<#target> for #ty {
                        #[inline]
                        fn into_value(self) -> #target {
                            let made: #name = ::core::convert::From::from(self);
                            #value
                        }
                    }
                    #derived
                    impl ::plansmith_runtime::Argument<#target> for &#ty {
                        #[inline]
                        fn into_value(self) -> #target {
                            ::plansmith_runtime::Argument::into_value(::core::clone::Clone::clone(self))
                        }
                    }
                }
            });
            Some(quote! {
                #derived
                impl ::core::convert::From<#ty> for #name {
                    #[inline]
                    fn from(content: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
                #(#arguments)*
            })
        })
        .collect()
}
