//! Makes types of facts.

use super::expr::{Atom, Expr, Key};
use super::facts::{Additional, Facts};
use super::kinds::Kinds;
use super::words::{Words, component_key, words_of_pointer};
use super::{Resolver, Slot, Use, placeholder, scalar};
use crate::document::{Address, Node};
use crate::ir::{Docs, JsonReason, Kind, Origin, Type, TypeId};
use crate::source::Place;
use foldhash::{HashSet, HashSetExt};
use serde_json::Value;
use std::rc::Rc;

/// How deep schemas described inside each other are followed.
const DEEPEST: usize = 100;
/// How many types are made of several schemas together, before a description is taken for a trap.
const MOST_MERGED: usize = 5_000;
/// How many places a list may have to be a tuple: as many as the runtime knows the shape of.
const LONGEST_TUPLE: usize = 8;
/// How deep they are made inside each other.
const DEEPEST_MERGED: usize = 16;

/// Where a type is made and what it is called there.
pub(super) struct Site<'a, 'd> {
    pub(super) key: Key,
    pub(super) words: &'a Words<'a>,
    /// The schema its texts come from.
    pub(super) expr: Option<Expr<'d>>,
    pub(super) place: Place,
}

impl<'d> Resolver<'d, '_> {
    /// The type of an expression, made when it is first asked for.
    pub(super) fn type_of(&mut self, expr: &Expr<'d>, words: &Words<'_>) -> Use {
        let atoms = self.atoms(expr);
        if let [Atom::Ref(target)] = atoms.as_slice() {
            let target = target.clone();
            let reference = self.reference(&target, words);
            // A wrapper can add null; a merge of several cannot take it away without a type of its own.
            let null = reference.null || self.facts(expr).null.allowed();
            return Use { ty: reference.ty, null };
        }
        if matches!(expr, Expr::Node(_)) {
            let key = self.key(expr);
            return self.remembered(key, expr, words);
        }
        // What several schemas say together is the same for the same parts, however they were put together.
        let mut parts: Vec<Expr<'d>> = Vec::with_capacity(atoms.len());
        let mut seen = HashSet::new();
        for atom in atoms {
            match atom {
                Atom::Ref(node) | Atom::Own(node, _) if seen.insert(node.address()) => parts.push(Expr::Node(node)),
                Atom::Any(list) => parts.push(Expr::Any(list)),
                _ => {}
            }
        }
        let whole = if parts.len() == 1 { parts.swap_remove(0) } else { Expr::All(parts) };
        let key = self.key(&whole);
        if let Some(done) = self.recall(&key, &whole, words) {
            done
        } else {
            let facts = self.facts(&whole);
            let place = self.place_of(expr);
            self.make(key, &facts, words, Some(expr.clone()), place)
        }
    }

    fn remembered(&mut self, key: Key, expr: &Expr<'d>, words: &Words<'_>) -> Use {
        if let Some(done) = self.recall(&key, expr, words) {
            return done;
        }
        let facts = self.facts(expr);
        let place = self.place_of(expr);
        self.make(key, &facts, words, Some(expr.clone()), place)
    }

    /// The type behind a key, also where it is being made.
    fn recall(&mut self, key: &Key, expr: &Expr<'d>, words: &Words<'_>) -> Option<Use> {
        let id = match self.memo.get(key)? {
            Slot::Done(done) => return Some(done.clone()),
            Slot::Open(Some(id)) => *id,
            Slot::Open(None) => {
                let id = self.types.push(placeholder(Origin::Inline(words.to_vec()), self.place_of(expr)));
                self.memo.insert(key.clone(), Slot::Open(Some(id)));
                id
            }
        };
        Some(Use { ty: Type::Named(id), null: self.allows_null(expr) })
    }

    /// Makes a type and remembers it.
    pub(super) fn make(
        &mut self,
        key: Key,
        facts: &Rc<Facts<'d>>,
        words: &Words<'_>,
        expr: Option<Expr<'d>>,
        place: Place,
    ) -> Use {
        if let Some(Slot::Done(done)) = self.memo.get(&key) {
            return done.clone();
        }
        if self.depth > DEEPEST {
            return self.not_expressible(&place, "too-deep", "schemas are nested too deeply here");
        }
        if matches!(key, Key::Many(_)) {
            self.merged += 1;
            if self.merged > MOST_MERGED || self.nested > DEEPEST_MERGED {
                return self.not_expressible(&place, "too-large", "too many schemas are merged with each other");
            }
        }
        self.depth += 1;
        self.nested += usize::from(matches!(key, Key::Many(_)));
        self.memo.entry(key.clone()).or_insert(Slot::Open(None));
        let site = Site { key: key.clone(), words, expr, place };
        let mut made = self.build(facts, &site);
        if let Some(Slot::Open(Some(id))) = self.memo.get(&key)
            && made.ty != Type::Named(*id)
        {
            // Something inside referred to it, so it needs a name although it is no object, enum or union.
            let id = *id;
            self.describe(id, &site);
            self.types.get_mut(id).kind = Kind::Alias(made.ty);
            made.ty = Type::Named(id);
        }
        self.depth -= 1;
        self.nested -= usize::from(matches!(key, Key::Many(_)));
        self.memo.insert(key, Slot::Done(made.clone()));
        made
    }

    /// The type behind a `$ref`.
    pub(super) fn reference(&mut self, target: &Node<'d>, words: &Words<'_>) -> Use {
        let known = self.components.get(&target.address()).copied();
        let id = known.or_else(|| component_key(target).map(|key| self.component(target, key)));
        let expr = Expr::Node(target.clone());
        if let Some(id) = id {
            return Use { ty: Type::Named(id), null: self.allows_null(&expr) };
        }
        if let Some(Slot::Done(done)) = self.memo.get(&Key::One(target.address())) {
            return done.clone();
        }
        let found = words_of_pointer(target);
        let Some((last, rest)) = found.split_last() else { return self.type_of(&expr, words) };
        self.with_words(rest, last, &expr)
    }

    fn with_words(&mut self, words: &[String], last: &str, expr: &Expr<'d>) -> Use {
        let joined: Vec<&str> = words.iter().map(String::as_str).collect();
        chain(&joined, None, &mut |chain| {
            let words = chain.map_or_else(|| Words::root(last), |chain| chain.then(last));
            self.type_of(expr, &words)
        })
    }

    /// Makes the type of a component.
    pub(super) fn build_component(&mut self, id: TypeId, node: &Node<'d>) {
        let expr = Expr::Node(node.clone());
        let Origin::Component(name) = self.types.get(id).origin.clone() else { return };
        let words = Words::root(&name);
        let key = Key::One(node.address());
        self.memo.insert(key.clone(), Slot::Open(Some(id)));
        let site = Site { key: key.clone(), words: &words, expr: Some(expr.clone()), place: node.place() };
        self.describe(id, &site);
        let made = match self.inheritance(node, &site) {
            Some(made) => made,
            None => match self.atoms(&expr).as_slice() {
                [Atom::Ref(target)] if !self.is_child(target, node) => {
                    let target = target.clone();
                    self.reference(&target, &words)
                }
                _ => {
                    let facts = self.facts(&expr);
                    self.build(&facts, &site)
                }
            },
        };
        if made.ty != Type::Named(id) {
            self.types.get_mut(id).kind = Kind::Alias(made.ty);
        }
        self.memo.insert(key, Slot::Done(Use { ty: Type::Named(id), null: made.null }));
    }

    /// Whether null is one of the values, decided without making a type.
    pub(super) fn allows_null(&mut self, expr: &Expr<'d>) -> bool {
        let address = if let Expr::Node(node) = expr { Some(node.address()) } else { None };
        if let Some(known) = address.and_then(|address| self.nulls.get(&address)) {
            return *known;
        }
        let null = self.finds_null(expr, &mut HashSet::new());
        if let Some(address) = address {
            self.nulls.insert(address, null);
        }
        null
    }

    /// Looks for null through choices in choices, each schema once.
    fn finds_null(&mut self, expr: &Expr<'d>, seen: &mut HashSet<Address>) -> bool {
        let facts = self.facts(expr);
        if facts.null.allowed() {
            return true;
        }
        if facts.choices.is_empty() {
            return false;
        }
        if let Expr::Node(node) = expr
            && !seen.insert(node.address())
        {
            return false;
        }
        facts.choices.iter().all(|choice| choice.branches.iter().any(|branch| self.finds_null(branch, seen)))
    }

    /// Whether the type made at a site already has an id: it is a component, or something inside refers to it.
    pub(super) fn is_claimed(&self, site: &Site<'_, 'd>) -> bool {
        matches!(self.memo.get(&site.key), Some(Slot::Open(Some(_))))
    }

    /// The id of the type made at a site, for what has to have a name.
    pub(super) fn claim(&mut self, site: &Site<'_, 'd>) -> TypeId {
        if let Some(Slot::Open(Some(id))) = self.memo.get(&site.key) {
            let id = *id;
            self.describe(id, site);
            return id;
        }
        let id = self.types.push(placeholder(Origin::Inline(site.words.to_vec()), site.place.clone()));
        self.memo.insert(site.key.clone(), Slot::Open(Some(id)));
        self.describe(id, site);
        id
    }

    fn describe(&mut self, id: TypeId, site: &Site<'_, 'd>) {
        let Some(expr) = &site.expr else { return };
        let docs = self.docs(expr);
        let examples = self.examples(expr);
        let component = matches!(self.types.get(id).origin, Origin::Component(_));
        let named = self.types.get_mut(id);
        named.docs = docs;
        named.examples = examples;
        if component && let Expr::Node(node) = expr {
            named.rename = node.text("x-name").map(str::to_owned);
        }
    }

    pub(super) fn place_of(&self, expr: &Expr<'d>) -> Place {
        match expr {
            Expr::Node(node) => node.place(),
            Expr::All(list) | Expr::Any(list) => list.first().map_or_else(Place::default, |first| self.place_of(first)),
        }
    }

    /// Makes a type of facts.
    pub(super) fn build(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Use {
        if facts.never {
            return self.not_expressible(&site.place, "no-value", "no value is allowed here");
        }
        if !facts.choices.is_empty() {
            return self.union(facts, site);
        }
        let null = facts.null.allowed();
        if facts.kinds.is_empty() {
            // Only null: any JSON reads it.
            return Use { ty: Type::Json(JsonReason::Anything), null };
        }
        if !facts.typed() {
            return Use { ty: Type::Json(JsonReason::Anything), null: false };
        }
        let groups = facts.kinds.groups();
        if groups.len() > 1 {
            return self.union(facts, site);
        }
        let unions = std::mem::take(&mut self.unions);
        let ty = if facts.kinds == Kinds::OBJECT {
            self.object(facts, site)
        } else if facts.kinds == Kinds::LIST {
            self.list(facts, site)
        } else {
            self.scalar(facts, site)
        };
        self.unions = unions;
        Use { ty, null }
    }

    fn scalar(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Type {
        if facts.kinds == Kinds::BOOL {
            return Type::Bool;
        }
        if let Some(values) = &facts.values
            && !values.is_empty()
            && let Some(values) = scalar::enumeration(facts.kinds, values)
        {
            let id = self.claim(site);
            self.types.get_mut(id).kind = Kind::Enum(values);
            return Type::Named(id);
        }
        if facts.kinds == Kinds::TEXT {
            return Type::Text(scalar::text(facts));
        }
        if facts.values.as_ref().is_some_and(|values| values.iter().any(|value| value.value.is_f64())) {
            return scalar::number(&Facts { kinds: Kinds::NUMBER, format: facts.format, ..Facts::default() });
        }
        scalar::number(facts)
    }

    fn list(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Type {
        let words = site.words.then("item");
        if facts.exact && facts.prefix.len() <= LONGEST_TUPLE {
            let items = facts.prefix.iter().enumerate();
            let items = items.map(|(index, item)| self.type_of(item, &site.words.then(&format!("item {}", index + 1))).whole());
            return Type::Tuple(items.collect());
        }
        let item = match (&facts.items, facts.prefix.as_slice()) {
            (Some(items), []) => self.type_of(items, &words).whole(),
            (None, []) => Type::Json(JsonReason::FreeList),
            (items, prefix) => {
                let mut list = prefix.to_vec();
                list.extend(items.clone());
                let expr = if list.len() == 1 { list.swap_remove(0) } else { Expr::Any(list) };
                self.type_of(&expr, &words).whole()
            }
        };
        Type::List(Box::new(item))
    }

    /// The type of properties beyond the named ones, if they are kept.
    pub(super) fn extra(&mut self, facts: &Facts<'d>, site: &Site<'_, 'd>) -> Option<Type> {
        let mut list = facts.patterns.clone();
        match &facts.additional {
            Additional::Schema(expr) => list.push(expr.clone()),
            Additional::Any => return Some(Type::Json(JsonReason::Anything)),
            Additional::Closed | Additional::Unsaid => {}
        }
        let expr = match list.len() {
            0 => return None,
            1 => list.swap_remove(0),
            _ => Expr::Any(list),
        };
        let words = site.words.then("value");
        Some(self.type_of(&expr, &words).whole())
    }

    /// The texts of a use of a schema, with what the schema behind it says of being deprecated.
    pub(super) fn use_docs(&mut self, expr: &Expr<'d>, facts: &Facts<'d>) -> Docs {
        let mut docs = self.docs(expr);
        docs.deprecated |= facts.deprecated;
        docs
    }

    /// `x-name` at a use of a schema.
    pub(super) fn rename(expr: &Expr<'d>) -> Option<String> {
        match expr {
            Expr::Node(node) => node.value.get("x-name").and_then(Value::as_str).map(str::to_owned),
            Expr::All(list) | Expr::Any(list) => list.iter().rev().find_map(Self::rename),
        }
    }
}

/// Calls back with a chain of words.
fn chain<T>(words: &[&str], up: Option<&Words<'_>>, call: &mut dyn FnMut(Option<&Words<'_>>) -> T) -> T {
    match words.split_first() {
        None => call(up),
        Some((first, rest)) => {
            let next = up.map_or_else(|| Words::root(first), |up| up.then(first));
            chain(rest, Some(&next), call)
        }
    }
}
