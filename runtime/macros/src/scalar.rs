//! `TextEnum`, `IntEnum`, `Newtype`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error, Fields, Lit, LitInt, LitStr, Result, Token, Variant};

use crate::attributes::{derived, entries, without_generics, wrapped};
use crate::record::{deserialize, serialize, typed};
use crate::types::{INTEGERS, is_named, last_segment};
use crate::variants::{variants, with_other};

/// What `read` finds in the one `#[wire(...)]` of each variant.
fn values<'a, V>(
    known: &[&'a Variant],
    wanted: &str,
    read: impl Fn(syn::parse::ParseStream<'_>) -> Result<V>,
) -> Result<(Vec<&'a Ident>, Vec<V>)> {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for variant in known {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new(variant.ident.span(), "only the last variant, `Other`, has a field"));
        }
        let mut value = None;
        entries(&variant.attrs, "wire", |entry| {
            value = Some(read(entry)?);
            Ok(())
        })?;
        let Some(value) = value else {
            return Err(Error::new(variant.ident.span(), format!("expected `#[wire({wanted})]`, the value that is sent")));
        };
        names.push(&variant.ident);
        values.push(value);
    }
    Ok((names, values))
}

/// `TextEnum`.
pub fn text_enum(input: &DeriveInput) -> Result<TokenStream> {
    let known = with_other(input, &variants(input)?, "Other(String)", &["String"])?;
    let (names, texts) = values(&known, "\"text\"", |entry| entry.parse::<LitStr>())?;
    let (derived, name) = (derived(input), &input.ident);
    let deserialize = deserialize(input, &quote! { ::plansmith_runtime::codegen::text_enum(d, Self::Other) });
    let serialize = serialize(input, &quote! { s.serialize_str(self.as_str()) });
    let typed = typed(
        input,
        &quote! {
            ::plansmith_runtime::codegen::Shape::TextEnum(|v| {
                <Self as ::plansmith_runtime::codegen::Enumeration<str>>::known(v).is_some()
            })
        },
    );
    let from_text = from_text(input, &quote! { ::core::convert::From::from(text) });
    let as_str = Ident::new("as_str", name.span());
    Ok(quote! {
        #derived
        impl #name {
            /// The text as it is sent.
            #[must_use]
            pub fn #as_str(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::Other(v) => v,
                }
            }
        }
        #derived
        impl ::plansmith_runtime::codegen::Enumeration<str> for #name {
            fn known(v: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match v {
                    #(#texts => Self::#names,)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
        #deserialize
        #typed
        #serialize
        #derived
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        #derived
        impl ::core::convert::From<&str> for #name {
            #[inline]
            fn from(v: &str) -> Self {
                <Self as ::plansmith_runtime::codegen::Enumeration<str>>::known(v)
                    .unwrap_or_else(|| Self::Other(v.to_owned()))
            }
        }
        #derived
        impl ::core::convert::From<::std::string::String> for #name {
            #[inline]
            fn from(v: ::std::string::String) -> Self {
                <Self as ::plansmith_runtime::codegen::Enumeration<str>>::known(&v).unwrap_or(Self::Other(v))
            }
        }
        #from_text
    })
}

/// A whole number with its sign.
fn integer(entry: syn::parse::ParseStream<'_>) -> Result<TokenStream> {
    let minus: Option<Token![-]> = entry.parse()?;
    let literal: Lit = entry.parse()?;
    match literal {
        Lit::Int(number) => {
            let number = LitInt::new(number.base10_digits(), number.span());
            Ok(quote! { #minus #number })
        }
        other => Err(Error::new(other.span(), "expected an integer")),
    }
}

/// `IntEnum`.
pub fn int_enum(input: &DeriveInput) -> Result<TokenStream> {
    let known = with_other(input, &variants(input)?, "Other(i64)", &["i64"])?;
    let (names, numbers) = values(&known, "1", integer)?;
    let (derived, name) = (derived(input), &input.ident);
    let deserialize = deserialize(input, &quote! { ::plansmith_runtime::codegen::int_enum(d, Self::Other) });
    let serialize = serialize(input, &quote! { s.serialize_i64(self.as_i64()) });
    let typed = typed(
        input,
        &quote! {
            ::plansmith_runtime::codegen::Shape::IntEnum(|v| {
                <Self as ::plansmith_runtime::codegen::Enumeration<i64>>::known(&v).is_some()
            })
        },
    );
    let as_i64 = Ident::new("as_i64", name.span());
    Ok(quote! {
        #derived
        impl #name {
            /// The number as it is sent.
            #[must_use]
            pub fn #as_i64(&self) -> i64 {
                match self {
                    #(Self::#names => #numbers,)*
                    Self::Other(v) => *v,
                }
            }
        }
        #derived
        impl ::plansmith_runtime::codegen::Enumeration<i64> for #name {
            fn known(v: &i64) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match *v {
                    #(#numbers => Self::#names,)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
        #deserialize
        #typed
        #serialize
        #derived
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
        #derived
        impl ::core::convert::From<i64> for #name {
            #[inline]
            fn from(v: i64) -> Self {
                <Self as ::plansmith_runtime::codegen::Enumeration<i64>>::known(&v).unwrap_or(Self::Other(v))
            }
        }
        #derived
        impl ::plansmith_runtime::codegen::FromNumber<i64> for #name {
            #[inline]
            fn from_number(v: i64) -> Self {
                ::core::convert::From::from(v)
            }
        }
    })
}

/// `FromText` with this value, made of `text`.
fn from_text(input: &DeriveInput, value: &TokenStream) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    quote! {
        #derived
        impl ::plansmith_runtime::codegen::FromText for #name {
            #[inline]
            fn from_text(text: ::std::string::String) -> Self {
                #value
            }
        }
    }
}

/// `Newtype`.
pub fn newtype(input: &DeriveInput) -> Result<TokenStream> {
    without_generics(input)?;
    let ty = &wrapped(input)?.ty;
    let Some(inner) = last_segment(ty) else {
        return Err(Error::new(input.ident.span(), "expected a string or a whole number, such as `String` or `i64`"));
    };
    let (derived, name) = (derived(input), &input.ident);
    let is_number = INTEGERS.iter().any(|number| inner.ident == number);
    let own = if is_number {
        let get = Ident::new("get", name.span());
        quote! {
            #derived
            impl #name {
                /// The number.
                #[inline]
                #[must_use]
                pub const fn #get(self) -> #ty {
                    self.0
                }
            }
            #derived
            impl ::core::convert::From<#name> for #ty {
                #[inline]
                fn from(v: #name) -> Self {
                    v.0
                }
            }
            #derived
            impl ::plansmith_runtime::codegen::FromNumber<#ty> for #name {
                #[inline]
                fn from_number(v: #ty) -> Self {
                    Self(v)
                }
            }
        }
    } else {
        text(input, ty)
    };
    let deserialize = deserialize(input, &quote! { ::plansmith_runtime::codegen::serde::Deserialize::deserialize(d).map(Self) });
    let serialize = serialize(input, &quote! { ::plansmith_runtime::codegen::serde::Serialize::serialize(&self.0, s) });
    let typed = typed(input, &quote! { <#ty as ::plansmith_runtime::codegen::Typed>::shape() });
    Ok(quote! {
        #own
        #derived
        impl ::core::convert::From<#ty> for #name {
            #[inline]
            fn from(v: #ty) -> Self {
                Self(v)
            }
        }
        #derived
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
        #deserialize
        #typed
        #serialize
    })
}

/// What a newtype around a string has of its own.
fn text(input: &DeriveInput, ty: &syn::Type) -> TokenStream {
    let (derived, name) = (derived(input), &input.ident);
    let (as_str, into_string) = (Ident::new("as_str", name.span()), Ident::new("into_string", name.span()));
    let methods = quote! {
        #derived
        impl #name {
            /// The text.
            #[inline]
            #[must_use]
            pub fn #as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The text.
            #[inline]
            #[must_use]
            pub fn #into_string(self) -> ::std::string::String {
                ::core::convert::From::from(self.0)
            }
        }
        #derived
        impl ::core::convert::From<&#name> for #name {
            #[inline]
            fn from(v: &#name) -> Self {
                ::core::clone::Clone::clone(v)
            }
        }
    };
    // A `Decimal` is a string, but not every string is one.
    if is_named(ty, "Decimal") {
        return methods;
    }
    let from_string = (!is_named(ty, "String")).then(|| {
        quote! {
            #derived
            impl ::core::convert::From<::std::string::String> for #name {
                #[inline]
                fn from(v: ::std::string::String) -> Self {
                    Self(::core::convert::From::from(v))
                }
            }
        }
    });
    let from_text = from_text(input, &quote! { Self(::core::convert::From::from(text)) });
    quote! {
        #methods
        #derived
        impl ::core::convert::From<&str> for #name {
            #[inline]
            fn from(v: &str) -> Self {
                Self(::core::convert::From::from(v))
            }
        }
        #from_string
        #from_text
    }
}
