//! `enum`, `const`, `default`, and lists of known values.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::PairId;
use super::super::text::Sentence;
use super::super::view::View;
use super::{Comparer, same};
use serde_json::Value;

/// The values that a schema names.
pub(super) struct Named<'v> {
    pub(super) values: Vec<&'v Value>,
    constant: bool,
}

/// The values of `enum` and `const` that all parts allow; `null` is told by the type.
pub(super) fn named<'v>(view: &View<'v>) -> Option<Named<'v>> {
    let lists: Vec<&Vec<Value>> = view.values("enum").filter_map(|(_, list)| list.as_array()).collect();
    let mut constants = view.values("const").map(|(_, value)| value);
    let (mut values, constant) = match constants.next() {
        Some(value) => (vec![value], true),
        None => (lists.first()?.iter().filter(|value| !value.is_null()).collect(), false),
    };
    for other in constants {
        values.retain(|value| same(value, other));
    }
    for list in lists {
        values.retain(|value| list.iter().any(|other| same(value, other)));
    }
    // A constant that a list beside it leaves out is a list without values.
    let constant = constant && !values.is_empty();
    Some(Named { values, constant })
}

fn missing<'v>(from: &[&'v Value], among: &[&Value]) -> Vec<&'v Value> {
    from.iter().copied().filter(|value| !among.iter().any(|other| same(value, other))).collect()
}

fn list(sentence: Sentence, values: &[&Value]) -> Sentence {
    let texts: Vec<String> = values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
    sentence.names(texts.iter().map(String::as_str))
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares the values that two schemas name.
    pub(super) fn values(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let fact = |code, text, key| Fact::new(code, text).between(old.node(), new.node(), key);
        match (named(old), named(new)) {
            (None, None) => {}
            (None, Some(is)) => {
                let (code, key) = if is.constant { (Code::ConstAdded, "const") } else { (Code::EnumAdded, "enum") };
                let text = match is.values.len() {
                    0 => Sentence::new().say("no value is left"),
                    _ => list(Sentence::new().say("only these values are left: "), &is.values),
                };
                self.fact(pair, fact(code, text, key));
            }
            (Some(was), None) => {
                let (code, key) = if was.constant { (Code::ConstRemoved, "const") } else { (Code::EnumRemoved, "enum") };
                let text = list(Sentence::new().say("it is no longer one of: "), &was.values);
                self.fact(pair, fact(code, text, key));
            }
            (Some(was), Some(is)) if was.constant && is.constant => {
                if !same(was.values[0], is.values[0]) {
                    let text = Sentence::new().say("the constant is ").value(is.values[0]).say(", was ").value(was.values[0]);
                    self.fact(pair, fact(Code::ConstChanged, text, "const"));
                }
            }
            (Some(was), Some(is)) => {
                let gone = missing(&was.values, &is.values);
                let come = missing(&is.values, &was.values);
                if !gone.is_empty() {
                    let words = if gone.len() == 1 { "value gone: " } else { "values gone: " };
                    self.fact(pair, fact(Code::EnumValueRemoved, list(Sentence::new().say(words), &gone), "enum"));
                }
                if !come.is_empty() {
                    let words = if come.len() == 1 { "new value: " } else { "new values: " };
                    self.fact(pair, fact(Code::EnumValueAdded, list(Sentence::new().say(words), &come), "enum"));
                }
            }
        }
        self.known_values(pair, old, new);
        self.default(pair, old, new);
    }

    /// Values that are known of a list that stays open.
    fn known_values(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "x-extensible-enum";
        let values = |value: Option<&'_ Value>| value.and_then(Value::as_array).cloned();
        let (Some(was), Some(is)) = (values(old.value(key)), values(new.value(key))) else { return };
        let (was, is): (Vec<&Value>, Vec<&Value>) = (was.iter().collect(), is.iter().collect());
        let (gone, come) = (missing(&was, &is), missing(&is, &was));
        if !gone.is_empty() {
            let text = list(Sentence::new().say("known values gone: "), &gone);
            self.fact(pair, Fact::new(Code::KnownValueRemoved, text).between(old.node(), new.node(), key));
        }
        if !come.is_empty() {
            let text = list(Sentence::new().say("new known values: "), &come);
            self.fact(pair, Fact::new(Code::KnownValueAdded, text).between(old.node(), new.node(), key));
        }
    }

    fn default(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (was, is) = (old.value("default"), new.value("default"));
        let (code, text) = match (was, is) {
            (None, Some(is)) => (Code::DefaultAdded, Sentence::new().say("the default is ").value(is).say(", there was none")),
            (Some(was), None) => (Code::DefaultRemoved, Sentence::new().say("there is no default any more, it was ").value(was)),
            (Some(was), Some(is)) if !same(was, is) => {
                (Code::DefaultChanged, Sentence::new().say("the default is ").value(is).say(", was ").value(was))
            }
            _ => return,
        };
        let at = |view: &View<'_>| view.get("default").map_or_else(|| place(view.node(), ""), |node| node.place());
        self.fact(pair, Fact::new(code, text).places(Some(at(old)), Some(at(new))));
    }
}
