//! Compares two descriptions: what changed, whom it reaches, and what it means for users of the HTTP API and of the
//! generated crate.
//!
//! Both descriptions are compared by meaning: a `$ref` is what it leads to, `allOf` is laid together, the spellings of
//! "or null" are one, and neither order nor the names of components matter. Each two nodes are compared once
//! (`graph`), the kinds of difference are listed once ([`code`]), and how bad one is follows from its kind and from the
//! ways on which operations reach it ([`verdict`]). `spec/DIFF.md` is the list for readers.

pub mod change;
pub mod code;
mod compare;
mod fact;
mod graph;
mod link;
pub mod report;
pub mod surface;
pub mod text;
pub mod verdict;
mod view;
pub mod waiver;

pub use change::{Change, Diff, EntryKind, Located, OperationEntry, User};
pub use code::Code;
pub use surface::{PublicApi, RustChange, Step};
pub use verdict::{Direction, Impact};

use crate::document::{self, Document};
use crate::location::Report;
use crate::location::Sources;
use crate::lower::Summary;
use crate::options::Options;
use crate::source::Input;

/// A description that cannot be compared.
#[derive(Debug)]
pub struct Unreadable {
    /// What is wrong with it.
    pub report: Report,
    /// The texts that the report speaks of.
    pub sources: Sources,
}

/// A description that was read, with the surface of its crate.
#[derive(Debug)]
pub struct Side {
    document: Document,
    /// What a user of its crate can name.
    pub surface: PublicApi,
}

impl Side {
    /// Reads a description and lowers its crate.
    ///
    /// # Errors
    ///
    /// What cannot be read, is no description of OpenAPI 3.0, 3.1 or 3.2, or has a `$ref` that leads nowhere.
    pub fn read(input: &Input<'_>) -> Result<Self, Box<Unreadable>> {
        let mut report = Report::new(false);
        let (document, sources) = document::load(input, &mut report);
        let document = match document {
            Some(document) if !report.has_errors() => document,
            Some(document) => return Err(Box::new(Unreadable { report, sources: document.into_sources() })),
            None => return Err(Box::new(Unreadable { report, sources })),
        };
        // What the crate leaves out is told by `lint` and `generate`; here it is the same on both sides or a change.
        let mut summary = Summary::default();
        let mut quiet = Report::new(false);
        let api = crate::api::read(&document, &mut quiet);
        let krate = crate::pipeline::lowered(api, &document.sources, input, &Options::default(), &mut quiet, &mut summary);
        let mut surface = surface::read(&krate);
        surface.components = summary.schemas.into_iter().collect();
        Ok(Self { document, surface })
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its texts.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.document.sources
    }
}

/// Compares two descriptions and the crates made of them.
///
/// # Errors
///
/// When a `$ref` of either leads nowhere: `Err((false, _))` is about the old one, `Err((true, _))` about the new one.
#[allow(clippy::result_large_err, reason = "once in a run")]
pub fn compare(old: &Side, new: &Side) -> Result<Diff, (bool, Report)> {
    let comparer = compare::Comparer::compare(&old.document, &new.document);
    if comparer.old_report.has_errors() {
        return Err((false, comparer.old_report));
    }
    if comparer.new_report.has_errors() {
        return Err((true, comparer.new_report));
    }
    let mut diff = change::collect(comparer, old.sources(), new.sources());
    diff.rust = surface::compare(&old.surface, &new.surface);
    link::link(&mut diff, &old.surface, &new.surface);
    Ok(diff)
}
