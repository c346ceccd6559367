//! Structs: `Deserialize`, `Serialize`, `Setters`.

use std::fmt::Write;

use proc_macro::{Delimiter, Spacing, Span, TokenTree};

use crate::args::{Argument, C};
use crate::case;
use crate::parse::{Attr, Field, Item, Res, Tokens, fail, is_deprecated, kept};

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

/// A field with its decisions.
pub struct Slot<'a> {
    pub field: &'a Field,
    /// The wire name as a Rust literal.
    pub wire: String,
    pub presence: Presence,
}

/// What `#[wire(...)]` says about a struct.
pub struct Record<'a> {
    pub slots: Vec<Slot<'a>>,
    /// Constant properties: name and value as Rust literals.
    pub tags: Vec<(String, String)>,
    pub closed: bool,
}

impl<'a> Record<'a> {
    pub fn new(item: &Item, fields: &'a [Field]) -> Res<Self> {
        let mut rule = String::new();
        let mut tags = Vec::new();
        let mut closed = false;
        for attr in item.attrs.iter().filter(|attr| attr.name == "wire") {
            let mut args = attr.args();
            while !args.is_end() {
                let (word, span) = word(&mut args)?;
                match word.as_str() {
                    "closed" => closed = true,
                    "tag" => {
                        let mut inner = args.group(Delimiter::Parenthesis, "(\"name\" = value)")?;
                        let name = inner.string("the name of the property")?;
                        inner.punct('=')?;
                        tags.push((name, constant(&mut inner)?));
                    }
                    known if case::RULES.contains(&known) => rule = word,
                    _ => return fail(span, "expected a case rule such as `camelCase`, `tag(\"name\" = value)` or `closed`"),
                }
                args.comma()?;
            }
        }
        let slots = fields.iter().map(|field| slot(field, &rule)).collect::<Res<Vec<_>>>()?;
        if let Some(second) = slots.iter().filter(|slot| slot.presence == Presence::Extra).nth(1) {
            return fail(second.field.span, "only one field can take further properties");
        }
        Ok(Self { slots, tags, closed })
    }

    fn extra(&self) -> Option<usize> {
        self.slots.iter().position(|slot| slot.presence == Presence::Extra)
    }
}

/// A word that may have dashes in it, such as `kebab-case`.
pub fn word(tokens: &mut Tokens) -> Res<(String, Span)> {
    let first = tokens.ident("a word")?;
    let mut word = first.to_string();
    // The dash of an arrow is followed by a sign, that of `kebab-case` is not.
    while matches!(tokens.peek(), Some(TokenTree::Punct(dash)) if dash.as_char() == '-' && dash.spacing() == Spacing::Alone) {
        tokens.next();
        word.push('-');
        word.push_str(&tokens.ident("a word")?.to_string());
    }
    Ok((word, first.span()))
}

/// A JSON scalar as a Rust literal.
fn constant(tokens: &mut Tokens) -> Res<String> {
    let minus = if tokens.eat('-') { "-" } else { "" };
    match tokens.next() {
        Some(TokenTree::Literal(literal)) => Ok(format!("{minus}{literal}")),
        Some(TokenTree::Ident(ident)) if matches!(ident.to_string().as_str(), "true" | "false") => Ok(ident.to_string()),
        _ => fail(tokens.last, "expected a string, a number, `true` or `false`"),
    }
}

fn slot<'a>(field: &'a Field, rule: &str) -> Res<Slot<'a>> {
    let mut wire = format!("{:?}", case::apply(rule, field.name()));
    let head = field.ty.head();
    let mut presence = match head.as_str() {
        "Option" => Presence::Optional,
        "Patch" => Presence::Patch,
        _ => Presence::Required,
    };
    for attr in field.attr("wire") {
        each(attr, |args| {
            if let Some(TokenTree::Literal(_)) = args.peek() {
                wire = args.string("the wire name")?;
                return Ok(());
            }
            let (word, span) = word(args)?;
            match word.as_str() {
                "null" if head == "Option" => presence = Presence::Nullable,
                "null" => return fail(span, "`null` is for fields of type `Option`"),
                "extra" if head == "BTreeMap" => presence = Presence::Extra,
                "extra" => return fail(span, "`extra` is for fields of type `BTreeMap<String, T>`"),
                "json" => {}
                _ => return fail(span, "expected a wire name, `null` or `extra`"),
            }
            Ok(())
        })?;
    }
    Ok(Slot { field, wire, presence })
}

/// Calls `entry` for each entry of an attribute.
pub fn each(attr: &Attr, mut entry: impl FnMut(&mut Tokens) -> Res<()>) -> Res<()> {
    let mut args = attr.args();
    while !args.is_end() {
        entry(&mut args)?;
        args.comma()?;
    }
    Ok(())
}

/// `impl ... for Name {`, with what derived code carries.
pub fn header(item: &Item, generics: &str, of: &str) -> String {
    let allow = if is_deprecated(&item.attrs) { "#[allow(deprecated)]" } else { "" };
    format!("#[automatically_derived]{allow} impl{generics} {C}::{of} for {} {{", item.ident)
}

/// The `Deserialize` that leaves everything to a function of the runtime.
pub fn deserialize(item: &Item, function: &str) -> String {
    let header = header(item, "<'de>", "serde::Deserialize<'de>");
    format!(
        "{header}#[inline] fn deserialize<D: {C}::serde::Deserializer<'de>>(d: D) \
         -> ::core::result::Result<Self, D::Error> {{ {C}::{function} }} }}"
    )
}

/// `#[derive(Deserialize)]` of a struct.
pub fn read(item: &Item, fields: &[Field]) -> Res<String> {
    let record = Record::new(item, fields)?;
    let extra = record.extra();
    let mut out = deserialize(item, "record(d)");
    out.push_str(&header(item, "<'de>", "Record<'de>"));
    let _ = write!(out, "const OBJECT: &'static {C}::Object = &{C}::Object {{ keys: &[");
    // Indexes count the fields with keys only.
    let keyed: Vec<&Slot<'_>> = record.slots.iter().filter(|slot| slot.presence != Presence::Extra).collect();
    let mut need = String::new();
    let mut found = String::new();
    for (at, slot) in keyed.iter().enumerate() {
        let _ = write!(out, "{},", slot.wire);
        if matches!(slot.presence, Presence::Required | Presence::Nullable) {
            let _ = write!(need, "{at},");
            let _ = write!(found, "f{at}.is_some(),");
        }
    }
    let _ = write!(out, "], need: &[{need}], tags: &[");
    for (name, value) in &record.tags {
        // The value's JSON text; string literals of Rust and JSON agree where the generator writes them.
        let json = if value.starts_with(['"', 'r']) { json_string(&crate::parse::unescape(value)) } else { value.clone() };
        let _ = write!(out, "({name}, {json:?}),");
    }
    let _ = write!(out, "], closed: {}, extra: {} }};", record.closed, extra.is_some());
    let _ = write!(
        out,
        "fn read<A: {C}::serde::de::MapAccess<'de>>(mut m: {C}::Fields<A>) -> ::core::result::Result<Self, A::Error> {{"
    );
    let mut arms = String::new();
    for (at, slot) in keyed.iter().enumerate() {
        let (value, verb) = match slot.presence {
            Presence::Required | Presence::Nullable => ("::core::option::Option::None", "set"),
            // Untyped JSON has a null of its own, which is not the same as nothing.
            Presence::Optional if slot.field.ty.arg().is_some_and(|inner| inner.head() == "Value") => {
                ("::core::option::Option::None", "set")
            }
            Presence::Optional => ("::core::option::Option::None", "put"),
            _ => ("::core::default::Default::default()", "put"),
        };
        let _ = write!(out, "let mut f{at} = {value};");
        let pattern = if at + 1 == keyed.len() { "_".to_owned() } else { at.to_string() };
        let _ = write!(arms, "{pattern} => m.{verb}(&mut f{at}),");
    }
    let key = if extra.is_some() {
        out.push_str("let mut x = ::core::default::Default::default();");
        "key_or(&mut x)"
    } else {
        "key()"
    };
    if keyed.is_empty() {
        let _ = write!(out, "while m.{key}?.is_some() {{}}");
    } else {
        let _ = write!(out, "while let ::core::option::Option::Some(i) = m.{key}? {{ match i {{ {arms} }}?; }}");
    }
    if !found.is_empty() {
        let _ = write!(out, "m.check(&[{found}])?;");
    }
    out.push_str("::core::result::Result::Ok(Self {");
    let mut at = 0;
    for slot in &record.slots {
        let ident = &slot.field.ident;
        let _ = match slot.presence {
            Presence::Extra => write!(out, "{ident}: x,"),
            Presence::Required | Presence::Nullable => write!(out, "{ident}: m.take(f{at}),"),
            _ => write!(out, "{ident}: f{at},"),
        };
        at += usize::from(slot.presence != Presence::Extra);
    }
    out.push_str("}) } }");
    out.push_str(&header(item, "", "Typed"));
    let _ = write!(out, "fn shape() -> {C}::Shape {{ {C}::Shape::Object(<Self as {C}::Record<'static>>::OBJECT) }} }}");
    Ok(out)
}

fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                out.push('\\');
                out.push(char);
            }
            char if char.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// `#[derive(Serialize)]` of a struct.
pub fn write(item: &Item, fields: &[Field]) -> Res<String> {
    let record = Record::new(item, fields)?;
    let mut out = header(item, "", "serde::Serialize");
    let _ = write!(
        out,
        "fn serialize<S: {C}::serde::Serializer>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error> {{ \
         let {}w = {C}::writer(s);",
        if record.slots.is_empty() && record.tags.is_empty() { "" } else { "mut " }
    );
    for (name, value) in &record.tags {
        let _ = write!(out, "w.put({name}, &{value});");
    }
    for slot in &record.slots {
        let (ident, wire) = (&slot.field.ident, &slot.wire);
        let _ = match slot.presence {
            Presence::Required | Presence::Nullable => write!(out, "w.put({wire}, &self.{ident});"),
            Presence::Optional => write!(out, "w.opt({wire}, &self.{ident});"),
            Presence::Patch => write!(out, "w.patch({wire}, &self.{ident});"),
            Presence::Extra => write!(out, "w.extra(&self.{ident});"),
        };
    }
    out.push_str("w.end() } }");
    Ok(out)
}

/// `#[derive(Setters)]`.
pub fn setters(item: &Item, fields: &[Field]) -> Res<String> {
    let record = Record::new(item, fields)?;
    let name = &item.ident;
    let allow = if is_deprecated(&item.attrs) || fields.iter().any(|field| is_deprecated(&field.attrs)) {
        "#[allow(deprecated)]"
    } else {
        ""
    };
    let mut parameters = String::new();
    let mut values = String::new();
    let mut methods = String::new();
    for slot in &record.slots {
        let ident = &slot.field.ident;
        if matches!(slot.presence, Presence::Required | Presence::Nullable) {
            let argument = Argument::of(&slot.field.ty);
            let _ = write!(parameters, "{ident}: {},", argument.ty);
            let _ = write!(values, "{ident}: {},", argument.inferred(ident));
            continue;
        }
        let _ = write!(values, "{ident}: ::core::default::Default::default(),");
        let docs = documented(slot.field, "Sets");
        match slot.presence {
            Presence::Optional => {
                let Some(inner) = slot.field.ty.arg() else { return fail(slot.field.span, "expected `Option<T>`") };
                let argument = Argument::of(&inner);
                let _ = write!(
                    methods,
                    "{docs}#[inline] #[must_use] pub fn {ident}(mut self, {ident}: {}) -> Self {{ \
                     self.{ident} = ::core::option::Option::Some({}); self }}",
                    argument.ty,
                    argument.inferred(ident)
                );
            }
            Presence::Patch => {
                let ty = slot.field.ty.text();
                let _ = write!(
                    methods,
                    "{docs}#[inline] #[must_use] pub fn {ident}(mut self, {ident}: impl ::core::convert::Into<{ty}>) -> Self {{ \
                     self.{ident} = {ident}.into(); self }}"
                );
            }
            _ => {
                let ty = slot.field.ty.text();
                let _ = write!(
                    methods,
                    "{docs}#[inline] #[must_use] pub fn {ident}(mut self, {ident}: {ty}) -> Self {{ \
                     self.{ident} = {ident}; self }}"
                );
            }
        }
    }
    let mut out = format!(
        "#[automatically_derived]{allow} impl {name} {{ /// A value with what is required.\n\
         #[inline] #[must_use] pub fn new({parameters}) -> Self {{ Self {{ {values} }} }} {methods} }}"
    );
    if parameters.is_empty() {
        let _ = write!(
            out,
            "#[automatically_derived]{allow} impl ::core::default::Default for {name} {{ \
             #[inline] fn default() -> Self {{ Self::new() }} }}"
        );
    }
    Ok(out)
}

/// The attributes of a field for its setter, with a line of documentation when there is none.
pub fn documented(field: &Field, verb: &str) -> String {
    let mut docs = kept(&field.attrs);
    if !crate::parse::has_docs(&field.attrs) {
        let _ = writeln!(docs, "/// {verb} `{}`.", field.name());
    }
    docs
}
