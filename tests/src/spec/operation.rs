//! The operations of a spec as plain structs, read straight from the YAML.

use super::route::Route;
use plansmith_prove::Documents;
use serde_json::Value;

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Its method in capitals.
    pub method: String,
    /// Its path.
    pub route: Route,
    /// Its parameters, those of the path item included.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// Its responses in order.
    pub responses: Vec<Response>,
    /// The alternatives of its security, each a list of scheme names; empty: anyone.
    pub security: Vec<Vec<String>>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The whole operation object, for keys of ours.
    pub source: Value,
}

impl Operation {
    /// The response for the most usual success: the first `2XX`, else the first of all.
    #[must_use]
    pub fn success(&self) -> Option<&Response> {
        self.responses.iter().find(|response| response.status.starts_with('2')).or(self.responses.first())
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Whether it has to be sent.
    pub required: bool,
    /// Its style.
    pub style: String,
    /// Whether lists and objects are exploded.
    pub explode: bool,
    /// Its schema.
    pub schema: Value,
    /// Whether its value is JSON text (`content` instead of `schema`).
    pub json: bool,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it has to be sent.
    pub required: bool,
    /// Its content types.
    pub content: Vec<Media>,
}

/// One content type of a body.
#[derive(Clone, Debug)]
pub struct Media {
    /// The type as written, for example `application/json`.
    pub content_type: String,
    /// The schema; `Value::Bool(true)` when there is none.
    pub schema: Value,
    /// The examples.
    pub examples: Vec<Value>,
    /// The `encoding` object, or `Null`.
    pub encoding: Value,
    /// Whether every property may be left out (`x-partial`).
    pub partial: bool,
}

/// One response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status as written: `200`, `4XX` or `default`.
    pub status: String,
    /// Its content types.
    pub content: Vec<Media>,
    /// Its headers: name, whether required, schema.
    pub headers: Vec<(String, bool, Value)>,
}

impl Response {
    /// A status that stands for this response.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self.status.as_str() {
            "default" => 200,
            range if range.ends_with("XX") => range[..1].parse::<u16>().unwrap_or(2) * 100,
            code => code.parse().unwrap_or(200),
        }
    }
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Collects every operation below a key of the root: `paths`, `webhooks` or `x-webhooks`.
pub(super) fn collect(documents: &Documents, key: &str) -> Result<Vec<Operation>, String> {
    let root = documents.root();
    let paths = root.get(key).and_then(Value::as_object);
    let mut out = Vec::new();
    for (template, item) in paths.into_iter().flatten() {
        let item = documents.follow(item);
        for method in METHODS {
            if let Some(source) = item.get(method) {
                out.push(
                    operation(documents, template, method, item, source)
                        .map_err(|error| format!("{method} {template}: {error}"))?,
                );
            }
        }
    }
    Ok(out)
}

fn operation(documents: &Documents, template: &str, method: &str, item: &Value, source: &Value) -> Result<Operation, String> {
    let id = source.get("operationId").and_then(Value::as_str).ok_or("has no `operationId`")?;
    let mut parameters: Vec<Parameter> = Vec::new();
    for value in list(item, "parameters").chain(list(source, "parameters")) {
        let parameter = parameter(documents, documents.follow(value))?;
        parameters.retain(|known| (known.place, &known.name) != (parameter.place, &parameter.name));
        parameters.push(parameter);
    }
    let body = source.get("requestBody").map(|body| {
        let body = documents.follow(body);
        Body { required: flag(body, "required"), content: content(documents, body) }
    });
    let responses = source
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(status, response)| self::response(documents, status, documents.follow(response)))
        .collect();
    let security = source.get("security").or_else(|| documents.root().get("security"));
    Ok(Operation {
        id: id.to_owned(),
        method: method.to_ascii_uppercase(),
        route: Route::new(template),
        parameters,
        body,
        responses,
        security: security.and_then(Value::as_array).into_iter().flatten().map(scheme_names).collect(),
        deprecated: flag(source, "deprecated"),
        source: source.clone(),
    })
}

fn parameter(documents: &Documents, value: &Value) -> Result<Parameter, String> {
    let name = text(value, "name").ok_or("a parameter has no `name`")?;
    let place = match text(value, "in").as_deref() {
        Some("path") => Place::Path,
        Some("query") => Place::Query,
        Some("header") => Place::Header,
        Some("cookie") => Place::Cookie,
        other => return Err(format!("parameter `{name}` is in {other:?}")),
    };
    let usual = if matches!(place, Place::Query | Place::Cookie) { "form" } else { "simple" };
    let style = text(value, "style").unwrap_or_else(|| usual.to_owned());
    let explode = value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
    let media = content(documents, value).into_iter().next();
    let schema = value.get("schema").cloned().or_else(|| media.as_ref().map(|media| media.schema.clone()));
    Ok(Parameter {
        name,
        place,
        required: flag(value, "required"),
        style,
        explode,
        schema: schema.unwrap_or(Value::Bool(true)),
        json: media.is_some(),
    })
}

fn response(documents: &Documents, status: &str, value: &Value) -> Response {
    let headers = value.get("headers").and_then(Value::as_object).into_iter().flatten().map(|(name, header)| {
        let header = documents.follow(header);
        (name.clone(), flag(header, "required"), header.get("schema").cloned().unwrap_or(Value::Bool(true)))
    });
    Response { status: status.to_owned(), content: content(documents, value), headers: headers.collect() }
}

fn content(documents: &Documents, holder: &Value) -> Vec<Media> {
    let types = holder.get("content").and_then(Value::as_object).into_iter().flatten();
    types
        .map(|(content_type, media)| {
            let named = media.get("examples").and_then(Value::as_object).into_iter().flatten();
            let named = named.filter_map(|(_, example)| documents.follow(example).get("value").cloned());
            Media {
                content_type: content_type.clone(),
                schema: media.get("schema").cloned().unwrap_or(Value::Bool(true)),
                examples: media.get("example").cloned().into_iter().chain(named).collect(),
                encoding: media.get("encoding").cloned().unwrap_or(Value::Null),
                partial: flag(media, "x-partial"),
            }
        })
        .collect()
}

fn scheme_names(requirement: &Value) -> Vec<String> {
    requirement.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}
