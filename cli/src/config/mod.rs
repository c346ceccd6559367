//! `plansmith.toml`: the settings that last, beside the description.

mod keys;
mod read;
#[cfg(test)]
mod tests;

pub use keys::{KEYS, Key, Kind};

use plansmith_generator::Report;
use plansmith_generator::location::Sources;
use plansmith_generator::options::{Derive, PackageOptions, Rename, Select, TextFile};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the configuration.
pub const FILE: &str = "plansmith.toml";

/// A configuration that was read.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Path as messages show it, and text.
    pub file: Option<TextFile>,
    /// The folder that its paths start from.
    pub folder: PathBuf,
    /// The description.
    pub input: Option<PathBuf>,
    /// Folder of the crate.
    pub output: Option<PathBuf>,
    /// Overlays in order.
    pub overlays: Vec<PathBuf>,
    /// Name of the package.
    pub name: Option<String>,
    /// What else the manifest says.
    pub package: PackageOptions,
    /// Which operations the crate has.
    pub select: Select,
    /// Names to give.
    pub names: Vec<Rename>,
    /// Traits to derive.
    pub derives: Vec<Derive>,
}

impl Config {
    /// Reads a configuration. `None` where something is wrong with it, which is shown.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn read(path: &Path) -> io::Result<Option<Config>> {
        let named = |why: String| io::Error::other(format!("{}: {why}", path.display()));
        let bytes = fs::read(path).map_err(|error| named(error.to_string()))?;
        let text = crate::input::decode(bytes).map_err(named)?;
        let file = TextFile { path: path.to_string_lossy().into_owned(), text };
        let (config, report, sources) = Config::parse(&file);
        crate::run::show(&report, &sources);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(config.map(|config| Config { folder: folder.to_path_buf(), ..config }))
    }

    /// Reads the text of a configuration. `None` where something is wrong with it, which the report says.
    #[must_use]
    pub fn parse(file: &TextFile) -> (Option<Config>, Report, Sources) {
        let mut report = Report::new(false);
        let config = read::read(file, &mut report);
        let sources = read::sources(file);
        (config.filter(|_| !report.has_errors()), report, sources)
    }
}
