//! Webhooks: requests the server makes, of which only the payload becomes a type.

use super::ApiReader;
use super::body::Side;
use super::operation::methods;
use crate::document::Node;
use crate::ir::{Content, ContentKind, JsonReason, Method, PartEncoding, Type, Webhook};
use crate::model::{NamePath, name_path_of};
use crate::schema::docs_of;

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
        let form = (content.kind == ContentKind::Form).then_some(content.encodings);
        Some((content.ty.unwrap_or(Type::Json(JsonReason::Anything)), form))
    }
}
