//! What a consumer sees of a crate, as README, api.md and the crate documentation show it.

use super::Guide;

/// What a consumer sees of a crate.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Name of the API.
    pub title: String,
    /// Description of the API, as Markdown.
    pub description: String,
    /// Resources with their operations.
    pub resources: Vec<SurfaceResource>,
    /// Number of named types.
    pub types: usize,
    /// Everything a caller sees, for `api.md`.
    pub page: Vec<PageSection>,
    /// What of it has pages of its own, where it is more than one page holds.
    pub pages: Vec<Page>,
    /// Path of the description.
    pub source: String,
    /// What README and front page show.
    pub guide: Guide,
}

/// A resource of it.
#[derive(Clone, Debug, Default)]
pub struct SurfaceResource {
    /// Tag.
    pub title: String,
    /// Accessor on the client.
    pub accessor: String,
    /// Operations.
    pub operations: Vec<SurfaceOperation>,
}

/// An operation of it.
#[derive(Clone, Debug, Default)]
pub struct SurfaceOperation {
    /// Signature of the method, as a call shows it.
    pub signature: String,
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// `x-evidence`, or empty.
    pub evidence: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A page beside `api.md`, which links it.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path in the crate, below `api/`.
    pub path: String,
    /// What it is about.
    pub title: String,
    /// Sections.
    pub sections: Vec<PageSection>,
}

/// A section of `api.md`.
#[derive(Clone, Debug, Default)]
pub struct PageSection {
    /// Heading.
    pub title: String,
    /// Lines of Markdown.
    pub lines: Vec<String>,
}
