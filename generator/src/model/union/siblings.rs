//! What a schema says beside its choices, which holds for every branch.

use super::alternatives::Alternative;
use crate::limits::NESTED_SIBLINGS;
use crate::model::TypeBuilder;
use crate::model::build::Site;
use crate::schema::{Additional, Composition, Constraints, Null, SchemaReader, TypeSet, merge, widen};
use indexmap::IndexSet;
use std::rc::Rc;

/// Merges what stands beside the choices into each branch.
pub(super) fn apply<'d>(
    builder: &mut TypeBuilder<'_, 'd, '_>,
    base: &Constraints<'d>,
    alternatives: Vec<Alternative<'d>>,
    site: &Site<'_, 'd>,
) -> Vec<Alternative<'d>> {
    if !base.limits_contents() && !base.typed() {
        return alternatives;
    }
    // Keywords for one type have no effect only where no branch is of that type.
    let is_idle = !alternatives.iter().any(|branch| {
        let types = branch.constraints.types;
        types.is_empty() || !types.and(base.types).is_empty()
    });
    let mut out = Vec::with_capacity(alternatives.len());
    for mut alternative in alternatives {
        if builder.nested > NESTED_SIBLINGS && !alternative.constraints.choices.is_empty() {
            out.push(alternative);
            continue;
        }
        let fits = alternative.constraints.choices.is_empty() && alternative.constraints.types.within(base.types);
        if !(fits || !alternative.constraints.choices.is_empty() && !base.limits_contents())
            || !repeats(builder.schema, &alternative.constraints, base)
        {
            if excludes_values(base, &alternative.constraints) {
                continue;
            }
            let mut merged = base.clone();
            if let Some(contradiction) = merge(&mut merged, &alternative.constraints) {
                let help = "the branch can never hold and is left out";
                if contradiction.inferred {
                    if is_idle {
                        builder.schema.contradiction(contradiction, alternative.place.clone(), help);
                    }
                } else if base.explicit && alternative.constraints.explicit {
                    builder.schema.contradiction(contradiction, alternative.place, help);
                    continue;
                }
            }
            if merged.null == Null::Forced || merged.null == Null::Yes {
                merged.null = Null::No;
            }
            alternative.key = {
                let base_key = builder.schema.keys.part(site.key, "base");
                builder.schema.keys.all([base_key, alternative.key], '&')
            };
            alternative.constraints = Rc::new(merged);
            alternative.composition = None;
        }
        out.push(alternative);
    }
    out
}

/// Whether the values of a branch are none of those that are listed beside the choice.
fn excludes_values(base: &Constraints<'_>, branch: &Constraints<'_>) -> bool {
    match (&base.values, &branch.values) {
        (Some(listed), Some(own)) => !own.iter().any(|own| listed.iter().any(|value| value.value == own.value)),
        _ => false,
    }
}

/// Whether a branch repeats everything that is said beside it.
fn repeats<'d>(schema: &mut SchemaReader<'d, '_>, constraints: &Constraints<'d>, base: &Constraints<'d>) -> bool {
    let plain =
        matches!(base.additional, Additional::Unsaid | Additional::Closed) && base.values.is_none() && base.items.is_none();
    if !plain || !base.required.iter().all(|name| constraints.required.contains(name)) {
        return false;
    }
    for (name, property) in &base.properties {
        let Some(own) = constraints.properties.get(name) else { return false };
        let (said, repeated) = (schema.constraints(property), schema.constraints(own));
        if said.constants().is_some() && repeated.constants().is_none() {
            return false;
        }
        // A contradiction is found when both are read together.
        if said.types.and(repeated.types).is_empty() && !said.types.is_empty() && !repeated.types.is_empty() {
            return false;
        }
    }
    base.patterns.is_empty() && base.prefix.is_empty()
}

/// Adds that an object may have nothing of a choice beside it. What a lone branch requires is optional then; beside several branches
/// stands one that is none of them.
pub(super) fn may_lack<'d>(schema: &mut SchemaReader<'d, '_>, alternatives: &mut Vec<Alternative<'d>>, site: &Site<'_, 'd>) {
    let object = Constraints { types: TypeSet::OBJECT, explicit: true, null: Null::No, ..Constraints::default() };
    let key = schema.keys.part(site.key, "lacking");
    match alternatives.as_mut_slice() {
        [lone] if lone.constraints.choices.is_empty() => {
            lone.constraints = Rc::new(Constraints { required: IndexSet::new(), ..lone.constraints.as_ref().clone() });
            lone.composition = None;
            lone.key = schema.keys.all([key, lone.key], '&');
        }
        _ => alternatives.push(Alternative {
            composition: None,
            key,
            constraints: Rc::new(object),
            name: Some("base".to_owned()),
            tags: Vec::new(),
            docs: None,
            place: site.place.clone(),
            exclusive: true,
            target: None,
        }),
    }
}

/// Adds the properties of branches to an object that need not be any of them: optional, and of other types as well.
pub(super) fn may_have<'d>(base: &mut Constraints<'d>, alternatives: &[Alternative<'d>]) {
    let objects = |alternative: &Alternative<'d>| {
        alternative.constraints.choices.is_empty() && alternative.constraints.types == TypeSet::OBJECT
    };
    if alternatives.is_empty() || !base.types.has(TypeSet::OBJECT) || !alternatives.iter().all(objects) {
        return;
    }
    let parts: Vec<_> = alternatives.iter().map(|alternative| Rc::clone(&alternative.constraints)).collect();
    let mut others = Constraints { required: IndexSet::new(), ..widen(&parts) };
    for (_, composition) in others.properties.iter_mut().filter(|(name, _)| !base.properties.contains_key(**name)) {
        *composition = Composition::Any(vec![composition.clone(), Composition::All(Vec::new())]);
    }
    let unlisted = parts.iter().any(|part| {
        part.required.iter().any(|name| !others.properties.contains_key(name) && !base.properties.contains_key(name))
    });
    let additional = match &base.additional {
        Additional::Unsaid if unlisted => Additional::Any,
        additional => additional.clone(),
    };
    // Both are objects, so nothing contradicts.
    let contradiction = merge(base, &others);
    debug_assert!(contradiction.is_none(), "objects do not exclude each other");
    base.additional = additional;
}
