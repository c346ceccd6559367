//! [`Typed`] and [`Shape`]: what JSON a type is read from, so that a union can tell its variants apart before it decodes one.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::patch::Patch;

/// A type whose JSON form is known.
pub trait Typed {
    /// The JSON form. Nested shapes are functions, so recursive types are fine.
    fn shape() -> Shape;
}

/// The JSON form of a type.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Any JSON.
    Any,
    /// `null` only.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without fraction and exponent.
    Integer,
    /// Any number.
    Number,
    /// One of some integers; others are read too, but fit less well.
    IntEnum(fn(i64) -> bool),
    /// Any string.
    Text,
    /// A string in a certain form; others are left to other variants.
    Format(fn(&str) -> bool),
    /// One of some strings; others are read too, but fit less well.
    TextEnum(fn(&str) -> bool),
    /// `null` or the inner shape.
    Nullable(fn() -> Shape),
    /// An array of one shape.
    Array(fn() -> Shape),
    /// An array of exactly these shapes.
    Tuple(&'static [fn() -> Shape]),
    /// An object whose values have one shape.
    Map(fn() -> Shape),
    /// An object with known keys.
    Object(&'static Object),
    /// One of several shapes: the discriminator property (or `""`) and the variants.
    Union(&'static str, &'static [Arm]),
}

/// A variant of a union.
#[derive(Clone, Copy)]
pub struct Arm {
    /// Values of the discriminator property that mean this variant.
    pub tags: &'static [&'static str],
    /// The shape of its content.
    pub shape: fn() -> Shape,
}

/// An object with known keys.
pub struct Object {
    /// All keys with a slot.
    pub keys: &'static [&'static str],
    /// Indexes of the required ones.
    pub need: &'static [u16],
    /// Constant properties: key and JSON text of the value.
    pub tags: &'static [(&'static str, &'static str)],
    /// Whether other keys are not allowed.
    pub closed: bool,
    /// Whether other keys are kept.
    pub extra: bool,
}

impl Object {
    /// Index of the constant property `key`.
    pub(crate) fn tag(&self, key: &str) -> Option<usize> {
        self.tags.iter().position(|(tag, _)| *tag == key)
    }
}

thread_local! {
    static DOUBTS: Cell<u32> = const { Cell::new(0) };
}

/// Notes that what was just read fits only because the type is lenient: an unknown key, enum value or union tag.
/// A union prefers, among variants that fit equally well, the one read with the fewest doubts.
#[inline]
pub fn doubt() {
    DOUBTS.with(|doubts| doubts.set(doubts.get().wrapping_add(1)));
}

/// Doubts so far on this thread.
pub(crate) fn doubts() -> u32 {
    DOUBTS.with(Cell::get)
}

macro_rules! typed {
    ($($shape:ident: $($ty:ty),+;)+) => {$($(
        impl Typed for $ty {
            fn shape() -> Shape {
                Shape::$shape
            }
        }
    )+)+};
}

typed! {
    Any: Value;
    Null: ();
    Bool: bool;
    Integer: i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize;
    Number: f32, f64;
    Text: String, Box<str>;
}

impl<T: Typed> Typed for Option<T> {
    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }
}

impl<T: Typed> Typed for Patch<T> {
    fn shape() -> Shape {
        Shape::Nullable(T::shape)
    }
}

impl<T: Typed> Typed for Box<T> {
    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn shape() -> Shape {
        Shape::Array(T::shape)
    }
}

impl<T: Typed> Typed for BTreeSet<T> {
    fn shape() -> Shape {
        Shape::Array(T::shape)
    }
}

impl<K, T: Typed> Typed for BTreeMap<K, T> {
    fn shape() -> Shape {
        Shape::Map(T::shape)
    }
}

impl<K, T: Typed, S> Typed for HashMap<K, T, S> {
    fn shape() -> Shape {
        Shape::Map(T::shape)
    }
}

impl Typed for serde_json::Map<String, Value> {
    fn shape() -> Shape {
        Shape::Map(Value::shape)
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))+) => {$(
        impl<$($name: Typed),+> Typed for ($($name,)+) {
            fn shape() -> Shape {
                Shape::Tuple(const { &[$($name::shape as fn() -> Shape),+] })
            }
        }
    )+};
}

tuples! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }
