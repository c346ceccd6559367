//! Requests that fit an operation, made up from its schemas: the counterpart of the sample responses.

use super::operation::{Media, Operation, Parameter, Place};
use super::parameter::Shape;
use super::{Spec, Variant, body};
use crate::http::Request;
use plansmith_prove::Usage;
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Instant;

const SENT: Usage = Usage::SENT;

impl Spec {
    /// A request with what the operation requires, or with everything it takes when the variant is full.
    #[must_use]
    pub fn request(&self, operation: &Operation, prefix: &str, variant: Variant) -> Request {
        let wanted = |parameter: &&Parameter| parameter.required || variant == Variant::Full;
        let mut path = operation.route.template().to_owned();
        let mut query: Vec<String> = Vec::new();
        let mut headers = vec![("Host".to_owned(), "127.0.0.1".to_owned())];
        let mut cookies: Vec<String> = Vec::new();
        for parameter in operation.parameters.iter().filter(wanted) {
            let text = self.written(parameter, variant);
            match parameter.place {
                Place::Path => {
                    path = path.replace(&format!("{{{}}}", parameter.name), &encode(&text));
                }
                Place::Query => query.push(self.in_query(parameter, variant)),
                Place::Header => headers.push((parameter.name.clone(), text)),
                Place::Cookie => cookies.push(format!("{}={}", parameter.name, encode(&text))),
            }
        }
        if let Some(media) = operation.success().and_then(|success| success.content.first()) {
            headers.push(("Accept".to_owned(), media.content_type.clone()));
        }
        for name in operation.security.first().into_iter().flatten() {
            let scheme = self.scheme(name);
            match (scheme["type"].as_str(), scheme["in"].as_str()) {
                (Some("apiKey"), Some("query")) => {
                    query.push(format!("{}=key", scheme["name"].as_str().unwrap_or_default()));
                }
                (Some("apiKey"), _) => {
                    headers.push((scheme["name"].as_str().unwrap_or_default().to_owned(), "key".to_owned()));
                }
                (Some("http"), _) if scheme["scheme"] == "basic" => {
                    headers.push(("Authorization".to_owned(), "Basic a2V5".to_owned()));
                }
                _ => headers.push(("Authorization".to_owned(), "Bearer key".to_owned())),
            }
        }
        let mut bytes = Vec::new();
        let media = operation.body.as_ref().and_then(|body| body.content.first());
        if let Some(media) = media {
            let (content_type, content) = self.body(media, variant);
            headers.push(("Content-Type".to_owned(), content_type));
            bytes = content;
        }
        if !cookies.is_empty() {
            headers.push(("Cookie".to_owned(), cookies.join("; ")));
        }
        let query: Vec<String> = query.into_iter().filter(|pair| !pair.is_empty()).collect();
        let separator = if query.is_empty() { "" } else { "?" };
        Request {
            method: operation.method.clone(),
            target: format!("{prefix}{path}{separator}{}", query.join("&")),
            headers,
            body: bytes,
            connection: 0,
            at: Instant::now(),
        }
    }

    fn value_of(&self, parameter: &Parameter, variant: Variant) -> Value {
        // Path segments are never empty, so even a minimal list has an item.
        let variant = if variant == Variant::Nulls { Variant::Minimal } else { variant };
        self.sample_for(&parameter.schema, SENT, variant, 1)
    }

    /// A parameter in simple style, not encoded.
    fn written(&self, parameter: &Parameter, variant: Variant) -> String {
        let value = self.value_of(parameter, variant);
        if parameter.json {
            return value.to_string();
        }
        match value {
            Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
            Value::Object(fields) => {
                let joint = if parameter.explode { "=" } else { "," };
                fields.iter().map(|(key, value)| format!("{key}{joint}{}", plain(value))).collect::<Vec<_>>().join(",")
            }
            other => plain(&other),
        }
    }

    fn in_query(&self, parameter: &Parameter, variant: Variant) -> String {
        let name = encode(&parameter.name);
        let value = self.value_of(parameter, variant);
        if parameter.json {
            return format!("{name}={}", encode(&value.to_string()));
        }
        let separator = match parameter.style.as_str() {
            "spaceDelimited" => "%20",
            "pipeDelimited" => "%7C",
            _ => ",",
        };
        match value {
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| encode(&plain(item))).collect();
                match (items.is_empty(), parameter.explode) {
                    (true, _) => String::new(),
                    (_, true) => items.iter().map(|item| format!("{name}={item}")).collect::<Vec<_>>().join("&"),
                    _ => format!("{name}={}", items.join(separator)),
                }
            }
            Value::Object(fields) => {
                let pairs = fields.iter().map(|(key, value)| match parameter.style.as_str() {
                    "deepObject" => {
                        format!("{name}%5B{}%5D={}", encode(key), encode(&plain(value)))
                    }
                    _ => format!("{}={}", encode(key), encode(&plain(value))),
                });
                pairs.collect::<Vec<_>>().join("&")
            }
            other => format!("{name}={}", encode(&plain(&other))),
        }
    }

    fn body(&self, media: &Media, variant: Variant) -> (String, Vec<u8>) {
        let usage = Usage { partial: media.partial, ..Usage::SENT };
        let value = self.sample_for(&media.schema, usage, variant, 1);
        match body::essence(&media.content_type).as_str() {
            json if json.ends_with("json") => (media.content_type.clone(), value.to_string().into_bytes()),
            "application/x-www-form-urlencoded" => (media.content_type.clone(), form(&value).into_bytes()),
            "multipart/form-data" => {
                (format!("{}; boundary=edge", media.content_type), self.multipart(&media.schema, &value).into_bytes())
            }
            _ => (media.content_type.clone(), plain(&value).into_bytes()),
        }
    }

    fn multipart(&self, schema: &Value, value: &Value) -> String {
        let shape = Shape::of(self.documents(), schema);
        let mut out = String::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let inner = Shape::of(self.documents(), shape.property(name));
            let inner = if inner.list { Shape::of(self.documents(), inner.items()) } else { inner };
            let items = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            for item in items {
                let (file, content_type) = match (inner.binary, inner.object) {
                    (true, _) => ("; filename=\"a.bin\"", "\r\nContent-Type: application/octet-stream"),
                    (_, true) => ("", "\r\nContent-Type: application/json"),
                    _ => ("", ""),
                };
                let _ = write!(
                    out,
                    "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}{content_type}\r\n\r\n{}\r\n",
                    plain(&item)
                );
            }
        }
        out.push_str("--edge--\r\n");
        out
    }
}

fn form(value: &Value) -> String {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(key, value)| format!("{}={}", encode(key), encode(&plain(value)))).collect::<Vec<_>>().join("&")
}

/// A value as text: without quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Percent-encodes everything but the unreserved characters.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
