let mut events = client.judge().ticks().send().await?;
let mut texts = Vec::new();
while let Some(event) = events.try_next().await? {
    texts.push(event.data.to_string());
}
assert_eq!(texts, ["Hello", "two words"]);
