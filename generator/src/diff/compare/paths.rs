//! Matches the operations of two descriptions. Names of path variables are no part of a path.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::OperationId;
use super::super::text::Sentence;
use super::super::verdict::Direction;
use super::Comparer;
use crate::document::{Document, Node};
use crate::ir::Method;
use crate::location::Place;
use crate::location::Report;

/// The operations of a path item by their keys, `additionalOperations` included.
pub(super) fn methods<'d>(item: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
    let own = item.entries().filter(|(key, _)| Method::from_key(key).is_some());
    let further = item.get("additionalOperations");
    let found = own.chain(further.iter().flat_map(Node::entries).collect::<Vec<_>>());
    found.filter(|(_, node)| node.is_object()).collect()
}

/// Keys under which webhooks stand.
const WEBHOOKS: [&str; 2] = ["webhooks", "x-webhooks"];

/// An operation of one or both descriptions, a webhook, or the API as a whole.
#[derive(Clone, Debug)]
pub struct OperationEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Method in upper case; empty for the API.
    pub method: String,
    /// Path, or the name of a webhook: the new one where there are two.
    pub path: String,
    /// The path of the old description.
    pub old_path: Option<String>,
    /// `operationId` of the new one, else of the old one.
    pub id: Option<String>,
    /// The first tag.
    pub tag: Option<String>,
    /// Where it is in the old description.
    pub old: Option<Place>,
    /// Where it is in the new description.
    pub new: Option<Place>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// The API as a whole.
    Api,
    /// An operation.
    Operation,
    /// A request that the API sends.
    Webhook,
}

impl OperationEntry {
    /// `GET /cards`, or what stands for it.
    #[must_use]
    pub fn call(&self) -> String {
        match self.kind {
            EntryKind::Api => "the API".to_owned(),
            EntryKind::Operation => format!("{} {}", self.method, self.path),
            EntryKind::Webhook => format!("webhook {}", self.path),
        }
    }
}

/// An operation of one description.
struct Found<'d> {
    kind: EntryKind,
    method: &'d str,
    path: &'d str,
    item: Node<'d>,
    node: Node<'d>,
    /// The path without the names of its variables.
    shape: String,
}

fn shape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '{' => {
                inside = true;
                out.push('{');
            }
            '}' => {
                inside = false;
                out.push('}');
            }
            _ if inside => {}
            letter => out.push(letter),
        }
    }
    out
}

fn operations<'d>(document: &'d Document, report: &mut Report) -> Vec<Found<'d>> {
    let mut found = Vec::new();
    let root = document.root();
    let groups = std::iter::once(("paths", EntryKind::Operation)).chain(WEBHOOKS.map(|key| (key, EntryKind::Webhook)));
    for (key, kind) in groups {
        for (path, item) in root.get(key).iter().flat_map(Node::entries) {
            if path.starts_with("x-") && kind == EntryKind::Operation {
                continue;
            }
            let Some(item) = item.follow(report) else { continue };
            for (method, node) in methods(&item) {
                found.push(Found { kind, method, path, item: item.clone(), node, shape: shape(path) });
            }
        }
    }
    found
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares everything from the roots down.
    pub(super) fn document(&mut self) {
        let (old, new) = (self.old, self.new);
        self.api();
        let olds = operations(old, &mut self.old_report);
        let news = operations(new, &mut self.new_report);
        let mut partner: Vec<Option<usize>> = vec![None; olds.len()];
        let mut taken = vec![false; news.len()];
        // The same path first, then the same path with other names for its variables.
        for exact in [true, false] {
            let key = |found: &Found<'_>| {
                (found.kind, found.method.to_owned(), if exact { found.path.to_owned() } else { found.shape.clone() })
            };
            let mut by_key: foldhash::HashMap<_, Vec<usize>> = foldhash::HashMap::default();
            for (index, found) in news.iter().enumerate().filter(|(index, _)| !taken[*index]) {
                by_key.entry(key(found)).or_default().push(index);
            }
            for (index, found) in olds.iter().enumerate() {
                if partner[index].is_none()
                    && let Some(list) = by_key.get_mut(&key(found))
                    && !list.is_empty()
                {
                    let other = list.remove(0);
                    partner[index] = Some(other);
                    taken[other] = true;
                }
            }
        }
        for (was, partner) in olds.iter().zip(&partner) {
            match partner {
                Some(index) => {
                    let is = &news[*index];
                    let id = self.entry(Some(was), Some(is));
                    self.operation(id, direction(is.kind), (&was.item, &was.node), (&is.item, &is.node));
                }
                None => self.gone(was),
            }
        }
        for is in news.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(is, _)| is) {
            let id = self.entry(None, Some(is));
            let pair = self.own(id, Direction::Request);
            let (code, words) = match is.kind {
                EntryKind::Webhook => (Code::WebhookAdded, "new webhook"),
                _ => (Code::OperationAdded, "new operation"),
            };
            let at = place(&old.root(), if is.kind == EntryKind::Webhook { WEBHOOKS[0] } else { "paths" });
            self.fact(pair, Fact::new(code, Sentence::new().say(words)).places(Some(at), Some(is.node.place())));
        }
    }

    fn gone(&mut self, was: &Found<'o>) {
        let id = self.entry(Some(was), None);
        let pair = self.own(id, Direction::Request);
        let (code, words) = match was.kind {
            EntryKind::Webhook => (Code::WebhookRemoved, "the webhook is gone"),
            _ if was.node.flag("deprecated") => (Code::DeprecatedOperationRemoved, "the operation, deprecated before, is gone"),
            _ => (Code::OperationRemoved, "the operation is gone"),
        };
        let at = place(&self.new.root(), if was.kind == EntryKind::Webhook { WEBHOOKS[0] } else { "paths" });
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).places(Some(was.node.place()), Some(at)));
    }

    fn entry(&mut self, old: Option<&Found<'o>>, new: Option<&Found<'n>>) -> OperationId {
        let text = |key: &str| {
            let of_new = new.and_then(|found| found.node.string(key));
            of_new.or_else(|| old.and_then(|found| found.node.string(key))).map(str::to_owned)
        };
        let tag = |node: &Node<'_>| node.get("tags")?.at(0)?.str().map(str::to_owned);
        let tag = new.and_then(|found| tag(&found.node)).or_else(|| old.and_then(|found| tag(&found.node)));
        let (kind, method, path) = match (old, new) {
            (_, Some(found)) | (Some(found), None) => (found.kind, found.method, found.path),
            (None, None) => (EntryKind::Api, "", ""),
        };
        self.operations.push(OperationEntry {
            kind,
            method: Method::from_key(method).map_or_else(|| method.to_owned(), |method| method.as_str().to_owned()),
            path: path.to_owned(),
            old_path: old.map(|found| found.path.to_owned()),
            id: text("operationId"),
            tag,
            old: old.map(|found| found.node.place()),
            new: new.map(|found| found.node.place()),
        });
        OperationId(u32::try_from(self.operations.len() - 1).unwrap_or(u32::MAX))
    }

    /// What holds for the whole API.
    fn api(&mut self) {
        let id = self.entry(None, None);
        let pair = self.own(id, Direction::Request);
        let (old, new) = (self.old.root(), self.new.root());
        let version = |root: &Node<'_>| root.get("info").and_then(|info| info.string("version").map(str::to_owned));
        let (was, is) = (version(&old), version(&new));
        if was != is {
            let text = Sentence::new()
                .say("the API has the version ")
                .name(is.unwrap_or_default())
                .say(", was ")
                .name(was.unwrap_or_default());
            let at = |root: &Node<'_>| root.get("info").map(|info| place(&info, "version"));
            self.fact(pair, Fact::new(Code::VersionChanged, text).places(at(&old), at(&new)));
        }
        self.root_servers(pair);
        self.schemes(pair);
        self.conventions(pair);
    }
}

/// Which way the bodies of its requests travel.
fn direction(kind: EntryKind) -> Direction {
    if kind == EntryKind::Webhook { Direction::Response } else { Direction::Request }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_of_variables_are_no_part_of_a_path() {
        assert_eq!(super::shape("/a/{id}/b/{c}.json"), "/a/{}/b/{}.json");
    }
}
