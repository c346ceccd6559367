//! `plansmith check`: what there is to say about a description, without writing anything.

use crate::arguments::{Check, Format};
use crate::refusal::Refusal;
use crate::run::Counts;
use crate::settings::{self, Described, Settings};
use crate::status::Status;
use crate::{date, input, out, progress, run};
use plansmith_generator::lint::output;
use plansmith_generator::location::Sources;
use plansmith_generator::{Generated, Input, Report};
use std::io;

/// Shows the diagnostics of a description, and as notes the house rules it does not keep.
///
/// # Errors
///
/// When the command line, the configuration or a file is wrong.
pub fn check(arguments: &Check) -> Result<Status, Refusal> {
    let settings = match settings::read(&arguments.source, None) {
        Ok(settings) => settings,
        Err(refusal) if arguments.format != Format::Text => {
            let (report, sources) = refusal.into_report();
            write(arguments.format, &report, &sources)?;
            return Ok(Status::BadInput);
        }
        Err(refusal) => return Err(refusal),
    };
    let generated = progress::during(&format!("reading {}", settings.source.shown()), || lint(&settings));
    let (report, sources) = (&generated.report, &generated.sources);
    write(arguments.format, report, sources)?;
    if arguments.format == Format::Text {
        summarise(&settings, &generated);
    }
    Ok(settings.status(&generated, false))
}

/// Writes what was found.
fn write(format: Format, report: &Report, sources: &Sources) -> io::Result<()> {
    match format {
        Format::Text => {
            run::show(report, sources);
            Ok(())
        }
        Format::Json => out::write(&format!("{:#}\n", output::json(report, sources))),
        Format::Sarif => out::write(&format!("{:#}\n", output::sarif(report, sources))),
        Format::Github => out::write(&output::github(report, sources)),
    }
}

fn lint(settings: &Settings) -> Generated {
    let (name, options, today) = (settings.name.as_deref(), settings.options.clone(), date::today());
    match &settings.source {
        Described::File { folder, file, .. } => {
            let read = |path: &str| input::read(folder, path);
            plansmith_generator::lint(&Input { root: file, read: &read, strict: false, name }, options, &today, &[])
        }
        Described::Text(text) => {
            let read = |path: &str| run::only(path, text);
            plansmith_generator::lint(&Input { root: run::STDIN, read: &read, strict: false, name }, options, &today, &[])
        }
    }
}

fn summarise(settings: &Settings, generated: &Generated) {
    let (summary, counts) = (&generated.summary, Counts::of(&generated.report));
    let said = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let said = said.iter().filter(|(count, _)| *count > 0).map(|(count, word)| run::counted(*count, word));
    let said: Vec<String> = said.collect();
    let said = if said.is_empty() { "fine".to_owned() } else { said.join(", ") };
    out::line(&format!(
        "{}: {said} ({}, {})",
        settings.source.shown(),
        run::counted(summary.operations, "operation"),
        run::counted(summary.types, "type")
    ));
}
