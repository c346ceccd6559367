//! Which credentials an operation takes, and what they are.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::{OperationId, PairId};
use super::super::text::Sentence;
use super::super::verdict::Direction;
use super::{Comparer, Of, same, same_or_missing};
use crate::document::Node;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One way to be let in: schemes with the scopes that are asked for. Empty: no credential.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// Keys of a scheme that no request shows.
const SILENT: [&str; 3] = ["description", "bearerFormat", "flows"];

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the credentials of two operations.
    pub(super) fn security(&mut self, id: OperationId, old: &Node<'o>, new: &Node<'n>) {
        let key = "security";
        let was = old.get(key).or_else(|| self.old.root().get(key));
        let is = new.get(key).or_else(|| self.new.root().get(key));
        let (pair, fresh) = match (&was, &is) {
            (None, None) => return,
            (Some(was), Some(is)) => self.once(Of::Security, was, is, "credentials"),
            _ => (self.own(id, Direction::Request), true),
        };
        self.graph.root(pair, id, Direction::Request);
        if !fresh {
            return;
        }
        let before: Vec<Alternative> = alternatives(was.as_ref(), |name| self.known_as(name));
        let after: Vec<Alternative> = alternatives(is.as_ref(), |name| name.to_owned());
        let at = (
            Some(was.map_or_else(|| old.place(), |node| node.place())),
            Some(is.map_or_else(|| new.place(), |node| node.place())),
        );
        self.alternatives(pair, &before, &after, &at);
        let used: BTreeSet<String> = after.iter().flat_map(|one| one.keys().cloned()).collect();
        for name in used.iter().filter(|name| before.iter().any(|one| one.contains_key(*name))) {
            self.scheme(pair, name);
        }
    }

    fn alternatives(
        &mut self,
        pair: PairId,
        before: &[Alternative],
        after: &[Alternative],
        at: &(Option<crate::location::Place>, Option<crate::location::Place>),
    ) {
        let open = |all: &[Alternative]| all.is_empty() || all.iter().any(BTreeMap::is_empty);
        let words = |one: &Alternative| {
            if one.is_empty() { "no credential".to_owned() } else { one.keys().cloned().collect::<Vec<_>>().join(" and ") }
        };
        let mut say = |code, text: Sentence| self.fact(pair, Fact::new(code, text).places(at.0.clone(), at.1.clone()));
        match (open(before), open(after)) {
            (true, false) => {
                let names: Vec<String> = after.iter().map(words).collect();
                say(
                    Code::CredentialRequired,
                    Sentence::new().say("a credential is required: ").names(names.iter().map(String::as_str)),
                );
                return;
            }
            (false, true) => {
                say(Code::CredentialDropped, Sentence::new().say("no credential is required any more"));
                return;
            }
            _ => {}
        }
        // Equal ones first: a description may list the same schemes twice with other scopes.
        let mut gone: Vec<&Alternative> = before.iter().filter(|one| !one.is_empty()).collect();
        let mut come: Vec<&Alternative> = after.iter().filter(|one| !one.is_empty()).collect();
        gone.retain(|one| match come.iter().position(|other| other == one) {
            Some(index) => {
                come.remove(index);
                false
            }
            None => true,
        });
        for one in gone {
            let Some(index) = come.iter().position(|other| other.keys().eq(one.keys())) else {
                // Who sends more than what is asked for now is let in.
                let asks_less = |other: &&Alternative| {
                    !other.is_empty() && other.iter().all(|(name, scopes)| one.get(name).is_some_and(|had| scopes.is_subset(had)))
                };
                if after.iter().any(|other| asks_less(&other)) {
                    continue;
                }
                say(Code::AlternativeRemoved, Sentence::new().name(words(one)).say(" is no longer accepted"));
                continue;
            };
            let other = come.remove(index);
            for (scheme, scopes) in one {
                let now = &other[scheme];
                for scope in now.difference(scopes) {
                    say(Code::ScopeRequired, Sentence::new().name(scheme).say(" needs the scope ").name(scope));
                }
                for scope in scopes.difference(now) {
                    say(Code::ScopeDropped, Sentence::new().name(scheme).say(" no longer needs the scope ").name(scope));
                }
            }
        }
        for one in come {
            say(Code::AlternativeAdded, Sentence::new().name(words(one)).say(" is accepted too"));
        }
    }

    /// The name that a scheme of the old description has in the new one: another name for the same scheme is no change.
    fn known_as(&self, name: &str) -> String {
        let schemes =
            |root: Node<'_>| root.value.get("components").and_then(|all| all.get("securitySchemes")?.as_object()).cloned();
        let (Some(old), Some(new)) = (schemes(self.old.root()), schemes(self.new.root())) else { return name.to_owned() };
        if new.contains_key(name) {
            return name.to_owned();
        }
        let Some(scheme) = old.get(name) else { return name.to_owned() };
        let same = new.iter().find(|(other, value)| !old.contains_key(*other) && same(scheme, value));
        same.map_or_else(|| name.to_owned(), |(other, _)| other.clone())
    }

    /// Compares what a scheme is.
    fn scheme(&mut self, above: PairId, name: &str) {
        let (old, new) = (scheme(&self.old.root(), name), scheme(&self.new.root(), name));
        let (Some(old), Some(new)) = (old, new) else { return };
        let Some((old, new)) = self.followed(&old, &new) else { return };
        let (pair, fresh) = self.once(Of::Scheme, &old, &new, name);
        self.graph.link(above, pair, super::Step::default());
        if !fresh {
            return;
        }
        let keys = |node: &Node<'_>| -> BTreeMap<String, Value> {
            let silent = |key: &str| SILENT.contains(&key) || key.starts_with("x-") || key == "openIdConnectUrl";
            node.entries().filter(|(key, _)| !silent(key)).map(|(key, child)| (key.to_owned(), child.value.clone())).collect()
        };
        if keys(&old) != keys(&new) {
            let words = |node: &Node<'_>| -> String {
                ["type", "scheme", "in", "name"].iter().filter_map(|key| node.string(key)).collect::<Vec<_>>().join(" ")
            };
            let text = Sentence::new().say("the credential is ").name(words(&new)).say(", was ").name(words(&old));
            self.fact(pair, Fact::new(Code::SchemeChanged, text).places(Some(old.place()), Some(new.place())));
        }
        if old.string("openIdConnectUrl") != new.string("openIdConnectUrl") {
            self.url(pair, &old, &new, "openIdConnectUrl");
        }
        self.flows(pair, &old, &new);
        for key in ["x-token-field", "x-client-auth"] {
            if !same_or_missing(old.value.get(key), new.value.get(key)) {
                let text = Sentence::new().name(key).say(" changed");
                self.fact(pair, Fact::new(Code::FlowChanged, text).between(&old, &new, key));
            }
        }
    }

    fn flows(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>) {
        let (was, is) = (old.get("flows"), new.get("flows"));
        let find = |all: &Option<Node<'n>>, name: &str| all.as_ref().and_then(|all| all.get(name));
        for (name, before) in was.iter().flat_map(Node::entries).filter(|(name, _)| !name.starts_with("x-")) {
            let Some(after) = find(&is, name) else {
                let text = Sentence::new().say("the flow ").name(name).say(" is gone");
                self.fact(pair, Fact::new(Code::FlowChanged, text).places(Some(before.place()), Some(new.place())));
                continue;
            };
            for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
                if before.string(key) != after.string(key) {
                    self.url(pair, &before, &after, key);
                }
            }
            self.scopes(pair, &before, &after);
        }
        for (name, after) in is.iter().flat_map(Node::entries).filter(|(name, _)| !name.starts_with("x-")) {
            if was.as_ref().is_none_or(|all| all.get(name).is_none()) {
                let text = Sentence::new().say("new flow ").name(name);
                self.fact(pair, Fact::new(Code::FlowChanged, text).places(Some(old.place()), Some(after.place())));
            }
        }
    }

    fn scopes(&mut self, pair: PairId, before: &Node<'o>, after: &Node<'n>) {
        let map = |node: Option<Node<'_>>| -> BTreeMap<String, Value> {
            node.iter().flat_map(Node::entries).map(|(name, text)| (name.to_owned(), text.value.clone())).collect()
        };
        let (was, is) = (map(before.get("scopes")), map(after.get("scopes")));
        for (scope, text) in &was {
            let (code, words) = match is.get(scope) {
                None => (Code::ScopeUndefined, " is gone"),
                Some(other) if other != text => (Code::ScopeTextChanged, " has another description"),
                Some(_) => continue,
            };
            self.fact(
                pair,
                Fact::new(code, Sentence::new().say("scope ").name(scope).say(words)).between(before, after, "scopes"),
            );
        }
        for scope in is.keys().filter(|scope| !was.contains_key(*scope)) {
            self.fact(
                pair,
                Fact::new(Code::ScopeDefined, Sentence::new().say("new scope ").name(scope)).between(before, after, "scopes"),
            );
        }
    }

    fn url(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>, key: &str) {
        let show = |node: &Node<'_>| node.string(key).unwrap_or("nothing").to_owned();
        let text = Sentence::new().name(key).say(" is ").name(show(new)).say(", was ").name(show(old));
        self.fact(pair, Fact::new(Code::FlowUrlChanged, text).between(old, new, key));
    }

    /// Schemes that are new or gone, whether an operation uses them or not.
    pub(super) fn schemes(&mut self, pair: PairId) {
        let (old, new) = (self.old.root(), self.new.root());
        let names = |root: &Node<'_>| -> BTreeSet<String> {
            let all = root.get("components").and_then(|all| all.get("securitySchemes"));
            all.iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect()
        };
        let was: BTreeSet<String> = names(&old).iter().map(|name| self.known_as(name)).collect();
        let is = names(&new);
        for name in was.difference(&is) {
            let at = scheme(&old, name).map(|node| node.place());
            let text = Sentence::new().say("the credential ").name(name).say(" is gone");
            self.fact(pair, Fact::new(Code::SchemeRemoved, text).places(at, Some(place(&new, "components"))));
        }
        for name in is.difference(&was) {
            let at = scheme(&new, name).map(|node| node.place());
            let text = Sentence::new().say("new credential ").name(name);
            self.fact(pair, Fact::new(Code::SchemeAdded, text).places(Some(place(&old, "components")), at));
        }
        for name in was.intersection(&is) {
            self.scheme(pair, name);
        }
    }
}

fn scheme<'d>(root: &Node<'d>, name: &str) -> Option<Node<'d>> {
    root.get("components")?.get("securitySchemes")?.get(name)
}

fn alternatives(node: Option<&Node<'_>>, name: impl Fn(&str) -> String) -> Vec<Alternative> {
    let scopes = |scopes: Node<'_>| scopes.items().filter_map(|scope| scope.str().map(str::to_owned)).collect();
    node.into_iter()
        .flat_map(Node::items)
        .map(|one| one.entries().map(|(scheme, node)| (name(scheme), scopes(node))).collect())
        .collect()
}
