#![doc = include_str!("../README.md")]
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

use proc_macro::TokenStream;

mod answers;
mod args;
mod case;
mod fields;
mod model;
mod operation;
mod parse;
mod parts;
mod patch_fields;
mod scalar;
mod tokens;
mod union;

use parse::{Body, Fail, Item, Res, fail};

/// Text to tokens, or the mistake.
fn finish(result: Res<String>) -> TokenStream {
    match result {
        Ok(text) => text.parse().unwrap_or_else(|error| {
            let text = format!("expansion is not Rust, please report this: {error}");
            Fail { span: proc_macro::Span::call_site(), text }.into_tokens()
        }),
        Err(mistake) => mistake.into_tokens(),
    }
}

fn expand(input: TokenStream, expand: impl FnOnce(&Item) -> Res<String>) -> TokenStream {
    finish(Item::parse(input).and_then(|item| expand(&item)))
}

/// Reads a struct from a JSON object, or a union (an enum whose variants have one field, the last being `Other(Value)`)
/// from whatever its variants are read from.
///
/// On a struct: `#[wire(camelCase)]` or another case rule, `#[wire(tag("type" = "card"))]` for constant properties,
/// `#[wire(closed)]` when no other properties are allowed. On a field: `#[wire("wireName")]`, `#[wire(null)]` on an `Option` that
/// must be there but may be `null`, `#[wire(extra)]` on the map of all other properties. `Option` and `Patch` may be left out.
/// On an enum: `#[wire(tag = "kind")]` for the discriminator; on a variant `#[wire("value", ...)]`.
#[proc_macro_derive(Deserialize, attributes(wire))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    expand(input, |item| match &item.body {
        Body::Struct(fields) => model::read(item, fields),
        Body::Enum(variants) => union::read(item, variants),
        Body::Tuple(_) => fail(item.span, "expected named fields; use `#[newtype]` for a wrapper"),
    })
}

/// Writes a struct as a JSON object, or a union as the content of its variant; attributes as for `Deserialize`.
#[proc_macro_derive(Serialize, attributes(wire))]
pub fn serialize(input: TokenStream) -> TokenStream {
    expand(input, |item| match &item.body {
        Body::Struct(fields) => model::write(item, fields),
        Body::Enum(variants) => union::write(item, variants),
        Body::Tuple(_) => fail(item.span, "expected named fields; use `#[newtype]` for a wrapper"),
    })
}

/// `new` with what is required, a chainable setter for everything else, and `Default` when nothing is required.
#[proc_macro_derive(Setters, attributes(wire))]
pub fn setters(input: TokenStream) -> TokenStream {
    expand(input, |item| match &item.body {
        Body::Struct(fields) => model::setters(item, fields),
        _ => fail(item.span, "expected a struct with named fields"),
    })
}

/// Reads a struct from response headers: `#[wire("X-Name")]` on each field, `Option` for those that may be missing.
#[proc_macro_derive(Headers, attributes(wire))]
pub fn headers(input: TokenStream) -> TokenStream {
    expand(input, |item| match &item.body {
        Body::Struct(fields) => parts::headers(item, fields),
        _ => fail(item.span, "expected a struct with named fields"),
    })
}

/// Writes a struct as `multipart/form-data`: `FilePart` fields as files, `#[wire(json)]` as JSON, `Vec` as several parts, the
/// rest as text.
#[proc_macro_derive(Multipart, attributes(wire))]
pub fn multipart(input: TokenStream) -> TokenStream {
    expand(input, |item| match &item.body {
        Body::Struct(fields) => parts::multipart(item, fields),
        _ => fail(item.span, "expected a struct with named fields"),
    })
}

/// An open enum of texts: `#[text_enum] pub enum Color { Blue = "blue" }`.
#[proc_macro_attribute]
pub fn text_enum(_: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, scalar::text_enum)
}

/// An open enum of integers: `#[int_enum] pub enum Level { N1 = 1 }`.
#[proc_macro_attribute]
pub fn int_enum(_: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, scalar::int_enum)
}

/// A type of its own around a text or an integer: `#[newtype] pub struct CardId(String);`.
#[proc_macro_attribute]
pub fn newtype(_: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, scalar::newtype)
}

/// Typed names of the properties of a type: `#[fields(Card)] pub mod card { pub const ID: Id = "id"; }`.
#[proc_macro_attribute]
pub fn fields(owner: TokenStream, input: TokenStream) -> TokenStream {
    finish(fields::fields(&owner, input))
}

/// Typed paths of the properties of a type for JSON Patch:
/// `#[patch_fields(Card)] pub mod card { pub const TITLE: String = "title"; pub const TAGS: Vec<String> = "tags"; }`.
#[proc_macro_attribute]
pub fn patch_fields(owner: TokenStream, input: TokenStream) -> TokenStream {
    finish(patch_fields::patch_fields(owner, input))
}

/// A request: `#[operation(Cards::list, "listCards", GET "/card" -> Json<CardPage>)] pub struct ListCards { ... }`.
#[proc_macro_attribute]
pub fn operation(args: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, |item| operation::operation(args, item))
}

/// The answers of an operation by status: `#[answer(200, json)]`, `#[answer("4XX", text)]`, `#[answer(default, bytes)]`,
/// `#[answer(204)]` on the variants of an enum.
#[proc_macro_attribute]
pub fn answers(_: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, answers::answers)
}

/// A body of several media types: `#[content(json)]`, `#[content(form)]`, `#[content(multipart)]`, `#[content(text, "text/csv")]`,
/// `#[content(bytes, "image/png")]` on the variants of an enum.
#[proc_macro_attribute]
pub fn content(_: TokenStream, input: TokenStream) -> TokenStream {
    expand(input, answers::content)
}
