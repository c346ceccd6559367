//! The next version of each crate, by what changed since the last release.

use super::state;
use crate::codegen;
use crate::diff::Source;
use crate::repository::Repository;
use plansmith_generator::diff::report::next_version;
use plansmith_generator::diff::{self, Diff, Impact, RustChange, Step};
use std::fmt::Write as _;
use std::io;

/// What a release of an API would be.
#[derive(Debug)]
pub struct Planned {
    /// Folder in `spec/`.
    pub api: String,
    /// Package name.
    pub package: String,
    /// Version that was released last; `None` before the first release.
    pub released: Option<String>,
    /// Version in `x-crate`.
    pub stated: String,
    /// The least version that the changes allow; `None` where nothing changed.
    pub next: Option<String>,
    /// The verdict for users of the crate.
    pub step: Option<Step>,
    /// The verdict for users of the HTTP API.
    pub level: Option<Impact>,
    /// Lines for `changes/`, by kind.
    pub lines: Vec<Line>,
}

/// A line for callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `breaking`, `changed` or `added`.
    pub kind: &'static str,
    /// What changed, by Rust names.
    pub text: String,
    /// How to adapt, where it breaks.
    pub adapt: Option<String>,
}

impl Planned {
    /// Whether the stated version is lower than the changes call for, although it was raised.
    #[must_use]
    pub fn is_too_low(&self) -> bool {
        match (&self.next, &self.released) {
            (Some(next), Some(released)) => self.stated != *released && numbers(&self.stated) < numbers(next),
            _ => false,
        }
    }

    /// The version a release gets: the stated one where it was raised, else the least that is allowed. `None` where
    /// there is nothing to release.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        match &self.released {
            None => Some(&self.stated),
            Some(released) if *released != self.stated => Some(&self.stated),
            Some(_) => self.next.as_deref(),
        }
    }
}

/// The numbers of a version, to be compared.
pub(super) fn numbers(version: &str) -> Vec<u64> {
    version.split(['-', '+']).next().unwrap_or_default().split('.').map(|part| part.parse().unwrap_or_default()).collect()
}

/// Plans the release of the chosen APIs.
///
/// # Errors
///
/// When a name is unknown, or a description cannot be read.
pub fn plan(repository: &Repository, apis: &[String]) -> io::Result<Vec<Planned>> {
    repository.chosen(apis)?.into_iter().map(|api| one(repository, api)).collect()
}

fn one(repository: &Repository, api: String) -> io::Result<Planned> {
    let new = Source::file(repository.root(), &codegen::root(&api)).read().map_err(io::Error::other)?;
    let (package, stated) = (new.surface.package.clone(), new.surface.version.clone());
    let mut planned = Planned { api, package, released: None, stated, next: None, step: None, level: None, lines: Vec::new() };
    let Some(old) = state::read(repository, &planned.api)? else { return Ok(planned) };
    let found = diff::compare(&old.side, &new).map_err(|(is_new, report)| {
        let sources = if is_new { new.sources() } else { old.side.sources() };
        io::Error::other(report.render(sources, false))
    })?;
    planned.released = Some(old.side.surface.version.clone());
    planned.step = found.step();
    planned.level = found.impact();
    planned.next = found.step().and_then(|step| next_version(&old.side.surface.version, step));
    planned.lines = lines(&found);
    Ok(planned)
}

/// What callers notice: every difference of the crate, and what the server does otherwise without one.
fn lines(diff: &Diff) -> Vec<Line> {
    let mut lines: Vec<Line> = diff.rust.iter().filter(|change| change.step > Step::Patch).map(of_crate).collect();
    for change in diff.changes.iter().filter(|change| change.rust == Step::Patch && change.impact() > Impact::Compatible) {
        let kind = if change.impact() == Impact::Breaking { "breaking" } else { "changed" };
        let adapt = (kind == "breaking")
            .then(|| "The crate is the same: look at what is sent and what is done with the response.".to_owned());
        lines.push(Line {
            kind,
            text: format!("On the wire, `{}`: {}.", change.subject.replace('`', "'"), change.text.plain()),
            adapt,
        });
    }
    let order = |line: &Line| ["breaking", "changed", "added"].iter().position(|kind| *kind == line.kind);
    lines.sort_by_key(order);
    lines
}

fn of_crate(change: &RustChange) -> Line {
    let inside = if change.inside > 0 { format!(", with {} inside", change.inside) } else { String::new() };
    let mut text = change.text.clone() + &inside + ".";
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    let adapt = match change.step {
        Step::Major if change.text.contains(" is called ") => Some("Write the new name.".to_owned()),
        Step::Major if change.text.ends_with(" is gone") => Some("There is nothing in its place.".to_owned()),
        Step::Major => Some("Pass or read the new type.".to_owned()),
        _ => None,
    };
    Line { kind: if change.step == Step::Major { "breaking" } else { "added" }, text, adapt }
}

/// The plan as a person reads it, and whether no stated version is too low.
#[must_use]
pub fn show(plan: &[Planned]) -> (String, bool) {
    let mut out = String::new();
    let mut fine = true;
    for one in plan {
        let verdict = match (one.level, one.step) {
            (Some(level), Some(step)) => format!("{} on the wire, {} for the crate", level.as_str(), step.as_str()),
            (None, Some(step)) => format!("{} for the crate", step.as_str()),
            _ => "nothing changed".to_owned(),
        };
        let _ = match (&one.released, &one.next) {
            (None, _) => writeln!(out, "{}: never released; the first version is {}", one.package, one.stated),
            (Some(released), None) => writeln!(out, "{}: {verdict} since {released}", one.package),
            (Some(released), Some(next)) if one.is_too_low() => {
                fine = false;
                writeln!(
                    out,
                    "error: {}: `x-crate.version` is {}, but {verdict} since {released} calls for {next} at least",
                    one.package, one.stated
                )
            }
            (Some(released), Some(next)) => {
                writeln!(out, "{}: {released} -> {}: {verdict}", one.package, one.version().unwrap_or(next))
            }
        };
        for line in one.lines.iter().take(20) {
            let _ = writeln!(out, "  {:<9} {}", line.kind, line.text);
        }
        if one.lines.len() > 20 {
            let _ = writeln!(out, "  and {} more", one.lines.len() - 20);
        }
    }
    (out, fine)
}
