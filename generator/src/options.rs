//! How to generate: what the caller decides and the description does not.

use crate::location::report::Diagnostic;
use crate::location::{FileId, Place, Report, Span};

/// How to generate. The default is a crate as `cargo xtask` makes it.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the crate is for.
    pub purpose: Purpose,
    /// The command that makes the crate, as headers show it.
    pub command: String,
    /// The command that makes the crate again, as its README shows it. `None` where the README does not say.
    pub again: Option<String>,
    /// What the manifest says.
    pub package: PackageOptions,
    /// Path of the runtime from the folder of the crate; the version on crates.io without it.
    pub runtime_path: Option<String>,
    /// Version of the runtime that the manifest asks for; that of the templates without it.
    pub runtime_version: Option<String>,
    /// Whether the manifest has an empty `[workspace]` table, so that cargo looks for no workspace around the crate.
    pub detached: bool,
    /// The configuration that these options were read from, for places in it. It is [`FileId::attached`]`(0)`.
    pub config: Option<TextFile>,
    /// Overlays to apply to the description, in order.
    pub overlays: Vec<TextFile>,
    /// Which operations the crate has.
    pub select: Select,
    /// Names to give, in place of those of the description.
    pub names: Vec<Rename>,
    /// Traits to derive beside those that types need.
    pub derives: Vec<Derive>,
}

/// What a crate is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A crate for consumers: types implement only what their direction needs.
    #[default]
    Publish,
    /// The same types with both directions, and no operations, so that samples can be sent through them.
    Prove,
}

/// A text with the path that messages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Path as messages show it.
    pub path: String,
    /// The text.
    pub text: String,
}

/// What the manifest of a crate says. What is not given comes from the description or is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageOptions {
    /// Semantic version.
    pub version: Option<String>,
    /// Edition of Rust.
    pub edition: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// URL of the source.
    pub repository: Option<String>,
    /// Categories of crates.io.
    pub categories: Vec<String>,
}

/// Which operations a crate has: those that an `include` matches, all where there is none, without those that an `exclude`
/// matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// Patterns of operations to have.
    pub include: Vec<Setting>,
    /// Patterns of operations not to have.
    pub exclude: Vec<Setting>,
}

impl Select {
    /// Whether every operation is wanted.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// A text of the configuration or the command line, with where it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The text.
    pub text: String,
    /// Where it was said.
    pub said: Said,
}

/// Where the caller said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// In the configuration, at a position.
    Config(Span),
    /// On the command line.
    CommandLine,
}

impl Said {
    /// Reports a mistake of the caller: nothing can be generated.
    pub(crate) fn wrong<'r>(self, code: &'static str, message: impl Into<String>, report: &'r mut Report) -> &'r mut Diagnostic {
        match self {
            Self::Config(span) => report.fatal(code, Place::new(FileId::attached(0), ""), message).at(span),
            Self::CommandLine => report.fatal(code, Place::nowhere(), message),
        }
    }
}

/// A trait to derive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derive {
    /// The component schema whose type gets it, by its key, with what it holds; every type where there is none.
    pub of: Option<String>,
    /// Name of the trait.
    pub name: String,
    /// Where it was said.
    pub said: Said,
}

/// The traits that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trait {
    /// `PartialEq`.
    PartialEq,
    /// `Eq`, and `PartialEq` with it.
    Eq,
    /// `Hash`.
    Hash,
    /// `serde::Serialize`, also of what is only read.
    Serialize,
    /// `serde::Deserialize`, also of what is only sent.
    Deserialize,
}

impl Trait {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::PartialEq, Self::Eq, Self::Hash, Self::Serialize, Self::Deserialize];

    /// The name of the trait.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PartialEq => "PartialEq",
            Self::Eq => "Eq",
            Self::Hash => "Hash",
            Self::Serialize => "Serialize",
            Self::Deserialize => "Deserialize",
        }
    }

    /// The derive that implements it.
    #[must_use]
    pub fn derive(self) -> &'static str {
        match self {
            Self::Serialize => "WriteJson",
            Self::Deserialize => "ReadJson",
            other => other.name(),
        }
    }

    /// The trait with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The trait that it does not go without.
    #[must_use]
    pub fn needs(self) -> Option<Self> {
        (self == Self::Eq).then_some(Self::PartialEq)
    }
}

/// A name to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What gets the name.
    pub what: Renamed,
    /// Where it stands in the description: `Pet`, `Pet.petType`, `listPets`, `listPets.limit`.
    pub wire: String,
    /// The name.
    pub name: String,
    /// Where it was said.
    pub said: Said,
}

/// What gets a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Renamed {
    /// A component schema, by its key.
    Schema,
    /// A property of a component schema: `Pet.petType`.
    Property,
    /// The method of an operation, by its id.
    Operation,
    /// A parameter of an operation: `listPets.limit`.
    Parameter,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            purpose: Purpose::default(),
            command: "cargo xtask codegen".to_owned(),
            again: None,
            package: PackageOptions::default(),
            runtime_path: None,
            runtime_version: None,
            detached: true,
            config: None,
            overlays: Vec::new(),
            select: Select::default(),
            names: Vec::new(),
            derives: Vec::new(),
        }
    }
}

impl From<Purpose> for Options {
    fn from(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }
}
