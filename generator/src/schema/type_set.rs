//! The JSON kinds a schema allows, as a set.

use serde_json::Value;

/// A set of JSON kinds. Null is kept apart, because it decides presence and not type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const BOOL: Self = Self(1);
    pub(super) const INT: Self = Self(2);
    /// Numbers that are no integers.
    pub(super) const FRACTION: Self = Self(4);
    pub(super) const NUMBER: Self = Self(2 | 4);
    pub(super) const TEXT: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const OBJECT: Self = Self(32);
    pub(super) const ANY: Self = Self(63);

    /// The kinds behind a `type` name; `None` for `null` and unknown names.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "boolean" => Self::BOOL,
            "integer" => Self::INT,
            "number" => Self::NUMBER,
            "string" => Self::TEXT,
            "array" => Self::LIST,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The kind of a value; `None` for null.
    pub(super) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::BOOL,
            Value::Number(number) if number.is_f64() => {
                if number.as_f64().is_some_and(|float| float.fract() == 0.0) {
                    Self::INT
                } else {
                    Self::FRACTION
                }
            }
            Value::Number(_) => Self::INT,
            Value::String(_) => Self::TEXT,
            Value::Array(_) => Self::LIST,
            Value::Object(_) => Self::OBJECT,
        })
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every kind of this set is in the other.
    pub(super) fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The groups a type can be made for: numbers stay together.
    pub(super) fn groups(self) -> Vec<Self> {
        [Self::OBJECT, Self::LIST, Self::TEXT, Self::NUMBER, Self::BOOL]
            .into_iter()
            .map(|group| self.and(group))
            .filter(|group| !group.is_empty())
            .collect()
    }

    /// The names of the types, for messages.
    pub(super) fn names(self) -> String {
        let groups: Vec<&str> = self
            .groups()
            .into_iter()
            .map(|group| match group {
                Self::BOOL => "boolean",
                Self::INT => "integer",
                Self::TEXT => "string",
                Self::LIST => "array",
                Self::OBJECT => "object",
                _ => "number",
            })
            .collect();
        groups.join(" or ")
    }

    /// A word for a group, used in the names of variants.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::BOOL => "bool",
            Self::INT => "integer",
            Self::FRACTION | Self::NUMBER => "number",
            Self::TEXT => "text",
            Self::LIST => "list",
            Self::OBJECT => "object",
            _ => "value",
        }
    }
}
