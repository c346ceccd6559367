//! The call of a card automation: signed or not.

use crate::SPEC;
use agileplace_client::types::AutomationEvent;
use agileplace_client::{ErrorKind, webhooks};
use serde_json::{Value, json};

const KEY: &str = "signing key of the automation";

fn delivery() -> Value {
    json!({
        "automation": { "id": "77001", "description": "Painted" },
        "host": "https://myaccount.leankit.com",
        "boardId": "33001",
        "cardId": "11001",
        "laneId": "22002",
        "cardUrl": "https://myaccount.leankit.com/card/11001",
        "event": "movedTo",
        "eventData": { "movedFromLaneId": "22001", "weight": 3 },
        "eventDate": "2026-03-02T08:15:00Z",
    })
}

#[test]
fn a_delivery_is_read() {
    let call = webhooks::card_automation(delivery().to_string()).unwrap();
    assert_eq!(call.event, AutomationEvent::MovedTo);
    let data = call.event_data.expect("data");
    assert_eq!(data.moved_from_lane_id.expect("a lane").as_str(), "22001");
    assert_eq!(data.extra["weight"], 3, "what nobody has seen is kept");
    let other = webhooks::card_automation(r#"{ "event": "painted", "laneId": "1" }"#).unwrap();
    assert_eq!(other.event.as_str(), "painted");
}

/// The signature was made with `openssl dgst -sha256 -hmac "signing key of the automation"`.
#[test]
fn a_signature_is_checked_before_the_body_is_read() {
    let body = r#"{"event":"blocked","eventData":{"reason":"No paint"}}"#;
    let signature = "f9689d1b99daa44d30cdbcf6c79c5d517748241a4598642309c442627e84c638";
    let call = webhooks::card_automation_signed(body, signature, KEY).unwrap();
    assert_eq!(call.event_data.and_then(|data| data.reason).as_deref(), Some("No paint"));
    for (body, signature, key) in [
        (body.replace("paint", "glue"), signature, KEY),
        (body.to_owned(), "00", KEY),
        (body.to_owned(), signature, "another key"),
        ("{broken".to_owned(), signature, KEY),
    ] {
        let error = webhooks::card_automation_signed(body, signature, key).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Signature);
    }
}

#[test]
fn the_example_of_the_description_is_read() {
    let webhook = &SPEC.webhooks()[0];
    let media = &webhook.body.as_ref().expect("a body").content[0];
    for example in &media.examples {
        webhooks::card_automation(example.to_string()).unwrap();
    }
    assert!(!media.examples.is_empty());
}
