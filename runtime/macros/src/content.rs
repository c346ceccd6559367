//! `Content`: a body of one of several media types.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{DeriveInput, Error, Ident, LitStr, Result, Token, Variant};

use crate::attributes::derived;
use crate::types::argument_of;
use crate::variants::{content as inner, variants};

/// The call that puts the content `v` into the request `call`.
fn apply(input: ParseStream<'_>) -> Result<TokenStream> {
    let kind: Ident = input.parse()?;
    let mut media: Option<LitStr> = None;
    let mut styles = Vec::new();
    while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        let text: LitStr = input.parse()?;
        if kind == "form" {
            input.parse::<Token![=]>()?;
            let style: Ident = input.parse()?;
            styles.push(quote! { (#text, ::plansmith_runtime::call::FormStyle::#style) });
        } else {
            media = Some(text);
        }
    }
    let own = media.iter().map(|media| quote! { .media_type(#media) });
    let form = quote! { ::plansmith_runtime::multipart::IntoMultipart::into_multipart(v) #(#own)* };
    let media = |default: &str| media.clone().unwrap_or_else(|| LitStr::new(default, kind.span()));
    Ok(match kind.to_string().as_str() {
        "json" => {
            let media = media("application/json");
            quote! { call.json(#media, &v) }
        }
        "form" => quote! { call.form(&[#(#styles),*], &v) },
        "multipart" => quote! { call.multipart(#form) },
        "text" => {
            let media = media("text/plain");
            quote! { call.raw(#media, v) }
        }
        "bytes" => {
            let media = media("application/octet-stream");
            quote! { call.raw(#media, v) }
        }
        "values" => {
            let media = media("application/jsonl");
            quote! { call.values(#media, v) }
        }
        "ranged" => {
            let media = media("*/*");
            quote! { call.media(#media, v) }
        }
        _ => return Err(Error::new(kind.span(), "expected `json`, `form`, `multipart`, `text`, `bytes`, `values` or `ranged`")),
    })
}

/// `From` and `Argument` of each type that is the content of one variant only.
fn conversions(input: &DeriveInput, variants: &[&Variant]) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    let text = |variant: &Variant| inner(variant).map(|ty| quote! { #ty }.to_string());
    let single = variants.iter().filter(|variant| {
        let own = text(variant);
        variants.iter().filter(|other| text(other) == own).count() == 1
    });
    single
        .filter_map(|variant| {
            let (ident, ty) = (&variant.ident, inner(variant)?);
            // A box is no more than its content to a caller.
            let (ty, value) = match argument_of(ty, "Box") {
                Some(content) => (content, quote! { ::std::boxed::Box::new(content) }),
                None => (ty, quote! { content }),
            };
            Some(quote! {
                #derived
                impl ::core::convert::From<#ty> for #name {
                    #[inline]
                    fn from(content: #ty) -> Self {
                        Self::#ident(#value)
                    }
                }
                #derived
                impl ::plansmith_runtime::Argument<#name> for #ty {
                    #[inline]
                    fn into_value(self) -> #name {
                        ::core::convert::From::from(self)
                    }
                }
            })
        })
        .collect()
}

/// `Content`.
pub fn content(input: &DeriveInput) -> Result<TokenStream> {
    let list = variants(input)?;
    let mut arms = Vec::new();
    for variant in &list {
        let ident = &variant.ident;
        if inner(variant).is_none() {
            return Err(Error::new(ident.span(), "expected a field for the body"));
        }
        let Some(attribute) = variant.attrs.iter().find(|attribute| attribute.path().is_ident("content")) else {
            return Err(Error::new(ident.span(), "expected `#[content(...)]`"));
        };
        let call = attribute.parse_args_with(apply)?;
        arms.push(quote! { Self::#ident(v) => #call });
    }
    let (derived, name, conversions) = (derived(input), &input.ident, conversions(input, &list));
    Ok(quote! {
        #derived
        impl ::plansmith_runtime::call::Content for #name {
            fn apply<D: ::plansmith_runtime::call::Decoder>(
                self,
                call: ::plansmith_runtime::call::Call<D>,
            ) -> ::plansmith_runtime::call::Call<D> {
                match self { #(#arms),* }
            }
        }
        #conversions
    })
}
