//! `cargo xtask lint`: what there is to say about descriptions, without writing anything.

use crate::repository::Repository;
use crate::run::Counts;
use crate::{codegen, input, judge};
use plansmith::date;
use plansmith_generator::lint::{Judged, is_date, output};
use plansmith_generator::{Generated, Input, Purpose};
use serde_json::Value;
use std::io::{self, IsTerminal, Write as _};
use std::path::{Path, PathBuf};

/// How the diagnostics are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With excerpts, for people.
    #[default]
    Text,
    /// A JSON list.
    Json,
    /// A log of SARIF 2.1.0.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

/// What to judge.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders of `spec/`; all when none is named.
    pub apis: Vec<String>,
    /// A description of others, judged instead: the house rules are notes.
    pub spec: Option<PathBuf>,
    /// How to show it.
    pub format: Format,
    /// The day that decides which waivers have ended; the current one when `None`.
    pub today: Option<String>,
    /// Leave examples and defaults to another run.
    pub quick: bool,
}

/// A description to judge.
struct Subject {
    name: String,
    folder: PathBuf,
    /// The root file below the folder, as messages show it.
    root: String,
    strict: bool,
}

/// Shows the diagnostics of descriptions. Returns whether none is an error.
///
/// # Errors
///
/// When a name is unknown, the day is none, a description cannot be read, or its examples cannot be judged.
pub fn lint(repository: &Repository, options: &Options) -> io::Result<bool> {
    let today = options.today.clone().unwrap_or_else(date::today);
    if !is_date(&today) {
        return Err(io::Error::other(format!("`{today}` is no day: write it as 2027-01-31")));
    }
    let program = if options.quick { None } else { Some(judge::build(repository)?) };
    let mut fine = true;
    let mut values = Vec::new();
    let mut logs: Option<Value> = None;
    for subject in subjects(repository, options)? {
        let generated = run(&subject, program.as_deref(), &today)?;
        fine &= !generated.report.has_errors() && !generated.report.prevents_output();
        match options.format {
            Format::Text => show(&subject, &generated),
            Format::Json => {
                values.extend(output::json(&generated.report, &generated.sources).as_array().cloned().unwrap_or_default());
            }
            Format::Sarif => {
                let mut log = output::sarif(&generated.report, &generated.sources);
                match logs.as_mut().and_then(|logs| logs["runs"].as_array_mut()) {
                    Some(runs) => runs.append(&mut log["runs"].as_array_mut().map(std::mem::take).unwrap_or_default()),
                    None => logs = Some(log),
                }
            }
            Format::Github => write(&output::github(&generated.report, &generated.sources))?,
        }
    }
    match options.format {
        Format::Json => write(&format!("{:#}\n", Value::Array(values)))?,
        Format::Sarif => write(&format!("{:#}\n", logs.unwrap_or_default()))?,
        Format::Text | Format::Github => {}
    }
    Ok(fine)
}

fn write(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

fn subjects(repository: &Repository, options: &Options) -> io::Result<Vec<Subject>> {
    if let Some(spec) = &options.spec {
        let file = spec.file_name().and_then(|file| file.to_str()).filter(|_| spec.is_file());
        let root = file.ok_or_else(|| io::Error::other(format!("`{}` is not a file", spec.display())))?.to_owned();
        let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Ok(vec![Subject { name: root.clone(), folder: folder.to_path_buf(), root, strict: false }]);
    }
    let subject = |api: String| {
        let (folder, root) = (repository.root().to_path_buf(), codegen::root(&api));
        Subject { name: api, folder, root, strict: true }
    };
    Ok(repository.chosen(&options.apis)?.into_iter().map(subject).collect())
}

fn run(subject: &Subject, program: Option<&Path>, today: &str) -> io::Result<Generated> {
    let read = |path: &str| input::read(&subject.folder, path);
    let input = Input { root: &subject.root, read: &read, strict: subject.strict, name: None };
    // What cannot be read has no examples that could be judged.
    let whole = program.filter(|_| {
        !plansmith_generator::lint(&input, Purpose::Publish, today, &[]).report.diagnostics().iter().any(prevents_reading)
    });
    let judged: Vec<Judged> = match whole {
        Some(program) => {
            let shown = subject.root.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            judge::examples(program, &subject.folder.join(&subject.root), &shown)?
        }
        None => Vec::new(),
    };
    Ok(plansmith_generator::lint(&input, Purpose::Publish, today, &judged))
}

/// Whether another reader would stop where the generator goes on.
fn prevents_reading(diagnostic: &plansmith_generator::report::Diagnostic) -> bool {
    const CODES: [&str; 9] = [
        "syntax",
        "repeated-key",
        "complex-key",
        "circular-alias",
        "too-deep",
        "too-large",
        "missing-file",
        "dangling-ref",
        "no-openapi",
    ];
    CODES.contains(&diagnostic.code) || ["remote-ref", "outside-ref", "several-documents", "merge-key"].contains(&diagnostic.code)
}

fn show(subject: &Subject, generated: &Generated) {
    let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let text = generated.report.render(&generated.sources, color);
    if !text.is_empty() {
        eprintln!("{}", text.trim_end());
    }
    let (summary, counts) = (&generated.summary, Counts::of(&generated.report));
    let name = &subject.name;
    if counts.errors == 0 && !generated.report.prevents_output() {
        println!("{name}: fine ({} operations, {} types, {} notes)", summary.operations, summary.types, counts.notes);
    } else {
        println!("{name}: {} errors, {} warnings; `spec/RULES.md` has a page for each code", counts.errors, counts.warnings);
    }
}
