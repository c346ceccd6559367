//! Schemas as expressions: a place in the description, or what several places say together.

use super::constraints::{Additional, Strength, is_never, strength};
use super::type_set::TypeSet;
use super::{SchemaReader, TypeKey};
use crate::document::{Address, Node, Version, member};
use crate::limits::{NESTED_PARTS, TITLE_BYTES};
use crate::location::Place;
use serde_json::Value;

/// A schema to make a type of.
#[derive(Clone, Debug)]
pub(crate) enum Composition<'d> {
    /// A schema of the description.
    Node(Node<'d>),
    /// What holds all of these (`allOf`).
    All(Vec<Composition<'d>>),
    /// What holds any of these (`anyOf`).
    Any(Vec<Composition<'d>>),
}

/// A part of an expression, with single wrappers opened.
#[derive(Clone, Debug)]
pub(crate) enum Operand<'d> {
    /// A schema that is referred to.
    Ref(Node<'d>),
    /// What a schema says itself, beside its `$ref` and `allOf`.
    Own(Node<'d>, Strength),
    /// Any of several.
    Any(Vec<Composition<'d>>),
}

impl Composition<'_> {
    /// Where it is described: the place of the first schema of several.
    pub(crate) fn place(&self) -> Place {
        match self {
            Self::Node(node) => node.place(),
            Self::All(list) | Self::Any(list) => list.first().map_or_else(Place::default, Self::place),
        }
    }

    /// The `title`, for the name of a variant.
    pub(crate) fn title(&self) -> Option<String> {
        let Self::Node(node) = self else { return None };
        node.string("title").filter(|title| !title.trim().is_empty() && title.len() <= TITLE_BYTES).map(str::to_owned)
    }

    /// `x-name` at a use of a schema.
    pub(crate) fn rename(&self) -> Option<String> {
        match self {
            Self::Node(node) => node.string("x-name").map(str::to_owned),
            Self::All(list) | Self::Any(list) => list.iter().rev().find_map(Self::rename),
        }
    }
}

impl<'d> SchemaReader<'d, '_> {
    /// The parts of an expression that say something of the type, each once.
    ///
    /// A single reference stays one whatever annotations, type names and bounds stand around it.
    pub(crate) fn operands(&mut self, composition: &Composition<'d>) -> Vec<Operand<'d>> {
        let mut operands = Vec::new();
        self.collect(composition, &mut operands, 0);
        let mut visited = Vec::new();
        if operands.len() > 1 {
            operands.retain(|operand| {
                let key = operand_key(operand);
                let fresh = !visited.contains(&key);
                visited.push(key);
                fresh
            });
        }
        if operands.iter().any(|operand| matches!(operand, Operand::Ref(_))) {
            operands.retain(|operand| !matches!(operand, Operand::Own(_, Strength::Weak | Strength::None)));
            self.drop_said(&mut operands);
        }
        operands
    }

    /// Drops what only requires properties that are required anyway, or keeps further ones that are kept anyway.
    fn drop_said(&mut self, operands: &mut Vec<Operand<'d>>) {
        let [Operand::Ref(target), Operand::Own(own, _)] = operands.as_slice() else { return };
        let Value::Object(map) = own.value else { return };
        let opens =
            |value: &Value| matches!(value, Value::Bool(true)) || value.as_object().is_some_and(serde_json::Map::is_empty);
        for (key, value) in map {
            match key.as_str() {
                "required" | "$ref" | "allOf" => {}
                "additionalProperties" if opens(value) => {}
                _ if single(key, value) == Strength::Strong => return,
                _ => {}
            }
        }
        let constraints = self.constraints_of(&target.clone());
        let names = member(map, "required").and_then(Value::as_array);
        let required =
            names.into_iter().flatten().all(|name| name.as_str().is_some_and(|name| constraints.required.contains(name)));
        // What has no properties of its own keeps every property, or is no object.
        let is_shaped =
            !constraints.choices.is_empty() || constraints.types.has(TypeSet::OBJECT) && !constraints.properties.is_empty();
        let kept = !member(map, "additionalProperties").is_some_and(opens)
            || !is_shaped
            || matches!(constraints.additional, Additional::Any | Additional::Schema(_));
        if required && kept {
            operands.pop();
        }
    }

    fn collect(&mut self, composition: &Composition<'d>, operands: &mut Vec<Operand<'d>>, depth: usize) {
        match composition {
            Composition::Node(node) => self.collect_node(node, operands, depth),
            Composition::All(list) => list.iter().for_each(|part| self.collect(part, operands, depth)),
            Composition::Any(list) => operands.push(Operand::Any(list.clone())),
        }
    }

    fn collect_node(&mut self, node: &Node<'d>, operands: &mut Vec<Operand<'d>>, depth: usize) {
        let Value::Object(map) = node.value else {
            if is_never(node.value) {
                operands.push(Operand::Own(node.clone(), Strength::Strong));
            }
            return;
        };
        let own = strength(node.value);
        if is_ref(node.value) {
            match self.follow(node) {
                Some(target) => operands.push(Operand::Ref(target)),
                None => operands.push(Operand::Own(node.clone(), Strength::Strong)),
            }
            if self.version != Version::V30 && own > Strength::None {
                operands.push(Operand::Own(node.clone(), own));
            }
            return;
        }
        if let Some(Value::Array(branches)) = member(map, "allOf")
            && depth < NESTED_PARTS
            && let Some(list) = node.get("allOf")
        {
            for branch in list.items().take(branches.len()) {
                self.collect_node(&branch, operands, depth + 1);
            }
        }
        if own > Strength::None {
            operands.push(Operand::Own(node.clone(), own));
        }
    }

    /// The key under which the type of schemas that hold together is remembered. The order of the parts does not matter.
    pub(crate) fn key(&mut self, composition: &Composition<'d>) -> TypeKey {
        match composition {
            Composition::Node(node) => TypeKey::One(self.target(node).address()),
            Composition::All(list) | Composition::Any(list) => {
                let keys: Vec<TypeKey> = list.iter().map(|part| self.key(part)).collect();
                let sign = if matches!(composition, Composition::All(_)) { '&' } else { '|' };
                self.keys.set(&keys, sign)
            }
        }
    }

    /// The schema behind a reference with nothing but annotations beside it.
    fn target(&mut self, node: &Node<'d>) -> Node<'d> {
        let plain = is_ref(node.value) && strength(node.value) == Strength::None;
        if plain && let Some(target) = self.follow(node) { target } else { node.clone() }
    }
}

fn operand_key(operand: &Operand<'_>) -> (u8, Vec<Address>) {
    match operand {
        Operand::Ref(node) => (0, vec![node.address()]),
        Operand::Own(node, _) => (1, vec![node.address()]),
        Operand::Any(list) => {
            let nodes =
                list.iter().filter_map(|part| if let Composition::Node(node) = part { Some(node.address()) } else { None });
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
pub(crate) fn is_ref(value: &Value) -> bool {
    let Value::Object(map) = value else { return false };
    ["$ref", "$dynamicRef", "$recursiveRef"].iter().any(|key| member(map, key).is_some_and(Value::is_string))
}

/// Whether a value is a reference and says nothing beside it.
pub(super) fn is_mere_ref(value: &Value) -> bool {
    is_ref(value) && value.as_object().is_some_and(|map| map.len() == 1)
}
