//! Enums with one field per variant: `Deserialize` and `Serialize` of unions.

use std::fmt::Write;

use crate::args::C;
use crate::model::{deserialize, each, header, word};
use crate::parse::{Item, Res, Ty, Variant, conditions, fail};

fn content(variant: &Variant) -> Res<&Ty> {
    match &variant.content {
        Some(ty) => Ok(ty),
        None => fail(variant.span, "a variant of a union has one field"),
    }
}

/// `#[derive(Deserialize)]` of an enum.
pub fn read(item: &Item, variants: &[Variant]) -> Res<String> {
    let tag = tag(item)?;
    let Some((other, known)) = variants.split_last() else { return fail(item.span, "a union has variants") };
    if other.ident != "Other" || content(other)?.head() != "Value" {
        return fail(other.span, "the last variant of a union is `Other(Value)`, for what fits no other");
    }
    let mut out = deserialize(item, "union(d)");
    out.push_str(&header(item, "", "Union"));
    let _ = write!(out, "const TAG: &'static str = {tag}; const ARMS: &'static [{C}::Arm] = &[");
    let mut arms = String::new();
    for (index, variant) in known.iter().enumerate() {
        let ty = content(variant)?.text();
        let _ = write!(out, "{C}::Arm {{ tags: &[{}], shape: <{ty} as {C}::Typed>::shape }},", tags(variant)?);
        let _ = write!(arms, "{index} => {C}::variant(t).map(Self::{}),", variant.ident);
    }
    let _ = write!(
        out,
        "]; fn read(i: usize, t: &str) -> {C}::serde_json::Result<Self> {{ match i {{ {arms} _ => {C}::variant(t).map(Self::Other) }} }} }}"
    );
    out.push_str(&header(item, "", "Typed"));
    let _ =
        write!(out, "fn shape() -> {C}::Shape {{ {C}::Shape::Union(<Self as {C}::Union>::TAG, <Self as {C}::Union>::ARMS) }} }}");
    Ok(out)
}

/// The discriminator property, as a literal.
fn tag(item: &Item) -> Res<String> {
    let mut tag = "\"\"".to_owned();
    for attr in item.attrs.iter().filter(|attr| attr.name == "wire") {
        each(attr, |args| {
            let (word, span) = word(args)?;
            if word != "tag" {
                return fail(span, "expected `tag = \"property\"`");
            }
            args.punct('=')?;
            tag = args.string("the discriminator property")?;
            Ok(())
        })?;
    }
    Ok(tag)
}

/// The values of the discriminator that mean a variant, as literals.
fn tags(variant: &Variant) -> Res<String> {
    let mut tags = String::new();
    for attr in variant.attrs.iter().filter(|attr| attr.name == "wire") {
        each(attr, |args| {
            tags.push_str(&args.string("a value of the discriminator")?);
            tags.push(',');
            Ok(())
        })?;
    }
    Ok(tags)
}

/// `#[derive(Serialize)]` of an enum.
pub fn write(item: &Item, variants: &[Variant]) -> Res<String> {
    tag(item)?;
    let mut out = header(item, "", "serde::Serialize");
    let _ = write!(
        out,
        "fn serialize<S: {C}::serde::Serializer>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error> {{ match self {{"
    );
    for variant in variants {
        content(variant)?;
        let _ =
            write!(out, "{}Self::{}(v) => {C}::serde::Serialize::serialize(v, s),", conditions(&variant.attrs), variant.ident);
    }
    out.push_str("} } }");
    Ok(out)
}
