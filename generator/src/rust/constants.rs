//! Constants: items whose values are written out.

/// A constant.
#[derive(Clone, Debug)]
pub struct ConstItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Name of the type.
    pub ty: &'static str,
    /// Value.
    pub value: ConstValue,
}

/// The value of a constant.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstValue {
    /// A string.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Bool(bool),
    /// `Some(...)`.
    Some(Box<ConstValue>),
    /// A variant with a value: segments, and the value.
    Variant(Vec<String>, Box<ConstValue>),
    /// `&[...]`.
    List(Vec<ConstValue>),
    /// `(..., ...)`.
    Tuple(Vec<ConstValue>),
    /// A path to another constant or a variant: segments.
    Path(Vec<String>),
    /// A struct: its type, its fields, and the constant the other fields are taken from.
    Struct(&'static str, Vec<(&'static str, ConstValue)>, Vec<String>),
}
