//! What a user of a generated crate can name, as lines of text, and what it takes to go from one to the other.
//!
//! A line says one thing that code can rely on: that a type exists, a field's type, a method's arguments, a trait. So
//! a line that is gone or says something else breaks code (major), and a new line does not (minor), because what is
//! read is `#[non_exhaustive]`, enums and unions are open, and what is sent is made by `new` and setters.

mod compare;
mod read;
mod text;

pub use compare::{RustChange, Step, compare};
pub use read::read;

use std::collections::BTreeMap;

/// What a line is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// `struct`, `fn`, `field` and so on.
    pub kind: String,
    /// Its type, arguments or traits.
    pub says: String,
    /// The name on the wire: a property, a value, or method and path of an operation. No part of what code relies on.
    pub wire: String,
}

/// What a user of a crate can name, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicApi {
    /// Package name.
    pub package: String,
    /// Version of the package.
    pub version: String,
    /// Lines by path, such as `types::Card::name`.
    pub entries: BTreeMap<String, Entry>,
    /// Rust types by the component they are made from.
    pub components: BTreeMap<String, String>,
}
