//! [`PatchField`]: a property that a patch may change.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::operation::PatchOperation;
use super::pointer::Pointer;
use crate::argument::Argument;

/// A property of object `R`, or a part of one, with values of type `T`.
pub struct PatchField<R, T> {
    pointer: Pointer,
    owner: PhantomData<fn() -> (R, T)>,
}

impl<R, T> PatchField<R, T> {
    /// The property with this wire name (a name, not a JSON pointer).
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::from_pointer(Pointer::new(name))
    }

    pub(super) const fn from_pointer(pointer: Pointer) -> Self {
        Self { pointer, owner: PhantomData }
    }

    /// Removes the property, or the element of the array.
    #[must_use]
    pub fn remove(&self) -> PatchOperation<R> {
        PatchOperation::new("remove", self.pointer.to_string())
    }
}

impl<R, T: Serialize> PatchField<R, T> {
    /// Sets the property, whether it is there or not. For an element of an array: inserts `value` before it.
    #[must_use]
    pub fn add(&self, value: impl Argument<T>) -> PatchOperation<R> {
        PatchOperation::new("add", self.pointer.to_string()).value(&value.into_value())
    }

    /// Replaces the value; by RFC 6902 the property, or the element of the array, has to be there.
    #[must_use]
    pub fn replace(&self, value: impl Argument<T>) -> PatchOperation<R> {
        PatchOperation::new("replace", self.pointer.to_string()).value(&value.into_value())
    }

    /// Lets the whole patch fail unless the property has this value.
    #[must_use]
    pub fn test(&self, value: impl Argument<T>) -> PatchOperation<R> {
        PatchOperation::new("test", self.pointer.to_string()).value(&value.into_value())
    }
}

impl<R, X> PatchField<R, BTreeMap<String, X>> {
    /// One entry of this map.
    #[must_use]
    pub fn key(&self, key: &str) -> PatchField<R, X> {
        PatchField::from_pointer(self.pointer.then(key))
    }
}

impl<R, T> Clone for PatchField<R, T> {
    fn clone(&self) -> Self {
        Self::from_pointer(self.pointer.clone())
    }
}

impl<R, T> fmt::Debug for PatchField<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatchField({})", self.pointer)
    }
}
