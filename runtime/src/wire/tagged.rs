//! Writing a variant of a union together with its discriminator.

use serde::Serialize;
use serde::ser::{Error as _, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::{RawJson, member, parse, scalar};
use super::number;

/// Writes the content of a variant so that its discriminator `tag` has one of `values`: what the content says itself stays when it
/// is one of them, anything else becomes the first, and where it says nothing the first comes before all other properties. In place of
/// a number stands a number, and of a boolean a boolean.
/// Content that is no object has no place for a discriminator and is written as it is.
///
/// # Errors
///
/// When the content cannot be JSON.
pub fn tagged<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    tag: &str,
    values: &[&str],
    content: &T,
) -> Result<S::Ok, S::Error> {
    let text = number::to_text(content).map_err(S::Error::custom)?;
    let says = |value: &str| scalar(value).is_some_and(|value| values.contains(&&*value));
    // Usual case: a constant of the variant, which is written first.
    if member(&text, tag).is_some_and(says) {
        return RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer);
    }
    let (Some(first), Some(RawJson::Object(entries))) = (values.first(), parse(&text)) else {
        return content.serialize(serializer);
    };
    let mut map = serializer.serialize_map(None)?;
    if !entries.iter().any(|(key, _)| key == tag) {
        map.serialize_entry(tag, first)?;
    }
    for (key, value) in &entries {
        let value = if key != tag {
            value
        } else if is_alike(value, first) {
            *first
        } else {
            map.serialize_entry(tag, first)?;
            continue;
        };
        let raw: &RawValue = serde_json::from_str(value).map_err(S::Error::custom)?;
        map.serialize_entry(key, raw)?;
    }
    map.end()
}

/// Whether a discriminator, as it is written in the content, is a number or a boolean, and the value for it can be one as well.
fn is_alike(written: &str, value: &str) -> bool {
    matches!(
        (serde_json::from_str(written), serde_json::from_str(value)),
        (Ok(Value::Number(_)), Ok(Value::Number(_))) | (Ok(Value::Bool(_)), Ok(Value::Bool(_)))
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Counted(Value);

    impl Serialize for Counted {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            tagged(serializer, "n", &["2"], &self.0)
        }
    }

    #[test]
    fn a_number_stays_a_number() {
        let written = |content: Value| serde_json::to_string(&Counted(content)).unwrap();
        assert_eq!(written(json!({"n": 7, "x": 1})), r#"{"n":2,"x":1}"#);
        assert_eq!(written(json!({"n": 2})), r#"{"n":2}"#);
        assert_eq!(written(json!({"n": "7"})), r#"{"n":"2"}"#);
        assert_eq!(written(json!({"n": true})), r#"{"n":"2"}"#);
    }

    struct Variant(Value);

    impl Serialize for Variant {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            tagged(serializer, "type", &["a", "b", "2"], &self.0)
        }
    }

    #[test]
    fn a_variant_says_which_it_is() {
        let table = [
            (json!({"x": 1}), r#"{"type":"a","x":1}"#),
            (json!({}), r#"{"type":"a"}"#),
            (json!({"b": 1, "type": "wrong", "y": {"type": "inner"}}), r#"{"b":1,"type":"a","y":{"type":"inner"}}"#),
            (json!({"type": "b"}), r#"{"type":"b"}"#),
            (json!({"type": 2}), r#"{"type":2}"#),
            (json!({"type": null}), r#"{"type":"a"}"#),
            (json!([1]), "[1]"),
            (json!("text"), "\"text\""),
        ];
        for (content, wanted) in table {
            assert_eq!(serde_json::to_string(&Variant(content.clone())).unwrap(), wanted);
            let again: Value = serde_json::from_str(wanted).unwrap();
            assert_eq!(serde_json::to_value(Variant(content)).unwrap(), again);
        }
    }
}
