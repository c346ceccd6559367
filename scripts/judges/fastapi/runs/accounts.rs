let json = r#"{"id":"8e7c8a4e-4d5c-4a1c-9f5e-111111111111","since":"2026-01-02T03:04:05Z","balance":"12.50","tags":["a"],
    "limits":{"x":1,"y":null},"point":[1.5,2.0],"parent":{"id":"8e7c8a4e-4d5c-4a1c-9f5e-222222222222",
    "since":"2026-01-02T03:04:05.5Z","balance":"0","tags":[],"limits":{},"point":[0.0,0.0],"parent":null}}"#;
let sent: judge_client::types::AccountInput = serde_json::from_str(json)?;
let found = client.judge().echo_account(sent).send().await?;
let found = serde_json::to_value(found)?;
let wanted: serde_json::Value = serde_json::from_str(json)?;
for key in ["id", "since", "balance", "tags", "limits"] {
    assert_eq!(found[key], wanted[key], "{key}");
}
assert!(found["parent"]["since"].as_str().is_some_and(|time| time.starts_with("2026-01-02T03:04:05.5")));
