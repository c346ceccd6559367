//! `plansmith generate`: a complete crate from any description.

use crate::arguments::Generate;
use crate::files::{self, Changes};
use crate::refusal::Refusal;
use crate::run::{Counts, Run, counted};
use crate::settings::{self, Settings};
use crate::status::Status;
use crate::workspace::{self, Home};
use crate::{folder, json, progress};
use plansmith_generator::lint::output;
use serde_json::{Value, json};
use std::io;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// Generates the crate that the command line and the configuration ask for, or compares it with its folder.
///
/// The crate is written to a folder beside its own first, so the folder holds the old crate or the new one.
///
/// # Errors
///
/// When the command line, the configuration, a path or a folder is wrong. Nothing is written then. With `--json` that is a report
/// and no error.
pub fn generate(arguments: &Generate) -> Result<Status, Refusal> {
    match run(arguments) {
        Err(refusal) if arguments.json => {
            let (status, (report, sources)) = (Status::BadInput, refusal.into_report());
            let report = json!({
                "status": status.as_str(),
                "exit": status.code(),
                "diagnostics": output::json(&report, &sources),
            });
            crate::out::write(&format!("{report:#}\n"))?;
            Ok(status)
        }
        ended => ended,
    }
}

fn run(arguments: &Generate) -> Result<Status, Refusal> {
    let mut settings = settings::read(&arguments.source, Some(arguments))?;
    if let Some(output) = &settings.output {
        folder::refuse_foreign(output)?;
    }
    let runtime = arguments.runtime_path.as_deref().map(runtime).transpose()?;
    // Where the folder is named after the package, the package is not known before the first run.
    let mut out = settings.output.clone();
    if let (Some(runtime), None) = (&runtime, &out) {
        let name = progress::during("reading the description", || settings.run()).generated.summary.package;
        out = Some(settings.around.join(name));
        settings.options.runtime_path = relative(out.as_deref(), runtime)?;
    } else if let Some(runtime) = &runtime {
        settings.options.runtime_path = relative(out.as_deref(), runtime)?;
    }
    let run = progress::during(&format!("generating from {}", settings.source.shown()), || settings.run());
    // The process ends after this command, and frees its memory at once instead of value by value.
    let run = ManuallyDrop::new(run);
    let out = out.unwrap_or_else(|| settings.around.join(&run.generated.summary.package));
    let mut done =
        Done { status: settings.status(&run.generated, arguments.allow_left_out), changes: Changes::default(), home: None };
    if !run.generated.files.is_empty() {
        folder::refuse_foreign(&out)?;
        if arguments.check { compare(&run, &out, &mut done)? } else { write(&run, &out, &mut done)? }
    }
    if arguments.json {
        crate::out::write(&format!("{:#}\n", report(&settings, &run, &out, &done)))?;
        return Ok(done.status);
    }
    run.show();
    if arguments.check {
        crate::out::write(&done.changes.diff(&shown(&out), &run.generated.files))?;
    }
    say(&settings, &run, &out, &done, arguments);
    Ok(done.status)
}

/// What became of a run.
struct Done {
    status: Status,
    changes: Changes,
    home: Option<Home>,
}

fn compare(run: &Run, out: &Path, done: &mut Done) -> io::Result<()> {
    done.changes = files::compare(out, &run.generated.files)?;
    if !done.changes.written.is_empty() || !done.changes.removed.is_empty() {
        done.status = Status::Differs;
    }
    Ok(())
}

fn write(run: &Run, out: &Path, done: &mut Done) -> io::Result<()> {
    done.changes = folder::replace(out, &run.generated.files)?;
    done.home = Some(workspace::settle(out));
    Ok(())
}

fn say(settings: &Settings, run: &Run, out: &Path, done: &Done, arguments: &Generate) {
    if run.generated.files.is_empty() {
        if done.status == Status::Nothing {
            eprintln!("error: no crate can be made from {}, nothing was written", settings.source.shown());
        }
        return;
    }
    summarise(run);
    if arguments.check {
        match done.status {
            Status::Differs => eprintln!(
                "error: `{}` does not hold what {} gives: {} to write, {} to remove; run the command without --check",
                out.display(),
                settings.source.shown(),
                counted(done.changes.written.len(), "file"),
                done.changes.removed.len()
            ),
            _ => crate::out::line(&format!("{} is up to date", out.display())),
        }
        return;
    }
    let (written, removed) = (done.changes.written.len(), done.changes.removed.len());
    match (written, removed) {
        (0, 0) => crate::out::line(&format!("{} is up to date", out.display())),
        _ => crate::out::line(&format!("{} written to {}, {removed} removed", counted(written, "file"), out.display())),
    }
    if let Some(home) = &done.home {
        home.say();
    }
}

/// What a run made, for people.
pub fn summarise(run: &Run) {
    let summary = &run.generated.summary;
    let counts = Counts::of(&run.generated.report);
    crate::out::line(&run.line(&summary.package));
    let [errors, warnings, notes] = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
        .map(|(count, word)| counted(count, word));
    crate::out::line(&format!("{errors}, {warnings}, {notes}; {}", summary.untyped_in_words()));
    if !summary.left_out.is_empty() {
        match summary.operations_left_out {
            0 => crate::out::line("left out:"),
            count => crate::out::line(&format!("left out ({}):", counted(count, "operation"))),
        }
        for line in &summary.left_out {
            crate::out::line(&format!("  {line}"));
        }
    }
}

/// What became of a run, for machines.
fn report(settings: &Settings, run: &Run, out: &Path, done: &Done) -> Value {
    let mut report = json!({
        "status": done.status.as_str(),
        "exit": done.status.code(),
        "description": settings.source.shown(),
        "output": out.to_string_lossy(),
        "summary": json::summary(&run.generated.summary),
        "files": run.generated.files.keys().collect::<Vec<_>>(),
        "written": done.changes.written.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "removed": done.changes.removed.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "diagnostics": output::json(&run.generated.report, &run.generated.sources),
    });
    if let Some(home) = &done.home {
        report["workspace"] = home.to_json();
    }
    if done.status == Status::Differs {
        report["diff"] = json!(done.changes.diff(&shown(out), &run.generated.files));
    }
    report
}

fn shown(out: &Path) -> String {
    let text = out.to_string_lossy().replace('\\', "/");
    text.trim_start_matches("./").trim_matches('/').to_owned()
}

/// The folder of a runtime, absolute.
fn runtime(path: &Path) -> io::Result<PathBuf> {
    let manifest = std::fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
    if !manifest.contains("name = \"plansmith-runtime\"") {
        return Err(io::Error::other(format!("`{}` is not the folder of a `plansmith-runtime`", path.display())));
    }
    path.canonicalize().map_err(|error| files::named(path, &error))
}

/// The path of the runtime from the folder of a crate.
fn relative(out: Option<&Path>, runtime: &Path) -> io::Result<Option<String>> {
    let Some(out) = out else { return Ok(None) };
    let path = folder::relative(&settings::resolved(out)?, runtime);
    Ok(Some(path.to_string_lossy().replace('\\', "/")))
}
