//! `oneOf`, `anyOf` and several types at once.

use super::build::Site;
use super::expr::{Atom, Expr, Key};
use super::facts::{Choice, Facts, Null};
use super::kinds::Kinds;
use super::merge::{merge, widen};
use super::words::component_key;
use super::{Resolver, Use, beside, collapse, discriminator};
use crate::document::{Address, Node};
use crate::ir::{Discriminator, Docs, JsonReason, Kind, Type, Union, Variant};
use crate::source::Place;
use std::rc::Rc;

/// How many combinations of branches are tried where several choices hold at once.
const MOST_COMBINATIONS: usize = 24;
/// How deep choices in choices are opened.
const DEEPEST: usize = 6;

/// A branch of a choice.
#[derive(Clone, Debug)]
pub(super) struct Element<'d> {
    /// The schema, where the branch is exactly that.
    pub(super) expr: Option<Expr<'d>>,
    pub(super) key: Key,
    pub(super) facts: Rc<Facts<'d>>,
    pub(super) name: Option<String>,
    pub(super) tags: Vec<String>,
    /// The schema its texts come from.
    pub(super) texts: Option<Expr<'d>>,
    pub(super) place: Place,
    /// From a `oneOf`, so it excludes the others.
    pub(super) one: bool,
    /// The schema behind it, where it has choices of its own.
    pub(super) target: Option<Address>,
}

/// What is around a branch while choices are opened.
struct Around<'d> {
    one: bool,
    rule: Option<Node<'d>>,
    seen: Vec<Address>,
    elements: Vec<Element<'d>>,
    /// A branch says nothing of its type.
    anything: bool,
    /// Only one branch is more than a scalar, so what tells its own branches apart holds for all.
    lone: bool,
    /// The discriminator of that branch.
    adopted: Option<Node<'d>>,
}

impl<'d> Resolver<'d, '_> {
    /// The type of a schema with choices or several kinds.
    pub(super) fn union(&mut self, facts: &Rc<Facts<'d>>, site: &Site<'_, 'd>) -> Use {
        let mut null = facts.null.allowed();
        let mut rule = None;
        let mut open = false;
        let mut elements = Vec::new();
        if facts.choices.is_empty() {
            Self::split(facts, &site.key, site.expr.clone(), &site.place, false, &mut elements);
        } else {
            null |= facts.choices.iter().all(|choice| choice.branches.iter().any(|branch| self.allows_null(branch)));
            let mut base = facts.base();
            let (choice, branches) = self.branches(facts, &mut base);
            rule = choice.discriminator.clone().filter(|rule| rule.text("propertyName").is_some());
            let mut seen = self.unions.clone();
            if let Key::One(address) = site.key {
                seen.push(address);
            }
            let lone = branches.iter().filter(|branch| self.is_shaped(branch)).count() == 1;
            let mut around = Around { one: choice.one, rule: rule.clone(), seen, elements, anything: false, lone, adopted: None };
            for branch in branches {
                self.branch(&branch, &mut around, 0);
            }
            rule = rule.or(around.adopted.take());
            let says = base.bears() || base.typed();
            // An object among them would lose what it does not know of the rest.
            let shaped =
                around.elements.iter().any(|element| element.facts.kinds.has(Kinds::OBJECT) || !element.facts.choices.is_empty());
            if !says && (around.elements.is_empty() || around.anything && shaped) {
                return Use { ty: Type::Json(JsonReason::Anything), null };
            }
            // A branch that says nothing takes what fits no other, null included.
            open = around.anything;
            null |= open;
            if says && (open || around.elements.is_empty()) {
                beside::may_have(&mut base, &around.elements);
                let made = self.build(&Rc::new(base), site);
                return Use { ty: made.ty, null: null || made.null };
            }
            elements = self.apply_base(&base, around.elements, site);
        }
        let mut elements = self.collapse(elements, rule.is_some());
        if rule.is_some() {
            discriminator::unshare(&mut elements);
        }
        let made = self.assemble(elements, rule.as_ref(), open, site);
        Use { ty: made.ty, null: null || made.null }
    }

    /// The branches to tell apart. Of several choices that hold together, all combinations, or the first one with
    /// the properties of the others beside it.
    fn branches(&mut self, facts: &Facts<'d>, base: &mut Facts<'d>) -> (Choice<'d>, Vec<Expr<'d>>) {
        let mut choice = facts.choices[0].clone();
        let mut branches = choice.branches.clone();
        for other in &facts.choices[1..] {
            if branches.len() * other.branches.len() <= MOST_COMBINATIONS {
                let mut product = Vec::with_capacity(branches.len() * other.branches.len());
                for left in &branches {
                    product.extend(other.branches.iter().map(|right| Expr::All(vec![left.clone(), right.clone()])));
                }
                branches = product;
                choice.discriminator = choice.discriminator.or_else(|| other.discriminator.clone());
            } else {
                let parts: Vec<_> = other.branches.iter().map(|branch| self.facts(branch)).collect();
                merge(base, &widen(&parts));
            }
        }
        (choice, branches)
    }

    fn branch(&mut self, expr: &Expr<'d>, around: &mut Around<'d>, depth: usize) {
        let facts = self.facts(expr);
        if facts.only_null() || facts.never {
            return;
        }
        let atoms = self.atoms(expr);
        let target = match atoms.as_slice() {
            [Atom::Ref(target)] => Some(target.clone()),
            _ => None,
        };
        if let Some(target) = &target
            && around.seen.contains(&target.address())
        {
            return;
        }
        if facts.choices.is_empty() && !facts.typed() && !facts.bears() {
            // `{nullable: true}` alone is how some writers of 3.0 spell null.
            around.anything |= facts.null != Null::Forced;
            return;
        }
        let parent = target.as_ref().is_some_and(Self::is_parent);
        if let [inner] = facts.choices.as_slice()
            && depth < DEEPEST
            && !facts.bears()
            && self.opens(inner, around, target.as_ref())
        {
            let outer = around.rule.clone();
            if outer.is_none() {
                around.adopted.clone_from(&inner.discriminator);
            }
            around.rule = inner.discriminator.clone().or(outer.clone());
            around.seen.extend(target.iter().map(Node::address));
            for branch in &inner.branches {
                self.branch(branch, around, depth + 1);
            }
            around.rule = outer;
            return;
        }
        let key = self.key(expr);
        let place = self.place_of(expr);
        if facts.choices.is_empty() && facts.kinds.groups().len() > 1 {
            Self::split(&facts, &key, Some(expr.clone()), &place, around.one, &mut around.elements);
            return;
        }
        let name = target.as_ref().and_then(component_key).or_else(|| Self::named(expr)).or_else(|| Self::title(expr));
        let tags = match &around.rule {
            Some(rule) if facts.kinds.has(Kinds::OBJECT) => {
                let rule = rule.clone();
                self.tags(&rule, target.as_ref(), expr)
            }
            _ => Vec::new(),
        };
        // A parent is a union of its children, which its own facts do not show.
        let one = around.one || parent;
        around.elements.push(Element {
            expr: Some(expr.clone()),
            key,
            facts,
            name,
            tags,
            texts: Some(expr.clone()),
            place,
            one,
            target: target.map(|target| target.address()),
        });
    }

    /// Whether a branch can be an object.
    fn is_shaped(&mut self, branch: &Expr<'d>) -> bool {
        let facts = self.facts(branch);
        !facts.only_null() && (!facts.choices.is_empty() || facts.kinds.has(Kinds::OBJECT))
    }

    fn is_parent(target: &Node<'d>) -> bool {
        target.value.get("discriminator").is_some() && target.value.get("oneOf").is_none() && target.value.get("anyOf").is_none()
    }

    /// The component behind one of several schemas that hold together.
    fn named(expr: &Expr<'d>) -> Option<String> {
        match expr {
            Expr::All(list) => {
                let names: Vec<String> = list
                    .iter()
                    .filter_map(|part| match part {
                        Expr::Node(node) => node
                            .text("$ref")
                            .and_then(|text| text.rsplit('/').next())
                            .map(str::to_owned)
                            .or_else(|| Self::title(part)),
                        _ => None,
                    })
                    .collect();
                (!names.is_empty()).then(|| names.join(" "))
            }
            Expr::Node(node) => {
                let list = node.value.get("allOf")?.as_array()?;
                let [only] = list.iter().filter_map(|branch| branch.get("$ref")?.as_str()).collect::<Vec<_>>()[..] else {
                    return None;
                };
                node.value.get("title").is_none().then(|| only.rsplit('/').next().unwrap_or(only).to_owned())
            }
            Expr::Any(_) => None,
        }
    }

    /// Whether the branches of an inner choice can stand among those of the outer one.
    fn opens(&mut self, inner: &Choice<'d>, around: &Around<'d>, target: Option<&Node<'d>>) -> bool {
        match (&around.rule, &inner.discriminator) {
            (None, None) => {}
            (Some(outer), Some(own)) if outer.text("propertyName") == own.text("propertyName") => {
                let mapped = discriminator::mapping(outer);
                if mapped
                    .iter()
                    .any(|(_, node)| node.as_ref().map(Node::address) == target.map(Node::address) && target.is_some())
                {
                    return false;
                }
            }
            (None, Some(_)) if around.lone && around.adopted.is_none() => return true,
            _ => return false,
        }
        if inner.one == around.one {
            return true;
        }
        let objects = inner.branches.iter().filter(|branch| self.facts(branch).kinds.has(Kinds::OBJECT)).count();
        objects <= 1
    }

    /// One element per kind of a schema with several.
    #[allow(clippy::needless_pass_by_value)]
    fn split(facts: &Facts<'d>, key: &Key, texts: Option<Expr<'d>>, place: &Place, one: bool, out: &mut Vec<Element<'d>>) {
        for group in facts.kinds.groups() {
            out.push(Element {
                expr: None,
                key: key.part(group.word()),
                facts: Rc::new(facts.only(group)),
                name: None,
                tags: Vec::new(),
                texts: texts.clone(),
                place: place.clone(),
                one,
                target: None,
            });
        }
    }

    /// Makes the types of the branches, and a union where more than one is left.
    #[allow(clippy::needless_pass_by_value)]
    fn assemble(&mut self, elements: Vec<Element<'d>>, rule: Option<&Node<'d>>, open: bool, site: &Site<'_, 'd>) -> Use {
        // A choice of one with a discriminator is there to be extended: other tags are kept as unknown variants.
        let open = open || rule.is_some() && elements.iter().any(|element| !element.tags.is_empty());
        if let ([element], false) = (elements.as_slice(), open) {
            let reference = match &element.expr {
                Some(expr) => matches!(self.atoms(expr).as_slice(), [Atom::Ref(_)]),
                None => false,
            };
            return match &element.expr {
                Some(expr) if reference || !element.facts.choices.is_empty() => {
                    let expr = expr.clone();
                    self.type_of(&expr, site.words)
                }
                _ => self.build(&element.facts.clone(), site),
            };
        }
        let implicit = if rule.is_none() { self.implicit(&elements) } else { None };
        let mut null = false;
        let mut variants: Vec<Variant> = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let name = self.variant_name(element, implicit.as_ref().map(|(_, tags)| tags[index].as_slice()));
            let words = site.words.then(&name);
            let made = if let Some(expr) = &element.expr {
                self.type_of(expr, &words)
            } else {
                // A branch that leads back here is not opened again.
                let open = self.unions.len();
                self.unions.extend(element.target);
                self.unions.extend(if let Key::One(address) = site.key { Some(address) } else { None });
                let made = self.make(element.key.clone(), &element.facts, &words, element.texts.clone(), element.place.clone());
                self.unions.truncate(open);
                made
            };
            null |= made.null;
            let tags = implicit.as_ref().map_or_else(|| element.tags.clone(), |(_, tags)| tags[index].clone());
            if let Some(same) = variants.iter_mut().find(|variant| variant.ty == made.ty) {
                same.tags.extend(tags);
                continue;
            }
            let docs = match (&element.expr, &element.texts) {
                (Some(_), Some(texts)) => self.docs(&texts.clone()),
                _ => Docs::default(),
            };
            variants.push(Variant { name, ty: made.ty, tags, docs });
        }
        if variants.len() == 1 && !(open && elements.len() == 1) {
            return Use { ty: variants.swap_remove(0).ty, null };
        }
        let wire = rule.and_then(|rule| rule.text("propertyName")).map(str::to_owned).or_else(|| implicit.map(|(wire, _)| wire));
        let id = self.claim(site);
        self.types.get_mut(id).kind = Kind::Union(Union { variants, discriminator: wire.map(|wire| Discriminator { wire }) });
        Use { ty: Type::Named(id), null }
    }

    fn variant_name(&mut self, element: &Element<'d>, tags: Option<&[String]>) -> String {
        if let Some(name) = &element.name {
            return name.clone();
        }
        if let Some([tag, ..]) =
            tags.filter(|tags| tags.len() == 1).or(Some(&element.tags)).filter(|tags| tags.iter().any(|tag| !tag.is_empty()))
        {
            return tag.clone();
        }
        if element.facts.choices.is_empty() && element.facts.kinds == Kinds::LIST {
            let item = element.facts.items.clone().map(|items| {
                let target = match self.atoms(&items).as_slice() {
                    [Atom::Ref(target)] => component_key(target),
                    _ => None,
                };
                target.or_else(|| Self::title(&items)).unwrap_or_else(|| self.facts(&items).kinds.word().to_owned())
            });
            return item.map_or_else(|| "list".to_owned(), |item| format!("{item} list"));
        }
        if element.facts.kinds == Kinds::OBJECT && element.facts.properties.is_empty() {
            return "map".to_owned();
        }
        collapse::word(&element.facts).to_owned()
    }
}
