//! Finds the descriptions of a folder.

use crate::files;
use std::io;
use std::path::{Path, PathBuf};

/// A description to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Path below the folder without its ending, `/` as `-`: the name of its row and its work folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Name of its crate.
    pub package: String,
}

/// The descriptions below a folder, sorted by name, and how many files of the right ending are none
/// (parts that another file refers to).
///
/// # Errors
///
/// When the folder or a file cannot be read.
pub fn find(folder: &Path) -> io::Result<(Vec<Document>, usize)> {
    if !folder.is_dir() {
        return Err(io::Error::other(format!("`{}` is not a folder", folder.display())));
    }
    let (mut documents, mut fragments) = (Vec::<Document>::new(), 0);
    for (path, file) in files::list(folder)? {
        let Some((stem, "json" | "yaml" | "yml")) = path.rsplit_once('.') else { continue };
        let last = stem.rsplit('/').next().unwrap_or(stem);
        if last.eq_ignore_ascii_case("index") || last.eq_ignore_ascii_case("readme") {
            continue;
        }
        let bytes = std::fs::read(&file).map_err(|error| files::named(&file, &error))?;
        if !is_description(&String::from_utf8_lossy(&bytes)) {
            fragments += 1;
            continue;
        }
        let mut name = stem.replace('/', "-");
        if documents.iter().any(|document| document.name == name) {
            name = path.replace(['/', '.'], "-");
        }
        let package = package(&name);
        documents.push(Document { name, path: file, package });
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((documents, fragments))
}

/// Whether a text has an `openapi` (or `swagger`) key; a file without one is part of another.
fn is_description(text: &str) -> bool {
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    if json {
        return text.contains("\"openapi\"") || text.contains("\"swagger\"");
    }
    text.lines().map(|line| line.trim_start_matches('\u{feff}').trim_start_matches(['"', '\''])).any(|line| {
        ["openapi", "swagger"].iter().any(|key| {
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
        })
    })
}

/// A package name from the name of a document.
fn package(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut out = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if !out.starts_with(|first: char| first.is_ascii_lowercase()) {
        out.insert_str(0, "api-");
    }
    out.truncate(60);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_descriptions_and_passes_parts_over() {
        let dir = tempfile::tempdir().expect("temporary folder");
        for (path, text) in [
            ("b.yaml", "openapi: 3.0.3\n"),
            ("sub/2a.json", "{ \"openapi\": \"3.1.0\" }"),
            ("sub/part.yaml", "components:\n  schemas: {}\n"),
            ("INDEX.json", "{ \"openapi\": 1 }"),
            ("notes.md", "openapi: 3"),
        ] {
            files::write(&dir.path().join(path), text).expect("file");
        }
        let (documents, fragments) = find(dir.path()).expect("readable");
        assert_eq!(documents.iter().map(|document| document.name.as_str()).collect::<Vec<_>>(), ["b", "sub-2a"]);
        assert_eq!((package("2a"), fragments), ("api-2a".to_owned(), 1));
    }
}
