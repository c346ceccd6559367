//! Numbers about a generated crate.

use crate::ir::JsonReason;

/// Numbers about a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Name of the crate.
    pub package: String,
    /// Operations in the output.
    pub operations: usize,
    /// Operations left out.
    pub operations_left_out: usize,
    /// Everything left out, one line each with its reason.
    pub left_out: Vec<String>,
    /// The calls of all operations.
    pub calls: Vec<crate::bundle::Call>,
    /// Named types in the output.
    pub types: usize,
    /// Public fields of typed structs.
    pub fields: usize,
    /// Public fields of untyped JSON: `Type::field` and the reason.
    pub untyped: Vec<(String, JsonReason)>,
    /// Component schemas (key in the description) and the Rust type under `types::` that reads or writes them.
    pub schemas: Vec<(String, String)>,
}
