//! Reads and compares two descriptions.

use plansmith_generator::Input;
use plansmith_generator::diff::report::{self, Links, Subject};
use plansmith_generator::diff::{self, Diff, Side, waiver};
use std::path::Path;

/// The day on which the fixtures are compared.
const TODAY: &str = "2026-11-27";

/// Two descriptions and what changed.
pub struct Compared {
    pub old: Side,
    pub new: Side,
    pub diff: Diff,
}

/// Reads a description from a folder.
pub fn side(folder: &Path, file: &str) -> Result<Side, String> {
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    let input = Input { root: file, read: &read, strict: false, name: None };
    Side::read(&input).map_err(|error| error.report.render(&error.sources, false))
}

/// Reads a description from a text.
pub fn text(text: &str) -> Result<Side, String> {
    let read = |_: &str| Ok(text.to_owned());
    let input = Input { root: "openapi.yaml", read: &read, strict: false, name: None };
    Side::read(&input).map_err(|error| error.report.render(&error.sources, false))
}

/// Compares two descriptions and lays the waivers of the new one on the result.
pub fn compare(old: Side, new: Side) -> Result<Compared, String> {
    let mut diff = match diff::compare(&old, &new) {
        Ok(diff) => diff,
        Err((is_new, report)) => {
            return Err(report.render(if is_new { new.sources() } else { old.sources() }, false));
        }
    };
    let waivers = waiver::apply(&mut diff, new.document(), TODAY);
    if waivers.has_errors() {
        return Err(waivers.render(new.sources(), false));
    }
    Ok(Compared { old, new, diff })
}

impl Compared {
    fn subject(&self) -> Subject<'_> {
        Subject { old: "old.yaml", new: "new.yaml", from: &self.old.surface, to: &self.new.surface }
    }

    /// For a terminal without colours.
    pub fn terminal(&self) -> String {
        report::terminal(&self.diff, &self.subject(), false)
    }

    /// For a comment, with links.
    pub fn markdown(&self) -> String {
        let links = Links { new: Some("https://example.com/new"), old: Some("https://example.com/old") };
        report::markdown(&self.diff, &self.subject(), links)
    }

    /// As JSON.
    pub fn json(&self) -> String {
        report::json(&self.diff, &self.subject())
    }
}
