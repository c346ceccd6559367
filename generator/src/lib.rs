//! Turns OpenAPI 3.0, 3.1 and 3.2 descriptions into Rust client crates.
//!
//! The generator is pure: text in, a sorted map of paths to text out. Its stages are its modules, in order:
//! [`source`] reads text, [`document`] follows files and checks keys, `schema` reads schemas, `model` makes types of
//! them, [`api`] reads operations, which gives the [`ir`]; [`passes`] change it, [`check`] applies rules that need the
//! whole API, [`name`] gives identifiers, [`lower`] decides the Rust, [`emit`] prints it. A module uses those before
//! it, never one behind it: `tests/layers.rs` has the list.

// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod api;
pub mod bundle;
pub mod check;
pub mod diff;
pub mod document;
#[allow(clippy::missing_panics_doc, reason = "what is printed was made of valid tokens")]
pub mod emit;
pub mod ir;
pub mod limits;
pub mod lint;
pub mod location;
#[allow(clippy::unused_self, reason = "helpers stand beside what they help")]
pub mod lower;
pub mod media;
mod model;
pub mod name;
pub mod numbers;
pub mod options;
pub mod overlay;
pub mod passes;
mod pipeline;
pub mod review;
pub mod rust;
mod schema;
pub mod source;
pub mod suggest;
mod words;

use std::collections::BTreeMap;

pub use location::{Report, report};
pub use lower::Summary;
pub use options::{Options, Purpose};
pub use passes::usage;
pub use source::Input;

/// What came out of a description.
#[derive(Debug)]
pub struct Generated {
    /// Files of the crate, by path inside it. Empty where an error prevents any output.
    pub files: BTreeMap<String, String>,
    /// Everything there is to say about the description.
    pub report: Report,
    /// The texts the report speaks of; what they say ([`location::SourceFile::value`]) is dropped.
    pub sources: location::Sources,
    /// Numbers for the report of a run.
    pub summary: Summary,
}

/// Generates a crate.
///
/// Nothing is read or written here: `input.read` gives the text of a file, the result holds the texts to
/// write. Mistakes of the description are in the report, never a panic.
pub fn generate(input: &Input<'_>, options: impl Into<Options>) -> Generated {
    let mut generated = read(input, &options.into(), |_| ());
    generated.report.relocate(&generated.sources.origins);
    generated
}

/// Generates a crate, and shows it before it is printed; places in the report are those of the document, whatever overlays
/// changed.
fn read(input: &Input<'_>, options: &Options, mut lowered: impl FnMut(&rust::Crate)) -> Generated {
    let mut report = Report::new(input.strict);
    let mut summary = Summary::default();
    let mut files = BTreeMap::new();
    let (document, mut sources) = document::load_with(input, options.config.as_ref(), &options.overlays, &mut report);
    if let Some(document) = document {
        document::check(&document, &mut report);
        let api = api::read(&document, &mut report);
        // From here on nobody asks the trees of the files, which take more memory than all that was made of them.
        sources = document.into_sources();
        let krate = pipeline::lowered(api, &sources, input, options, &mut report, &mut summary);
        lowered(&krate);
        if let Some(path) = krate.repeated_path() {
            report.fatal("repeated-file", location::Place::default(), format!("two modules of the crate would be written to `{path}`")).help(
                "this is a mistake of the generator: please report it with the tags and names of schemas that become this module",
            );
        }
        if !report.prevents_output() {
            files = emit::emit(krate);
        }
    }
    Generated { files, report, sources, summary }
}

/// Generates a crate and holds the description against the house rules as well; the report has both.
///
/// `today` (`YYYY-MM-DD`) decides which waivers have ended: nothing here has a clock. `judged` is what a program with a
/// validator found; the generator has none.
#[must_use]
pub fn lint(input: &Input<'_>, options: impl Into<Options>, today: &str, judged: &[lint::Judged]) -> Generated {
    let options = options.into();
    let mut generated = read(input, &options, |_| ());
    // What reading has to say is in the report already.
    let mut quiet = Report::new(false);
    if let (Some(document), _) = document::load_with(input, options.config.as_ref(), &options.overlays, &mut quiet) {
        lint::check(&document, today, judged, &mut generated.report);
    }
    generated.report.relocate(&generated.sources.origins);
    generated
}

/// The description as one document for viewers and other tools, and the report of reading it. `None` where it cannot be read.
#[must_use]
pub fn bundle(input: &Input<'_>, options: impl Into<Options>) -> (Option<serde_json::Value>, Generated) {
    let options = options.into();
    let mut calls = Vec::new();
    let mut generated = read(input, &options, |krate| calls = bundle::calls(&krate.surface));
    generated.report.relocate(&generated.sources.origins);
    let mut quiet = Report::new(false);
    let (document, _) = document::load_with(input, options.config.as_ref(), &options.overlays, &mut quiet);
    (document.map(|document| bundle::bundle(&document, &calls)), generated)
}
