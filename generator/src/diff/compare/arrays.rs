//! Arrays.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use super::types::Types;

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares what arrays hold.
    pub(super) fn arrays(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (was, is) = (old.child("items", &mut self.old_report), new.child("items", &mut self.new_report));
        match (was, is) {
            (Some(was), Some(is)) => {
                self.below(pair, was, is, "[]", Step::default());
            }
            (None, Some(is)) if !says_nothing(&is) && Types::of(old).allows("array") => {
                let text = Sentence::new().say("the items have a schema, they had none");
                self.fact(pair, Fact::new(Code::ItemsRestricted, text).between(old.node(), new.node(), "items"));
            }
            (Some(was), None) if !says_nothing(&was) && Types::of(new).allows("array") => {
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

    fn prefix(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "prefixItems";
        let was: Vec<_> = old.get(key).iter().flat_map(crate::document::Node::items).collect();
        let is: Vec<_> = new.get(key).iter().flat_map(crate::document::Node::items).collect();
        for (index, (was, is)) in was.iter().zip(&is).enumerate() {
            self.schema_at(pair, was, is, &format!("[{index}]"), Step::default());
        }
        for (index, is) in is.iter().enumerate().skip(was.len()) {
            let text = Sentence::new().say(&format!("item {index} has a schema of its own"));
            let at = (Some(old.node().place()), Some(is.place()));
            self.fact(pair, Fact::new(Code::PrefixItemAdded, text).places(at.0, at.1));
        }
        for (index, was) in was.iter().enumerate().skip(is.len()) {
            let text = Sentence::new().say(&format!("item {index} has no schema of its own any more"));
            let at = (Some(was.place()), Some(new.node().place()));
            self.fact(pair, Fact::new(Code::PrefixItemRemoved, text).places(at.0, at.1));
        }
    }
}

fn says_nothing(view: &View<'_>) -> bool {
    view.parts
        .iter()
        .all(|part| part.value.as_object().is_none_or(serde_json::Map::is_empty) && part.value != &serde_json::Value::Bool(false))
}
