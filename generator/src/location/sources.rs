//! The texts of a description.

use super::locate;
use super::{FileId, Origins, Place};
use serde_json::Value;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2 with the core schema.
    Yaml,
    /// JSON.
    Json,
    /// TOML 1.0, of configurations.
    Toml,
}

/// A file of a description.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path as messages show it.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// What the text says, keys in its order. `Null` where it cannot be read, and once the description is read.
    pub value: Value,
    /// How the text is written.
    pub format: Format,
    /// Whether an object has a key twice, of which the last one counts.
    pub has_repeats: bool,
}

/// Where something stands in a text. Lines and columns count from 1, columns and lengths in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Line.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Characters on that line, at least 1.
    pub length: usize,
}

/// The files of a description, the root first, and those that say how it is read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files of the description by their [`FileId`].
    pub files: Vec<SourceFile>,
    /// Overlays and the configuration, by [`FileId::attached`].
    pub attached: Vec<SourceFile>,
    /// Where values come from that overlays changed.
    pub origins: Origins,
}

impl Sources {
    /// The file, if there is one with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        match id.attached_index() {
            Some(index) => self.attached.get(index),
            None => self.files.get(usize::from(id.0)),
        }
    }

    /// The files with their ids, in the order of [`Sources::files`].
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..=u16::MAX).map(FileId).zip(&self.files)
    }

    /// All files with their ids, those that are no part of the description last.
    pub fn all(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.iter().chain((0..).map(FileId::attached).zip(&self.attached))
    }

    /// The id of the file with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// Line and column of each place. Scans each file once for all of them, so ask for many at a time.
    ///
    /// A place that the text does not have, such as a key that is missing, gets the position of the nearest
    /// node around it. `None` is for files that do not exist or cannot be read.
    #[must_use]
    pub fn locate(&self, places: &[Place]) -> Vec<Option<Span>> {
        locate::locate(self, places)
    }
}
