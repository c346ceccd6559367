//! The last released state of a crate.

use crate::repository::Repository;
use crate::{codegen, files, input};
use plansmith_generator::Input;
use plansmith_generator::diff::{PublicApi, Side};
use std::fs;
use std::io;
use std::path::PathBuf;

/// What was released of an API.
#[derive(Debug)]
pub struct State {
    /// The description, with the public items of the crate as they were released.
    pub side: Side,
    /// Path of the description, as messages show it.
    pub shown: String,
}

/// Reads the last released state; `None` where the API was never released.
///
/// # Errors
///
/// When a file is there and cannot be read.
pub fn read(repository: &Repository, api: &str) -> io::Result<Option<State>> {
    let (description, items) = paths(repository, api);
    if !items.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(&items).map_err(|error| files::named(&items, &error))?;
    let surface = PublicApi::parse(&text)
        .map_err(|line| io::Error::other(format!("{}:{line}: not a line of public items", items.display())))?;
    let shown = format!("released/{api}/openapi.json");
    let read = |path: &str| input::read(repository.root(), path);
    let side = Side::read(&Input { root: &shown, read: &read, strict: false, name: None });
    let mut side = side.map_err(|error| {
        let report = error.report.render(&error.sources, false);
        io::Error::other(format!("`{}` cannot be read\n\n{}", description.display(), report.trim_end()))
    })?;
    side.surface = PublicApi { components: side.surface.components, ..surface };
    Ok(Some(State { side, shown }))
}

/// Writes the state of an API as released.
///
/// # Errors
///
/// When the description has an error, or a file cannot be written.
pub fn write(repository: &Repository, api: &str) -> io::Result<()> {
    let root = codegen::root(api);
    let read = |path: &str| input::read(repository.root(), path);
    let one = Input { root: &root, read: &read, strict: true, name: None };
    let (bundle, generated) = plansmith_generator::bundle(&one, plansmith_generator::Purpose::Publish);
    let Some(bundle) = bundle.filter(|_| !generated.report.has_errors()) else {
        let report = generated.report.render(&generated.sources, false);
        return Err(io::Error::other(format!("`{root}` has errors\n\n{}", report.trim_end())));
    };
    let side = Side::read(&Input { strict: false, ..one })
        .map_err(|error| io::Error::other(error.report.render(&error.sources, false)))?;
    let (description, items) = paths(repository, api);
    files::write(&description, &format!("{bundle:#}\n"))?;
    files::write(&items, &side.surface.to_string())
}

fn paths(repository: &Repository, api: &str) -> (PathBuf, PathBuf) {
    let folder = repository.root().join("released").join(api);
    (folder.join("openapi.json"), folder.join("public-items.txt"))
}
