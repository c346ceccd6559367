//! The commands of this repository. Everything here is about files, processes and people; what a crate
//! looks like is decided in `plansmith-generator`.

pub mod codegen;
pub mod corpus;
pub mod date;
pub mod diff;
pub mod files;
pub mod generate;
mod input;
pub mod lint;
mod manifest;
pub mod prove;
pub mod repository;
pub mod run;
