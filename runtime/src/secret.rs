//! [`Secret`]: a string that reaches no log.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::codegen::{Shape, Typed};

/// A key, password or token. `Debug` and `Display` hide it, and a request or recording that holds one hides it when it is printed;
/// a clone shares the string.
///
/// It is a string in JSON: serialising writes the secret itself, because that is how it reaches a server or a store.
///
/// ```
/// use plansmith_runtime::Secret;
///
/// let password = Secret::from("hunter2");
/// assert_eq!(format!("{password:?} {password}"), "Secret(***) ***");
/// assert_eq!(password.expose(), "hunter2");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The secret itself. Do not log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self(text.as_str().into())
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if LISTENS.get() {
            WRITTEN.with_borrow_mut(|written| written.push(self.clone()));
            COUNT.set(COUNT.get() + 1);
        }
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Typed for Secret {
    fn shape() -> Shape {
        Shape::Text
    }
}

thread_local! {
    /// Whether [`written_by`] runs.
    static LISTENS: Cell<bool> = const { Cell::new(false) };
    /// The length of `WRITTEN`, which is looked at only where it is not zero: most of what is written has no secrets.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// The secrets written since the outermost `written_by` began.
    static WRITTEN: RefCell<Vec<Secret>> = const { RefCell::new(Vec::new()) };
}

/// Runs `write` and returns with its result the secrets it serialised, so that the text of a request can hide them.
pub(crate) fn written_by<T>(write: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    struct Restore {
        listened: bool,
        count: usize,
    }
    impl Restore {
        fn take(&self) -> Vec<Secret> {
            if COUNT.replace(self.count) == self.count {
                return Vec::new();
            }
            WRITTEN.with_borrow_mut(|written| written.split_off(self.count))
        }
    }
    impl Drop for Restore {
        fn drop(&mut self) {
            LISTENS.set(self.listened);
            // Something is left after a panic only.
            self.take();
        }
    }
    let restore = Restore { listened: LISTENS.replace(true), count: COUNT.get() };
    let result = write();
    (result, restore.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_a_string_on_the_wire_and_hidden_elsewhere() {
        let secret: Secret = serde_json::from_str("\"hunter2\"").unwrap();
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"hunter2\"");
        assert_eq!(format!("{secret} {secret:?} {:#?}", Some(&secret)), "*** Secret(***) Some(\n    Secret(***),\n)");
    }

    #[test]
    fn what_is_written_inside_is_reported_once() {
        let (text, found) = written_by(|| {
            let (inner, found) = written_by(|| serde_json::to_string(&Secret::from("a")).unwrap());
            assert_eq!((inner.as_str(), found), ("\"a\"", vec![Secret::from("a")]));
            serde_json::to_string(&[Secret::from("b")]).unwrap()
        });
        assert_eq!((text.as_str(), found), ("[\"b\"]", vec![Secret::from("b")]));
        assert!(written_by(|| ()).1.is_empty());
    }
}
