//! Schemas as expressions: a place in the description, or what several places say together.

use super::Resolver;
use super::facts::{Strength, strength};
use crate::document::{Address, Node, Version};
use serde_json::Value;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};

/// What a type is remembered under: equal for schemas that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A schema of the description.
    One(Address),
    /// What several say together, or a part of one.
    Many(String),
}

impl Key {
    /// The key of a part of what is behind this key.
    pub(super) fn part(&self, part: &str) -> Self {
        let mut key = String::new();
        self.write(&mut key);
        key.push('/');
        key.push_str(part);
        Self::many(key)
    }

    /// The key of what is behind all the keys.
    pub(super) fn all<'a>(keys: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut key = String::from("(");
        for part in keys {
            part.write(&mut key);
            key.push('&');
        }
        key.push(')');
        Self::many(key)
    }

    /// A key of any length in a text of limited length.
    fn many(text: String) -> Self {
        if text.len() <= 256 {
            return Self::Many(text);
        }
        let mut left = DefaultHasher::new();
        let mut right = DefaultHasher::new();
        right.write_u8(1);
        left.write(text.as_bytes());
        right.write(text.as_bytes());
        Self::Many(format!("#{:x}.{:x}", left.finish(), right.finish()))
    }

    fn write(&self, key: &mut String) {
        match self {
            Self::One(address) => {
                let _ = write!(key, "{address:?}");
            }
            Self::Many(text) => key.push_str(text),
        }
    }
}

/// A schema to make a type of.
#[derive(Clone, Debug)]
pub(super) enum Expr<'d> {
    /// A schema of the description.
    Node(Node<'d>),
    /// What holds all of these (`allOf`).
    All(Vec<Expr<'d>>),
    /// What holds any of these (`anyOf`).
    Any(Vec<Expr<'d>>),
}

/// A part of an expression, with single wrappers opened.
#[derive(Clone, Debug)]
pub(super) enum Atom<'d> {
    /// A schema that is referred to.
    Ref(Node<'d>),
    /// What a schema says itself, beside its `$ref` and `allOf`.
    Own(Node<'d>, Strength),
    /// Any of several.
    Any(Vec<Expr<'d>>),
}

impl<'d> Resolver<'d, '_> {
    /// The parts of an expression that say something of the type, each once.
    ///
    /// A single reference stays one whatever annotations, type names and bounds stand around it.
    pub(super) fn atoms(&mut self, expr: &Expr<'d>) -> Vec<Atom<'d>> {
        let mut atoms = Vec::new();
        self.collect(expr, &mut atoms, 0);
        let mut seen = Vec::new();
        if atoms.len() > 1 {
            atoms.retain(|atom| {
                let key = atom_key(atom);
                let fresh = !seen.contains(&key);
                seen.push(key);
                fresh
            });
        }
        if atoms.iter().any(|atom| matches!(atom, Atom::Ref(_))) {
            atoms.retain(|atom| !matches!(atom, Atom::Own(_, Strength::Weak | Strength::None)));
            self.drop_said(&mut atoms);
        }
        atoms
    }

    /// Drops what only requires properties that are required anyway.
    fn drop_said(&mut self, atoms: &mut Vec<Atom<'d>>) {
        let [Atom::Ref(target), Atom::Own(own, _)] = atoms.as_slice() else { return };
        let Value::Object(map) = own.value else { return };
        if map
            .iter()
            .any(|(key, value)| key != "required" && key != "$ref" && key != "allOf" && single(key, value) == Strength::Strong)
        {
            return;
        }
        let Some(Value::Array(names)) = map.get("required") else { return };
        let facts = self.facts_of_node(&target.clone());
        if names.iter().all(|name| name.as_str().is_some_and(|name| facts.required.contains(name))) {
            atoms.pop();
        }
    }

    fn collect(&mut self, expr: &Expr<'d>, atoms: &mut Vec<Atom<'d>>, depth: usize) {
        match expr {
            Expr::Node(node) => self.collect_node(node, atoms, depth),
            Expr::All(list) => list.iter().for_each(|part| self.collect(part, atoms, depth)),
            Expr::Any(list) => atoms.push(Atom::Any(list.clone())),
        }
    }

    fn collect_node(&mut self, node: &Node<'d>, atoms: &mut Vec<Atom<'d>>, depth: usize) {
        let Value::Object(map) = node.value else {
            if node.value == &Value::Bool(false) {
                atoms.push(Atom::Own(node.clone(), Strength::Strong));
            }
            return;
        };
        let own = strength(node.value);
        if is_ref(node.value) {
            match self.follow(node) {
                Some(target) => atoms.push(Atom::Ref(target)),
                None => atoms.push(Atom::Own(node.clone(), Strength::Strong)),
            }
            if self.version == Version::V31 && own > Strength::None {
                atoms.push(Atom::Own(node.clone(), own));
            }
            return;
        }
        if let Some(Value::Array(branches)) = map.get("allOf")
            && depth < 60
            && let Some(list) = node.get("allOf")
        {
            for branch in list.items().take(branches.len()) {
                self.collect_node(&branch, atoms, depth + 1);
            }
        }
        if own > Strength::None {
            atoms.push(Atom::Own(node.clone(), own));
        }
    }

    /// The key under which the type of an expression is remembered.
    pub(super) fn key(&mut self, expr: &Expr<'d>) -> Key {
        match expr {
            Expr::Node(node) => Key::One(self.target(node).address()),
            Expr::All(_) | Expr::Any(_) => {
                let mut key = String::new();
                self.write_key(expr, &mut key);
                Key::many(key)
            }
        }
    }

    /// The schema behind a reference with nothing but annotations beside it.
    fn target(&mut self, node: &Node<'d>) -> Node<'d> {
        let plain = is_ref(node.value) && strength(node.value) == Strength::None;
        if plain && let Some(target) = self.follow(node) { target } else { node.clone() }
    }

    fn write_key(&mut self, expr: &Expr<'d>, key: &mut String) {
        match expr {
            Expr::Node(node) => {
                let _ = write!(key, "{:?}", self.target(node).address());
            }
            Expr::All(list) | Expr::Any(list) => {
                let sign = if matches!(expr, Expr::All(_)) { '&' } else { '|' };
                // The order of the parts does not matter to the type.
                let mut parts: Vec<String> = list
                    .iter()
                    .map(|part| {
                        let mut key = String::new();
                        self.write_key(part, &mut key);
                        key
                    })
                    .collect();
                parts.sort_unstable();
                key.push('(');
                for part in parts {
                    key.push_str(&part);
                    key.push(sign);
                }
                key.push(')');
            }
        }
    }
}

fn atom_key(atom: &Atom<'_>) -> (u8, Vec<Address>) {
    match atom {
        Atom::Ref(node) => (0, vec![node.address()]),
        Atom::Own(node, _) => (1, vec![node.address()]),
        Atom::Any(list) => {
            let nodes = list.iter().filter_map(|part| if let Expr::Node(node) = part { Some(node.address()) } else { None });
            (2, nodes.collect())
        }
    }
}

fn single(key: &str, value: &Value) -> Strength {
    let mut map = serde_json::Map::new();
    map.insert(key.to_owned(), value.clone());
    strength(&Value::Object(map))
}

/// Whether a value is a reference.
pub(super) fn is_ref(value: &Value) -> bool {
    value.get("$ref").or_else(|| value.get("$dynamicRef")).is_some_and(Value::is_string)
}
