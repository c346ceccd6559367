for json in [r#"{"t":"Unit"}"#, r#"{"t":"Circle","c":{"radius":1.5}}"#, r#"{"t":"Named","c":{"width":3}}"#] {
    let sent: judge_client::types::Adjacent = serde_json::from_str(json)?;
    let found = client.judge().adjacent(sent).send().await?;
    assert_eq!(serde_json::to_value(found)?, serde_json::from_str::<serde_json::Value>(json)?, "{json}");
}
