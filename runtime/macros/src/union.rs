//! `ReadJson` and `WriteJson` of enums: one of several types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error, Ident, LitStr, Result, Token, Type, Variant};

use crate::attributes::{derived, entries};
use crate::conversions::conversions;
use crate::record::{deserialize, serialize, typed};
use crate::variants::{content, variants, with_other};

fn inner(variant: &Variant) -> Result<&Type> {
    content(variant).ok_or_else(|| Error::new(variant.ident.span(), "a variant of a union has one field"))
}

/// `ReadJson` of an enum.
pub fn read(input: &DeriveInput) -> Result<TokenStream> {
    let list = variants(input)?;
    let tag = tag(input)?;
    for variant in &list {
        inner(variant)?;
    }
    let known = with_other(input, &list, "Other(Value)", &["Value"])?;
    let mut arms = Vec::new();
    let mut reads = Vec::new();
    for (index, variant) in known.iter().enumerate() {
        let (ident, ty, tags) = (&variant.ident, inner(variant)?, tags(variant)?.values);
        let index = Literal::usize_unsuffixed(index);
        arms.push(quote! {
            ::plansmith_runtime::codegen::Arm {
                tags: &[#(#tags),*],
                shape: <#ty as ::plansmith_runtime::codegen::Typed>::shape,
            }
        });
        reads.push(quote! { #index => ::plansmith_runtime::codegen::variant(t).map(Self::#ident) });
    }
    let (derived, name) = (derived(input), &input.ident);
    let deserialize = deserialize(input, &quote! { ::plansmith_runtime::codegen::union(d) });
    let typed = typed(
        input,
        &quote! {
            ::plansmith_runtime::codegen::Shape::Union(
                <Self as ::plansmith_runtime::codegen::Union>::TAG,
                <Self as ::plansmith_runtime::codegen::Union>::ARMS,
            )
        },
    );
    Ok(quote! {
        #deserialize
        #derived
        impl ::plansmith_runtime::codegen::Union for #name {
            const TAG: &'static str = #tag;
            const ARMS: &'static [::plansmith_runtime::codegen::Arm] = &[#(#arms),*];
            fn read(i: usize, t: &str) -> ::plansmith_runtime::codegen::serde_json::Result<Self> {
                match i {
                    #(#reads,)*
                    _ => ::plansmith_runtime::codegen::variant(t).map(Self::Other),
                }
            }
        }
        #typed
    })
}

/// `WriteJson` of an enum.
pub fn write(input: &DeriveInput) -> Result<TokenStream> {
    let list = variants(input)?;
    let tag = tag(input)?;
    let mut arms = Vec::new();
    let mut arguments = Vec::new();
    for variant in &list {
        inner(variant)?;
        let (ident, Tags { values, write, from }) = (&variant.ident, tags(variant)?);
        arguments.extend(from.then_some(*variant));
        arms.push(if write {
            quote! { Self::#ident(v) => ::plansmith_runtime::codegen::tagged(s, #tag, &[#(#values),*], v) }
        } else {
            quote! { Self::#ident(v) => ::plansmith_runtime::codegen::serde::Serialize::serialize(v, s) }
        });
    }
    let serialize = serialize(input, &quote! { match self { #(#arms),* } });
    let conversions = conversions(input, arguments.into_iter(), true);
    Ok(quote! { #serialize #conversions })
}

/// The discriminator property; empty where there is none.
fn tag(input: &DeriveInput) -> Result<LitStr> {
    let mut tag = LitStr::new("", input.ident.span());
    entries(&input.attrs, "wire", |entry| {
        let word: Ident = entry.parse()?;
        if word != "tag" {
            return Err(Error::new(word.span(), "expected `tag = \"property\"`"));
        }
        entry.parse::<Token![=]>()?;
        tag = entry.parse()?;
        Ok(())
    })?;
    Ok(tag)
}

/// What a variant says of its discriminator.
struct Tags {
    /// The values that mean it.
    values: Vec<LitStr>,
    /// Whether the content does not say it itself, so that it is written with it.
    write: bool,
    /// Whether the content is taken where the union is.
    from: bool,
}

fn tags(variant: &Variant) -> Result<Tags> {
    let mut tags = Tags { values: Vec::new(), write: false, from: false };
    entries(&variant.attrs, "wire", |entry| {
        if entry.peek(LitStr) {
            tags.values.push(entry.parse()?);
            return Ok(());
        }
        let word: Ident = entry.parse()?;
        match word.to_string().as_str() {
            "write" if !tags.values.is_empty() => tags.write = true,
            "from" => tags.from = true,
            _ => return Err(Error::new(word.span(), "expected values of the discriminator, then `write`, then `from`")),
        }
        Ok(())
    })?;
    Ok(tags)
}
