//! [`Meta`]: what a generated crate states about one operation.

/// What is fixed about an operation.
#[derive(Debug)]
pub struct Meta {
    /// The operation's id in the API's description.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` for parameters.
    pub path: &'static str,
    /// Security requirements: alternatives, each a list of scheme names; `None` means those of the API.
    pub security: Option<&'static [&'static [&'static str]]>,
    /// A base URL of its own.
    pub server: Option<&'static str>,
    /// The `Accept` header; empty sends none.
    pub accept: &'static str,
    /// Whether the description marks the operation as deprecated.
    pub deprecated: bool,
    /// The paging style the operation uses.
    pub paging: Option<PagingUse>,
    /// Statuses beside 2xx that the description gives as answers, such as a redirect whose address is what the caller wants.
    pub answers: &'static [u16],
}

impl Meta {
    /// What an operation is that states nothing.
    pub const DEFAULT: Self = Self {
        id: "",
        method: "GET",
        path: "",
        security: None,
        server: None,
        accept: "application/json",
        deprecated: false,
        paging: None,
        answers: &[],
    };
}

/// Which paging style an operation uses.
#[derive(Debug)]
pub struct PagingUse {
    /// The style's name in the API's conventions.
    pub name: &'static str,
    /// A JSON object whose keys win over those of the style; empty means none.
    pub overrides: &'static str,
}
