//! Responses made up from a spec fit it.

use crate::spec;
use plansmith_tests::spec::{Usage, Variant};
use serde_json::Value;

#[test]
fn every_response_fits_its_schema() {
    let spec = spec();
    let received = Usage::RECEIVED;
    for operation in spec.operations() {
        for variant in [Variant::Full, Variant::Minimal, Variant::Nulls] {
            for seed in 0..5 {
                let reply = spec.response(operation, variant, seed);
                let response = operation.success().expect("a success response");
                let Some(media) = response.content.first().filter(|media| media.content_type.ends_with("json")) else {
                    continue;
                };
                let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
                let errors = spec.judge().errors(&media.schema, received, &body);
                assert_eq!(errors, [""; 0], "{} {variant:?} {seed}: {body}", operation.id);
            }
        }
    }
}

#[test]
fn variants_differ_in_what_they_contain() {
    let spec = spec();
    let card = spec.operation("getCard").and_then(|card| card.success()).map(|success| &success.content[0].schema).unwrap();
    let full = spec.sample(card, Variant::Full, 1);
    assert!(full["parent"]["title"].is_string() && full["rows"][0]["number"].is_i64(), "{full}");
    let minimal = spec.sample(card, Variant::Minimal, 1);
    assert_eq!(minimal.as_object().unwrap().len(), 2, "{minimal}");
    let nulls = spec.sample(card, Variant::Nulls, 1);
    assert!(nulls["due"].is_null() && nulls.get("due").is_some() && nulls.get("size").is_none(), "{nulls}");
    assert_ne!(full, spec.sample(card, Variant::Full, 2));
    assert_eq!(full, spec.sample(card, Variant::Full, 1));
}
