use super::{Position, findings, shortened};
use crate::location::{Report, Sources};
use serde_json::{Value, json};

/// The diagnostics as a JSON list of `{ code, level, message, help, file, line, column, length, pointer, related }`. The pointer
/// is that of RFC 6901, empty for the whole of the file.
#[must_use]
pub fn json(report: &Report, sources: &Sources) -> Value {
    let place = |at: &Position<'_>| {
        let (line, column, length) =
            at.span.map_or((None, None, None), |span| (Some(span.line), Some(span.column), Some(span.length)));
        let pointer = at.pointer.map(shortened);
        json!({ "file": shortened(at.file), "line": line, "column": column, "length": length, "pointer": pointer })
    };
    let entries = findings(report, sources).into_iter().map(|finding| {
        let mut entry = json!({
            "code": finding.diagnostic.code,
            "level": finding.diagnostic.level.as_str(),
            "message": shortened(&finding.diagnostic.message),
            "help": finding.diagnostic.help.as_deref().map(shortened),
        });
        let related: Vec<Value> =
            finding.related.iter().map(|(label, at)| merged(json!({ "message": shortened(label) }), place(at))).collect();
        entry = merged(entry, place(&finding.at));
        entry["related"] = Value::Array(related);
        entry
    });
    Value::Array(entries.collect())
}

fn merged(mut left: Value, right: Value) -> Value {
    if let (Value::Object(left), Value::Object(right)) = (&mut left, right) {
        left.extend(right);
    }
    left
}
