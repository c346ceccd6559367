//! Response headers as values.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::shape::Typed;
use super::union::variant;
use crate::charset;

/// A required header.
///
/// # Errors
///
/// When the header is missing or does not have its type.
pub fn header<T: Typed>(headers: &HeaderMap, name: &str) -> Result<T, String> {
    header_opt(headers, name)?.ok_or_else(|| format!("the header `{name}` is missing"))
}

/// A header that may be missing; an array is one whose elements are separated by commas (style `simple`).
///
/// # Errors
///
/// When the header does not have its type.
pub fn header_opt<T: Typed>(headers: &HeaderMap, name: &str) -> Result<Option<T>, String> {
    let texts: Vec<Cow<'_, str>> = headers.get_all(name).iter().map(header_text).collect();
    if texts.is_empty() {
        return Ok(None);
    }
    // Cookies have commas within, and each has a line of its own (RFC 9110, 5.3; OpenAPI 3.2, 4.21).
    let cookies = name.eq_ignore_ascii_case("set-cookie");
    let text = texts.join(if cookies { "\n" } else { "," });
    let text = text.trim();
    // Text first, so that quotes stay; then what looks like JSON, such as numbers; then an array of either.
    let items = || text.split(if cookies { '\n' } else { ',' }).map(str::trim).filter(|_| !text.is_empty());
    let list = |item: fn(&str) -> Value| T::read(items().map(item).collect::<Value>()).ok();
    let value = serde_json::from_value(Value::from(text)).ok();
    let value = value.or_else(|| variant(text).ok());
    let value =
        value.or_else(|| list(|text| Value::from(text))).or_else(|| list(|text| serde_json::from_str(text).unwrap_or_default()));
    value.map(Some).ok_or_else(|| format!("the header `{name}` does not have its type"))
}

/// A header as text: bytes beyond ASCII are UTF-8, as file names often are, or else Latin-1 (RFC 9110, 5.5).
fn header_text(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    charset::decode("iso-8859-1", bytes).map_or_else(|| String::from_utf8_lossy(bytes), Cow::Owned)
}
