//! Facts for README, api.md and the other text files.

/// Facts for README, api.md and the other text files.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Name of the API.
    pub title: String,
    /// Description of the API, as Markdown.
    pub description: String,
    /// Base URL, if the description has one.
    pub server: Option<String>,
    /// Resources with their operations.
    pub resources: Vec<PageResource>,
    /// Named types: name, kind, members.
    pub types: Vec<PageType>,
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

/// A resource on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageResource {
    /// Tag.
    pub title: String,
    /// Accessor on the client.
    pub accessor: String,
    /// Operations.
    pub operations: Vec<PageOperation>,
}

/// An operation on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageOperation {
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

/// A type on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageType {
    /// Name.
    pub name: String,
    /// `struct`, `enum`, `union`, `newtype` or `alias`.
    pub kind: &'static str,
    /// Fields, values or variants with their types.
    pub members: Vec<String>,
}
