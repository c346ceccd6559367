//! What a consumer sees of a crate, as README, api.md and the crate documentation show it.

/// What a consumer sees of a crate.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Name of the API.
    pub title: String,
    /// Description of the API, as Markdown.
    pub description: String,
    /// Base URL, if the description has one.
    pub server: Option<String>,
    /// Resources with their operations.
    pub resources: Vec<SurfaceResource>,
    /// Named types: name, kind, members.
    pub types: Vec<SurfaceType>,
    /// Credentials: how one is made, and what it is.
    pub credentials: Vec<(String, String)>,
    /// What was left out, with the reason.
    pub left_out: Vec<(String, String)>,
    /// A call to show: accessor, method and arguments.
    pub sample: Option<String>,
    /// Path of the description.
    pub source: String,
    /// Facts about the server.
    pub quirks: Vec<String>,
    /// Whether lists can be paged.
    pub paging: Option<String>,
    /// Whether lists can be filtered: operation call, field constant.
    pub filter: Option<(String, String)>,
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
