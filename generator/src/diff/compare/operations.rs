//! What an operation says of itself.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::{OperationId, Step};
use super::super::text::Sentence;
use super::super::verdict::{Direction, Position};
use super::{Comparer, Of};
use crate::document::Node;
use std::cmp::Ordering;

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares two operations with the path items around them. `direction` is that of what the client sends.
    pub(super) fn operation(
        &mut self,
        id: OperationId,
        direction: Direction,
        old: (&Node<'o>, &Node<'o>),
        new: (&Node<'n>, &Node<'n>),
    ) {
        let (was_path, was) = old;
        let (is_path, is) = new;
        let pair = self.own(id, direction);
        self.mark(
            pair,
            was,
            is,
            "deprecated",
            (Code::OperationDeprecated, "the operation is deprecated"),
            (Code::OperationReactivated, "the operation is no longer deprecated"),
        );
        if was.string("operationId") != is.string("operationId") {
            let name = |node: &Node<'_>| node.string("operationId").unwrap_or("nothing").to_owned();
            let text = Sentence::new().say("the operation is called ").name(name(is)).say(", was ").name(name(was));
            self.fact(pair, Fact::new(Code::OperationIdChanged, text).between(was, is, "operationId"));
        }
        let tags = |node: Option<Node<'_>>| {
            let mut tags: Vec<String> =
                node.iter().flat_map(Node::items).filter_map(|tag| tag.str().map(str::to_owned)).collect();
            tags.sort();
            tags
        };
        let (before, after) = (tags(was.get("tags")), tags(is.get("tags")));
        if before != after {
            let text = Sentence::new().say("the tags are ").names(after.iter().map(String::as_str)).say(", were ");
            let text = if before.is_empty() { text.say("none") } else { text.names(before.iter().map(String::as_str)) };
            self.fact(pair, Fact::new(Code::TagsChanged, text).between(was, is, "tags"));
        }
        self.sunset(pair, was, is);
        self.parameters(id, direction, old, new);
        self.request_body(id, direction, was, is);
        self.responses(id, direction.reverse(), was, is);
        self.security(id, was, is);
        self.operation_servers(id, old, new);
        self.operation_extensions(pair, was, is);
        self.callbacks(id, direction, was, is);
        let _ = (was_path, is_path);
    }

    fn sunset(&mut self, pair: super::PairId, was: &Node<'o>, is: &Node<'n>) {
        let key = "x-sunset";
        let (code, text) = match (was.string(key), is.string(key)) {
            (None, Some(is)) => (Code::SunsetAdded, Sentence::new().say("the operation ends on ").name(is)),
            (Some(was), None) => {
                (Code::SunsetRemoved, Sentence::new().say("the operation has no end any more, it was ").name(was))
            }
            (Some(was), Some(is)) => match is.cmp(was) {
                Ordering::Equal => return,
                Ordering::Less => (
                    Code::SunsetBroughtForward,
                    Sentence::new().say("the operation ends earlier: ").name(is).say(", was ").name(was),
                ),
                Ordering::Greater => {
                    (Code::SunsetChanged, Sentence::new().say("the operation ends later: ").name(is).say(", was ").name(was))
                }
            },
            (None, None) => return,
        };
        self.fact(pair, Fact::new(code, text).between(was, is, key));
    }

    /// Requests that an operation makes the API send: the same as webhooks.
    fn callbacks(&mut self, id: OperationId, direction: Direction, was: &Node<'o>, is: &Node<'n>) {
        let pair = self.own(id, direction);
        let (olds, news) = (was.get("callbacks"), is.get("callbacks"));
        for (name, old) in olds.iter().flat_map(Node::entries) {
            if let Some(new) = news.as_ref().and_then(|all| all.get(name)) {
                let Some((old, new)) = self.followed(&old, &new) else { continue };
                self.callback(id, direction, &old, &new);
            } else {
                let text = Sentence::new().say("callback ").name(name).say(" is gone");
                self.fact(pair, Fact::new(Code::CallbackRemoved, text).places(Some(old.place()), Some(place(is, "callbacks"))));
            }
        }
        for (name, new) in news.iter().flat_map(Node::entries) {
            if olds.as_ref().is_none_or(|all| all.get(name).is_none()) {
                let text = Sentence::new().say("new callback ").name(name);
                self.fact(pair, Fact::new(Code::CallbackAdded, text).places(Some(place(was, "callbacks")), Some(new.place())));
            }
        }
    }

    fn callback(&mut self, id: OperationId, direction: Direction, old: &Node<'o>, new: &Node<'n>) {
        for (url, was) in old.entries() {
            let Some(is) = new.get(url) else { continue };
            let Some((was, is)) = self.followed(&was, &is) else { continue };
            let news = super::paths::methods(&is);
            for (method, was) in super::paths::methods(&was) {
                if let Some((_, is)) = news.iter().find(|(other, _)| *other == method) {
                    // The API sends, the client responses.
                    self.request_body(id, direction.reverse(), &was, is);
                    self.responses(id, direction, &was, is);
                }
            }
        }
        let (pair, fresh) = self.once(Of::Callback, old, new, "callback");
        self.graph.root(pair, id, direction);
        if fresh {
            for (url, _) in old.entries().filter(|(url, _)| new.get(url).is_none()) {
                let text = Sentence::new().say("callback URL ").name(url).say(" is gone");
                self.fact(pair, Fact::new(Code::CallbackRemoved, text).places(Some(old.place()), Some(new.place())));
            }
            for (url, node) in new.entries().filter(|(url, _)| old.get(url).is_none()) {
                let text = Sentence::new().say("new callback URL ").name(url);
                self.fact(pair, Fact::new(Code::CallbackAdded, text).places(Some(old.place()), Some(node.place())));
            }
        }
    }

    /// The step of a part of a message.
    pub(super) fn at(position: Position) -> Step {
        Step { position: Some(position), ..Step::default() }
    }
}
