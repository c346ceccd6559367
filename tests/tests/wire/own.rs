//! Types of the caller in a generated crate: read and written by serde alone, wherever a property holds them.

use own_client::types::{Order, OrderUpdate};
use serde_json::{Value, json};

#[test]
fn properties_of_types_of_ones_own() {
    let text = json!({
        "id": "1", "due": "2026-11-27", "price": {"amount": 1}, "paid": null, "prices": [{"amount": 2}, {}],
        "by_day": {"a": {"amount": 3}}, "days": ["2026-11-28"], "more": 1
    });
    let order: Order = serde_json::from_value(text).expect("an order");
    assert_eq!((order.id.as_str(), &order.due), ("1", &json!("2026-11-27")));
    assert_eq!((order.price.get("amount"), &order.paid, &order.rebate), (Some(&json!(1)), &None, &None));
    assert_eq!(order.prices.map(|prices| prices.len()), Some(2));
    assert_eq!(order.days, Some(vec![json!("2026-11-28")]));
    assert_eq!(order.by_day.and_then(|days| days.get("a")?.get("amount").cloned()), Some(json!(3)));

    let missing = serde_json::from_value::<Order>(json!({"id": "1", "due": "x", "paid": null})).expect_err("no price");
    assert!(missing.to_string().contains("price"), "{missing}");
    let wrong = serde_json::from_value::<Order>(json!({"id": "1", "due": "x", "paid": null, "price": 1})).expect_err("no money");
    assert!(wrong.to_string().contains("map"), "{wrong}");

    let update = OrderUpdate::new().due(Value::from("2026-11-29"));
    assert_eq!(serde_json::to_value(update).ok(), Some(json!({"due": "2026-11-29"})));
}
