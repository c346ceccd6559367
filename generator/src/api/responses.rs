//! Responses: statuses, contents, headers.

use super::ApiReader;
use super::body::Side;
use super::operation::Context;
use crate::document::Node;
use crate::ir::{Header, Method, Response, Status, StringFormat, Type};
use crate::media::MediaType;
use crate::model::{NamePath, name_path_of};
use crate::schema::{Composition, docs_of};
use serde_json::Map;

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The responses of an operation in order.
    pub(super) fn responses(&mut self, operation: &Node<'d>, method: &Method, context: &Context<'_>) -> Vec<Response> {
        let Some(map) = operation.get("responses") else { return Vec::new() };
        let mut responses: Vec<Response> = Vec::new();
        let mut first = true;
        for (key, given) in map.entries() {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status_of(key) else {
                self.builder.schema.report.error("unknown-status", given.place(), format!("`{key}` is no status"));
                self.leave_out(format!("response {key} of {}", context.name), "its status is not known", given.place());
                continue;
            };
            let Some(node) = self.builder.schema.follow(&given) else {
                self.leave_out(format!("response {key} of {}", context.name), "its `$ref` leads nowhere", given.place());
                continue;
            };
            if responses.iter().any(|known| known.status == status) {
                continue;
            }
            let success = matches!(status, Status::Code(200..=299) | Status::Range(2));
            let shared = (node.address() != given.address()).then(|| name_path_of(&node).join(" "));
            let response = if let Some(shared) = shared {
                self.response(&node, status, method, &NamePath::root(&shared))
            } else if success && first {
                self.response(&node, status, method, &context.name_path.then("response"))
            } else {
                let responses = success || matches!(status, Status::Code(300..=399) | Status::Range(3));
                let kind = context.name_path.then(if responses { "response" } else { "error" });
                self.response(&node, status, method, &kind.then(key))
            };
            first &= !success;
            responses.push(response);
        }
        responses
    }

    fn response(&mut self, node: &Node<'d>, status: Status, method: &Method, name_path: &NamePath<'_>) -> Response {
        let empty = *method == Method::Head || matches!(status, Status::Code(100..=199 | 204 | 205 | 304) | Status::Range(1));
        let contents = if empty { Vec::new() } else { self.contents(node, name_path, Side::Received) };
        if !empty {
            self.unused_types(node, &contents, Side::Received);
        }
        let map = node.get("headers");
        let mut headers = Vec::with_capacity(map.as_ref().and_then(|map| map.value.as_object()).map_or(0, Map::len));
        if let Some(map) = map {
            for (wire, given) in map.entries() {
                if wire.eq_ignore_ascii_case("content-type") || wire.starts_with("x-") && !given.is_object() {
                    continue;
                }
                let Some(header) = self.builder.schema.follow(&given) else { continue };
                let content = header.get("content").and_then(|content| content.entries().next());
                let json = header.get("schema").is_none()
                    && content.as_ref().is_some_and(|(media, _)| MediaType::parse(media).is_json());
                let schema = header.get("schema").or_else(|| content?.1.get("schema"));
                let mut docs = docs_of(&header);
                let shared = (header.address() != given.address()).then(|| name_path_of(&header).join(" "));
                let ty = match schema {
                    Some(schema) => {
                        let composition = Composition::Node(schema);
                        let of_schema = composition.docs();
                        docs.description = docs.description.or(of_schema.description);
                        docs.notes = of_schema.notes;
                        match &shared {
                            Some(shared) => self.builder.type_of(&composition, &NamePath::root(shared)).ty,
                            None => self.builder.type_of(&composition, &name_path.then(wire)).ty,
                        }
                    }
                    None => Type::String(StringFormat::Plain),
                };
                headers.push(Header { wire: wire.to_owned(), ty, json, required: header.flag("required"), docs });
            }
        }
        Response { status, contents, headers, docs: docs_of(node), place: node.place() }
    }
}

/// The status behind a key of `responses`.
fn status_of(key: &str) -> Option<Status> {
    if key.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    let bytes = key.as_bytes();
    match bytes {
        [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Range(digit - b'0')),
        [_, _, _] => key.parse().ok().filter(|code| (100..=999).contains(code)).map(Status::Code),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_codes_ranges_or_default() {
        assert_eq!(status_of("200"), Some(Status::Code(200)));
        assert_eq!(status_of("4XX"), Some(Status::Range(4)));
        assert_eq!(status_of("default"), Some(Status::Default));
        assert_eq!(status_of("6XX"), None);
        assert_eq!(status_of("ok"), None);
    }
}
