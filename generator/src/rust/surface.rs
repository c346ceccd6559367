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
    /// Named types: name, kind, members.
    pub types: Vec<SurfaceType>,
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
    /// Signature of the method.
    pub signature: String,
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Bodies by content type, where there are several.
    pub bodies: Vec<String>,
    /// `x-evidence`, or empty.
    pub evidence: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A type of it.
#[derive(Clone, Debug, Default)]
pub struct SurfaceType {
    /// Name.
    pub name: String,
    /// `struct`, `enum`, `union`, `newtype` or `alias`.
    pub kind: &'static str,
    /// Fields, values or variants with their types.
    pub members: Vec<String>,
}
