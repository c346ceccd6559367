//! A union on one side only.

use super::super::code::Code;
use super::super::fact::Fact;
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::{ANNOTATIONS, View};
use super::Comparer;
use super::types::Types;
use super::unions::Member;
use crate::document::Node;

/// Keywords that say what a value is, so that a union beside them narrows it further.
const BESIDE: [&str; 6] = ["properties", "required", "additionalProperties", "items", "enum", "const"];

impl<'o, 'n> Comparer<'o, 'n> {
    /// A schema that became one of several. Answers whether the rest of the two can be compared.
    pub(super) fn wrapped(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>, list: Option<&Node<'n>>, any: bool) -> bool {
        let Some(list) = list else { return true };
        let members = self.new_members(list);
        let before = old.clone().like_a_member();
        let print = self.print_old(&before);
        let prints: Vec<u64> = members.iter().map(|member| self.print_new(&member.view.clone().like_a_member())).collect();
        let same = |index: usize| prints[index] == print || old.name.is_some() && members[index].view.name == old.name;
        let found = match (0..members.len()).find(|index| same(*index)) {
            Some(index) => Some(index),
            None if is_more(new) => {
                self.choice_new(pair, old.node(), list);
                return true;
            }
            None if only_types(&members) => return true,
            None => near(&members, Types::of(old)),
        };
        self.nullable(pair, old, new);
        let code = if any && found.is_some() { Code::AnyOfAdded } else { Code::BecameOneOf };
        let text = Sentence::new().say("it became one of several: ");
        let text = text.names(members.iter().map(Member::title).collect::<Vec<_>>().iter().map(String::as_str));
        self.fact(pair, Fact::new(code, text).places(Some(old.node().place()), Some(list.place())));
        if let Some(member) = found.and_then(|index| members.into_iter().nth(index)) {
            let at = format!("({})", member.title());
            self.below(pair, before, member.view.like_a_member(), &at, Step::default());
        }
        false
    }

    /// One of several that became a single schema. Answers whether the rest of the two can be compared.
    pub(super) fn unwrapped(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>, list: Option<&Node<'o>>) -> bool {
        let Some(list) = list else { return true };
        let members = self.old_members(list);
        let after = new.clone().like_a_member();
        let print = self.print_new(&after);
        let prints: Vec<u64> = members.iter().map(|member| self.print_old(&member.view.clone().like_a_member())).collect();
        let same = |index: usize| prints[index] == print || new.name.is_some() && members[index].view.name == new.name;
        let found = match (0..members.len()).find(|index| same(*index)) {
            Some(index) => Some(index),
            None if !is_more(old) && only_types(&members) => return true,
            None if !is_more(old) => near(&members, Types::of(new)),
            None => None,
        };
        let Some(index) = found else {
            // What the members took is told by the type, and what the single schema asks for by its own keywords.
            self.choice_gone(pair, list, new.node());
            return true;
        };
        self.nullable(pair, old, new);
        let text = Sentence::new().say("it is no longer one of several: ");
        let text = text.names(members.iter().map(Member::title).collect::<Vec<_>>().iter().map(String::as_str));
        self.fact(pair, Fact::new(Code::BecameSingle, text).places(Some(list.place()), Some(new.node().place())));
        if let Some(member) = members.into_iter().nth(index) {
            let at = format!("({})", member.title());
            self.below(pair, member.view.like_a_member(), after, &at, Step::default());
        }
        false
    }

    /// A union that is new beside what a schema says.
    pub(super) fn choice_new(&mut self, pair: PairId, old: &Node<'o>, list: &Node<'n>) {
        let text = Sentence::new().say(&format!("it must also fit one of {} alternatives", list.items().len()));
        self.fact(pair, Fact::new(Code::ChoiceAdded, text).places(Some(old.place()), Some(list.place())));
    }

    /// A union that is gone.
    pub(super) fn choice_gone(&mut self, pair: PairId, list: &Node<'o>, new: &Node<'n>) {
        let text = Sentence::new().say(&format!("it need not fit one of {} alternatives any more", list.items().len()));
        self.fact(pair, Fact::new(Code::ChoiceRemoved, text).places(Some(list.place()), Some(new.place())));
    }
}

/// Whether a schema says more than its union.
fn is_more(view: &View<'_>) -> bool {
    !Types::of(view).is_any() || BESIDE.iter().any(|key| view.says(key))
}

/// Whether members say nothing but types, of which no two have one in common: a list of types says the same.
fn only_types(members: &[Member<'_>]) -> bool {
    let says_more = |member: &Member<'_>| {
        let mut keys = member.view.parts.iter().filter_map(|part| part.value.as_object()).flat_map(|map| map.keys());
        keys.any(|key| !ANNOTATIONS.contains(&key.as_str()) && !matches!(key.as_str(), "type" | "nullable" | "allOf"))
    };
    let are_apart = members
        .iter()
        .enumerate()
        .all(|(index, member)| members[..index].iter().all(|other| !Types::of(&member.view).overlaps(Types::of(&other.view))));
    are_apart && !members.iter().any(says_more)
}

/// The only member of the same types.
fn near(members: &[Member<'_>], types: Types) -> Option<usize> {
    let mut found = (0..members.len()).filter(|index| !types.is_any() && Types::of(&members[*index].view) == types);
    found.next().filter(|_| found.next().is_none())
}
