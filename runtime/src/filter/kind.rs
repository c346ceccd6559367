//! Kinds of fields: which operators a field has and what it is compared with.

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
    /// Text: compared whole or in part.
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
    /// An identifier: compared whole or in part.
    Id: Equal, Partial, Sortable;
    /// One of several texts.
    Enum: Equal, Sortable;
}

/// Kinds with `eq` and `ne`.
pub trait Equal {}
/// Kinds with `gt`, `gte`, `lt` and `lte`.
pub trait Ordered {}
/// Kinds with `contains`, `starts_with` and `ends_with`.
pub trait Partial {}
/// Kinds with `asc` and `desc`.
pub trait Sortable {}

/// A value that a field of kind `K` is compared with.
#[diagnostic::on_unimplemented(message = "a field of kind `{K}` cannot be compared with `{Self}`")]
pub trait Operand<K> {
    /// The text of the value.
    fn text(self) -> String;
}

macro_rules! operands {
    ($($kind:ident: $into:ty;)+) => {$(
        impl<T: Into<$into>> Operand<$kind> for T {
            fn text(self) -> String {
                let value: $into = self.into();
                value.to_string()
            }
        }
    )+};
}

operands! {
    Text: String;
    Id: String;
    Enum: String;
    Date: wire::Date;
    Time: wire::Time;
    DateTime: wire::DateTime;
    Bool: bool;
}

macro_rules! numbers {
    ($($ty:ty)+) => {$(
        impl Operand<Number> for $ty {
            fn text(self) -> String {
                self.to_string()
            }
        }
    )+};
}

numbers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 wire::Decimal &wire::Decimal }
