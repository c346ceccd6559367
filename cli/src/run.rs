//! One run of the generator, and what a person sees of it.

use plansmith_generator::location::Sources;
use plansmith_generator::report::Level;
use plansmith_generator::{Generated, Input, Options, Report, generate};
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::time::{Duration, Instant};

/// What the generator made of a description, and how long it took.
#[derive(Debug)]
pub struct Run {
    /// Files, report and numbers.
    pub generated: Generated,
    /// From the first read to the last file.
    pub time: Duration,
}

/// How many diagnostics of each level a report holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts a report.
    #[must_use]
    pub fn of(report: &Report) -> Counts {
        Counts { errors: report.count(Level::Error), warnings: report.count(Level::Warning), notes: report.count(Level::Note) }
    }
}

/// Generates from the description `root` below `folder`.
#[must_use]
pub fn run(folder: &Path, root: &str, strict: bool, name: Option<&str>, options: impl Into<Options>) -> Run {
    let start = Instant::now();
    let read = |path: &str| crate::input::read(folder, path);
    let generated = generate(&Input { root, read: &read, strict, name }, options);
    Run { generated, time: start.elapsed() }
}

/// How messages and headers name a description from standard input.
pub const STDIN: &str = "standard-input";

/// The text of a description from standard input, which can refer to no other file.
///
/// # Errors
///
/// Any other path.
pub fn only(path: &str, text: &str) -> Result<String, String> {
    if path == STDIN { Ok(text.to_owned()) } else { Err("standard input is one file".to_owned()) }
}

/// Generates from a description from standard input.
#[must_use]
pub fn run_text(text: &str, name: Option<&str>, options: impl Into<Options>) -> Run {
    let start = Instant::now();
    let read = |path: &str| only(path, text);
    let generated = generate(&Input { root: STDIN, read: &read, strict: false, name }, options);
    Run { generated, time: start.elapsed() }
}

/// Shows a report on stderr, coloured on a terminal.
pub fn show(report: &Report, sources: &Sources) {
    let color = stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let text = report.render(sources, color);
    if !text.is_empty() {
        eprintln!("{}", text.trim_end());
    }
}

impl Run {
    /// Shows the diagnostics on stderr, coloured on a terminal.
    pub fn show(&self) {
        show(&self.generated.report, &self.generated.sources);
    }

    /// Whether a curated description passes.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        !self.generated.report.has_errors() && !self.generated.report.prevents_output()
    }

    /// Lines in all files.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.generated.files.values().map(|text| text.lines().count()).sum()
    }

    /// The line that reports a run: `name: 136 operations, 74 types, 9,214 lines, 180 ms`.
    #[must_use]
    pub fn line(&self, name: &str) -> String {
        let summary = &self.generated.summary;
        format!(
            "{name}: {}, {}, {}, {} ms",
            counted(summary.operations, "operation"),
            counted(summary.types, "type"),
            counted(self.lines(), "line"),
            self.time.as_millis()
        )
    }
}

/// A number of things: `1 type`, `1,234 types`.
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
#[must_use]
pub fn grouped(number: usize) -> String {
    plansmith_generator::numbers::grouped(number.try_into().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands() {
        assert_eq!(super::grouped(7), "7");
        assert_eq!(super::grouped(1_234_567), "1,234,567");
    }
}
