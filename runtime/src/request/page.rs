//! The parts of a request that say which page is asked for: query parameters, properties of the body, or a URL.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Payload, Request};
use crate::body::Body;

impl Request {
    /// Asks for a page: by a query parameter, or where the name begins with a slash by the property of the body that it points to.
    pub(crate) fn set_place<T: Serialize + ToString>(&mut self, name: &'static str, value: &T) {
        if !name.starts_with('/') {
            return self.set_rendered(name, Ok(value.to_string()));
        }
        if let Err(what) = self.set_property(name, value) {
            self.fail(format!("the property `{name}` of the body that chooses the page cannot be set: {what}"));
        }
    }

    fn set_property<T: Serialize>(&mut self, pointer: &str, value: &T) -> Result<(), String> {
        if matches!(self.payload, Payload::None) {
            self.set_body("application/json", Body::from("{}"));
        }
        let Payload::Body(_, body) = &mut self.payload else { return Err("the body is a form".to_owned()) };
        let text = body.as_bytes().ok_or("the body is a stream")?;
        let text = std::str::from_utf8(text).map_err(|error| error.to_string())?;
        let value = serde_json::to_string(value).map_err(|error| error.to_string())?;
        let tokens: Vec<String> = tokens(pointer).collect();
        let changed = with_property(text, &tokens, &value).map_err(|error| error.to_string())?;
        let hidden = body.hidden().to_vec();
        *body = Body::from(changed).hiding(hidden);
        Ok(())
    }

    /// Whether the caller chose what `name` stands for.
    pub(crate) fn has_place(&self, name: &str) -> bool {
        if name.starts_with('/') {
            return self.property(name).is_some_and(|value| !value.is_null());
        }
        self.query.iter().any(|(key, text)| key == name && !text.is_empty())
    }

    /// The plain number that the caller chose.
    pub(crate) fn number_at(&self, name: &str) -> Option<u64> {
        if name.starts_with('/') {
            return self.property(name)?.as_u64();
        }
        let (_, text) = self.query.iter().find(|(key, _)| key == name)?;
        text.rsplit_once('=')?.1.parse().ok()
    }

    fn property(&self, pointer: &str) -> Option<Value> {
        let Payload::Body(_, body) = &self.payload else { return None };
        serde_json::from_slice::<Value>(body.as_bytes()?).ok()?.pointer(pointer).cloned()
    }

    /// Sends the request to a URL in place of its own.
    pub(crate) fn go_to(&mut self, url: &str) {
        self.page = Some(url.into());
    }

    /// Whether it goes to a URL that a response named.
    pub(crate) fn is_of_page(&self) -> bool {
        self.page.is_some()
    }
}

/// The names a JSON pointer leads through (RFC 6901).
fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// JSON text with a property set; everything else in it stays as it is written. Objects on the way are made where there are none.
fn with_property(json: &str, tokens: &[String], value: &str) -> serde_json::Result<String> {
    let Some((name, rest)) = tokens.split_first() else { return Ok(value.to_owned()) };
    let Members(members) = if json.trim() == "null" { Members(Vec::new()) } else { serde_json::from_str(json)? };
    let present = members.iter().find(|(key, _)| key == name).map_or("null", |(_, raw)| raw.get());
    let changed = with_property(present, rest, value)?;
    let found = members.iter().any(|(key, _)| key == name);
    let mut out = String::with_capacity(json.len() + value.len() + name.len() + 8);
    let kept = members.iter().map(|(key, raw)| (key, if key == name { changed.as_str() } else { raw.get() }));
    for (key, raw) in kept.chain((!found).then_some((name, changed.as_str()))) {
        out.push(if out.is_empty() { '{' } else { ',' });
        out.push_str(&serde_json::to_string(key)?);
        out.push(':');
        out.push_str(raw);
    }
    out.push('}');
    Ok(out)
}

/// The properties of an object in order, as they are written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_set_and_the_rest_stays_as_it_is() {
        let set =
            |json: &str, pointer: &str, value: &str| with_property(json, &tokens(pointer).collect::<Vec<_>>(), value).unwrap();
        for (json, pointer, value, result) in [
            ("{}", "/a", "1", r#"{"a":1}"#),
            (r#"{"a":1,"b":2}"#, "/a", "\"x\"", r#"{"a":"x","b":2}"#),
            (
                r#"{"q":{"x":1.50,"n":123456789012345678901234567890}}"#,
                "/p/after",
                "\"c\"",
                r#"{"q":{"x":1.50,"n":123456789012345678901234567890},"p":{"after":"c"}}"#,
            ),
            (r#"{"p":null}"#, "/p/after", "3", r#"{"p":{"after":3}}"#),
            (r#"{ "p" : { "size" : 5 } }"#, "/p/after", "3", r#"{"p":{"size":5,"after":3}}"#),
            (r#"{"a/b":{"~":1}}"#, "/a~1b/~0", "2", r#"{"a/b":{"~":2}}"#),
        ] {
            assert_eq!(set(json, pointer, value), result, "{json}");
        }
        for json in ["[]", "3", "", "{", r#"{"a":[]}"#] {
            assert!(with_property(json, &["a".to_owned(), "b".to_owned()], "1").is_err(), "{json}");
        }
    }
}
