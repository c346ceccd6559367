//! JSON text one level deep, by `serde_json`'s `RawValue`: enough to see keys, kinds and extents of values without building them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::number;

/// How deep arrays and objects may nest, as in `serde_json`.
pub(crate) const MAX_DEPTH: usize = 128;

/// A JSON value, one level deep; what is inside is raw text.
#[derive(Debug)]
pub(crate) enum RawJson<'a> {
    Null,
    Bool,
    Number(&'a str),
    String(Cow<'a, str>),
    Array(Vec<&'a RawValue>),
    Object(Vec<(Cow<'a, str>, &'a str)>),
}

/// Reads the outermost level of a JSON text; `None` when it is not valid JSON.
pub(crate) fn parse(text: &str) -> Option<RawJson<'_>> {
    let text = text.trim_ascii();
    match text.as_bytes().first()? {
        b'n' => Some(RawJson::Null),
        b't' | b'f' => Some(RawJson::Bool),
        b'"' => string(text).map(RawJson::String),
        b'[' => serde_json::from_str(text).ok().map(RawJson::Array),
        b'{' => {
            let mut entries = Vec::new();
            serde_json::Deserializer::from_str(text).deserialize_map(Entries(&mut entries)).ok()?;
            Some(RawJson::Object(entries))
        }
        _ => Some(RawJson::Number(text)),
    }
}

/// The raw value of `key` in an object; `None` when the text is no object or has no such key. Reads no further than to the key.
pub(crate) fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    if !text.trim_ascii_start().starts_with('{') {
        return None;
    }
    let mut found = None;
    // What follows the value is not read, which `serde_json` takes for an error.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Member { key, found: &mut found });
    found
}

/// Text of a scalar as a discriminator sees it: strings without quotes and escapes, whole numbers without a fraction.
pub(crate) fn scalar(text: &str) -> Option<Cow<'_, str>> {
    match text.as_bytes().first()? {
        b'"' => string(text),
        b'{' | b'[' => None,
        b'-' | b'0'..=b'9' => Some(number::integer(text).map_or(Cow::Borrowed(text), |integer| Cow::Owned(integer.to_string()))),
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Whether two scalars are the same value of the same kind.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left == right
        || match (left.as_bytes().first(), right.as_bytes().first()) {
            (Some(b'"'), Some(b'"')) => string(left) == string(right),
            (Some(b'-' | b'0'..=b'9'), Some(b'-' | b'0'..=b'9')) => number::same(left, right),
            _ => false,
        }
}

fn string(text: &str) -> Option<Cow<'_, str>> {
    serde_json::Deserializer::from_str(text).deserialize_str(Text).ok()
}

/// Whether arrays and objects nest deeper than [`MAX_DEPTH`].
pub(crate) fn too_deep(text: &str) -> bool {
    // Each level takes an opening and a closing bracket.
    if text.len() <= 2 * MAX_DEPTH {
        return false;
    }
    let mut bytes = text.bytes();
    let mut depth = 0usize;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => loop {
                match bytes.next() {
                    Some(b'\\') => {
                        bytes.next();
                    }
                    Some(b'"') | None => break,
                    Some(_) => {}
                }
            },
            b'[' | b'{' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Text that is borrowed where it has no escapes.
struct Text;

impl<'a> Visitor<'a> for Text {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

impl<'a> DeserializeSeed<'a> for Text {
    type Value = Cow<'a, str>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

/// All entries of an object.
struct Entries<'v, 'a>(&'v mut Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Visitor<'a> for Entries<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            self.0.push((key, map.next_value::<&'a RawValue>()?.get()));
        }
        Ok(())
    }
}

/// One entry of an object.
struct Member<'v, 'a> {
    key: &'v str,
    found: &'v mut Option<&'a str>,
}

impl<'a> Visitor<'a> for Member<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Text)? {
            if key == self.key {
                *self.found = Some(map.next_value::<&'a RawValue>()?.get());
                break;
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_level_is_seen() {
        let text = r#" {"a": [1, {"b": 2}], "c\n": "d", "e": 1.0, "f": null} "#;
        let Some(RawJson::Object(entries)) = parse(text) else { panic!("an object") };
        assert_eq!(
            entries.iter().map(|(key, value)| (key.as_ref(), *value)).collect::<Vec<_>>(),
            [("a", r#"[1, {"b": 2}]"#), ("c\n", "\"d\""), ("e", "1.0"), ("f", "null")]
        );
        assert_eq!(member(text, "e"), Some("1.0"));
        assert_eq!(member(text, "b"), None);
        assert_eq!(member("[1]", "b"), None);
        assert!(matches!(parse("[1,[2]]"), Some(RawJson::Array(items)) if items.len() == 2));
        assert!(parse("{\"a\":").is_none() && parse("").is_none() && parse("{\"a\" 1}").is_none());
    }

    #[test]
    fn scalars_are_compared_by_value_and_kind() {
        for (left, right, wanted) in [
            ("1", "1.0", true),
            ("1", "\"1\"", false),
            ("true", "\"true\"", false),
            (r#""\u0061""#, "\"a\"", true),
            ("null", "null", true),
            ("{}", "1", false),
        ] {
            assert_eq!(same(left, right), wanted, "{left} {right}");
        }
        assert_eq!(scalar("2.0").as_deref(), Some("2"));
        assert_eq!(scalar("[2]"), None);
    }

    #[test]
    fn depth_is_that_of_brackets_outside_strings() {
        assert!(!too_deep(&format!("{}{}", "[".repeat(128), "]".repeat(128))));
        assert!(too_deep(&format!("{}{}", "[".repeat(129), "]".repeat(129))));
        assert!(!too_deep(&format!("[\"{}\"]", "[\\\"".repeat(300))));
    }
}
