//! The branches of choices, before types are made of them.

use super::discriminator;
use crate::document::{Address, Node};
use crate::limits::{BRANCH_COMBINATIONS, NESTED_CHOICES};
use crate::location::Place;
use crate::model::name_path::component_key;
use crate::schema::{Choice, Composition, Constraints, Null, Operand, SchemaReader, TypeKey, TypeSet, merge, widen};
use std::rc::Rc;

/// A branch of a choice.
#[derive(Clone, Debug)]
pub(super) struct Alternative<'d> {
    /// The schema, where the branch is exactly that.
    pub(super) composition: Option<Composition<'d>>,
    pub(super) key: TypeKey,
    pub(super) constraints: Rc<Constraints<'d>>,
    pub(super) name: Option<String>,
    pub(super) tags: Vec<String>,
    /// The schema its documentation comes from.
    pub(super) docs: Option<Composition<'d>>,
    pub(super) place: Place,
    /// From a `oneOf`, so it excludes the others.
    pub(super) exclusive: bool,
    /// The schema behind it, where it has choices of its own.
    pub(super) target: Option<Address>,
}

/// What is known of the branches around while choices inside choices are opened.
pub(super) struct Opening<'d> {
    pub(super) exclusive: bool,
    pub(super) rule: Option<Node<'d>>,
    pub(super) visited: Vec<Address>,
    pub(super) alternatives: Vec<Alternative<'d>>,
    /// Whether a branch allows any value.
    pub(super) anything: bool,
    /// Whether a branch was left out because it leads back to what is being made.
    pub(super) circular: bool,
    /// Whether only one branch is more than a scalar, so that its own discriminator holds for all.
    pub(super) lone: bool,
    /// The discriminator of that branch.
    pub(super) adopted: Option<Node<'d>>,
}

/// The branches to tell apart. Of several choices that hold together, all combinations, or the first one with
/// the properties of the others beside it.
pub(super) fn branches<'d>(
    schema: &mut SchemaReader<'d, '_>,
    constraints: &Constraints<'d>,
    base: &mut Constraints<'d>,
    place: &Place,
) -> (Choice<'d>, Vec<Composition<'d>>) {
    let mut choice = constraints.choices[0].clone();
    let mut branches = choice.branches.clone();
    for other in &constraints.choices[1..] {
        if branches.len() * other.branches.len() <= BRANCH_COMBINATIONS {
            let mut product = Vec::with_capacity(branches.len() * other.branches.len());
            for left in &branches {
                product.extend(other.branches.iter().map(|right| Composition::All(vec![left.clone(), right.clone()])));
            }
            branches = product;
            choice.discriminator = choice.discriminator.or_else(|| other.discriminator.clone());
        } else {
            let parts: Vec<_> = other.branches.iter().map(|branch| schema.constraints(branch)).collect();
            if let Some(contradiction) = merge(base, &widen(&parts)) {
                schema.contradiction(contradiction, place.clone(), "the choice counts");
            }
        }
    }
    (choice, branches)
}

pub(super) fn add_branch<'d>(
    schema: &mut SchemaReader<'d, '_>,
    composition: &Composition<'d>,
    opening: &mut Opening<'d>,
    depth: usize,
) {
    let constraints = schema.constraints(composition);
    if constraints.only_null() || constraints.never {
        return;
    }
    let operands = schema.operands(composition);
    let target = match operands.as_slice() {
        [Operand::Ref(target)] => Some(target.clone()),
        _ => None,
    };
    if let Some(target) = &target
        && opening.visited.contains(&target.address())
    {
        opening.circular = true;
        return;
    }
    if constraints.choices.is_empty() && !constraints.typed() && !constraints.limits_contents() {
        if let Some(target) = &target
            && depth < NESTED_CHOICES
            && let [Operand::Ref(wrapped)] = schema.operands(&Composition::Node(target.clone())).as_slice()
        {
            // A schema that only wraps a choice which lists it was read without the choice: the branch is what it wraps.
            let wrapped = Composition::Node(wrapped.clone());
            opening.visited.push(target.address());
            add_branch(schema, &wrapped, opening, depth + 1);
            return;
        }
        // `{nullable: true}` alone is how some writers of 3.0 spell null.
        opening.anything |= constraints.null != Null::Forced;
        return;
    }
    let parent = target.as_ref().is_some_and(is_parent);
    if let [inner] = constraints.choices.as_slice()
        && depth < NESTED_CHOICES
        && !constraints.limits_contents()
        && opens(schema, inner, opening, target.as_ref())
    {
        let outer = opening.rule.clone();
        let own = discriminator::rule_of(schema, inner);
        if outer.is_none() {
            opening.adopted.clone_from(&own);
        }
        opening.rule = own.or(outer.clone());
        opening.visited.extend(target.iter().map(Node::address));
        for branch in &inner.branches {
            add_branch(schema, branch, opening, depth + 1);
        }
        opening.rule = outer;
        return;
    }
    let key = schema.key(composition);
    let place = composition.place();
    if constraints.choices.is_empty() && constraints.types.groups().len() > 1 {
        split_types(schema, &constraints, key, Some(composition), &place, opening.exclusive, &mut opening.alternatives);
        return;
    }
    let name = target.as_ref().and_then(component_key).or_else(|| named(composition)).or_else(|| composition.title());
    let tags = match &opening.rule {
        Some(rule) if constraints.types.has(TypeSet::OBJECT) => {
            let rule = rule.clone();
            discriminator::tags(schema, &rule, target.as_ref(), composition)
        }
        _ => Vec::new(),
    };
    // A parent is a union of its children, which its own constraints do not show.
    let exclusive = opening.exclusive || parent;
    opening.alternatives.push(Alternative {
        composition: Some(composition.clone()),
        key,
        constraints,
        name,
        tags,
        docs: Some(composition.clone()),
        place,
        exclusive,
        target: target.map(|target| target.address()),
    });
}

/// The reference that is all of a choice but for null: the type is the one that is referred to, and null.
pub(super) fn sole_reference<'d>(
    schema: &mut SchemaReader<'d, '_>,
    constraints: &Constraints<'d>,
    key: TypeKey,
) -> Option<Composition<'d>> {
    let (only, target) = referred(schema, constraints)?;
    // References that lead back here by way of such choices are no type.
    let mut visited = vec![target.address()];
    if let TypeKey::One(address) = key {
        visited.push(address);
    }
    let mut at = target;
    if visited[1..].contains(&at.address()) {
        return None;
    }
    loop {
        let constraints = schema.constraints_of(&at);
        let Some((_, next)) = referred(schema, &constraints) else { return Some(only) };
        if visited.contains(&next.address()) {
            return None;
        }
        visited.push(next.address());
        at = next;
    }
}

/// The one branch of a choice beside null, where it is a reference, with its target.
fn referred<'d>(schema: &mut SchemaReader<'d, '_>, constraints: &Constraints<'d>) -> Option<(Composition<'d>, Node<'d>)> {
    let [choice] = constraints.choices.as_slice() else { return None };
    if constraints.limits_contents() {
        return None;
    }
    let mut null = constraints.null.allowed();
    let mut only = None;
    for branch in &choice.branches {
        let said = schema.constraints(branch);
        let is_null =
            said.only_null() || said.choices.is_empty() && !said.typed() && !said.limits_contents() && said.null == Null::Forced;
        null |= is_null;
        if !is_null && only.replace(branch.clone()).is_some() {
            return None;
        }
    }
    let only = only.filter(|_| null)?;
    let [Operand::Ref(target)] = &schema.operands(&only)[..] else { return None };
    let target = target.clone();
    let same_rule = choice.discriminator.as_ref().is_none_or(|rule| {
        target.get("discriminator").is_some_and(|own| own.string("propertyName") == rule.string("propertyName"))
    });
    let fits = same_rule && (!constraints.typed() || is_within(schema, &only, constraints.types, 0));
    fits.then_some((only, target))
}

/// Whether every value of a schema has one of the types.
fn is_within<'d>(schema: &mut SchemaReader<'d, '_>, composition: &Composition<'d>, types: TypeSet, depth: usize) -> bool {
    let said = schema.constraints(composition);
    if said.choices.is_empty() {
        return said.only_null() || said.types.within(types);
    }
    depth < NESTED_CHOICES
        && said.choices.iter().any(|choice| choice.branches.iter().all(|branch| is_within(schema, branch, types, depth + 1)))
}

/// Whether a branch can be an object.
pub(super) fn is_shaped<'d>(schema: &mut SchemaReader<'d, '_>, branch: &Composition<'d>) -> bool {
    let constraints = schema.constraints(branch);
    !constraints.only_null() && (!constraints.choices.is_empty() || constraints.types.has(TypeSet::OBJECT))
}

fn is_parent(target: &Node<'_>) -> bool {
    target.value.get("discriminator").is_some() && target.value.get("oneOf").is_none() && target.value.get("anyOf").is_none()
}

/// The component behind one of several schemas that hold together.
fn named(composition: &Composition<'_>) -> Option<String> {
    match composition {
        Composition::All(list) => {
            let names: Vec<String> = list
                .iter()
                .filter_map(|part| match part {
                    Composition::Node(node) => {
                        node.string("$ref").and_then(|text| text.rsplit('/').next()).map(str::to_owned).or_else(|| part.title())
                    }
                    _ => None,
                })
                .collect();
            (!names.is_empty()).then(|| names.join(" "))
        }
        Composition::Node(node) => {
            let branches = node.value.get("allOf")?.as_array()?;
            let [only] = branches.iter().filter_map(|branch| branch.get("$ref")?.as_str()).collect::<Vec<_>>()[..] else {
                return None;
            };
            node.value.get("title").is_none().then(|| only.rsplit('/').next().unwrap_or(only).to_owned())
        }
        Composition::Any(_) => None,
    }
}

/// Whether the branches of an inner choice can stand among those of the outer one.
fn opens<'d>(schema: &mut SchemaReader<'d, '_>, inner: &Choice<'d>, opening: &Opening<'d>, target: Option<&Node<'d>>) -> bool {
    match (&opening.rule, &discriminator::rule_of(schema, inner)) {
        (None, None) => {}
        (Some(outer), Some(own)) if outer.string("propertyName") == own.string("propertyName") => {
            let mapped = discriminator::mapping(outer);
            if mapped.iter().any(|(_, node)| node.as_ref().map(Node::address) == target.map(Node::address) && target.is_some()) {
                return false;
            }
        }
        (None, Some(_)) if opening.lone && opening.adopted.is_none() => return true,
        _ => return false,
    }
    if inner.exclusive == opening.exclusive {
        return true;
    }
    let objects = inner.branches.iter().filter(|branch| schema.constraints(branch).types.has(TypeSet::OBJECT)).count();
    objects <= 1
}

/// One alternative per JSON type of a schema with several.
pub(super) fn split_types<'d>(
    schema: &mut SchemaReader<'d, '_>,
    constraints: &Constraints<'d>,
    key: TypeKey,
    docs: Option<&Composition<'d>>,
    place: &Place,
    exclusive: bool,
    out: &mut Vec<Alternative<'d>>,
) {
    for group in constraints.types.groups() {
        out.push(Alternative {
            composition: None,
            key: schema.keys.part(key, group.word()),
            constraints: Rc::new(constraints.only(group)),
            name: None,
            tags: Vec::new(),
            docs: docs.cloned(),
            place: place.clone(),
            exclusive,
            target: None,
        });
    }
}
