//! Bodies: content types, how they are read and written, and what they hold.

use super::ApiReader;
use super::style::style_of;
use crate::document::{Node, Version};
use crate::ir::{Body, Content, ContentKind, PartEncoding, PartHeader, StringFormat, Style, Type};
use crate::limits::EXAMPLE_BYTES;
use crate::media::{MediaType, subtype};
use crate::model::NamePath;
use crate::model::is_file;
use crate::schema::{Composition, Constraints, TypeSet, docs_of, is_ref};
use serde_json::Value;
use std::io;

/// Which side sends a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Sent,
    Received,
}

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The body of a request; `None` where it has no content types.
    pub(super) fn body(&mut self, node: &Node<'d>, name_path: &NamePath<'_>) -> Option<Body> {
        let contents = self.contents(node, name_path, Side::Sent);
        self.unused_types(node, &contents, Side::Sent);
        let mut docs = docs_of(node);
        docs.title = None;
        (!contents.is_empty()).then(|| Body { required: node.flag("required"), contents, docs, place: node.place() })
    }

    /// The content types of a body or response.
    pub(super) fn contents(&mut self, node: &Node<'d>, name_path: &NamePath<'_>, side: Side) -> Vec<Content> {
        let Some(content) = node.get("content") else { return Vec::new() };
        let entries: Vec<(&'d str, Node<'d>)> = content.entries().collect();
        let mut contents: Vec<Content> = Vec::with_capacity(entries.len());
        let mut first: Option<&'d Value> = None;
        for (media, node) in &entries {
            let Some(node) = self.builder.schema.follow(node) else { continue };
            // Only a schema that differs from the first one needs a word of its own.
            let schema = node.value.get("schema");
            if side == Side::Received && self.is_json_by_name(media, &node, &entries) {
                continue;
            }
            let content = if first.is_none() || schema.is_none() || first == schema {
                self.content(media, &node, name_path, side)
            } else {
                let word = name_path.then(subtype(media));
                self.content(media, &node, &word, side)
            };
            first = first.or(schema);
            let same =
                contents.iter_mut().find(|known| known.kind == content.kind && MediaType::is_same(&known.media, &content.media));
            match same {
                Some(_) => {}
                None => contents.push(content),
            }
        }
        simplify(contents, side)
    }

    /// Says of contents without JSON beside them which have types that are not used.
    pub(super) fn unused_types(&mut self, node: &Node<'d>, contents: &[Content], side: Side) {
        if contents.iter().all(|content| content.kind != ContentKind::Json) {
            for (media, content) in node.get("content").iter().flat_map(Node::entries) {
                self.unused_type(media, &content, side);
            }
        }
    }

    /// Says of a content that is text or bytes, or a form that is received, that what its schema says of it is not used. XML has no
    /// types at all, and sequences that are sent are written by the caller.
    fn unused_type(&mut self, media: &str, node: &Node<'d>, side: Side) {
        let parsed = MediaType::parse(media);
        if parsed.is_json_sequence() || parsed.as_str().ends_with("xml") {
            return;
        }
        let Some(schema) = self.builder.schema.follow(node).and_then(|node| node.get("schema")) else { return };
        let constraints = self.builder.schema.constraints(&Composition::Node(schema));
        let unused = match kind_of(media, Some(&constraints), side) {
            ContentKind::Text | ContentKind::Bytes | ContentKind::Stream => true,
            ContentKind::Form | ContentKind::Multipart => side == Side::Received,
            ContentKind::Json | ContentKind::Events | ContentKind::Values => false,
        };
        if unused && is_shaped(&constraints) {
            let message = format!("what the schema of `{media}` says is not used");
            let help = if side == Side::Sent { "the caller writes the body" } else { "the body is given as it comes" };
            self.builder.schema.report.note("unused-type", node.place(), message).help(help);
        }
    }

    /// Whether a response of plain text is that of JSON beside it: frameworks list both for any value, and what is no string is JSON
    /// under either name.
    fn is_json_by_name(&mut self, media: &str, node: &Node<'d>, entries: &[(&'d str, Node<'d>)]) -> bool {
        let (Some(schema), "text/plain") = (node.get("schema"), MediaType::parse(media).as_str()) else { return false };
        let twin = entries.iter().any(|(other, node)| {
            MediaType::parse(other).is_json() && node.value.get("schema").is_some_and(|other| other == schema.value)
        });
        twin && is_shaped(&self.builder.schema.constraints(&Composition::Node(schema)))
    }

    fn content(&mut self, media: &str, node: &Node<'d>, name_path: &NamePath<'_>, side: Side) -> Content {
        let composition = self.schema_of(media, node, side);
        let constraints = composition.as_ref().map(|composition| self.builder.schema.constraints(composition));
        let items = node.get("itemSchema").is_some() && composition.is_some();
        let kind = match kind_of(media, constraints.as_deref(), side) {
            // Of what is sent only items that are described as such have a type; other sequences are written by the caller.
            ContentKind::Stream if items && MediaType::parse(media).is_json_sequence() => ContentKind::Values,
            kind => kind,
        };
        let encodings = self.encodings(node);
        if kind == ContentKind::Multipart && self.builder.schema.version != Version::V30 {
            let usual =
                |encoding: &PartEncoding| matches!(encoding.style, None | Some(Style::Form)) && encoding.explode != Some(false);
            for encoding in encodings.iter().filter(|encoding| !usual(encoding)) {
                let what = format!("the style of part `{}`", encoding.wire);
                self.leave_out(what, "an object is one part in JSON, and an array is a part for each element", node.place());
            }
        }
        let ty = composition.map(|composition| match kind {
            ContentKind::Json | ContentKind::Events | ContentKind::Values => {
                self.builder.type_of(&composition, name_path).whole()
            }
            ContentKind::Form | ContentKind::Multipart => self.builder.type_of(&composition, name_path).ty,
            ContentKind::Text => Type::String(StringFormat::Plain),
            ContentKind::Bytes | ContentKind::Stream => Type::Binary,
        });
        Content {
            media: media.to_owned(),
            kind,
            ty,
            encodings,
            evidence: node.string("x-evidence").map(str::to_owned),
            partial: node.flag("x-partial"),
            json_patch: node.string("x-json-patch").and_then(|name| self.json_patch(name, node)),
            example: if side == Side::Received { example(node, kind) } else { None },
            place: node.place(),
        }
    }

    /// The schema of a content; where it is a sequence, that of one event or value.
    fn schema_of(&mut self, media: &str, node: &Node<'d>, side: Side) -> Option<Composition<'d>> {
        let parsed = MediaType::parse(media);
        let streamed = side == Side::Received;
        let schema = node.get("schema");
        let Some(item) = node.get("itemSchema") else {
            // The schema of a sequence is that of an array of its values (OpenAPI 3.2, 4.14.2); that of an object is of each.
            let events = streamed && parsed.as_str() == "text/event-stream";
            let whole = schema
                .clone()
                .filter(|_| events || parsed.is_json_sequence())
                .and_then(|schema| self.builder.schema.follow(&schema));
            let items = whole.filter(|whole| whole.string("type") == Some("array")).and_then(|whole| whole.get("items"));
            let each = items.or(schema)?;
            return if events && self.is_event(&each) { self.event_data(&each) } else { Some(Composition::Node(each)) };
        };
        match parsed.as_str() {
            "text/event-stream" if streamed => self.event_data(&item),
            _ if parsed.is_json_sequence() => Some(Composition::Node(item)),
            _ => {
                let reason = if streamed { "its items are not told apart" } else { "the body is given as it is sent" };
                self.leave_out(format!("the type of the items of `{media}`"), reason, item.place());
                schema.map(Composition::Node)
            }
        }
    }

    /// How the properties of a form or multipart body are written.
    fn encodings(&mut self, node: &Node<'d>) -> Vec<PartEncoding> {
        let Some(map) = node.get("encoding") else { return Vec::new() };
        let mut encodings = Vec::new();
        for (wire, encoding) in map.entries() {
            let headers = encoding.get("headers");
            let headers: Vec<_> = headers.iter().flat_map(Node::entries).collect();
            encodings.push(PartEncoding {
                wire: wire.to_owned(),
                media: encoding.string("contentType").map(str::to_owned),
                style: encoding.string("style").and_then(style_of),
                explode: encoding.get("explode").and_then(|explode| explode.bool()),
                headers: headers.iter().filter_map(|(name, given)| self.part_header(name, given)).collect(),
            });
        }
        encodings
    }

    /// A header of a part, with its value where the description leaves no choice, or a default.
    fn part_header(&mut self, name: &str, given: &Node<'d>) -> Option<PartHeader> {
        // The media type has a key of its own (OpenAPI 3.0.3, 4.7.15.1).
        if name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        let header = self.builder.schema.follow(given)?;
        let schema = header.get("schema").and_then(|schema| self.builder.schema.follow(&schema));
        let only = |schema: &Node<'d>| match schema.value.get("enum")?.as_array()?.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let value = schema.and_then(|schema| {
            let stated = ["const", "default"].into_iter().find_map(|key| schema.value.get(key).cloned());
            stated.or_else(|| only(&schema))
        });
        let value = value.and_then(|value| match value {
            Value::String(string) => Some(string),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => None,
        });
        Some(PartHeader { wire: name.to_owned(), value, place: given.place() })
    }

    fn json_patch(&mut self, name: &str, node: &Node<'d>) -> Option<Type> {
        let schemas = self.builder.schema.root.get("components").and_then(|components| components.get("schemas"));
        if let Some(schema) =
            schemas.and_then(|schemas| schemas.get(name)).and_then(|schema| schema.follow(self.builder.schema.report))
        {
            return Some(self.builder.reference(&schema, &NamePath::root(name)).ty);
        }
        self.builder.schema.report.error(
            "unknown-schema",
            node.place(),
            format!("`x-json-patch` names `{name}`, which is no schema"),
        );
        None
    }
}

/// Of content types that mean the same JSON only the plainest is kept. What is sent can be a merge patch under its own name, so
/// there only names that say no more than JSON are the same.
fn simplify(contents: Vec<Content>, side: Side) -> Vec<Content> {
    let mut out: Vec<Content> = Vec::with_capacity(contents.len());
    for content in contents {
        let same = out.iter_mut().find(|known| {
            let (one, other) = (MediaType::parse(&known.media), MediaType::parse(&content.media));
            let alike = side == Side::Received || (one.is_plain_json() && other.is_plain_json());
            // Another parameter is another version, which is asked for by its name.
            let version = MediaType::parameters(&known.media) == MediaType::parameters(&content.media);
            let json = known.kind == ContentKind::Json && content.kind == ContentKind::Json;
            json && known.ty == content.ty && alike && (version || side == Side::Received)
        });
        match same {
            Some(known) if MediaType::parse(&content.media).as_str() == "application/json" => *known = content,
            Some(_) => {}
            None => out.push(content),
        }
    }
    out
}

/// Whether a schema says of what shape a value is, other than text.
pub(super) fn is_shaped(constraints: &Constraints<'_>) -> bool {
    !constraints.choices.is_empty()
        || (constraints.typed() && !constraints.types.has(TypeSet::STRING) && !constraints.types.is_empty())
}

/// How a content type is read and written.
fn kind_of(media: &str, constraints: Option<&Constraints<'_>>, side: Side) -> ContentKind {
    let parsed = MediaType::parse(media);
    let media = parsed.as_str();
    let shaped = constraints.is_some_and(is_shaped);
    let binary = constraints.is_some_and(is_file);
    let text = constraints.is_some_and(|constraints| constraints.types == TypeSet::STRING) && !binary;
    if parsed.is_json() {
        // Octets are no JSON, whatever they are called.
        return if binary { ContentKind::Stream } else { ContentKind::Json };
    }
    match media {
        "application/x-www-form-urlencoded" if side == Side::Sent && is_no_form(constraints) => ContentKind::Text,
        "application/x-www-form-urlencoded" | "x-www-form-urlencoded" => ContentKind::Form,
        "text/event-stream" => ContentKind::Events,
        _ if parsed.is_json_sequence() && shaped && side == Side::Received => ContentKind::Values,
        _ if parsed.is_json_sequence() => ContentKind::Stream,
        "text/xml" => ContentKind::Bytes,
        "*/*" | "application/*" if shaped => ContentKind::Json,
        _ if media.starts_with("multipart/") || media == "form-data" => ContentKind::Multipart,
        _ if media.starts_with("text/") => {
            if binary {
                ContentKind::Stream
            } else {
                ContentKind::Text
            }
        }
        // A vendor's type with an object behind it is JSON under a name of its own.
        _ if media.starts_with("application/vnd.") && shaped && !media.ends_with("xml") => ContentKind::Json,
        "*/*" if text && side == Side::Received => ContentKind::Text,
        "application/octet-stream" | "application/pdf" | "application/zip" | "application/gzip" | "*/*" => ContentKind::Stream,
        _ if parsed.is_audiovisual() => ContentKind::Stream,
        _ if binary => ContentKind::Stream,
        _ => ContentKind::Bytes,
    }
}

/// Whether a schema allows no object, whose properties would be the fields of a form.
fn is_no_form(constraints: Option<&Constraints<'_>>) -> bool {
    constraints.is_some_and(|constraints| constraints.choices.is_empty() && !constraints.types.has(TypeSet::OBJECT))
}

/// The first example of a media type that is not too long, as it is sent.
fn example(node: &Node<'_>, kind: ContentKind) -> Option<String> {
    let listed = node.get("examples");
    let listed = listed.iter().flat_map(Node::entries).filter_map(|(_, example)| {
        let example = if is_ref(example.value) { example.resolve(example.string("$ref")?)? } else { example };
        example.value.get("value").or_else(|| example.value.get("dataValue"))
    });
    let (text, value) = node.value.get("example").into_iter().chain(listed).find_map(|value| Some((short(value)?, value)))?;
    Some(value.as_str().filter(|_| kind != ContentKind::Json).map_or(text, str::to_owned))
}

/// A value as JSON, where that takes no more bytes than an example response may have.
fn short(value: &Value) -> Option<String> {
    let mut text = Limited(Vec::new());
    serde_json::to_writer(&mut text, value).ok()?;
    text.0.shrink_to_fit();
    String::from_utf8(text.0).ok()
}

/// Bytes, up to those that an example response may have.
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > EXAMPLE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
