//! Turns the text of a description into JSON values.
//!
//! YAML is read from parser events, JSON through serde. Both see repeated keys. Values carry no position:
//! a position is looked up when a message asks for it ([`crate::location`]).

mod entries;
mod json;
mod merged;
mod read;
mod repeats;
mod scalar;
mod tags;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use read::read_file;

use std::fmt;

/// What to generate from.
pub struct Input<'a> {
    /// Path of the root file as messages show it, such as `spec/boards/openapi.yaml`.
    pub root: &'a str,
    /// Gives the text of a file, or the reason why there is none. The path is written like `root`.
    pub read: &'a (dyn Fn(&str) -> Result<String, String> + Sync),
    /// Whether the description is curated: then warnings are errors and the house rules apply.
    pub strict: bool,
    /// Name of the crate, where the description does not say.
    pub name: Option<&'a str>,
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Input")
            .field("root", &self.root)
            .field("strict", &self.strict)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
