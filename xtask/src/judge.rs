//! The program `plansmith-prove`, built when a command asks for it: it judges by a reading and a validator of its own, and brings
//! what is slow to compile.

use crate::repository::Repository;
use plansmith_generator::lint::Judged;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Package and name of the program.
pub const PROGRAM: &str = "plansmith-prove";

/// Builds the program in the profile of `cargo xtask` and finds it.
///
/// # Errors
///
/// When cargo cannot be started or the program not be compiled.
pub fn build(repository: &Repository) -> io::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--profile", "xtask", "--package", PROGRAM, "--message-format", "json-render-diagnostics"])
        .current_dir(repository.root())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back();
    program.filter(|_| output.status.success()).ok_or_else(|| io::Error::other(format!("`{PROGRAM}` cannot be built")))
}

/// Examples and defaults of a description that do not fit their schemas. `shown` is the folder of the description as messages
/// show it, empty or with a slash at its end.
///
/// # Errors
///
/// When the program cannot be run or does not understand the description.
pub fn examples(program: &Path, description: &Path, shown: &str) -> io::Result<Vec<Judged>> {
    let output = Command::new(program).arg("examples").arg(description).stderr(Stdio::piped()).output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!("the examples cannot be judged: {}", why.trim().trim_start_matches("error: "))));
    }
    let list: Value = serde_json::from_slice(&output.stdout).map_err(io::Error::other)?;
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let judged = |entry: &Value| Judged {
        file: format!("{shown}{}", text(entry, "file")),
        pointer: text(entry, "pointer"),
        code: text(entry, "code"),
        message: text(entry, "message"),
    };
    Ok(list.as_array().into_iter().flatten().map(judged).collect())
}
