//! Reports for machines.

use plansmith_generator::location::{Place, Sources, Span};
use plansmith_generator::report::{Diagnostic, Related};
use plansmith_generator::{Generated, Summary};
use serde_json::{Value, json};

/// The diagnostics of a run, each with file, line and column.
#[must_use]
pub fn diagnostics(generated: &Generated) -> Value {
    let (sources, list) = (&generated.sources, generated.report.diagnostics());
    let places: Vec<Place> = list
        .iter()
        .flat_map(|one| std::iter::once(&one.place).chain(one.related.iter().map(|related| &related.place)))
        .cloned()
        .collect();
    let mut spans = sources.locate(&places).into_iter();
    let mut next = || spans.next().flatten();
    list.iter().map(|one| diagnostic(one, sources, &mut next)).collect()
}

fn diagnostic(one: &Diagnostic, sources: &Sources, next: &mut dyn FnMut() -> Option<Span>) -> Value {
    let own = next();
    let mut out = json!({ "code": one.code, "level": one.level.as_str(), "message": one.message });
    put_place(&mut out, sources, &one.place, one.span.or(own));
    if let Some(help) = &one.help {
        out["help"] = json!(help);
    }
    if !one.related.is_empty() {
        let related = |related: &Related| {
            let found = next();
            let mut out = json!({ "label": related.label });
            put_place(&mut out, sources, &related.place, related.span.or(found));
            out
        };
        out["related"] = one.related.iter().map(related).collect();
    }
    out
}

fn put_place(out: &mut Value, sources: &Sources, place: &Place, span: Option<Span>) {
    let Some(file) = sources.file(place.file) else { return };
    out["file"] = json!(file.path);
    if let Some(span) = span {
        out["line"] = json!(span.line);
        out["column"] = json!(span.column);
        out["length"] = json!(span.length);
    }
}

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
