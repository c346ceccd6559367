//! [`Meta`]: what a generated crate states about one operation.

use crate::conventions::{Conventions, IdempotencyRules, Paging};

/// What is fixed about an operation.
#[derive(Debug)]
pub struct Meta {
    /// The operation's id in the API's description.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` for parameters.
    pub path: &'static str,
    /// Security requirements: alternatives, each with its scheme names; `None` means those of the API.
    pub security: Option<&'static [&'static [&'static str]]>,
    /// A base URL of its own.
    pub server: Option<&'static str>,
    /// The `Accept` header; empty sends none.
    pub accept: &'static str,
    /// Whether the description marks the operation as deprecated.
    pub deprecated: bool,
    /// How the operation pages.
    pub paging: Option<Paging>,
    /// Statuses beside 2xx that the description gives as responses, such as a redirect whose address is what the caller wants.
    pub statuses: &'static [u16],
}

impl Meta {
    /// `GET` of JSON, with the API's own servers and credentials: what an operation that differs starts from.
    pub const DEFAULT: Self = Self {
        id: "",
        method: "GET",
        path: "",
        security: None,
        server: None,
        accept: "application/json",
        deprecated: false,
        paging: None,
        statuses: &[],
    };
}

impl Meta {
    /// Whether the operation may be sent again although the server may have processed it.
    pub(crate) fn is_repeatable(&self, rules: &Conventions) -> bool {
        rules.retry.methods.contains(&self.method) || rules.idempotency.is_some_and(|rules| self.has_key(&rules))
    }

    /// Whether its requests carry a key by which the server knows a repetition.
    pub(crate) fn has_key(&self, rules: &IdempotencyRules) -> bool {
        rules.methods.contains(&self.method) || rules.operations.contains(&self.id)
    }
}
