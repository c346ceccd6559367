//! [`PatchOperation`]: one change of a patch.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// One change of an object `R`: `{"op": "replace", "path": "/title", "value": "..."}`.
///
/// Made by the methods of [`PatchField`](super::PatchField) and [`PatchList`](super::PatchList), or by [`new`](Self::new)
/// where no constant has the path. A value that is no JSON makes the request fail before anything is sent.
pub struct PatchOperation<R> {
    op: Cow<'static, str>,
    path: String,
    /// JSON text, or why there is none.
    value: Option<Result<Box<RawValue>, String>>,
    owner: PhantomData<fn() -> R>,
}

impl<R> PatchOperation<R> {
    /// An operation without a value, on a path that no constant has.
    ///
    /// `path` is a JSON pointer (RFC 6901): it starts with `/`, and `~` and `/` inside a name are written `~0` and `~1`.
    /// Neither argument is checked.
    ///
    /// ```
    /// use plansmith_runtime::json_patch::PatchOperation;
    ///
    /// struct Card;
    /// let change = PatchOperation::<Card>::new("add", "/settings/colour").value("red");
    /// # assert_eq!(serde_json::to_string(&change).unwrap(), r#"{"op":"add","path":"/settings/colour","value":"red"}"#);
    /// ```
    #[must_use]
    pub fn new(op: impl Into<Cow<'static, str>>, path: impl Into<String>) -> Self {
        Self { op: op.into(), path: path.into(), value: None, owner: PhantomData }
    }

    /// Gives the operation a value, in place of the one it may have.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.value = Some(to_raw_value(value).map_err(|error| error.to_string()));
        self
    }
}

impl<R> Serialize for PatchOperation<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("PatchOperation", 2 + usize::from(self.value.is_some()))?;
        out.serialize_field("op", &self.op)?;
        out.serialize_field("path", &self.path)?;
        match &self.value {
            Some(Ok(value)) => out.serialize_field("value", value)?,
            Some(Err(error)) => return Err(S::Error::custom(format_args!("value for {}: {error}", self.path))),
            None => {}
        }
        out.end()
    }
}

impl<R> Clone for PatchOperation<R> {
    fn clone(&self) -> Self {
        Self { op: self.op.clone(), path: self.path.clone(), value: self.value.clone(), owner: PhantomData }
    }
}

impl<R> fmt::Debug for PatchOperation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("PatchOperation");
        out.field("op", &self.op).field("path", &self.path);
        match &self.value {
            Some(Ok(value)) => out.field("value", &format_args!("{}", value.get())),
            Some(Err(error)) => out.field("value", &format_args!("{error}")),
            None => &mut out,
        };
        out.finish()
    }
}
