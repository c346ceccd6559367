//! Webhooks: requests the server makes, of which only the payload becomes a type.

use super::Resolver;
use super::body::Side;
use super::docs::docs_of;
use super::operation::method_of;
use super::words::{Words, words_of_pointer};
use crate::document::Node;
use crate::ir::{ContentKind, Type, Webhook};

impl<'d> Resolver<'d, '_> {
    /// The webhooks in order (`webhooks`, `x-webhooks`).
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", "x-webhooks"] {
            let Some(list) = self.root.get(key) else { continue };
            for (name, given) in list.entries() {
                let Some(item) = self.follow(&given) else { continue };
                let operations: Vec<Node<'d>> =
                    item.entries().filter(|(key, _)| method_of(key).is_some()).map(|(_, node)| node).collect();
                for node in operations {
                    let payload = self.payload(name, &node);
                    webhooks.push(Webhook { name: name.to_owned(), docs: docs_of(&node), payload, place: node.place() });
                }
            }
        }
        webhooks
    }

    fn payload(&mut self, name: &str, node: &Node<'d>) -> Option<Type> {
        let given = node.get("requestBody")?;
        let body = self.follow(&given)?;
        let shared = if body.address() == given.address() { name.to_owned() } else { words_of_pointer(&body).join(" ") };
        let words = Words::root(&shared);
        let contents = self.contents(&body, &words.then("payload"), Side::Received);
        contents.into_iter().find(|content| content.kind == ContentKind::Json)?.ty
    }
}
