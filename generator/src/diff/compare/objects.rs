//! Objects: properties, which of them must be there, and what else may be.

use super::super::code::Code;
use super::super::fact::{Fact, place};
use super::super::graph::{PairId, Step};
use super::super::text::Sentence;
use super::super::view::View;
use super::Comparer;
use crate::document::Node;
use foldhash::HashSet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A property of one side.
struct Property<'d> {
    node: Node<'d>,
    view: View<'d>,
    required: bool,
    read_only: bool,
    write_only: bool,
    has_default: bool,
}

/// What holds for the properties that an object does not name, or for the items behind those a list has positions for.
pub(super) enum Others<'d> {
    Any,
    Refused,
    Typed(View<'d>),
}

impl<'d> Others<'d> {
    /// What a schema says of them, if there is one.
    pub(super) fn of(view: Option<View<'d>>) -> Self {
        match view {
            Some(view) if view.parts.iter().any(|part| part.value == &Value::Bool(false)) => Self::Refused,
            Some(view) if !view.says_nothing() => Self::Typed(view),
            _ => Self::Any,
        }
    }
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares two objects.
    pub(super) fn objects(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (was_required, is_required) = (required(old), required(new));
        let (was, is) = (old.children("properties"), new.children("properties"));
        for (name, nodes) in &was {
            let before = property(&nodes[0], View::all(nodes, &mut self.old_report), was_required.contains(name));
            match is.get(name) {
                Some(nodes) => {
                    let after = property(&nodes[0], View::all(nodes, &mut self.new_report), is_required.contains(name));
                    self.property(pair, name, (old, before), (new, after));
                }
                None => self.removed(pair, name, &before, new),
            }
        }
        for (name, nodes) in &is {
            if !was.contains_key(name) {
                let after = property(&nodes[0], View::all(nodes, &mut self.new_report), is_required.contains(name));
                self.added(pair, name, &after, old);
            }
        }
        self.required_without_schema(pair, (old, &was_required), (new, &is_required), |name| {
            was.contains_key(name) || is.contains_key(name)
        });
        self.extra(pair, old, new);
        self.pattern_properties(pair, old, new);
        self.present(
            pair,
            old,
            new,
            "propertyNames",
            (Code::PropertyNamesRestricted, "names of properties have a schema"),
            (Code::PropertyNamesFreed, "names of properties have no schema any more"),
        );
        self.dependents(pair, old, new);
    }

    fn added(&mut self, pair: PairId, name: &str, after: &Property<'n>, old: &View<'o>) {
        let text = Sentence::new().say("new property ").name(name);
        let (code, text) = if after.required {
            let note = if after.has_default { ", required although it has a default" } else { ", required" };
            (Code::RequiredPropertyAdded, text.say(note))
        } else {
            (Code::OptionalPropertyAdded, text)
        };
        let fact = Fact::new(code, text).places(Some(place(old.node(), "properties")), Some(after.node.place())).about(name);
        self.fact(pair, with_access(fact, after));
        // Until now it was one of the properties that are not named.
        if let Others::Typed(before) = extra(old, &mut self.old_report) {
            let step = Step { property: true, read_only: after.read_only, write_only: after.write_only, position: None };
            self.below(pair, before, after.view.clone(), &format!(".{name}"), step);
        }
    }

    fn removed(&mut self, pair: PairId, name: &str, before: &Property<'o>, new: &View<'n>) {
        let code = if before.required { Code::RequiredPropertyRemoved } else { Code::OptionalPropertyRemoved };
        let others = extra(new, &mut self.new_report);
        let is_refused = matches!(others, Others::Refused) && !new.says("patternProperties");
        let text = Sentence::new().say("property ").name(name).say(" is gone");
        let text = if is_refused { text.say(", and what is not named is refused") } else { text };
        let at = (Some(before.node.place()), Some(place(new.node(), "properties")));
        let mut fact = Fact::new(code, text).places(at.0, at.1).about(name);
        fact.refused = is_refused;
        self.fact(pair, with_access(fact, before));
        // From now on it is one of the properties that are not named.
        if let Others::Typed(after) = others {
            let step = Step { property: true, read_only: before.read_only, write_only: before.write_only, position: None };
            self.below(pair, before.view.clone(), after, &format!(".{name}"), step);
        }
    }

    fn property(&mut self, pair: PairId, name: &str, old: (&View<'o>, Property<'o>), new: (&View<'n>, Property<'n>)) {
        let ((old_view, before), (new_view, after)) = (old, new);
        let (from, to) = (before.node.clone(), after.node.clone());
        let access = Property {
            node: after.node.clone(),
            view: after.view.clone(),
            required: after.required,
            read_only: before.read_only || after.read_only,
            write_only: before.write_only || after.write_only,
            has_default: after.has_default,
        };
        if before.required != after.required {
            let subject = Sentence::new().name(name);
            let (code, text) = match after.required {
                true if after.has_default => {
                    (Code::PropertyBecameRequired, subject.say(" became required although it has a default"))
                }
                true => (Code::PropertyBecameRequired, subject.say(" became required")),
                false => (Code::PropertyBecameOptional, subject.say(" became optional")),
            };
            let at = |view: &View<'_>| view.get("required").map_or_else(|| view.node().place(), |node| node.place());
            let fact = Fact::new(code, text).places(Some(at(old_view)), Some(at(new_view))).about(name);
            self.fact(pair, with_access(fact, &access));
        }
        for (was, is, key, set, taken) in [
            (before.read_only, after.read_only, "readOnly", Code::BecameReadOnly, Code::BecameNotReadOnly),
            (before.write_only, after.write_only, "writeOnly", Code::BecameWriteOnly, Code::BecameNotWriteOnly),
        ] {
            if was != is {
                let words = if is { format!(" became {key}") } else { format!(" is no longer {key}") };
                let text = Sentence::new().name(name).say(&words);
                let mut fact = Fact::new(if is { set } else { taken }, text).between(&from, &to, key).about(name);
                fact.required = after.required;
                self.fact(pair, fact);
            }
        }
        let (was, is) = (before.view.flag("deprecated"), after.view.flag("deprecated"));
        if was != is {
            let (code, words) =
                if is { (Code::Deprecated, " is deprecated") } else { (Code::Reactivated, " is no longer deprecated") };
            self.fact(pair, Fact::new(code, Sentence::new().name(name).say(words)).between(&from, &to, "deprecated").about(name));
        }
        let step = Step { property: true, read_only: access.read_only, write_only: access.write_only, position: None };
        self.below(pair, before.view, after.view, &format!(".{name}"), step);
    }

    /// Names in `required` that have no schema, such as in one member of an `anyOf`.
    fn required_without_schema(
        &mut self,
        pair: PairId,
        old: (&View<'o>, &HashSet<&'o str>),
        new: (&View<'n>, &HashSet<&'n str>),
        known: impl Fn(&str) -> bool,
    ) {
        let mut changed: Vec<(&str, bool)> = Vec::new();
        changed.extend(new.1.iter().filter(|name| !old.1.contains(**name) && !known(name)).map(|name| (*name, true)));
        changed.extend(old.1.iter().filter(|name| !new.1.contains(**name) && !known(name)).map(|name| (*name, false)));
        changed.sort_unstable();
        for (name, is) in changed {
            let (code, words) = if is {
                (Code::PropertyBecameRequired, " became required")
            } else {
                (Code::PropertyBecameOptional, " became optional")
            };
            let text = Sentence::new().name(name).say(words);
            self.fact(pair, Fact::new(code, text).between(old.0.node(), new.0.node(), "required").about(name));
        }
    }

    fn extra(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let (was, is) = (extra(old, &mut self.old_report), extra(new, &mut self.new_report));
        let (code, words) = match (was, is) {
            (Others::Typed(was), Others::Typed(is)) => {
                self.below(pair, was, is, ".*", Step { property: true, ..Step::default() });
                return;
            }
            (Others::Any, Others::Any) | (Others::Refused, Others::Refused) => return,
            (_, Others::Refused) => (Code::ExtraPropertiesRefused, "properties that are not named are refused"),
            (Others::Refused, _) => (Code::ExtraPropertiesAllowed, "properties that are not named are allowed"),
            (_, Others::Typed(_)) => (Code::ExtraPropertiesTyped, "properties that are not named have a schema"),
            (Others::Typed(_), Others::Any) => {
                (Code::ExtraPropertiesUntyped, "properties that are not named have no schema any more")
            }
        };
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(old.node(), new.node(), "additionalProperties"));
    }

    fn pattern_properties(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "patternProperties";
        let (was, is) = (old.children(key), new.children(key));
        let step = Step { property: true, ..Step::default() };
        let patterns: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        for pattern in patterns {
            let of_old = was.get(pattern).map(|nodes| View::all(nodes, &mut self.old_report));
            let before = of_old.map_or_else(|| extra(old, &mut self.old_report), Others::Typed);
            let of_new = is.get(pattern).map(|nodes| View::all(nodes, &mut self.new_report));
            let after = of_new.map_or_else(|| extra(new, &mut self.new_report), Others::Typed);
            let (code, words) = match (before, after) {
                (Others::Typed(before), Others::Typed(after)) => {
                    self.below(pair, before, after, ".*", step);
                    continue;
                }
                (Others::Any, Others::Any) | (Others::Refused, Others::Refused) => continue,
                (Others::Refused, _) => (Code::ExtraPropertiesAllowed, " are allowed"),
                (_, Others::Refused) => (Code::ExtraPropertiesRefused, " are refused"),
                (Others::Any, Others::Typed(_)) => (Code::PatternPropertyAdded, " have a schema"),
                (Others::Typed(_), Others::Any) => (Code::PatternPropertyRemoved, " have no schema any more"),
            };
            let text = Sentence::new().say("properties that match ").name(pattern).say(words);
            self.fact(pair, Fact::new(code, text).between(old.node(), new.node(), key));
        }
    }

    /// `dependentRequired` and `dependentSchemas`.
    fn dependents(&mut self, pair: PairId, old: &View<'o>, new: &View<'n>) {
        let key = "dependentRequired";
        let (was, is) = (asked_for(old), asked_for(new));
        let names: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
        let none = BTreeSet::new();
        for name in names {
            let (before, after) = (was.get(name).unwrap_or(&none), is.get(name).unwrap_or(&none));
            let (code, words, others) = match (before.is_subset(after), after.is_subset(before)) {
                (true, true) => continue,
                (true, false) => (Code::DependentRequiredAdded, " asks for other properties: ", after - before),
                (false, true) => (Code::DependentRequiredRemoved, " no longer asks for other properties: ", before - after),
                (false, false) => (Code::DependentRequiredChanged, " asks for others than before: ", after.clone()),
            };
            let text = Sentence::new().name(name).say(words).names(others);
            self.fact(pair, Fact::new(code, text).between(old.node(), new.node(), key));
        }
        let key = "dependentSchemas";
        let (was, is) = (old.children(key), new.children(key));
        for (name, nodes) in &was {
            if let Some(others) = is.get(name) {
                let (before, after) = (View::all(nodes, &mut self.old_report), View::all(others, &mut self.new_report));
                self.below(pair, before, after, &format!("(with {name})"), Step::default());
            } else {
                let text = Sentence::new().say("where ").name(*name).say(" is there, no further schema holds any more");
                self.fact(pair, Fact::new(Code::DependentSchemaRemoved, text).between(old.node(), new.node(), key));
            }
        }
        for name in is.keys().filter(|name| !was.contains_key(*name)) {
            let text = Sentence::new().say("where ").name(*name).say(" is there, a further schema holds");
            self.fact(pair, Fact::new(Code::DependentSchemaAdded, text).between(old.node(), new.node(), key));
        }
    }
}

fn property<'d>(node: &Node<'d>, view: View<'d>, required: bool) -> Property<'d> {
    let (read_only, write_only) = (view.flag("readOnly"), view.flag("writeOnly"));
    let has_default = view.value("default").is_some();
    Property { node: node.clone(), view, required, read_only, write_only, has_default }
}

fn with_access(mut fact: Fact, property: &Property<'_>) -> Fact {
    fact.read_only = property.read_only;
    fact.write_only = property.write_only;
    fact.required = property.required;
    fact
}

/// What each property asks for by `dependentRequired`.
fn asked_for<'d>(view: &View<'d>) -> BTreeMap<&'d str, BTreeSet<&'d str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, list) in view.values("dependentRequired").filter_map(|(_, value)| value.as_object()).flatten() {
        let others = list.as_array().into_iter().flatten().filter_map(Value::as_str).filter(|other| other != name);
        found.entry(name).or_default().extend(others);
    }
    found
}

fn required<'d>(view: &View<'d>) -> HashSet<&'d str> {
    view.values("required").filter_map(|(_, list)| list.as_array()).flatten().filter_map(Value::as_str).collect()
}

fn extra<'d>(view: &View<'d>, report: &mut crate::location::Report) -> Others<'d> {
    let mut nodes = Vec::new();
    for (part, value) in view.values("additionalProperties") {
        match value {
            Value::Bool(false) => return Others::Refused,
            Value::Object(map) if !map.is_empty() => nodes.extend(part.get("additionalProperties")),
            _ => {}
        }
    }
    if nodes.is_empty() {
        return Others::Any;
    }
    let view = View::all(&nodes, report);
    if view.says_nothing() { Others::Any } else { Others::Typed(view) }
}
