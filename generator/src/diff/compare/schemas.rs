//! A schema: each of its sides in a file of its own.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::PairId;
use super::super::text::Sentence;
use super::super::view::View;
use super::types::same_content;
use super::{Comparer, same_or_missing};

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares two schemas and opens what is below them.
    pub(super) fn schema(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        if !self.unions(pair, old, new) {
            return;
        }
        self.nullable(pair, old, new);
        if !self.types(pair, old, new) {
            return;
        }
        self.values(pair, old, new);
        self.bounds(pair, old, new);
        self.texts(pair, old, new);
        self.objects(pair, old, new);
        self.arrays(pair, old, new);
        self.conditions(pair, old, new);
    }

    /// `contentEncoding`, `contentMediaType`, `contentSchema`, and how it looks in XML.
    fn texts(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        for (key, code) in [("contentEncoding", Code::ContentEncodingChanged), ("contentMediaType", Code::ContentTypeChanged)] {
            let (was, is) = (old.string(key), new.string(key));
            if was != is && !same_content(old, new, key) {
                let text = Sentence::new()
                    .name(key)
                    .say(" is ")
                    .name(is.unwrap_or("nothing"))
                    .say(", was ")
                    .name(was.unwrap_or("nothing"));
                self.fact(pair, Fact::new(code, text).between(old.node(), new.node(), key));
            }
        }
        self.present(
            pair,
            old,
            new,
            "contentSchema",
            (Code::ContentSchemaAdded, "the content has a schema"),
            (Code::ContentSchemaRemoved, "the content has no schema any more"),
        );
        if !same_or_missing(old.value("xml"), new.value("xml")) {
            let text = Sentence::new().say("it is written differently in XML");
            self.fact(pair, Fact::new(Code::XmlChanged, text).between(old.node(), new.node(), "xml"));
        }
    }

    /// `not`, `if`, `then` and `else`.
    fn conditions(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        self.condition(pair, old, new, "not", (Code::NotAdded, Code::NotChanged, Code::NotRemoved));
        // Without `if` the others say nothing, and without them it says nothing.
        match (conditional(old), conditional(new)) {
            (None, None) => {}
            (None, Some(keys)) => {
                let text = Sentence::new().say("a condition is new: ").names(keys);
                self.fact(pair, Fact::new(Code::ConditionAdded, text).between(old.node(), new.node(), "if"));
            }
            (Some(keys), None) => {
                let text = Sentence::new().say("a condition is gone: ").names(keys);
                self.fact(pair, Fact::new(Code::ConditionRemoved, text).between(old.node(), new.node(), "if"));
            }
            (Some(_), Some(_)) => {
                let codes = (Code::ConditionAdded, Code::ConditionChanged, Code::ConditionRemoved);
                for key in ["if", "then", "else"] {
                    self.condition(pair, old, new, key, codes);
                }
            }
        }
    }

    fn condition(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>, key: &str, codes: (Code, Code, Code)) {
        let (code, words) = match (old.child(key, &mut self.old_report), new.child(key, &mut self.new_report)) {
            (None, Some(_)) => (codes.0, " is new"),
            (Some(_), None) => (codes.2, " is gone"),
            // What holds then holds like the schema itself; a condition may let more or less through.
            (Some(was), Some(is)) if key == "then" || key == "else" => {
                self.below(pair, was, is, &format!("({key})"), super::Step::default());
                return;
            }
            (Some(was), Some(is)) if self.print_old(&was) != self.print_new(&is) => (codes.1, " changed"),
            _ => return,
        };
        self.fact(pair, Fact::new(code, Sentence::new().name(key).say(words)).between(old.node(), new.node(), key));
    }

    /// A key with a schema that is new or gone; where both have it, what is below is compared.
    pub(super) fn present(
        &mut self,
        pair: PairId,
        old: &View<'o>,
        new: &View<'n>,
        key: &str,
        added: (Code, &str),
        removed: (Code, &str),
    ) {
        let (code, words) = match (old.child(key, &mut self.old_report), new.child(key, &mut self.new_report)) {
            (None, Some(_)) => added,
            (Some(_), None) => removed,
            (Some(was), Some(is)) => {
                self.below(pair, was, is, &format!("({key})"), super::Step::default());
                return;
            }
            (None, None) => return,
        };
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(old.node(), new.node(), key));
    }
}

/// The keys of a condition that says something.
fn conditional(view: &View<'_>) -> Option<impl Iterator<Item = &'static str>> {
    let keys: Vec<&str> = ["if", "then", "else"].into_iter().filter(|key| view.says(key)).collect();
    (keys.len() > 1 && keys[0] == "if").then(|| keys.into_iter())
}
