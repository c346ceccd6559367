//! The commands of this repository. Everything here is about files, processes and people; what a crate
//! looks like is decided in `plansmith-generator`.

pub mod bundle;
pub mod codegen;
pub mod corpus;
pub mod diff;
pub mod generate;
pub mod judge;
pub mod lint;
mod manifest;
pub mod release;
pub mod repository;
pub use plansmith::{date, files, input, run};
