//! Arrays.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use super::objects::Others;
use super::types::Types;
use crate::document::Node;
use crate::location::Report;

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
        for index in 0..was.len().max(is.len()) {
            let places = (was.get(index).unwrap_or(old.node()).place(), is.get(index).unwrap_or(new.node()).place());
            let (before, after) = (at(&was, index, old, &mut self.old_report), at(&is, index, new, &mut self.new_report));
            let (code, words) = match (before, after) {
                (Others::Typed(before), Others::Typed(after)) => {
                    self.below(pair, before, after, &format!("[{index}]"), Step::default());
                    continue;
                }
                (Others::Any, Others::Any) | (Others::Refused, Others::Refused) => continue,
                (Others::Refused, _) => (Code::PrefixItemAdded, "is allowed"),
                (_, Others::Refused) => (Code::PrefixItemRemoved, "is no longer allowed"),
                (Others::Any, Others::Typed(_)) => (Code::ItemsRestricted, "has a schema, it had none"),
                (Others::Typed(_), Others::Any) => (Code::ItemsFreed, "has no schema any more"),
            };
            let text = Sentence::new().say(&format!("item {index} {words}"));
            self.fact(pair, Fact::new(code, text).places(Some(places.0), Some(places.1)));
        }
    }
}

/// What a list takes at a position.
fn at<'d>(positions: &[Node<'d>], index: usize, list: &View<'d>, report: &mut Report) -> Others<'d> {
    let view = positions.get(index).map(|node| View::of(node, report)).or_else(|| list.child("items", report));
    Others::of(view)
}
