//! Sets of JSON types.

use serde_json::Value;

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Types(u8);

/// JSON types in the order they are tried.
pub const TYPES: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];

impl Types {
    /// Every type.
    pub const ALL: Types = Types(0x7f);
    /// No type.
    pub const NONE: Types = Types(0);

    /// The type of this name.
    pub fn named(name: &str) -> Types {
        Types(Types::bit(name))
    }

    /// The types of both sets.
    pub fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    fn bit(name: &str) -> u8 {
        TYPES.iter().position(|known| *known == name).map_or(0, |index| 1 << index)
    }

    /// The types of the keyword `type`; all where it names none.
    pub fn of(value: &Value) -> Types {
        let bits = match value {
            Value::String(name) => Types::bit(name),
            Value::Array(names) => names.iter().filter_map(Value::as_str).map(Types::bit).fold(0, |a, b| a | b),
            _ => 0x7f,
        };
        Types(if bits & Types::bit("number") == 0 { bits } else { bits | Types::bit("integer") })
    }

    /// Whether a type is in the set.
    pub fn has(self, name: &str) -> bool {
        self.0 & Types::bit(name) != 0
    }

    /// Leaves the types that are also in the other set.
    pub fn and(&mut self, other: Types) {
        self.0 &= other.0;
    }
}
