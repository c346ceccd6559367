//! Numbers about a generated crate.

use crate::ir::JsonReason;
use std::fmt::Write as _;

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
    /// Named types in the output.
    pub types: usize,
    /// Public fields of typed structs.
    pub fields: usize,
    /// Public fields of untyped JSON: `Type::field` and the reason. Maps of further properties are not among them.
    pub untyped: Vec<(String, JsonReason)>,
    /// Maps of further properties of which the description does not say what they are.
    pub untyped_extras: usize,
    /// Component schemas (key in the description) and the Rust type under `types::` that reads or writes them.
    pub schemas: Vec<(String, String)>,
}

impl Summary {
    /// How many of the untyped fields the author of the description could type: free objects, and arrays of free items.
    #[must_use]
    pub fn typeable(&self) -> usize {
        let could = |reason: JsonReason| matches!(reason, JsonReason::FreeObject | JsonReason::FreeArray);
        self.untyped.iter().filter(|(_, reason)| could(*reason)).count()
    }

    /// The public fields of untyped JSON in a sentence: how many, which of them the author of the description could type, and how
    /// many maps of further properties there are besides.
    #[must_use]
    pub fn untyped_in_words(&self) -> String {
        let count = |reason: JsonReason| self.untyped.iter().filter(|(_, own)| *own == reason).count();
        let mut parts = Vec::new();
        for (count, what) in [
            (count(JsonReason::FreeObject), "objects whose properties the description could list"),
            (count(JsonReason::FreeArray), "arrays whose items it could describe"),
            (count(JsonReason::Anything), "may be anything as it says"),
            (count(JsonReason::NotExpressible), "have no type that a diagnostic tells of"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let mut text = format!("{} of {} public fields are untyped JSON", self.untyped.len(), self.fields);
        if !parts.is_empty() {
            let _ = write!(text, " ({})", parts.join(", "));
        }
        if self.untyped_extras > 0 {
            let _ = write!(text, "; {} maps of further properties besides", self.untyped_extras);
        }
        text
    }
}
