//! `cargo xtask codegen`: writes the crates of `generated/`, or compares them with what it would write.

use crate::files::{self, Files};
use crate::repository::Repository;
use crate::run::{self, Run};
use plansmith_generator::Options;
use std::io::{self, Write as _};

/// The file with the version of the runtime that generated crates ask for.
pub const RUNTIME_VERSION: &str = "templates/runtime-version";

/// What a mismatch asks a person to do.
pub const ADVICE: &str = "run `cargo xtask codegen` and commit the result";

/// Generates the chosen APIs (all when none is named). Returns whether everything is in order.
///
/// Nothing of an API with errors is written. With `check` nothing is written at all, and a difference is
/// shown as a unified diff.
///
/// # Errors
///
/// When a name is unknown or a file cannot be read or written.
pub fn codegen(repository: &Repository, apis: &[String], check: bool) -> io::Result<bool> {
    let mut fine = true;
    for api in repository.chosen(apis)? {
        fine &= one(repository, &api, check)?;
    }
    if apis.is_empty() {
        fine &= without_description(repository)?;
        fine &= copy_licences(repository, check)?;
    }
    Ok(fine)
}

/// The files of an API as they belong into `generated/`, with the run that made them.
#[must_use]
pub fn wanted(repository: &Repository, api: &str) -> (Files, Run) {
    // A release raises it, and generates in the same run.
    let options = Options { runtime_version: runtime_version(repository), ..Options::default() };
    let run = run::run(repository.root(), &root(api), true, None, options);
    let mut files = run.generated.files.clone();
    if let Some(manifest) = files.get_mut("Cargo.toml") {
        *manifest = crate::manifest::patch(manifest, Some("../../runtime"), false);
    }
    (files, run)
}

/// The version of the runtime that the crates of the repository ask for; `None` where the file is not there.
#[must_use]
pub fn runtime_version(repository: &Repository) -> Option<String> {
    let text = std::fs::read_to_string(repository.root().join(RUNTIME_VERSION)).ok()?;
    Some(text.trim().to_owned())
}

/// Copies the hand-written examples of an API, the `.rs` files of `examples/<api>/`, among the files of its crate.
///
/// They live outside of `generated/`, so that everything there comes from a command.
///
/// # Errors
///
/// When the folder or a file of it cannot be read.
pub fn add_examples(repository: &Repository, api: &str, files: &mut Files) -> io::Result<()> {
    for (name, file) in files::list(&repository.root().join("examples").join(api))? {
        if file.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&file).map_err(|error| files::named(&file, &error))?;
            let header = format!("// {} by `cargo xtask codegen` from `examples/{api}/{name}`. Do not edit.\n\n", files::HEADER);
            files.insert(format!("examples/{name}"), header + &text);
        }
    }
    Ok(())
}

/// Path of a curated description, as messages show it.
#[must_use]
pub fn root(api: &str) -> String {
    format!("spec/{api}/openapi.yaml")
}

fn one(repository: &Repository, api: &str, check: bool) -> io::Result<bool> {
    let (mut wanted, run) = wanted(repository, api);
    add_examples(repository, api, &mut wanted)?;
    wanted.extend(licences(repository)?);
    run.show();
    if !run.is_fine() {
        eprintln!("{api}: nothing written because of the errors above");
        return Ok(false);
    }
    let shown = format!("generated/{api}");
    let folder = repository.root().join(&shown);
    let changes = files::compare(&folder, &wanted)?;
    for path in &changes.foreign {
        eprintln!("error: `{shown}/{path}` was not written by codegen: move it elsewhere, or delete it by hand");
    }
    let mut fine = changes.foreign.is_empty();
    if check {
        io::stdout().write_all(changes.diff(&shown, &wanted).as_bytes())?;
        if !changes.written.is_empty() || !changes.removed.is_empty() {
            eprintln!("error: `{shown}` does not follow from `spec/{api}`: {ADVICE}");
            fine = false;
        }
    } else {
        files::apply(&folder, &wanted, &changes)?;
    }
    println!("{}{}", run.line(api), outcome(&changes, check));
    Ok(fine)
}

/// The licence texts of the repository, which have to travel with every package. Copies and not links: a checkout on Windows has
/// files with a path in them instead of links.
fn licences(repository: &Repository) -> io::Result<Files> {
    let mut found = Files::new();
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        match std::fs::read_to_string(repository.root().join(name)) {
            Ok(text) => drop(found.insert(name.to_owned(), text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(files::named(&repository.root().join(name), &error)),
        }
    }
    Ok(found)
}

/// Hand-written packages that are published.
const PUBLISHED: [&str; 3] = ["cli", "runtime", "runtime/macros"];

/// Copies the licence texts into the hand-written packages, or compares them.
fn copy_licences(repository: &Repository, check: bool) -> io::Result<bool> {
    let mut fine = true;
    for folder in
        PUBLISHED.map(|folder| repository.root().join(folder)).iter().filter(|folder| folder.join("Cargo.toml").is_file())
    {
        for (name, text) in licences(repository)? {
            let file = folder.join(name);
            if std::fs::read_to_string(&file).is_ok_and(|present| present == text) {
                continue;
            }
            if check {
                eprintln!("error: `{}` is not the licence of the repository: {ADVICE}", file.display());
                fine = false;
            } else {
                files::write(&file, &text)?;
            }
        }
    }
    Ok(fine)
}

fn outcome(changes: &files::Changes, check: bool) -> String {
    let (written, removed) = (changes.written.len(), changes.removed.len());
    match (written, removed) {
        (0, 0) => ", up to date".to_owned(),
        _ if check => format!(", {written} files differ, {removed} too many"),
        _ => format!(", {written} files written, {removed} removed"),
    }
}

/// Complains about folders of `generated/` that belong to no API.
fn without_description(repository: &Repository) -> io::Result<bool> {
    let known = repository.apis()?;
    let mut fine = true;
    let Ok(entries) = std::fs::read_dir(repository.root().join("generated")) else { return Ok(true) };
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !known.contains(&name) {
            eprintln!("error: `generated/{name}` belongs to no `spec/{name}/openapi.yaml`: delete it by hand");
            fine = false;
        }
    }
    Ok(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_copied_with_a_header() {
        let dir = tempfile::tempdir().expect("temporary folder");
        files::write(&dir.path().join("examples/a/one.rs"), "//! One.\n").expect("file");
        files::write(&dir.path().join("examples/a/notes.md"), "").expect("file");
        files::write(&dir.path().join("examples/b/two.rs"), "//! Two.\n").expect("file");
        let repository = Repository::at(dir.path());
        let mut files = Files::new();
        add_examples(&repository, "a", &mut files).expect("readable");
        let text = "// @generated by `cargo xtask codegen` from `examples/a/one.rs`. Do not edit.\n\n//! One.\n";
        assert_eq!(files, Files::from([("examples/one.rs".to_owned(), text.to_owned())]));
        assert!(files::is_generated(text), "so that codegen removes the copy of an example that is gone");
        add_examples(&repository, "c", &mut files).expect("an API without examples");
        assert_eq!(files.len(), 1);
    }
}
