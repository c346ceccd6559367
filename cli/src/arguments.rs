//! The command line.

use crate::diff;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Turns any OpenAPI 3.0, 3.1 or 3.2 description into a Rust client crate.
///
/// Settings that last are in `plansmith.toml` beside the description; options are for one run.
#[derive(Clone, Debug, Parser)]
#[command(name = "plansmith", version, disable_help_subcommand = true, after_help = EXIT_STATUS)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What `--help` says of exit statuses.
const EXIT_STATUS: &str = "Exit status:
  0  everything was generated, or there is nothing to complain of
  1  --check: the folder does not hold what the description gives; diff --fail-on: there is such a change
  2  the command line, plansmith.toml, an overlay, a path or a folder is wrong; nothing was written
  3  a crate was generated, and the report lists what it lacks (0 with --allow-left-out)
  4  the description cannot be used; nothing was written";

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Generates a complete crate from a description.
    ///
    /// What cannot be expressed faithfully is left out and reported. The crate joins the cargo workspace around its folder,
    /// as with `cargo new`, or stands alone.
    #[command(after_help = GENERATE)]
    Generate(Generate),
    /// Shows what there is to say about a description, and writes nothing.
    #[command(after_help = CHECK)]
    Check(Check),
    /// Compares two descriptions: what changed, whom it breaks, and which version of the crate that calls for.
    #[command(after_help = DIFF)]
    Diff(Diff),
    /// Writes a description as one JSON document, with its overlays applied and the Rust call of every operation.
    #[command(after_help = BUNDLE)]
    Bundle(Bundle),
    /// Prints a script that completes commands and options in a shell.
    #[cfg(feature = "program")]
    #[command(after_help = "Examples:\n  plansmith completions bash > ~/.local/share/bash-completion/completions/plansmith")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Prints the manual page of a command, or of the program.
    #[cfg(feature = "program")]
    #[command(after_help = "Examples:\n  plansmith man > plansmith.1\n  plansmith man generate | man -l -")]
    Man {
        /// A command.
        #[arg(value_name = "COMMAND")]
        of: Option<String>,
    },
}

const GENERATE: &str = "Examples:
  plansmith generate petstore.yaml
  plansmith generate petstore.yaml --output crates/petstore --name petstore
  plansmith generate petstore.yaml --include 'GET /pets/**' --overlay ours.overlay.yaml
  plansmith generate                      as plansmith.toml says
  plansmith generate --check              compare, show the differences, exit with 1 if there are any
  curl https://example.com/openapi.json | plansmith generate -";

const CHECK: &str = "Examples:
  plansmith check petstore.yaml
  plansmith check petstore.yaml --format github";

const DIFF: &str = "Examples:
  plansmith diff old/petstore.yaml petstore.yaml
  plansmith diff old.yaml new.yaml --format markdown --fail-on breaking
  plansmith diff main..HEAD -- api/openapi.yaml";

/// Options of `plansmith diff`.
#[derive(Args, Clone, Debug, Default)]
pub struct Diff {
    /// Two files or folders, or a revision or range of revisions of git.
    #[arg(required = true, value_name = "OLD NEW")]
    pub what: Vec<String>,
    /// Descriptions or their folders, after a revision.
    #[arg(last = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    pub format: diff::Format,
    /// Exit with 1 on such a change; may be given several times.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Vec<diff::FailOn>,
    /// URL in front of the paths of new files, for links in Markdown.
    #[arg(long, value_name = "URL")]
    pub link: Option<String>,
    /// URL in front of the paths of old files.
    #[arg(long, value_name = "URL")]
    pub link_old: Option<String>,
}

impl From<Diff> for diff::Options {
    fn from(Diff { what, paths, format, fail_on, link, link_old }: Diff) -> Self {
        Self { what, paths, format, fail_on, link, link_old }
    }
}

const BUNDLE: &str = "Examples:
  plansmith bundle petstore.yaml --overlay ours.overlay.yaml
  plansmith bundle --output petstore.json   as plansmith.toml says";

/// Options of `plansmith bundle`.
#[derive(Args, Clone, Debug, Default)]
pub struct Bundle {
    /// What to read.
    #[command(flatten)]
    pub source: Source,
    /// File to write; standard output without one.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `plansmith generate`.
#[derive(Args, Clone, Debug, Default)]
pub struct Generate {
    /// What to read.
    #[command(flatten)]
    pub source: Source,
    /// Folder of the crate: new, empty, or written by this command before [default: the name of the package].
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Name of the package [default: from the title of the description].
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// Folder of a `plansmith-runtime` to depend on by path, in place of the version on crates.io.
    #[arg(long, value_name = "DIR")]
    pub runtime_path: Option<PathBuf>,
    /// Compare only: print a unified diff, write nothing.
    #[arg(long)]
    pub check: bool,
    /// End with 0 also where something is left out.
    #[arg(long)]
    pub allow_left_out: bool,
    /// Print the report as JSON on standard output.
    #[arg(long)]
    pub json: bool,
}

/// Options of `plansmith check`.
#[derive(Args, Clone, Debug, Default)]
pub struct Check {
    /// What to read.
    #[command(flatten)]
    pub source: Source,
    /// How to show what was found.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How diagnostics are shown.
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

/// What to read, and how.
#[derive(Args, Clone, Debug, Default)]
pub struct Source {
    /// The description, `-` for standard input, or a folder with `plansmith.toml` or `openapi.yaml` [default: as
    /// plansmith.toml in the current folder says]. Files it refers to lie beside or below it.
    #[arg(value_name = "DESCRIPTION")]
    pub description: Option<PathBuf>,
    /// The configuration [default: `plansmith.toml` beside the description].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// An overlay to apply, after those of the configuration; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Only operations that match: an operation id, `GET /pets/**`, `tag:pets` or `webhook:*`; may be given several times.
    #[arg(long, value_name = "PATTERN")]
    pub include: Vec<String>,
    /// No operations that match, also if they are included; may be given several times.
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
}
