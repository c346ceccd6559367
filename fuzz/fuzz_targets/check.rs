//! What both targets demand of a run.

use plansmith_generator::{Input, Purpose, generate};
use std::path::{Component, Path};

/// Generates from `data`; a text that begins like JSON is read as JSON, any other as YAML.
pub fn check(data: &[u8], strict: bool) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let root = if text.trim_start().starts_with('{') { "openapi.json" } else { "openapi.yaml" };
    let read = |path: &str| if path == root { Ok(text.to_owned()) } else { Err("no such file".to_owned()) };
    let name = (!strict).then_some("fuzz-client");
    let generated = generate(&Input { root, read: &read, strict, name }, Purpose::Publish);
    // What is said can be shown.
    let shown = generated.report.render(&generated.sources, false);
    assert!(!generated.files.is_empty() || !shown.is_empty(), "neither a file nor a word");
    // Nothing leaves the output folder.
    for path in generated.files.keys() {
        assert!(Path::new(path).components().all(|part| matches!(part, Component::Normal(_))), "`{path}` leaves the folder");
    }
}
