let mut lines = client.judge().json_lines().count(3).send().await?;
let mut numbers = Vec::new();
while let Some(tick) = lines.try_next().await? {
    numbers.push(tick.number);
}
assert_eq!(numbers, [0, 1, 2]);
