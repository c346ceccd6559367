for json in [r#"{"type":"unit"}"#, r#"{"type":"round_thing","radius":1.5}"#, r#"{"type":"named","width":3}"#] {
    let sent: judge_client::types::Internal = serde_json::from_str(json)?;
    let found = client.judge().internal(sent).send().await?;
    assert_eq!(serde_json::to_value(found)?, serde_json::from_str::<serde_json::Value>(json)?, "{json}");
}
