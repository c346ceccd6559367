//! The report for programs: JSON, SARIF 2.1.0, and the workflow commands of GitHub.
//!
//! Texts of a description are not trusted. Every format is written by a function that escapes, never by putting texts together.

mod github;
mod json;
mod sarif;

pub use github::github;
pub use json::json;
pub use sarif::sarif;

use crate::location::report::Diagnostic;
use crate::location::{Place, Report, Sources, Span};

/// Longest message in characters; a name of a description can be megabytes.
const LONGEST: usize = 2000;

/// A diagnostic with its positions.
struct Finding<'r> {
    diagnostic: &'r Diagnostic,
    at: Position<'r>,
    related: Vec<(&'r str, Position<'r>)>,
}

/// Where something is.
struct Position<'r> {
    file: &'r str,
    span: Option<Span>,
    /// Nothing where there is no file.
    pointer: Option<&'r str>,
}

/// The diagnostics by file and position.
fn findings<'r>(report: &'r Report, sources: &'r Sources) -> Vec<Finding<'r>> {
    let all = report.diagnostics();
    let places: Vec<Place> = all
        .iter()
        .flat_map(|one| std::iter::once(&one.place).chain(one.related.iter().map(|related| &related.place)))
        .cloned()
        .collect();
    let mut spans = sources.locate(&places).into_iter();
    let mut position = |place: &'r Place, span: Option<Span>| {
        let file = sources.file(place.file);
        Position {
            file: file.map_or("", |file| file.path.as_str()),
            span: spans.next().flatten().filter(|_| span.is_none()).or(span),
            pointer: file.map(|_| &*place.pointer),
        }
    };
    let mut found: Vec<Finding<'r>> = all
        .iter()
        .map(|diagnostic| Finding {
            diagnostic,
            at: position(&diagnostic.place, diagnostic.span),
            related: diagnostic
                .related
                .iter()
                .map(|related| (related.label.as_str(), position(&related.place, related.span)))
                .collect(),
        })
        .collect();
    found.sort_by_key(|finding| (finding.diagnostic.place.file, finding.at.span));
    found
}

/// A text of one paragraph: no control characters, not too long.
pub(super) fn shortened(text: &str) -> String {
    let clean = |letter: char| match letter {
        '\n' | '\r' | '\t' => ' ',
        letter if letter.is_control() => '\u{fffd}',
        // Marks that turn the direction of what follows would show another text than there is.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        letter => letter,
    };
    let mut out: String = text.chars().take(LONGEST).map(clean).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push_str("...");
    }
    out
}

/// Message and help as one text.
fn said(diagnostic: &Diagnostic) -> String {
    let message = shortened(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => format!("{message}\nhelp: {}", shortened(help)),
        None => message,
    }
}
