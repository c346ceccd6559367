//! `plansmith bundle`: the effective description as one document.

use crate::arguments::Bundle;
use crate::refusal::Refusal;
use crate::settings::{self, Described};
use crate::status::Status;
use crate::{files, input, out, run};
use plansmith_generator::Input;
use std::io;
use std::path::Path;

/// Writes a description with its overlays as one JSON document, to a file or to standard output.
///
/// # Errors
///
/// When the command line, the configuration or a file is wrong, or the document cannot be written.
pub fn bundle(arguments: &Bundle) -> Result<Status, Refusal> {
    let settings = settings::read(&arguments.source, None)?;
    if let Some(file) = &arguments.output {
        refuse(&settings.source, file)?;
    }
    let (name, options) = (settings.name.as_deref(), settings.options.clone());
    let (bundle, generated) = match &settings.source {
        Described::File { folder, file, .. } => {
            let read = |path: &str| input::read(folder, path);
            plansmith_generator::bundle(&Input { root: file, read: &read, strict: false, name }, options)
        }
        Described::Text(text) => {
            let read = |path: &str| run::only(path, text);
            plansmith_generator::bundle(&Input { root: run::STDIN, read: &read, strict: false, name }, options)
        }
    };
    run::show(&generated.report, &generated.sources);
    let Some(bundle) = bundle.filter(|_| !generated.report.prevents_output()) else {
        return Ok(settings.unusable(&generated.report));
    };
    let text = format!("{bundle:#}\n");
    match &arguments.output {
        Some(file) => files::write(file, &text)?,
        None => out::write(&text)?,
    }
    Ok(Status::Complete)
}

/// Refuses to write over the description, and what is no file.
fn refuse(source: &Described, file: &Path) -> io::Result<()> {
    let is_source = match source {
        Described::File { given, .. } => {
            matches!((given.canonicalize(), file.canonicalize()), (Ok(one), Ok(other)) if one == other)
        }
        Described::Text(_) => false,
    };
    let why = if is_source {
        "is the description: name another file"
    } else if file.is_dir() {
        "is a folder: name a file"
    } else {
        return Ok(());
    };
    Err(io::Error::other(format!("`{}` {why}", file.display())))
}
