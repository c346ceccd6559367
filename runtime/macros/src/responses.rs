//! `Responses`: responses told apart by status and media type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{DeriveInput, Error, Ident, Lit, LitInt, LitStr, Result, Token, Variant};

use crate::attributes::derived;
use crate::variants::{content, variants, with_other};

/// `#[response(200, json, "text/csv")]`.
struct RawResponse {
    /// A pattern of statuses, and how exact it is: 0 is a status, 1 a class, 2 any.
    status: TokenStream,
    rank: u8,
    kind: Option<Ident>,
    media: Option<LitStr>,
}

fn status(input: ParseStream<'_>) -> Result<(TokenStream, u8)> {
    let wanted = "expected a status such as 200, \"4XX\" or `default`";
    if input.peek(Token![default]) {
        input.parse::<Token![default]>()?;
        return Ok((quote! { _ }, 2));
    }
    let literal: Lit = input.parse().map_err(|error| Error::new(error.span(), wanted))?;
    match &literal {
        Lit::Int(number) if number.base10_parse::<u16>().is_ok() => {
            let number = LitInt::new(number.base10_digits(), number.span());
            Ok((quote! { #number }, 0))
        }
        Lit::Str(class) if ["1XX", "2XX", "3XX", "4XX", "5XX"].contains(&class.value().to_uppercase().as_str()) => {
            let bound = |rest: &str| LitInt::new(&format!("{}{rest}", &class.value()[..1]), class.span());
            let (low, high) = (bound("00"), bound("99"));
            Ok((quote! { #low..=#high }, 1))
        }
        _ => Err(Error::new(literal.span(), wanted)),
    }
}

fn response(input: ParseStream<'_>) -> Result<RawResponse> {
    let (status, rank) = status(input)?;
    let mut response = RawResponse { status, rank, kind: None, media: None };
    if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        response.kind = Some(input.parse()?);
    }
    if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        response.media = Some(input.parse()?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(response)
}

/// The variant made from a response `a` of its kind.
fn value(variant: &Variant, response: &RawResponse) -> Result<TokenStream> {
    let ident = &variant.ident;
    let Some(kind) = &response.kind else {
        return match content(variant) {
            Some(_) => Err(Error::new(ident.span(), "expected `json`, `text` or `bytes` behind the status, for the field")),
            None => Ok(quote! { Self::#ident }),
        };
    };
    if content(variant).is_none() {
        return Err(Error::new(ident.span(), "expected a field for the body"));
    }
    match kind.to_string().as_str() {
        "json" => Ok(quote! { Self::#ident(a.read()?) }),
        "text" => Ok(quote! { Self::#ident(::core::convert::From::from(a.text()?)) }),
        "bytes" => Ok(quote! { Self::#ident(::core::convert::From::from(a.bytes())) }),
        _ => Err(Error::new(kind.span(), "expected `json`, `text` or `bytes`")),
    }
}

/// The media type to ask for to get a response of this kind.
fn accepted(response: &RawResponse) -> Option<String> {
    let kind = response.kind.as_ref()?;
    Some(match (&response.media, kind) {
        (Some(media), _) => media.value(),
        (None, kind) if kind == "json" => "application/json".to_owned(),
        (None, kind) if kind == "text" => "text/*".to_owned(),
        (None, _) => "*/*".to_owned(),
    })
}

/// `Responses`.
pub fn responses(input: &DeriveInput) -> Result<TokenStream> {
    let known = with_other(input, &variants(input)?, "Other(u16, Bytes)", &["u16", "Bytes"])?;
    let mut found: Vec<(RawResponse, TokenStream)> = Vec::new();
    for variant in known {
        let attributes: Vec<_> = variant.attrs.iter().filter(|attribute| attribute.path().is_ident("response")).collect();
        if attributes.is_empty() {
            return Err(Error::new(variant.ident.span(), "expected `#[response(status, ...)]`"));
        }
        for attribute in attributes {
            let response = attribute.parse_args_with(response)?;
            let value = value(variant, &response)?;
            found.push((response, value));
        }
    }
    let mut accept: Vec<String> = Vec::new();
    for media in found.iter().filter_map(|(response, _)| accepted(response)) {
        if !accept.contains(&media) {
            accept.push(media);
        }
    }
    let accept = accept.join(", ");
    // A media type decides between responses of the same status; alone it only documents: servers are careless about it.
    let is_shared = |status: &str| found.iter().filter(|(other, _)| other.status.to_string() == status).count() > 1;
    let mut arms: Vec<(u8, TokenStream)> = found
        .iter()
        .map(|(response, value)| {
            let status = &response.status;
            let media = response.media.as_ref().filter(|_| is_shared(&status.to_string()));
            let guard = media.map(|media| quote! { if a.has_content_type(#media) });
            (response.rank * 2 + u8::from(guard.is_none()), quote! { #status #guard => #value, })
        })
        .collect();
    arms.sort_by_key(|(order, _)| *order);
    let last = (!arms.iter().any(|(order, _)| *order == 5)).then(|| quote! { _ => Self::Other(a.status(), a.bytes()), });
    let arms = arms.iter().map(|(_, arm)| arm);
    let (derived, name) = (derived(input), &input.ident);
    Ok(quote! {
        #derived
        impl ::plansmith_runtime::ErrorBody for #name {
            fn from_response(
                a: &::plansmith_runtime::RawResponse,
            ) -> ::core::result::Result<Self, ::plansmith_runtime::Error> {
                ::core::result::Result::Ok(match a.status() { #(#arms)* #last })
            }
        }
        #derived
        impl ::plansmith_runtime::call::Decoder for #name {
            type Output = Self;
            const ACCEPT: &'static str = #accept;
            #[inline]
            fn decode(
                a: ::plansmith_runtime::RawResponse,
            ) -> ::core::result::Result<Self, ::plansmith_runtime::Error> {
                <Self as ::plansmith_runtime::ErrorBody>::from_response(&a)
            }
        }
    })
}
