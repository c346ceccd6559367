//! Bodies of type `application/x-www-form-urlencoded`.

use serde_json::Value;

use super::percent::Allow;
use super::{EncodeError, Style, StyleKind, deep, encode_query, percent_encode};

/// How a property of a form is written; without one, scalars are written plainly, arrays repeat their key and objects are JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormStyle {
    /// `key=a&key=b`; the entries of an object become entries of the form.
    Form,
    /// `key=a,b`
    FormJoined,
    /// `key=a%20b`
    SpaceDelimited,
    /// `key=a%7Cb`
    PipeDelimited,
    /// `key[a][b]=c`
    DeepObject,
    /// `key={"a":1}`
    Json,
}

/// The text of a form; `styles` names the properties that are not written in the default way.
///
/// # Errors
///
/// When the value is no object, or an element holds the delimiter of its style.
pub fn encode_form(styles: &[(&str, FormStyle)], value: &Value) -> Result<String, EncodeError> {
    let entries = match value {
        Value::Object(entries) => entries,
        Value::Null => return Ok(String::new()),
        _ => return Err(EncodeError::new("a form is written from an object")),
    };
    let mut out = Vec::new();
    for (key, value) in entries {
        let default = if value.is_object() { FormStyle::Json } else { FormStyle::Form };
        let style = match styles.iter().find(|(name, _)| name == key).map_or(default, |(_, style)| *style) {
            FormStyle::DeepObject => {
                deep(&mut out, &percent_encode(key), value, Allow::Unreserved);
                continue;
            }
            FormStyle::Form => Style::QUERY,
            FormStyle::FormJoined => Style::new(StyleKind::Form, false),
            FormStyle::SpaceDelimited => Style::new(StyleKind::SpaceDelimited, false),
            FormStyle::PipeDelimited => Style::new(StyleKind::PipeDelimited, false),
            FormStyle::Json => Style::QUERY.json(),
        };
        out.extend(encode_query(key, style, value)?);
    }
    let mut text = String::new();
    for (key, value) in out {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&key);
        text.push('=');
        text.push_str(&value);
    }
    Ok(text)
}
