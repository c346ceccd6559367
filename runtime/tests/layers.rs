//! The layers of the crate, as its documentation lists them: no module uses one of a later layer.

use std::fs;
use std::path::{Path, PathBuf};

/// A module that may be used from here on, or several that are one thing in two files.
type Step = &'static [&'static str];

/// From the bottom to the top; a step uses itself and those before it.
const LAYERS: [(&str, &[Step]); 5] = [
    (
        "Values and errors",
        &[
            &["clock"],
            &["charset"],
            &["wire"],
            &["secret"],
            &["encode"],
            &["address"],
            &["header_list"],
            &["conventions"],
            &["meta"],
            &["redact"],
            &["error"],
        ],
    ),
    (
        "Transport, bodies and streams",
        &[&["body", "stream"], &["multipart"], &["sse"], &["json_stream"], &["json_values"], &["transport"]],
    ),
    ("Credentials, retry and rate limit", &[&["retry"], &["rate_limit"], &["auth"]]),
    ("Client and calls", &[&["response"], &["request"], &["decode"], &["client"], &["calls"]]),
    (
        "Filters, patches, paging and webhooks",
        &[&["filter"], &["argument"], &["json_patch"], &["paging"], &["webhook"], &["blocking"]],
    ),
];

fn steps() -> impl Iterator<Item = (usize, &'static str)> {
    let steps = LAYERS.iter().flat_map(|(_, steps)| steps.iter()).enumerate();
    steps.flat_map(|(place, names)| names.iter().map(move |name| (place, *name)))
}

fn place(module: &str) -> Option<usize> {
    steps().find(|(_, name)| *name == module).map(|(place, _)| place)
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        match line.trim() {
            "#[cfg(test)]" => {
                // The item, to the line that closes it.
                let item = lines.next().unwrap_or_default();
                if item.trim_end().ends_with('{') {
                    lines.by_ref().find(|line| *line == "}");
                }
            }
            comment if comment.starts_with("//") => {}
            _ => {
                code.push_str(line);
                code.push('\n');
            }
        }
    }
    code
}

/// The top-level names a file reaches, by `crate::` anywhere and by `super::` out of its own module.
fn reached(code: &str, depth: usize) -> Vec<String> {
    let up = "super::".repeat(depth);
    let mut names = Vec::new();
    for root in ["crate::", up.as_str()].into_iter().filter(|root| !root.is_empty()) {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ':') {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(list) => names.extend(list.split('}').next().unwrap().split(',').map(first_word)),
                None => names.push(first_word(rest)),
            }
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

#[test]
fn no_module_uses_a_later_layer() {
    let root = source();
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let (mut seen, mut arrows, mut wrong) = (0, 0, Vec::new());
    for path in &paths {
        let relative: Vec<_> = path.strip_prefix(&root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
        let name = *relative.last().unwrap();
        let is_test = |part: &&str| *part == "tests" || part.trim_end_matches(".rs").ends_with("_tests");
        if name == "lib.rs" || name == "testing.rs" || name == "tests.rs" || relative.iter().any(is_test) {
            continue;
        }
        let module = relative[0].trim_end_matches(".rs");
        let Some(here) = place(module) else { panic!("{module} has no place in the layers") };
        seen += 1;
        // `super` in `auth/mod.rs` and in `body.rs` is the crate, in `auth/code.rs` it is `auth`.
        let depth = relative.len() - usize::from(name == "mod.rs");
        for used in reached(&code(path), depth) {
            match place(&used) {
                Some(there) if there <= here => arrows += 1,
                Some(_) => wrong.push(format!("{} uses {used}, which is above it", relative.join("/"))),
                None => wrong.push(format!("{} uses `{used}` by the root of the crate; name its module", relative.join("/"))),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 60 && arrows > 120, "only {seen} files and {arrows} uses were found");
}

#[test]
fn the_reader_of_the_code_sees_what_it_must() {
    let names = |code: &str, depth| reached(code, depth);
    assert_eq!(names("use crate::{body::Body, stream};\nlet x = crate::client::y();", 1), ["body", "stream", "client"]);
    assert_eq!(names("use super::client::Client;", 1), ["client"]);
    assert_eq!(names("use super::client::Client;", 2), [""; 0]);
    assert_eq!(names("use super::super::client::Client;", 2), ["client"]);
    assert_eq!(names("use other_crate::client; pub(crate) fn x() {}", 1), [""; 0]);
}

#[test]
fn the_documentation_lists_the_layers() {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    for (number, (layer, _)) in LAYERS.iter().enumerate() {
        let line = text.lines().find(|line| line.starts_with(&format!("//! {}. {layer}:", number + 1)));
        let line = line.unwrap_or_else(|| panic!("the documentation lacks {layer}"));
        let listed: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        let mut there: Vec<&str> = LAYERS[number].1.iter().flat_map(|step| step.iter().copied()).collect();
        let mut listed_sorted = listed.clone();
        there.sort_unstable();
        listed_sorted.sort_unstable();
        assert_eq!(listed_sorted, there, "{layer}");
    }
}
