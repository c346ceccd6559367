//! Responses that fit an operation, so that any operation of any spec can be called.

use super::operation::{Media, Operation};
use super::{Spec, body};
use crate::http::Reply;
use plansmith_prove::{Usage, Variant};
use serde_json::Value;

impl Spec {
    /// A value a server answers with; the same seed gives the same value.
    #[must_use]
    pub fn sample(&self, schema: &Value, variant: Variant, seed: u64) -> Value {
        self.sample_for(schema, Usage::RECEIVED, variant, seed)
    }

    /// A value that fits a schema in that use.
    #[must_use]
    pub fn sample_for(&self, schema: &Value, usage: Usage, variant: Variant, seed: u64) -> Value {
        self.judge().sample(schema, usage, variant, seed)
    }

    /// The reply of the first success response of an operation, made up from its schemas and headers.
    #[must_use]
    pub fn response(&self, operation: &Operation, variant: Variant, seed: u64) -> Reply {
        let Some(success) = operation.success() else {
            return Reply::empty(204);
        };
        let mut reply = match success.content.first() {
            Some(media) => self.filled(success.code(), media, variant, seed),
            None => Reply::empty(success.code()),
        };
        for (name, required, schema) in &success.headers {
            if !name.eq_ignore_ascii_case("Content-Type") && (*required || variant == Variant::Full) {
                reply = reply.header(name, plain(&self.sample(schema, variant, seed)));
            }
        }
        if (300..400).contains(&reply.status) && !reply.headers.iter().any(|(name, _)| name == "Location") {
            reply = reply.header("Location", "https://receiver.example.com/?code=1");
        }
        reply
    }

    fn filled(&self, status: u16, media: &Media, variant: Variant, seed: u64) -> Reply {
        let value = || self.sample(&media.schema, variant, seed);
        match body::essence(&media.content_type).as_str() {
            json if json == "application/json" || json.ends_with("+json") => {
                Reply::body(status, &media.content_type, value().to_string())
            }
            "text/event-stream" => Reply::body(status, &media.content_type, format!("data: {}\n\n", value())),
            "text/csv" => Reply::body(status, &media.content_type, "id,title\r\n1,\"a, b\"\r\n"),
            "text/tab-separated-values" => Reply::body(status, &media.content_type, "id\ttitle\r\n1\ta\r\n"),
            text if text.starts_with("text/") => Reply::body(status, &media.content_type, plain(&value())),
            _ => {
                let content_type =
                    if media.content_type.contains('*') { "application/octet-stream" } else { &media.content_type };
                Reply::body(status, content_type, [0, 159, 146, 150, 255])
            }
        }
    }
}

/// A value as text: without quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
