use judge_client::types::BodyUploadOne as Body;
let file = plansmith_runtime::FilePart::new("a.bin", vec![0xFF, 0x00, 0xFE]).content_type("application/x-own");
let found = client.judge().upload_one(Body::new(file, "n")).send().await?;
assert_eq!((found["name"].as_str(), found["type"].as_str(), found["size"].as_str()), ("a.bin", "application/x-own", "3"));
