//! [`PatchList`]: an array that a patch may change, whole or by element.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::field::PatchField;
use super::operation::PatchOperation;
use super::pointer::Pointer;
use crate::argument::Argument;

/// An array property of object `R` with elements of type `X`.
pub struct PatchList<R, X> {
    pointer: Pointer,
    owner: PhantomData<fn() -> (R, X)>,
}

impl<R, X> PatchList<R, X> {
    /// The array property with this wire name (a name, not a JSON pointer).
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { pointer: Pointer::new(name), owner: PhantomData }
    }

    /// The element at this place, from 0.
    #[must_use]
    pub fn at(&self, index: usize) -> PatchField<R, X> {
        PatchField::from_pointer(self.pointer.then(&index.to_string()))
    }

    /// Removes the whole array.
    #[must_use]
    pub fn remove(&self) -> PatchOperation<R> {
        PatchOperation::new("remove", self.pointer.to_string())
    }
}

impl<R, X: Serialize> PatchList<R, X> {
    /// Adds an element at the end: `add` with the path `/list/-`.
    #[must_use]
    pub fn append(&self, value: impl Argument<X>) -> PatchOperation<R> {
        PatchOperation::new("add", self.pointer.then("-").to_string()).value(&value.into_value())
    }

    /// Inserts an element before the one at this place, from 0; the number of elements appends.
    #[must_use]
    pub fn insert(&self, index: usize, value: impl Argument<X>) -> PatchOperation<R> {
        self.at(index).add(value)
    }

    /// Removes the elements that equal `value`: `remove` with the path of the array and a `value`.
    ///
    /// Not in RFC 6902, by which the `value` is ignored and the whole array goes: use it only where the API documents it.
    #[must_use]
    pub fn remove_value(&self, value: impl Argument<X>) -> PatchOperation<R> {
        self.remove().value(&value.into_value())
    }

    /// Sets the whole array, whether it is there or not.
    #[must_use]
    pub fn add_all(&self, values: impl IntoIterator<Item = impl Argument<X>>) -> PatchOperation<R> {
        self.whole("add", values)
    }

    /// Replaces the whole array; by RFC 6902 it has to be there.
    #[must_use]
    pub fn replace_all(&self, values: impl IntoIterator<Item = impl Argument<X>>) -> PatchOperation<R> {
        self.whole("replace", values)
    }

    /// Lets the whole patch fail unless the array has exactly these elements.
    #[must_use]
    pub fn test_all(&self, values: impl IntoIterator<Item = impl Argument<X>>) -> PatchOperation<R> {
        self.whole("test", values)
    }

    fn whole(&self, op: &'static str, values: impl IntoIterator<Item = impl Argument<X>>) -> PatchOperation<R> {
        let values: Vec<X> = values.into_iter().map(Argument::into_value).collect();
        PatchOperation::new(op, self.pointer.to_string()).value(&values)
    }
}

impl<R, X> Clone for PatchList<R, X> {
    fn clone(&self) -> Self {
        Self { pointer: self.pointer.clone(), owner: PhantomData }
    }
}

impl<R, X> fmt::Debug for PatchList<R, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatchList({})", self.pointer)
    }
}
