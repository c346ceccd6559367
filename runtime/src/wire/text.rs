//! Strings in a known form. They hold the text exactly as received: reading is lenient, writing never alters.
//!
//! `FromStr` checks the form; `From<&str>` and `From<String>` take any text, as a server might send it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check;
use super::shape::{Shape, Typed};

/// A text that does not have the form its type asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidText {
    kind: &'static str,
    reason: Option<String>,
}

impl InvalidText {
    pub(crate) const fn new(kind: &'static str) -> Self {
        Self { kind, reason: None }
    }

    pub(crate) fn because(kind: &'static str, reason: impl fmt::Display) -> Self {
        Self { kind, reason: Some(reason.to_string()) }
    }
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text is not {}", self.kind)?;
        match &self.reason {
            Some(reason) => write!(f, ": {reason}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidText {}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $valid:path $(, $ord:ident)?) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash $(, $ord, PartialOrd)?)]
        pub struct $name(String);

        impl $name {
            /// What `FromStr` wants, for messages.
            pub(crate) const KIND: &'static str = $kind;

            /// The text as received.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as received.
            #[inline]
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }

            /// Whether the text has the form of this type.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                $valid(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                if $valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidText::new(Self::KIND)) }
            }
        }

        impl From<&str> for $name {
            /// Takes the text unchecked.
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            /// Takes the text unchecked.
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl Typed for $name {
            fn shape() -> Shape {
                Shape::Format($valid)
            }
        }

        impl From<$name> for Cow<'_, str> {
            fn from(value: $name) -> Self {
                Cow::Owned(value.0)
            }
        }
    };
}

text_type! {
    /// A calendar date, `2024-02-29` (RFC 3339 `full-date`). Orders by date.
    Date, "a date such as 2024-02-29", check::date, Ord
}
text_type! {
    /// A time of day, `13:45:00` with optional fraction and offset (RFC 3339 `full-time`; `13:45` is accepted too). Orders as text.
    Time, "a time such as 13:45:00Z", check::time, Ord
}
text_type! {
    /// A date and time with offset, `2024-02-29T13:45:00.5+02:00` (RFC 3339 `date-time`). The offset and the fraction stay as they
    /// are. Orders by the instant, texts that are no date and time last; equality is that of the text.
    DateTime, "a date and time such as 2024-02-29T13:45:00Z", check::date_time
}
text_type! {
    /// A duration, `P3DT4H` (ISO 8601). Orders as text.
    Duration, "a duration such as P3DT4H", check::duration, Ord
}
text_type! {
    /// A UUID, `123e4567-e89b-12d3-a456-426614174000` (RFC 9562), in the case it was received. Orders as text.
    Uuid, "a UUID", check::uuid, Ord
}
text_type! {
    /// A URI or a relative reference (RFC 3986). Orders as text.
    Uri, "a URI", check::uri, Ord
}
text_type! {
    /// Bytes as Base64 text (RFC 4648, section 4; section 5 and missing padding are read too). Orders as text.
    Base64, "Base64", check::base64, Ord
}
text_type! {
    /// A decimal number sent as a JSON string, `"12.50"`, without loss. Orders as text.
    DecimalText, "a decimal number", check::number, Ord
}
