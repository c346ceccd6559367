use judge_client::types::Colour;
let found = client.judge().search().colours([Colour::Red, Colour::DarkBlue]).text("a+b & ü").send().await?;
let found = serde_json::to_value(found)?;
assert_eq!(found["colours"], serde_json::json!(["red", "dark blue"]));
assert_eq!(found["text"], "a+b & ü");
assert_eq!(client.judge().embedded(judge_client::types::BodyEmbedded::new(1, judge_client::types::Cat::new(8))).send().await?["sum"], 9);
