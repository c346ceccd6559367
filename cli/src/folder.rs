//! The folder of a crate: whose it is, and how a crate gets into it.

use crate::files::{self, Changes, Files};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Says why a text is no name of a package that others can import.
///
/// # Errors
///
/// Text that is no such name, with what to write.
pub fn check_package_name(name: &str) -> Result<(), String> {
    refused_name(name).map_or(Ok(()), Err)
}

/// Why a package cannot have a name.
fn refused_name(name: &str) -> Option<String> {
    if !is_package_name(name) {
        return Some(format!("`{name}` is no package name: use letters, digits, `-` and `_`, a letter first"));
    }
    let library = name.replace('-', "_").to_lowercase();
    let why = if KEYWORDS.contains(&library.as_str()) {
        "is a keyword of Rust"
    } else if LIBRARIES.contains(&library.as_str()) {
        "is the name of a crate that the generated code uses or that comes with Rust"
    } else if FOLDERS.contains(&library.as_str()) {
        "is the name of a folder that cargo uses in `target`"
    } else {
        return None;
    };
    Some(format!("`{name}` {why}: choose another name, such as `{name}-client`"))
}

/// Words that no crate can be called in `use`.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
/// Crates whose names would hide what generated code means by them.
const LIBRARIES: [&str; 7] = ["alloc", "core", "plansmith_macros", "plansmith_runtime", "proc_macro", "std", "test"];
/// What cargo refuses because of its own folders.
const FOLDERS: [&str; 4] = ["build", "deps", "examples", "incremental"];

fn is_package_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

/// Refuses a folder that holds anything this command did not write.
///
/// # Errors
///
/// Such a folder, and what is no folder.
pub fn refuse_foreign(out: &Path) -> io::Result<()> {
    if out.canonicalize().is_ok_and(|real| real.parent().is_none()) {
        return Err(io::Error::other(format!("`{}` is the root of the file system: name a folder for the crate", out.display())));
    }
    if out.is_symlink() && !out.exists() {
        return Err(io::Error::other(format!("`{}` is a link that leads nowhere", out.display())));
    }
    if let Some(file) = out.ancestors().skip(1).find(|around| around.is_file()) {
        return Err(io::Error::other(format!("`{}` cannot be a folder: `{}` is a file", out.display(), file.display())));
    }
    if out.exists() && !out.is_dir() {
        return Err(io::Error::other(format!("`{}` is not a folder", out.display())));
    }
    if !out.exists() || is_empty(out)? {
        return Ok(());
    }
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
    if files::is_generated(&manifest) {
        return Ok(());
    }
    Err(io::Error::other(format!("`{}` is not empty and was not written by this command: name another folder", out.display())))
}

/// Whether a folder holds nothing, not even hidden files.
fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder).map_err(|error| files::named(folder, &error))?.next().is_none())
}

/// Puts the files in place of what `out` holds: everything is written beside it first, then moved. Returns what changed.
///
/// # Errors
///
/// When a file of the same name was not written by this command, or one cannot be written. The folder is as before then.
pub fn replace(out: &Path, wanted: &Files) -> io::Result<Changes> {
    let absolute = std::path::absolute(out)?;
    let changes = files::compare(&absolute, wanted)?;
    if let Some((path, _)) = changes.written.iter().find(|(path, old)| is_foreign(path, old.as_deref())) {
        return Err(io::Error::other(format!("`{}` was not written by this command: move it away", out.join(path).display())));
    }
    if changes.written.is_empty() && changes.removed.is_empty() {
        return Ok(changes);
    }
    let name = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = absolute.with_file_name(format!(".{name}.new-{}", std::process::id()));
    // The folder beside it is nothing a person knows of.
    let unwritten = |error: &io::Error| io::Error::new(error.kind(), format!("cannot write to `{}`: {error}", out.display()));
    let around = absolute.parent().unwrap_or(&absolute);
    fs::create_dir_all(around).and_then(|()| fs::create_dir(&beside)).map_err(|error| unwritten(&error))?;
    let result = stage_and_move(&absolute, &beside, wanted, &changes);
    let _ = fs::remove_dir_all(&beside);
    result.map(|()| changes)
}

/// Whether a file that stands in the way was written by someone else. JSON has no room for a mark.
fn is_foreign(path: &str, old: Option<&str>) -> bool {
    old.is_some_and(|old| !old.trim().is_empty() && !files::is_generated(old))
        && Path::new(path).extension().is_none_or(|end| end != "json")
}

fn stage_and_move(out: &Path, beside: &Path, wanted: &Files, changes: &Changes) -> io::Result<()> {
    files::fill(beside, wanted)?;
    if !out.exists() {
        return fs::rename(beside, out).map_err(|error| files::named(out, &error));
    }
    for (path, _) in &changes.written {
        let file = out.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| files::named(folder, &error))?;
        }
        fs::rename(beside.join(path), &file).map_err(|error| files::named(&file, &error))?;
    }
    files::apply(out, wanted, &Changes { removed: changes.removed.clone(), ..Changes::default() })
}

/// The relative path that leads from the folder `from` to `to`; both absolute and without links.
#[must_use]
pub fn relative(from: &Path, to: &Path) -> PathBuf {
    let from: Vec<Component<'_>> = from.components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    up.chain(to[shared..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn names_that_cannot_be_used_are_refused() {
        for name in ["core", "std", "test", "box", "self", "Self", "type", "plansmith-runtime", "build", "1a", "a b", ""] {
            assert!(refused_name(name).is_some(), "{name}");
        }
        for name in ["acme", "core-client", "testing", "typed"] {
            assert_eq!(refused_name(name), None, "{name}");
        }
        assert!(refused_name("box").is_some_and(|text| text.contains("`box-client`")));
    }

    #[test]
    fn the_root_of_the_file_system_is_refused_at_once() {
        let error = refuse_foreign(Path::new("/")).expect_err("refused").to_string();
        assert!(error.contains("root of the file system"), "{error}");
    }

    #[test]
    fn replaces_its_own_output_only() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let out = dir.path().join("out");
        replace(
            &out,
            &files(&[
                ("Cargo.toml", "# @generated by `plansmith generate`\n1\n"),
                ("src/old.rs", "// @generated by `plansmith generate`\n"),
            ]),
        )
        .expect("new folder");
        refuse_foreign(&out).expect("written by this command");
        fs::write(out.join("notes.txt"), "mine").expect("file");
        replace(
            &out,
            &files(&[
                ("Cargo.toml", "# @generated by `plansmith generate`\n2\n"),
                ("src/new.rs", "// @generated by `plansmith generate`\n"),
            ]),
        )
        .expect("old folder");
        assert_eq!(fs::read_to_string(out.join("Cargo.toml")).expect("file"), "# @generated by `plansmith generate`\n2\n");
        assert!(out.join("src/new.rs").exists() && !out.join("src/old.rs").exists() && out.join("notes.txt").exists());
        assert_eq!(fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left beside the output");

        fs::write(out.join("Cargo.toml"), "[package]\n").expect("file");
        assert!(refuse_foreign(&out).is_err());
    }

    #[test]
    fn refuses_what_others_wrote() {
        let dir = tempfile::tempdir().expect("temporary folder");
        fs::write(dir.path().join(".hidden"), "mine").expect("file");
        assert!(refuse_foreign(dir.path()).is_err(), "hidden files count");
        assert!(refuse_foreign(&dir.path().join(".hidden")).is_err(), "a file is no folder");
        let out = dir.path().join("out");
        let first = files(&[("Cargo.toml", "# @generated by `plansmith generate`\n1\n")]);
        replace(&out, &first).expect("new folder");
        fs::create_dir(out.join("src")).expect("folder");
        fs::write(out.join("src/lib.rs"), "// @generated by `another tool`\n").expect("file");
        let second = files(&[
            ("Cargo.toml", "# @generated by `plansmith generate`\n2\n"),
            ("src/lib.rs", "// @generated by `plansmith generate`\n"),
        ]);
        let error = replace(&out, &second).expect_err("a file in the way").to_string();
        assert!(error.contains("src/lib.rs` was not written by this command"), "{error}");
        assert!(fs::read_to_string(out.join("Cargo.toml")).expect("file").contains('1'), "nothing half-written");
    }

    #[test]
    fn relative_paths() {
        assert_eq!(relative(Path::new("/a/b/c"), Path::new("/a/r")), Path::new("../../r"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/r")), Path::new("r"));
    }

    #[test]
    fn package_names() {
        assert!(is_package_name("acme-client") && !is_package_name("../x") && !is_package_name("1st") && !is_package_name(""));
    }
}
