//! As JSON, by the schema `spec/diff.schema.json`.

use super::{Subject, directions, next_version};
use crate::diff::change::{Change, Diff, Located};
use crate::diff::surface::RustChange;
use serde_json::{Value, json};

/// The changes as JSON text.
#[must_use]
pub fn json(diff: &Diff, subject: &Subject<'_>) -> String {
    let next = diff.step().and_then(|step| next_version(&subject.from.version, step));
    let value = json!({
        "format": 1,
        "old": subject.old,
        "new": subject.new,
        "http": diff.impact().map(|impact| impact.as_str()),
        "rust": diff.step().map(|step| step.as_str()),
        "crate": { "package": subject.to.package, "version": subject.from.version, "next": next },
        "changes": diff.changes.iter().map(|one| change(diff, one)).collect::<Vec<_>>(),
        "crateChanges": diff.rust.iter().map(rust).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

fn change(diff: &Diff, one: &Change) -> Value {
    let users: Vec<Value> = one
        .users
        .iter()
        .filter_map(|user| {
            let entry = diff.operations.get(user.operation)?;
            Some(json!({ "call": entry.call(), "id": entry.id, "directions": directions(&user.directions) }))
        })
        .collect();
    json!({
        "code": one.code.as_str(),
        "subject": one.subject,
        "text": one.text.plain(),
        "level": one.impact().as_str(),
        "request": one.request.map(|impact| impact.as_str()),
        "response": one.response.map(|impact| impact.as_str()),
        "rust": one.rust.as_str(),
        "crateChanges": one.rust_changes,
        "old": one.old.as_ref().map(place),
        "new": one.new.as_ref().map(place),
        "operations": users,
        "accepted": one.waiver.as_ref().map(|waiver| json!({ "reason": waiver.reason, "until": waiver.until })),
    })
}

fn place(at: &Located) -> Value {
    json!({ "file": at.file, "line": at.line, "column": at.column, "pointer": at.pointer })
}

fn rust(one: &RustChange) -> Value {
    json!({ "step": one.step.as_str(), "path": one.path, "kind": one.kind, "text": one.text, "wire": one.wire, "inside": one.inside })
}
