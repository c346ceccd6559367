//! Checks generated crates with cargo: separate crates, one target folder.

use super::row::Compiled;
use crate::files;
use serde_json::Value;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

/// Builds the dependencies, so that the time of the first crate is its own.
///
/// # Errors
///
/// When cargo cannot be started.
pub fn warm_up(package: &Path, work: &Path, lock: &Path) -> io::Result<()> {
    let empty = work.join("dependencies");
    let manifest = fs::read_to_string(package.join("Cargo.toml"))?;
    files::write(&empty.join("Cargo.toml"), &manifest)?;
    files::write(&empty.join("src/lib.rs"), "")?;
    seed_lock(&empty, lock);
    cargo(&empty, work, "check").stdout(Stdio::null()).stderr(Stdio::null()).status().map(|_| ())
}

/// Runs `cargo check` on the crate of a document's work folder and counts what it says.
/// The messages are kept in `check.log` of that folder.
///
/// # Errors
///
/// When cargo cannot be started or the log not written.
pub fn check(folder: &Path, work: &Path, lock: &Path) -> io::Result<Compiled> {
    let package = folder.join("crate");
    seed_lock(&package, lock);
    touch(&package.join("src/lib.rs"));
    let start = Instant::now();
    let output = cargo(&package, work, "check").args(["--message-format", "json"]).output()?;
    let seconds = start.elapsed().as_secs_f64();
    let (mut compiled, mut log) = count(&String::from_utf8_lossy(&output.stdout), &package);
    compiled.seconds = seconds;
    if !output.status.success() && compiled.errors == 0 {
        compiled.errors = 1;
        log += &String::from_utf8_lossy(&output.stderr);
    }
    files::write(&folder.join("check.log"), &log)?;
    Ok(compiled)
}

/// A cargo command on a crate, in the target folder all of them share.
fn cargo(package: &Path, work: &Path, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .arg(command)
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(work.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(package);
    cargo
}

/// Gives the crate the versions the repository is tested with, so that all crates share their dependencies.
pub fn seed_lock(package: &Path, lock: &Path) {
    let own = package.join("Cargo.lock");
    if !own.exists() && lock.is_file() {
        let _ = fs::copy(lock, own);
    }
}

/// Makes cargo compile the crate again.
fn touch(file: &Path) {
    if let Ok(file) = File::options().append(true).open(file) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// Errors and warnings about the crate in `package`, and their rendered texts.
fn count(messages: &str, package: &Path) -> (Compiled, String) {
    let manifest = package.join("Cargo.toml");
    let (mut compiled, mut log) = (Compiled::default(), String::new());
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if message["reason"] != "compiler-message" {
            continue;
        }
        let own = message["manifest_path"].as_str().is_none_or(|path| Path::new(path) == manifest);
        let message = &message["message"];
        let summary = message["code"].is_null() && message["spans"].as_array().is_none_or(Vec::is_empty);
        match message["level"].as_str() {
            _ if summary
                && message["message"]
                    .as_str()
                    .is_some_and(|text| text.starts_with("aborting due to") || text.ends_with("emitted")) =>
            {
                continue;
            }
            Some("error" | "error: internal compiler error") => compiled.errors += 1,
            Some("warning") if own => compiled.warnings += 1,
            _ => continue,
        }
        log += message["rendered"].as_str().unwrap_or_default();
    }
    (compiled, log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_messages_of_the_crate() {
        let line = |level: &str, manifest: &str, text: &str| {
            serde_json::json!({"reason": "compiler-message", "manifest_path": manifest,
                "message": {"level": level, "message": text, "code": null, "spans": [], "rendered": format!("{text}\n")}})
            .to_string()
        };
        let messages = [
            line("warning", "/x/Cargo.toml", "unused"),
            line("warning", "/other/Cargo.toml", "unused"),
            line("error", "/x/Cargo.toml", "no such type"),
            line("error", "/x/Cargo.toml", "aborting due to 1 previous error"),
            line("warning", "/x/Cargo.toml", "1 warning emitted"),
        ];
        let (compiled, log) = count(&messages.join("\n"), Path::new("/x"));
        assert_eq!((compiled.errors, compiled.warnings, log.as_str()), (1, 1, "unused\nno such type\n"));
    }
}
