let json = serde_json::json!({
    "name": "n", "external": ["Unit", {"Circle": {"radius": 0.5}}], "internal": null, "adjacent": {"t": "Unit"},
    "untagged": [1, "1", {"radius": 2.5}, []], "optionalLevel": "VERY_LOW", "levels": {"a": "HIGH"},
    "pair": [-1, "x"], "large": 18_446_744_073_709_551_615_u64,
    "children": [{
        "name": "m", "external": [], "internal": {"type": "round_thing", "radius": 0.5}, "adjacent": null, "untagged": [],
        "optionalLevel": null, "levels": {}, "pair": [0, ""], "large": 0, "children": []
    }]
});
let sent: judge_client::types::Everything = serde_json::from_value(json.clone())?;
let found = client.judge().everything(sent).send().await?;
// A null that is described as one may be left out.
fn lean(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, lean(value))).collect()
        }
        serde_json::Value::Array(list) => list.into_iter().map(lean).collect(),
        other => other,
    }
}
assert_eq!(lean(serde_json::to_value(found)?), lean(json));
let level = client.judge().level(judge_client::types::Level::VeryLow).send().await?;
assert_eq!(serde_json::to_value(level)?, "VERY_LOW");
