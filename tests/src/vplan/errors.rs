//! Error responses in the documented shape.

use crate::http::Reply;
use serde_json::{Value, json};

/// The outer reference of every error of this server.
pub const REFERENCE: &str = "2ddb20b8-e0e3-45ae-a638-42610b990a6a";

/// The reference inside `errors`, the one support asks for.
pub const ITEM_REFERENCE: &str = "7c1d5f0e-93a5-4a27-8a5c-0d6f6f7a2b11";

/// The code of an exhausted memory.
pub const MEMORY_EXHAUSTED: i64 = 10005;

/// An error with a description, which the API writes as a text or as an object.
#[must_use]
pub fn error(status: u16, code: i64, message: &str, description: impl Into<Value>) -> Reply {
    let item = json!({
        "code": code,
        "message": message,
        "description": description.into(),
        "reference": ITEM_REFERENCE,
        "timestamp": "2024-04-11T10:22:15.123Z",
    });
    Reply::json(status, &json!({ "reference": REFERENCE, "errors": [item] }))
}

/// 400.
#[must_use]
pub fn bad_request(message: &str) -> Reply {
    error(400, 400, message, message)
}

/// 401.
#[must_use]
pub fn unauthorized() -> Reply {
    error(401, 401, "Not Logged In", "The credentials are missing, wrong or expired")
}

/// 404.
#[must_use]
pub fn not_found() -> Reply {
    error(404, 404, "Not Found", "No query results")
}

/// 422 for a second object with the same external reference.
#[must_use]
pub fn duplicate(external_ref: &str) -> Reply {
    error(422, 422, "Duplicate entry", json!({ "external_ref": [format!("Duplicate entry {external_ref}")] }))
}

/// 429.
#[must_use]
pub fn too_many() -> Reply {
    error(429, 429, "Too Many Attempts.", "The rate limit is reached")
}

/// 500 with the code of an exhausted memory.
#[must_use]
pub fn memory_exhausted() -> Reply {
    error(500, MEMORY_EXHAUSTED, "Memory exhausted", "The request needs too much memory")
}

/// 503 as during maintenance: without the outer reference.
#[must_use]
pub fn maintenance() -> Reply {
    let item = json!({ "code": 503, "message": "Service Unavailable", "description": "Maintenance" });
    Reply::json(503, &json!({ "errors": [item] }))
}
