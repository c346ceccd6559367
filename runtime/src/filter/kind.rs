//! Kinds of fields: which operators a field has and which values it is compared with.

use std::borrow::Cow;
use std::fmt::Display;
use std::marker::PhantomData;
use std::time::SystemTime;

use jiff::{Timestamp, ZonedDateTime, civil};

use crate::wire;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $($can:ident),*;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        $(impl $can for $name {})*
    )+};
}

kinds! {
    /// A string: compared whole or in part.
    Text: Equal, Partial, Sortable;
    /// A number.
    Number: Equal, Ordered, Sortable;
    /// `true` or `false`.
    Bool: Equal, Sortable;
    /// A calendar date.
    Date: Equal, Ordered, Sortable;
    /// A time of day.
    Time: Equal, Ordered, Sortable;
    /// A date and time.
    DateTime: Equal, Ordered, Sortable;
}

/// An identifier of type `T`: compared whole with a `T`, or in part with a string.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(PhantomData<fn() -> T>);

impl<T> Equal for Id<T> {}
impl<T> Partial for Id<T> {}
impl<T> Sortable for Id<T> {}

/// One of the values of the enumeration `T`.
#[derive(Clone, Copy, Debug)]
pub struct Enum<T>(PhantomData<fn() -> T>);

impl<T> Equal for Enum<T> {}
impl<T> Sortable for Enum<T> {}

/// Kinds with `eq` and `ne`.
#[diagnostic::on_unimplemented(message = "a field of kind `{Self}` has no `eq` and no `ne`")]
pub trait Equal {}
/// Kinds with `gt`, `gte`, `lt` and `lte`.
#[diagnostic::on_unimplemented(
    message = "a field of kind `{Self}` has no `gt`, `gte`, `lt` or `lte`",
    note = "numbers, dates and times have them"
)]
pub trait Ordered {}
/// Kinds with `contains`, `starts_with` and `ends_with`.
#[diagnostic::on_unimplemented(
    message = "a field of kind `{Self}` has no `contains`, `starts_with` or `ends_with`",
    note = "texts and identifiers have them"
)]
pub trait Partial {}
/// Kinds with `asc` and `desc`.
#[diagnostic::on_unimplemented(message = "records cannot be sorted by a field of kind `{Self}`")]
pub trait Sortable {}

/// A value that a field of kind `K` is compared with: the type of the field, by value or by reference.
#[diagnostic::on_unimplemented(
    message = "a field of kind `{K}` cannot be compared with `{Self}`",
    label = "not the type of this field",
    note = "`Id<T>` and `Enum<T>` take a `T` or a `&T`, `DateTime` a `DateTime` or a type of `jiff`, `Text` any string, `Number` any number"
)]
pub trait Operand<K> {
    /// The value as a string.
    fn text(self) -> String;
}

impl<T: Display> Operand<Id<T>> for T {
    fn text(self) -> String {
        self.to_string()
    }
}

impl<T: Display> Operand<Id<T>> for &T {
    fn text(self) -> String {
        self.to_string()
    }
}

impl<T: Display> Operand<Enum<T>> for T {
    fn text(self) -> String {
        self.to_string()
    }
}

impl<T: Display> Operand<Enum<T>> for &T {
    fn text(self) -> String {
        self.to_string()
    }
}

macro_rules! operands {
    ($($kind:ident: $($ty:ty),+;)+) => {$($(
        impl Operand<$kind> for $ty {
            fn text(self) -> String {
                self.to_string()
            }
        }

        impl Operand<$kind> for &$ty {
            fn text(self) -> String {
                self.to_string()
            }
        }
    )+)+};
}

operands! {
    Text: String, Cow<'_, str>, Box<str>;
    Number: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64, wire::Decimal;
    Bool: bool;
    Date: wire::Date, civil::Date;
    Time: wire::Time, civil::Time;
    DateTime: wire::DateTime, Timestamp;
}

impl Operand<Text> for &str {
    fn text(self) -> String {
        self.to_owned()
    }
}

impl Operand<DateTime> for ZonedDateTime {
    fn text(self) -> String {
        wire::DateTime::from(self).to_string()
    }
}

impl Operand<DateTime> for &ZonedDateTime {
    fn text(self) -> String {
        wire::DateTime::from(self).to_string()
    }
}

impl Operand<DateTime> for SystemTime {
    fn text(self) -> String {
        wire::DateTime::from(self).to_string()
    }
}
