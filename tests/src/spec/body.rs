//! Request bodies against the media types of an operation.

use super::multipart::{Part, parts};
use super::operation::{Body, Media};
use super::parameter::{Pairs, Shape, scalar};
use crate::http::{Request, raw_pairs};
use plansmith_prove::Documents;
use plansmith_prove::{Judge, Usage};
use serde_json::{Map, Value};

/// Lists what is wrong with the body of a request.
pub(super) fn check(documents: &Documents, judge: &Judge, body: Option<&Body>, request: &Request) -> Vec<String> {
    let content_type = request.header("Content-Type");
    let Some(body) = body else {
        let mut wrong = Vec::new();
        if !request.body.is_empty() {
            wrong.push("body: the operation takes none".to_owned());
        }
        if let Some(content_type) = content_type {
            wrong.push(format!("header `Content-Type`: `{content_type}` without a body"));
        }
        return wrong;
    };
    let Some(content_type) = content_type else {
        let missing = body.required || !request.body.is_empty();
        return if missing { vec!["header `Content-Type`: missing".to_owned()] } else { Vec::new() };
    };
    let Some(media) = body.content.iter().find(|media| same_type(&media.content_type, content_type)) else {
        return vec![format!("header `Content-Type`: the operation takes no `{content_type}`")];
    };
    let value = match essence(content_type).as_str() {
        json if json == "application/json" || json.ends_with("+json") => {
            serde_json::from_slice(&request.body).map_err(|error| format!("is no JSON: {error}"))
        }
        "application/x-www-form-urlencoded" => form(documents, media, request),
        "multipart/form-data" => match multipart(documents, media, content_type, &request.body) {
            Ok((value, wrong)) if wrong.is_empty() => Ok(value),
            Ok((_, wrong)) => return wrong,
            Err(error) => Err(error),
        },
        text if text.starts_with("text/") => match std::str::from_utf8(&request.body) {
            Ok(text) => Ok(scalar(documents, &media.schema, text)),
            Err(_) => Err("is not UTF-8".to_owned()),
        },
        _ => return Vec::new(),
    };
    match value {
        Ok(value) => {
            let usage = Usage { partial: media.partial, ..Usage::SENT };
            let errors = judge.errors(&media.schema, usage, &value);
            errors.into_iter().map(|error| format!("body {error}")).collect()
        }
        Err(error) => vec![format!("body: {error}")],
    }
}

/// A content type without its parameters, in lower case.
pub(super) fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn same_type(declared: &str, sent: &str) -> bool {
    let (declared, sent) = (essence(declared), essence(sent));
    declared == sent || declared == "*/*" || declared.strip_suffix('*').is_some_and(|start| sent.starts_with(start))
}

fn form(documents: &Documents, media: &Media, request: &Request) -> Result<Value, String> {
    let text = std::str::from_utf8(&request.body).map_err(|_| "is not UTF-8")?;
    let shape = Shape::of(documents, &media.schema);
    let mut pairs = Pairs::new(raw_pairs(text));
    let mut out = Map::new();
    for (name, schema) in &shape.properties {
        let encoding = media.encoding.get(*name);
        let style = encoding.and_then(|encoding| encoding.get("style")).and_then(Value::as_str).unwrap_or("form");
        let explode = encoding.and_then(|encoding| encoding.get("explode")).and_then(Value::as_bool);
        let explode = explode.unwrap_or(style == "form" || style == "deepObject");
        let value = pairs.read(documents, name, schema, style, explode).map_err(|error| format!("`{name}` {error}"))?;
        if let Some(value) = value {
            out.insert((*name).to_owned(), value);
        }
    }
    // Left-over names reach the validator, which refuses those that no schema allows.
    // PKCE (RFC 7636) is part of OAuth and of no description; servers ignore parameters they do not know (RFC 6749, 3.2).
    for name in pairs.left().filter(|name| *name != "code_verifier") {
        out.insert(name.to_owned(), Value::Null);
    }
    Ok(Value::Object(out))
}

/// The parts as one object, and what is wrong with a part by itself.
fn multipart(documents: &Documents, media: &Media, content_type: &str, body: &[u8]) -> Result<(Value, Vec<String>), String> {
    let shape = Shape::of(documents, &media.schema);
    let mut out = Map::new();
    let mut wrong = Vec::new();
    for part in parts(content_type, body)? {
        let schema = shape.property(&part.name);
        let inner = Shape::of(documents, schema);
        let value = part_value(documents, if inner.list { inner.items() } else { schema }, &part).unwrap_or_else(|error| {
            wrong.push(format!("body: part `{}` {error}", part.name));
            Value::Null
        });
        if inner.list {
            let list = out.entry(part.name.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(items) = list {
                items.push(value);
            }
        } else if out.insert(part.name.clone(), value).is_some() {
            wrong.push(format!("body: part `{}` is sent twice", part.name));
        }
    }
    Ok((Value::Object(out), wrong))
}

fn part_value(documents: &Documents, schema: &Value, part: &Part) -> Result<Value, String> {
    let shape = Shape::of(documents, schema);
    let content_type = part.content_type.as_deref().map(essence);
    if shape.binary {
        return match part.file_name {
            Some(_) => Ok(Value::String(String::from_utf8_lossy(&part.body).into_owned())),
            None => Err("is a file without a file name".to_owned()),
        };
    }
    let text = std::str::from_utf8(&part.body).map_err(|_| "is not UTF-8")?;
    if shape.object || content_type.as_deref() == Some("application/json") {
        if content_type.as_deref() != Some("application/json") {
            return Err("is an object but no application/json".to_owned());
        }
        return serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"));
    }
    Ok(scalar(documents, schema, text))
}
