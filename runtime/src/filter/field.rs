//! [`Field`]: a property that filters and sort keys may name.

use std::fmt;
use std::marker::PhantomData;

use super::expression::Filter;
use super::kind::{Equal, Operand, Ordered, Partial, Sortable, Text};
use super::path::Property;
use super::sort::Sort;

/// A property of resource `R`, of kind `K`.
pub struct Field<R, K> {
    name: &'static str,
    owner: PhantomData<fn() -> (R, K)>,
}

impl<R, K> Field<R, K> {
    /// The field with this wire name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, owner: PhantomData }
    }

    /// The wire name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The field as a property, for lists of properties to show or hide.
    #[must_use]
    pub fn property(self) -> Property<R> {
        Property::from(self)
    }

    fn compare(self, operator: &'static str, value: String) -> Filter<R> {
        Filter::statement(self.name, operator, Some(value))
    }

    /// The field equals `value`.
    #[must_use]
    pub fn eq(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Equal,
    {
        self.compare("eq", value.text())
    }

    /// The field does not equal `value`.
    #[must_use]
    pub fn ne(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Equal,
    {
        !self.eq(value)
    }

    /// The field is greater, or later, than `value`.
    #[must_use]
    pub fn gt(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Ordered,
    {
        self.compare("gt", value.text())
    }

    /// The field is `value` or greater, or later.
    #[must_use]
    pub fn gte(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Ordered,
    {
        self.compare("gte", value.text())
    }

    /// The field is less, or earlier, than `value`.
    #[must_use]
    pub fn lt(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Ordered,
    {
        self.compare("lt", value.text())
    }

    /// The field is `value` or less, or earlier.
    #[must_use]
    pub fn lte(self, value: impl Operand<K>) -> Filter<R>
    where
        K: Ordered,
    {
        self.compare("lte", value.text())
    }

    /// The field has `part` somewhere.
    #[must_use]
    pub fn contains(self, part: impl Operand<Text>) -> Filter<R>
    where
        K: Partial,
    {
        self.compare("contains", part.text())
    }

    /// The field begins with `part`.
    #[must_use]
    pub fn starts_with(self, part: impl Operand<Text>) -> Filter<R>
    where
        K: Partial,
    {
        self.compare("starts-with", part.text())
    }

    /// The field ends with `part`.
    #[must_use]
    pub fn ends_with(self, part: impl Operand<Text>) -> Filter<R>
    where
        K: Partial,
    {
        self.compare("ends-with", part.text())
    }

    /// Smallest first.
    #[must_use]
    pub fn asc(self) -> Sort<R>
    where
        K: Sortable,
    {
        Sort::ascending(self.name)
    }

    /// Largest first.
    #[must_use]
    pub fn desc(self) -> Sort<R>
    where
        K: Sortable,
    {
        Sort::descending(self.name)
    }
}

impl<R, K> Clone for Field<R, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, K> Copy for Field<R, K> {}

impl<R, K> fmt::Debug for Field<R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}
