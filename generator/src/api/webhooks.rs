//! Webhooks: requests the server makes, of which only the payload becomes a type.

use super::ApiReader;
use super::body::Side;
use super::operation::methods;
use crate::document::Node;
use crate::ir::{Content, ContentKind, JsonReason, Method, PartEncoding, Style, Type, Webhook};
use crate::model::{NamePath, name_path_of};
use crate::schema::{Composition, TypeSet, docs_of};

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The webhooks in order (`webhooks`, `x-webhooks`), then the callbacks of the operations, each named after both.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", "x-webhooks"] {
            let Some(map) = self.builder.schema.root.get(key) else { continue };
            for (name, item) in map.entries() {
                self.requests(name, &item, &mut webhooks);
            }
        }
        let Some(paths) = self.builder.schema.root.get("paths") else { return webhooks };
        for (path, item) in paths.entries() {
            for (method, operation) in self.operations_of(&item) {
                let Some(callbacks) = operation.get("callbacks") else { continue };
                let id = operation
                    .string("operationId")
                    .map_or_else(|| format!("{} {path}", method.as_str().to_ascii_lowercase()), str::to_owned);
                for (name, callback) in callbacks.entries() {
                    let Some(callback) = self.builder.schema.follow(&callback) else { continue };
                    for (_, item) in callback.entries() {
                        self.requests(&format!("{id} {name}"), &item, &mut webhooks);
                    }
                }
            }
        }
        webhooks
    }

    /// The requests of a path item.
    fn requests(&mut self, name: &str, item: &Node<'d>, out: &mut Vec<Webhook>) {
        if let Some(item) = self.builder.schema.follow(item) {
            self.odd_methods(name, &item);
        }
        for (_, node) in self.operations_of(item) {
            let (payload, form) = self.payload(name, &node).unzip();
            let form = form.flatten();
            let signature = node.get("x-signature").and_then(|rules| rules.string("header")).map(str::to_owned);
            out.push(Webhook { name: name.to_owned(), docs: docs_of(&node), payload, form, signature, place: node.place() });
        }
    }

    fn operations_of(&mut self, item: &Node<'d>) -> Vec<(Method, Node<'d>)> {
        self.builder.schema.follow(item).map_or_else(Vec::new, |item| methods(&item))
    }

    /// The type of the body; with the encodings of its properties where it is a form. Of several content types JSON is read, then
    /// a form.
    fn payload(&mut self, name: &str, node: &Node<'d>) -> Option<(Type, Option<Vec<PartEncoding>>)> {
        let given = node.get("requestBody")?;
        let body = self.builder.schema.follow(&given)?;
        let shared = if body.address() == given.address() { name.to_owned() } else { name_path_of(&body).join(" ") };
        let name_path = NamePath::root(&shared);
        let contents = self.contents(&body, &name_path.then("payload"), Side::Received);
        let rank = |content: &Content| [ContentKind::Json, ContentKind::Form].iter().position(|kind| *kind == content.kind);
        let read = (0..contents.len()).filter(|at| rank(&contents[*at]).is_some()).min_by_key(|at| rank(&contents[*at]));
        for (at, content) in contents.iter().enumerate() {
            let media = &content.media;
            let reason = match read {
                Some(read) if read == at => continue,
                Some(read) => format!("`{}` is read", contents[read].media),
                None => "it is neither JSON nor a form".to_owned(),
            };
            self.leave_out(format!("the `{media}` payload of webhook {name}"), &reason, content.place.clone());
        }
        let content = contents.into_iter().nth(read?)?;
        if content.kind == ContentKind::Form {
            self.unread_objects(name, &body, &content);
        }
        let form = (content.kind == ContentKind::Form).then_some(content.encodings);
        Some((content.ty.unwrap_or(Type::Json(JsonReason::Anything)), form))
    }

    /// Says which objects of a form are not read: those whose style writes their names among those of the form, or among their
    /// values. What is a name of the object and what is not can then only be guessed.
    fn unread_objects(&mut self, name: &str, body: &Node<'d>, content: &Content) {
        let media = body.get("content").and_then(|map| map.get(&content.media));
        let Some(media) = media.and_then(|media| self.builder.schema.follow(&media)) else { return };
        let Some(schema) = media.get("schema") else { return };
        let form = self.builder.schema.constraints(&Composition::Node(schema));
        for encoding in content.encodings.iter().filter(|encoding| hides_names(encoding)) {
            let Some(property) = form.properties.get(encoding.wire.as_str()) else { continue };
            if self.builder.schema.constraints(property).types != TypeSet::OBJECT {
                continue;
            }
            let place = media.place().join("encoding").join(&encoding.wire);
            let what = format!("reading the object `{}` in the form of webhook {name}", encoding.wire);
            self.leave_out(what, "its style writes the names of the object as if they were not its own", place);
        }
    }
}

/// Whether a property is written so that an object loses its outline: as entries of the form, or as one row of names and values.
fn hides_names(encoding: &PartEncoding) -> bool {
    let is_json = encoding.media.as_deref().is_some_and(|media| media.contains("json"));
    match encoding.style {
        Some(Style::Form | Style::SpaceDelimited | Style::PipeDelimited) => !is_json,
        None => !is_json && encoding.explode == Some(false),
        Some(_) => false,
    }
}
