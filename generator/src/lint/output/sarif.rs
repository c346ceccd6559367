use super::super::codes;
use super::{Position, findings, said, shortened};
use crate::location::{Report, Sources};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// What a path keeps in a URI (RFC 3986, 3.3), the slash included.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The diagnostics as a log of SARIF 2.1.0 (OASIS), with every rule that is broken. Columns count in UTF-16 units there, in
/// characters here, which is the same for all but rare letters; `columnKind` says so.
#[must_use]
pub fn sarif(report: &Report, sources: &Sources) -> Value {
    let found = findings(report, sources);
    let mut broken: Vec<&str> = found.iter().map(|finding| finding.diagnostic.code).collect();
    broken.sort_unstable();
    broken.dedup();
    let rules: Vec<Value> = broken
        .iter()
        .map(|code| {
            json!({
                "id": code,
                "shortDescription": { "text": codes::title(code) },
                "helpUri": format!("{}/blob/main/spec/RULES.md#{code}", env!("CARGO_PKG_REPOSITORY")),
            })
        })
        .collect();
    let results: Vec<Value> = found
        .iter()
        .map(|finding| {
            let related: Vec<Value> = finding
                .related
                .iter()
                .filter_map(|(label, at)| {
                    let mut location = location(at)?;
                    location["message"] = json!({ "text": shortened(label) });
                    Some(location)
                })
                .collect();
            let mut result = json!({
                "ruleId": finding.diagnostic.code,
                "ruleIndex": broken.binary_search(&finding.diagnostic.code).unwrap_or_default(),
                "level": finding.diagnostic.level.as_str(),
                "message": { "text": said(finding.diagnostic) },
                "locations": location(&finding.at).into_iter().collect::<Vec<_>>(),
            });
            if !related.is_empty() {
                result["relatedLocations"] = Value::Array(related);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "plansmith",
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn location(at: &Position<'_>) -> Option<Value> {
    if at.file.is_empty() {
        return None;
    }
    let mut physical = json!({ "artifactLocation": { "uri": utf8_percent_encode(at.file, PATH).to_string() } });
    if let Some(span) = at.span {
        physical["region"] =
            json!({ "startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length });
    }
    Some(json!({ "physicalLocation": physical }))
}
