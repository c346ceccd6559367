use judge_client::types::BodyUploadMany as Body;
let file = |name: &str| plansmith_runtime::FilePart::new(name, vec![0xFF]);
let found = client.judge().upload_many(Body::new([file("a"), file("b")])).send().await?;
assert_eq!(found["names"], "a,b");
