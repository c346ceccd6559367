//! Parameters and form bodies: JSON values to the text of paths, queries, headers, cookies and forms, by the style table of the
//! OpenAPI specification (3.1.1, section "Style Examples").
//!
//! | style | `explode` | array `[blue, black]` | object `{R: 100, G: 200}` |
//! | --- | --- | --- | --- |
//! | simple | no / yes | `blue,black` | `R,100,G,200` / `R=100,G=200` |
//! | label | no / yes | `.blue,black` / `.blue.black` | `.R,100,G,200` / `.R=100.G=200` |
//! | matrix | no / yes | `;color=blue,black` / `;color=blue;color=black` | `;color=R,100,G,200` / `;R=100;G=200` |
//! | form | no / yes | `color=blue,black` / `color=blue&color=black` | `color=R,100,G,200` / `R=100&G=200` |
//! | spaceDelimited | | `color=blue%20black` | `color=R%20100%20G%20200` |
//! | pipeDelimited | | `color=blue%7Cblack` | `color=R%7C100%7CG%7C200` |
//! | deepObject | | `color[0]=blue&color[1]=black` | `color[R]=100&color[G]=200` (brackets percent-encoded) |
//! | cookie | no / yes | `color=blue,black` / `color=blue; color=black` | `color=R,100,G,200` / `R=100; G=200` |
//!
//! Where the table is silent: `null` is left out, at the top as well as inside arrays and objects; an empty array or object in a
//! query is left out; arrays and objects inside those of another style are JSON text, except that an array inside an exploded
//! form object repeats its key; `deepObject` nests to any depth (`a[b][0][c]=d`). The members of an object are sent in the order
//! of their names: they have none of their own (RFC 8259, section 4).

mod form;
mod percent;
mod style;
mod value;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

pub use form::{FormStyle, encode_form};
pub use percent::percent_encode;
pub(crate) use percent::{escape, is_unreserved, push_escaped};
pub use style::{Style, StyleKind};
pub use value::to_value;

use crate::wire::number;
use percent::{Allow, push};

/// A value that cannot be sent where it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError(pub(crate) Cow<'static, str>);

impl EncodeError {
    pub(crate) const fn new(reason: &'static str) -> Self {
        Self(Cow::Borrowed(reason))
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EncodeError {}

/// The text that replaces `{name}` in a path template, percent-encoded: a value never adds a query or a
/// fragment, and a segment only where the style says so ([`Style::slashes`]).
///
/// Whether the whole segment is empty, `.` or `..` (which URL libraries resolve even when percent-encoded) is for the caller to
/// check, who sees the text around it.
///
/// # Errors
///
/// When the value is `null`, which would address another resource.
pub fn encode_path(name: &str, style: Style, value: &Value) -> Result<String, EncodeError> {
    let allow = match (style.slashes, style.reserved) {
        (true, _) => Allow::Segments,
        (false, true) => Allow::Segment,
        (false, false) => Allow::Unreserved,
    };
    let mut out = String::new();
    if style.json {
        push(&mut out, &json_text(value)?, allow);
        return Ok(out);
    }
    if value.is_null() {
        return Err(EncodeError::new("value in a path is null"));
    }
    match style.kind {
        StyleKind::Label => label(&mut out, style.explode, value, allow),
        StyleKind::Matrix => matrix(&mut out, name, style.explode, value, allow),
        _ => joined(&mut out, value, ",", if style.explode { "=" } else { "," }, allow),
    }
    Ok(out)
}

/// Names and values of a query parameter, percent-encoded, to be joined by `=` and `&`.
///
/// # Errors
///
/// When an element holds the delimiter of its style, which that style cannot escape.
pub fn encode_query(name: &str, style: Style, value: &Value) -> Result<Vec<(String, String)>, EncodeError> {
    let allow = if style.reserved { Allow::Query } else { Allow::Unreserved };
    let mut out = Vec::new();
    if style.json {
        out.push((percent_encode(name), encoded(&json_text(value)?, allow)));
        return Ok(out);
    }
    match (style.kind, value) {
        (_, Value::Null) => {}
        (StyleKind::DeepObject, Value::Array(_) | Value::Object(_)) => deep(&mut out, &percent_encode(name), value, allow),
        (StyleKind::SpaceDelimited, Value::Array(_) | Value::Object(_)) => delimited(&mut out, name, value, ' ', "%20", allow)?,
        (StyleKind::PipeDelimited, Value::Array(_) | Value::Object(_)) => delimited(&mut out, name, value, '|', "%7C", allow)?,
        (_, Value::Array(items)) if style.explode => {
            let name = percent_encode(name);
            out.extend(items.iter().filter_map(text).map(|item| (name.clone(), encoded(&item, allow))));
        }
        (_, Value::Object(entries)) if style.explode => {
            for (key, value) in entries {
                if let Value::Array(items) = value {
                    out.extend(items.iter().filter_map(text).map(|item| (percent_encode(key), encoded(&item, allow))));
                } else if let Some(value) = text(value) {
                    out.push((percent_encode(key), encoded(&value, allow)));
                }
            }
        }
        (_, Value::Array(_) | Value::Object(_)) => {
            let mut all = String::new();
            joined(&mut all, value, ",", ",", allow);
            if !all.is_empty() || !is_empty(value) {
                out.push((percent_encode(name), all));
            }
        }
        _ => {
            if let Some(value) = text(value) {
                out.push((percent_encode(name), encoded(&value, allow)));
            }
        }
    }
    Ok(out)
}

/// The value of a header; nothing is percent-encoded.
///
/// # Errors
///
/// When the value holds a control character, such as a line break, or is an array whose elements the receiver could not tell apart:
/// one that is empty, has white space around it or holds a comma outside quotes (RFC 9110, section 5.6.1).
pub fn encode_header(style: Style, value: &Value) -> Result<String, EncodeError> {
    let mut out = String::new();
    if style.json {
        out = json_text(value)?;
    } else {
        if let Some(piece) = pieces(value).find(|piece| !stands_apart(piece)) {
            let reason = format!("the element {piece:?} of an array cannot be told apart from its neighbours in a header");
            return Err(EncodeError(reason.into()));
        }
        joined(&mut out, value, ",", if style.explode { "=" } else { "," }, Allow::All);
    }
    if out.chars().any(|char| char.is_control() && char != '\t') {
        return Err(EncodeError::new("value of a header holds a control character"));
    }
    Ok(out)
}

/// The whole of a query string as one value: an object as a form, or JSON or text, percent-encoded; empty for null.
///
/// # Errors
///
/// As [`encode_query`], and for an array, which the standard does not define here.
pub fn encode_querystring(style: Style, value: &Value) -> Result<String, EncodeError> {
    if style.json {
        return Ok(percent_encode(&json_text(value)?));
    }
    match value {
        Value::Array(_) => Err(EncodeError::new("a query string is written from an object or a string, not from an array")),
        Value::Object(_) => encode_form(&[], value),
        scalar => Ok(text(scalar).map_or_else(String::new, |text| percent_encode(&text))),
    }
}

/// The text of a cookie parameter, `name=value; name=value`, percent-encoded unless its style is that of cookies; empty when there
/// is nothing to send.
///
/// # Errors
///
/// As [`encode_query`]; of the style of cookies also when a string holds what would end the cookie or the element of an array.
pub fn encode_cookie(name: &str, style: Style, value: &Value) -> Result<String, EncodeError> {
    if style.kind == StyleKind::Cookie && !style.json {
        return plain_cookie(name, style.explode, value);
    }
    let pairs = encode_query(name, Style { reserved: false, ..style }, value)?;
    let pairs: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    Ok(pairs.join("; "))
}

/// A cookie that is sent as it is (RFC 6265, 4.1.1; OpenAPI 3.2, 4.12.3).
fn plain_cookie(name: &str, explode: bool, value: &Value) -> Result<String, EncodeError> {
    let ends = |piece: &str| piece.chars().any(|char| char.is_control() || char == ';') || piece.trim().len() != piece.len();
    if pieces(value).chain(text(value)).any(|piece| ends(&piece)) {
        return Err(EncodeError::new("a cookie of this style holds a semicolon, a control character or white space at its ends"));
    }
    let is_whole = !value.is_array() && !value.is_object();
    if !explode && !is_whole && pieces(value).any(|piece| piece.contains(',')) {
        return Err(EncodeError::new("an element holds the delimiter of its style"));
    }
    let pairs: Vec<String> = match value {
        _ if is_empty(value) => Vec::new(),
        Value::Array(items) if explode => items.iter().filter_map(text).map(|item| format!("{name}={item}")).collect(),
        Value::Object(entries) if explode => {
            entries.iter().filter_map(|(key, value)| Some(format!("{key}={}", text(value)?))).collect()
        }
        value => {
            let mut all = format!("{name}=");
            joined(&mut all, value, ",", ",", Allow::All);
            vec![all]
        }
    };
    Ok(pairs.join("; "))
}

/// A value as a string, where nothing else fits: strings and numbers as they are, arrays and objects as JSON, nothing for `null`.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        // A value that came from Rust can always be written.
        other => Some(Cow::Owned(number::to_text(other).unwrap_or_default())),
    }
}

fn json_text(value: &Value) -> Result<String, EncodeError> {
    number::to_text(value).map_err(|error| EncodeError(error.to_string().into()))
}

/// The elements of an array, the names and values of an object.
fn pieces(value: &Value) -> impl Iterator<Item = Cow<'_, str>> {
    let items = value.as_array().into_iter().flatten().filter_map(text);
    let entries = value.as_object().into_iter().flatten();
    items.chain(entries.filter_map(|(key, value)| Some([Cow::Borrowed(key.as_str()), text(value)?])).flatten())
}

/// Whether an element of a header list ends where it ends: a comma is fine within a quoted string, as in `W/"a,b"`.
fn stands_apart(piece: &str) -> bool {
    let mut chars = piece.chars();
    let mut quoted = false;
    while let Some(char) = chars.next() {
        match char {
            '"' => quoted = !quoted,
            '\\' if quoted => {
                chars.next();
            }
            ',' if !quoted => return false,
            _ => {}
        }
    }
    !quoted && !piece.is_empty() && piece.trim().len() == piece.len()
}

fn encoded(text: &str, allow: Allow) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, allow);
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().all(Value::is_null),
        Value::Object(entries) => entries.values().all(Value::is_null),
        _ => false,
    }
}

/// `a,b` for arrays, `k=v,k=v` or `k,v,k,v` for objects.
fn joined(out: &mut String, value: &Value, between: &str, equals: &str, allow: Allow) {
    let mut first = true;
    let mut separate = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(between);
        }
    };
    match value {
        Value::Array(items) => {
            for item in items.iter().filter_map(text) {
                separate(out);
                push(out, &item, allow);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries.iter().filter_map(|(key, value)| Some((key, text(value)?))) {
                separate(out);
                push(out, key, allow);
                out.push_str(equals);
                push(out, &value, allow);
            }
        }
        other => {
            if let Some(text) = text(other) {
                push(out, &text, allow);
            }
        }
    }
}

fn label(out: &mut String, explode: bool, value: &Value, allow: Allow) {
    out.push('.');
    let (between, equals) = if explode { (".", "=") } else { (",", ",") };
    joined(out, value, between, equals, allow);
}

fn matrix(out: &mut String, name: &str, explode: bool, value: &Value, allow: Allow) {
    let mut piece = |key: &str, value: &str| {
        out.push(';');
        push(out, key, Allow::Unreserved);
        if !value.is_empty() {
            out.push('=');
            push(out, value, allow);
        }
    };
    match value {
        Value::Array(items) if explode => items.iter().filter_map(text).for_each(|item| piece(name, &item)),
        Value::Object(entries) if explode => {
            entries.iter().filter_map(|(key, value)| Some((key, text(value)?))).for_each(|(key, value)| piece(key, &value));
        }
        Value::Array(_) | Value::Object(_) => {
            piece(name, "");
            if !is_empty(value) {
                out.push('=');
                joined(out, value, ",", ",", allow);
            }
        }
        other => piece(name, &text(other).unwrap_or_default()),
    }
}

/// `a[b][c]=d`, arrays with indexes.
fn deep(out: &mut Vec<(String, String)>, prefix: &str, value: &Value, allow: Allow) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(out, &format!("{prefix}%5B{index}%5D"), item, allow);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                deep(out, &format!("{prefix}%5B{}%5D", percent_encode(key)), value, allow);
            }
        }
        other => {
            if let Some(text) = text(other) {
                out.push((prefix.to_owned(), encoded(&text, allow)));
            }
        }
    }
}

fn delimited(
    out: &mut Vec<(String, String)>,
    name: &str,
    value: &Value,
    raw: char,
    delimiter: &str,
    allow: Allow,
) -> Result<(), EncodeError> {
    let pieces: Vec<Cow<'_, str>> = match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::Object(entries) => {
            entries.iter().filter_map(|(key, value)| Some([Cow::Borrowed(key.as_str()), text(value)?])).flatten().collect()
        }
        _ => return Ok(()),
    };
    if pieces.iter().any(|piece| piece.contains(raw)) {
        return Err(EncodeError::new("an element holds the delimiter of its style"));
    }
    if !pieces.is_empty() {
        let pieces: Vec<String> = pieces.iter().map(|piece| encoded(piece, allow)).collect();
        out.push((percent_encode(name), pieces.join(delimiter)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
