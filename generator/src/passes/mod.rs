//! What is changed of an API once all of it is known.
//!
//! Every pass is a `fn(&mut Api)`. They run in the order of [`PASSES`]; `usage` comes after them and only finds
//! something out. Between them the names and the choice of a caller are applied, [`names`] and [`select`].

mod dedup;
pub mod derives;
mod discriminators;
mod multipart_files;
pub mod names;
mod pattern;
mod prune;
mod recursive_aliases;
pub mod select;
pub mod types;
pub mod usage;

pub use usage::{Usage, View, usage};

use crate::ir::Api;

/// A change of an API.
#[derive(Debug)]
pub struct Pass {
    /// What it is called in documents.
    pub name: &'static str,
    /// Whether curated descriptions are left as they are written.
    pub foreign_only: bool,
    /// Changes the API.
    pub run: fn(&mut Api),
}

/// The passes in their order.
///
/// Files of multipart bodies come first, because they make copies of types. Discriminators add properties, after which
/// types that were equal no longer are. Aliases are looked at last, when no type is replaced any more.
pub const PASSES: &[Pass] = &[
    Pass { name: "multipart_files", foreign_only: false, run: multipart_files::multipart_files },
    Pass { name: "discriminators", foreign_only: false, run: discriminators::discriminators },
    Pass { name: "dedup", foreign_only: true, run: dedup::dedup },
    Pass { name: "recursive_aliases", foreign_only: false, run: recursive_aliases::recursive_aliases },
];

/// Runs all passes; those that are for foreign descriptions only where `curated` is false.
pub fn run(api: &mut Api, curated: bool) {
    for pass in PASSES.iter().filter(|pass| !(curated && pass.foreign_only)) {
        (pass.run)(api);
    }
}
