//! [`Argument`]: what a setter takes.

use std::borrow::Cow;

use jiff::civil;
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

use crate::filter::{Field, Property, Relation};
use crate::multipart::PartValue;
use crate::secret::Secret;
use crate::wire::{Base64, Date, DateTime, Decimal, DecimalText, Duration, Patch, Time, Uri, Uuid};

/// A value that a setter or a method takes as a `T`.
///
/// The one rule of all generated code: wherever a `T` is expected, required or optional, a `T` or a reference to one is
/// accepted. Strings, ids, dates and string enums are also made from `&str`, `&String` and `String`; numeric ids and enums
/// from their number. `None` is `null` where a property may be `null`.
///
/// An id or a date is no `String`, and one id is no other: such a mistake does not compile.
///
/// ```
/// use plansmith_runtime::{Argument, Date, Patch};
///
/// fn due(due: impl Argument<Patch<Date>>) -> Patch<Date> {
///     due.into_value()
/// }
///
/// let day = Date::from("2026-01-31");
/// assert_eq!(due(&day), due("2026-01-31"));
/// assert_eq!(due(&String::from("2026-01-31")), due(Some(day)));
/// assert!(due(None).is_null());
/// ```
///
/// ```compile_fail
/// # use plansmith_runtime::{Argument, Date};
/// fn title(title: impl Argument<String>) {}
///
/// title(Date::from("2026-01-31"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{T}`",
    label = "expected `{T}`, a reference to one, or what it is made of"
)]
pub trait Argument<T> {
    /// The value.
    fn into_value(self) -> T;
}

/// Values that a setter takes as a list of `T`: anything that can be iterated over and yields what a `T` can be made from.
///
/// ```
/// use plansmith_runtime::Arguments;
///
/// fn tags(tags: impl Arguments<String>) -> Vec<String> {
///     tags.into_list()
/// }
///
/// assert_eq!(tags(["a", "b"]), tags(&vec!["a".to_owned(), "b".to_owned()]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of `{T}`",
    label = "expected something that gives `{T}`, references to it, or what it is made of"
)]
pub trait Arguments<T> {
    /// The list.
    fn into_list(self) -> Vec<T>;
}

impl<T, I> Arguments<T> for I
where
    I: IntoIterator,
    I::Item: Argument<T>,
{
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Argument::into_value).collect()
    }
}

/// A type that any string can become: ids, dates, open enums.
pub trait FromText {
    /// The value that is sent as this string.
    fn from_text(text: String) -> Self;
}

/// A type that any number of type `N` can become: ids and open enums of numbers.
pub trait FromNumber<N> {
    /// The value that is sent as this number.
    fn from_number(number: N) -> Self;
}

impl<T> Argument<T> for T {
    #[inline]
    fn into_value(self) -> T {
        self
    }
}

impl<T: Clone> Argument<T> for &T {
    #[inline]
    fn into_value(self) -> T {
        self.clone()
    }
}

impl<T> Argument<Box<T>> for T {
    #[inline]
    fn into_value(self) -> Box<T> {
        Box::new(self)
    }
}

impl<T: Clone> Argument<Box<T>> for &T {
    #[inline]
    fn into_value(self) -> Box<T> {
        Box::new(self.clone())
    }
}

impl<T> Argument<Patch<T>> for Option<T> {
    /// `None` is `null`.
    #[inline]
    fn into_value(self) -> Patch<T> {
        self.into()
    }
}

/// An optional or nullable value takes whatever its content takes.
macro_rules! wrappers {
    ($($wrapper:ident::$some:ident),+) => {$(
        impl<T> Argument<$wrapper<T>> for T {
            #[inline]
            fn into_value(self) -> $wrapper<T> {
                $wrapper::$some(self)
            }
        }

        impl<T: Clone> Argument<$wrapper<T>> for &T {
            #[inline]
            fn into_value(self) -> $wrapper<T> {
                $wrapper::$some(self.clone())
            }
        }

        impl<T> Argument<$wrapper<Box<T>>> for T {
            #[inline]
            fn into_value(self) -> $wrapper<Box<T>> {
                $wrapper::$some(Box::new(self))
            }
        }
    )+};
}

wrappers!(Option::Some, Patch::Value, PartValue::new);

/// Conversions from `$from` to `$to`, and to what holds one.
macro_rules! convert {
    ($([$($generic:tt)*] $from:ty => $to:ty: $value:ident => $made:expr;)+) => {$(
        impl<$($generic)*> Argument<$to> for $from {
            #[inline]
            fn into_value(self) -> $to {
                let $value = self;
                $made
            }
        }

        impl<$($generic)*> Argument<Option<$to>> for $from {
            #[inline]
            fn into_value(self) -> Option<$to> {
                let $value = self;
                Some($made)
            }
        }

        impl<$($generic)*> Argument<PartValue<$to>> for $from {
            #[inline]
            fn into_value(self) -> PartValue<$to> {
                let $value = self;
                PartValue::new($made)
            }
        }

        impl<$($generic)*> Argument<Patch<$to>> for $from {
            #[inline]
            fn into_value(self) -> Patch<$to> {
                let $value = self;
                Patch::Value($made)
            }
        }
    )+};
}

convert! {
    [] &str => String: text => text.to_owned();
    [] Cow<'_, str> => String: text => text.into_owned();
    [] Box<str> => String: text => text.into_string();
    [] char => String: text => text.to_string();
    [T: FromText] &str => T: text => T::from_text(text.to_owned());
    [T: FromText] &String => T: text => T::from_text(text.clone());
    [T: FromText] String => T: text => T::from_text(text);
    [T: FromText] Cow<'_, str> => T: text => T::from_text(text.into_owned());
    [] civil::Date => Date: value => value.into();
    [] civil::Time => Time: value => value.into();
    [] Timestamp => DateTime: value => value.into();
    [] ZonedDateTime => DateTime: value => value.into();
    [] &ZonedDateTime => DateTime: value => value.into();
    [] std::time::SystemTime => DateTime: value => value.into();
    [] Span => Duration: value => value.into();
    [] SignedDuration => Duration: value => value.into();
    [] std::time::Duration => Duration: value => value.into();
    [] u128 => Uuid: value => value.into();
    [] i32 => f64: number => number.into();
    [T, const N: usize] [T; N] => Vec<T>: items => items.into();
    [T: Clone] &[T] => Vec<T>: items => items.to_vec();
    [] &[u8] => Base64: value => value.into();
    [] Vec<u8> => Base64: value => value.into();
}

macro_rules! numbers {
    ($($number:ty)+) => {
        convert! {$(
            [T: FromNumber<$number>] $number => T: number => T::from_number(number);
        )+}
        $(
            impl FromNumber<$number> for Decimal {
                fn from_number(number: $number) -> Self {
                    number.into()
                }
            }
        )+
    };
}

numbers! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 }

macro_rules! texts {
    ($($text:ty)+) => {$(
        impl FromText for $text {
            #[inline]
            fn from_text(text: String) -> Self {
                text.into()
            }
        }
    )+};
}

texts! { Secret Base64 Date DateTime DecimalText Duration Time Uri Uuid }

impl<R> FromText for Relation<R> {
    fn from_text(text: String) -> Self {
        text.into()
    }
}

impl<R> FromText for Property<R> {
    fn from_text(text: String) -> Self {
        text.into()
    }
}

impl<R, K> Argument<Property<R>> for Field<R, K> {
    fn into_value(self) -> Property<R> {
        self.into()
    }
}

impl<R> Argument<Property<R>> for Relation<R> {
    fn into_value(self) -> Property<R> {
        self.into()
    }
}
