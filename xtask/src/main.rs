//! `cargo xtask`: see `cargo xtask --help`.

use clap::{Parser, Subcommand};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use xtask::corpus::{Options, child};
use xtask::diff;
use xtask::lint::Format;
use xtask::repository::Repository;

/// Turns OpenAPI descriptions into Rust client crates.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes generated/<api> from spec/<api>, or checks that it is up to date.
    ///
    /// Only changed files are written, and generated files that are no longer produced are removed. Nothing
    /// of an API with errors is written.
    #[command(after_help = "Examples:
  cargo xtask codegen              all APIs
  cargo xtask codegen vplan        one API
  cargo xtask codegen --check      compare, show the differences, exit with 1 if there are any")]
    Codegen {
        /// Folders of spec/; all when none is named.
        api: Vec<String>,
        /// Compare only: print a unified diff, write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Judges the descriptions in spec/ by the rules of spec/RULES.md, and writes nothing.
    ///
    /// The first run builds plansmith-prove, which holds examples and defaults against their schemas.
    #[command(after_help = "Examples:
  cargo xtask lint
  cargo xtask lint vplan --quick
  cargo xtask lint --format github
  cargo xtask lint --spec petstore.yaml --format sarif")]
    Lint {
        /// Folders of spec/; all when none is named.
        api: Vec<String>,
        /// A description of others: rules are notes.
        #[arg(long, value_name = "FILE", conflicts_with = "api")]
        spec: Option<PathBuf>,
        /// How to show what was found.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// The day that decides which waivers have ended [default: today in UTC].
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<String>,
        /// Leave out examples and defaults, and so the validator.
        #[arg(long)]
        quick: bool,
    },
    /// Writes a curated description as one document, with the Rust call and the evidence of every operation.
    #[command(after_help = "Examples:
  cargo xtask bundle vplan --out vplan.json
  npx @redocly/cli build-docs vplan.json --output vplan.html")]
    Bundle {
        /// Folder of spec/.
        api: String,
        /// File to write; stdout without one.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Generates a complete crate from any OpenAPI 3.0, 3.1 or 3.2 description.
    ///
    /// What cannot be expressed faithfully is left out and reported.
    #[command(after_help = "Examples:
  cargo xtask generate --spec petstore.yaml --out ../petstore-client
  cargo xtask generate --spec api/openapi.json --out client --name acme-client")]
    Generate {
        /// The description; files it refers to lie beside or below it.
        #[arg(long, value_name = "FILE")]
        spec: PathBuf,
        /// Folder of the crate: new, empty, or written by this command before.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Name of the package; made from the title when it is not given.
        #[arg(long, value_name = "CRATE")]
        name: Option<String>,
    },
    /// Says what changed between two descriptions, whom it breaks, and which version of the crate it calls for.
    ///
    /// The exit status is 0, 1 where `--fail-on` applies, and 2 where there is nothing to compare.
    #[command(after_help = "Examples:
  cargo xtask diff old.yaml new.yaml
  cargo xtask diff old/ new/                     folders with an openapi.yaml
  cargo xtask diff main..HEAD vplan              an API of spec/ in two revisions
  cargo xtask diff HEAD~3 -- spec/vplan          a revision and the working tree
  cargo xtask diff main...HEAD --format markdown --fail-on breaking")]
    Diff {
        /// Two files, two folders, or a revision or range of revisions and APIs.
        #[arg(required = true, value_name = "OLD NEW")]
        what: Vec<String>,
        /// Folders of descriptions, after a revision.
        #[arg(last = true, value_name = "PATH")]
        paths: Vec<String>,
        /// How the result is written.
        #[arg(long, value_enum, default_value_t)]
        format: diff::Format,
        /// Exit with 1 on such a change; may be given several times.
        #[arg(long, value_enum, value_name = "LEVEL")]
        fail_on: Vec<diff::FailOn>,
        /// URL in front of the paths of new files, for links in Markdown.
        #[arg(long, value_name = "URL")]
        link: Option<String>,
        /// URL in front of the paths of old files.
        #[arg(long, value_name = "URL")]
        link_old: Option<String>,
    },
    /// Says which version each crate gets, by what changed since the last release.
    ///
    /// The exit status is 1 where `x-crate.version` was raised and is lower than the changes call for.
    ReleasePlan {
        /// Folders of spec/; all when none is named.
        api: Vec<String>,
        /// Draft files in changes/unreleased/ for what nobody wrote about yet.
        #[arg(long)]
        draft: bool,
    },
    /// Raises versions, moves changes/ into the changelog, generates, and keeps the released state.
    ///
    /// What is left are `.ci/run`, the commit, the tags and `cargo publish`.
    #[command(after_help = "Examples:
  cargo xtask release vplan
  cargo xtask release --runtime 0.2.0      runtime and macros too")]
    Release {
        /// Folders of spec/; all when none is named.
        api: Vec<String>,
        /// New version of runtime and macros.
        #[arg(long, value_name = "VERSION")]
        runtime: Option<String>,
    },
    /// Runs every description of a folder and shows a row for each.
    ///
    /// Each document runs in a process of its own, under a time limit of 60 s. The exit status is 1 if a
    /// document was not generated, does not compile without warnings, or has a failing sample.
    #[command(after_help = "Examples:
  cargo xtask corpus ../descriptions
  cargo xtask corpus ../descriptions --compile --tsv rows.tsv
  cargo xtask corpus ../descriptions --prove --only petstore
  cargo xtask corpus spec --compile --prove")]
    Corpus {
        /// Folder with .json, .yaml and .yml files, read recursively; INDEX and README are passed over.
        dir: PathBuf,
        /// Check every crate with cargo; a warning is a failure.
        #[arg(long)]
        compile: bool,
        /// Send samples of every component schema through the generated types and compare what comes back.
        #[arg(long)]
        prove: bool,
        /// Write the rows to a file of tab-separated values.
        #[arg(long, value_name = "FILE")]
        tsv: Option<PathBuf>,
        /// Documents generated at once.
        #[arg(long, value_name = "N", default_value_t = 1)]
        jobs: usize,
        /// Only documents whose name contains this; may be given several times.
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
        /// Folder for crates and logs [default: target/corpus].
        #[arg(long, value_name = "DIR")]
        work: Option<PathBuf>,
    },
    #[command(name = child::GENERATE, hide = true)]
    GenerateOne { spec: PathBuf, folder: PathBuf, package: String },
    #[command(name = child::PREPARE, hide = true)]
    PrepareProof { spec: PathBuf, folder: PathBuf, package: String },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; an exit status other than 0 when it has shown why it failed.
fn run(task: Task) -> io::Result<u8> {
    let repository = Repository::find();
    let fine = match task {
        Task::Codegen { api, check } => xtask::codegen::codegen(&repository, &api, check),
        Task::Diff { what, paths, format, fail_on, link, link_old } => {
            return Ok(diff::run(repository.root(), &diff::Options { what, paths, format, fail_on, link, link_old }));
        }
        Task::Lint { api, spec, format, today, quick } => {
            xtask::lint::lint(&repository, &xtask::lint::Options { apis: api, spec, format, today, quick })
        }
        Task::ReleasePlan { api, draft: true } => {
            xtask::release::release(&repository, &xtask::release::Options { apis: api, runtime: None, draft: true })
        }
        Task::ReleasePlan { api, draft: false } => {
            let (text, fine) = xtask::release::show(&xtask::release::plan(&repository, &api)?);
            print!("{text}");
            Ok(fine)
        }
        Task::Release { api, runtime } => {
            xtask::release::release(&repository, &xtask::release::Options { apis: api, runtime, draft: false })
        }
        Task::Bundle { api, out } => xtask::bundle::bundle(&repository, &api, out.as_deref()),
        Task::Generate { spec, out, name } => xtask::generate::generate(&repository, &spec, &out, name.as_deref()),
        Task::Corpus { dir, compile, prove, tsv, jobs, only, work } => {
            xtask::corpus::corpus(&repository, &Options { dir, compile, prove, tsv, jobs, only, work })
        }
        Task::GenerateOne { spec, folder, package } => child::generate(&repository, &spec, &folder, &package).map(|()| true),
        Task::PrepareProof { spec, folder, package } => child::prepare(&repository, &spec, &folder, &package).map(|()| true),
    }?;
    Ok(u8::from(!fine))
}

#[cfg(test)]
mod tests {
    #[test]
    fn arguments_are_consistent() {
        <super::Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
