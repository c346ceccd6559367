//! Descriptions with their output, and mistakes with their messages.

use crate::run::{compare, each, fixtures, from_folder, messages};
use plansmith_generator::report::Level;
use std::fmt::Write as _;
use std::path::Path;

/// The fixture whose files every snapshot is short of.
const PLAIN: &str = "minimal.yaml";

#[test]
fn descriptions_become_these_files() {
    let folder = fixtures().join("ok");
    let plain = from_folder(&folder, PLAIN, false);
    each(&folder, |name, path| {
        let generated = from_folder(&folder, below(&folder, path), false);
        assert!(!generated.files.is_empty(), "{name} gives no crate:\n{}", messages(&generated));
        assert_eq!(generated.report.count(Level::Error), 0, "{name} has errors:\n{}", messages(&generated));
        assert_eq!(generated.summary.left_out, Vec::<String>::new(), "{name} leaves something out");
        let mut text = messages(&generated);
        for (file, content) in &generated.files {
            if name != "minimal" && plain.files.get(file) == Some(content) {
                let _ = writeln!(text, "=== {file} as of {PLAIN}");
            } else {
                let _ = write!(text, "=== {file}\n{content}");
            }
        }
        compare(&folder, name, &text);
    });
}

#[test]
fn mistakes_give_these_messages() {
    let folder = fixtures().join("err");
    each(&folder, |name, path| {
        let generated = from_folder(&folder, below(&folder, path), true);
        let text = messages(&generated);
        assert!(generated.report.has_errors(), "{name} is accepted");
        assert!(generated.files.is_empty(), "{name} gives a crate in spite of errors:\n{text}");
        assert!(text.contains("--> "), "{name}: no place is named:\n{text}");
        compare(&folder, name, &text);
    });
}

/// Lines of the fixtures that leave something out on purpose: the crate is there and says so.
#[test]
fn what_cannot_be_expressed_is_left_out_and_said() {
    let folder = fixtures().join("partly");
    each(&folder, |name, path| {
        let generated = from_folder(&folder, below(&folder, path), false);
        let text = messages(&generated);
        assert!(!generated.files.is_empty(), "{name} gives no crate:\n{text}");
        assert!(!generated.summary.left_out.is_empty(), "{name} leaves nothing out:\n{text}");
        let readme = &generated.files["README.md"];
        for left in &generated.summary.left_out {
            let what = left.split(": ").next().expect("a text has a first part");
            assert!(readme.contains(what), "the README of {name} does not say `{left}`:\n{readme}");
        }
        compare(&folder, name, &format!("{text}\n{}\n", generated.summary.left_out.join("\n")));
    });
}

/// The path of a fixture as the generator is given it.
fn below<'a>(folder: &Path, path: &'a Path) -> &'a str {
    path.strip_prefix(folder).ok().and_then(Path::to_str).expect("fixtures have plain names")
}
