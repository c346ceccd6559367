//! `plansmith diff` and `cargo xtask diff`: what changed between two descriptions, and whom it breaks.

mod git;
mod side;

pub use side::Source;

use plansmith_generator::diff::report::{self, Links, Subject};
use plansmith_generator::diff::{self, Diff, Impact, Side, Step, waiver};
use plansmith_generator::location::Report;
use plansmith_generator::location::Sources;
use std::io::{IsTerminal as _, Write as _, stderr, stdout};
use std::path::Path;

/// How the result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, grouped by resource.
    #[default]
    Terminal,
    /// For a comment on a pull request.
    Markdown,
    /// By `spec/diff.schema.json`, a list with one entry for each API.
    Json,
}

/// What makes the exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// A change that breaks users of the HTTP API and is not accepted in the description.
    Breaking,
    /// A change that breaks some of them, or may.
    Dangerous,
    /// A change that calls for a new major version of the crate.
    Major,
}

/// What to compare and how to show it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Two files, two folders, a revision or a range of revisions, and APIs.
    pub what: Vec<String>,
    /// Folders of descriptions, where `what` is revisions.
    pub paths: Vec<String>,
    /// How the result is written.
    pub format: Format,
    /// What makes the exit status 1.
    pub fail_on: Vec<FailOn>,
    /// URL in front of paths of new files, for links.
    pub link: Option<String>,
    /// URL in front of paths of old files.
    pub link_old: Option<String>,
}

/// A comparison that was made.
#[derive(Debug)]
pub struct Compared {
    /// The old description.
    pub old: Side,
    /// The new description.
    pub new: Side,
    /// What changed.
    pub diff: Diff,
}

/// Compares, prints, and returns the exit status: 0, 1 for `--fail-on`, 2 where nothing can be compared. Revisions are those of
/// the repository at `root`.
#[must_use]
pub fn run(root: &Path, options: &Options) -> u8 {
    match all(root, options) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(message) => {
            let _ = writeln!(stderr(), "error: {}", message.trim_end());
            2
        }
    }
}

fn all(root: &Path, options: &Options) -> Result<bool, String> {
    let pairs = side::pairs(root, &options.what, &options.paths)?;
    let mut fine = true;
    let mut texts = Vec::new();
    for (old, new) in &pairs {
        let compared = compare(old, new)?;
        // Of several APIs, those without a change are only told in JSON.
        if pairs.len() == 1 || options.format == Format::Json || compared.diff.step().is_some() {
            texts.push(show(&compared, old, new, options));
        }
        fine &= !fails(&compared.diff, &options.fail_on);
    }
    let text = match options.format {
        Format::Json => format!("[\n{}]\n", texts.join(",\n")),
        Format::Markdown if texts.is_empty() => "**No change** of any API or crate.\n".to_owned(),
        Format::Terminal if texts.is_empty() => format!("no change of {} APIs\n", pairs.len()),
        _ => texts.join("\n"),
    };
    crate::out::write(&text).map_err(|error| error.to_string())?;
    Ok(fine)
}

/// Compares two descriptions and lays the waivers of the new one on what changed.
///
/// # Errors
///
/// A description that cannot be read, two different APIs, and waivers that cannot be read or no longer apply.
pub fn compare(old: &Source, new: &Source) -> Result<Compared, String> {
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| old.read());
        let second = new.read();
        (other.join(), second)
    });
    let first = first.map_err(|_| format!("`{}` cannot be read", old.shown()))??;
    let second = second?;
    let mut found = match diff::compare(&first, &second) {
        Ok(found) => found,
        Err((false, report)) => return Err(refused(old.shown(), &report, first.sources())),
        Err((true, report)) => return Err(refused(new.shown(), &report, second.sources())),
    };
    if found.is_of_two_apis() {
        let message = format!("`{}` and `{}` describe different APIs: no operation is in both", old.shown(), new.shown());
        return Err(message);
    }
    let report = waiver::apply(&mut found, second.document(), &crate::date::today());
    if report.has_errors() {
        return Err(refused(new.shown(), &report, second.sources()));
    }
    Ok(Compared { old: first, new: second, diff: found })
}

/// What is wrong with a description, as one text.
fn refused(shown: &str, report: &Report, sources: &Sources) -> String {
    format!("`{shown}` cannot be compared\n\n{}", report.render(sources, color(stderr().is_terminal())))
}

fn show(compared: &Compared, old: &Source, new: &Source, options: &Options) -> String {
    let Compared { old: first, new: second, diff } = compared;
    let subject = Subject { old: old.shown(), new: new.shown(), from: &first.surface, to: &second.surface };
    match options.format {
        Format::Terminal => report::terminal(diff, &subject, color(stdout().is_terminal())),
        Format::Markdown => {
            report::markdown(diff, &subject, Links { new: options.link.as_deref(), old: options.link_old.as_deref() })
        }
        Format::Json => report::json(diff, &subject),
    }
}

fn fails(diff: &Diff, fail_on: &[FailOn]) -> bool {
    fail_on.iter().any(|one| match one {
        FailOn::Breaking => diff.unwaived() >= Some(Impact::Breaking),
        FailOn::Dangerous => diff.unwaived() >= Some(Impact::Dangerous),
        FailOn::Major => diff.step() >= Some(Step::Major),
    })
}

fn color(terminal: bool) -> bool {
    terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
