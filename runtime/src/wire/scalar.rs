//! Open enums of strings and integers.

use serde::{Deserialize, Deserializer};

use super::state::forbidden;

/// An enum of strings or integers with a variant for all others.
pub trait Enumeration<T: ?Sized>: Sized {
    /// The variant of a value; `None` when it is not a known one.
    fn known(value: &T) -> Option<Self>;
}

/// Reads an enum of strings.
///
/// # Errors
///
/// When the input is no string.
#[inline]
pub fn text_enum<'de, D: Deserializer<'de>, T: Enumeration<str>>(deserializer: D, other: fn(String) -> T) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(other))
}

struct TextVisitor<T>(fn(String) -> T);

impl<T: Enumeration<str>> serde::de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::known(text).unwrap_or_else(|| {
            forbidden();
            (self.0)(text.to_owned())
        }))
    }
}

/// Reads an enum of integers.
///
/// # Errors
///
/// When the input is no integer within `i64`.
#[inline]
pub fn int_enum<'de, D: Deserializer<'de>, T: Enumeration<i64>>(deserializer: D, other: fn(i64) -> T) -> Result<T, D::Error> {
    let number = i64::deserialize(deserializer)?;
    Ok(T::known(&number).unwrap_or_else(|| {
        forbidden();
        other(number)
    }))
}
