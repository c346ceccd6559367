//! The two hidden commands that `corpus` runs in processes of their own. Each responses one line of JSON.
//! The proof itself is a program of its own, `plansmith-prove`, so that only a run with `--prove` compiles it.

use super::process::status_mib;
use super::row::Made;
use crate::repository::Repository;
use crate::run::Counts;
use crate::{files, generate};
use plansmith_generator::Purpose;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Name of the command that generates one document.
pub const GENERATE: &str = "__generate";
/// Name of the command that makes one document ready for the proof.
pub const PREPARE: &str = "__prepare-proof";

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
        typeable: summary.typeable(),
        extras: summary.untyped_extras,
        fields: summary.fields,
    };
    files::write(&folder.join("diagnostics.txt"), &run.generated.report.render(&run.generated.sources, false))?;
    files::write(&folder.join("left-out.txt"), &(summary.left_out.join("\n") + "\n"))?;
    let untyped: Vec<String> = summary.untyped.iter().map(|(field, reason)| format!("{field}\t{reason:?}\n")).collect();
    files::write(&folder.join("untyped.tsv"), &untyped.concat())?;
    let mut response = made.write();
    if run.generated.files.is_empty() {
        let first = run
            .generated
            .report
            .diagnostics()
            .iter()
            .find(|diagnostic| diagnostic.level == plansmith_generator::report::Level::Error);
        response["error"] = Value::from(first.map_or("no files", |diagnostic| diagnostic.message.as_ref()));
    } else {
        let package = folder.join("crate");
        let wanted = generate::crate_files(repository, &run, &package)?;
        let changes = files::compare(&package, &wanted)?;
        files::apply(&package, &wanted, &changes)?;
    }
    println!("{response}");
    Ok(())
}

/// Generates `spec` into `folder/prove` with both directions for every type, and writes `folder/proof.json` for
/// `plansmith-prove`. Prints how many public fields are untyped JSON, by reason.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn prepare(repository: &Repository, spec: &Path, folder: &Path, package: &str) -> io::Result<()> {
    let run = generate::run_foreign(spec, Some(package), Purpose::Prove)?;
    let summary = &run.generated.summary;
    // What the generator read; it keeps the texts only.
    let document = generate::read_foreign(spec)?;
    let files = document.iter().flat_map(|document| &document.sources.files);
    let texts: Vec<Value> = files.map(|file| json!([file.path, file.value])).collect();
    let types: Vec<Value> = summary.schemas.iter().map(|(key, ty)| json!([key, ty])).collect();
    files::write(&folder.join("proof.json"), &json!({ "files": texts, "types": types }).to_string())?;
    let package = folder.join("prove");
    let wanted = generate::crate_files(repository, &run, &package)?;
    let changes = files::compare(&package, &wanted)?;
    files::apply(&package, &wanted, &changes)?;
    super::seed_lock(&package, &repository.root().join("Cargo.lock"));
    let mut untyped: BTreeMap<String, usize> = BTreeMap::new();
    for (_, reason) in &summary.untyped {
        *untyped.entry(format!("{reason:?}")).or_default() += 1;
    }
    println!("{}", json!(untyped));
    Ok(())
}
