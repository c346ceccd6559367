//! Arrays.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use super::types::Types;
use crate::document::Node;

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares what arrays hold.
    pub(super) fn arrays(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (was, is) = (old.child("items", &mut self.old_report), new.child("items", &mut self.new_report));
        match (was, is) {
            (Some(was), Some(is)) => {
                self.below(pair, was, is, "[]", Step::default());
            }
            (None, Some(is)) if !is.says_nothing() && Types::of(old).allows("array") => {
                let text = Sentence::new().say("the items have a schema, they had none");
                self.fact(pair, Fact::new(Code::ItemsRestricted, text).between(old.node(), new.node(), "items"));
            }
            (Some(was), None) if !was.says_nothing() && Types::of(new).allows("array") => {
                let text = Sentence::new().say("the items have no schema any more");
                self.fact(pair, Fact::new(Code::ItemsFreed, text).between(old.node(), new.node(), "items"));
            }
            _ => {}
        }
        self.prefix(pair, old, new);
        self.present(
            pair,
            old,
            new,
            "contains",
            (Code::ContainsAdded, "an array must hold an item of a kind (`contains`)"),
            (Code::ContainsRemoved, "an array need not hold an item of a kind any more (`contains`)"),
        );
        for key in ["unevaluatedItems", "unevaluatedProperties"] {
            let (added, removed) = (format!("`{key}` is new"), format!("`{key}` is gone"));
            self.present(pair, old, new, key, (Code::UnevaluatedAdded, &added), (Code::UnevaluatedRemoved, &removed));
        }
    }

    /// Compares positions. Behind the last one that has a schema of its own stands what `items` says.
    fn prefix(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "prefixItems";
        let was: Vec<_> = old.get(key).iter().flat_map(Node::items).collect();
        let is: Vec<_> = new.get(key).iter().flat_map(Node::items).collect();
        for (index, (was, is)) in was.iter().zip(&is).enumerate() {
            self.schema_at(pair, was, is, &format!("[{index}]"), Step::default());
        }
        for (index, is) in is.iter().enumerate().skip(was.len()) {
            let rest = old.child("items", &mut self.old_report);
            let view = View::of(is, &mut self.new_report);
            let (code, words) = match rest {
                Some(rest) if !refuses(&rest) => {
                    self.below(pair, rest, view, &format!("[{index}]"), Step::default());
                    continue;
                }
                Some(_) => (Code::PrefixItemAdded, "is allowed"),
                None if view.says_nothing() => continue,
                None => (Code::ItemsRestricted, "has a schema, it had none"),
            };
            let text = Sentence::new().say(&format!("item {index} {words}"));
            self.fact(pair, Fact::new(code, text).places(Some(old.node().place()), Some(is.place())));
        }
        for (index, was) in was.iter().enumerate().skip(is.len()) {
            let rest = new.child("items", &mut self.new_report);
            let view = View::of(was, &mut self.old_report);
            let (code, words) = match rest {
                Some(rest) if !refuses(&rest) => {
                    self.below(pair, view, rest, &format!("[{index}]"), Step::default());
                    continue;
                }
                Some(_) => (Code::PrefixItemRemoved, "is no longer allowed"),
                None if view.says_nothing() => continue,
                None => (Code::ItemsFreed, "has no schema any more"),
            };
            let text = Sentence::new().say(&format!("item {index} {words}"));
            self.fact(pair, Fact::new(code, text).places(Some(was.place()), Some(new.node().place())));
        }
    }
}

/// Whether a schema takes nothing: `items: false` ends a list of positions.
fn refuses(view: &View<'_>) -> bool {
    view.parts.iter().any(|part| part.value == &serde_json::Value::Bool(false))
}
