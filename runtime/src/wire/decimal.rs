//! [`Decimal`]: a JSON number kept as its text.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::check;
use super::shape::{Shape, Typed};
use super::text::InvalidText;

/// A JSON number of any size and precision, kept as its text: `0.10` stays `0.10`.
///
/// Equality is that of the text; ordering is by value (first as `f64`, equal ones as text).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

const KIND: &str = "a number";

impl Decimal {
    /// The number as received.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest double; digits beyond its precision are lost.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The value when it is written as an integer and fits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        self.0.parse().ok()
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_f64().total_cmp(&other.to_f64()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Decimal {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        if check::number(text) { Ok(Self(text.into())) } else { Err(InvalidText::new(KIND)) }
    }
}

impl TryFrom<&str> for Decimal {
    type Error = InvalidText;

    fn try_from(text: &str) -> Result<Self, InvalidText> {
        text.parse()
    }
}

impl TryFrom<String> for Decimal {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, InvalidText> {
        text.parse()
    }
}

impl TryFrom<f64> for Decimal {
    type Error = InvalidText;

    /// Fails on infinities and NaN, which JSON cannot write.
    fn try_from(number: f64) -> Result<Self, InvalidText> {
        number.to_string().parse()
    }
}

macro_rules! from_integers {
    ($($ty:ty)+) => {$(
        impl From<$ty> for Decimal {
            fn from(number: $ty) -> Self {
                Self(number.to_string().into())
            }
        }
    )+};
}

from_integers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 }

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.0.into()
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: Box<str> = Box::<RawValue>::deserialize(deserializer)?.into();
        if check::number(&raw) { Ok(Self(raw)) } else { Err(D::Error::custom("invalid type: expected a number")) }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if super::is_parameter() {
            return serializer.serialize_str(&self.0);
        }
        RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Typed for Decimal {
    fn shape() -> Shape {
        Shape::Number
    }
}
