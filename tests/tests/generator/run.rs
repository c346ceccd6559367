//! Runs the generator on texts and folders, and compares with snapshots beside the fixtures.

use plansmith_generator::{Generated, Input, Options, Purpose, generate};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Generates from a description of one text.
pub fn from_text(root: &str, text: &str, strict: bool) -> Generated {
    from_texts(root, &BTreeMap::from([(root.to_owned(), text.to_owned())]), strict)
}

/// Generates from texts by path.
pub fn from_texts(root: &str, texts: &BTreeMap<String, String>, strict: bool) -> Generated {
    let read = |path: &str| texts.get(path).cloned().ok_or_else(|| "no such file".to_owned());
    generate(&Input { root, read: &read, strict, name: None }, Purpose::Publish)
}

/// Generates from a file below a folder. Messages show the path below the folder.
pub fn from_folder(folder: &Path, root: &str, strict: bool) -> Generated {
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    generate(&Input { root, read: &read, strict, name: None }, Purpose::Publish)
}

/// Generates from a file below a folder, with a name and options.
pub fn overlaid(folder: &Path, root: &str, name: &str, options: Options) -> Generated {
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    generate(&Input { root, read: &read, strict: false, name: Some(name) }, options)
}

/// What a person sees of the report.
pub fn messages(generated: &Generated) -> String {
    generated.report.render(&generated.sources, false)
}

/// The descriptions in a folder of fixtures, by name, and those that are a folder with an `openapi.yaml`.
pub fn inputs(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).expect("the folder of fixtures is there");
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() && path.join("openapi.yaml").is_file() {
            found.push((name, path.join("openapi.yaml")));
        } else if ["yaml", "json", "txt"].contains(&extension) {
            found.push((name, path));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no fixtures in {}", folder.display());
    found
}

/// Calls a function with each fixture and fails once, with the names of all that failed.
pub fn each(folder: &Path, call: impl Fn(&str, &Path)) {
    let failed: Vec<String> = inputs(folder)
        .into_iter()
        .filter(|(name, path)| catch_unwind(AssertUnwindSafe(|| call(name, path))).is_err())
        .map(|(name, _)| name)
        .collect();
    assert!(failed.is_empty(), "{} fixtures differ: {}", failed.len(), failed.join(", "));
}

/// Compares a text with the snapshot `name` in a folder.
pub fn compare(folder: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
