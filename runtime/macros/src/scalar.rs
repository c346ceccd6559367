//! `#[text_enum]`, `#[int_enum]`, `#[newtype]`.

use std::fmt::Write;

use crate::args::C;
use crate::model::{deserialize, header};
use crate::parse::{Body, Item, Res, Variant, conditions, fail, has_docs, is_deprecated, unescape};

const DERIVES: &str = "#[derive(Clone, Debug, PartialEq, Eq, Hash)]";

/// All attributes of the item, the derives and the opening of the enum with its own variants.
fn opening(item: &Item, variants: &[Variant], other: &str) -> String {
    let mut out: String = item.attrs.iter().map(|attr| attr.text() + "\n").collect();
    let _ = write!(out, "{DERIVES} #[non_exhaustive] {}enum {} {{", item.vis, item.ident);
    for variant in variants {
        out.extend(variant.attrs.iter().map(|attr| attr.text() + "\n"));
        if !has_docs(&variant.attrs) {
            let value = variant.value.as_ref().map_or("", |(value, _)| value);
            let value = if value.starts_with(['"', 'r']) { unescape(value) } else { value.to_owned() };
            let doc = if value.is_empty() { " The empty text.".to_owned() } else { format!(" `{}`", value.replace('`', "'")) };
            let _ = write!(out, "#[doc = {doc:?}]");
        }
        let _ = write!(out, "{},", variant.ident);
    }
    let _ = write!(out, "/// Any other value.\nOther({other}) }}");
    out
}

fn variants(item: &Item) -> Res<&[Variant]> {
    match &item.body {
        Body::Enum(variants) => Ok(variants),
        _ => fail(item.span, "expected an enum"),
    }
}

/// Name, value literal and `cfg` attributes of each variant.
fn values(variants: &[Variant], text: bool) -> Res<Vec<(&str, &str, String)>> {
    let wanted = if text { "a string" } else { "an integer" };
    let mut values = Vec::new();
    for variant in variants {
        let Some((value, span)) = &variant.value else {
            return fail(variant.span, format!("expected `= value`, {wanted}"));
        };
        if variant.content.is_some() || variant.ident == "Other" {
            return fail(variant.span, "variants have no fields, and `Other` is added");
        }
        if value.ends_with(['"', '#']) != text {
            return fail(*span, format!("expected {wanted}"));
        }
        values.push((variant.ident.as_str(), value.as_str(), conditions(&variant.attrs)));
    }
    Ok(values)
}

/// `impl Trait for Name {` of what does not come from serde or the runtime.
fn plain(item: &Item, of: &str) -> String {
    let allow = if is_deprecated(&item.attrs) { "#[allow(deprecated)]" } else { "" };
    format!("#[automatically_derived]{allow} impl {of} for {} {{", item.ident)
}

/// `#[text_enum]`.
pub fn text_enum(item: &Item) -> Res<String> {
    let variants = variants(item)?;
    let values = values(variants, true)?;
    let name = &item.ident;
    let allow = "#[allow(deprecated)]";
    let mut out = opening(item, variants, "::std::string::String");
    let mut known = String::new();
    let mut texts = String::new();
    for (ident, value, cfg) in &values {
        let _ = write!(known, "{cfg}{value} => Self::{ident},");
        let _ = write!(texts, "{cfg}Self::{ident} => {value},");
    }
    let _ = write!(
        out,
        "#[automatically_derived]{allow} impl {name} {{ /// The text as it is sent.\n\
         #[must_use] pub fn as_str(&self) -> &str {{ match self {{ {texts} Self::Other(v) => v }} }} }}\
         #[automatically_derived]{allow} impl {C}::Enumeration<str> for {name} {{ \
         fn known(v: &str) -> ::core::option::Option<Self> {{ \
         ::core::option::Option::Some(match v {{ {known} _ => return ::core::option::Option::None }}) }} }}"
    );
    out.push_str(&deserialize(item, "text_enum(d, Self::Other)"));
    let _ = write!(
        out,
        "{}fn shape() -> {C}::Shape {{ {C}::Shape::TextEnum(|v| <Self as {C}::Enumeration<str>>::known(v).is_some()) }} }}\
         {}#[inline] fn serialize<S: {C}::serde::Serializer>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error> {{ \
         s.serialize_str(self.as_str()) }} }}\
         {}fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{ f.pad(self.as_str()) }} }}\
         {}#[inline] fn from(v: &str) -> Self {{ <Self as {C}::Enumeration<str>>::known(v).unwrap_or_else(|| Self::Other(v.to_owned())) }} }}\
         {}#[inline] fn from(v: ::std::string::String) -> Self {{ <Self as {C}::Enumeration<str>>::known(&v).unwrap_or(Self::Other(v)) }} }}\
         #[automatically_derived]{allow} impl ::core::convert::From<{name}> for ::std::string::String {{ \
         #[inline] fn from(v: {name}) -> Self {{ v.as_str().to_owned() }} }}",
        header(item, "", "Typed"),
        header(item, "", "serde::Serialize"),
        plain(item, "::core::fmt::Display"),
        plain(item, "::core::convert::From<&str>"),
        plain(item, "::core::convert::From<::std::string::String>"),
    );
    Ok(out)
}

/// `#[int_enum]`.
pub fn int_enum(item: &Item) -> Res<String> {
    let variants = variants(item)?;
    let values = values(variants, false)?;
    let name = &item.ident;
    let allow = "#[allow(deprecated)]";
    let mut out = opening(item, variants, "i64");
    let mut known = String::new();
    let mut numbers = String::new();
    for (ident, value, cfg) in &values {
        let _ = write!(known, "{cfg}{value} => Self::{ident},");
        let _ = write!(numbers, "{cfg}Self::{ident} => {value},");
    }
    let _ = write!(
        out,
        "#[automatically_derived]{allow} impl {name} {{ /// The number as it is sent.\n\
         #[must_use] pub fn as_i64(&self) -> i64 {{ match self {{ {numbers} Self::Other(v) => *v }} }} }}\
         #[automatically_derived]{allow} impl {C}::Enumeration<i64> for {name} {{ \
         fn known(v: &i64) -> ::core::option::Option<Self> {{ \
         ::core::option::Option::Some(match *v {{ {known} _ => return ::core::option::Option::None }}) }} }}"
    );
    out.push_str(&deserialize(item, "int_enum(d, Self::Other)"));
    let _ = write!(
        out,
        "{}fn shape() -> {C}::Shape {{ {C}::Shape::IntEnum(|v| <Self as {C}::Enumeration<i64>>::known(&v).is_some()) }} }}\
         {}#[inline] fn serialize<S: {C}::serde::Serializer>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error> {{ \
         s.serialize_i64(self.as_i64()) }} }}\
         {}fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{ ::core::fmt::Display::fmt(&self.as_i64(), f) }} }}\
         {}#[inline] fn from(v: i64) -> Self {{ <Self as {C}::Enumeration<i64>>::known(&v).unwrap_or(Self::Other(v)) }} }}",
        header(item, "", "Typed"),
        header(item, "", "serde::Serialize"),
        plain(item, "::core::fmt::Display"),
        plain(item, "::core::convert::From<i64>"),
    );
    Ok(out)
}

/// `#[newtype]`.
pub fn newtype(item: &Item) -> Res<String> {
    let Body::Tuple(inner) = &item.body else { return fail(item.span, "expected `struct Name(Inner);`") };
    let (name, ty) = (&item.ident, inner.text());
    let is_number = matches!(
        inner.head().as_str(),
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize"
    );
    let copy = if is_number { "Copy, " } else { "" };
    let allow = if is_deprecated(&item.attrs) { "#[allow(deprecated)]" } else { "" };
    let mut out: String = item.attrs.iter().map(|attr| attr.text() + "\n").collect();
    let _ = write!(
        out,
        "#[derive(Clone, {copy}Debug, PartialEq, Eq, Hash, PartialOrd, Ord)] {}struct {name}({ty});\
         {}#[inline] fn from(v: {ty}) -> Self {{ Self(v) }} }}\
         #[automatically_derived]{allow} impl ::core::convert::From<{name}> for {} {{ #[inline] fn from(v: {name}) -> Self {{ v.0{} }} }}",
        item.vis,
        plain(item, &format!("::core::convert::From<{ty}>")),
        if is_number { ty.as_str() } else { "::std::string::String" },
        if is_number { "" } else { ".into()" },
    );
    let _ = if is_number {
        write!(
            out,
            "#[automatically_derived]{allow} impl {name} {{ /// The number.\n\
             #[inline] #[must_use] pub const fn get(self) -> {ty} {{ self.0 }} }}"
        )
    } else {
        // A `Decimal` is a text that not every text can become.
        let is_decimal = inner.head() == "Decimal";
        let from = if is_decimal {
            String::new()
        } else {
            format!(
                "{}#[inline] fn from(v: &str) -> Self {{ Self(::core::convert::From::from(v)) }} }}",
                plain(item, "::core::convert::From<&str>")
            )
        };
        write!(
            out,
            "#[automatically_derived]{allow} impl {name} {{ /// The text.\n\
             #[inline] #[must_use] pub fn as_str(&self) -> &str {{ self.0.as_str() }} }}\
             {from}{}#[inline] fn from(v: &Self) -> Self {{ ::core::clone::Clone::clone(v) }} }}",
            plain(item, &format!("::core::convert::From<&{name}>")),
        )
    };
    if !is_number && !matches!(inner.head().as_str(), "String" | "Decimal") {
        let _ = write!(
            out,
            "{}#[inline] fn from(v: ::std::string::String) -> Self {{ Self(::core::convert::From::from(v)) }} }}",
            plain(item, "::core::convert::From<::std::string::String>")
        );
    }
    let _ = write!(
        out,
        "{}fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{ ::core::fmt::Display::fmt(&self.0, f) }} }}\
         {}fn shape() -> {C}::Shape {{ <{ty} as {C}::Typed>::shape() }} }}\
         {}#[inline] fn serialize<S: {C}::serde::Serializer>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error> {{ \
         {C}::serde::Serialize::serialize(&self.0, s) }} }}",
        plain(item, "::core::fmt::Display"),
        header(item, "", "Typed"),
        header(item, "", "serde::Serialize"),
    );
    out.push_str(&deserialize(item, "serde::Deserialize::deserialize(d).map(Self)"));
    Ok(out)
}
