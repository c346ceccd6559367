//! Bodies: content types, how they are read and written, and what they hold.

use super::Resolver;
use super::expr::{Expr, is_ref};
use super::facts::Facts;
use super::kinds::Kinds;
use super::params::style_of;
use super::words::Words;
use crate::document::Node;
use crate::ir::{Body, Content, ContentKind, PartEncoding, Text, Type};
use serde_json::Value;

/// Which side sends a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Sent,
    Received,
}

impl<'d> Resolver<'d, '_> {
    /// The body of a request; `None` where it has no content types.
    pub(super) fn body(&mut self, node: &Node<'d>, words: &Words<'_>) -> Option<Body> {
        let contents = self.contents(node, words, Side::Sent);
        let mut docs = super::docs::docs_of(node);
        docs.title = None;
        (!contents.is_empty()).then(|| Body { required: node.flag("required"), contents, docs, place: node.place() })
    }

    /// The content types of a body or answer.
    pub(super) fn contents(&mut self, node: &Node<'d>, words: &Words<'_>, side: Side) -> Vec<Content> {
        let Some(list) = node.get("content") else { return Vec::new() };
        let entries: Vec<(&'d str, Node<'d>)> = list.entries().collect();
        let mut contents: Vec<Content> = Vec::with_capacity(entries.len());
        let mut first: Option<&'d Value> = None;
        for (media, node) in &entries {
            let Some(node) = self.follow(node) else { continue };
            // Only a schema that differs from the first one needs a word of its own.
            let schema = node.value.get("schema");
            let content = if first.is_none() || schema.is_none() || first == schema {
                self.content(media, &node, words, side)
            } else {
                let word = words.then(subtype(media));
                self.content(media, &node, &word, side)
            };
            first = first.or(schema);
            let same = contents.iter_mut().find(|known| known.kind == content.kind && base(&known.media) == base(&content.media));
            match same {
                Some(_) => {}
                None => contents.push(content),
            }
        }
        collapse(contents)
    }

    fn content(&mut self, media: &str, node: &Node<'d>, words: &Words<'_>, side: Side) -> Content {
        let schema = node.get("schema").or_else(|| node.get("itemSchema"));
        let expr = schema.clone().map(Expr::Node);
        let facts = expr.as_ref().map(|expr| self.facts(expr));
        let kind = kind_of(media, facts.as_deref(), side);
        let ty = expr.map(|expr| match kind {
            ContentKind::Json | ContentKind::Events => self.type_of(&expr, words).whole(),
            ContentKind::Form | ContentKind::Multipart => self.type_of(&expr, words).ty,
            ContentKind::Text => Type::Text(Text::Plain),
            ContentKind::Bytes | ContentKind::Stream => Type::Binary,
        });
        Content {
            media: media.to_owned(),
            kind,
            ty,
            encodings: encodings(node),
            evidence: node.text("x-evidence").map(str::to_owned),
            partial: node.flag("x-partial"),
            json_patch: node.text("x-json-patch").and_then(|name| self.json_patch(name, node)),
            examples: examples(node),
            place: node.place(),
        }
    }

    fn json_patch(&mut self, name: &str, node: &Node<'d>) -> Option<Type> {
        let schemas = self.root.get("components").and_then(|components| components.get("schemas"));
        if let Some(schema) = schemas.and_then(|schemas| schemas.get(name)).and_then(|schema| schema.follow(self.report)) {
            return Some(self.reference(&schema, &Words::root(name)).ty);
        }
        self.report.error("unknown-schema", node.place(), format!("`x-json-patch` names `{name}`, which is no schema"));
        None
    }
}

/// Of content types that mean the same JSON only the plainest is kept.
fn collapse(contents: Vec<Content>) -> Vec<Content> {
    let mut out: Vec<Content> = Vec::with_capacity(contents.len());
    for content in contents {
        let same = out
            .iter_mut()
            .find(|known| known.kind == ContentKind::Json && content.kind == ContentKind::Json && known.ty == content.ty);
        match same {
            Some(known) if base(&content.media) == "application/json" => *known = content,
            Some(_) => {}
            None => out.push(content),
        }
    }
    out
}

/// A media type without its parameters, in lower case.
fn base(media: &str) -> String {
    media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase()
}

/// The words behind the slash.
fn subtype(media: &str) -> &str {
    let media = media.split(';').next().unwrap_or(media).trim();
    media.rsplit_once('/').map_or(media, |(_, subtype)| subtype)
}

/// Whether a media type is JSON.
pub(super) fn is_json(media: &str) -> bool {
    let media = base(media);
    media == "application/json"
        || media == "text/json"
        || media == "json"
        || media.ends_with("+json")
        || media == "application/*+json"
}

/// How a content type is read and written.
fn kind_of(media: &str, facts: Option<&Facts<'_>>, side: Side) -> ContentKind {
    let media = base(media);
    let media = media.as_str();
    let shaped = facts.is_some_and(|facts| {
        !facts.choices.is_empty() || (facts.typed() && !facts.kinds.has(Kinds::TEXT) && !facts.kinds.is_empty())
    });
    let binary = facts.is_some_and(is_file);
    let text = facts.is_some_and(|facts| facts.kinds == Kinds::TEXT) && !binary;
    if is_json(media) {
        return ContentKind::Json;
    }
    match media {
        "application/x-www-form-urlencoded" => ContentKind::Form,
        "text/event-stream" => ContentKind::Events,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/jsonlines"
        | "application/x-json-stream"
        | "application/json-seq"
        | "text/jsonl" => ContentKind::Stream,
        "text/xml" => ContentKind::Bytes,
        "*/*" | "application/*" if shaped => ContentKind::Json,
        _ if media.starts_with("multipart/") => ContentKind::Multipart,
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
        _ if media.starts_with("image/") || media.starts_with("audio/") || media.starts_with("video/") => ContentKind::Stream,
        _ if binary => ContentKind::Stream,
        _ => ContentKind::Bytes,
    }
}

/// Whether a schema stands for a file.
pub(super) fn is_file(facts: &Facts<'_>) -> bool {
    facts.choices.is_empty() && facts.kinds == Kinds::TEXT && matches!(facts.format, Some("binary" | "file"))
}

fn encodings(node: &Node<'_>) -> Vec<PartEncoding> {
    let Some(list) = node.get("encoding") else { return Vec::new() };
    list.entries()
        .map(|(wire, encoding)| PartEncoding {
            wire: wire.to_owned(),
            media: encoding.text("contentType").map(str::to_owned),
            style: encoding.text("style").and_then(style_of),
            explode: encoding.get("explode").and_then(|explode| explode.bool()),
        })
        .collect()
}

/// The examples of a media type, by their names.
fn examples(node: &Node<'_>) -> Vec<(String, Value)> {
    let mut examples: Vec<(String, Value)> = Vec::new();
    if let Some(example) = node.value.get("example") {
        examples.push((String::new(), example.clone()));
    }
    if let Some(list) = node.get("examples") {
        for (name, example) in list.entries() {
            let target =
                if is_ref(example.value) { example.text("$ref").and_then(|text| example.resolve(text)) } else { Some(example) };
            if let Some(value) = target.and_then(|example| example.value.get("value").cloned()) {
                examples.push((name.to_owned(), value));
            }
        }
    }
    examples
}
