//! `plansmith check`: what there is to say about a description, without writing anything.

use crate::arguments::Check;
use crate::run::Counts;
use crate::settings::{self, Settings};
use crate::status::Status;
use crate::{json, progress};
use serde_json::json;
use std::io;

/// Shows the diagnostics of a description.
///
/// # Errors
///
/// When the command line, the configuration or a file is wrong.
pub fn check(arguments: &Check) -> io::Result<Status> {
    let Some(settings) = settings::read(&arguments.source, None)? else { return Ok(Status::BadInput) };
    let run = progress::during(&format!("reading {}", settings.source.shown()), || settings.run());
    let status = settings.status(&run, false);
    if arguments.source.json {
        let mut out = json!({ "status": status.as_str(), "exit": status.code() });
        out["summary"] = json::summary(&run.generated.summary);
        out["diagnostics"] = json::diagnostics(&run.generated);
        println!("{out:#}");
        return Ok(status);
    }
    run.show();
    summarise(&settings, &run.generated.summary, Counts::of(&run.generated.report));
    Ok(status)
}

fn summarise(settings: &Settings, summary: &plansmith_generator::Summary, counts: Counts) {
    let said = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let said: Vec<String> = said
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    let said = if said.is_empty() { "fine".to_owned() } else { said.join(", ") };
    println!("{}: {said} ({} operations, {} types)", settings.source.shown(), summary.operations, summary.types);
}
