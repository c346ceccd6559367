//! `#[wire(...)]` on structs and their fields, and what every expansion carries over.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Ident, Lit, LitStr, Result, Token, parenthesized};

use crate::case;
use crate::types::{argument_of, is_named};

/// Calls `entry` for each entry of the attributes with this name; an entry starts with a word or a literal.
pub fn entries(attributes: &[Attribute], name: &str, mut entry: impl FnMut(ParseStream<'_>) -> Result<()>) -> Result<()> {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        attribute.parse_args_with(|input: ParseStream<'_>| {
            while !input.is_empty() {
                entry(input)?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The named fields of a struct; none of a unit struct.
pub fn named_fields(input: &DeriveInput) -> Result<Vec<&Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            Fields::Unit => Ok(Vec::new()),
            Fields::Unnamed(_) => Err(Error::new(input.ident.span(), "expected named fields; a wrapper derives `Newtype`")),
        },
        _ => Err(Error::new(input.ident.span(), "expected a struct with named fields")),
    }
}

/// The only field of a tuple struct.
pub fn wrapped(input: &DeriveInput) -> Result<&Field> {
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && fields.unnamed.len() == 1
    {
        return Ok(&fields.unnamed[0]);
    }
    Err(Error::new(input.ident.span(), "expected a tuple struct with one field"))
}

/// No type parameters: what is generated has none.
pub fn without_generics(input: &DeriveInput) -> Result<()> {
    match input.generics.params.first() {
        Some(parameter) => Err(Error::new(parameter.span(), "types with parameters are not supported")),
        None => Ok(()),
    }
}

/// Whether `#[deprecated]` is among the attributes.
pub fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
}

/// `#[automatically_derived]`, and silence about deprecated parts where the item has some.
pub fn derived(input: &DeriveInput) -> TokenStream {
    let parts: Vec<&Attribute> = match &input.data {
        Data::Struct(data) => data.fields.iter().flat_map(|field| &field.attrs).collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.attrs).collect(),
        Data::Union(_) => Vec::new(),
    };
    let deprecated = is_deprecated(&input.attrs) || parts.iter().any(|attribute| attribute.path().is_ident("deprecated"));
    let allow = deprecated.then(|| quote! { #[allow(deprecated)] });
    quote! { #[automatically_derived] #allow }
}

/// How a field is present.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Must be there.
    Required,
    /// `Option`: may be left out.
    Optional,
    /// `Option` with `#[wire(null)]`: must be there, may be `null`.
    Nullable,
    /// `Patch`.
    Patch,
    /// `#[wire(extra)]`.
    Extra,
}

/// A field with its wire name and presence.
pub struct Slot<'a> {
    pub field: &'a Field,
    pub ident: &'a Ident,
    pub wire: LitStr,
    pub presence: Presence,
    /// `#[wire(own)]`: the type, or what its lists and maps hold, is read by serde alone.
    pub own: bool,
    /// `#[wire(json)]`: a part of a multipart body that holds JSON.
    pub json: bool,
    /// `#[wire(content_type = "text/csv")]`: the media type of a part, where it is not the usual one.
    pub content_type: Option<LitStr>,
    /// `#[wire(header("X-Rank" = "1"))]`: headers of a part.
    pub headers: Vec<(LitStr, LitStr)>,
}

impl Slot<'_> {
    /// Documentation and deprecation of the field, for its setter.
    pub fn kept(&self) -> TokenStream {
        let mut kept = TokenStream::new();
        let mut documented = false;
        for attribute in &self.field.attrs {
            documented |= attribute.path().is_ident("doc");
            if ["doc", "deprecated"].iter().any(|name| attribute.path().is_ident(name)) {
                attribute.to_tokens(&mut kept);
            }
        }
        if documented {
            return kept;
        }
        let text = format!(" Sets `{}`.", self.ident.unraw());
        quote! { #[doc = #text] #kept }
    }
}

/// A struct with its `#[wire(...)]` attributes.
pub struct Record<'a> {
    pub slots: Vec<Slot<'a>>,
    /// Constant properties: name and value.
    pub tags: Vec<(LitStr, TokenStream, String)>,
    pub closed: bool,
    /// `#[wire(content_type = "multipart/related")]`: the media type of a multipart body that is no form.
    pub content_type: Option<LitStr>,
}

impl<'a> Record<'a> {
    pub fn new(input: &'a DeriveInput) -> Result<Self> {
        without_generics(input)?;
        let fields = named_fields(input)?;
        let mut rule = case::Rule::Same;
        let mut tags = Vec::new();
        let mut closed = false;
        let mut content_type = None;
        entries(&input.attrs, "wire", |entry| {
            let word: Ident = entry.call(Ident::parse_any)?;
            match word.to_string().as_str() {
                "closed" => closed = true,
                "content_type" => content_type = Some(assigned(entry)?),
                "rename_all" => {
                    entry.parse::<Token![=]>()?;
                    rule = case::Rule::parse(&entry.parse()?)?;
                }
                "tag" => {
                    let inner;
                    parenthesized!(inner in entry);
                    let name = inner.parse()?;
                    inner.parse::<Token![=]>()?;
                    let (value, json) = constant(&inner)?;
                    tags.push((name, value, json));
                }
                _ => {
                    let text = "expected `rename_all = \"camelCase\"`, `tag(\"name\" = value)`, `closed` or `content_type = \"multipart/...\"`";
                    return Err(Error::new(word.span(), text));
                }
            }
            Ok(())
        })?;
        let slots = fields.into_iter().map(|field| slot(field, rule)).collect::<Result<Vec<_>>>()?;
        if let Some(second) = slots.iter().filter(|slot| slot.presence == Presence::Extra).nth(1) {
            return Err(Error::new(second.ident.span(), "only one field can take further properties"));
        }
        Ok(Self { slots, tags, closed, content_type })
    }

    pub fn has_extra(&self) -> bool {
        self.slots.iter().any(|slot| slot.presence == Presence::Extra)
    }
}

/// The text behind an equals sign.
fn assigned(entry: ParseStream<'_>) -> Result<LitStr> {
    entry.parse::<Token![=]>()?;
    entry.parse()
}

/// A JSON scalar: as a Rust expression and as JSON text.
fn constant(input: ParseStream<'_>) -> Result<(TokenStream, String)> {
    let minus: Option<Token![-]> = input.parse()?;
    let value: Lit = input.parse()?;
    let json = match (&value, minus) {
        (Lit::Str(text), None) => json_string(&text.value()),
        (Lit::Bool(flag), None) => flag.value.to_string(),
        (Lit::Int(number), _) => number.to_string(),
        (Lit::Float(number), _) => number.to_string(),
        _ => return Err(Error::new(value.span(), "expected a string, a number, `true` or `false`")),
    };
    let sign = if minus.is_some() { "-" } else { "" };
    Ok((quote! { #minus #value }, format!("{sign}{json}")))
}

fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            char if char.is_control() => out.extend(format!("\\u{:04x}", u32::from(char)).chars()),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

fn slot(field: &Field, rule: case::Rule) -> Result<Slot<'_>> {
    let ident = field.ident.as_ref().ok_or_else(|| Error::new(field.span(), "expected a named field"))?;
    let mut wire = LitStr::new(&rule.apply(&ident.unraw().to_string()), ident.span());
    let is_option = argument_of(&field.ty, "Option").is_some();
    let mut presence = match () {
        () if is_option => Presence::Optional,
        () if argument_of(&field.ty, "Patch").is_some() => Presence::Patch,
        () => Presence::Required,
    };
    let mut own = false;
    let mut json = false;
    let mut content_type = None;
    let mut headers = Vec::new();
    entries(&field.attrs, "wire", |entry| {
        if entry.peek(LitStr) {
            wire = entry.parse()?;
            return Ok(());
        }
        let word: Ident = entry.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "null" if is_option => presence = Presence::Nullable,
            "null" => return Err(Error::new(word.span(), "`null` is for fields of type `Option`")),
            "extra" if is_named(&field.ty, "BTreeMap") => presence = Presence::Extra,
            "extra" => return Err(Error::new(word.span(), "`extra` is for fields of type `BTreeMap<String, T>`")),
            "own" => own = true,
            "json" => json = true,
            "content_type" => content_type = Some(assigned(entry)?),
            "header" => {
                let inner;
                parenthesized!(inner in entry);
                let name = inner.parse()?;
                inner.parse::<Token![=]>()?;
                headers.push((name, inner.parse()?));
            }
            _ => {
                let text = "expected a wire name, `null`, `extra`, `own`, `json`, `content_type = \"...\"` or `header(\"name\" = \"value\")`";
                return Err(Error::new(word.span(), text));
            }
        }
        Ok(())
    })?;
    Ok(Slot { field, ident, wire, presence, own, json, content_type, headers })
}
