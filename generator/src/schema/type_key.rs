//! What types are remembered under.

use crate::document::Address;
use foldhash::HashMap;
use std::fmt;

/// What a type is remembered under: equal exactly for schemas that mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TypeKey {
    /// A schema of the description.
    One(Address),
    /// What several say together, or a part of one: an entry of [`TypeKeys`].
    Many(u32),
}

impl fmt::Display for TypeKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(address) => write!(out, "{address:?}"),
            Self::Many(index) => write!(out, "#{index}"),
        }
    }
}

/// The keys of several schemas together, each string once, so that equal keys are equal numbers and no string grows with
/// the keys inside it.
#[derive(Default)]
pub(crate) struct TypeKeys(HashMap<String, u32>);

impl TypeKeys {
    /// The key of a part of what is behind a key.
    pub(crate) fn part(&mut self, key: TypeKey, part: &str) -> TypeKey {
        self.intern(format!("{key}/{part}"))
    }

    /// The key of what is behind all the keys, in their order. Keys with different signs differ.
    pub(crate) fn all(&mut self, keys: impl IntoIterator<Item = TypeKey>, sign: char) -> TypeKey {
        let keys = keys.into_iter().map(|key| key.to_string());
        self.join(keys, sign)
    }

    /// The same where the order does not matter.
    pub(super) fn set(&mut self, keys: &[TypeKey], sign: char) -> TypeKey {
        let mut strings: Vec<String> = keys.iter().map(TypeKey::to_string).collect();
        strings.sort_unstable();
        self.join(strings, sign)
    }

    fn join(&mut self, strings: impl IntoIterator<Item = String>, sign: char) -> TypeKey {
        let mut key = String::from("(");
        for string in strings {
            key.push_str(&string);
            key.push(sign);
        }
        key.push(')');
        self.intern(key)
    }

    fn intern(&mut self, string: String) -> TypeKey {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        TypeKey::Many(*self.0.entry(string).or_insert(next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_key() {
        let mut keys = TypeKeys::default();
        let (a, b) = (keys.part(TypeKey::Many(7), "a"), keys.part(TypeKey::Many(7), "b"));
        assert_ne!(a, b);
        assert_eq!(keys.set(&[a, b], '&'), keys.set(&[b, a], '&'));
        assert_ne!(keys.all([a, b], '&'), keys.all([b, a], '&'));
        assert_ne!(keys.all([a, b], '&'), keys.all([a, b], '|'));
    }
}
