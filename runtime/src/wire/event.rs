//! The data of a server-sent event as a `serde` input.

use serde::Deserializer;
use serde::de::Visitor;
use serde::de::value::StrDeserializer;

/// Text where a string is wanted, as it came; JSON for everything else.
pub(super) struct EventData<'a>(pub &'a str);

/// Hands on to the reader of JSON, and checks that nothing is left behind the value.
macro_rules! by_json {
    ($($method:ident($($name:ident: $ty:ty),*))+) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $ty,)* visitor: V) -> Result<V::Value, Self::Error> {
            let mut json = serde_json::Deserializer::from_str(self.0);
            let value = json.$method($($name,)* visitor)?;
            json.end()?;
            Ok(value)
        }
    )+};
}

macro_rules! by_text {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            StrDeserializer::new(self.0).$method(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for EventData<'de> {
    type Error = serde_json::Error;

    by_text! { deserialize_str deserialize_string deserialize_char deserialize_identifier }

    by_json! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64()
        deserialize_bytes() deserialize_byte_buf()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_ignored_any()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0 == "null" { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        // A private name of serde_json asks for the text of a value.
        if name.starts_with("$serde_json::") {
            let mut json = serde_json::Deserializer::from_str(self.0);
            let value = json.deserialize_newtype_struct(name, visitor)?;
            json.end()?;
            return Ok(value);
        }
        visitor.visit_newtype_struct(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::wire::{Date, from_event};

    #[test]
    fn text_stays_as_it_came_and_everything_else_is_json() {
        for text in ["Hello", "{\"n\": 1}", "\"quoted\"", "", "null", "7"] {
            assert_eq!(from_event::<String>(text).unwrap(), text);
        }
        assert_eq!(from_event::<Date>("2024-01-01").unwrap().as_str(), "2024-01-01");
        assert_eq!(from_event::<Option<String>>("a").unwrap().as_deref(), Some("a"));
        assert_eq!(from_event::<Option<u8>>("null").unwrap(), None);
        assert_eq!(from_event::<Value>("{\"n\": 1}").unwrap(), json!({"n": 1}));
        assert_eq!(from_event::<Vec<u8>>("[1, 2]").unwrap(), [1, 2]);
        assert!(from_event::<Value>("{} x").is_err() && from_event::<Value>("Hello").is_err());
        assert_eq!(from_event::<Vec<u8>>("[1, 300]").unwrap_err().path, "$[1]");
    }
}
