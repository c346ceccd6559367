//! What was compared with what, and what leads there.
//!
//! Every two nodes are compared once, however many operations reach them. A difference is then followed back to the
//! operations, so that a schema with forty users is one change with forty users.

use super::fact::Fact;
use super::verdict::{Direction, Position, Reach};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use std::collections::BTreeMap;

/// Two nodes that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairId(u32);

/// An operation of either description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// How a pair is reached from the one above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Step {
    /// Through a property.
    pub property: bool,
    /// Through a property that clients do not send.
    pub read_only: bool,
    /// Through a property that clients do not read.
    pub write_only: bool,
    /// Where it stands, said by the parameter, header or body around it.
    pub position: Option<Position>,
}

/// Two nodes with their differences.
#[derive(Debug, Default)]
pub struct Pair {
    /// The differences.
    pub facts: Vec<Fact>,
    /// What it is a part of: a component, a parameter, a header, or a message such as `body of POST /cards`.
    pub label: String,
    /// What the label names, where that does not tell itself: `query parameter`, `header`.
    pub what: &'static str,
    /// The way to it from there, such as `.owner.name`.
    pub way: String,
    /// The component it is, where it is one.
    pub component: Option<String>,
    above: Vec<(PairId, Step)>,
    roots: Vec<(OperationId, Direction)>,
}

/// All that was compared.
#[derive(Debug, Default)]
pub struct Graph {
    /// The pairs, by id.
    pub pairs: Vec<Pair>,
}

impl Graph {
    /// A new pair.
    pub fn add(&mut self, label: String, way: String, component: Option<String>) -> PairId {
        self.pairs.push(Pair { label, way, component, ..Pair::default() });
        PairId(u32::try_from(self.pairs.len() - 1).unwrap_or(u32::MAX))
    }

    /// A pair.
    pub fn get(&mut self, id: PairId) -> &mut Pair {
        &mut self.pairs[id.0 as usize]
    }

    /// States that `below` is a part of `above`.
    pub fn link(&mut self, above: PairId, below: PairId, step: Step) {
        let links = &mut self.pairs[below.0 as usize].above;
        if !links.contains(&(above, step)) {
            links.push((above, step));
        }
    }

    /// States that an operation sends or reads a pair.
    pub fn root(&mut self, pair: PairId, operation: OperationId, direction: Direction) {
        let roots = &mut self.pairs[pair.0 as usize].roots;
        if !roots.contains(&(operation, direction)) {
            roots.push((operation, direction));
        }
    }

    /// The ids of pairs with differences.
    pub fn changed(&self) -> impl Iterator<Item = PairId> + '_ {
        (0u32..).map(PairId).zip(&self.pairs).filter(|(_, pair)| !pair.facts.is_empty()).map(|(id, _)| id)
    }

    /// The operations that reach a pair, each with the ways.
    pub fn users(&self, pair: PairId) -> BTreeMap<OperationId, Vec<Reach>> {
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        struct State {
            pair: PairId,
            property: bool,
            read_only: bool,
            write_only: bool,
            position: Option<Position>,
        }
        let mut users: HashMap<OperationId, HashSet<Reach>> = HashMap::new();
        let mut seen = HashSet::new();
        let mut open = vec![State { pair, property: false, read_only: false, write_only: false, position: None }];
        while let Some(state) = open.pop() {
            if !seen.insert(state) {
                continue;
            }
            let here = &self.pairs[state.pair.0 as usize];
            for (operation, direction) in &here.roots {
                let hidden = match direction {
                    Direction::Request => state.read_only,
                    Direction::Response => state.write_only,
                };
                let position = state.position.unwrap_or(Position::Body);
                users.entry(*operation).or_default().insert(Reach { direction: *direction, position, hidden });
            }
            for (above, step) in &here.above {
                let position = state.position.or(match step.position {
                    Some(Position::Parameter) if state.property => Some(Position::InParameter),
                    other => other,
                });
                open.push(State {
                    pair: *above,
                    property: state.property || step.property,
                    read_only: state.read_only || step.read_only,
                    write_only: state.write_only || step.write_only,
                    position,
                });
            }
        }
        let order = |reach: &Reach| (reach.direction, reach.position, reach.hidden);
        users
            .into_iter()
            .map(|(operation, reaches)| {
                let mut reaches: Vec<Reach> = reaches.into_iter().collect();
                reaches.sort_by_key(order);
                (operation, reaches)
            })
            .collect()
    }
}

impl Pair {
    /// How messages call it: `Card.owner`, `query parameter limit`, `owner.name in body of POST /cards`.
    pub fn subject(&self) -> String {
        // A way behind a path would read as a part of the path.
        if self.is_message() && !self.way.is_empty() {
            format!("{} in {}", self.way.strip_prefix('.').unwrap_or(&self.way), self.label)
        } else if self.what.is_empty() {
            format!("{}{}", self.label, self.way)
        } else {
            format!("{} {}{}", self.what, self.label, self.way)
        }
    }

    /// Whether it is a body, a response or an operation, or a part of one.
    pub fn is_message(&self) -> bool {
        self.what.is_empty() && self.label.contains(' ')
    }
}

impl PairId {
    /// Its position in [`Graph::pairs`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
