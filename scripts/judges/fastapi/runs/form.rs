use judge_client::types::Login;
let found = client.judge().send_form(Login::new("a & b").age(3).roles(["x", "y"])).send().await?;
assert_eq!(serde_json::to_value(&found)?, serde_json::json!({"name": "a & b", "age": 3, "roles": ["x", "y"]}));
