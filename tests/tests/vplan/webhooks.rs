//! Webhook deliveries: every documented event is read, unknown ones too.

use crate::SPEC;
use plansmith_tests::spec::Variant;
use serde_json::{Value, json};
use vplan_client::types::WebhookPayload;
use vplan_client::webhooks;

/// The events of one of the groups in the spec.
fn events(group: &str) -> Vec<String> {
    let reference = format!("webhook.yaml#/components/schemas/{group}");
    let schema = SPEC.documents().lookup(&reference).expect("a group of events");
    schema["enum"].as_array().expect("values").iter().map(|event| event.as_str().expect("a text").to_owned()).collect()
}

fn parse(payload: &Value) -> WebhookPayload {
    webhooks::event(payload.to_string()).unwrap_or_else(|error| panic!("{payload}: {error}"))
}

#[test]
fn every_documented_event_is_read_as_its_shape() {
    let mut count = 0;
    for (group, keys) in [
        ("WebhookEventTypeNormal", &["new", "old", "current"][..]),
        ("WebhookEventTypeNested", &["attached", "detached", "current"]),
        ("WebhookEventTypeNestedPivot", &["attached", "detached", "current", "new", "updated"]),
    ] {
        for event in events(group) {
            count += 1;
            let data: Value =
                keys.iter().map(|key| ((*key).to_owned(), json!({ "id": "1" }))).collect::<serde_json::Map<_, _>>().into();
            let payload = json!({ "environment": "e", "trigger": "t", "event": event, "data": data });
            let shape = match parse(&payload) {
                WebhookPayload::NormalObject(_) => "WebhookEventTypeNormal",
                WebhookPayload::NestedObject(_) => "WebhookEventTypeNested",
                WebhookPayload::NestedObjectWithPivot(_) => "WebhookEventTypeNestedPivot",
                _ => "unknown",
            };
            assert_eq!(shape, group, "{payload}");
        }
    }
    assert_eq!(count, 36);
}

#[test]
fn made_up_and_printed_payloads_are_read() {
    let webhook = &SPEC.webhooks()[0];
    let media = &webhook.body.as_ref().expect("a body").content[0];
    assert!(!media.examples.is_empty());
    for example in &media.examples {
        parse(example);
    }
    for variant in [Variant::Full, Variant::Minimal, Variant::Nulls] {
        for seed in 0..10 {
            parse(&SPEC.sample(&media.schema, variant, seed));
        }
    }
}

#[test]
fn an_event_of_the_future_is_kept() {
    let payload = json!({ "event": "card.teleported", "data": { "current": {} } });
    assert!(matches!(parse(&payload), WebhookPayload::Other(_)), "{:?}", parse(&payload));
}

#[test]
fn a_known_event_that_does_not_fit_is_an_error_with_its_place() {
    let payload = json!({ "event": "card.updated", "data": { "current": { "id": [5] } } });
    let error = webhooks::event(payload.to_string()).unwrap_err();
    assert_eq!((error.path(), error.status()), (Some("$.data.current.id"), None));
    let text = format!("{error:#}");
    assert!(text.starts_with("webhook: the delivery is not what the API describes at $.data.current.id"), "{text}");
}

#[test]
fn nonsense_is_an_error() {
    assert!(webhooks::event("{").is_err());
}
