//! Types of the API.

use super::Docs;
use crate::location::Place;
use serde_json::Value;

/// Index of a named type in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// All named types, in the order they were first met.
#[derive(Clone, Debug, Default)]
pub struct Types {
    list: Vec<Named>,
}

impl Types {
    /// Adds a type and returns its id.
    ///
    /// # Panics
    ///
    /// Never: 2^32 types do not fit into memory.
    pub fn push(&mut self, named: Named) -> TypeId {
        let id = TypeId(u32::try_from(self.list.len()).expect("fewer than 2^32 types"));
        self.list.push(named);
        id
    }

    /// The type behind an id.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &Named {
        &self.list[id.0 as usize]
    }

    /// The type behind an id, to be changed.
    pub fn get_mut(&mut self, id: TypeId) -> &mut Named {
        &mut self.list[id.0 as usize]
    }

    /// Number of types.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The types in order.
    #[must_use]
    pub fn into_list(self) -> Vec<Named> {
        self.list
    }

    /// Ids and types in order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Named)> {
        self.list.iter().enumerate().map(|(index, named)| (TypeId(u32::try_from(index).unwrap_or(u32::MAX)), named))
    }
}

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct Named {
    /// Where the name comes from.
    pub origin: Origin,
    /// Name a curated description asks for (`x-name`).
    pub rename: Option<String>,
    /// Documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: Kind,
    /// The first example given for the schema, as JSON.
    pub example: Option<Value>,
    /// Where it is described.
    pub place: Place,
}

/// Where the name of a type comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A component schema (or `$defs` entry), by its key.
    Component(String),
    /// A schema described where it is used: the wire names that lead to it, such as
    /// `["Card", "labels", "item"]` for a property or `["listCards", "response"]` for an operation.
    Inline(Vec<String>),
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A JSON object with known properties.
    Object(Object),
    /// A scalar with a known set of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// A scalar (or array, map) with a name: newtype of a string or integer, alias of the rest.
    Alias(Type),
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Properties in order.
    pub fields: Vec<Field>,
    /// Properties beyond the named ones.
    pub extra: Extra,
    /// Whether those are files, or arrays of files, in a multipart body.
    pub extra_files: bool,
}

/// Properties beyond the named ones.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub enum Extra {
    /// Nothing said: further properties may come and are ignored.
    #[default]
    Ignored,
    /// `additionalProperties: false`.
    Closed,
    /// Kept, with values of this type.
    Kept(Type),
}

/// A property.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name as sent.
    pub wire: String,
    /// Name a curated description asks for (`x-name`).
    pub rename: Option<String>,
    /// Type of the value, without the null that [`Presence`] speaks of.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether only one side sends it.
    pub access: Access,
    /// Whether every response has it although it need not be sent (`x-answered`): it is required in the form that is read.
    pub answered: bool,
    /// The only value it can have (`const`, or an enum of one).
    pub constant: Option<Box<Value>>,
    /// What is said of it as a part, where the object is a multipart body. Boxed, because most properties are none.
    pub part: Option<Box<Part>>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is described.
    pub place: Place,
}

impl Field {
    /// A discriminator property that the object does not list. `tag` is the value that selects the object.
    pub(crate) fn discriminator(wire: String, tag: Option<&str>, place: Place) -> Self {
        let text = tag.map_or("Says what the object is.".to_owned(), |tag| format!("Says what the object is: `{tag}`."));
        Self {
            wire,
            rename: None,
            ty: Type::String(StringFormat::Plain),
            presence: Presence::Optional,
            access: Access::Both,
            answered: false,
            constant: None,
            part: None,
            docs: Docs { description: Some(text), ..Docs::default() },
            place,
        }
    }
}

/// What a property is in a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// Whether the value, or each item of the array, is a file (`format: binary`, or `contentMediaType` without
    /// `contentEncoding`).
    pub file: bool,
    /// The media type, if the description names one.
    pub media: Option<String>,
    /// Headers with their values.
    pub headers: Vec<(String, String)>,
    /// Names of the headers whose values the caller gives.
    pub open_headers: Vec<String>,
}

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// May be absent.
    Optional,
    /// Always there, may be null.
    Nullable,
    /// May be absent, may be null.
    OptionalNullable,
}

/// Which side sends a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// Both.
    #[default]
    Both,
    /// The server only.
    ReadOnly,
    /// The client only.
    WriteOnly,
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int(Int),
    /// A number.
    Float(Float),
    /// A string, with what its format says.
    String(StringFormat),
    /// Bytes outside JSON: a file of a multipart body, a raw body.
    Binary,
    /// JSON of any shape, with the reason.
    Json(JsonReason),
    /// An array.
    Array(Box<Type>),
    /// An array of exactly these.
    Tuple(Vec<Type>),
    /// An object of free keys.
    Map(Box<Type>),
    /// A named type.
    Named(TypeId),
    /// Null is allowed where [`Presence`] does not say it: array elements, map values, union variants, bodies.
    Nullable(Box<Type>),
}

/// Width of a whole number; bounds only widen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Int {
    /// `format: int32`.
    I32,
    /// The default.
    I64,
    /// `format: uint32` and the like: not negative, at most 32 bits.
    U32,
    /// Not negative, 64 bits, where the description says so.
    U64,
    /// Bounds beyond 64 bits.
    I128,
}

/// Width of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Float {
    /// The default, also for `format: float`: servers write more digits than 32 bits hold.
    F64,
    /// A decimal that must not lose digits (`format: decimal` and the like), sent as a JSON number.
    Decimal,
}

/// What the format of a string says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// Nothing.
    Plain,
    /// RFC 3339 `full-date`.
    Date,
    /// RFC 3339 time, also without seconds or offset.
    Time,
    /// RFC 3339 `date-time`.
    DateTime,
    /// ISO 8601 duration.
    Duration,
    /// RFC 4122.
    Uuid,
    /// RFC 3986.
    Uri,
    /// Base64 (`format: byte`, `contentEncoding: base64`).
    Base64,
    /// A decimal number in a string.
    Decimal,
    /// A password, key or token that no text about a value may show (`format: password`).
    Secret,
}

/// Why a value is untyped JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonReason {
    /// The description says anything (`{}`, `true`, or a `Json` schema that allows every type).
    Anything,
    /// An object whose properties are not described.
    FreeObject,
    /// An array whose items are not described.
    FreeArray,
    /// The schema contradicts itself or cannot be expressed; a diagnostic says more.
    NotExpressible,
}

/// A scalar with a known set of values.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Enum {
    /// The values, all strings or all whole numbers.
    pub values: Vec<EnumValue>,
    /// Whether the values are whole numbers.
    pub integer: bool,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct EnumValue {
    /// The value: a string or a whole number.
    pub value: Value,
    /// Name a description asks for (`x-enum-varnames`, `x-enumNames`).
    pub rename: Option<String>,
    /// What the value means (`x-enum-descriptions`, or `oneOf` of constants with titles).
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Union {
    /// The types in order.
    pub variants: Vec<Variant>,
    /// The property that tells objects apart.
    pub discriminator: Option<Discriminator>,
}

/// The property that tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Discriminator {
    /// Name of the property as sent.
    pub wire: String,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Variant {
    /// Words for its name: the component's key, a title, the tag, or a word for the type.
    pub name: String,
    /// Type of the value.
    pub ty: Type,
    /// Values of the discriminator that select it.
    pub tags: Vec<String>,
    /// Documentation.
    pub docs: Docs,
}

impl Type {
    /// Calls a function with each named type that this type is made of.
    pub fn each_named(&self, call: &mut dyn FnMut(TypeId)) {
        match self {
            Self::Named(id) => call(*id),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.each_named(call),
            Self::Tuple(items) => items.iter().for_each(|item| item.each_named(call)),
            _ => {}
        }
    }

    /// The type without a null around it, and whether there was one.
    #[must_use]
    pub fn without_null(&self) -> (&Type, bool) {
        match self {
            Self::Nullable(inner) => (inner.without_null().0, true),
            _ => (self, false),
        }
    }
}
