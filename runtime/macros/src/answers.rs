//! `#[answers]` and `#[content]`: answers by status, bodies by media type.

use std::fmt::Write;

use proc_macro::TokenTree;

use crate::args::C;
use crate::model::{each, word};
use crate::parse::{Body, Item, Res, Tokens, Variant, conditions, fail, has_docs, is_deprecated};

fn variants(item: &Item) -> Res<&[Variant]> {
    match &item.body {
        Body::Enum(variants) => Ok(variants),
        _ => fail(item.span, "expected an enum"),
    }
}

fn opening(item: &Item, variants: &[Variant], own: &str) -> String {
    let mut out: String = item.attrs.iter().map(|attr| attr.text() + "\n").collect();
    let _ = write!(out, "#[derive(Clone, Debug)] {}enum {} {{", item.vis, item.ident);
    for variant in variants {
        out.extend(variant.attrs.iter().filter(|attr| attr.name != own).map(|attr| attr.text() + "\n"));
        if !has_docs(&variant.attrs) {
            let _ = writeln!(out, "/// {}.", words(&variant.ident));
        }
        out.push_str(&variant.ident);
        if let Some(ty) = &variant.content {
            let _ = write!(out, "({})", ty.text());
        }
        out.push(',');
    }
    out
}

/// `ClientError` as `Client error`.
fn words(ident: &str) -> String {
    let mut out = String::new();
    for (at, char) in ident.char_indices() {
        if at > 0 && char.is_uppercase() {
            out.push(' ');
            out.extend(char.to_lowercase());
        } else {
            out.push(char);
        }
    }
    out
}

/// The condition of an answer, and how exact it is (0 is most exact).
fn status(args: &mut Tokens) -> Res<(String, u8)> {
    match args.next() {
        Some(TokenTree::Ident(ident)) if ident.to_string() == "default" => Ok(("_".to_owned(), 2)),
        Some(TokenTree::Literal(literal)) => {
            let text = literal.to_string();
            let text = text.trim_matches('"');
            let class = text.strip_suffix("XX").or_else(|| text.strip_suffix("xx"));
            match (class, text.parse::<u16>()) {
                (Some(class), _) if matches!(class, "1" | "2" | "3" | "4" | "5") => Ok((format!("{class}00..={class}99"), 1)),
                (None, Ok(status)) => Ok((status.to_string(), 0)),
                _ => fail(literal.span(), "expected a status such as 200, \"4XX\" or `default`"),
            }
        }
        _ => fail(args.last, "expected a status such as 200, \"4XX\" or `default`"),
    }
}

/// What to ask for to get an answer of this kind; `media` is a literal.
fn accepts(kind: Option<&str>, media: Option<&str>) -> Option<String> {
    match (media, kind?) {
        (Some(media), _) => Some(media.trim_matches('"').to_owned()),
        (None, "json") => Some("application/json".to_owned()),
        (None, "text") => Some("text/*".to_owned()),
        (None, _) => Some("*/*".to_owned()),
    }
}

/// `#[answers]`.
pub fn answers(item: &Item) -> Res<String> {
    let variants = variants(item)?;
    let name = &item.ident;
    let allow = if is_deprecated(&item.attrs) { "#[allow(deprecated)]" } else { "" };
    // Rank, pattern, media type, and the rest of the arm.
    let mut found: Vec<(u8, String, Option<String>, String)> = Vec::new();
    let mut accepted: Vec<String> = Vec::new();
    for variant in variants {
        let ident = &variant.ident;
        let cfg = conditions(&variant.attrs);
        let mut any = false;
        for attr in variant.attrs.iter().filter(|attr| attr.name == "answer") {
            any = true;
            let mut args = attr.args();
            let (pattern, rank) = status(&mut args)?;
            args.comma()?;
            let kind = if args.is_end() { None } else { Some(word(&mut args)?) };
            args.comma()?;
            let media = if args.is_end() { None } else { Some(args.string("a media type")?) };
            let kind = kind.as_ref().map(|(kind, _)| kind.as_str());
            if let Some(media) = accepts(kind, media.as_deref()).filter(|media| !accepted.contains(media)) {
                accepted.push(media);
            }
            let value = match kind {
                None if variant.content.is_some() => return fail(attr.span, "expected `json`, `text` or `bytes` for the field"),
                None => format!("Self::{ident}"),
                Some(kind) => {
                    if variant.content.is_none() {
                        return fail(variant.span, "expected a field for the body");
                    }
                    match kind {
                        "json" => format!("Self::{ident}(a.json()?)"),
                        "text" => format!("Self::{ident}({C}::into(a.text()?))"),
                        "bytes" => format!("Self::{ident}({C}::into(a.bytes()))"),
                        _ => return fail(attr.span, "expected `json`, `text` or `bytes`"),
                    }
                }
            };
            found.push((rank, format!("{cfg}{pattern}"), media, value));
        }
        if !any {
            return fail(variant.span, "expected `#[answer(status, ...)]`");
        }
    }
    // A media type decides between answers of the same status; alone it only documents: servers are careless about it.
    let mut arms: Vec<(u8, String)> = Vec::new();
    for (rank, pattern, media, value) in &found {
        let shared = found.iter().filter(|(_, other, _, _)| other == pattern).count() > 1;
        let guard = match media {
            Some(media) if shared => format!(" if a.has_content_type({media})"),
            _ => String::new(),
        };
        arms.push((rank * 2 + u8::from(guard.is_empty()), format!("{pattern}{guard} => {value},")));
    }
    arms.sort_by_key(|(order, _)| *order);
    let all: String = arms.iter().map(|(_, arm)| arm.as_str()).collect();
    let last = if arms.iter().any(|(order, _)| *order == 5) { "" } else { "_ => Self::Other(a.status(), a.bytes())," };
    let accept = accepted.join(", ");
    let mut out = String::from("#[non_exhaustive]");
    out.push_str(&opening(item, variants, "answer"));
    let _ = write!(
        out,
        "/// Any other answer: its status and its bytes.\nOther(u16, {C}::Bytes) }}\
         #[automatically_derived]{allow} impl {C}::ErrorBody for {name} {{ \
         fn from_answer(a: &{C}::Answer) -> ::core::result::Result<Self, {C}::Error> {{ \
         ::core::result::Result::Ok(match a.status() {{ {all} {last} }}) }} }}\
         #[automatically_derived]{allow} impl {C}::Decoder for {name} {{ type Output = Self; const ACCEPT: &'static str = {accept:?}; \
         #[inline] fn decode(a: {C}::Answer) -> ::core::result::Result<Self, {C}::Error> {{ \
         <Self as {C}::ErrorBody>::from_answer(&a) }} }}"
    );
    Ok(out)
}

/// `#[content]`.
pub fn content(item: &Item) -> Res<String> {
    let variants = variants(item)?;
    let allow = if is_deprecated(&item.attrs) { "#[allow(deprecated)]" } else { "" };
    let mut arms = String::new();
    for variant in variants {
        if variant.content.is_none() {
            return fail(variant.span, "expected a field for the body");
        }
        let mut call = None;
        for attr in variant.attrs.iter().filter(|attr| attr.name == "content") {
            each(attr, |args| {
                let (kind, span) = word(args)?;
                let media = if args.eat(',') && !args.is_end() { Some(args.string("a media type")?) } else { None };
                let media = |default: &str| media.clone().unwrap_or_else(|| format!("{default:?}"));
                call = Some(match kind.as_str() {
                    "json" => format!("json({}, &v)", media("application/json")),
                    "form" => "form(&[], &v)".to_owned(),
                    "multipart" => format!("multipart({C}::IntoMultipart::into_multipart(v))"),
                    "text" => format!("raw({}, v)", media("text/plain")),
                    "bytes" => format!("raw({}, v)", media("application/octet-stream")),
                    _ => return fail(span, "expected `json`, `form`, `multipart`, `text` or `bytes`"),
                });
                Ok(())
            })?;
        }
        let Some(call) = call else { return fail(variant.span, "expected `#[content(...)]`") };
        let _ = write!(arms, "{}Self::{}(v) => call.{call},", conditions(&variant.attrs), variant.ident);
    }
    let mut out = opening(item, variants, "content");
    let _ = write!(
        out,
        "}} #[automatically_derived]{allow} impl {C}::Content for {} {{ \
         fn apply<D: {C}::Decoder>(self, call: {C}::Call<D>) -> {C}::Call<D> {{ match self {{ {arms} }} }} }}",
        item.ident
    );
    Ok(out)
}
