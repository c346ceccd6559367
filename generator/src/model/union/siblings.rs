//! What a schema says beside its choices, which holds for every branch.

use super::Resolver;
use super::build::Site;
use super::expr::{Expr, Key};
use super::facts::{Additional, Facts, Null};
use super::kinds::Kinds;
use super::merge::{merge, widen};
use super::union::Element;
use indexmap::IndexSet;
use std::rc::Rc;

/// How deep choices in choices are merged with what stands beside them.
const DEEPEST_MERGED: usize = 3;

impl<'d> Resolver<'d, '_> {
    /// Merges what stands beside the choices into each branch.
    pub(super) fn apply_base(&mut self, base: &Facts<'d>, elements: Vec<Element<'d>>, site: &Site<'_, 'd>) -> Vec<Element<'d>> {
        if !base.bears() && !base.typed() {
            return elements;
        }
        let mut out = Vec::with_capacity(elements.len());
        for mut element in elements {
            if self.nested > DEEPEST_MERGED && !element.facts.choices.is_empty() {
                out.push(element);
                continue;
            }
            let fits = element.facts.choices.is_empty() && element.facts.kinds.within(base.kinds);
            if !(fits || !element.facts.choices.is_empty() && !base.bears()) || !self.says_all(&element.facts, base) {
                let mut merged = base.clone();
                merge(&mut merged, &element.facts);
                if merged.null == Null::Forced || merged.null == Null::Yes {
                    merged.null = Null::No;
                }
                element.key = Key::all([&site.key.part("base"), &element.key]);
                element.facts = Rc::new(merged);
                element.expr = None;
            }
            out.push(element);
        }
        out
    }

    /// Whether a branch repeats everything that is said beside it.
    fn says_all(&mut self, facts: &Facts<'d>, base: &Facts<'d>) -> bool {
        let plain =
            matches!(base.additional, Additional::Unsaid | Additional::Closed) && base.values.is_none() && base.items.is_none();
        if !plain || !base.required.iter().all(|name| facts.required.contains(name)) {
            return false;
        }
        for (name, property) in &base.properties {
            let Some(own) = facts.properties.get(name) else { return false };
            let held = self.facts(property).constants().is_some();
            if held && self.facts(own).constants().is_none() {
                return false;
            }
        }
        base.patterns.is_empty() && base.prefix.is_empty()
    }
}

/// Adds the properties of branches to an object that need not be any of them: optional, and of other types as well.
pub(super) fn may_have<'d>(base: &mut Facts<'d>, elements: &[Element<'d>]) {
    let objects = |element: &Element<'d>| element.facts.choices.is_empty() && element.facts.kinds == Kinds::OBJECT;
    if elements.is_empty() || !base.kinds.has(Kinds::OBJECT) || !elements.iter().all(objects) {
        return;
    }
    let parts: Vec<_> = elements.iter().map(|element| Rc::clone(&element.facts)).collect();
    let mut others = Facts { required: IndexSet::new(), ..widen(&parts) };
    for (_, expr) in others.properties.iter_mut().filter(|(name, _)| !base.properties.contains_key(**name)) {
        *expr = Expr::Any(vec![expr.clone(), Expr::All(Vec::new())]);
    }
    let additional = base.additional.clone();
    merge(base, &others);
    base.additional = additional;
}
