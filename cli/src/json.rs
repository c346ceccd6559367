//! Reports for machines.

use plansmith_generator::Summary;
use serde_json::{Value, json};

/// The numbers of a run.
#[must_use]
pub fn summary(summary: &Summary) -> Value {
    json!({
        "package": summary.package,
        "operations": summary.operations,
        "operations_left_out": summary.operations_left_out,
        "left_out": summary.left_out,
        "types": summary.types,
        "fields": summary.fields,
        "untyped_fields": summary.untyped.len(),
    })
}
