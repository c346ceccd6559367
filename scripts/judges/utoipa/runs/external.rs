for json in [r#""Unit""#, r#"{"Circle":{"radius":1.5}}"#, r#"{"Named":{"width":1,"height":2}}"#] {
    let sent: judge_client::types::External = serde_json::from_str(json)?;
    let found = client.judge().external(sent).send().await?;
    assert_eq!(serde_json::to_value(found)?, serde_json::from_str::<serde_json::Value>(json)?, "{json}");
}
