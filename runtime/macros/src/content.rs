//! `Content`: a body of one of several media types.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{DeriveInput, Error, Ident, LitStr, Result, Token, Variant};

use crate::attributes::derived;
use crate::conversions::conversions;
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
    let text = |variant: &Variant| inner(variant).map(|ty| quote! { #ty }.to_string());
    let single = list.iter().copied().filter(|variant| list.iter().filter(|other| text(other) == text(variant)).count() == 1);
    let (derived, name, conversions) = (derived(input), &input.ident, conversions(input, single, false));
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
