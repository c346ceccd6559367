//! `cargo xtask bundle`: a curated description as one document.

use crate::repository::Repository;
use crate::{codegen, files, input};
use plansmith_generator::{Input, Purpose};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes the description of an API as one JSON document, to a file or to stdout. Returns whether it has no error.
///
/// # Errors
///
/// When the name is unknown, or the file cannot be written.
pub fn bundle(repository: &Repository, api: &str, out: Option<&Path>) -> io::Result<bool> {
    repository.chosen(&[api.to_owned()])?;
    let read = |path: &str| input::read(repository.root(), path);
    let root = codegen::root(api);
    let (bundle, generated) =
        plansmith_generator::bundle(&Input { root: &root, read: &read, strict: true, name: None }, Purpose::Publish);
    let Some(bundle) = bundle.filter(|_| !generated.report.has_errors()) else {
        eprintln!("{}", generated.report.render(&generated.sources, false).trim_end());
        eprintln!("{api}: not bundled because of the errors above");
        return Ok(false);
    };
    let text = format!("{bundle:#}\n");
    match out {
        Some(file) => {
            files::write(file, &text)?;
            println!("{api}: written to {}", file.display());
        }
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(true)
}
