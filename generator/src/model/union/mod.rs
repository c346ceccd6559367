//! `oneOf`, `anyOf` and several JSON types at once.
//!
//! Read in this order: `alternatives` (which branches there are), `siblings` (the keywords beside the choice, which
//! hold for every branch), `simplify` (branches that one type can hold), `discriminator` (what tells branches apart), `names`
//! (what the variants are called).

mod alternatives;
pub(super) mod discriminator;
mod names;
mod siblings;
mod simplify;

use super::build::Site;
use super::{TypeBuilder, TypeUse};
use crate::document::Node;
use crate::ir::{Discriminator, Docs, JsonReason, Kind, Type, Union, Variant};
use crate::limits::NESTED_CHOICES;
use crate::schema::{Constraints, Operand, TypeKey, TypeSet};
use alternatives::{Alternative, Opening};
use std::rc::Rc;

/// The type of a schema with choices or several types.
pub(super) fn union<'d>(
    builder: &mut TypeBuilder<'_, 'd, '_>,
    constraints: &Rc<Constraints<'d>>,
    site: &Site<'_, 'd>,
) -> TypeUse {
    if let Some(only) = alternatives::sole_reference(builder.schema, constraints, site.key) {
        return TypeUse { ty: builder.type_of(&only, site.name_path).ty, null: true };
    }
    let mut null = constraints.null.allowed();
    let mut rule = None;
    let mut open = false;
    let mut alternatives = Vec::new();
    if constraints.choices.is_empty() {
        alternatives::split_types(
            builder.schema,
            constraints,
            site.key,
            site.composition.as_ref(),
            &site.place,
            false,
            &mut alternatives,
        );
    } else {
        null |= constraints.choices.iter().all(|choice| choice.branches.iter().any(|branch| builder.schema.allows_null(branch)));
        let mut base = constraints.base();
        let (choice, branches) = alternatives::branches(builder.schema, constraints, &mut base, &site.place);
        rule = discriminator::rule_of(builder.schema, &choice).filter(|rule| rule.string("propertyName").is_some());
        // Objects of an `anyOf` may hold together whatever their parent says.
        rule = rule.or_else(|| if choice.exclusive { builder.shared_rule(&branches) } else { None });
        let mut visited = builder.open_unions.clone();
        if let TypeKey::One(address) = site.key {
            visited.push(address);
        }
        let lone = branches.iter().filter(|branch| alternatives::is_shaped(builder.schema, branch)).count() == 1;
        let mut opening = Opening {
            exclusive: choice.exclusive,
            rule: rule.clone(),
            visited,
            alternatives,
            anything: false,
            circular: false,
            lone,
            adopted: None,
        };
        for branch in branches {
            alternatives::add_branch(builder.schema, &branch, &mut opening, 0);
        }
        rule = rule.or(opening.adopted.take());
        let says = base.limits_contents() || base.typed();
        // An object with properties beside the choice is never null: null means that what the choice describes is not there.
        if null && !constraints.null.allowed() && base.types == TypeSet::OBJECT && !base.properties.is_empty() {
            null = false;
            siblings::may_lack(builder.schema, &mut opening.alternatives, site);
        }
        // An object among them would lose what it does not know of the rest.
        let shaped = opening
            .alternatives
            .iter()
            .any(|alternative| alternative.constraints.types.has(TypeSet::OBJECT) || !alternative.constraints.choices.is_empty());
        if !says && opening.alternatives.is_empty() && opening.circular && !opening.anything {
            return builder.circular_choice(&site.place);
        }
        if !says && (opening.alternatives.is_empty() || opening.anything && shaped) {
            return TypeUse { ty: Type::Json(JsonReason::Anything), null };
        }
        // A branch that says nothing takes what fits no other, null included.
        open = opening.anything;
        null |= open;
        if says && (open || opening.alternatives.is_empty()) {
            siblings::may_have(&mut base, &opening.alternatives);
            let made = builder.build(&Rc::new(base), site);
            return TypeUse { ty: made.ty, null: null || made.null };
        }
        alternatives = siblings::apply(builder, &base, opening.alternatives, site);
        if alternatives.is_empty() {
            // No branch can hold, which is reported: what is said beside them is left.
            let made = builder.build(&Rc::new(base), site);
            return TypeUse { ty: made.ty, null: null || made.null };
        }
    }
    let mut alternatives = simplify::simplify(builder.schema, alternatives, rule.is_some());
    if rule.is_some() {
        let mut branches: Vec<_> =
            alternatives.iter_mut().map(|alternative| (&mut alternative.tags, alternative.name.as_deref())).collect();
        discriminator::unshare(&mut branches);
    }
    let made = assemble(builder, &alternatives, rule.as_ref(), open, site);
    TypeUse { ty: made.ty, null: null || made.null }
}

/// Makes the types of the branches, and a union where more than one is left.
fn assemble<'d>(
    builder: &mut TypeBuilder<'_, 'd, '_>,
    alternatives: &[Alternative<'d>],
    rule: Option<&Node<'d>>,
    open: bool,
    site: &Site<'_, 'd>,
) -> TypeUse {
    // A choice of one with a discriminator is there to be extended: other tags are kept as unknown variants.
    let open = open || rule.is_some() && alternatives.iter().any(|alternative| !alternative.tags.is_empty());
    if let ([alternative], false) = (alternatives, open) {
        let reference = match &alternative.composition {
            Some(composition) => matches!(builder.schema.operands(composition).as_slice(), [Operand::Ref(_)]),
            None => false,
        };
        return match &alternative.composition {
            Some(composition) if reference || !alternative.constraints.choices.is_empty() => {
                let composition = composition.clone();
                builder.type_of(&composition, site.name_path)
            }
            // What is left of a choice may lead back to it, again and again.
            _ if builder.chained >= NESTED_CHOICES => builder.circular_choice(&site.place),
            _ => {
                builder.chained += 1;
                let made = builder.build(&alternative.constraints.clone(), site);
                builder.chained -= 1;
                made
            }
        };
    }
    let implicit = if rule.is_none() { discriminator::implicit(builder.schema, alternatives) } else { None };
    let mut null = false;
    let mut variants: Vec<Variant> = Vec::with_capacity(alternatives.len());
    for (index, alternative) in alternatives.iter().enumerate() {
        let name =
            names::variant_name(builder.schema, alternatives, index, implicit.as_ref().map(|(_, tags)| tags[index].as_slice()));
        let name_path = site.name_path.then(&name);
        let made = if let Some(composition) = &alternative.composition {
            builder.type_of(composition, &name_path)
        } else {
            // A branch that leads back here is not opened again.
            let open = builder.open_unions.len();
            builder.open_unions.extend(alternative.target);
            builder.open_unions.extend(if let TypeKey::One(address) = site.key { Some(address) } else { None });
            let made = builder.make(
                alternative.key,
                &alternative.constraints,
                &name_path,
                alternative.docs.clone(),
                alternative.place.clone(),
            );
            builder.open_unions.truncate(open);
            made
        };
        null |= made.null;
        let tags = implicit.as_ref().map_or_else(|| alternative.tags.clone(), |(_, tags)| tags[index].clone());
        if let Some(same) = variants.iter_mut().find(|variant| variant.ty == made.ty) {
            same.tags.extend(tags);
            continue;
        }
        let docs = match (&alternative.composition, &alternative.docs) {
            (Some(_), Some(docs)) => docs.docs(),
            _ => Docs::default(),
        };
        variants.push(Variant { name, ty: made.ty, tags, docs });
    }
    if variants.len() == 1 && !(open && alternatives.len() == 1) {
        return TypeUse { ty: variants.swap_remove(0).ty, null };
    }
    let wire = rule.and_then(|rule| rule.string("propertyName")).map(str::to_owned).or_else(|| implicit.map(|(wire, _)| wire));
    let id = builder.claim(site);
    builder.types.get_mut(id).kind = Kind::Union(Union { variants, discriminator: wire.map(|wire| Discriminator { wire }) });
    TypeUse { ty: Type::Named(id), null }
}
