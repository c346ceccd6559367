//! The house rules of curated descriptions, as far as a machine can judge them, and what is accepted in spite of them.
//!
//! Rules only read the document and add to the report: errors for a curated description, notes for another one.
//! `spec/RULES.md` has a page for every code, those of the other stages included; [`codes`] is the list of it.

pub mod codes;
mod operations;
pub mod output;
mod references;
mod schemas;
mod tags;
mod waivers;

use crate::document::{Document, Node, is_data, maps_names};
use crate::location::report::{Diagnostic, Level};
use crate::location::{Place, Report};

pub use waivers::is_date;

/// What another program found about the description: examples and defaults that do not fit their schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Path of the file, as the description's sources have it.
    pub file: String,
    /// RFC 6901 pointer inside the file.
    pub pointer: String,
    /// The rule that is broken.
    pub code: String,
    /// What is wrong.
    pub message: String,
}

/// Applies the rules and then the waivers (`x-waive`) to what the report holds and what else was found. `today` is `YYYY-MM-DD`: a waiver that ended before
/// it is an error.
///
/// Where a file could not be read there is nothing to judge: what is missing in it would be found missing everywhere.
pub fn check(document: &Document, today: &str, judged: &[Judged], report: &mut Report) {
    if document.sources.iter().all(|(id, _)| !document.is_damaged(id)) {
        let mut lint = Lint { document, report, quiet: Report::new(false) };
        operations::check(&mut lint);
        tags::check(&mut lint);
        references::check(&mut lint);
        schemas::check(&mut lint);
        for one in judged {
            if let (Some(rule), Some(file)) = (codes::rule(&one.code), document.sources.find(&one.file)) {
                lint.say(rule.code, Place::new(file, &one.pointer), one.message.as_str());
            }
        }
        if report.strict {
            // A note while generating, as other tools read it too; where people write, it is an error.
            report.raise("numeric-key", Level::Error);
        }
    }
    waivers::apply(document, today, report);
}

/// What the rules work with.
struct Lint<'d, 'r> {
    document: &'d Document,
    report: &'r mut Report,
    /// Takes what following a reference has to say, which was said before.
    quiet: Report,
}

impl<'d> Lint<'d, '_> {
    /// Says that a rule is not kept: an error where the description is curated, a note elsewhere.
    fn say(&mut self, code: &'static str, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        if self.report.strict { self.report.warning(code, place, message) } else { self.report.note(code, place, message) }
    }

    fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        node.follow(&mut self.quiet)
    }

    /// The parameters that all operations of a path share.
    fn shared_parameters(&mut self, path: &str) -> Vec<Node<'d>> {
        let item = self.document.root().get("paths").and_then(|paths| paths.get(path));
        let item = item.and_then(|item| self.follow(&item));
        item.and_then(|item| item.get("parameters")).map_or_else(Vec::new, |list| list.items().collect())
    }

    /// The operations of `paths`, with their paths.
    fn operations(&mut self) -> Vec<(&'d str, Node<'d>)> {
        let Some(paths) = self.document.root().get("paths") else { return Vec::new() };
        let mut found = Vec::new();
        for (path, item) in paths.entries() {
            let Some(item) = self.follow(&item) else { continue };
            found.extend(item.entries().filter(|(key, _)| METHODS.contains(key)).map(|(_, operation)| (path, operation)));
        }
        found
    }
}

/// Keys of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Whether a key holds a text with something in it.
fn has_text(node: &Node<'_>, key: &str) -> bool {
    node.string(key).is_some_and(|text| !text.trim().is_empty())
}

/// Calls a function for every node below one, itself included, data of the API left out.
fn each<'d>(node: &Node<'d>, names: bool, visit: &mut dyn FnMut(&Node<'d>)) {
    if node.is_object() {
        if !names {
            visit(node);
        }
        for (key, child) in node.entries() {
            let data = !names && (key == "examples" || is_data(key));
            if !data {
                each(&child, !names && maps_names(key), visit);
            }
        }
    } else {
        node.items().for_each(|child| each(&child, false, visit));
    }
}
