//! The house rules: fixtures with messages, the list of codes, and what programs read.

use crate::run::{compare, each, fixtures, from_folder, from_text};
use plansmith_generator::lint::{Judged, codes, output};
use plansmith_generator::{Generated, Input, Purpose, lint};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The day of all runs.
const TODAY: &str = "2026-06-30";

fn linted(folder: &Path, root: &str, strict: bool) -> Generated {
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    lint(&Input { root, read: &read, strict, name: None }, Purpose::Publish, TODAY, &[])
}

/// Each fixture of `lint` gives these messages; `curated` in its name means that house rules are errors.
#[test]
fn rules_give_these_messages() {
    let folder = fixtures().join("lint");
    each(&folder, |name, path| {
        let (parent, file) = (path.parent().expect("a folder"), path.file_name().expect("a name").to_string_lossy());
        let generated = linted(parent, &file, name.starts_with("curated"));
        compare(&folder, name, &generated.report.render(&generated.sources, false));
    });
}

#[test]
fn rules_and_their_pages_are_the_same() {
    let text = fs::read_to_string(fixtures().join("../../spec/RULES.md")).expect("the page of the rules");
    let pages: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let known: Vec<&str> = codes::CODES.iter().map(|code| code.code).collect();
    assert_eq!(pages, known, "spec/RULES.md has a section for each code, in the order of lint/codes.rs");
    for code in codes::CODES {
        assert!(
            text.contains(&format!("### {}\n\n{}", code.code, code.title)),
            "the section of {} starts with its title",
            code.code
        );
    }
    for section in text.split("\n### ").skip(1) {
        assert!(section.contains("# bad\n") && section.contains("# good\n"), "{section}");
    }
}

/// Every code that the generator's sources or the snapshots of its messages have is in the list.
#[test]
fn no_code_is_without_a_page() {
    let known: BTreeSet<&str> = codes::CODES.iter().map(|code| code.code).collect();
    let mut said = BTreeSet::new();
    texts(&fixtures(), "snap", &mut |text| {
        for line in text.lines() {
            let start = ["error[", "warning[", "note["].iter().find_map(|start| line.strip_prefix(start));
            said.extend(start.and_then(|rest| rest.split(']').next()).map(str::to_owned));
        }
    });
    texts(&fixtures().join("../../generator/src"), "rs", &mut |text| {
        for call in [".error(", ".warning(", ".note(", ".fatal(", ".say("] {
            for piece in text.split(call).skip(1) {
                let literal = piece.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                let is_code =
                    |code: &&str| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                said.extend(literal.filter(is_code).map(str::to_owned));
            }
        }
    });
    assert!(said.len() > 60, "{said:?}");
    let unknown: Vec<&String> = said.iter().filter(|code| !known.contains(code.as_str())).collect();
    assert!(unknown.is_empty(), "codes without a page in spec/RULES.md: {unknown:?}");
}

fn texts(folder: &Path, extension: &str, visit: &mut dyn FnMut(&str)) {
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        // Tests of a module name codes that no description can have, and `diff` has codes of its own.
        if path.file_name().is_some_and(|name| name == "diff") {
            continue;
        }
        if path.is_dir() {
            texts(&path, extension, visit);
        } else if path.extension().is_some_and(|end| end == extension) && path.file_stem().is_some_and(|name| name != "tests") {
            visit(&fs::read_to_string(&path).expect("a text"));
        }
    }
}

#[test]
fn what_another_program_found_is_shown_and_can_be_waived() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    A: {type: integer, example: x}\n";
    let judged = |pointer: &str, code: &str| Judged {
        file: "a.yaml".to_owned(),
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        message: "it does not fit".to_owned(),
    };
    let run = |text: &str, judged: &[Judged]| {
        let read = |_: &str| Ok(text.to_owned());
        lint(&Input { root: "a.yaml", read: &read, strict: false, name: None }, Purpose::Publish, TODAY, judged)
    };
    let place = "/components/schemas/A/example";
    let found = run(text, &[judged(place, "wrong-example"), judged(place, "no-such-rule")]);
    let codes: Vec<&str> =
        found.report.diagnostics().iter().map(|one| one.code).filter(|code| code.starts_with("wrong-")).collect();
    assert_eq!(codes, ["wrong-example"]);
    let waived = text.to_owned() + "      x-waive: [{code: wrong-example, reason: As printed., until: 2026-06-30}]\n";
    let waived = waived.replace("    A: {type: integer, example: x}\n", "    A:\n      type: integer\n      example: x\n");
    let found = run(&waived, &[judged(place, "wrong-example")]);
    assert_eq!(found.report.count_of("wrong-example") + found.report.count_of("unused-waiver"), 0, "{:?}", found.report);
    let read = |_: &str| Ok(waived.clone());
    let later = lint(
        &Input { root: "a.yaml", read: &read, strict: false, name: None },
        Purpose::Publish,
        "2026-07-01",
        &[judged(place, "wrong-example")],
    );
    assert_eq!((later.report.count_of("wrong-example"), later.report.count_of("expired-waiver")), (1, 1));
}

/// The four formats tell the same diagnostics.
#[test]
fn formats_agree() {
    let generated = linted(&fixtures().join("lint"), "curated_operations.yaml", true);
    let count = generated.report.diagnostics().len();
    assert!(count > 10);
    let (report, sources) = (&generated.report, &generated.sources);
    let json = output::json(report, sources);
    let sarif = output::sarif(report, sources);
    let github = output::github(report, sources);
    assert_eq!(json.as_array().map(Vec::len), Some(count));
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(count));
    assert_eq!(github.lines().count(), count);
    let text = report.render(sources, false);
    for entry in json.as_array().into_iter().flatten() {
        let place = format!("{}:{}:{}", entry["file"].as_str().unwrap_or_default(), entry["line"], entry["column"]);
        assert!(text.contains(&place), "{place} is not in:\n{text}");
        assert!(entry["pointer"].as_str().is_some_and(|pointer| pointer.starts_with('/')), "{entry}");
    }
}

/// Names and texts that try to break out of a format.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n::error file=x::owned".to_owned()),
        Just("\r\n::add-mask::x".to_owned()),
        Just("%0A::set-output".to_owned()),
        Just("]]>&lt;script>\"'`|".to_owned()),
        Just("\u{202e}\u{0}\u{1b}[31m".to_owned()),
        Just(",line=1,title=x::".to_owned()),
        any::<String>(),
        "[a-z]{1,8}",
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a description says, a workflow command is one line and begins with a known word, SARIF is JSON with the rules it
    /// names, and no format has a control character of the text.
    #[test]
    fn no_text_breaks_out(tag in hostile(), key in hostile(), id in hostile(), file in "[a-z%,: \u{e4}]{1,9}") {
        let description = serde_json::json!({
            "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
            "tags": [{ "name": tag.clone() + "x" }],
            "paths": { "/a": { "get": { "operationId": id, "tags": [tag], key.clone(): { "$ref": key },
                "responses": { "200": { "description": "d" } } } } }
        });
        let root = format!("{file}.json");
        let generated = {
            let text = description.to_string();
            let read = |_: &str| Ok(text.clone());
            lint(&Input { root: &root, read: &read, strict: true, name: None }, Purpose::Publish, TODAY, &[])
        };
        let (report, sources) = (&generated.report, &generated.sources);
        let count = report.diagnostics().len();
        prop_assert!(count > 0);
        let github = output::github(report, sources);
        prop_assert_eq!(github.lines().count(), count, "{}", github);
        for line in github.lines() {
            prop_assert!(["::error file=", "::warning file=", "::notice file="].iter().any(|start| line.starts_with(start)), "{}", line);
            let properties = line.split("::").nth(1).unwrap_or_default();
            prop_assert!(properties.split(',').all(|one| one.contains('=')), "{}", line);
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
        let sarif: Value = serde_json::from_str(&output::sarif(report, sources).to_string()).expect("SARIF is JSON");
        for result in sarif["runs"][0]["results"].as_array().expect("results") {
            let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap_or(99)).unwrap_or(99)];
            prop_assert_eq!(&rule["id"], &result["ruleId"]);
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default();
            prop_assert!(uri.is_ascii() && !uri.contains([' ', ':', ',']), "{}", uri);
            let text = result["message"]["text"].as_str().unwrap_or_default();
            prop_assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{:?}", text);
        }
    }
}

/// A slip in a resource file is said once, and what is missing because of it is not.
#[test]
fn a_slip_stands_for_itself() {
    let folder = fixtures().join("lint/slip");
    let good = fs::read_to_string(folder.join("card.yaml")).expect("a file");
    for (from, to) in [
        ("  /card:", "\t/card:"),
        ("operationId: listCards", "operationId: list: Cards"),
        ("summary: List cards", "summary: \"List cards"),
        ("    get:", "  get:\n   x"),
    ] {
        assert!(good.contains(from), "{from}");
        let broken = good.replacen(from, to, 1);
        let read = |path: &str| match path {
            "card.yaml" => Ok(broken.clone()),
            other => fs::read_to_string(folder.join(other)).map_err(|error| error.to_string()),
        };
        let generated =
            lint(&Input { root: "openapi.yaml", read: &read, strict: true, name: None }, Purpose::Publish, TODAY, &[]);
        let codes: Vec<&str> = generated.report.diagnostics().iter().map(|one| one.code).collect();
        assert_eq!(codes, ["syntax"], "{to:?}: {}", generated.report.render(&generated.sources, false));
    }
    let generated = from_folder(&folder, "openapi.yaml", true);
    assert!(!generated.report.has_errors(), "{}", generated.report.render(&generated.sources, false));
    assert!(!from_text("a.yaml", "a: [", true).report.diagnostics().is_empty());
}
