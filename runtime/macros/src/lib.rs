#![doc = include_str!("../README.md")]
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Result, parse_macro_input};

mod attributes;
mod case;
mod content;
mod conversions;
mod directions;
mod parts;
mod record;
mod request;
mod responses;
mod scalar;
mod setters;
#[cfg(test)]
mod tests;
mod types;
mod union;
mod variants;

/// Whether types of one direction get the other one too.
const FULL: bool = cfg!(feature = "full-types");

/// The expansion, or the message at its place.
fn finish(expansion: Result<proc_macro2::TokenStream>) -> TokenStream {
    expansion.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// What every request can do.
///
/// On a tuple struct around `Call<D>`, where `D` reads the response. The struct has a `const META: Meta` of its own.
///
/// * `#[request(errors = Type)]`, `#[request(headers = Type)]`: types of the error body and of the response headers.
/// * `#[request(page = Type, item = Type)]`: adds `items` and `pages`; the struct has a `const PAGES: PageAccess<Page, Item>`.
/// * `#[request(events = Type)]`: adds `send_events`, for a server that can answer with events too; the type is that of their data.
/// * `#[request(values("application/jsonl" = Type))]`: adds `send_values`, for a sequence of JSON values of that media type.
/// * `#[request(stream)]`: adds `send_stream`, for bodies that have no typed form.
/// * `#[request(without(timeout))]`: leaves out a common method (`timeout`, `header`) whose name a parameter has.
///
/// ```
/// use plansmith_runtime::call::{Call, IntoCount, IntoItems, Json, Meta, PageAccess, Paging, Style};
/// use plansmith_runtime::{Argument, Client, ReadJson, Request};
///
/// #[derive(Clone, Debug, ReadJson)]
/// pub struct Card {
///     pub title: String,
/// }
///
/// #[derive(Clone, Debug, ReadJson)]
/// pub struct CardPage {
///     pub data: Vec<Card>,
///     pub count: Option<u64>,
/// }
///
/// /// Lists cards.
/// #[derive(Clone, Debug, Request)]
/// #[request(page = CardPage, item = Card)]
/// #[must_use = "a request does nothing until it is sent"]
/// pub struct ListCards(Call<Json<CardPage>>);
///
/// impl ListCards {
///     const META: Meta =
///         Meta { id: "listCards", path: "/card", paging: Some(Paging::OFFSET), ..Meta::DEFAULT };
///
///     const PAGES: PageAccess<CardPage, Card> = PageAccess {
///         items: |page| page.data.into_items(),
///         len: |page| page.data.items().len(),
///         total: |page| page.count.count(),
///         ..PageAccess::DEFAULT
///     };
///
///     /// Text that the title has.
///     pub fn title(self, title: impl Argument<String>) -> Self {
///         Self(self.0.query("title", Style::QUERY, &title.into_value()))
///     }
/// }
///
/// async fn print(client: &Client) -> Result<(), plansmith_runtime::Error> {
///     let mut cards = ListCards(Call::new(client, &ListCards::META)).title("a").items();
///     while let Some(card) = cards.try_next().await? {
///         println!("{}", card.title);
///     }
///     Ok(())
/// }
/// ```
#[proc_macro_derive(Request, attributes(request))]
pub fn request(input: TokenStream) -> TokenStream {
    finish(request::request(&parse_macro_input!(input as DeriveInput)))
}

/// serde's `Deserialize`, from a JSON object (structs) or from what one of the variants is read from (unions).
///
/// On a struct: `#[wire(rename_all = "camelCase")]` (or `PascalCase`, `kebab-case`, `SCREAMING_SNAKE_CASE`),
/// `#[wire(tag("type" = "card"))]` for a constant property, `#[wire(closed)]` where no other properties are allowed.
/// On a field: `#[wire("wireName")]`; `#[wire(null)]` on an `Option` that must be there but may be `null`; `#[wire(own)]` on one of a type
/// that only has serde's traits; `#[wire(extra)]`
/// on the map of all other properties. `Option` and `Patch` may be left out.
///
/// On an enum whose variants have one field each, the last being `Other(Value)`: `#[wire(tag = "kind")]` for the
/// discriminator, `#[wire("value")]` on a variant for the values that mean it. Without them, variants are told apart by
/// their shape; what fits none is `Other`. `#[wire("value", write)]` writes the first of the values with content that does not say
/// one of them itself; `#[wire(from)]`, behind such values, makes the enum from the content of the variant wherever the enum is taken; no other
/// variant may have the same content.
///
/// ```
/// use plansmith_runtime::codegen::serde_json;
/// use plansmith_runtime::{Patch, ReadJson, Value, WriteJson};
///
/// #[derive(Clone, Debug, ReadJson, WriteJson)]
/// #[wire(rename_all = "camelCase", tag("petType" = "cat"))]
/// pub struct Cat {
///     pub nine_lives: bool,
///     pub nick_name: Patch<String>,
/// }
///
/// #[derive(Clone, Debug, ReadJson)]
/// #[wire(tag = "petType")]
/// pub enum Pet {
///     #[wire("cat")]
///     Cat(Cat),
///     Other(Value),
/// }
///
/// let text = r#"{"petType":"cat","nineLives":true,"nickName":null}"#;
/// let Pet::Cat(cat) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
/// assert!(cat.nick_name.is_null());
/// assert_eq!(serde_json::to_string(&cat).unwrap(), text);
/// ```
#[proc_macro_derive(ReadJson, attributes(wire))]
pub fn read_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    finish(if matches!(input.data, Data::Enum(_)) { union::read(&input) } else { record::read(&input) })
}

/// serde's `Serialize`, to a JSON object (structs) or as the content of the variant (unions); attributes as for
/// [`ReadJson`](macro@ReadJson).
#[proc_macro_derive(WriteJson, attributes(wire))]
pub fn write_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    finish(if matches!(input.data, Data::Enum(_)) { union::write(&input) } else { record::write(&input) })
}

/// [`ReadJson`](macro@ReadJson), of a type that is only read. With the feature `full-types` it is written and made as well, so that a
/// response can be stored and a test can make one: [`WriteJson`](macro@WriteJson) and, of a struct, [`Setters`](macro@Setters).
///
/// ```
/// use plansmith_runtime::codegen::serde_json;
/// use plansmith_runtime::Received;
///
/// #[derive(Clone, Debug, Received)]
/// pub struct Card {
///     pub id: String,
///     pub note: Option<String>,
/// }
///
/// let card: Card = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
/// # #[cfg(feature = "full-types")]
/// assert_eq!(serde_json::to_string(&Card::new(card.id).note("a")).unwrap(), r#"{"id":"1","note":"a"}"#);
/// # #[cfg(not(feature = "full-types"))]
/// # let _ = (card.id, card.note);
/// ```
#[proc_macro_derive(Received, attributes(wire))]
pub fn received(input: TokenStream) -> TokenStream {
    finish(directions::received(&parse_macro_input!(input as DeriveInput), FULL))
}

/// [`WriteJson`](macro@WriteJson) and, of a struct, [`Setters`](macro@Setters), of a type that is only sent. With the feature
/// `full-types` it is read as well, from existing JSON: [`ReadJson`](macro@ReadJson).
///
/// ```
/// use plansmith_runtime::codegen::serde_json;
/// use plansmith_runtime::Sent;
///
/// #[derive(Clone, Debug, Sent)]
/// pub struct NewCard {
///     pub title: String,
/// }
///
/// let card = NewCard::new("a");
/// # #[cfg(feature = "full-types")]
/// let card: NewCard = serde_json::from_str(r#"{"title":"a"}"#).unwrap();
/// assert_eq!(serde_json::to_string(&card).unwrap(), r#"{"title":"a"}"#);
/// ```
#[proc_macro_derive(Sent, attributes(wire))]
pub fn sent(input: TokenStream) -> TokenStream {
    finish(directions::sent(&parse_macro_input!(input as DeriveInput), FULL))
}

/// `new` with the required fields, a chainable setter for each of the others, and `Default` where nothing is required.
///
/// Everything but numbers and `bool` is taken as `impl Argument<T>`: strings, ids and references to them alike. Documentation and
/// deprecation of a field are those of its setter.
///
/// ```
/// use plansmith_runtime::{Date, Patch, Setters};
///
/// #[derive(Clone, Debug, Setters)]
/// pub struct NewCard {
///     pub title: String,
///     pub due: Patch<Date>,
///     pub tags: Option<Vec<String>>,
/// }
///
/// let title = String::from("a");
/// let card = NewCard::new(&title).due("2026-01-31").tags(["x", "y"]);
/// assert!(NewCard::new(title).due(None).due.is_null() && card.tags.is_some());
/// ```
#[proc_macro_derive(Setters, attributes(wire))]
pub fn setters(input: TokenStream) -> TokenStream {
    finish(setters::setters(&parse_macro_input!(input as DeriveInput)))
}

/// An enum of strings that keeps unknown ones: JSON, `as_str`, `Display`, `From<&str>` and `From<String>`.
///
/// `#[wire("text")]` on each variant but the last, `Other(String)`.
///
/// ```
/// use plansmith_runtime::TextEnum;
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, TextEnum)]
/// pub enum Color {
///     #[wire("sky-blue")]
///     SkyBlue,
///     Other(String),
/// }
///
/// assert_eq!(Color::from("sky-blue"), Color::SkyBlue);
/// assert_eq!(Color::from("red").as_str(), "red");
/// ```
#[proc_macro_derive(TextEnum, attributes(wire))]
pub fn text_enum(input: TokenStream) -> TokenStream {
    finish(scalar::text_enum(&parse_macro_input!(input as DeriveInput)))
}

/// An enum of whole numbers that keeps unknown ones: JSON, `as_i64`, `Display`, `From<i64>`.
///
/// `#[wire(1)]` on each variant but the last, `Other(i64)`.
///
/// ```
/// use plansmith_runtime::IntEnum;
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, IntEnum)]
/// pub enum Level {
///     #[wire(-1)]
///     Below,
///     Other(i64),
/// }
///
/// assert_eq!((Level::from(-1), Level::from(7).as_i64()), (Level::Below, 7));
/// ```
#[proc_macro_derive(IntEnum, attributes(wire))]
pub fn int_enum(input: TokenStream) -> TokenStream {
    finish(scalar::int_enum(&parse_macro_input!(input as DeriveInput)))
}

/// A type of its own around a string or a whole number, so that one id cannot be passed for another: JSON, `Display`, `From`
/// the inner type; `as_str` and `into_string`, or `get`.
///
/// A newtype is not accepted as a plain string: there is no `From` to `String`.
///
/// ```
/// use plansmith_runtime::Newtype;
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
/// pub struct CardId(String);
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Newtype)]
/// pub struct BoardId(i64);
///
/// assert_eq!((CardId::from("a").as_str(), BoardId::from(7).get()), ("a", 7));
/// ```
#[proc_macro_derive(Newtype)]
pub fn newtype(input: TokenStream) -> TokenStream {
    finish(scalar::newtype(&parse_macro_input!(input as DeriveInput)))
}

/// `FromHeaders`: a struct read from response headers.
///
/// `#[wire("X-Name")]` on each field, or a `rename_all` rule; `Option` for headers that may be missing.
///
/// ```
/// use plansmith_runtime::Headers;
///
/// #[derive(Clone, Debug, Headers)]
/// pub struct PageHeaders {
///     #[wire("X-Total")]
///     pub total: Option<i64>,
/// }
/// ```
#[proc_macro_derive(Headers, attributes(wire))]
pub fn headers(input: TokenStream) -> TokenStream {
    finish(parts::headers(&parse_macro_input!(input as DeriveInput)))
}

/// `IntoMultipart`: a struct written as `multipart/form-data`, or an enum as the content of its variant.
///
/// `FilePart` and `Part` fields are parts as they are, `PartValue` ones values with headers of their own, `#[wire(json)]` ones JSON, a `Vec` several parts, the rest plain text.
/// `#[wire(content_type = "text/csv")]` is the media type of a part whose value does not say its own,
/// `#[wire(header("X-Rank" = "1"))]` a header of a part that does not have it already; on the struct,
/// `#[wire(content_type = "multipart/related")]` that of the whole.
///
/// ```
/// use plansmith_runtime::{FilePart, Multipart};
///
/// #[derive(Clone, Debug, Multipart)]
/// pub struct Upload {
///     pub file: FilePart,
///     #[wire(json)]
///     pub tags: Vec<String>,
///     #[wire(content_type = "text/markdown")]
///     pub note: Option<String>,
/// }
/// ```
#[proc_macro_derive(Multipart, attributes(wire))]
pub fn multipart(input: TokenStream) -> TokenStream {
    finish(parts::multipart(&parse_macro_input!(input as DeriveInput)))
}

/// `Decoder` and `ErrorBody`: responses told apart by status and, where several have the same, by media type.
///
/// `#[response(200, json)]`, `#[response("4XX", text)]`, `#[response(default, bytes, "image/png")]`, `#[response(204)]` on the
/// variants; several on one variant are allowed. The last is `Other(u16, Bytes)`, for every other status.
///
/// ```
/// use plansmith_runtime::{Responses, Bytes, Value};
///
/// #[derive(Clone, Debug, Responses)]
/// pub enum ExportResponse {
///     #[response(200, text, "text/csv")]
///     Csv(String),
///     #[response(200, json)]
///     Json(Value),
///     #[response(204)]
///     Nothing,
///     Other(u16, Bytes),
/// }
/// ```
#[proc_macro_derive(Responses, attributes(response))]
pub fn responses(input: TokenStream) -> TokenStream {
    finish(responses::responses(&parse_macro_input!(input as DeriveInput)))
}

/// A body of one of several media types, with `From` and `Argument` for each variant's content.
///
/// `#[content(json)]`, `#[content(form)]`, `#[content(form, "ids" = FormJoined)]`, `#[content(multipart)]`,
/// `#[content(text, "text/csv")]` or `#[content(bytes, "image/png")]` on each variant.
///
/// ```
/// use plansmith_runtime::{Body, Content, Setters, WriteJson};
///
/// #[derive(Clone, Debug, WriteJson, Setters)]
/// pub struct NewLink {
///     pub url: String,
/// }
///
/// #[derive(Clone, Debug, Content)]
/// pub enum NewAttachment {
///     #[content(json)]
///     Link(NewLink),
///     #[content(bytes, "image/png")]
///     Image(Body),
/// }
///
/// let attachment: NewAttachment = NewLink::new("https://example.com").into();
/// # assert!(matches!(attachment, NewAttachment::Link(_)));
/// ```
#[proc_macro_derive(Content, attributes(content))]
pub fn content(input: TokenStream) -> TokenStream {
    finish(content::content(&parse_macro_input!(input as DeriveInput)))
}
