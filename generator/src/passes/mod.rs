//! Changes to the [`Api`](crate::ir::Api) that the caller asks for.

pub mod names;
mod pattern;
mod prune;
pub mod select;
