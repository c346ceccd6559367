//! For a pull request: the verdict and the version first, what breaks as a list, the rest folded.

use super::{Subject, count, counts, groups, rust_only, sides, users};
use crate::diff::change::{Change, Diff, Located};
use crate::diff::surface::{RustChange, Step};
use crate::diff::text::{Piece, Sentence};
use crate::diff::verdict::Impact;
use crate::review::text;
use std::fmt::Write;

/// Most changes in the list before the fold, so that the comment can be read in half a minute.
const SHOWN: usize = 20;
/// Most differences of the crate before the fold.
const SHOWN_RUST: usize = 12;
/// Most changes at all: GitHub cuts a comment at 65,536 characters.
const MOST: usize = 200;

/// Where files can be looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Links<'a> {
    /// URL in front of the path of a new file, such as `https://github.com/o/r/blob/<commit>`.
    pub new: Option<&'a str>,
    /// URL in front of the path of an old file.
    pub old: Option<&'a str>,
}

/// The changes as a comment. Text of the description cannot become markup of it.
#[must_use]
pub fn markdown(diff: &Diff, subject: &Subject<'_>, links: Links<'_>) -> String {
    let (Some(impact), Some(step)) = (diff.impact().or(diff.step().map(|_| Impact::Compatible)), diff.step()) else {
        return "**No change** of the API or of its crate.\n".to_owned();
    };
    let next = subject
        .next_version(diff)
        .map_or_else(String::new, |next| format!(": {} \u{2192} {}", text::code(&subject.from.version), text::code(&next)));
    let package = text::code(&subject.to.package);
    let mut out = format!("**{}** for users of the HTTP API, **{}** for {package}{next}\n", impact.as_str(), step.as_str());
    if !diff.changes.is_empty() {
        let _ = writeln!(out, "\n{}.", counts(diff));
    }
    // What breaks callers of the API or users of the crate: a renamed operation is compatible on the wire.
    let breaks_crate = |change: &Change| change.rust_changes.iter().any(|&at| diff.rust[at].step == Step::Major);
    let is_loud = |change: &Change| (change.impact() > Impact::Compatible || breaks_crate(change)) && change.waiver.is_none();
    let loud = diff.changes.iter().filter(|change| is_loud(change)).count();
    if loud > 0 {
        out.push('\n');
        for change in diff.changes.iter().filter(|change| is_loud(change)).take(SHOWN) {
            one(&mut out, diff, change, links);
        }
        if loud > SHOWN {
            let _ = writeln!(out, "- and {} more, below", loud - SHOWN);
        }
    }
    let major: Vec<&RustChange> = rust_only(diff).into_iter().filter(|change| change.step == Step::Major).collect();
    if !major.is_empty() {
        out.push_str("\nOnly in the crate:\n\n");
        for change in major.iter().take(SHOWN_RUST) {
            rust_line(&mut out, change);
        }
        if major.len() > SHOWN_RUST {
            let _ = writeln!(out, "- and {} more, below", major.len() - SHOWN_RUST);
        }
    }
    fold(&mut out, diff, links, &is_loud);
    out
}

/// Everything that the list above does not show.
fn fold(out: &mut String, diff: &Diff, links: Links<'_>, is_loud: &impl Fn(&Change) -> bool) {
    let mut shown = 0;
    let mut skipped = 0;
    let mut body = String::new();
    for group in groups(diff, |_| true) {
        let mut lines = String::new();
        for change in group.changes {
            if is_loud(change) {
                skipped += 1;
                if skipped <= SHOWN {
                    continue;
                }
            }
            if shown < MOST {
                one(&mut lines, diff, change, links);
            }
            shown += 1;
        }
        if !lines.is_empty() {
            let _ = writeln!(body, "\n**{}**\n\n{}", text::markdown(&group.title), lines.trim_end());
        }
    }
    let only = rust_only(diff);
    let minor: Vec<&RustChange> = {
        let (major, minor): (Vec<&RustChange>, Vec<&RustChange>) =
            only.into_iter().partition(|change| change.step == Step::Major);
        major.into_iter().skip(SHOWN_RUST).chain(minor).collect()
    };
    if !minor.is_empty() {
        body.push_str("\n**Only in the crate**\n\n");
        for change in minor.iter().take(MOST) {
            rust_line(&mut body, change);
        }
        if minor.len() > MOST {
            let _ = writeln!(body, "- and {} more", minor.len() - MOST);
        }
    }
    if body.is_empty() {
        return;
    }
    let rest = shown + minor.len();
    let more = if shown > MOST { format!("\nand {} more; `cargo xtask diff` shows all.\n", shown - MOST) } else { String::new() };
    let _ = write!(
        out,
        "\n<details>\n<summary>{}</summary>\n{}{more}\n</details>\n",
        count(rest, "further change"),
        body.trim_end().to_owned() + "\n"
    );
}

fn one(out: &mut String, diff: &Diff, change: &Change, links: Links<'_>) {
    let impact = match (change.impact(), &change.waiver) {
        (impact, Some(_)) => format!("{} (accepted)", impact.as_str()),
        (impact, None) => impact.as_str().to_owned(),
    };
    let _ = write!(out, "- **{impact}**: {}: {}", text::code(&change.subject), sentence(&change.text));
    let sides = sides(change);
    let (named, rest) = users(diff, change);
    let mut facts = Vec::new();
    if !sides.is_empty() {
        facts.push(sides);
    }
    if !named.is_empty() {
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        facts.push(format!("{}{more}", named.iter().map(|name| text::code(name)).collect::<Vec<_>>().join(", ")));
    }
    if !facts.is_empty() {
        let _ = write!(out, " ({})", facts.join(": "));
    }
    if let Some(first) = change.rust_changes.first() {
        let rust = &diff.rust[*first];
        let more =
            if change.rust_changes.len() > 1 { format!(" and {} more", change.rust_changes.len() - 1) } else { String::new() };
        let _ = write!(out, "; {}: {}{more}", rust.step.as_str(), backticks(&rust.text));
    }
    if let Some(waiver) = &change.waiver {
        let _ = write!(out, "; until {}: {}", text::markdown(&waiver.until), text::markdown(&waiver.reason));
    }
    let place = match (&change.new, &change.old) {
        (Some(at), _) => link(at, links.new),
        (None, Some(at)) => link(at, links.old),
        (None, None) => String::new(),
    };
    let _ = writeln!(out, "{place}");
}

fn rust_line(out: &mut String, change: &RustChange) {
    let inside = if change.inside > 0 { format!(", with {} inside", count(change.inside, "item")) } else { String::new() };
    let _ = writeln!(out, "- **{}**: {}{inside}", change.step.as_str(), backticks(&change.text));
}

fn link(at: &Located, base: Option<&str>) -> String {
    let shown = format!("{}:{}", at.file, at.line);
    match base {
        Some(base) => {
            let target =
                format!("{}/{}#L{}", base.trim_end_matches('/'), at.file.trim_start_matches('/').replace('#', "%23"), at.line);
            format!(" [{}]({})", text::markdown(&shown), text::url(&target).replace("%2523", "%23"))
        }
        None => format!(" {}", text::code(&shown)),
    }
}

fn sentence(sentence: &Sentence) -> String {
    let pieces = sentence.0.iter().map(|piece| match piece {
        Piece::Ours(words) => backticks(words),
        Piece::Theirs(name) => text::code(name),
    });
    pieces.collect()
}

/// Our own words, in which names of Rust stand in backticks. An identifier holds none, so they come in pairs.
fn backticks(words: &str) -> String {
    let mut out = String::new();
    for (index, part) in words.split('`').enumerate() {
        if index % 2 == 0 {
            out.push_str(&text::markdown(part).replace("&#58;", ":"));
        } else {
            out.push_str(&text::code(part));
        }
    }
    out
}
