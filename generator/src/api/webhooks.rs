//! Webhooks: requests the server makes, of which only the payload becomes a type.

use super::ApiReader;
use super::body::Side;
use super::operation::methods;
use crate::document::Node;
use crate::ir::{ContentKind, Method, Type, Webhook};
use crate::model::{NamePath, name_path_of};
use crate::schema::docs_of;

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The webhooks in order (`webhooks`, `x-webhooks`), then the callbacks of the operations, each named after both.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", "x-webhooks"] {
            let Some(list) = self.builder.schema.root.get(key) else { continue };
            for (name, item) in list.entries() {
                self.requests(name, &item, &mut webhooks);
            }
        }
        let Some(paths) = self.builder.schema.root.get("paths") else { return webhooks };
        for (path, item) in paths.entries() {
            for (method, operation) in self.operations_of(&item) {
                let Some(callbacks) = operation.get("callbacks") else { continue };
                let id = operation
                    .text("operationId")
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
            let payload = self.payload(name, &node);
            let signature = node.get("x-signature").and_then(|rules| rules.text("header")).map(str::to_owned);
            out.push(Webhook { name: name.to_owned(), docs: docs_of(&node), payload, signature, place: node.place() });
        }
    }

    fn operations_of(&mut self, item: &Node<'d>) -> Vec<(Method, Node<'d>)> {
        self.builder.schema.follow(item).map_or_else(Vec::new, |item| methods(&item))
    }

    fn payload(&mut self, name: &str, node: &Node<'d>) -> Option<Type> {
        let given = node.get("requestBody")?;
        let body = self.builder.schema.follow(&given)?;
        let shared = if body.address() == given.address() { name.to_owned() } else { name_path_of(&body).join(" ") };
        let name_path = NamePath::root(&shared);
        let contents = self.contents(&body, &name_path.then("payload"), Side::Received);
        let media = contents.first().map(|content| content.media.clone());
        if let Some(json) = contents.into_iter().find(|content| content.kind == ContentKind::Json) {
            return json.ty;
        }
        if let Some(media) = media {
            self.leave_out(format!("the payload of webhook {name}"), &format!("it is `{media}` and not JSON"), body.place());
        }
        None
    }
}
