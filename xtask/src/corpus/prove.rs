//! Has every document proved by `plansmith-prove`, a program that knows nothing of the generator.

use super::child;
use super::documents::Document;
use super::process::{self, Limits};
use super::row::{Proved, Row};
use crate::judge;
use crate::repository::Repository;
use plansmith::progress::Steps;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Most that one description may take to be generated for the proof.
const PREPARE: Limits = Limits { time: Duration::from_secs(60), memory_mib: 4096 };
/// Most that the proof of one description may take, the compilation of its crate included.
const PROVE: Limits = Limits { time: Duration::from_secs(1800), memory_mib: 16384 };

/// Proves the documents that were generated.
///
/// # Errors
///
/// When the program cannot be built or started.
pub fn prove_all(
    repository: &Repository,
    documents: &[Document],
    work: &Path,
    rows: &mut [Row],
    steps: &Steps,
) -> io::Result<()> {
    steps.say(&format!("build {}", judge::PROGRAM));
    let program = judge::build(repository)?;
    for row in rows {
        steps.say(&format!("prove {}", row.document));
        let document = documents.iter().find(|document| document.name == row.document);
        if let Some(document) = document.filter(|_| row.error.is_none()) {
            row.proved = Some(prove(&program, document, work));
        }
        steps.step();
    }
    Ok(())
}

fn prove(program: &Path, document: &Document, work: &Path) -> Result<Proved, String> {
    let folder = work.join(&document.name);
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut prepare = Command::new(this);
    prepare.arg(child::PREPARE).arg(&document.path).arg(&folder).arg(&document.package);
    let untyped = process::run(&mut prepare, &folder.join("prepare.log"), &PREPARE)?;
    let mut prove = Command::new(program);
    prove.arg("samples").arg(&folder).arg(work.join("target"));
    let response = process::run(&mut prove, &folder.join("prove.log"), &PROVE)?;
    Proved::read(&response, &untyped).ok_or_else(|| "no response".to_owned())
}
