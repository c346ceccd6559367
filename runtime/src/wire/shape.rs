//! [`Typed`] and [`Shape`]: what JSON a type is read from, so that a union can tell its variants apart before it decodes one, and
//! how it reads what a server sends in an odd form.

use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

use super::lenient::Lenient;

/// A type whose JSON form is known.
pub trait Typed: DeserializeOwned {
    /// The JSON form. Nested shapes are functions, so recursive types are fine.
    fn shape() -> Shape;

    /// Reads a value as a person would read it: strings take numbers and keep their digits, numbers take strings of digits, integers
    /// take `1.0`, and arrays leave out a `null` that is no element. [`Deserialize`](serde::Deserialize) alone does so only for what
    /// is inside an object.
    ///
    /// # Errors
    ///
    /// When the value is of another kind.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(Lenient(deserializer))
    }
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
    /// A whole number, `1`, `1.0` or `1e3`.
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

impl Typed for serde_json::Map<String, Value> {
    fn shape() -> Shape {
        Shape::Map(Value::shape)
    }
}
