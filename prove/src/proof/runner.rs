//! Builds a program around generated types that sends samples through them, and runs it.

use super::Case;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Name of the program and its folder in the crate.
const NAME: &str = "prove_samples";

/// The start of the program; the table of types follows.
const PROGRAM: &str = r#"//! Sends JSON through types and back. Each line of stdin is an index in `TYPES`, a tab and a value.

use plansmith_runtime::codegen::{serde, serde_json};
use std::io::{BufRead, Write};

type Trip = fn(&str) -> Result<String, String>;

fn trip<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| format!("not read: {error}"))?;
    serde_json::to_string(&value).map_err(|error| format!("not written: {error}"))
}

fn run() {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("stdin is text");
        let (index, text) = line.split_once('\t').expect("index and value");
        let index: usize = index.parse().expect("an index");
        let result = std::panic::catch_unwind(|| TYPES[index](text)).unwrap_or_else(|_| Err("panicked".to_owned()));
        match result {
            Ok(json) => writeln!(out, "ok\t{json}"),
            Err(error) => writeln!(out, "no\t{}", error.replace(['\n', '\r'], " ")),
        }
        .expect("stdout is open");
    }
    out.flush().expect("stdout is open");
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic");
}

"#;

/// Adds the program to the crate in `folder`, builds it in `target` and sends every sample. One list of
/// results for each case, in order.
///
/// # Errors
///
/// When the program cannot be written, does not compile (with the first error) or cannot be run.
pub fn run(folder: &Path, cases: &[Case], target: &Path) -> io::Result<Vec<Vec<Result<Value, String>>>> {
    let file = folder.join("Cargo.toml");
    let mut manifest = fs::read_to_string(&file).map_err(|error| named(&file, &error))?;
    let package = field(&manifest, "name").unwrap_or_default().replace('-', "_");
    if !manifest.contains(NAME) {
        let _ = write!(manifest, "\n[[bin]]\nname = \"{NAME}\"\npath = \"{NAME}/main.rs\"\n");
        fs::write(&file, &manifest).map_err(|error| named(&file, &error))?;
    }
    fs::create_dir_all(folder.join(NAME))?;
    fs::write(folder.join(NAME).join("main.rs"), program(&package, cases))?;
    // The name of the package is part of the path, because every document's program shares the folder.
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--bin", NAME, "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(folder)
        .output()?;
    if !output.status.success() {
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        fs::write(folder.with_extension("build.log"), &messages)?;
        let first = messages.lines().find(|line| line.starts_with("error")).unwrap_or("cargo failed");
        return Err(io::Error::other(format!("does not compile: {first}")));
    }
    send(folder, &target.join("debug").join(NAME), cases)
}

fn program(package: &str, cases: &[Case]) -> String {
    // The header of generated files, so that `corpus` may replace the crate.
    let mut out = format!("// @generated\n{PROGRAM}static TYPES: [Trip; {}] = [\n", cases.len());
    for case in cases {
        let _ = writeln!(out, "    trip::<{package}::types::{}>,", case.ty);
    }
    out + "];\n"
}

fn named(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

/// The first `key = "text"` of a manifest.
fn field<'m>(manifest: &'m str, key: &str) -> Option<&'m str> {
    let line = manifest.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    line.trim().strip_prefix('"')?.strip_suffix('"')
}

fn send(folder: &Path, program: &Path, cases: &[Case]) -> io::Result<Vec<Vec<Result<Value, String>>>> {
    let (samples, responses) = (folder.with_extension("samples"), folder.with_extension("responses"));
    let mut text = String::new();
    for (index, case) in cases.iter().enumerate() {
        for sample in &case.samples {
            let _ = writeln!(text, "{index}\t{}", sample.value);
        }
    }
    fs::write(&samples, text)?;
    let status =
        Command::new(program).stdin(File::open(&samples)?).stdout(File::create(&responses)?).stderr(Stdio::null()).status()?;
    let text = fs::read_to_string(&responses)?;
    let mut lines = text.lines();
    let died = if status.success() { "no response".to_owned() } else { format!("the program ended with {status}") };
    let results =
        cases.iter().map(|case| case.samples.iter().map(|_| lines.next().map_or_else(|| Err(died.clone()), response)).collect());
    Ok(results.collect())
}

fn response(line: &str) -> Result<Value, String> {
    match line.split_once('\t') {
        Some(("ok", json)) => serde_json::from_str(json).map_err(|error| format!("what came back is no JSON: {error}")),
        Some((_, error)) => Err(error.to_owned()),
        None => Err(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_and_names() {
        assert_eq!(response("ok\t[1]"), Ok(serde_json::json!([1])));
        assert_eq!(response("no\tnot read: x"), Err("not read: x".to_owned()));
        assert_eq!(field("[package]\nname = \"a-b\"\n", "name"), Some("a-b"));
    }
}
