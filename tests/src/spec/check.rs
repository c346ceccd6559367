//! A request against its operation: everything the spec does not allow, in sentences.

use super::Spec;
use super::body::{self, essence};
use super::operation::{Operation, Parameter, Place};
use super::parameter::{Pairs, at, read_pair, read_simple};
use crate::http::{Request, raw_pairs};
use plansmith_prove::Usage;
use serde_json::Value;

/// Headers of HTTP itself that any request may carry.
const ORDINARY: [&str; 10] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "user-agent",
];

const SENT: Usage = Usage::SENT;

impl Spec {
    /// Lists what a request does that the spec does not allow; empty when it is right.
    ///
    /// `captured` are the path variables from [`Spec::find`]; `allowed` names further headers the test itself added.
    #[must_use]
    pub fn check(
        &self,
        operation: &Operation,
        captured: &[(String, String)],
        request: &Request,
        allowed: &[String],
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        self.check_path(operation, captured, &mut wrong);
        self.check_query(operation, request, &mut wrong);
        self.check_headers(operation, request, allowed, &mut wrong);
        check_accept(operation, request, &mut wrong);
        self.check_security(operation, request, &mut wrong);
        wrong.extend(body::check(self.documents(), self.judge(), operation.body.as_ref(), request));
        wrong
    }

    fn check_path(&self, operation: &Operation, captured: &[(String, String)], wrong: &mut Vec<String>) {
        for (name, raw) in captured {
            match at(operation, Place::Path).find(|parameter| parameter.name == *name) {
                Some(parameter) => {
                    let value = read_simple(self.documents(), parameter, raw);
                    self.hold("path", parameter, value, wrong);
                }
                None => wrong.push(format!("path `{name}`: the spec does not declare it")),
            }
        }
    }

    fn check_query(&self, operation: &Operation, request: &Request, wrong: &mut Vec<String>) {
        let mut pairs = Pairs::new(raw_pairs(request.query()));
        for parameter in at(operation, Place::Query) {
            match read_pair(self.documents(), parameter, &mut pairs) {
                Ok(Some(value)) => self.hold("query", parameter, Ok(value), wrong),
                Ok(None) if parameter.required => {
                    wrong.push(format!("query `{}`: missing", parameter.name));
                }
                Ok(None) => {}
                Err(error) => self.hold("query", parameter, Err(error), wrong),
            }
        }
        let keys: Vec<String> = self.key_names(operation, "query");
        for name in pairs.left().filter(|name| !keys.iter().any(|key| key == name)) {
            wrong.push(format!("query `{name}`: the spec does not declare it"));
        }
    }

    fn check_headers(&self, operation: &Operation, request: &Request, allowed: &[String], wrong: &mut Vec<String>) {
        for parameter in at(operation, Place::Header) {
            match request.header(&parameter.name) {
                Some(raw) => self.hold("header", parameter, read_simple(self.documents(), parameter, raw), wrong),
                None if parameter.required => {
                    wrong.push(format!("header `{}`: missing", parameter.name));
                }
                None => {}
            }
        }
        let cookies = request.header("Cookie").unwrap_or_default();
        let pieces = cookies.split("; ").filter_map(|piece| piece.split_once('='));
        let mut pairs = Pairs::new(pieces.collect());
        for parameter in at(operation, Place::Cookie) {
            match read_pair(self.documents(), parameter, &mut pairs) {
                Ok(None) if parameter.required => {
                    wrong.push(format!("cookie `{}`: missing", parameter.name));
                }
                Ok(None) => {}
                Ok(Some(value)) => self.hold("cookie", parameter, Ok(value), wrong),
                Err(error) => self.hold("cookie", parameter, Err(error), wrong),
            }
        }
        let keys = self.key_names(operation, "header");
        let mut seen: Vec<String> = Vec::new();
        for (name, _) in &request.headers {
            let known = ORDINARY.iter().any(|ordinary| name.eq_ignore_ascii_case(ordinary))
                || at(operation, Place::Header).any(|parameter| parameter.name.eq_ignore_ascii_case(name))
                || keys.iter().chain(allowed).any(|key| key.eq_ignore_ascii_case(name));
            if !known {
                wrong.push(format!("header `{name}`: neither the spec nor the test asked for it"));
            }
            if seen.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                wrong.push(format!("header `{name}`: sent twice"));
            }
            seen.push(name.clone());
        }
    }

    fn hold(&self, place: &str, parameter: &Parameter, value: Result<Value, String>, wrong: &mut Vec<String>) {
        let name = &parameter.name;
        match value {
            Ok(value) => {
                let errors = self.judge().errors(&parameter.schema, SENT, &value);
                wrong.extend(errors.into_iter().map(|error| format!("{place} `{name}`: {error}")));
            }
            Err(error) => wrong.push(format!("{place} `{name}`: {error}")),
        }
    }

    /// Some alternative has to be satisfied; an operation for anyone must not carry credentials.
    fn check_security(&self, operation: &Operation, request: &Request, wrong: &mut Vec<String>) {
        let satisfied = |names: &Vec<String>| names.iter().all(|name| self.carries(name, request));
        let open = operation.security.is_empty() || operation.security.iter().any(Vec::is_empty);
        if !open && !operation.security.iter().any(satisfied) {
            wrong.push(format!("security: none of {:?} is satisfied", operation.security));
        }
        if operation.security.is_empty()
            && let Some(name) = self.scheme_names().find(|name| self.carries(name, request))
        {
            wrong.push(format!("security: credentials of `{name}` on an operation for anyone"));
        }
    }

    fn scheme_names(&self) -> impl Iterator<Item = &str> {
        let schemes = self.documents().root().pointer("/components/securitySchemes").and_then(Value::as_object);
        schemes.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    pub(super) fn scheme(&self, name: &str) -> &Value {
        let scheme = self.documents().root().pointer("/components/securitySchemes").and_then(|all| all.get(name));
        self.documents().follow(scheme.unwrap_or(&Value::Null))
    }

    /// The names of API keys at a place.
    fn key_names(&self, operation: &Operation, place: &str) -> Vec<String> {
        let schemes = operation.security.iter().flatten().map(|name| self.scheme(name));
        schemes
            .filter(|scheme| scheme["type"] == "apiKey" && scheme["in"] == place)
            .filter_map(|scheme| scheme["name"].as_str().map(str::to_owned))
            .collect()
    }

    fn carries(&self, name: &str, request: &Request) -> bool {
        let scheme = self.scheme(name);
        let authorization = request.header("Authorization").unwrap_or_default();
        let key = scheme["name"].as_str().unwrap_or_default();
        match (scheme["type"].as_str(), scheme["in"].as_str(), scheme["scheme"].as_str()) {
            (Some("apiKey"), Some("header"), _) => request.header(key).is_some_and(|value| !value.is_empty()),
            (Some("apiKey"), Some("query"), _) => request.parameter(key).is_some(),
            (Some("apiKey"), Some("cookie"), _) => {
                request.header("Cookie").is_some_and(|cookies| cookies.contains(&format!("{key}=")))
            }
            (Some("http"), _, Some(basic)) if basic.eq_ignore_ascii_case("basic") => authorization.starts_with("Basic "),
            (Some("http" | "oauth2" | "openIdConnect"), ..) => authorization.starts_with("Bearer "),
            _ => false,
        }
    }
}

/// `Accept` has to name a content type of the success response.
fn check_accept(operation: &Operation, request: &Request, wrong: &mut Vec<String>) {
    let Some(success) = operation.success() else {
        return;
    };
    let Some(accept) = request.header("Accept") else {
        return;
    };
    let accepts = |declared: &str| {
        accept.split(',').map(essence).any(|sent| {
            sent == "*/*" || sent == essence(declared) || sent.strip_suffix('*').is_some_and(|start| declared.starts_with(start))
        })
    };
    if !success.content.is_empty() && !success.content.iter().any(|media| accepts(&media.content_type)) {
        let declared: Vec<&str> = success.content.iter().map(|media| media.content_type.as_str()).collect();
        wrong.push(format!("header `Accept`: `{accept}` fits none of {declared:?}"));
    }
}

/// Every example of the spec that its own schema refuses; used to judge a spec.
impl Spec {
    /// Examples of bodies, responses and component schemas that their schemas refuse: `place: what is wrong`.
    #[must_use]
    pub fn wrong_examples(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut judge = |place: String, schema: &Value, usage: Usage, example: &Value| {
            let errors = self.judge().errors(schema, usage, example);
            wrong.extend(errors.into_iter().map(|error| format!("{place}: {error}")));
        };
        for operation in self.operations().iter().chain(self.webhooks()) {
            let posted = self.webhooks().iter().any(|webhook| webhook.id == operation.id);
            for media in operation.body.iter().flat_map(|body| &body.content) {
                for example in &media.examples {
                    let usage = if posted { Usage::RECEIVED } else { Usage::SENT };
                    let usage = Usage { partial: media.partial, ..usage };
                    judge(format!("{} body", operation.id), &media.schema, usage, example);
                }
            }
            for response in &operation.responses {
                for (media, example) in response.content.iter().flat_map(|m| m.examples.iter().map(move |e| (m, e))) {
                    judge(format!("{} {}", operation.id, response.status), &media.schema, Usage::RECEIVED, example);
                }
            }
        }
        for (reference, schema) in self.documents().component_schemas() {
            if let Some(example) = schema.get("example") {
                let whole = serde_json::json!({ "$ref": reference });
                judge(reference.clone(), &whole, Usage::RECEIVED, example);
            }
        }
        wrong
    }
}
