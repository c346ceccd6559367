let mut events = client.judge().typed_ticks().count(3).send().await?;
let mut numbers = Vec::new();
while let Some(event) = events.try_next().await? {
    let Some(judge_client::types::Pet::Dog(dog)) = event.data.pet else { panic!("no dog") };
    assert_eq!(serde_json::to_value(dog)?["trick"], "two\nlines");
    numbers.push(event.data.number);
}
assert_eq!(numbers, [0, 1, 2]);
