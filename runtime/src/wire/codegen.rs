//! What expansions of `plansmith-macros` name, beside the calls themselves. Not for people; re-exported from `codegen`.
//!
//! Misuse of the macros is an error at its place:
//!
//! ```compile_fail
//! #[derive(plansmith_runtime::Deserialize)]
//! pub enum Pet { Cat(String) } // the last variant of a union is `Other(Value)`
//! ```
//!
//! ```compile_fail
//! #[derive(plansmith_runtime::Deserialize)]
//! #[wire(camelcase)] // no case rule
//! pub struct Card { pub id: String }
//! ```
//!
//! ```compile_fail
//! #[derive(plansmith_runtime::Serialize)]
//! pub struct Card { #[wire(null)] pub id: String } // not an `Option`
//! ```
//!
//! ```compile_fail
//! #[plansmith_runtime::text_enum]
//! pub enum Color { Blue } // no value
//! ```
//!
//! ```compile_fail
//! #[plansmith_runtime::int_enum]
//! pub enum Level { One = "1" } // not an integer
//! ```
//!
//! ```compile_fail
//! pub struct Cards(plansmith_runtime::Client);
//! #[plansmith_runtime::operation(Cards::get, "getCard", GET "/card/{id}" -> Empty)]
//! pub struct GetCard {} // no field for `id`
//! ```
//!
//! ```compile_fail
//! pub struct Cards(plansmith_runtime::Client);
//! #[plansmith_runtime::operation(Cards::list, "listCards", GET "/card" -> Empty)]
//! pub struct ListCards { #[param(style = deep)] a: Option<String> } // no such style
//! ```
//!
//! and the same without the mistake compiles:
//!
//! ```
//! use plansmith_runtime::{Deserialize, Value, operation, text_enum};
//! #[derive(Clone, Debug, Deserialize)]
//! #[wire(camelCase)]
//! pub struct Cat { pub nine_lives: Option<bool> }
//! #[derive(Clone, Debug, Deserialize)]
//! pub enum Pet { Cat(Cat), Other(Value) }
//! #[text_enum]
//! pub enum Color { Blue = "blue" }
//! pub struct Cards(plansmith_runtime::Client);
//! #[operation(Cards::get, "getCard", GET "/card/{id}" -> Empty)]
//! pub struct GetCard { id: String, #[param(style = deepObject)] a: Option<Vec<String>> }
//! ```

pub use super::parts::{Step, StepMut, StepOver, StepOverMut, header, header_opt, into, list};
pub use super::record::{Fields, Record, Writer, record, writer};
pub use super::scalar::{Enumeration, int_enum, text_enum};
pub use super::shape::{Arm, Object, Shape, Typed};
pub use super::state::doubt;
pub use super::tagged::tagged;
pub use super::union::{Union, union, variant};
pub use super::{Decimal, Patch, Value};
pub use crate::encode::{FormStyle, Style, StyleKind};
pub use crate::filter::{Field, Relation, kind};
