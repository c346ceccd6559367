//! Responses: statuses, headers, links, content.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::{OperationId, PairId};
use super::super::text::Sentence;
use super::super::verdict::{Direction, Position};
use super::{Comparer, Of};
use crate::document::Node;

/// `2xx` and `2XX` are the same.
fn status(key: &str) -> String {
    key.to_ascii_uppercase()
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status.starts_with('3')
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the responses of two operations.
    pub(super) fn responses(&mut self, id: OperationId, direction: Direction, old: &Node<'o>, new: &Node<'n>) {
        let key = "responses";
        let olds: Vec<(String, Node<'o>)> = old
            .get(key)
            .iter()
            .flat_map(Node::entries)
            .filter(|(key, _)| !key.starts_with("x-"))
            .map(|(key, node)| (status(key), node))
            .collect();
        let news: Vec<(String, Node<'n>)> = new
            .get(key)
            .iter()
            .flat_map(Node::entries)
            .filter(|(key, _)| !key.starts_with("x-"))
            .map(|(key, node)| (status(key), node))
            .collect();
        for (status, was) in &olds {
            if let Some((_, is)) = news.iter().find(|(other, _)| other == status) {
                let Some((was, is)) = self.followed(was, is) else { continue };
                let label = format!("response {status} of {}", self.operations[id.0 as usize].call());
                let (pair, fresh) = self.once(Of::Response, &was, &is, &label);
                self.graph.root(pair, id, direction);
                if fresh {
                    self.headers(pair, &was, &is);
                    self.content(pair, &was, &is);
                    self.links(pair, &was, &is);
                }
            } else {
                let pair = self.own(id, direction);
                let code = if is_success(status) { Code::SuccessRemoved } else { Code::FailureRemoved };
                let text = Sentence::new().say("response ").name(status).say(" is gone");
                self.fact(pair, Fact::new(code, text).places(Some(was.place()), Some(place(new, key))));
            }
        }
        for (status, is) in news.iter().filter(|(status, _)| !olds.iter().any(|(other, _)| other == status)) {
            let pair = self.own(id, direction);
            let code = if is_success(status) { Code::SuccessAdded } else { Code::FailureAdded };
            let text = Sentence::new().say("new response ").name(status);
            self.fact(pair, Fact::new(code, text).places(Some(place(old, key)), Some(is.place())));
        }
    }

    fn headers(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>) {
        let key = "headers";
        let find = |node: &Node<'n>, name: &str| {
            node.get(key)?.entries().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, header)| header)
        };
        for (name, was) in old.get(key).iter().flat_map(Node::entries) {
            let Some(was) = was.follow(&mut self.old_report) else { continue };
            let Some(is) = find(new, name) else {
                let code = if was.flag("required") { Code::RequiredHeaderRemoved } else { Code::OptionalHeaderRemoved };
                let text = Sentence::new().say("header ").name(name).say(" is gone");
                self.fact(pair, Fact::new(code, text).places(Some(was.place()), Some(place(new, key))));
                continue;
            };
            let Some(is) = is.follow(&mut self.new_report) else { continue };
            let (header, fresh) = self.once(Of::Header, &was, &is, name);
            self.graph.link(pair, header, Self::at(Position::Header));
            if fresh {
                self.graph.get(header).what = "header";
                self.header(header, &was, &is);
            }
        }
        for (name, is) in new.get(key).iter().flat_map(Node::entries) {
            let known = old.get(key).is_some_and(|all| all.entries().any(|(other, _)| other.eq_ignore_ascii_case(name)));
            if !known {
                let text = Sentence::new().say("new header ").name(name);
                self.fact(pair, Fact::new(Code::HeaderAdded, text).places(Some(place(old, key)), Some(is.place())));
            }
        }
    }

    fn header(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>) {
        self.mark(
            pair,
            was,
            is,
            "required",
            (Code::HeaderBecameRequired, "the header is always there"),
            (Code::HeaderBecameOptional, "the header may be missing"),
        );
        self.mark(
            pair,
            was,
            is,
            "deprecated",
            (Code::HeaderDeprecated, "the header is deprecated"),
            (Code::HeaderReactivated, "the header is no longer deprecated"),
        );
        self.value_of(pair, was, is, Position::Header);
    }

    fn links(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>) {
        let key = "links";
        let names = |node: Option<Node<'_>>| -> Vec<String> {
            node.iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect()
        };
        let (was, is) = (names(old.get(key)), names(new.get(key)));
        for name in was.iter().filter(|name| !is.contains(name)) {
            let text = Sentence::new().say("link ").name(name).say(" is gone");
            self.fact(pair, Fact::new(Code::LinkRemoved, text).between(old, new, key));
        }
        for name in is.iter().filter(|name| !was.contains(name)) {
            let text = Sentence::new().say("new link ").name(name);
            self.fact(pair, Fact::new(Code::LinkAdded, text).between(old, new, key));
        }
    }
}
