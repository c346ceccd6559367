//! For terminals: grouped by resource, the worst first.

use super::{Subject, count, counts, groups, rust_only, sides, users, verdict};
use crate::diff::change::{Change, Diff, Located};
use crate::diff::surface::Step;
use crate::diff::verdict::Impact;
use crate::review::text;
use std::fmt::Write;

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";

/// The changes as a person reads them in a terminal.
#[must_use]
pub fn terminal(diff: &Diff, subject: &Subject<'_>, color: bool) -> String {
    let Some((http, rust)) = verdict(diff, subject) else {
        return format!("no change between {} and {}\n", text::line(subject.old), text::line(subject.new));
    };
    let paint = |code: &str, words: &str| if color { format!("{code}{words}{RESET}") } else { words.to_owned() };
    let mut out = format!("{}\n", paint(BOLD, &text::line(&format!("{http}; {rust}"))));
    if !diff.changes.is_empty() {
        let _ = writeln!(out, "{}", counts(diff));
    }
    for group in groups(diff, |_| true) {
        let _ = writeln!(out, "\n== {}", paint(BOLD, &text::line(&group.title)));
        for change in group.changes {
            one(&mut out, diff, change, &paint);
        }
    }
    let only = rust_only(diff);
    if !only.is_empty() {
        let _ = writeln!(out, "\n== {}", paint(BOLD, "Only in the crate"));
        for change in only {
            let inside =
                if change.inside > 0 { format!(", with {} inside", count(change.inside, "item")) } else { String::new() };
            let step = paint(step_color(change.step), &format!("{:<10}", change.step.as_str()));
            let _ = writeln!(out, "  {step} {}{inside}", text::line(&change.text));
        }
    }
    out
}

fn one(out: &mut String, diff: &Diff, change: &Change, paint: &impl Fn(&str, &str) -> String) {
    let impact = paint(impact_color(change.impact()), &format!("{:<10}", change.impact().as_str()));
    let _ = writeln!(
        out,
        "  {impact} {}: {} [{}]",
        text::line(&change.subject),
        text::line(&change.text.plain()),
        change.code.as_str()
    );
    let mut facts = vec![sides(change)];
    let (named, rest) = users(diff, change);
    if !named.is_empty() {
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        facts.push(format!("{}{more}", named.join(", ")));
    }
    facts.retain(|fact| !fact.is_empty());
    if !facts.is_empty() {
        let _ = writeln!(out, "             {}", text::line(&facts.join(": ")));
    }
    for index in change.rust_changes.iter().take(3) {
        let rust = &diff.rust[*index];
        let _ = writeln!(out, "             {}: {}", rust.step.as_str(), text::line(&rust.text));
    }
    if change.rust_changes.len() > 3 {
        let _ = writeln!(out, "             and {} more in the crate", change.rust_changes.len() - 3);
    }
    if let Some(waiver) = &change.waiver {
        let _ = writeln!(out, "             accepted until {}: {}", text::line(&waiver.until), text::line(&waiver.reason));
    }
    let at = |place: &Option<Located>| place.as_ref().map(|at| format!("{}:{}:{}", at.file, at.line, at.column));
    let places = match (at(&change.old), at(&change.new)) {
        (Some(old), Some(new)) => format!("{new} (was {old})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return,
    };
    let _ = writeln!(out, "             --> {}", text::line(&places));
}

fn impact_color(impact: Impact) -> &'static str {
    match impact {
        Impact::Breaking => "\x1b[1;31m",
        Impact::Dangerous => "\x1b[1;33m",
        Impact::Compatible => "\x1b[32m",
    }
}

fn step_color(step: Step) -> &'static str {
    match step {
        Step::Major => "\x1b[1;31m",
        Step::Minor => "\x1b[32m",
        Step::Patch => "\x1b[0m",
    }
}
