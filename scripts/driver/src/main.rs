//! `driver FILE OUT NAME [RUNTIME]`: the crate of a description, written as `cargo xtask generate` writes it.
//!
//! It is the same library in the build that peers are measured in (release, optimisation level 3), without the
//! libraries of the other commands. `RUNTIME` is the folder of the runtime crate, put into the manifest in place
//! of the published version. Prints one line of numbers, tab-separated: milliseconds of generation without
//! writing, operations, operations left out, types, untyped fields, fields, errors, and the other diagnostics.

use plansmith_generator::report::Level;
use plansmith_generator::{Input, Purpose, generate};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs, io};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [spec, out, name, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: driver FILE OUT NAME [RUNTIME]");
        return ExitCode::from(2);
    };
    match run(Path::new(spec), Path::new(out), name, rest.first().map(String::as_str)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(spec: &Path, out: &Path, name: &str, runtime: Option<&str>) -> io::Result<bool> {
    let folder = spec.parent().unwrap_or(Path::new(".")).to_owned();
    let root = spec.file_name().and_then(|file| file.to_str()).ok_or_else(|| io::Error::other("no file name"))?;
    let read = |path: &str| fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    let start = Instant::now();
    let generated = generate(&Input { root, read: &read, strict: false, name: Some(name) }, Purpose::Publish);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    for (path, text) in &generated.files {
        let file = out.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        match runtime.filter(|_| path == "Cargo.toml") {
            Some(runtime) => fs::write(file, with_runtime(text, runtime))?,
            None => fs::write(file, text)?,
        }
    }
    let summary = &generated.summary;
    let report = &generated.report;
    println!(
        "{milliseconds:.1}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
        summary.operations,
        summary.operations_left_out,
        summary.types,
        summary.untyped.len(),
        summary.fields,
        report.count(Level::Error),
        report.count(Level::Warning) + report.count(Level::Note),
    );
    Ok(!generated.files.is_empty())
}

fn with_runtime(manifest: &str, runtime: &str) -> String {
    let lines = manifest.lines().map(|line| match line.strip_prefix("plansmith-runtime = { version = ") {
        Some(rest) => {
            let version = rest.split('"').nth(1).unwrap_or("*");
            line.replace(&format!("version = \"{version}\""), &format!("path = \"{runtime}\""))
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
