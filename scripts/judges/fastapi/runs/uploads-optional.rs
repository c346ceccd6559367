use judge_client::types::BodyUploadMaybe as Body;
use plansmith_runtime::FilePart;
let none = client.judge().upload_maybe().send().await?;
assert_eq!(serde_json::to_value(&none)?, serde_json::json!({"size": null, "raw": null, "words": null, "count": 1}));
let body = Body::new().file(FilePart::new("a", vec![1, 2])).raw(FilePart::new("b", vec![0xFF])).words(["x", "y z"]).count(7);
let some = client.judge().upload_maybe().body(body).send().await?;
assert_eq!(serde_json::to_value(&some)?, serde_json::json!({"size": 2, "raw": 1, "words": ["x", "y z"], "count": 7}));
