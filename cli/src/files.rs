//! Compares the files of a generated crate with a folder, and makes the folder equal to them.
//!
//! A file that codegen did not write is never deleted: the `@generated` header in its first lines tells.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The mark in the first lines of every file that codegen writes.
pub const HEADER: &str = "@generated";

/// The commands that write files.
const COMMANDS: [&str; 2] = ["plansmith ", "cargo xtask "];

/// Lines in which [`HEADER`] is looked for.
const HEADER_LINES: usize = 5;

/// Files by their path inside a folder, with `/` between the parts.
pub type Files = BTreeMap<String, String>;

/// What makes a folder differ from the files it should hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files to write, with the text that is there now (`None` for a new file).
    pub written: Vec<(String, Option<String>)>,
    /// Generated files that are no longer produced, with their text.
    pub removed: Vec<(String, String)>,
    /// Files without the header that codegen does not produce.
    pub foreign: Vec<String>,
}

impl Changes {
    /// Whether the folder holds exactly the wanted files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty() && self.foreign.is_empty()
    }

    /// The unified diff from the folder to the wanted files, paths shown below `folder`.
    #[must_use]
    pub fn diff(&self, folder: &str, wanted: &Files) -> String {
        let mut out = String::new();
        for (path, old) in &self.written {
            let new = wanted.get(path).map_or("", String::as_str);
            let from = if old.is_some() { format!("a/{folder}/{path}") } else { "/dev/null".to_owned() };
            out += &unified(old.as_deref().unwrap_or(""), new, &from, &format!("b/{folder}/{path}"));
        }
        for (path, old) in &self.removed {
            out += &unified(old, "", &format!("a/{folder}/{path}"), "/dev/null");
        }
        out
    }
}

fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    similar::TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(from, to).to_string()
}

/// Whether a text begins with the header of files that this project writes; other tools say `@generated` too.
#[must_use]
pub fn is_generated(text: &str) -> bool {
    let is_ours = |line: &str| {
        let command = line.split_once(HEADER).and_then(|(_, rest)| rest.strip_prefix(" by `"));
        command.is_some_and(|command| COMMANDS.iter().any(|known| command.starts_with(known)))
    };
    text.lines().take(HEADER_LINES).any(is_ours)
}

/// What has to change in `folder` so that it holds `wanted`. A folder that does not exist is empty.
///
/// # Errors
///
/// When the folder or a file of it cannot be read.
pub fn compare(folder: &Path, wanted: &Files) -> io::Result<Changes> {
    let present = list(folder)?;
    let mut changes = Changes::default();
    for (path, text) in wanted {
        let old = present.get(path).map(read_lossy).transpose()?;
        if old.as_deref() != Some(text) {
            changes.written.push((path.clone(), old));
        }
    }
    for (path, file) in present.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        let text = read_lossy(file)?;
        if is_generated(&text) {
            changes.removed.push((path.clone(), text));
        } else {
            changes.foreign.push(path.clone());
        }
    }
    Ok(changes)
}

/// Writes and removes what `changes` names; files that are equal are not touched.
///
/// # Errors
///
/// When a file cannot be written or removed, with its path.
pub fn apply(folder: &Path, wanted: &Files, changes: &Changes) -> io::Result<()> {
    for (path, _) in &changes.written {
        if let Some(text) = wanted.get(path) {
            write(&folder.join(path), text)?;
        }
    }
    for (path, _) in &changes.removed {
        let file = folder.join(path);
        fs::remove_file(&file).map_err(|error| named(&file, &error))?;
        remove_empty_parents(folder, &file);
    }
    Ok(())
}

/// Writes files into a folder that nobody else knows yet.
///
/// # Errors
///
/// When a folder cannot be made or a file not written, with its path.
pub fn fill(folder: &Path, wanted: &Files) -> io::Result<()> {
    let mut made = None;
    for (path, text) in wanted {
        let file = folder.join(path);
        if let Some(parent) = file.parent().filter(|parent| made.as_deref() != Some(*parent)) {
            fs::create_dir_all(parent).map_err(|error| named(parent, &error))?;
            made = Some(parent.to_path_buf());
        }
        fs::write(&file, text).map_err(|error| named(&file, &error))?;
    }
    Ok(())
}

/// Writes a file through a neighbour that is renamed over it, so that no reader sees half of it.
///
/// # Errors
///
/// When the folder cannot be made or the file not written, with its path.
pub fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| named(file, &error))?;
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let new = folder.join(name);
    fs::write(&new, text).and_then(|()| fs::rename(&new, file)).map_err(|error| {
        let _ = fs::remove_file(&new);
        named(file, &error)
    })
}

/// Files below a folder; what cargo writes there (`target/`, `Cargo.lock`) and hidden entries are passed over.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn list(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((current, prefix)) = open.pop() {
        let entries = match fs::read_dir(&current) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound && prefix.is_empty() => return Ok(files),
            Err(error) => return Err(named(&current, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| named(&current, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || (prefix.is_empty() && (name == "target" || name == "Cargo.lock")) {
                continue;
            }
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else {
                files.insert(path, entry.path());
            }
        }
    }
    Ok(files)
}

/// Whether a folder holds no file, as [`list`] sees it; stops at the first one.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn is_empty(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder).map_err(|error| named(folder, &error))? {
        let entry = entry.map_err(|error| named(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "target" || name == "Cargo.lock" {
            continue;
        }
        if !entry.file_type()?.is_dir() || !is_empty(&entry.path())? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An error that says which file it is about.
#[must_use]
pub fn named(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

fn read_lossy(file: &PathBuf) -> io::Result<String> {
    let bytes = fs::read(file).map_err(|error| named(file, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn remove_empty_parents(root: &Path, file: &Path) {
    let mut folder = file.parent();
    while let Some(current) = folder.filter(|current| *current != root && current.starts_with(root)) {
        if fs::remove_dir(current).is_err() {
            break; // Not empty.
        }
        folder = current.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn writes_only_what_changed_and_removes_orphans() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let first = wanted(&[
            ("Cargo.toml", "# @generated by `cargo xtask codegen`\n"),
            ("src/a.rs", "// @generated by `cargo xtask codegen`\na\n"),
            ("src/deep/b.rs", "// @generated by `cargo xtask codegen`\nb\n"),
        ]);
        let changes = compare(dir.path(), &first).expect("readable");
        assert_eq!(changes.written.len(), 3);
        apply(dir.path(), &first, &changes).expect("writable");
        assert!(compare(dir.path(), &first).expect("readable").is_empty());

        let second = wanted(&[
            ("Cargo.toml", "# @generated by `cargo xtask codegen`\n"),
            ("src/a.rs", "// @generated by `cargo xtask codegen`\nA\n"),
        ]);
        let changes = compare(dir.path(), &second).expect("readable");
        assert_eq!(changes.written, [("src/a.rs".to_owned(), Some("// @generated by `cargo xtask codegen`\na\n".to_owned()))]);
        assert_eq!(changes.removed.len(), 1);
        let diff = changes.diff("generated/x", &second);
        assert!(diff.contains("--- a/generated/x/src/a.rs") && diff.contains("-a\n+A\n"), "{diff}");
        assert!(diff.contains("+++ /dev/null"), "{diff}");
        apply(dir.path(), &second, &changes).expect("writable");
        assert!(!dir.path().join("src/deep").exists(), "an empty folder goes with its last file");
    }

    #[test]
    fn never_deletes_what_it_did_not_write() {
        let dir = tempfile::tempdir().expect("temporary folder");
        fs::create_dir_all(dir.path().join("src")).expect("folder");
        fs::write(dir.path().join("src/mine.rs"), "fn mine() {}\n").expect("file");
        fs::write(dir.path().join("Cargo.lock"), "").expect("file");
        let files = wanted(&[("src/lib.rs", "// @generated by `cargo xtask codegen`\n")]);
        let changes = compare(dir.path(), &files).expect("readable");
        assert_eq!(changes.foreign, ["src/mine.rs"]);
        apply(dir.path(), &files, &changes).expect("writable");
        assert!(dir.path().join("src/mine.rs").exists());
    }

    #[test]
    fn header_counts_in_the_first_lines_only() {
        assert!(is_generated("# Title\n\n<!-- @generated by `plansmith generate` -->\n"));
        assert!(!is_generated("// @generated by `another`\n") && !is_generated("// @generated\n"));
        assert!(!is_generated("1\n2\n3\n4\n5\n// @generated\n"));
    }
}
