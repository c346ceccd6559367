//! The keys of `plansmith.toml`.

/// A key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name, with the tables it is in: `package.name`.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The option of `plansmith generate` for the same thing.
    pub option: Option<&'static str>,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A table of texts by names of the description.
    Names,
    /// A table of lists of texts by names of the description.
    Lists,
}

impl Kind {
    /// The kind in a message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Names => "a table of texts",
            Self::Lists => "a table of lists of texts",
        }
    }
}

const fn key(name: &'static str, kind: Kind, option: Option<&'static str>) -> Key {
    Key { name, kind, option }
}

/// All keys, in the order of the reference page.
pub const KEYS: [Key; 17] = [
    key("input", Kind::Text, Some("DESCRIPTION")),
    key("output", Kind::Text, Some("--output")),
    key("overlays", Kind::Texts, Some("--overlay")),
    key("include", Kind::Texts, Some("--include")),
    key("exclude", Kind::Texts, Some("--exclude")),
    key("package.name", Kind::Text, Some("--name")),
    key("package.version", Kind::Text, None),
    key("package.edition", Kind::Text, None),
    key("package.license", Kind::Text, None),
    key("package.repository", Kind::Text, None),
    key("package.categories", Kind::Texts, None),
    key("names.schemas", Kind::Names, None),
    key("names.properties", Kind::Names, None),
    key("names.operations", Kind::Names, None),
    key("names.parameters", Kind::Names, None),
    key("derives.all", Kind::Texts, None),
    key("derives.schemas", Kind::Lists, None),
];
