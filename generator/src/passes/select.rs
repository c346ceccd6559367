//! Keeps the operations a caller wants, and the types they need.

use super::pattern::Pattern;
use super::prune;
use crate::ir::{Api, Operation};
use crate::location::{Place, Report, tokens};
use crate::options::{Select, Setting};
use crate::suggest::suggest;
use foldhash::HashSet;
use std::cell::Cell;

/// Drops the operations that are not wanted, the types that only they use, and what was reported about both.
pub fn select(api: &mut Api, select: &Select, report: &mut Report) {
    if select.is_all() {
        return;
    }
    let (Some(include), Some(exclude)) = (patterns(&select.include, report), patterns(&select.exclude, report)) else { return };
    let keep = |wanted: &dyn Fn(&Pattern) -> bool| {
        // Both are asked, so that every pattern that matches is known.
        let (included, excluded) = (any(&include, wanted), any(&exclude, wanted));
        (include.is_empty() || included) && !excluded
    };
    let mut dropped: Vec<Place> = Vec::new();
    let operations = std::mem::take(&mut api.operations);
    let known: Vec<String> =
        operations.iter().flat_map(words).chain(api.webhooks.iter().map(|hook| format!("webhook:{}", hook.name))).collect();
    for operation in operations {
        if keep(&|pattern| pattern.matches(&operation)) {
            api.operations.push(operation);
        } else {
            dropped.push(operation.place);
        }
    }
    // Callbacks go with their operations.
    api.webhooks.retain(|hook| match dropped.iter().find(|place| is_below(&hook.place, place)) {
        Some(_) => false,
        None if api.operations.iter().any(|operation| is_below(&hook.place, &operation.place)) => true,
        None => {
            let kept = keep(&|pattern| pattern.matches_webhook(&hook.name));
            if !kept {
                dropped.push(hook.place.clone());
            }
            kept
        }
    });
    api.left_out.retain(|left| {
        let Some((method, path)) = method_and_path(&left.place).filter(|_| left.operation) else {
            return !dropped.iter().any(|place| is_below(&left.place, place));
        };
        let id = left.what.strip_prefix("operation ").unwrap_or_default();
        let kept = keep(&|pattern| pattern.matches_path(&method, &path) || pattern_is(pattern, id));
        if !kept {
            dropped.push(left.place.clone());
        }
        kept
    });
    for Wanted { setting, .. } in include.iter().chain(&exclude).filter(|wanted| !wanted.used.get()) {
        let said = setting.said.wrong("no-operation", format!("`{}` matches no operation", setting.text), report);
        match suggest(&setting.text, known.iter().map(String::as_str)) {
            Some(near) => said.help(format!("did you mean `{near}`?")),
            None => said.help("write an operation id, `GET /path/*`, `tag:name` or `webhook:name`"),
        };
    }
    if api.operations.is_empty() && api.webhooks.is_empty() {
        let setting = include.first().or(exclude.last()).map(|wanted| wanted.setting);
        if let Some(setting) = setting.filter(|_| !report.prevents_output()) {
            setting.said.wrong("no-operation", "no operation is left", report).help("include more, or exclude less");
        }
    }
    dropped.extend(prune::prune(api));
    let used: HashSet<&Place> = api.types.iter().map(|(_, named)| &named.place).collect();
    let dropped: HashSet<&Place> = dropped.iter().collect();
    report.retract(|one| is_in(&one.place, &dropped) && !is_in(&one.place, &used));
}

struct Wanted<'s> {
    setting: &'s Setting,
    pattern: Pattern,
    used: Cell<bool>,
}

/// Reads patterns; `None` where one of them is none, which is reported.
fn patterns<'s>(settings: &'s [Setting], report: &mut Report) -> Option<Vec<Wanted<'s>>> {
    let mut out = Vec::new();
    for setting in settings {
        match Pattern::parse(&setting.text) {
            Ok(pattern) => out.push(Wanted { setting, pattern, used: Cell::new(false) }),
            Err(why) => {
                let said =
                    setting.said.wrong("pattern", format!("`{}` is no pattern of operations: {why}", setting.text), report);
                said.help("write an operation id, `GET /path/*`, `tag:name` or `webhook:name`");
            }
        }
    }
    (out.len() == settings.len()).then_some(out)
}

/// Whether one of the patterns matches; each one that does is marked as used.
fn any(patterns: &[Wanted<'_>], matches: &dyn Fn(&Pattern) -> bool) -> bool {
    let hits = patterns.iter().filter(|wanted| matches(&wanted.pattern));
    hits.map(|wanted| wanted.used.set(true)).count() > 0
}

fn pattern_is(pattern: &Pattern, id: &str) -> bool {
    matches!(pattern, Pattern::Id(glob) if glob.matches(id))
}

/// How a pattern can name an operation.
fn words(operation: &Operation) -> Vec<String> {
    let mut words = vec![format!("{} {}", operation.method.as_str(), operation.path_text)];
    words.extend(operation.id.clone());
    words.extend(operation.tags.iter().map(|tag| format!("tag:{tag}")));
    words
}

/// Method and path of an operation's place.
fn method_and_path(place: &Place) -> Option<(String, String)> {
    let mut parts = tokens(&place.pointer);
    if parts.next()? != "paths" {
        return None;
    }
    let path = parts.next()?;
    Some((parts.next().map_or_else(|| "*".to_owned(), |method| method.to_ascii_uppercase()), path))
}

/// Whether a place is one of a set, or stands in one.
fn is_in(place: &Place, set: &HashSet<&Place>) -> bool {
    let ends = place.pointer.match_indices('/').map(|(at, _)| at).chain([place.pointer.len()]);
    ends.into_iter().any(|end| set.contains(&Place::new(place.file, &place.pointer[..end])))
}

fn is_below(place: &Place, around: &Place) -> bool {
    place.file == around.file
        && place.pointer.strip_prefix(&*around.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
