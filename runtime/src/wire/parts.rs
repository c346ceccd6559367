//! Response headers as values.

use http::HeaderMap;
use serde_json::Value;

use super::shape::Typed;
use super::union::variant;

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
    let mut texts = Vec::new();
    for value in headers.get_all(name) {
        texts.push(value.to_str().map_err(|_| format!("the header `{name}` is not text"))?);
    }
    if texts.is_empty() {
        return Ok(None);
    }
    let text = texts.join(",");
    let text = text.trim();
    // Text first, so that quotes stay; then what looks like JSON, such as numbers; then an array of either.
    let items = || text.split(',').map(str::trim).filter(|_| !text.is_empty());
    let list = |item: fn(&str) -> Value| T::read(items().map(item).collect::<Value>()).ok();
    let value = serde_json::from_value(Value::from(text)).ok();
    let value = value.or_else(|| variant(text).ok());
    let value =
        value.or_else(|| list(|text| Value::from(text))).or_else(|| list(|text| serde_json::from_str(text).unwrap_or_default()));
    value.map(Some).ok_or_else(|| format!("the header `{name}` does not have its type"))
}
