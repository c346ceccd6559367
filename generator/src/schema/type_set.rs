//! The JSON types a schema allows, as a set.

use serde_json::Value;

/// A set of JSON types. Null is kept apart, because it decides presence and not type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TypeSet(u8);

impl TypeSet {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const BOOLEAN: Self = Self(1);
    pub(crate) const INTEGER: Self = Self(2);
    /// Numbers that are no integers.
    pub(crate) const FRACTION: Self = Self(4);
    pub(crate) const NUMBER: Self = Self(2 | 4);
    pub(crate) const STRING: Self = Self(8);
    pub(crate) const ARRAY: Self = Self(16);
    pub(crate) const OBJECT: Self = Self(32);
    pub(crate) const ANY: Self = Self(63);

    /// The types behind a `type` name; `None` for `null` and unknown names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The kind of a value; `None` for null.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if number.is_f64() => {
                if number.as_f64().is_some_and(|float| float.fract() == 0.0) {
                    Self::INTEGER
                } else {
                    Self::FRACTION
                }
            }
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        })
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every kind of this set is in the other.
    pub(crate) fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The groups a type can be made for: numbers stay together.
    pub(crate) fn groups(self) -> Vec<Self> {
        [Self::OBJECT, Self::ARRAY, Self::STRING, Self::NUMBER, Self::BOOLEAN]
            .into_iter()
            .map(|group| self.and(group))
            .filter(|group| !group.is_empty())
            .collect()
    }

    /// The names of the types, for messages.
    pub(crate) fn names(self) -> String {
        let groups: Vec<&str> = self
            .groups()
            .into_iter()
            .map(|group| match group {
                Self::BOOLEAN => "boolean",
                Self::INTEGER => "integer",
                Self::STRING => "string",
                Self::ARRAY => "array",
                Self::OBJECT => "object",
                _ => "number",
            })
            .collect();
        groups.join(" or ")
    }

    /// A word for a group, used in the names of variants.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::BOOLEAN => "bool",
            Self::INTEGER => "integer",
            Self::FRACTION | Self::NUMBER => "number",
            Self::STRING => "text",
            Self::ARRAY => "list",
            Self::OBJECT => "object",
            _ => "value",
        }
    }
}
