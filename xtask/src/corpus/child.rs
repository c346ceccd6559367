//! The two hidden commands that `corpus` runs in processes of their own. Each answers one line of JSON.

use super::process::status_mib;
use super::row::Made;
use crate::repository::Repository;
use crate::run::Counts;
use crate::{files, generate, prove};
use plansmith_generator::Purpose;
use serde_json::Value;
use std::io;
use std::path::Path;

/// Name of the command that generates one document.
pub const GENERATE: &str = "__generate";
/// Name of the command that proves one document.
pub const PROVE: &str = "__prove";

/// Generates `spec` into `folder/crate` and prints the numbers of it.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn generate(repository: &Repository, spec: &Path, folder: &Path, package: &str) -> io::Result<()> {
    let run = generate::run_foreign(spec, Some(package), Purpose::Publish)?;
    let peak = status_mib(std::process::id(), "VmHWM:").unwrap_or_default();
    let counts = Counts::of(&run.generated.report);
    let summary = &run.generated.summary;
    let texts = run.generated.files.values();
    let made = Made {
        operations: summary.operations,
        left_out: summary.operations_left_out,
        errors: counts.errors,
        warnings: counts.warnings,
        seconds: run.time.as_secs_f64(),
        peak_mib: usize::try_from(peak).unwrap_or_default(),
        lines: run.lines(),
        files: run.generated.files.len(),
        longest: texts.map(|text| text.lines().count()).max().unwrap_or_default(),
        untyped: summary.untyped.len(),
        fields: summary.fields,
    };
    files::write(&folder.join("diagnostics.txt"), &run.generated.report.render(&run.generated.sources, false))?;
    files::write(&folder.join("left-out.txt"), &(summary.left_out.join("\n") + "\n"))?;
    let untyped: Vec<String> = summary.untyped.iter().map(|(field, reason)| format!("{field}\t{reason:?}\n")).collect();
    files::write(&folder.join("untyped.tsv"), &untyped.concat())?;
    let mut answer = made.write();
    if run.generated.files.is_empty() {
        let first = run
            .generated
            .report
            .diagnostics()
            .iter()
            .find(|diagnostic| diagnostic.level == plansmith_generator::report::Level::Error);
        answer["error"] = Value::from(first.map_or("no files", |diagnostic| diagnostic.message.as_ref()));
    } else {
        let package = folder.join("crate");
        let wanted = generate::crate_files(repository, &run, &package)?;
        let changes = files::compare(&package, &wanted)?;
        files::apply(&package, &wanted, &changes)?;
    }
    println!("{answer}");
    Ok(())
}

/// Proves `spec` with a crate in `folder/prove` and prints the numbers of it.
///
/// # Errors
///
/// When a file cannot be read or written, or the crate does not compile.
pub fn prove(repository: &Repository, spec: &Path, folder: &Path, package: &str, target: &Path) -> io::Result<()> {
    let proved = prove::prove(repository, spec, folder, package, target)?;
    println!("{}", proved.write());
    Ok(())
}
