//! What the derives expand to: the calls that read and write JSON and the tables these are given.

pub use super::parts::{header, header_opt};
pub use super::record::{Fields, Record, Writer, record, writer};
pub use super::scalar::{Enumeration, int_enum, text_enum};
pub use super::shape::{Arm, Object, Shape, Typed};
pub use super::state::doubt;
pub use super::tagged::tagged;
pub use super::union::{Union, union, variant};
