//! `cargo xtask release-plan` and `cargo xtask release`: which version each crate gets, and the steps to it.
//!
//! What was released last is kept in `released/`: the description as one document, and the public items of the crate.
//! A plan compares with that, so it knows of every change, also one of the generator that no description shows.

mod changelog;
mod perform;
mod plan;
mod state;

#[cfg(test)]
mod tests;

pub use perform::{Options, release};
pub use plan::{Planned, plan, show};
pub use state::State;
