//! The result as text for terminals, as Markdown for a pull request, and as JSON.

mod json;
mod markdown;
mod terminal;
#[cfg(test)]
mod tests;

pub use json::json;
pub use markdown::{Links, markdown};
pub use terminal::terminal;

use super::change::{Change, Diff};
use super::surface::{PublicApi, RustChange, Step};
use super::verdict::{Direction, Impact};
use std::collections::BTreeSet;

/// Operations that are named before the rest is counted.
const NAMED_USERS: usize = 4;

/// What the texts need beside the changes.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Where the old description is, as the caller named it.
    pub old: &'a str,
    /// Where the new description is.
    pub new: &'a str,
    /// The surface of the old crate.
    pub from: &'a PublicApi,
    /// The surface of the new crate.
    pub to: &'a PublicApi,
}

impl Subject<'_> {
    /// The next version of the crate; `None` where nothing changed.
    #[must_use]
    pub fn next_version(&self, diff: &Diff) -> Option<String> {
        next_version(&self.from.version, diff.step()?)
    }
}

/// The version after a change. Before 1.0.0 the second number counts what breaks, as cargo reads it.
///
/// `None` where the version is none of semantic versioning.
#[must_use]
pub fn next_version(version: &str, step: Step) -> Option<String> {
    let numbers: Vec<u64> = version.split(['-', '+']).next()?.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [major, minor, patch] = numbers[..] else { return None };
    let next = match (step, major) {
        (Step::Major, 0) => [0, minor + 1, 0],
        (Step::Major, _) => [major + 1, 0, 0],
        (Step::Minor, 0) | (Step::Patch, _) => [major, minor, patch + 1],
        (Step::Minor, _) => [major, minor + 1, 0],
    };
    Some(next.map(|number| number.to_string()).join("."))
}

/// Changes of one resource.
struct Group<'d> {
    /// The tag, or what stands for it.
    title: String,
    changes: Vec<&'d Change>,
}

/// Changes by resource, the worst resource first.
fn groups<'d>(diff: &'d Diff, wanted: impl Fn(&Change) -> bool) -> Vec<Group<'d>> {
    let mut groups: Vec<Group<'d>> = Vec::new();
    for change in diff.changes.iter().filter(|change| wanted(change)) {
        let title = resource(diff, change);
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.changes.push(change),
            None => groups.push(Group { title, changes: vec![change] }),
        }
    }
    groups
}

fn resource(diff: &Diff, change: &Change) -> String {
    let tags: BTreeSet<Option<&str>> =
        change.users.iter().filter_map(|user| diff.operations.get(user.operation)).map(|entry| entry.tag.as_deref()).collect();
    match tags.len() {
        1 => match tags.into_iter().next().flatten() {
            Some(tag) => tag.to_owned(),
            None => "The API".to_owned(),
        },
        _ => "Several resources".to_owned(),
    }
}

/// The first sentence: both verdicts and the version.
fn verdict(diff: &Diff, subject: &Subject<'_>) -> Option<(String, String)> {
    let step = diff.step()?;
    let impact = diff.impact().unwrap_or(Impact::Compatible);
    let http = format!("{} for users of the HTTP API", impact.as_str());
    let next = next_version(&subject.from.version, step);
    let version = next.map_or_else(String::new, |next| format!(": {} -> {next}", subject.from.version));
    Some((http, format!("{} for {}{version}", step.as_str(), subject.to.package)))
}

/// `breaking to send, compatible to read`.
fn sides(change: &Change) -> String {
    match (change.request, change.response) {
        (Some(request), Some(response)) if request != response => {
            format!("{} in requests, {} in responses", request.as_str(), response.as_str())
        }
        (Some(_), Some(_)) => "in requests and responses".to_owned(),
        (Some(_), None) => "in requests".to_owned(),
        (None, Some(_)) => "in responses".to_owned(),
        (None, None) => String::new(),
    }
}

/// Names of the operations a change reaches. The API as a whole has none.
fn users(diff: &Diff, change: &Change) -> (Vec<String>, usize) {
    let all: Vec<String> = change
        .users
        .iter()
        .filter_map(|user| diff.operations.get(user.operation))
        .filter(|entry| entry.kind != super::EntryKind::Api)
        .map(|entry| entry.id.clone().unwrap_or_else(|| entry.call()))
        .collect();
    let rest = all.len().saturating_sub(NAMED_USERS);
    (all.into_iter().take(NAMED_USERS).collect(), rest)
}

/// Differences of the crates that no change of the description explains.
fn rust_only(diff: &Diff) -> Vec<&RustChange> {
    let linked: BTreeSet<usize> = diff.changes.iter().flat_map(|change| change.rust_changes.iter().copied()).collect();
    diff.rust.iter().enumerate().filter(|(index, _)| !linked.contains(index)).map(|(_, change)| change).collect()
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn counts(diff: &Diff) -> String {
    let of = |impact: Impact| diff.changes.iter().filter(|change| change.impact() == impact).count();
    let parts: Vec<String> = [Impact::Breaking, Impact::Dangerous, Impact::Compatible]
        .into_iter()
        .filter(|impact| of(*impact) > 0)
        .map(|impact| format!("{} {}", of(impact), impact.as_str()))
        .collect();
    let waived = diff.changes.iter().filter(|change| change.waiver.is_some()).count();
    let waived = if waived > 0 { format!(" ({waived} accepted)") } else { String::new() };
    parts.join(", ") + &waived
}

fn directions(directions: &[Direction]) -> Vec<&'static str> {
    directions.iter().map(|direction| direction.as_str()).collect()
}
