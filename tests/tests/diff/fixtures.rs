//! Pairs of small descriptions with what is said about them. `INSTA_UPDATE=always` rewrites the snapshots.

use crate::support::{compare, side, text};
use jsonschema::Validator;
use plansmith_generator::diff::{Code, Impact, Step};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff")
}

fn topics() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("fixtures/diff").filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn schema() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/diff.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).expect("spec/diff.schema.json")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

/// What is said about each pair, in every format; the JSON is held against its schema.
#[test]
fn pairs_give_these_changes() {
    let schema = schema();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for topic in topics() {
        let folder = folder().join(&topic);
        let read = |file| side(&folder, file).unwrap_or_else(|error| panic!("{topic}: {error}"));
        let compared = compare(read("old.yaml"), read("new.yaml")).unwrap_or_else(|error| panic!("{topic}: {error}"));
        let json = format!("[{}]", compared.json());
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let wrong: Vec<String> = schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{topic}: {wrong:?}");
        let shown = format!("{}\n----------\n\n{}", compared.terminal(), compared.markdown());
        settings.bind(|| insta::assert_snapshot!(topic.clone(), shown));
    }
}

/// A description compared with itself has no change, whatever is in it.
#[test]
fn nothing_changes_against_itself() {
    for topic in topics() {
        for file in ["old.yaml", "new.yaml"] {
            let folder = folder().join(&topic);
            let read = || side(&folder, file).unwrap_or_else(|error| panic!("{topic}: {error}"));
            // A waiver that no change needs is an error here.
            if let Ok(compared) = compare(read(), read()) {
                assert_eq!(compared.terminal(), "no change between old.yaml and new.yaml\n", "{topic}/{file}");
            }
        }
    }
}

/// Both directions of every fixture together show nearly every kind of change.
#[test]
fn every_kind_of_change_has_a_fixture() {
    let mut seen = BTreeSet::new();
    for topic in topics() {
        let folder = folder().join(&topic);
        for (old, new) in [("old.yaml", "new.yaml"), ("new.yaml", "old.yaml")] {
            let read = |file| side(&folder, file).unwrap_or_else(|error| panic!("{topic}: {error}"));
            if let Ok(compared) = compare(read(old), read(new)) {
                seen.extend(compared.diff.changes.iter().map(|change| change.code));
            }
        }
    }
    let missing: Vec<&str> = Code::ALL.iter().filter(|code| !seen.contains(code)).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "no fixture shows: {}", missing.join(", "));
}

const PLAIN: &str = "openapi: 3.0.3
info: { title: T, version: v1 }
paths:
  /a: { get: { operationId: getA, responses: { '200': { description: A. } } } }
";

#[test]
fn what_cannot_be_compared_says_why() {
    let dangling = PLAIN.replace("{ description: A. }", "{ $ref: '#/components/responses/A' }");
    for (text_of, code) in [
        ("a: b", "no-openapi"),
        ("openapi: 2.0.0\npaths: {}", "unsupported-version"),
        ("a: [", "syntax"),
        (dangling.as_str(), "dangling-ref"),
    ] {
        let error = match text(text_of) {
            Ok(side) => compare(side, text(PLAIN).expect("readable")).err().expect("an error"),
            Err(error) => error,
        };
        assert!(error.contains(code) && error.contains("--> openapi.yaml"), "{error}");
    }
}

#[test]
fn other_apis_are_told_apart() {
    let other = PLAIN.replace("/a:", "/b:");
    let compared = compare(text(PLAIN).expect("readable"), text(&other).expect("readable")).expect("comparable");
    assert!(compared.diff.is_of_two_apis());
    let more = format!("{PLAIN}  /b: {{ get: {{ responses: {{ '200': {{ description: B. }} }} }} }}\n");
    let compared = compare(text(PLAIN).expect("readable"), text(&more).expect("readable")).expect("comparable");
    assert!(!compared.diff.is_of_two_apis());
}

#[test]
fn waivers_need_a_change_a_reason_and_an_end() {
    let with = |entry: &str| PLAIN.replace("getA,", &format!("getB, x-accepted-changes: [{{ {entry} }}],"));
    let told =
        |entry: &str| compare(text(PLAIN).expect("readable"), text(&with(entry)).expect("readable")).err().unwrap_or_default();
    assert_eq!(told("code: operation-id-changed, reason: Better., until: 2999-01-01"), "");
    for (entry, code) in [
        ("code: operation-id-changed, reason: Better., until: 2020-01-01", "expired-waiver"),
        ("code: type-changed, reason: Better., until: 2999-01-01", "unused-waiver"),
        ("code: type-changed, until: 2999-01-01", "bad-waiver"),
        ("code: no-such-code, reason: Better., until: 2999-01-01", "bad-waiver"),
        ("code: type-changed, reason: Better., until: soon", "bad-waiver"),
    ] {
        let error = told(entry);
        assert!(error.contains(code) && error.contains("--> openapi.yaml:4"), "{entry}: {error}");
    }
}

/// The verdicts are two: one can be bad where the other is not.
#[test]
fn wire_and_crate_are_judged_apart() {
    let verdicts = |topic: &str| {
        let folder = folder().join(topic);
        let read = |file| side(&folder, file).expect("readable");
        let diff = compare(read("old.yaml"), read("new.yaml")).expect("comparable").diff;
        (diff.impact(), diff.step())
    };
    assert_eq!(verdicts("property_added"), (Some(Impact::Compatible), Some(Step::Minor)));
    assert_eq!(verdicts("enum_value_removed"), (Some(Impact::Breaking), Some(Step::Major)));
    assert_eq!(verdicts("operation_renamed"), (Some(Impact::Compatible), Some(Step::Major)));
    assert_eq!(verdicts("servers"), (Some(Impact::Breaking), Some(Step::Patch)));
    assert_eq!(verdicts("same_meaning").0, None);
}
