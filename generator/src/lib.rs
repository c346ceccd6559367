//! Turns OpenAPI 3.0 and 3.1 descriptions into Rust client crates.
//!
//! The generator is pure: text in, a sorted map of paths to text out. Its stages are its modules, in order:
//! [`source`] reads text, [`document`] follows files and checks keys, [`resolve`] makes the [`ir`], [`check`]
//! applies rules that need the whole API, [`name`] gives identifiers, [`lower`] decides the Rust, [`emit`]
//! prints it.

// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]
// Flags that come from the description stay flags; helpers stay beside what they help.
#![allow(clippy::struct_excessive_bools, clippy::unused_self, clippy::self_only_used_in_recursion, clippy::missing_panics_doc)]

pub mod check;
pub mod diff;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod name;
pub mod report;
pub mod resolve;
pub mod review;
pub mod rust;
pub mod source;
pub mod usage;

use std::collections::BTreeMap;

pub use report::Report;
pub use source::Input;

/// What came out of a description.
#[derive(Debug)]
pub struct Generated {
    /// Files of the crate, by path inside it. Empty where an error prevents any output.
    pub files: BTreeMap<String, String>,
    /// Everything there is to say about the description.
    pub report: Report,
    /// The texts the report speaks of.
    pub sources: source::Sources,
    /// Numbers for the report of a run.
    pub summary: Summary,
}

/// Numbers about a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Name of the crate.
    pub package: String,
    /// Operations in the output.
    pub operations: usize,
    /// Operations left out.
    pub operations_left_out: usize,
    /// Everything left out, one line each with its reason.
    pub left_out: Vec<String>,
    /// Named types in the output.
    pub types: usize,
    /// Public fields of typed structs.
    pub fields: usize,
    /// Public fields of untyped JSON: `Type::field` and the reason.
    pub untyped: Vec<(String, ir::JsonReason)>,
    /// Component schemas (key in the description) and the Rust type under `types::` that reads or writes them.
    pub schemas: Vec<(String, String)>,
}

/// How to generate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A crate for consumers: types implement only what their direction needs.
    #[default]
    Publish,
    /// The same types with both directions, and no operations, so that samples can be sent through them.
    Prove,
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
        let krate = lowered(document, input, purpose, &mut report, &mut summary);
        if !report.prevents_output() {
            files = emit::emit(&krate);
        }
    }
    Generated { files, report, sources: document.map_or(sources, document::Document::into_sources), summary }
}

/// A description as a crate, before it is printed.
pub(crate) fn lowered(
    document: &document::Document,
    input: &Input<'_>,
    purpose: Purpose,
    report: &mut Report,
    summary: &mut Summary,
) -> rust::Crate {
    let mut api = resolve::resolve(document, report);
    check::check(&mut api, report);
    let usage = usage::usage(&api, purpose);
    let mut names = name::name(&api, &usage, report);
    let stages = lower::Stages { api: &api, usage: &usage, names: &mut names, sources: &document.sources };
    lower::lower(stages, input, purpose, summary)
}
