//! Reads what a schema says, with the references and `allOf` that lead away from it, and remembers it.

use super::SchemaReader;
use super::composition::{Composition, is_mere_ref, is_ref};
use super::constraints::{Choice, Constraints, Null, Strength, strength};
use super::merge::merge;
use crate::document::{Node, Version, member};
use crate::limits::{NESTED_ALL_OF, REREAD_CONSTRAINTS};
use crate::location::Place;
use serde_json::Value;
use std::rc::Rc;

impl<'d> SchemaReader<'d, '_> {
    /// What an expression says, references and `allOf` taken in.
    pub(crate) fn constraints(&mut self, composition: &Composition<'d>) -> Rc<Constraints<'d>> {
        match composition {
            Composition::Node(node) => self.constraints_of(node),
            Composition::All(list) => {
                let mut all = Constraints::default();
                for part in list {
                    let constraints = self.constraints(part);
                    self.take_in(&mut all, &constraints, |_| part.place());
                }
                Rc::new(all)
            }
            Composition::Any(list) => {
                let choice = Choice { exclusive: false, branches: list.clone(), discriminator: None };
                Rc::new(Constraints { choices: vec![choice], ..Constraints::default() })
            }
        }
    }

    /// What a schema says, references and `allOf` taken in. Remembered by place, but for scalars: they are most of all schemas
    /// and the quickest to read.
    pub(crate) fn constraints_of(&mut self, node: &Node<'d>) -> Rc<Constraints<'d>> {
        // A mere reference says what its target says. It takes nothing in, so a choice of the target that lists the target is kept.
        if is_mere_ref(node.value)
            && let Some(target) = self.follow(node)
            && target.address() != node.address()
        {
            let constraints = self.constraints_of(&target);
            if constraints.null != Null::Forced {
                return constraints;
            }
            return Rc::new(Constraints { null: Null::Yes, ..constraints.as_ref().clone() });
        }
        let key = node.address();
        if let Some(constraints) = self.read.get(&key) {
            let constraints = Rc::clone(constraints);
            return self.without_lists_of_children(constraints);
        }
        if self.reading.contains(&key) {
            self.report
                .error("circular-all-of", node.place(), "`allOf` leads back to this schema")
                .help("name the shared properties in a schema of their own");
            return Rc::new(Constraints::default());
        }
        if self.reading.len() > NESTED_ALL_OF {
            self.report.error("too-deep", node.place(), "too many schemas are taken into each other by `allOf`");
            return Rc::new(Constraints::default());
        }
        self.reading.push(key);
        let cuts = self.cuts;
        let constraints = match self.shared(node) {
            Some(constraints) => constraints,
            None => Rc::new(self.expand(node)),
        };
        self.reading.pop();
        let settled = self.cuts == cuts || self.reading.is_empty() || self.cuts > REREAD_CONSTRAINTS;
        if settled && !is_scalar(node.value) {
            self.read.insert(key, Rc::clone(&constraints));
        }
        constraints
    }

    /// What a reference without siblings refers to, shared with everything that does. `None` where the place of the reference
    /// matters, and for other schemas.
    fn shared(&mut self, node: &Node<'d>) -> Option<Rc<Constraints<'d>>> {
        if !is_ref(node.value) || node.value.as_object().is_some_and(|map| map.len() > 1) {
            return None;
        }
        let target = self.follow(node)?;
        Some(self.constraints_of(&target)).filter(|constraints| constraints.null != Null::Forced)
    }

    fn expand(&mut self, node: &Node<'d>) -> Constraints<'d> {
        let Value::Object(map) = node.value else {
            return Constraints { never: node.value == &Value::Bool(false), ..Constraints::default() };
        };
        if is_ref(node.value) {
            let mut constraints = Constraints::default();
            if let Some(target) = self.follow(node) {
                constraints = self.constraints_of(&target).as_ref().clone();
                if constraints.null == Null::Forced {
                    constraints.null = Null::Yes;
                }
            }
            if self.version == Version::V30 {
                let own = self.own(node);
                constraints.read_only |= own.read_only;
                constraints.write_only |= own.write_only;
                constraints.answered |= own.answered;
                constraints.deprecated |= own.deprecated;
                if own.null == Null::Forced {
                    constraints.null = Null::Forced;
                }
                return constraints;
            }
            let own = self.own(node);
            self.take_in(&mut constraints, &own, |_| node.place());
            return constraints;
        }
        let mut before: Option<Constraints<'d>> = None;
        if member(map, "allOf").is_some_and(Value::is_array)
            && let Some(list) = node.get("allOf")
        {
            for branch in list.items() {
                let mut part = self.constraints_of(&branch).as_ref().clone();
                if part.null == Null::Forced {
                    part.null =
                        if strength(branch.value) == Strength::None && !is_ref(branch.value) { Null::Forced } else { Null::Yes };
                }
                match &mut before {
                    Some(before) => self.take_in(before, &part, |_| branch.place()),
                    None => before = Some(part),
                }
            }
        }
        let own = self.own(node);
        let mut constraints = match before {
            Some(mut before) => {
                self.take_in(&mut before, &own, |_| node.place());
                before
            }
            None => own,
        };
        self.narrow_choices(&mut constraints);
        constraints
    }

    /// Merges what stands at a place into what was said before, and says so where no value can be both.
    fn take_in(&mut self, into: &mut Constraints<'d>, other: &Constraints<'d>, place: impl FnOnce(&Self) -> Place) {
        if let Some(contradiction) = merge(into, other) {
            let place = place(self);
            self.contradiction(contradiction, place, "what is said here counts");
        }
    }

    /// A parent that lists its children is merged into a child without its list.
    fn without_lists_of_children(&mut self, constraints: Rc<Constraints<'d>>) -> Rc<Constraints<'d>> {
        if self.reading.is_empty() || constraints.choices.is_empty() {
            return constraints;
        }
        let kept: Vec<Choice<'d>> = constraints.choices.iter().filter(|choice| !self.lists_open(choice)).cloned().collect();
        if kept.len() == constraints.choices.len() {
            return constraints;
        }
        self.cuts += 1;
        Rc::new(Constraints { choices: kept, ..constraints.as_ref().clone() })
    }

    /// Whether a branch is a schema that is being read.
    pub(super) fn lists_open(&mut self, choice: &Choice<'d>) -> bool {
        choice.branches.iter().any(|branch| {
            let Composition::Node(branch) = branch else { return false };
            is_ref(branch.value) && self.follow(branch).is_some_and(|target| self.reading.contains(&target.address()))
        })
    }
}

/// Whether a schema says nothing that holds other schemas or values.
fn is_scalar(schema: &Value) -> bool {
    const SCALAR: [&str; 4] = ["string", "integer", "number", "boolean"];
    schema.get("type").and_then(Value::as_str).is_some_and(|name| SCALAR.contains(&name))
        && !["enum", "allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| schema.get(key).is_some())
}
