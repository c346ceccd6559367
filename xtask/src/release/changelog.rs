//! `changes/` and `CHANGELOG.md`.

use super::plan::Planned;
use crate::files;
use crate::repository::Repository;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

/// Headings of the kinds of change in the order of a changelog: what breaks comes first.
const KINDS: [&str; 5] = ["breaking", "deprecated", "changed", "added", "fixed"];

/// A file of `changes/unreleased/`.
struct Entry {
    path: PathBuf,
    name: String,
    crates: Vec<String>,
    kind: String,
    text: String,
}

fn entries(repository: &Repository) -> io::Result<Vec<Entry>> {
    let folder = repository.root().join("changes/unreleased");
    let mut entries = Vec::new();
    for (name, path) in files::list(&folder)? {
        let text = std::fs::read_to_string(&path).map_err(|error| files::named(&path, &error))?;
        let wrong = |what: &str| io::Error::other(format!("{}: {what}; `changes/README.md` has the form", path.display()));
        let (head, text) = text
            .strip_prefix("---\n")
            .and_then(|text| text.split_once("\n---\n"))
            .ok_or_else(|| wrong("no head between two lines of `---`"))?;
        let field = |key: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            line.map(|value| value.split('#').next().unwrap_or_default().trim().to_owned())
        };
        let crates = field("crates").ok_or_else(|| wrong("no `crates`"))?;
        let kind = field("kind").ok_or_else(|| wrong("no `kind`"))?;
        if !KINDS.contains(&kind.as_str()) {
            return Err(wrong(&format!("`{kind}` is no kind of change")));
        }
        let crates = crates.split(',').map(|name| name.trim().to_owned()).collect();
        entries.push(Entry { path, name, crates, kind, text: text.trim().to_owned() });
    }
    Ok(entries)
}

/// Drafts files in `changes/unreleased/` for what nobody wrote about yet. Returns their paths.
///
/// A crate that has a file of a kind gets none of that kind: a person wrote it.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn draft(repository: &Repository, plan: &[Planned]) -> io::Result<Vec<String>> {
    let known = entries(repository)?;
    let mut written = Vec::new();
    for one in plan {
        for kind in KINDS {
            let lines: Vec<_> = one.lines.iter().filter(|line| line.kind == kind).collect();
            let is_told = known.iter().any(|entry| entry.kind == kind && entry.crates.contains(&one.package));
            if lines.is_empty() || is_told {
                continue;
            }
            let mut text = format!("---\ncrates: {}\nkind: {kind}\n---\n", one.package);
            for line in lines {
                let adapt = line.adapt.as_ref().map(|adapt| format!(" {adapt}")).unwrap_or_default();
                let _ = writeln!(text, "* {}{adapt}", line.text);
            }
            let path = format!("changes/unreleased/{}-{kind}.md", one.package);
            files::write(&repository.root().join(&path), &text)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Moves the files of `changes/unreleased/` to a folder of the day, and their texts into the changelog.
///
/// # Errors
///
/// When a file has another form, or cannot be read or written.
pub fn close(repository: &Repository, day: &str, versions: &BTreeMap<String, String>) -> io::Result<()> {
    let entries = entries(repository)?;
    let mut sections: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        let titles: Vec<String> = entry
            .crates
            .iter()
            .map(|name| versions.get(name).map_or_else(|| name.clone(), |version| format!("{name} {version}")))
            .collect();
        sections.entry(titles.join(", ")).or_default().push(entry);
    }
    let mut section = format!("## {day}\n");
    for (title, mut entries) in sections {
        let _ = write!(section, "\n### {title}\n\n");
        entries.sort_by_key(|entry| KINDS.iter().position(|kind| *kind == entry.kind));
        for entry in entries {
            let breaking = if entry.kind == "breaking" { "**Breaking.** " } else { "" };
            if entry.text.starts_with("* ") {
                let lines = entry.text.lines().map(|line| {
                    line.strip_prefix("* ").map_or_else(|| format!("{line}\n"), |line| format!("* {breaking}{line}\n"))
                });
                section.extend(lines);
            } else {
                let _ = writeln!(section, "* {breaking}{}", entry.text.replace("\n\n", "\n").replace('\n', "\n  "));
            }
        }
    }
    let path = repository.root().join("CHANGELOG.md");
    let old = std::fs::read_to_string(&path).map_err(|error| files::named(&path, &error))?;
    files::write(&path, &with_section(&old, &section))?;
    for entry in &entries {
        let to = repository.root().join("changes").join(day).join(&entry.name);
        let text = std::fs::read_to_string(&entry.path).map_err(|error| files::named(&entry.path, &error))?;
        files::write(&to, &text)?;
        std::fs::remove_file(&entry.path).map_err(|error| files::named(&entry.path, &error))?;
    }
    let keep = repository.root().join("changes/unreleased/.gitkeep");
    files::write(&keep, "")
}

/// A changelog with a new first section; one called "Unreleased" held the same lines and goes.
pub(super) fn with_section(old: &str, section: &str) -> String {
    let first = old.find("\n## ").map_or(old.len(), |at| at + 1);
    let (head, rest) = old.split_at(first);
    let rest = if rest.starts_with("## Unreleased") { rest[3..].find("\n## ").map_or("", |at| &rest[at + 4..]) } else { rest };
    let rest = if rest.is_empty() { String::new() } else { format!("\n{rest}") };
    format!("{}\n\n{}{rest}", head.trim_end(), section)
}
