//! `plansmith.toml`: the settings that last, beside the description.

mod dependency;
mod keys;
mod read;
#[cfg(test)]
mod tests;
mod version;

pub use keys::{KEYS, Key, Kind};

use crate::refusal::Refusal;
use plansmith_generator::Report;
use plansmith_generator::location::{Place, Sources};
use plansmith_generator::options::{Derive, OwnType, PackageOptions, Rename, Said, Select, Setting, TextFile};
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
    pub input: Option<Setting>,
    /// Folder of the crate.
    pub output: Option<Setting>,
    /// Overlays in order.
    pub overlays: Vec<Setting>,
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
    /// Types of the team's own.
    pub types: Vec<OwnType>,
    /// Packages that these types are in.
    pub dependencies: Vec<(String, String)>,
}

impl Config {
    /// Reads a configuration. Its warnings are shown.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or something is wrong with it.
    pub fn read(path: &Path) -> Result<Config, Refusal> {
        let named = |why: String| io::Error::other(format!("cannot read the configuration `{}`: {why}", path.display()));
        let text = crate::input::regular(path).map_err(named)?;
        let file = TextFile { path: path.to_string_lossy().into_owned(), text };
        let (config, report, sources) = Config::parse(&file);
        let Some(config) = config else { return Err(Refusal::reported(report, sources)) };
        crate::run::show(&report, &sources);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Config { folder: folder.to_path_buf(), ..config })
    }

    /// The path that a setting names, from the current folder.
    #[must_use]
    pub fn path(&self, setting: &Setting) -> PathBuf {
        // No `./` in what messages show.
        if self.folder == Path::new(".") { PathBuf::from(&setting.text) } else { self.folder.join(&setting.text) }
    }

    /// A mistake at the place of a setting.
    #[must_use]
    pub fn wrong(&self, setting: &Setting, message: String, help: Option<&str>) -> Refusal {
        let (Some(file), Said::Config(span)) = (&self.file, setting.said) else {
            return Refusal::Said(io::Error::other(message));
        };
        let mut report = Report::new(false);
        let said = report.fatal("config", Place::default(), message).at(span);
        if let Some(help) = help {
            said.help(help);
        }
        Refusal::reported(report, read::sources(file))
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
