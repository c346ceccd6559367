//! Turns OpenAPI 3.0 and 3.1 descriptions into Rust client crates.
//!
//! The generator is pure: text in, a sorted map of paths to text out. Its stages are its modules, in order:
//! [`source`] reads text, [`document`] follows files and checks keys, `schema` reads schemas, `model` makes types of
//! them, [`api`] reads operations, which gives the [`ir`]; [`passes`] change it, [`check`] applies rules that need the
//! whole API, [`name`] gives identifiers, [`lower`] decides the Rust, [`emit`] prints it. A module uses those before
//! it, never one behind it: `tests/layers.rs` has the list.

// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod api;
pub mod check;
pub mod document;
#[allow(clippy::missing_panics_doc, reason = "what is printed was made of valid tokens")]
pub mod emit;
pub mod ir;
pub mod limits;
pub mod location;
#[allow(clippy::unused_self, reason = "helpers stand beside what they help")]
pub mod lower;
pub mod media;
mod model;
pub mod name;
pub mod numbers;
pub mod passes;
pub mod rust;
mod schema;
pub mod source;
mod suggest;
mod words;

use std::collections::BTreeMap;

pub use location::{Report, report};
pub use lower::Summary;
pub use passes::{Purpose, usage};
pub use source::Input;

/// What came out of a description.
#[derive(Debug)]
pub struct Generated {
    /// Files of the crate, by path inside it. Empty where an error prevents any output.
    pub files: BTreeMap<String, String>,
    /// Everything there is to say about the description.
    pub report: Report,
    /// The texts the report speaks of.
    pub sources: location::Sources,
    /// Numbers for the report of a run.
    pub summary: Summary,
}

/// Generates a crate.
///
/// Nothing is read or written here: `input.read` gives the text of a file, the result holds the texts to
/// write. Mistakes of the description are in the report, never a panic.
pub fn generate(input: &Input<'_>, purpose: Purpose) -> Generated {
    let mut report = Report::new(input.strict);
    let mut summary = Summary::default();
    let mut files = BTreeMap::new();
    let (document, sources) = document::load(input, &mut report);
    if let Some(document) = &document {
        document::check(document, &mut report);
        let mut api = api::read(document, &mut report);
        passes::run(&mut api, input.strict);
        check::check(&api, &mut report);
        let usage = passes::usage(&api, purpose);
        let mut names = name::name(&api, &usage, &mut report);
        let stages = lower::Stages { api: &api, usage: &usage, names: &mut names, sources: &document.sources };
        let krate = lower::lower(stages, input, purpose, &mut summary);
        if !report.prevents_output() {
            files = emit::emit(&krate);
        }
    }
    Generated { files, report, sources: document.map_or(sources, document::Document::into_sources), summary }
}
