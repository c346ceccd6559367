for json in [
    r#"{"pet":{"kind":"dog","trick":"sit"},"other":1,"ratio":2,"count":3}"#,
    r#"{"pet":{"kind":"cat","lives":9},"other":"a","ratio":2.5,"count":3}"#,
    r#"{"pet":null,"other":"5","ratio":1,"count":3}"#,
] {
    let sent: judge_client::types::Owner = serde_json::from_str(json)?;
    let found = client.judge().echo_owner(sent).send().await?;
    let found: serde_json::Value = serde_json::to_value(found)?;
    let wanted: serde_json::Value = serde_json::from_str(json)?;
    for key in ["pet", "other", "count"] {
        assert_eq!(found[key], wanted[key], "{key} of {json}");
    }
}
