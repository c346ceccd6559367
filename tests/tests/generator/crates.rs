//! The crates in `tests/crates/`: the obstacle course, which only has to compile, and the wire and paging crates, whose
//! requests and responses `tests/wire` and `tests/paging` run over sockets, as they do with those of the overlays. They are checked in and fresh.

use crate::run::{fixtures, from_folder, messages, overlaid};
use plansmith_generator::Generated;
use plansmith_generator::options::{Options, TextFile};
use plansmith_generator::report::Level;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Set to rewrite the crates.
const UPDATE: &str = "UPDATE_CRATES";

#[test]
fn obstacles_are_fresh() {
    fresh("obstacles");
}

#[test]
fn wire_is_fresh() {
    fresh("wire");
}

#[test]
fn paging_is_fresh() {
    fresh("paging");
}

/// The overlays of `examples/overlays`, each on a description in the shape of the vendor's.
#[test]
fn crates_of_overlays_are_fresh() {
    for name in ["github", "stripe", "twilio"] {
        let path = format!("{name}.overlay.yaml");
        let text = fs::read_to_string(fixtures().join("../../examples/overlays").join(&path)).expect("there is an overlay");
        let options = Options { overlays: vec![TextFile { path, text }], ..Options::default() };
        compare(name, overlaid(&fixtures().join("overlays"), &format!("{name}.yaml"), &format!("{name}-client"), options));
    }
}

/// Compares a crate of the course with what its description gives.
fn fresh(name: &str) {
    compare(name, from_folder(&fixtures().join("course"), &format!("{name}.yaml"), false));
}

/// Compares a crate with what was generated; writes it instead where the environment asks for it.
fn compare(name: &str, generated: Generated) {
    let text = messages(&generated);
    assert_eq!(generated.report.count(Level::Error), 0, "{text}");
    assert_eq!(generated.summary.left_out, Vec::<String>::new(), "{text}");
    let mut files = generated.files;
    let manifest = files.get_mut("Cargo.toml").expect("a crate has a manifest");
    *manifest = member(manifest);

    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates").join(name);
    if std::env::var_os(UPDATE).is_some() {
        write(&place, &files);
    }
    let present = read(&place);
    let differ = |path: &&String| files.get(*path) != present.get(*path);
    let mut changed: Vec<&String> = files.keys().chain(present.keys()).filter(differ).collect();
    changed.dedup();
    assert!(changed.is_empty(), "tests/crates/{name} is stale, set {UPDATE}=1 to rewrite it: {changed:?}");
}

/// A manifest of a member of this workspace that nobody publishes.
fn member(manifest: &str) -> String {
    let mut out = String::new();
    for line in manifest.lines().filter(|line| *line != "[workspace]") {
        let line = match line.strip_prefix("plansmith-runtime = { ") {
            Some(rest) => format!("plansmith-runtime = {{ path = \"../../../runtime\", {rest}"),
            None => line.to_owned(),
        };
        out += &line;
        out.push('\n');
        if line.starts_with("edition") {
            out += "publish = false\n";
        }
    }
    format!("{}\n", out.trim_end())
}

fn write(place: &Path, files: &BTreeMap<String, String>) {
    if place.exists() {
        fs::remove_dir_all(place).expect("an old crate can be removed");
    }
    for (path, text) in files {
        let path = place.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}

fn read(place: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![place.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(place).expect("the file is below its crate").to_string_lossy().replace('\\', "/");
            out.insert(name, fs::read_to_string(&path).expect("generated files are text"));
        }
    }
    out
}
