//! Recorded responses and requests of real clients; see [`recorded`].

use crate::SPEC;
use plansmith_tests::recorded;
use plansmith_tests::spec::Usage;
use serde_json::json;
use vplan_client::types::{CapacityStage, Webhook};

#[test]
#[ignore = "needs a folder of recorded responses"]
fn recorded_responses_are_read_and_requests_can_be_written() {
    let all = recorded::of("vplan");
    let mut wrong = Vec::new();
    for recorded in &all {
        let name = recorded.name.as_str();
        // Bodies of creations are described by the record where nothing else is required.
        let schema = SPEC.documents().component_schemas().map(|(reference, _)| reference).find(|reference| {
            let end = reference.rsplit('/').next().unwrap_or_default();
            end == name || recorded.is_request() && Some(end) == name.strip_prefix("New")
        });
        let Some(schema) = schema else {
            wrong.push(format!("{}: no schema `{name}`", recorded.file));
            continue;
        };
        let usage = if recorded.is_request() { Usage::SENT } else { Usage::RECEIVED };
        // Enums stay open: a client of an older page sends `sales` for `Sales`. `NULL` is a slip of the vendor's template.
        let errors = SPEC.judge().errors(&json!({ "$ref": schema }), usage, &recorded.value);
        let known = |error: &String| error.contains("/type`") || error.contains("\"NULL\"");
        wrong.extend(errors.into_iter().filter(|error| !known(error)).map(|error| format!("{}: {error}", recorded.file)));
        let text = recorded.value.to_string();
        let debug = match name {
            "Webhook" => serde_json::from_str::<Webhook>(&text).map(|value| format!("{value:?}")),
            "CapacityStage" => serde_json::from_str::<CapacityStage>(&text).map(|value| format!("{value:?}")),
            _ if recorded.is_request() => continue,
            _ => {
                wrong.push(format!("{}: `{name}` is no type this test knows", recorded.file));
                continue;
            }
        };
        match debug {
            Ok(debug) => wrong.extend(recorded.lost(&debug).into_iter().map(|lost| format!("{}: lost {lost}", recorded.file))),
            Err(error) => wrong.push(format!("{}: {error}", recorded.file)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} recorded responses and requests", all.len());
}
