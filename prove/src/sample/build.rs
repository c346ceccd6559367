//! Builds one value of a schema. Every decision on the way is a point that a run can be told to decide
//! differently, so that the exploration needs to know nothing of schemas.

mod containers;

use super::facts::{Choice, Facts};
use super::height::{self, NEVER};
use super::{number, text};
use crate::schema::bundle::{self, Bundle};
use serde_json::{Value, json};

/// Depth below which optional parts are left out of a full value.
const FULL_DEPTH: usize = 3;
/// Size from which on optional parts are left out of a full value that is one of many.
const FULL_NODES: usize = 300;
/// Depth and size at which a run gives up.
const MOST_DEPTH: usize = 48;
const MOST_NODES: usize = 20_000;
const MOST_NODES_SEEDED: usize = 1_000_000;
/// Text and tag that no description lists.
pub const UNKNOWN: &str = "zz-unknown 1";
static ANYTHING: Value = Value::Bool(true);

/// A decision of a run.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// How many ways there were.
    pub options: usize,
    /// The way that was taken.
    pub taken: usize,
    /// Depth in the value.
    pub depth: usize,
    /// Index of the first later point that this decision does not govern.
    pub end: usize,
}

/// How much of a value is there unless a decision says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// Every property.
    #[default]
    Full,
    /// The required properties only.
    Minimal,
    /// The required properties, and null wherever it is allowed.
    Nulls,
}

/// A run that builds one value.
pub struct Run<'b, 'r> {
    bundle: &'b Bundle,
    heights: &'r [u32],
    variant: Variant,
    /// Whether texts and numbers are made from a seed, so that each property has one of its own; otherwise they are the
    /// ordinary and boundary values of their schema.
    seeded: bool,
    /// Decisions that differ: index of the point and the way to take.
    decided: &'r [(usize, usize)],
    /// Decisions in their order.
    pub points: Vec<Point>,
    /// Whether the value breaks the schema on purpose: an unknown enum value or tag.
    pub deliberate: bool,
    nodes: usize,
    /// The seed, or the position in a list, which varies what is built.
    turn: usize,
}

impl<'b, 'r> Run<'b, 'r> {
    /// A run over a bundle.
    #[must_use]
    pub fn new(bundle: &'b Bundle, heights: &'r [u32], variant: Variant, decided: &'r [(usize, usize)]) -> Self {
        Run { bundle, heights, variant, seeded: false, decided, points: Vec::new(), deliberate: false, nodes: 0, turn: 0 }
    }

    /// The same run with texts and numbers made from a seed.
    #[must_use]
    pub fn seeded(self, seed: usize) -> Self {
        Run { seeded: true, turn: seed, ..self }
    }

    /// A value for which all of `schemas` hold, as far as this builder understands them. `None` where it
    /// finds none.
    pub fn value(&mut self, schemas: &[&'b Value], depth: usize, tag: Option<&str>) -> Option<Value> {
        self.nodes += 1;
        if depth > MOST_DEPTH || self.nodes > if self.seeded { MOST_NODES_SEEDED } else { MOST_NODES } {
            return None;
        }
        let mut facts = Facts::new(self.bundle, schemas);
        if self.variant == Variant::Nulls && facts.admits_null() {
            return Some(Value::Null);
        }
        let sole = facts.choices.len() == 1 && self.is_only_union(schemas);
        let mut open = Vec::new();
        let mut unknown = None;
        for _ in 0..32 {
            if facts.choices.is_empty() || unknown.is_some() {
                break;
            }
            let choice = facts.choices.remove(0);
            unknown = self.branch(&mut facts, choice, sole, depth, &mut open);
        }
        let value = unknown.or_else(|| self.plain(&facts, depth, tag, &mut open));
        for index in open {
            self.close(index);
        }
        value
    }

    /// Chooses a branch, or several of an `anyOf`, or answers an object with a tag of no branch.
    fn branch(
        &mut self,
        facts: &mut Facts<'b>,
        choice: Choice<'b>,
        sole: bool,
        depth: usize,
        open: &mut Vec<usize>,
    ) -> Option<Value> {
        let count = choice.branches.len();
        let heights: Vec<u32> = choice.branches.iter().map(|branch| height::of(branch, self.heights)).collect();
        let is_null = |branch: &Value| branch["type"] == "null";
        let holds: Vec<bool> = choice.branches.iter().map(|branch| self.may_hold(facts, branch)).collect();
        let usual: Vec<usize> =
            (0..count).filter(|&index| holds[index] && heights[index] < NEVER && !is_null(&choice.branches[index])).collect();
        let usual = usual.get(if self.seeded { self.turn % usual.len().max(1) } else { 0 }).copied();
        let least = (0..count).min_by_key(|&index| (!holds[index], heights[index])).unwrap_or(0);
        let default = if depth > FULL_DEPTH { least } else { usual.unwrap_or(least) };
        let mergeable: Vec<usize> = (0..count).filter(|&index| !is_null(&choice.branches[index])).take(2).collect();
        let both = choice.any && mergeable.len() == 2;
        let tag = choice.discriminator.and_then(|discriminator| discriminator["propertyName"].as_str()).filter(|_| sole);
        let (index, taken) = self.choose(count + usize::from(both) + usize::from(tag.is_some()), default, depth);
        open.push(index);
        if taken < count {
            facts.choose(choice, taken);
        } else if both && taken == count {
            facts.mixed = true;
            for branch in mergeable {
                facts.choose(choice, branch);
            }
        } else if let Some(tag) = tag {
            self.deliberate = true;
            if let Some(default) = facts.default_branch(choice) {
                facts.choose(choice, default);
                facts.tag(tag, UNKNOWN);
                return None;
            }
            return Some(json!({ tag: UNKNOWN, "zz-detail": { "a": [1, null] } }));
        }
        None
    }

    /// Whether a branch can hold: one of constants has one of the values that are listed beside the choice.
    fn may_hold(&self, facts: &Facts<'b>, branch: &Value) -> bool {
        let Some(listed) = &facts.values else { return true };
        let mut branch = branch;
        for _ in 0..16 {
            match branch.get("$ref").and_then(Value::as_str).and_then(bundle::index) {
                Some(index) => branch = self.bundle.get(index),
                None => break,
            }
        }
        match (branch.get("const"), branch.get("enum").and_then(Value::as_array)) {
            (Some(value), _) => listed.contains(&value),
            (None, Some(own)) => own.iter().any(|value| listed.contains(&value)),
            (None, None) => true,
        }
    }

    /// A value when all choices are made.
    fn plain(&mut self, facts: &Facts<'b>, depth: usize, tag: Option<&str>, open: &mut Vec<usize>) -> Option<Value> {
        if let Some(values) = &facts.values {
            return self.listed(facts, values, depth, tag);
        }
        if let Some(tag) = tag.filter(|_| facts.types.has("string")) {
            return Some(Value::from(tag));
        }
        let kinds = facts.kinds();
        if kinds.is_empty() {
            if facts.types.has("null") {
                return Some(self.anything(depth));
            }
            return None;
        }
        let mut default = 0;
        if depth > 2 * FULL_DEPTH {
            default = kinds.len() - 1; // Null or a scalar, where there is one.
        }
        let kind = if kinds.len() > 1 {
            let (index, taken) = self.choose(kinds.len(), default, depth);
            open.push(index);
            kinds[taken]
        } else {
            kinds[0]
        };
        match kind {
            "object" => self.object(facts, depth),
            "array" => self.array(facts, depth),
            "string" => {
                let seeded = self.seeded.then(|| text::seeded(facts, self.turn)).into_iter().flatten();
                self.scalar(facts, seeded.chain(text::texts(facts)).map(Value::from).collect(), depth)
            }
            "integer" => {
                let seeded = self.seeded.then(|| number::seeded(facts, self.turn, true)).into_iter().flatten();
                self.scalar(facts, seeded.chain(number::integers(facts)).collect(), depth)
            }
            "number" => {
                let seeded = self.seeded.then(|| number::seeded(facts, self.turn, false)).into_iter().flatten();
                self.scalar(facts, seeded.chain(number::numbers(facts)).collect(), depth)
            }
            "boolean" => {
                let first = !self.seeded || self.turn.is_multiple_of(2);
                self.scalar(facts, vec![Value::Bool(first), Value::Bool(!first)], depth)
            }
            _ => Some(Value::Null),
        }
    }

    /// One of the listed values, or one that is not listed.
    fn listed(&mut self, facts: &Facts<'b>, values: &[&Value], depth: usize, tag: Option<&str>) -> Option<Value> {
        let allowed: Vec<&Value> = values.iter().copied().filter(|value| facts.types.has(kind_of(value))).collect();
        if let Some(tag) = tag.filter(|tag| allowed.iter().any(|value| *value == tag)) {
            return Some(Value::from(tag));
        }
        let scalars: Vec<&Value> = allowed.iter().copied().filter(|value| !value.is_null()).collect();
        let new = if facts.constant || tag.is_some() || scalars.len() < 2 {
            None
        } else if scalars.iter().all(|value| value.is_string()) {
            Some(Value::from(UNKNOWN))
        } else {
            let numbers: Option<Vec<i64>> = scalars.iter().map(|value| value.as_i64()).collect();
            numbers.and_then(|numbers| numbers.into_iter().max()).and_then(|most| most.checked_add(1001)).map(Value::from)
        };
        let default = self.turn % scalars.len().max(1);
        let default = allowed.iter().position(|value| scalars.get(default) == Some(value)).unwrap_or(0);
        // The unknown value comes early, so that it is tried for long lists too.
        let (_, taken) = self.choose(allowed.len() + usize::from(new.is_some()), default, depth);
        match (allowed.get(taken), new) {
            (Some(value), _) => Some((*value).clone()),
            (None, Some(new)) => {
                self.deliberate = true;
                Some(new)
            }
            (None, None) => None,
        }
    }

    fn scalar(&mut self, facts: &Facts<'b>, mut list: Vec<Value>, depth: usize) -> Option<Value> {
        let kinds = facts.kinds();
        for example in &facts.examples {
            if kinds.contains(&kind_of(example)) && !example.is_object() && !example.is_array() && !list.contains(example) {
                list.push((*example).clone());
            }
        }
        if list.is_empty() {
            return None;
        }
        let default = if self.seeded { 0 } else { self.turn % list.len() };
        let (_, taken) = self.choose(list.len(), default, depth);
        list.get(taken).cloned()
    }

    fn anything(&mut self, depth: usize) -> Value {
        let list = [
            json!({ "any": [1, "x", null, { "b": 2.5 }] }),
            json!("text"),
            json!(12),
            json!(-2.5),
            json!(true),
            json!([1, { "a": [] }]),
            json!([]),
            json!({}),
            Value::Null,
        ];
        let (_, taken) = self.choose(list.len(), usize::from(depth > 0), depth);
        list.get(taken).cloned().unwrap_or_default()
    }

    fn is_full(&self, depth: usize) -> bool {
        self.variant == Variant::Full && depth < FULL_DEPTH && (self.seeded || self.nodes < FULL_NODES)
    }

    /// Whether the schemas are one union and nothing beside it, so that its type is a union too.
    fn is_only_union(&self, schemas: &[&Value]) -> bool {
        let [schema] = schemas else { return false };
        let mut schema = *schema;
        for _ in 0..16 {
            match schema.get("$ref").and_then(Value::as_str).and_then(bundle::index) {
                Some(index) if schema.as_object().is_some_and(|object| object.len() == 1) => schema = self.bundle.get(index),
                _ => break,
            }
        }
        let plain =
            ["properties", "allOf", "required", "$ref", "additionalProperties"].iter().all(|key| schema.get(key).is_none());
        plain && (schema.get("oneOf").is_some() || schema.get("anyOf").is_some())
    }

    fn choose(&mut self, options: usize, default: usize, depth: usize) -> (usize, usize) {
        let index = self.points.len();
        let decided = self.decided.iter().find(|(point, _)| *point == index).map(|(_, way)| *way);
        let taken = decided.unwrap_or(default).min(options.saturating_sub(1));
        self.points.push(Point { options, taken, depth, end: index + 1 });
        (index, taken)
    }

    fn close(&mut self, index: usize) {
        self.points[index].end = self.points.len();
    }
}

/// JSON type of a value, whole numbers apart.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(number) => {
            if number.as_f64().is_some_and(|number| number.fract() == 0.0) {
                "integer"
            } else {
                "number"
            }
        }
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
