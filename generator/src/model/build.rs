//! Makes types of constraints.

use super::name_path::{NamePath, component_key, name_path_of};
use super::{Slot, TypeBuilder, TypeUse, placeholder, scalar, union};
use crate::document::Node;
use crate::ir::{JsonReason, Kind, Origin, Type, TypeId};
use crate::limits::{MERGED_TYPES, NESTED_MERGED_TYPES, NESTED_TYPES, TUPLE_ITEMS};
use crate::location::Place;
use crate::schema::{Additional, Composition, Constraints, Operand, TypeKey, TypeSet};
use foldhash::{HashSet, HashSetExt};
use std::rc::Rc;

/// Where a type is made and what it is called there.
pub(super) struct Site<'a, 'd> {
    pub(super) key: TypeKey,
    pub(super) name_path: &'a NamePath<'a>,
    /// The schema its documentation comes from.
    pub(super) composition: Option<Composition<'d>>,
    pub(super) place: Place,
}

impl<'d> TypeBuilder<'_, 'd, '_> {
    /// The type of a composition, made when it is first asked for.
    pub(crate) fn type_of(&mut self, composition: &Composition<'d>, name_path: &NamePath<'_>) -> TypeUse {
        let operands = self.schema.operands(composition);
        if let [Operand::Ref(target)] = operands.as_slice() {
            let target = target.clone();
            let reference = self.reference(&target, name_path);
            // A wrapper can add null; a merge of several cannot take it away without a type of its own.
            let null = reference.null || self.schema.constraints(composition).null.allowed();
            return TypeUse { ty: reference.ty, null };
        }
        if matches!(composition, Composition::Node(_)) {
            let key = self.schema.key(composition);
            return self.remembered(key, composition, name_path);
        }
        // The same set of schemas has the same constraints, in whatever order it was composed.
        let mut parts: Vec<Composition<'d>> = Vec::with_capacity(operands.len());
        let mut visited = HashSet::new();
        for operand in operands {
            match operand {
                Operand::Ref(node) | Operand::Own(node, _) if visited.insert(node.address()) => {
                    parts.push(Composition::Node(node));
                }
                Operand::Any(list) => parts.push(Composition::Any(list)),
                _ => {}
            }
        }
        let whole = if parts.len() == 1 { parts.swap_remove(0) } else { Composition::All(parts) };
        let key = self.schema.key(&whole);
        if let Some(done) = self.recall(key, &whole, name_path) {
            done
        } else {
            let constraints = self.schema.constraints(&whole);
            let place = composition.place();
            self.make(key, &constraints, name_path, Some(composition.clone()), place)
        }
    }

    fn remembered(&mut self, key: TypeKey, composition: &Composition<'d>, name_path: &NamePath<'_>) -> TypeUse {
        if let Some(done) = self.recall(key, composition, name_path) {
            return done;
        }
        let constraints = self.schema.constraints(composition);
        let place = composition.place();
        self.make(key, &constraints, name_path, Some(composition.clone()), place)
    }

    /// The type behind a key, also where it is being made.
    fn recall(&mut self, key: TypeKey, composition: &Composition<'d>, name_path: &NamePath<'_>) -> Option<TypeUse> {
        let id = match self.made.get(&key)? {
            Slot::Done(done) => return Some(done.clone()),
            Slot::Open(Some(id)) => *id,
            Slot::Open(None) => {
                let id = self.types.push(placeholder(Origin::Inline(name_path.to_vec()), composition.place()));
                self.made.insert(key, Slot::Open(Some(id)));
                id
            }
        };
        Some(TypeUse { ty: Type::Named(id), null: self.schema.allows_null(composition) })
    }

    /// Makes a type and remembers it.
    pub(super) fn make(
        &mut self,
        key: TypeKey,
        constraints: &Rc<Constraints<'d>>,
        name_path: &NamePath<'_>,
        composition: Option<Composition<'d>>,
        place: Place,
    ) -> TypeUse {
        if let Some(Slot::Done(done)) = self.made.get(&key) {
            return done.clone();
        }
        if self.depth > NESTED_TYPES {
            return self.not_expressible(&place, "too-deep", "schemas are nested too deeply here");
        }
        if matches!(key, TypeKey::Many(_)) {
            self.merged += 1;
            if self.merged > MERGED_TYPES || self.nested > NESTED_MERGED_TYPES {
                return self.not_expressible(&place, "too-large", "too many schemas are merged with each other");
            }
        }
        self.depth += 1;
        self.nested += usize::from(matches!(key, TypeKey::Many(_)));
        self.made.entry(key).or_insert(Slot::Open(None));
        let site = Site { key, name_path, composition, place };
        let mut made = self.build(constraints, &site);
        if let Some(Slot::Open(Some(id))) = self.made.get(&key)
            && made.ty != Type::Named(*id)
        {
            // Something inside referred to it, so it needs a name although it is no object, enum or union.
            let id = *id;
            self.describe(id, &site);
            self.types.get_mut(id).kind = Kind::Alias(made.ty);
            made.ty = Type::Named(id);
        }
        self.depth -= 1;
        self.nested -= usize::from(matches!(key, TypeKey::Many(_)));
        self.made.insert(key, Slot::Done(made.clone()));
        made
    }

    /// The type behind a `$ref`.
    pub(crate) fn reference(&mut self, target: &Node<'d>, name_path: &NamePath<'_>) -> TypeUse {
        let known = self.components.get(&target.address()).copied();
        let id = known.or_else(|| component_key(target).map(|key| self.component(target, key)));
        let composition = Composition::Node(target.clone());
        if let Some(id) = id {
            return TypeUse { ty: Type::Named(id), null: self.schema.allows_null(&composition) };
        }
        if let Some(Slot::Done(done)) = self.made.get(&TypeKey::One(target.address())) {
            return done.clone();
        }
        // A schema that only wraps another one is no type, and a circle of such is no end.
        let here = (target.address(), self.depth);
        if self.following.contains(&here) {
            return self.not_expressible(&target.place(), "circular-all-of", "`allOf` leads back to this schema");
        }
        if self.following.len() > NESTED_TYPES {
            return self.not_expressible(&target.place(), "too-deep", "too many schemas are taken into each other by `allOf`");
        }
        self.following.push(here);
        let found = name_path_of(target);
        let made = match found.split_last() {
            Some((last, rest)) => self.with_name_path(rest, last, &composition),
            None => self.type_of(&composition, name_path),
        };
        self.following.pop();
        made
    }

    fn with_name_path(&mut self, name_path: &[String], last: &str, composition: &Composition<'d>) -> TypeUse {
        let joined: Vec<&str> = name_path.iter().map(String::as_str).collect();
        chain(&joined, None, &mut |chain| {
            let name_path = chain.map_or_else(|| NamePath::root(last), |chain| chain.then(last));
            self.type_of(composition, &name_path)
        })
    }

    /// Makes the type of a component.
    pub(super) fn build_component(&mut self, id: TypeId, node: &Node<'d>) {
        let composition = Composition::Node(node.clone());
        let Origin::Component(name) = self.types.get(id).origin.clone() else { return };
        let name_path = NamePath::root(&name);
        let key = TypeKey::One(node.address());
        self.made.insert(key, Slot::Open(Some(id)));
        let site = Site { key, name_path: &name_path, composition: Some(composition.clone()), place: node.place() };
        self.describe(id, &site);
        let made = match self.inheritance(node, &site) {
            Some(made) => made,
            None => match self.schema.operands(&composition).as_slice() {
                [Operand::Ref(target)] if !self.is_child(target, node) => {
                    let target = target.clone();
                    self.reference(&target, &name_path)
                }
                _ => {
                    let constraints = self.schema.constraints(&composition);
                    self.build(&constraints, &site)
                }
            },
        };
        if made.ty != Type::Named(id) {
            self.types.get_mut(id).kind = Kind::Alias(made.ty);
        }
        self.made.insert(key, Slot::Done(TypeUse { ty: Type::Named(id), null: made.null }));
    }

    /// Whether the type made at a site already has an id: it is a component, or something inside refers to it.
    pub(super) fn is_claimed(&self, site: &Site<'_, 'd>) -> bool {
        matches!(self.made.get(&site.key), Some(Slot::Open(Some(_))))
    }

    /// The id of the type made at a site, for what has to have a name.
    pub(super) fn claim(&mut self, site: &Site<'_, 'd>) -> TypeId {
        if let Some(Slot::Open(Some(id))) = self.made.get(&site.key) {
            let id = *id;
            self.describe(id, site);
            return id;
        }
        let id = self.types.push(placeholder(Origin::Inline(site.name_path.to_vec()), site.place.clone()));
        self.made.insert(site.key, Slot::Open(Some(id)));
        self.describe(id, site);
        id
    }

    fn describe(&mut self, id: TypeId, site: &Site<'_, 'd>) {
        let Some(composition) = &site.composition else { return };
        let docs = composition.docs();
        let example = self.schema.example(composition);
        let component = matches!(self.types.get(id).origin, Origin::Component(_));
        let named = self.types.get_mut(id);
        named.docs = docs;
        named.example = example;
        if component && let Composition::Node(node) = composition {
            named.rename = node.string("x-name").map(str::to_owned);
        }
    }

    /// Makes a type of constraints.
    pub(super) fn build(&mut self, constraints: &Rc<Constraints<'d>>, site: &Site<'_, 'd>) -> TypeUse {
        if constraints.never {
            return self.not_expressible(&site.place, "no-value", "no value is allowed here");
        }
        if !constraints.choices.is_empty() {
            return union::union(self, constraints, site);
        }
        let null = constraints.null.allowed();
        if constraints.types.is_empty() {
            // Only null: any JSON reads it.
            return TypeUse { ty: Type::Json(JsonReason::Anything), null };
        }
        if !constraints.typed() {
            return TypeUse { ty: Type::Json(JsonReason::Anything), null: false };
        }
        let groups = constraints.types.groups();
        if groups.len() > 1 {
            return union::union(self, constraints, site);
        }
        let (open_unions, chained) = (std::mem::take(&mut self.open_unions), std::mem::take(&mut self.chained));
        let ty = if constraints.types == TypeSet::OBJECT {
            self.object(constraints, site)
        } else if constraints.types == TypeSet::ARRAY {
            self.array(constraints, site)
        } else {
            self.scalar(constraints, site)
        };
        (self.open_unions, self.chained) = (open_unions, chained);
        TypeUse { ty, null }
    }

    fn scalar(&mut self, constraints: &Rc<Constraints<'d>>, site: &Site<'_, 'd>) -> Type {
        if constraints.types == TypeSet::BOOLEAN {
            return Type::Bool;
        }
        if let Some(values) = &constraints.values
            && !values.is_empty()
            && let Some(values) = scalar::enumeration(constraints.types, values)
        {
            let id = self.claim(site);
            self.types.get_mut(id).kind = Kind::Enum(values);
            return Type::Named(id);
        }
        if constraints.types == TypeSet::STRING {
            return Type::String(scalar::string(constraints));
        }
        if constraints.values.as_ref().is_some_and(|values| values.iter().any(|value| value.value.is_f64())) {
            return scalar::number(&Constraints { types: TypeSet::NUMBER, format: constraints.format, ..Constraints::default() });
        }
        scalar::number(constraints)
    }

    fn array(&mut self, constraints: &Rc<Constraints<'d>>, site: &Site<'_, 'd>) -> Type {
        let name_path = site.name_path.then("item");
        if constraints.exact && constraints.prefix.len() <= TUPLE_ITEMS {
            let items = constraints.prefix.iter().enumerate();
            let items =
                items.map(|(index, item)| self.type_of(item, &site.name_path.then(&format!("item {}", index + 1))).whole());
            return Type::Tuple(items.collect());
        }
        let item = match (&constraints.items, constraints.prefix.as_slice()) {
            (Some(items), []) => self.type_of(items, &name_path).whole(),
            (None, []) => Type::Json(JsonReason::FreeArray),
            (items, prefix) => {
                let mut list = prefix.to_vec();
                list.extend(items.clone());
                let composition = if list.len() == 1 { list.swap_remove(0) } else { Composition::Any(list) };
                self.type_of(&composition, &name_path).whole()
            }
        };
        Type::Array(Box::new(item))
    }

    /// The type of properties beyond the named ones, if they are kept.
    pub(super) fn extra(&mut self, constraints: &Constraints<'d>, site: &Site<'_, 'd>) -> Option<Type> {
        let mut list = constraints.patterns.clone();
        match &constraints.additional {
            Additional::Schema(composition) => list.push(composition.clone()),
            Additional::Any => return Some(Type::Json(JsonReason::Anything)),
            Additional::Closed | Additional::Unsaid => {}
        }
        let composition = match list.len() {
            0 => return None,
            1 => list.swap_remove(0),
            _ => Composition::Any(list),
        };
        let name_path = site.name_path.then("value");
        Some(self.type_of(&composition, &name_path).whole())
    }
}

/// Calls back with the name path of the names.
fn chain<T>(name_path: &[&str], up: Option<&NamePath<'_>>, call: &mut dyn FnMut(Option<&NamePath<'_>>) -> T) -> T {
    match name_path.split_first() {
        None => call(up),
        Some((first, rest)) => {
            let next = up.map_or_else(|| NamePath::root(first), |up| up.then(first));
            chain(rest, Some(&next), call)
        }
    }
}
