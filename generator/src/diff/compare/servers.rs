//! Where the API is.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{OperationId, PairId};
use super::super::text::Sentence;
use super::super::verdict::Direction;
use super::{Comparer, Of, same, same_or_missing};
use crate::document::Node;

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the servers of an operation, where it or its path has some of its own.
    pub(super) fn operation_servers(&mut self, id: OperationId, old: (&Node<'o>, &Node<'o>), new: (&Node<'n>, &Node<'n>)) {
        let key = "servers";
        let was = old.1.get(key).or_else(|| old.0.get(key));
        let is = new.1.get(key).or_else(|| new.0.get(key));
        if was.is_none() && is.is_none() {
            return;
        }
        let was = was.or_else(|| self.old.root().get(key));
        let is = is.or_else(|| self.new.root().get(key));
        let (Some(was), Some(is)) = (&was, &is) else {
            let pair = self.own(id, Direction::Request);
            self.named_or_gone(pair, (was.as_ref(), old.1), (is.as_ref(), new.1));
            return;
        };
        let (pair, fresh) = self.once(Of::Servers, was, is, "servers");
        self.graph.root(pair, id, Direction::Request);
        if fresh {
            self.servers(pair, was, is);
        }
    }

    /// Compares the servers of the API.
    pub(super) fn root_servers(&mut self, pair: PairId) {
        let (was, is) = (self.old.root().get("servers"), self.new.root().get("servers"));
        match (&was, &is) {
            (Some(was), Some(is)) => self.servers(pair, was, is),
            _ => self.named_or_gone(pair, (was.as_ref(), &self.old.root()), (is.as_ref(), &self.new.root())),
        }
    }

    /// Servers of which one description says nothing; the nodes around them are where it says so.
    fn named_or_gone(&mut self, pair: PairId, old: (Option<&Node<'o>>, &Node<'o>), new: (Option<&Node<'n>>, &Node<'n>)) {
        let (code, words) = match (old.0, new.0) {
            (Some(_), None) => (Code::ServerRemoved, "the servers are gone"),
            (None, Some(_)) => (Code::ServerAdded, "the servers are named"),
            _ => return,
        };
        let (was, is) = (old.0.unwrap_or(old.1).place(), new.0.unwrap_or(new.1).place());
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).places(Some(was), Some(is)));
    }

    fn servers(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>) {
        let url = |node: &Node<'_>| node.string("url").unwrap_or("/").trim_end_matches('/').to_owned();
        let mut news: Vec<(String, Node<'n>)> = new.items().map(|node| (url(&node), node)).collect();
        let mut olds: Vec<(String, Node<'o>)> = old.items().map(|node| (url(&node), node)).collect();
        // Equal ones first: a URL may stand there twice with other variables.
        olds.retain(|(_, was)| match news.iter().position(|(_, is)| same(was.value, is.value)) {
            Some(index) => {
                news.remove(index);
                false
            }
            None => true,
        });
        for (name, was) in &olds {
            let Some(index) = news.iter().position(|(other, _)| other == name) else {
                let text = Sentence::new().say("the server ").name(name).say(" is gone");
                self.fact(pair, Fact::new(Code::ServerRemoved, text).places(Some(was.place()), Some(new.place())));
                continue;
            };
            let (_, is) = news.remove(index);
            for (variable, before) in was.get("variables").iter().flat_map(Node::entries) {
                let after = is.get("variables").and_then(|all| all.get(variable));
                let differs = ["default", "enum"]
                    .iter()
                    .any(|key| !same_or_missing(before.value.get(key), after.as_ref().and_then(|after| after.value.get(key))));
                if differs {
                    let text =
                        Sentence::new().say("the variable ").name(variable).say(" of the server ").name(name).say(" changed");
                    let at = after.map_or_else(|| is.place(), |after| after.place());
                    self.fact(pair, Fact::new(Code::ServerVariableChanged, text).places(Some(before.place()), Some(at)));
                }
            }
        }
        for (name, is) in &news {
            let text = Sentence::new().say("new server ").name(name);
            self.fact(pair, Fact::new(Code::ServerAdded, text).places(Some(old.place()), Some(is.place())));
        }
    }
}
