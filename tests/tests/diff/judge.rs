//! The verdicts held against those of another tool.
//!
//! `PLANSMITH_DIFF_PAIRS` names a folder with `pairs.tsv` (base, revision, level, ids of checks; tab-separated, a line of
//! titles first) and the descriptions in `pairs/`. Levels are `ERR`, `WARN`, `INFO` and `none`. Where a level differs, one
//! of the checks has to be argued in `spec/DIFF.md`.

use crate::support;
use plansmith_generator::diff::{self, Diff, Impact};
use std::collections::BTreeSet;
use std::path::Path;

fn compare(folder: &Path, old: &str, new: &str) -> Result<Diff, String> {
    support::compare(support::side(folder, old)?, support::side(folder, new)?).map(|compared| compared.diff)
}

fn word(level: Option<Impact>) -> &'static str {
    match level {
        None => "none",
        Some(Impact::Compatible) => "INFO",
        Some(Impact::Dangerous) => "WARN",
        Some(Impact::Breaking) => "ERR",
    }
}

fn rank(word: &str) -> usize {
    ["error", "none", "INFO", "WARN", "ERR"].iter().position(|known| *known == word).unwrap_or_default()
}

/// The checks that `spec/DIFF.md` argues about: the first cells of its last table, in backticks.
fn argued() -> BTreeSet<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/DIFF.md")).expect("spec/DIFF.md");
    let rows = text.lines().skip_while(|line| !line.starts_with("## Where another tool judges otherwise"));
    let cells = rows.filter_map(|line| line.strip_prefix('|')?.split('|').next());
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs a folder with pairs of descriptions: PLANSMITH_DIFF_PAIRS"]
#[allow(clippy::format_collect, reason = "a report for people")]
fn levels_agree_or_are_argued() {
    let folder = std::env::var("PLANSMITH_DIFF_PAIRS").expect("PLANSMITH_DIFF_PAIRS names a folder");
    let folder = Path::new(&folder);
    let table = std::fs::read_to_string(folder.join("pairs.tsv")).expect("pairs.tsv");
    let argued = argued();
    let is_argued = |id: &str| argued.iter().any(|known| matches(known, id));
    let (mut agreeing, mut more, mut explained, mut wrong) = (0, 0, 0, Vec::new());
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [base, revision, level, ids] = cells[..] else { panic!("a row has four cells: {row}") };
        let found = compare(&folder.join("pairs"), base, revision);
        let ours = found.as_ref().map_or("error", |diff| word(diff.impact()));
        if ours == level {
            agreeing += 1;
            continue;
        }
        let lines = match &found {
            Ok(diff) => diff
                .changes
                .iter()
                .map(|change| {
                    let level = |level: Option<Impact>| level.map_or("-", Impact::as_str);
                    let (request, response) = (level(change.request), level(change.response));
                    format!("\n    {} {}: {} [{request} / {response}]", change.code.as_str(), change.subject, change.text.plain())
                })
                .collect(),
            Err(error) => error.clone(),
        };
        // A test of the other tool looks at some checks only: the level is at least the one it names.
        if rank(ours) > rank(level) {
            more += 1;
            println!("more than was looked at: {base} -> {revision}: {level}, ours {ours} ({ids}){lines}");
        } else if ids.split(' ').any(&is_argued) {
            explained += 1;
            println!("argued: {base} -> {revision}: {level}, ours {ours} ({ids}){lines}");
        } else {
            wrong.push(format!("{base} -> {revision}: {level}, ours {ours} ({ids}){lines}"));
        }
    }
    println!("{agreeing} agree, {more} name more, {explained} are argued, {} differ", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows of a table of `spec/DIFF.md` as cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn matches(pattern: &str, id: &str) -> bool {
    let mut rest = id;
    let parts: Vec<&str> = pattern.split('*').collect();
    for (index, part) in parts.iter().enumerate() {
        match (index, rest.find(part)) {
            (0, Some(0)) => rest = &rest[part.len()..],
            (0, _) | (_, None) => return false,
            (_, Some(at)) if index + 1 < parts.len() => rest = &rest[at + part.len()..],
            _ => return rest.ends_with(part),
        }
    }
    rest.is_empty()
}

/// Every check of the other tool is found by a code with the same level, or argued about.
///
/// `PLANSMITH_DIFF_PAIRS` has `checks.tsv` too: id, level, direction, and more.
#[test]
#[ignore = "needs a list of checks: PLANSMITH_DIFF_PAIRS"]
fn every_check_is_covered_or_argued() {
    let folder = std::env::var("PLANSMITH_DIFF_PAIRS").expect("PLANSMITH_DIFF_PAIRS names a folder");
    let table = std::fs::read_to_string(Path::new(&folder).join("checks.tsv")).expect("checks.tsv");
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/DIFF.md")).expect("spec/DIFF.md");
    let (codes, _) = page.split_once("## Where another tool judges otherwise").expect("two tables");
    let argued = argued();
    let (mut covered, mut explained, mut wrong) = (0, 0, Vec::new());
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (id, level, direction) = (cells[0], cells[1], cells[2]);
        let is_argued = argued.iter().any(|pattern| matches(pattern, id));
        let found: Vec<Vec<String>> = rows(codes)
            .into_iter()
            .filter(|row| row.len() == 5 && row[4].split('`').skip(1).step_by(2).any(|pattern| matches(pattern, id)))
            .collect();
        let wanted = match level {
            "ERR" => "breaking",
            "WARN" => "dangerous",
            _ => "compatible",
        };
        // The circumstances that `spec/DIFF.md` names in front of the table.
        let by_rule = id.starts_with("request-parameter-default-value") || id.contains("write-only");
        let agrees = found.iter().any(|row| row[if direction == "response" { 2 } else { 1 }] == wanted);
        if found.is_empty() && is_argued || !found.is_empty() && !agrees && is_argued {
            explained += 1;
        } else if agrees || !found.is_empty() && by_rule {
            covered += 1;
        } else {
            wrong.push(format!("{id} {level} {direction}: {found:?}"));
        }
    }
    println!("{covered} checks covered, {explained} argued, {} neither", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list of codes in `spec/DIFF.md` is the list of the code, with its levels.
#[test]
fn the_page_lists_every_kind_of_change() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/DIFF.md")).expect("spec/DIFF.md");
    let (codes, _) = page.split_once("## Where another tool judges otherwise").expect("two tables");
    let listed: Vec<(String, String, String)> =
        rows(codes).into_iter().map(|row| (row[0].trim_matches('`').to_owned(), row[1].clone(), row[2].clone())).collect();
    let known: Vec<(String, String, String)> = diff::Code::ALL
        .iter()
        .map(|code| (code.as_str().to_owned(), code.effect().sent.as_str().to_owned(), code.effect().read.as_str().to_owned()))
        .collect();
    assert_eq!(listed, known);
}
