//! Turns files into one document: opens every file that a `$ref` names, repairs common damage, and checks every
//! key against what OpenAPI 3.0, 3.1 and 3.2 know.
//!
//! A [`Document`] is still JSON; [`Node`] walks it and follows `$ref`. What it means is decided in
//! `crate::schema` and [`crate::api`].

mod check;
#[cfg(feature = "conformance")]
mod conformance;
mod data;
mod ids;
mod inline;
mod keys;
mod load;
mod node;
mod reference;
mod repair;
#[cfg(test)]
mod tests;

pub use check::check;
pub(crate) use data::{is_data, maps_names};
pub use load::{load, load_with};
pub(crate) use node::member;
pub use node::{Address, Node};

use crate::location::{FileId, Sources};
use foldhash::HashMap;
use serde_json::Value;
use std::sync::OnceLock;

/// The version of OpenAPI that a description is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x
    V32,
}

impl Version {
    /// As a person writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V32 => "3.2",
        }
    }
}

/// A description with all its files.
#[derive(Debug)]
pub struct Document {
    /// The files, the root first.
    pub sources: Sources,
    /// The version in the root file.
    pub version: Version,
    /// Files that are named and cannot be read, with the reason.
    unreadable: HashMap<String, String>,
    /// Pointers of `$anchor`s, made when first asked for.
    anchors: OnceLock<HashMap<(FileId, String), String>>,
    /// Schemas by `$id`, made when first asked for.
    ids: OnceLock<ids::Ids>,
}

impl Document {
    /// The root of the root file.
    ///
    /// # Panics
    ///
    /// Never: a document is only made from a root file.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        self.file(FileId::default()).expect("a document has a root file")
    }

    /// Whether any schema has an `$id`, so that what a reference means depends on where it stands.
    pub(crate) fn has_ids(&self) -> bool {
        !self.ids().is_empty()
    }

    fn ids(&self) -> &ids::Ids {
        self.ids.get_or_init(|| ids::Ids::of(&self.sources))
    }

    /// The root of a file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<Node<'_>> {
        self.sources.file(id).map(|file| Node::root(self, id, &file.value))
    }

    /// Whether a file has a text of which nothing could be read: its report says why.
    #[must_use]
    pub fn is_damaged(&self, id: FileId) -> bool {
        self.sources.file(id).is_some_and(|file| file.value.is_null() && !file.text.trim().is_empty())
    }

    /// The node at a file and pointer.
    #[must_use]
    pub fn at(&self, file: FileId, pointer: &str) -> Option<Node<'_>> {
        reference::walk(self.file(file)?, pointer)
    }

    /// Its files, for rendering a report: their texts stay, what they say is dropped.
    #[must_use]
    pub fn into_sources(self) -> Sources {
        let mut sources = self.sources;
        for file in sources.files.iter_mut().chain(&mut sources.attached) {
            file.value = Value::Null;
        }
        sources
    }
}
