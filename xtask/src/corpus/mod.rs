//! `cargo xtask corpus`: runs a folder of descriptions and reports a row for each.
//!
//! Every document is generated in a process of its own, so that a panic, a stack overflow, the time limit
//! or too much memory is a row and not the end of the run.

pub mod child;
mod compile;
pub use compile::seed_lock;
mod documents;
mod process;
mod prove;
mod row;
mod table;

use crate::repository::Repository;
use documents::Document;
use plansmith::progress::Steps;
use process::Limits;
use row::Row;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Most that one description may take to be generated.
const GENERATE: Limits = Limits { time: Duration::from_secs(60), memory_mib: 4096 };
/// What to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder of descriptions, read recursively.
    pub dir: PathBuf,
    /// Check each crate with cargo.
    pub compile: bool,
    /// Send samples of each component schema through the generated types.
    pub prove: bool,
    /// File for the rows as tab-separated values.
    pub tsv: Option<PathBuf>,
    /// Descriptions generated at once.
    pub jobs: usize,
    /// Only documents whose name contains one of these.
    pub only: Vec<String>,
    /// Folder for crates and logs; `target/corpus` of the repository when `None`.
    pub work: Option<PathBuf>,
}

/// Runs the documents and prints the table. Returns whether nothing failed.
///
/// # Errors
///
/// When the folder cannot be read, holds no description, or a result cannot be written.
pub fn corpus(repository: &Repository, options: &Options) -> io::Result<bool> {
    let (mut documents, fragments) = documents::find(&options.dir)?;
    documents.retain(|document| options.only.is_empty() || options.only.iter().any(|part| document.name.contains(part)));
    if documents.is_empty() {
        return Err(io::Error::other(format!("no description to run in `{}`", options.dir.display())));
    }
    let work = options.work.clone().unwrap_or_else(|| repository.root().join("target/corpus"));
    std::fs::create_dir_all(&work)?;
    let work = work.canonicalize()?;
    let steps = Steps::new(documents.len() * (1 + usize::from(options.compile) + usize::from(options.prove)));
    let mut rows = generate_all(&documents, &work, options.jobs.max(1), &steps)?;
    if options.compile {
        compile_all(repository, &work, &mut rows, &steps)?;
    }
    if options.prove {
        prove::prove_all(repository, &documents, &work, &mut rows, &steps)?;
    }
    drop(steps);
    print!("{}", table::render(&rows, options.compile, options.prove));
    if fragments > 0 {
        println!("{fragments} files without an `openapi` key were passed over");
    }
    println!("crates, diagnostics and logs: {}", work.display());
    if let Some(file) = &options.tsv {
        crate::files::write(file, &table::tsv(&rows))?;
    }
    Ok(rows.iter().all(|row| row.failure().is_none()))
}

fn generate_all(documents: &[Document], work: &Path, jobs: usize, steps: &Steps) -> io::Result<Vec<Row>> {
    let next = AtomicUsize::new(0);
    let rows: Mutex<Vec<Option<Row>>> = Mutex::new(vec![None; documents.len()]);
    let program = std::env::current_exe()?;
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(documents.len()) {
            scope.spawn(|| {
                while let Some(document) =
                    documents.get(next.fetch_add(1, Ordering::Relaxed)).map(|document| (document, &document.name))
                {
                    let (document, name) = document;
                    steps.say(&format!("generate {name}"));
                    let row = generate_one(&program, document, work);
                    let index = documents.iter().position(|other| other.name == *name).unwrap_or_default();
                    rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[index] = Some(row);
                    steps.step();
                }
            });
        }
    });
    Ok(rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_iter().flatten().collect())
}

fn generate_one(program: &Path, document: &Document, work: &Path) -> Row {
    let folder = work.join(&document.name);
    let mut command = Command::new(program);
    command.arg(child::GENERATE).arg(&document.path).arg(&folder).arg(&document.package);
    let outcome = process::run(&mut command, &folder.join("generate.log"), &GENERATE);
    let mut row = Row::new(&document.name);
    match outcome {
        Ok(response) => row.read_generated(&response),
        Err(reason) => row.error = Some(reason),
    }
    row
}

fn compile_all(repository: &Repository, work: &Path, rows: &mut [Row], steps: &Steps) -> io::Result<()> {
    let lock = repository.root().join("Cargo.lock");
    if let Some(first) = rows.iter().find(|row| row.error.is_none()) {
        steps.say("dependencies");
        compile::warm_up(&work.join(&first.document).join("crate"), work, &lock)?;
    }
    for row in rows {
        steps.say(&format!("check {}", row.document));
        if row.error.is_none() {
            row.compiled = Some(compile::check(&work.join(&row.document), work, &lock)?);
        }
        steps.step();
    }
    Ok(())
}
