//! [`Lenient`]: a deserialiser that reads scalars as a person would: a number where a string is expected keeps its digits, a string of
//! digits where a number is expected is that number, and `1.0` is an integer.
//!
//! Only the first is JSON Schema's own rule. The other two are noted ([`bent`]), so that a union still tells a string from a number.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::state::{bent, has_texts_only, is_exact, rounded};
use super::{check, number};

/// Reads scalars leniently; whatever is inside an array or an object is for their own types to read.
pub(crate) struct Lenient<D>(pub D);

macro_rules! through {
    ($($method:ident($($arg:ident: $ty:ty),*);)+) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($arg,)* visitor)
        }
    )+};
}

macro_rules! read_as {
    ($($method:ident $exact:ident $visitor:ident;)+) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            if is_exact() { $exact(self.0, visitor) } else { self.0.deserialize_any($visitor(visitor)) }
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<D> {
    type Error = D::Error;

    read_as! {
        deserialize_i8 exact_integer Integer;
        deserialize_i16 exact_integer Integer;
        deserialize_i32 exact_integer Integer;
        deserialize_i64 exact_integer Integer;
        deserialize_u8 exact_integer Integer;
        deserialize_u16 exact_integer Integer;
        deserialize_u32 exact_integer Integer;
        deserialize_u64 exact_integer Integer;
        deserialize_str exact_text Text;
        deserialize_string exact_text Text;
    }

    /// Read from the text in any case: `deserialize_any` gives no more than 64 bits.
    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        exact_integer(self.0, visitor)
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        exact_integer(self.0, visitor)
    }

    #[inline]
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Number(visitor))
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Number(visitor))
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if has_texts_only() { self.0.deserialize_any(Truth(visitor)) } else { self.0.deserialize_bool(visitor) }
    }

    through! {
        deserialize_any();
        deserialize_char();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Reads an integer from its text.
fn exact_integer<'de, D: Deserializer<'de>, V: Visitor<'de>>(deserializer: D, visitor: V) -> Result<V::Value, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if let Ok(text) = serde_json::from_str::<String>(raw.get()) {
        return text_as_integer(&text, visitor);
    }
    match (number::integer(raw.get()), raw.get().parse()) {
        (Some(integer), _) => visit_integer(integer, visitor),
        (None, Ok(integer)) => visitor.visit_u128(integer),
        (None, Err(_)) => Err(wrong(&raw, &visitor)),
    }
}

/// Reads a string, or a number as its text.
fn exact_text<'de, D: Deserializer<'de>, V: Visitor<'de>>(deserializer: D, visitor: V) -> Result<V::Value, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    if let Ok(text) = serde_json::from_str::<String>(raw.get()) {
        return visitor.visit_string(text);
    }
    if check::number(raw.get()) {
        bent();
        return visitor.visit_str(raw.get());
    }
    Err(wrong(&raw, &visitor))
}

/// The error that `serde_json` has for a value of another kind.
fn wrong<'de, E: serde::de::Error, V: Visitor<'de>>(raw: &RawValue, expected: &V) -> E {
    let found = match raw.get().as_bytes().first() {
        Some(b'n') => Unexpected::Unit,
        Some(b't') => Unexpected::Bool(true),
        Some(b'f') => Unexpected::Bool(false),
        Some(b'[') => Unexpected::Seq,
        Some(b'{') => Unexpected::Map,
        _ => raw.get().parse().map_or(Unexpected::Other("number"), Unexpected::Float),
    };
    E::invalid_type(found, expected)
}

fn visit_integer<'de, E: serde::de::Error, V: Visitor<'de>>(integer: i128, visitor: V) -> Result<V::Value, E> {
    match (i64::try_from(integer), u64::try_from(integer)) {
        (Ok(integer), _) => visitor.visit_i64(integer),
        (_, Ok(integer)) => visitor.visit_u64(integer),
        _ => visitor.visit_i128(integer),
    }
}

fn text_as_integer<'de, E: serde::de::Error, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, E> {
    match number::integer(text) {
        Some(integer) => {
            bent();
            visit_integer(integer, visitor)
        }
        None => visitor.visit_str(text),
    }
}

macro_rules! same {
    ($($method:ident: $ty:ty;)+) => {$(
        #[inline]
        fn $method<E: serde::de::Error>(self, value: $ty) -> Result<V::Value, E> {
            self.0.$method(value)
        }
    )+};
}

/// All that is passed on as it is, which is mostly for the visitor to refuse.
macro_rules! rest {
    () => {
        same! {
            visit_bool: bool;
            visit_i128: i128;
            visit_u128: u128;
            visit_char: char;
            visit_bytes: &[u8];
            visit_borrowed_bytes: &'de [u8];
            visit_byte_buf: Vec<u8>;
        }

        type Value = V::Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.expecting(f)
        }

        fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
            self.0.visit_none()
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
            self.0.visit_unit()
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
            self.0.visit_some(deserializer)
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
            self.0.visit_newtype_struct(deserializer)
        }

        // Lists and objects are read to their end, so that the error names the place of the whole.
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<V::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Err(A::Error::invalid_type(Unexpected::Seq, &self))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Err(A::Error::invalid_type(Unexpected::Map, &self))
        }

        fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
            self.0.visit_enum(data)
        }
    };
}

/// A boolean, or a string of one.
struct Truth<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Truth<V> {
    rest! {}
    same! { visit_i64: i64; visit_u64: u64; visit_f64: f64; }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        match text {
            "true" | "True" | "1" | "on" => self.0.visit_bool(true),
            "false" | "False" | "0" | "off" => self.0.visit_bool(false),
            _ => self.0.visit_str(text),
        }
    }
}

/// A whole number, however it is written, or a string of one.
struct Integer<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Integer<V> {
    rest! {}
    same! { visit_i64: i64; visit_u64: u64; }

    #[allow(clippy::cast_possible_truncation)]
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<V::Value, E> {
        if let Some(whole) = number::whole(value) {
            return self.0.visit_i64(whole);
        }
        if value.fract() == 0.0 && value.is_finite() {
            // About this number; it is read again from its digits.
            rounded();
            return visit_integer(value as i128, self.0);
        }
        self.0.visit_f64(value)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        text_as_integer(text, self.0)
    }
}

/// A number, or a string of one.
struct Number<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Number<V> {
    rest! {}
    same! { visit_i64: i64; visit_u64: u64; visit_f64: f64; }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        match text.parse::<f64>() {
            Ok(number) if check::number(text) && number.is_finite() => {
                bent();
                self.0.visit_f64(number)
            }
            _ => self.0.visit_str(text),
        }
    }
}

/// A string, or a number as its digits.
struct Text<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Text<V> {
    rest! {}
    same! { visit_str: &str; visit_borrowed_str: &'de str; visit_string: String; }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<V::Value, E> {
        bent();
        self.0.visit_string(value.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<V::Value, E> {
        bent();
        self.0.visit_string(value.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<V::Value, E> {
        bent();
        // `1.50` has become `1.5`; it is read again from its digits.
        rounded();
        self.0.visit_string(number::text(value))
    }
}
