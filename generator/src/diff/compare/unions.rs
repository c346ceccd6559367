//! `oneOf`, `anyOf` and discriminators. Members are matched by what they are, not by where they stand.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use super::types::Types;
use crate::document::Node;
use serde_json::{Map, Value};

/// A member of a union.
pub(super) struct Member<'d> {
    node: Node<'d>,
    pub(super) view: View<'d>,
    print: u64,
}

impl Member<'_> {
    pub(super) fn title(&self) -> String {
        self.view.name.clone().or_else(|| self.view.string("title").map(str::to_owned)).unwrap_or_else(|| {
            let types = Types::of(&self.view);
            let known = ["string", "integer", "number", "boolean", "array", "object"].into_iter().find(|name| types.allows(name));
            known.filter(|_| !types.is_any()).unwrap_or("schema").to_owned()
        })
    }
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares unions. Answers whether the rest of the two schemas can be compared.
    pub(super) fn unions(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) -> bool {
        let (mut was_one, mut was_any) = (old.unions("oneOf"), old.unions("anyOf"));
        let (mut is_one, mut is_any) = (new.unions("oneOf"), new.unions("anyOf"));
        match (was_one.len() + was_any.len(), is_one.len() + is_any.len()) {
            (0, 0) => return true,
            (0, _) => return self.wrapped(pair, old, new, is_one.first().or(is_any.first()), is_one.is_empty()),
            (_, 0) => return self.unwrapped(pair, old, new, was_one.first().or(was_any.first())),
            _ => {}
        }
        // Of one kind first; what is left on both sides became the other kind.
        let mut matched = Vec::new();
        while !was_one.is_empty() && !is_one.is_empty() {
            matched.push(((true, was_one.remove(0)), (true, is_one.remove(0))));
        }
        while !was_any.is_empty() && !is_any.is_empty() {
            matched.push(((false, was_any.remove(0)), (false, is_any.remove(0))));
        }
        let mut olds = was_one.into_iter().map(|list| (true, list)).chain(was_any.into_iter().map(|list| (false, list)));
        let mut news = is_one.into_iter().map(|list| (true, list)).chain(is_any.into_iter().map(|list| (false, list)));
        loop {
            match (olds.next(), news.next()) {
                (Some(was), Some(is)) => matched.push((was, is)),
                (Some((_, was)), None) => self.choice_gone(pair, &was, new.node()),
                (None, Some((_, is))) => self.choice_new(pair, old.node(), &is),
                (None, None) => break,
            }
        }
        for ((was_one, was), (is_one, is)) in &matched {
            if was_one != is_one {
                let text = Sentence::new().say(if *is_one {
                    "exactly one member must fit, was any"
                } else {
                    "any member may fit, was exactly one"
                });
                self.fact(pair, Fact::new(Code::ChoiceChanged, text).places(Some(was.place()), Some(is.place())));
            }
            self.members(pair, was, is, *is_one);
        }
        self.discriminator(pair, old, new);
        true
    }

    fn members(&mut self, pair: PairId, was: &Node<'o>, is: &Node<'n>, one: bool) {
        let mut olds: Vec<Member<'o>> = self.old_members(was);
        let mut news: Vec<Member<'n>> = self.new_members(is);
        // The surest sign first: the same name, the same shape, the same title, then the same type in order.
        let mut matched = Vec::new();
        take(&mut olds, &mut news, &mut matched, |a, b| a.view.name.is_some() && a.view.name == b.view.name);
        take(&mut olds, &mut news, &mut matched, |a, b| a.print == b.print);
        take(&mut olds, &mut news, &mut matched, |a, b| match (a.view.string("title"), b.view.string("title")) {
            (Some(a), Some(b)) => a == b,
            (None, None) => a.view.name.is_none() && b.view.name.is_none() && Types::of(&a.view) == Types::of(&b.view),
            _ => false,
        });
        // A member that became a component, or was one.
        take(&mut olds, &mut news, &mut matched, |a, b| {
            let types = Types::of(&a.view);
            a.view.name.is_some() != b.view.name.is_some() && !types.is_any() && types == Types::of(&b.view)
        });
        for (old, new) in matched {
            let at = format!("({})", new.title());
            self.below(pair, old.view.like_a_member(), new.view.like_a_member(), &at, Step::default());
        }
        let (added, removed) = if one { (Code::OneOfAdded, Code::OneOfRemoved) } else { (Code::AnyOfAdded, Code::AnyOfRemoved) };
        for old in olds {
            let text = Sentence::new().say("alternative gone: ").name(old.title());
            self.fact(pair, Fact::new(removed, text).places(Some(old.node.place()), Some(is.place())));
        }
        for new in news {
            let text = Sentence::new().say("new alternative: ").name(new.title());
            self.fact(pair, Fact::new(added, text).places(Some(was.place()), Some(new.node.place())));
        }
    }

    fn discriminator(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "discriminator";
        let (was, is) = match (old.get(key), new.get(key)) {
            (None, None) => return,
            (Some(was), Some(is)) => (was, is),
            (was, is) => {
                let (code, words) = if is.is_some() {
                    (Code::DiscriminatorAdded, "a property tells which member it is")
                } else {
                    (Code::DiscriminatorRemoved, "no property tells any more which member it is")
                };
                let at = (was.map(|node| node.place()), is.map(|node| node.place()));
                let at = (at.0.or(Some(old.node().place())), at.1.or(Some(new.node().place())));
                self.fact(pair, Fact::new(code, Sentence::new().say(words)).places(at.0, at.1));
                return;
            }
        };
        if was.string("propertyName") != is.string("propertyName") {
            let name = |node: Option<&str>| node.unwrap_or_default().to_owned();
            let text = Sentence::new()
                .name(name(is.string("propertyName")))
                .say(" tells which member it is, was ")
                .name(name(was.string("propertyName")));
            self.fact(pair, Fact::new(Code::DiscriminatorPropertyChanged, text).between(&was, &is, "propertyName"));
        }
        let empty = Map::new();
        let (before, after) = (mapping(&was).unwrap_or(&empty), mapping(&is).unwrap_or(&empty));
        for (value, target) in before {
            let (code, words) = match after.get(value) {
                None => (Code::MappingRemoved, "value gone that told a member: "),
                Some(other) if last(target) != last(other) && !self.same_target(&was, target, &is, other) => {
                    (Code::MappingChanged, "another member is told by ")
                }
                Some(_) => continue,
            };
            self.fact(pair, Fact::new(code, Sentence::new().say(words).name(value)).between(&was, &is, "mapping"));
        }
        for value in after.keys().filter(|value| !before.contains_key(*value)) {
            let text = Sentence::new().say("new value that tells a member: ").name(value);
            self.fact(pair, Fact::new(Code::MappingAdded, text).between(&was, &is, "mapping"));
        }
    }

    /// Whether two values of a mapping lead to schemas of the same shape under other names.
    fn same_target(&mut self, was: &Node<'o>, target: &Value, is: &Node<'n>, other: &Value) -> bool {
        let (Some(from), Some(to)) = (target.as_str(), other.as_str()) else { return false };
        let (Some(before), Some(after)) = (was.resolve(from), is.resolve(to)) else { return false };
        let renamed = self.new.root().get("components").and_then(|all| all.get("schemas")?.get(last(target))).is_none();
        let (before, after) = (View::of(&before, &mut self.old_report), View::of(&after, &mut self.new_report));
        renamed && self.print_old(&before) == self.print_new(&after)
    }

    pub(super) fn old_members(&mut self, list: &Node<'o>) -> Vec<Member<'o>> {
        let mut members = Vec::new();
        for node in list.items() {
            let view = View::of(&node, &mut self.old_report);
            if !view.is_null() {
                let print = self.print_old(&view);
                members.push(Member { node, view, print });
            }
        }
        members
    }

    pub(super) fn new_members(&mut self, list: &Node<'n>) -> Vec<Member<'n>> {
        let mut members = Vec::new();
        for node in list.items() {
            let view = View::of(&node, &mut self.new_report);
            if !view.is_null() {
                let print = self.print_new(&view);
                members.push(Member { node, view, print });
            }
        }
        members
    }
}

/// Moves the pairs that `fits` finds, each member at most once.
fn take<'o, 'n>(
    olds: &mut Vec<Member<'o>>,
    news: &mut Vec<Member<'n>>,
    matched: &mut Vec<(Member<'o>, Member<'n>)>,
    fits: impl Fn(&Member<'o>, &Member<'n>) -> bool,
) {
    let mut index = 0;
    while index < olds.len() {
        match news.iter().position(|new| fits(&olds[index], new)) {
            Some(found) => matched.push((olds.remove(index), news.remove(found))),
            None => index += 1,
        }
    }
}

fn mapping<'d>(discriminator: &Node<'d>) -> Option<&'d Map<String, Value>> {
    discriminator.value.get("mapping")?.as_object()
}

/// `Cat` for `#/components/schemas/Cat` and for `Cat`: a mapping may be written either way.
fn last(target: &Value) -> &str {
    let target = target.as_str().unwrap_or_default();
    target.rsplit(['/', '#']).next().unwrap_or(target)
}
