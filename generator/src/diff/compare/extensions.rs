//! The `x-` keys of `spec/README.md`.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::PairId;
use super::super::text::Sentence;
use super::{Comparer, same_or_missing};
use crate::document::Node;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names in a list of `x-filter`, `x-sort` or `x-eager`. `None`: every one there is.
fn names(value: Option<&Value>, key: &str) -> Option<BTreeSet<String>> {
    let list = value?.get(key)?.as_array()?;
    Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Paging, filters, sort keys and evidence of an operation.
    pub(super) fn operation_extensions(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>) {
        for (key, code, words) in [
            ("x-paging", Code::PagingChanged, "the list is paged differently"),
            ("x-evidence", Code::EvidenceChanged, "how well the operation is known changed"),
        ] {
            if !same_or_missing(was.value.get(key), is.value.get(key)) {
                self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(was, is, key));
            }
        }
        let filter = (Code::FilterFieldAdded, Code::FilterFieldRemoved, "filter by ");
        let sort = (Code::SortFieldAdded, Code::SortFieldRemoved, "sort by ");
        for (key, list, codes) in [("x-filter", "fields", filter), ("x-sort", "fields", sort)] {
            self.fields(pair, was, is, key, list, codes);
        }
        let relations = (Code::RelationAdded, Code::RelationRemoved, "filter by the relation ");
        self.fields(pair, was, is, "x-filter", "relations", relations);
    }

    fn fields(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>, key: &str, list: &str, codes: (Code, Code, &str)) {
        let (added, removed, words) = codes;
        let (before, after) = (was.value.get(key), is.value.get(key));
        let mut say = |code, text: Sentence| self.fact(pair, Fact::new(code, text).between(was, is, key));
        match (before, after) {
            (None, Some(_)) if list == "fields" => say(added, Sentence::new().say("one can now ").say(words).say("fields")),
            (Some(_), None) if list == "fields" => {
                say(removed, Sentence::new().say("one can no longer ").say(words).say("fields"));
            }
            (Some(_), Some(_)) => match (names(before, list), names(after, list)) {
                (None, Some(after)) if list == "fields" => {
                    say(removed, Sentence::new().say("one can only ").say(words).names(after.iter().map(String::as_str)));
                }
                (Some(_), None) if list == "fields" => {
                    say(added, Sentence::new().say("one can now ").say(words).say("every field"));
                }
                (before, after) => {
                    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
                    for name in before.difference(&after) {
                        say(removed, Sentence::new().say("one can no longer ").say(words).name(name));
                    }
                    for name in after.difference(&before) {
                        say(added, Sentence::new().say("one can now ").say(words).name(name));
                    }
                }
            },
            _ => {}
        }
    }

    /// Names of related objects that a parameter loads.
    pub(super) fn eager(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>) {
        let key = "x-eager";
        let list = |node: &Node<'_>| -> BTreeSet<String> {
            let all = node.value.get(key).and_then(Value::as_array);
            all.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (before, after) = (list(was), list(is));
        for name in before.difference(&after) {
            let text = Sentence::new().say("the relation ").name(name).say(" is no longer known");
            self.fact(pair, Fact::new(Code::RelationRemoved, text).between(was, is, key));
        }
        for name in after.difference(&before) {
            let text = Sentence::new().say("the relation ").name(name).say(" can be loaded");
            self.fact(pair, Fact::new(Code::RelationAdded, text).between(was, is, key));
        }
    }

    /// `x-partial` and `x-json-patch` of a body.
    pub(super) fn body_extensions(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>) {
        if was.flag("x-partial") != is.flag("x-partial") {
            let words =
                if is.flag("x-partial") { "every property may be left out" } else { "properties may no longer be left out" };
            let fact = Fact::new(Code::PartialChanged, Sentence::new().say(words)).between(was, is, "x-partial");
            if is.flag("x-partial") {
                self.fact(pair, Fact { code: Code::ParameterBecameOptional, ..fact });
            } else {
                self.fact(pair, fact);
            }
        }
        let key = "x-json-patch";
        if !same_or_missing(was.value.get(key), is.value.get(key)) {
            let text = Sentence::new().say("the object that a JSON Patch changes is another one");
            self.fact(pair, Fact::new(Code::PatchTargetChanged, text).between(was, is, key));
        }
    }

    /// `x-conventions`, one fact for each entry that changed.
    pub(super) fn conventions(&mut self, pair: PairId) {
        let key = "x-conventions";
        let (old, new) = (self.old.root(), self.new.root());
        let empty = Value::Object(serde_json::Map::new());
        let (was, is) = (old.value.get(key).unwrap_or(&empty), new.value.get(key).unwrap_or(&empty));
        let mut changed = Vec::new();
        leaves(was, is, &mut String::new(), &mut changed);
        for pointer in changed {
            let code = match pointer.split('.').next() {
                Some("paging") => Code::PagingChanged,
                Some("filter" | "sort" | "fields" | "eager") => Code::FilterGrammarChanged,
                Some("retry" | "rate-limit" | "idempotency" | "redirects" | "refuse-html" | "quirks") => Code::RetryChanged,
                _ => Code::ConventionChanged,
            };
            let at = |root: &Node<'_>| {
                let steps = pointer.split('.');
                steps.fold(root.get(key), |node, step| node.map(|node| node.get(step).unwrap_or(node))).map(|node| node.place())
            };
            let text = Sentence::new().say("the convention ").name(&pointer).say(" changed");
            let places = (at(&old).or(Some(old.place())), at(&new).or(Some(new.place())));
            self.fact(pair, Fact::new(code, text).places(places.0, places.1));
        }
    }
}

/// The paths of values that differ.
fn leaves(was: &Value, is: &Value, path: &mut String, changed: &mut Vec<String>) {
    if super::same(was, is) {
        return;
    }
    let (Value::Object(a), Value::Object(b)) = (was, is) else {
        changed.push(path.clone());
        return;
    };
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(key);
        match (a.get(key), b.get(key)) {
            (Some(was), Some(is)) => leaves(was, is, path, changed),
            _ => changed.push(path.clone()),
        }
        path.truncate(length);
    }
}
