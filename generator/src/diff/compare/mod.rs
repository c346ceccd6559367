//! Compares two descriptions, one file for each area.

mod arrays;
mod bodies;
mod bounds;
mod choices;
mod extensions;
mod objects;
mod operations;
mod parameters;
mod paths;
mod responses;
mod schemas;
mod security;
mod servers;
mod shape;
mod types;
mod unions;
mod values;

use super::code::Code;
use super::fact::Fact;
use super::graph::{Graph, OperationId, PairId, Step};
use super::text::Sentence;
use super::view::{Identity, View};
use crate::document::{Address, Document, Node};
use crate::location::Report;
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

pub use paths::{EntryKind, OperationEntry};

/// The kinds of nodes that are compared once for each two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Parameter,
    Body,
    Response,
    Header,
    Content,
    Security,
    Scheme,
    Servers,
    Callback,
}

/// Compares two descriptions.
pub struct Comparer<'o, 'n> {
    /// What was compared.
    pub graph: Graph,
    /// The operations of both, matched.
    pub operations: Vec<OperationEntry>,
    /// What is wrong with the `$ref`s of the old one.
    pub old_report: Report,
    /// What is wrong with the `$ref`s of the new one.
    pub new_report: Report,
    old: &'o Document,
    new: &'n Document,
    schemas: HashMap<(Identity, Identity), PairId>,
    nodes: HashMap<(Of, Address, Address), PairId>,
    open: Vec<(PairId, View<'o>, View<'n>)>,
    old_prints: HashMap<(Identity, u8), u64>,
    new_prints: HashMap<(Identity, u8), u64>,
}

impl<'o, 'n> Comparer<'o, 'n> {
    /// Compares everything.
    pub fn compare(old: &'o Document, new: &'n Document) -> Self {
        let mut comparer = Self {
            graph: Graph::default(),
            operations: Vec::new(),
            old_report: Report::new(false),
            new_report: Report::new(false),
            old,
            new,
            schemas: HashMap::new(),
            nodes: HashMap::new(),
            open: Vec::new(),
            old_prints: HashMap::new(),
            new_prints: HashMap::new(),
        };
        comparer.document();
        while let Some((pair, old, new)) = comparer.open.pop() {
            comparer.schema(pair, &old, &new);
        }
        comparer
    }

    /// The pair of two schemas below `above`, compared once.
    fn below(&mut self, above: PairId, old: View<'o>, new: View<'n>, at: &str, step: Step) -> PairId {
        let key = (old.identity(), new.identity());
        let pair = if let Some(pair) = self.schemas.get(&key) {
            *pair
        } else {
            let component = new.name.clone().or_else(|| old.name.clone());
            // Where one of the two is a component and the other is not, it is the use that changed.
            let (what, label, way) = match &component {
                Some(name) if old.name.is_some() && new.name.is_some() => ("", name.clone(), String::new()),
                _ => {
                    let above = self.graph.get(above);
                    (above.what, above.label.clone(), format!("{}{at}", above.way))
                }
            };
            let pair = self.graph.add(label, way, component);
            self.graph.get(pair).what = what;
            self.schemas.insert(key, pair);
            self.open.push((pair, old, new));
            pair
        };
        self.graph.link(above, pair, step);
        pair
    }

    /// The schemas at a key of two nodes below `above`, where both have it.
    fn schema_at(&mut self, above: PairId, old: &Node<'o>, new: &Node<'n>, at: &str, step: Step) {
        let old = View::of(old, &mut self.old_report);
        let new = View::of(new, &mut self.new_report);
        self.below(above, old, new, at, step);
    }

    /// Whether a schema of the old description says anything: to write `{}` or `true` is to write none.
    fn old_says(&mut self, schema: &Node<'o>) -> bool {
        !View::of(schema, &mut self.old_report).says_nothing()
    }

    /// Whether a schema of the new description says anything.
    fn new_says(&mut self, schema: &Node<'n>) -> bool {
        !View::of(schema, &mut self.new_report).says_nothing()
    }

    /// The pair of two nodes, and whether they are still to be compared.
    fn once(&mut self, of: Of, old: &Node<'o>, new: &Node<'n>, label: &str) -> (PairId, bool) {
        let key = (of, old.address(), new.address());
        if let Some(pair) = self.nodes.get(&key) {
            return (*pair, false);
        }
        let pair = self.graph.add(label.to_owned(), String::new(), None);
        self.nodes.insert(key, pair);
        (pair, true)
    }

    /// A pair of an operation's own.
    fn own(&mut self, operation: OperationId, direction: super::verdict::Direction) -> PairId {
        let label = self.operations[operation.0 as usize].call();
        let pair = self.graph.add(label, String::new(), None);
        self.graph.root(pair, operation, direction);
        pair
    }

    /// Notes a difference.
    fn fact(&mut self, pair: PairId, fact: Fact) {
        self.graph.get(pair).facts.push(fact);
    }

    /// The two nodes without their `$ref`s.
    fn followed(&mut self, old: &Node<'o>, new: &Node<'n>) -> Option<(Node<'o>, Node<'n>)> {
        Some((old.follow(&mut self.old_report)?, new.follow(&mut self.new_report)?))
    }

    /// Whether a mark such as `deprecated` was set or taken away.
    fn mark(&mut self, pair: PairId, old: &Node<'o>, new: &Node<'n>, key: &str, set: (Code, &str), taken: (Code, &str)) {
        let (code, words) = match (old.flag(key), new.flag(key)) {
            (false, true) => set,
            (true, false) => taken,
            _ => return,
        };
        self.fact(pair, Fact::new(code, Sentence::new().say(words)).between(old, new, key));
    }
}

/// Whether two values say the same: numbers by value, arrays by order, objects without order.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Whether two values that may be missing say the same.
fn same_or_missing(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}
