//! Example responses of operations, for tests of those who use the crate: those of the description, and where it has none,
//! values of the types that are described.

use super::success::successes;
use crate::ir::{
    Access, Api, Content, ContentKind, Float, Kind, Object, Operation, Presence, Status, StringFormat, Type, TypeId, Union,
};
use crate::limits::{EXAMPLES_BYTES, NESTED_EXAMPLES};
use crate::rust::{Example, Examples, OperationItem};
use serde_json::{Map, Value, json};

/// The responses of the operations, in their order.
pub fn examples(api: &Api, items: &[(usize, OperationItem)]) -> Examples {
    let mut out = Examples::default();
    let mut bytes = 0;
    for (operation, (_, item)) in api.operations.iter().zip(items) {
        let example = response(api, operation, item);
        bytes += example.body.len();
        if bytes > EXAMPLES_BYTES {
            out.left_out += 1;
        } else {
            out.responses.push(example);
        }
    }
    out
}

fn response(api: &Api, operation: &Operation, item: &OperationItem) -> Example {
    let successes = successes(operation);
    let response = successes.iter().find(|response| !response.contents.is_empty()).or(successes.first()).copied();
    let response = response.or_else(|| operation.responses.first());
    // What a request asks for first is what the example is of.
    let content = response.and_then(|response| {
        let json = response.contents.iter().find(|content| content.kind == ContentKind::Json);
        json.or_else(|| response.contents.first())
    });
    let status = match response.map(|response| response.status) {
        Some(Status::Code(code)) => code,
        Some(Status::Range(class)) => u16::from(class) * 100,
        Some(Status::Default) => 200,
        None => 204,
    };
    let (media, body) = match content {
        Some(content) => (media(content), body(api, content)),
        None => (String::new(), String::new()),
    };
    let is_json = content.is_some_and(|content| content.kind == ContentKind::Json);
    Example { operation: item.id.clone(), method: item.http.clone(), path: item.path.clone(), status, media, body, is_json }
}

/// The content type of a response; one that is a range says what it is read as.
fn media(content: &Content) -> String {
    match content.kind {
        _ if !content.media.contains('*') => content.media.clone(),
        ContentKind::Json => "application/json".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

/// The body of a response as it is sent.
fn body(api: &Api, content: &Content) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match content.kind {
        ContentKind::Json => {
            let made = || content.ty.as_ref().map_or(Value::Null, |ty| sample(api, ty, 0)).to_string();
            content.example.clone().unwrap_or_else(made)
        }
        ContentKind::Events => {
            let data = content.ty.as_ref().map_or(Value::Null, |ty| sample(api, ty, 0));
            format!("data: {}\n\n", text(&data))
        }
        ContentKind::Values => {
            let value = content.ty.as_ref().map_or(Value::Null, |ty| sample(api, ty, 0));
            // RFC 7464 begins each value with a record separator; in the other forms they are lines.
            let start = if content.media.contains("json-seq") { "\u{1e}" } else { "" };
            format!("{start}{value}\n")
        }
        _ => content.example.clone().unwrap_or_default(),
    }
}

/// A value of a type as it is read. What may be missing is there near the top, where an array has its records, and only there.
fn sample(api: &Api, ty: &Type, depth: usize) -> Value {
    // Types that hold themselves without end have no value.
    if depth > 4 * NESTED_EXAMPLES {
        return Value::Null;
    }
    match ty {
        Type::Bool => json!(true),
        Type::Int(_) => json!(1),
        Type::Float(Float::F64 | Float::Decimal) => json!(1.5),
        Type::String(format) => json!(sample_string(*format)),
        Type::Binary => json!(""),
        Type::Array(_) if depth > NESTED_EXAMPLES => json!([]),
        Type::Array(inner) => json!([sample(api, inner, depth + 1)]),
        Type::Tuple(items) => items.iter().map(|item| sample(api, item, depth + 1)).collect(),
        Type::Json(_) | Type::Map(_) => json!({}),
        Type::Named(id) => named(api, *id, depth),
        Type::Nullable(_) if depth > NESTED_EXAMPLES => Value::Null,
        Type::Nullable(inner) => sample(api, inner, depth),
    }
}

fn sample_string(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain | StringFormat::Secret => "text",
        StringFormat::Date => "2026-01-31",
        StringFormat::Time => "12:00:00Z",
        StringFormat::DateTime => "2026-01-31T12:00:00Z",
        StringFormat::Duration => "PT1H",
        StringFormat::Uuid => "00000000-0000-4000-8000-000000000000",
        StringFormat::Uri => "https://example.com/",
        StringFormat::Base64 => "AAAA",
        StringFormat::Decimal => "1.5",
    }
}

fn named(api: &Api, id: TypeId, depth: usize) -> Value {
    let named = api.types.get(id);
    match &named.kind {
        Kind::Object(object) if named.example.is_none() || depth > 0 => self::object(api, object, depth),
        Kind::Union(union) if named.example.is_none() => self::union(api, union, depth),
        kind => match (&named.example, kind) {
            (Some(example), _) => example.clone(),
            (None, Kind::Enum(values)) => values.values.first().map_or(Value::Null, |value| value.value.clone()),
            (None, Kind::Alias(ty)) => sample(api, ty, depth + 1),
            (None, Kind::Object(_) | Kind::Union(_)) => Value::Null,
        },
    }
}

fn object(api: &Api, object: &Object, depth: usize) -> Value {
    let mut out = Map::new();
    if depth > 4 * NESTED_EXAMPLES {
        return Value::Object(out);
    }
    for field in object.fields.iter().filter(|field| field.access != Access::WriteOnly) {
        let needed = matches!(field.presence, Presence::Required | Presence::Nullable) || field.answered;
        let value = match &field.constant {
            Some(value) if needed || depth <= NESTED_EXAMPLES => value.as_ref().clone(),
            _ if depth <= NESTED_EXAMPLES || field.presence == Presence::Required => sample(api, &field.ty, depth + 1),
            _ if needed => Value::Null,
            _ => continue,
        };
        out.insert(field.wire.clone(), value);
    }
    Value::Object(out)
}

/// A value of the first variant, which says that it is.
fn union(api: &Api, union: &Union, depth: usize) -> Value {
    let Some(first) = union.variants.first() else { return Value::Null };
    let mut value = sample(api, &first.ty, depth + 1);
    if let (Some(rule), Some(tag), Value::Object(members)) = (&union.discriminator, first.tags.first(), &mut value) {
        members.insert(rule.wire.clone(), json!(tag));
    }
    value
}
