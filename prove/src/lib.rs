//! A second reading of descriptions: what their schemas say, values that fit them, and whether a value does.
//!
//! Two things are judged here, and neither by the code that made it. The proof ([`proof`]) sends samples through the
//! types of a generated crate and back. The end-to-end tests hold what clients send and servers answer against the
//! description ([`Judge`]). Both stand on the same three parts: [`schema`] rewrites the dialects of OpenAPI 3.0 and 3.1
//! as JSON Schema 2020-12 and asks the `jsonschema` crate, [`sample`] builds values, [`document`] reads the files.

mod definitions;
pub mod document;
pub mod examples;
pub mod judge;
pub mod proof;
pub mod sample;
pub mod schema;

pub use document::Documents;
pub use judge::Judge;
pub use sample::Variant;
pub use schema::{Direction, Usage};
