//! The steps of a release, up to what needs credentials.

use super::plan::{Planned, numbers};
use super::{changelog, plan, state};
use crate::codegen::RUNTIME_VERSION;
use crate::repository::Repository;
use crate::{codegen, date, files};
use std::collections::BTreeMap;
use std::fs;
use std::io;

/// Crates that always have one version.
const TOGETHER: [&str; 2] = ["plansmith-runtime", "plansmith-macros"];
/// Their manifests.
const MANIFESTS: [&str; 2] = ["runtime/Cargo.toml", "runtime/macros/Cargo.toml"];

/// What to release.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders of `spec/`; all when none is named.
    pub apis: Vec<String>,
    /// New version of runtime and macros, where they are released too.
    pub runtime: Option<String>,
    /// Only the plan, and drafts of files in `changes/unreleased/`.
    pub draft: bool,
}

/// Raises versions, moves `changes/` into the changelog, generates the crates, and keeps the released state. Returns
/// whether everything is done; nothing is written where a version is too low.
///
/// What is left are `.ci/run`, the commit, the tags and `cargo publish`, which it prints.
///
/// # Errors
///
/// When a description or a file of `changes/` has another form, or a file cannot be read or written.
pub fn release(repository: &Repository, options: &Options) -> io::Result<bool> {
    let planned = plan(repository, &options.apis)?;
    let (text, fine) = super::show(&planned);
    print!("{text}");
    if !fine {
        return Ok(false);
    }
    if options.draft {
        for path in changelog::draft(repository, &planned)? {
            println!("drafted {path}");
        }
        return Ok(true);
    }
    let mut versions = BTreeMap::new();
    if let Some(version) = &options.runtime {
        raise_runtime(repository, version)?;
    }
    if let Some(version) = codegen::runtime_version(repository) {
        versions.extend(TOGETHER.map(|name| (name.to_owned(), version.clone())));
    }
    changelog::draft(repository, &planned)?;
    for one in &planned {
        if let Some(version) = one.version() {
            raise(repository, one, version)?;
            versions.insert(one.package.clone(), version.to_owned());
        }
    }
    let mut fine = true;
    for one in &planned {
        fine &= codegen::codegen(repository, std::slice::from_ref(&one.api), false)?;
    }
    if !fine {
        return Ok(false);
    }
    changelog::close(repository, &date::today(), &versions)?;
    for one in planned.iter().filter(|one| one.version().is_some()) {
        state::write(repository, &one.api)?;
    }
    println!("\nleft to do: .ci/run, commit, then for each of");
    for (name, version) in &versions {
        println!("  git tag {name}-{version} && cargo publish -p {name}");
    }
    Ok(true)
}

/// Writes the version of a crate into its description.
fn raise(repository: &Repository, one: &Planned, version: &str) -> io::Result<()> {
    if version == one.stated {
        return Ok(());
    }
    let path = repository.root().join(codegen::root(&one.api));
    let text = fs::read_to_string(&path).map_err(|error| files::named(&path, &error))?;
    let mut inside = false;
    let mut found = false;
    let lines = text.lines().map(|line| {
        if !line.starts_with(' ') && !line.is_empty() {
            inside = line.starts_with("x-crate:");
        }
        if inside && !found && line.contains("version:") && line.contains(&one.stated) {
            found = true;
            return line.replacen(&one.stated, version, 1);
        }
        line.to_owned()
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    if !found {
        return Err(io::Error::other(format!("{}: no line `version:` below `x-crate:` to raise", path.display())));
    }
    files::write(&path, &text)
}

/// Writes the version of runtime and macros wherever it is asked for.
fn raise_runtime(repository: &Repository, version: &str) -> io::Result<()> {
    let root = repository.root();
    let old = codegen::runtime_version(repository)
        .ok_or_else(|| io::Error::other(format!("{RUNTIME_VERSION} is not there or cannot be read")))?;
    if numbers(version) <= numbers(&old) || version.split('.').count() != 3 {
        return Err(io::Error::other(format!("`{version}` is no version after {old}")));
    }
    for (path, manifest) in files::list(root)? {
        if !path.ends_with("Cargo.toml") || path.starts_with("target/") || path.contains("/target/") {
            continue;
        }
        let text = fs::read_to_string(&manifest).map_err(|error| files::named(&manifest, &error))?;
        let own = MANIFESTS.contains(&path.as_str());
        let raised = raised(&text, &old, version, own);
        if raised != text {
            files::write(&manifest, &raised)?;
        }
    }
    files::write(&root.join(RUNTIME_VERSION), &format!("{version}\n"))
}

/// A manifest that asks for another version of runtime and macros, and has it where it is its own.
pub(super) fn raised(text: &str, old: &str, new: &str, own: bool) -> String {
    let stated = format!("version = \"{old}\"");
    let mut in_package = false;
    let lines = text.lines().map(|line| {
        if line.starts_with('[') {
            in_package = line == "[package]";
        }
        let asks = TOGETHER.iter().any(|name| line.starts_with(name) && line[name.len()..].trim_start().starts_with('='));
        if asks || own && in_package && line == stated {
            line.replace(&stated, &format!("version = \"{new}\""))
        } else {
            line.to_owned()
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    text + "\n"
}
