//! `cargo xtask generate`: a complete crate from any description.

use crate::files::{self, Changes, Files};
use crate::repository::Repository;
use crate::run::{self, Counts, Run};
use crate::manifest;
use plansmith_generator::Purpose;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Generates the crate of the description `spec` into the folder `out`. Returns whether there is a crate.
///
/// The crate is written to a folder beside `out` first, so `out` holds the old crate or the new one.
///
/// # Errors
///
/// When `out` holds files this command did not write, the name is no package name, or a file cannot be
/// read or written.
pub fn generate(repository: &Repository, spec: &Path, out: &Path, name: Option<&str>) -> io::Result<bool> {
    if let Some(name) = name.filter(|name| !is_package_name(name)) {
        return Err(io::Error::other(format!("`{name}` is no package name: use letters, digits, `-` and `_`, a letter first")));
    }
    refuse_foreign(out)?;
    let run = run_foreign(spec, name, Purpose::Publish)?;
    run.show();
    if run.generated.files.is_empty() {
        eprintln!("error: no crate can be made from `{}`", spec.display());
        return Ok(false);
    }
    let files = crate_files(repository, &run, out)?;
    replace(out, &files)?;
    summarise(&run, out);
    Ok(true)
}

/// Runs the generator on a description of others; texts show the file's name without its folder.
///
/// # Errors
///
/// When the path names no file.
pub fn run_foreign(spec: &Path, name: Option<&str>, purpose: Purpose) -> io::Result<Run> {
    let file = spec.file_name().and_then(|file| file.to_str()).filter(|_| spec.is_file());
    let file = file.ok_or_else(|| io::Error::other(format!("`{}` is not a file", spec.display())))?;
    let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(run::run(folder, file, false, name, purpose))
}

/// The files of a run with a manifest that finds the runtime from `out`, outside any workspace.
///
/// # Errors
///
/// When the current folder is unknown.
pub fn crate_files(repository: &Repository, run: &Run, out: &Path) -> io::Result<Files> {
    let mut files = run.generated.files.clone();
    if let Some(text) = files.get_mut("Cargo.toml") {
        let out = resolved(out)?;
        let path = repository.runtime().map(|runtime| manifest::relative(&out, &runtime));
        *text = manifest::patch(text, path.as_deref().and_then(Path::to_str), true);
    }
    Ok(files)
}

/// The absolute path of a folder that need not exist yet, links followed as far as it exists.
fn resolved(folder: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    let mut missing = Vec::new();
    let mut current = absolute.as_path();
    loop {
        if let Ok(real) = current.canonicalize() {
            return Ok(missing.iter().rev().fold(real, |path, part| path.join(part)));
        }
        let (Some(parent), Some(name)) = (current.parent(), current.file_name()) else { return Ok(absolute) };
        missing.push(name.to_owned());
        current = parent;
    }
}

fn is_package_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
}

fn refuse_foreign(out: &Path) -> io::Result<()> {
    if !out.exists() || files::list(out)?.is_empty() {
        return Ok(());
    }
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
    if files::is_generated(&manifest) {
        return Ok(());
    }
    Err(io::Error::other(format!("`{}` is not empty and was not written by this command: name another folder", out.display())))
}

/// Puts the files in place of what `out` holds: everything is written beside it first, then moved.
fn replace(out: &Path, wanted: &Files) -> io::Result<()> {
    let absolute = std::path::absolute(out)?;
    let name = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = absolute.with_file_name(format!(".{name}.new-{}", std::process::id()));
    let result = stage_and_move(&absolute, &beside, wanted);
    let _ = fs::remove_dir_all(&beside);
    result
}

fn stage_and_move(out: &Path, beside: &Path, wanted: &Files) -> io::Result<()> {
    let all = Changes { written: wanted.keys().map(|path| (path.clone(), None)).collect(), ..Changes::default() };
    files::apply(beside, wanted, &all)?;
    if !out.exists() {
        return fs::rename(beside, out).map_err(|error| files::named(out, &error));
    }
    let changes = files::compare(out, wanted)?;
    for (path, _) in &changes.written {
        let file = out.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| files::named(folder, &error))?;
        }
        fs::rename(beside.join(path), &file).map_err(|error| files::named(&file, &error))?;
    }
    files::apply(out, wanted, &Changes { removed: changes.removed, ..Changes::default() })
}

fn summarise(run: &Run, out: &Path) {
    let summary = &run.generated.summary;
    let counts = Counts::of(&run.generated.report);
    println!("{}", run.line(&summary.package));
    println!(
        "{} errors, {} warnings, {} notes; {}",
        counts.errors,
        counts.warnings,
        counts.notes,
        summary.untyped_in_words()
    );
    if !summary.left_out.is_empty() {
        println!("left out ({} operations):", summary.operations_left_out);
        for line in &summary.left_out {
            println!("  {line}");
        }
    }
    println!("written to {}", out.display());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn replaces_its_own_output_only() {
        let dir = tempfile::tempdir().expect("temporary folder");
        let out = dir.path().join("out");
        replace(&out, &files(&[("Cargo.toml", "# @generated\n1\n"), ("src/old.rs", "// @generated\n")])).expect("new folder");
        refuse_foreign(&out).expect("written by this command");
        fs::write(out.join("notes.txt"), "mine").expect("file");
        replace(&out, &files(&[("Cargo.toml", "# @generated\n2\n"), ("src/new.rs", "// @generated\n")])).expect("old folder");
        assert_eq!(fs::read_to_string(out.join("Cargo.toml")).expect("file"), "# @generated\n2\n");
        assert!(out.join("src/new.rs").exists() && !out.join("src/old.rs").exists() && out.join("notes.txt").exists());
        assert_eq!(fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left beside the output");

        fs::write(out.join("Cargo.toml"), "[package]\n").expect("file");
        assert!(refuse_foreign(&out).is_err());
    }

    #[test]
    fn package_names() {
        assert!(is_package_name("acme-client") && !is_package_name("../x") && !is_package_name("1st") && !is_package_name(""));
    }
}
