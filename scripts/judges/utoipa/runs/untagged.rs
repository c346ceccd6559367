for json in [r#"5"#, r#""5""#, r#""text""#, r#"{"radius":1.5}"#, r#"["a","b"]"#] {
    let sent: judge_client::types::Untagged = serde_json::from_str(json)?;
    let found = client.judge().untagged(sent).send().await?;
    assert_eq!(serde_json::to_value(found)?, serde_json::from_str::<serde_json::Value>(json)?, "{json}");
}
