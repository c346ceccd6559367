//! `cargo xtask generate`: a crate from any description, with the runtime of this repository. What teams use is
//! `plansmith generate`, which shares all its code with it.

use crate::files::Files;
use crate::manifest;
use crate::repository::Repository;
use crate::run::{self, Run};
use plansmith::{folder, generate, settings};
use plansmith_generator::document::{self, Document};
use plansmith_generator::{Input, Purpose, Report};
use std::io;
use std::path::Path;

/// Generates the crate of the description `spec` into the folder `out`. Returns whether there is a crate.
///
/// The crate is written to a folder beside `out` first, so `out` holds the old crate or the new one.
///
/// # Errors
///
/// When `out` holds files this command did not write, the name is no package name, or a file cannot be
/// read or written.
pub fn generate(repository: &Repository, spec: &Path, out: &Path, name: Option<&str>) -> io::Result<bool> {
    if let Some(name) = name {
        folder::check_package_name(name).map_err(io::Error::other)?;
    }
    folder::refuse_foreign(out)?;
    let run = run_foreign(spec, name, Purpose::Publish)?;
    run.show();
    if run.generated.files.is_empty() {
        eprintln!("error: no crate can be made from `{}`", spec.display());
        return Ok(false);
    }
    let files = crate_files(repository, &run, out)?;
    folder::replace(out, &files)?;
    generate::summarise(&run);
    println!("written to {}", out.display());
    Ok(true)
}

/// Runs the generator on a description of others; texts show the file's name without its folder.
///
/// # Errors
///
/// When the path names no file.
pub fn run_foreign(spec: &Path, name: Option<&str>, purpose: Purpose) -> io::Result<Run> {
    let (folder, file) = folder_and_file(spec)?;
    Ok(run::run(folder, file, false, name, purpose))
}

/// Reads a description of others as the generator does.
///
/// # Errors
///
/// When the path names no file.
pub fn read_foreign(spec: &Path) -> io::Result<Option<Document>> {
    let (folder, file) = folder_and_file(spec)?;
    let read = |path: &str| plansmith::input::read(folder, path);
    let input = Input { root: file, read: &read, strict: false, name: None };
    Ok(document::load(&input, &mut Report::new(false)).0)
}

fn folder_and_file(spec: &Path) -> io::Result<(&Path, &str)> {
    let file = spec.file_name().and_then(|file| file.to_str()).filter(|_| spec.is_file());
    let file = file.ok_or_else(|| io::Error::other(format!("`{}` is not a file", spec.display())))?;
    let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder, file))
}

/// The files of a run with a manifest that finds the runtime from `out`, outside any workspace.
///
/// # Errors
///
/// When the current folder is unknown.
pub fn crate_files(repository: &Repository, run: &Run, out: &Path) -> io::Result<Files> {
    let mut files = run.generated.files.clone();
    if let Some(text) = files.get_mut("Cargo.toml") {
        let out = settings::resolved(out)?;
        let path = repository.runtime().map(|runtime| folder::relative(&out, &runtime));
        *text = manifest::patch(text, path.as_deref().and_then(Path::to_str), true);
    }
    Ok(files)
}
