//! Classic inheritance: a parent with a `discriminator` and no `oneOf` stands for its children.

use super::build::Site;
use super::union::discriminator;
use super::{TypeBuilder, TypeUse};
use crate::document::{Address, Node};
use crate::ir::{Discriminator, Docs, Kind, Type, Union, Variant};
use crate::location::FileId;
use crate::schema::{Additional, Composition, Operand, TypeSet, is_ref};
use foldhash::HashSet;
use serde_json::Value;
use std::rc::Rc;

impl<'d> TypeBuilder<'_, 'd, '_> {
    /// Finds for every schema the component schemas that take it in by `allOf`.
    pub(super) fn find_children(&mut self) {
        let document = self.schema.root.document();
        for file in (0..u16::MAX).map_while(|id| document.file(FileId(id))) {
            let Some(schemas) = file.get("components").and_then(|components| components.get("schemas")) else { continue };
            for (_, schema) in schemas.entries() {
                let Some(branches) = schema.get("allOf") else { continue };
                for branch in branches.items().filter(|branch| is_ref(branch.value)) {
                    if let Some(parent) = self.schema.follow(&branch) {
                        self.children.entry(parent.address()).or_default().push(schema.clone());
                    }
                }
            }
        }
    }

    /// Whether a parent with a discriminator lists a schema among its children.
    pub(super) fn is_child(&mut self, parent: &Node<'d>, schema: &Node<'d>) -> bool {
        (self.rule_of(parent).is_some() || self.inherited_rule(parent).is_some())
            && self
                .children
                .get(&parent.address())
                .is_some_and(|list| list.iter().any(|child| child.address() == schema.address()))
    }

    /// The union of the children of a parent, its own shape last; `None` where the schema is no such parent.
    pub(super) fn inheritance(&mut self, node: &Node<'d>, site: &Site<'_, 'd>) -> Option<TypeUse> {
        let own = self.rule_of(node);
        let inherited = own.is_none();
        let rule = own.or_else(|| self.inherited_rule(node))?;
        let wire = rule.string("propertyName")?;
        let constraints = self.schema.constraints_of(node);
        if !constraints.choices.is_empty() || !constraints.types.has(TypeSet::OBJECT) {
            return None;
        }
        let mut visited: HashSet<Address> = HashSet::from_iter([node.address()]);
        let mut children = Vec::new();
        for (_, target) in discriminator::mapping(&rule) {
            // The mapping of a parent's parent names others as well.
            if let Some(target) = target.filter(|_| !inherited)
                && visited.insert(target.address())
            {
                children.push(target);
            }
        }
        self.add_children(node, &mut visited, &mut children);
        if children.is_empty() {
            return None;
        }
        let id = self.claim(site);
        let mut variants = Vec::with_capacity(children.len() + 1);
        let names: Vec<String> = children.iter().map(discriminator::name_of).collect();
        let mut tags = self.tags_of_children(&rule, &children);
        for (index, child) in children.iter().enumerate() {
            for tag in self.tags_below(child, wire, &mut visited) {
                if !tags.iter().flatten().any(|known| *known == tag) {
                    tags[index].push(tag);
                }
            }
        }
        for ((child, name), tags) in children.into_iter().zip(names).zip(tags) {
            let name_path = site.name_path.then(&name);
            let ty = self.reference(&child, &name_path).ty;
            variants.push(Variant { name, ty, tags, docs: Docs::default() });
        }
        if !constraints.properties.is_empty() {
            let name_path = site.name_path.then("base");
            let base_key = self.schema.keys.part(site.key, "base");
            // What no child is known for is read as the parent, with all that it says besides.
            let mut open = constraints.as_ref().clone();
            if matches!(open.additional, Additional::Unsaid) {
                open.additional = Additional::Any;
            }
            let base = self.make(base_key, &Rc::new(open), &name_path, site.composition.clone(), site.place.clone());
            let tags = if inherited {
                discriminator::tags(self.schema, &rule, Some(node), &Composition::Node(node.clone()))
            } else {
                let mapping = discriminator::mapping(&rule).into_iter();
                let own = mapping.filter(|(_, target)| target.as_ref().is_some_and(|target| target.address() == node.address()));
                own.map(|(tag, _)| tag.to_owned()).collect()
            };
            variants.push(Variant { name: "base".to_owned(), ty: base.ty, tags, docs: Docs::default() });
        }
        self.types.get_mut(id).kind =
            Kind::Union(Union { variants, discriminator: Some(Discriminator { wire: wire.to_owned() }) });
        Some(TypeUse { ty: Type::Named(id), null: constraints.null.allowed() })
    }

    /// The tags of each of some children.
    fn tags_of_children(&mut self, rule: &Node<'d>, children: &[Node<'d>]) -> Vec<Vec<String>> {
        let mut tags: Vec<Vec<String>> = children
            .iter()
            .map(|child| discriminator::tags(self.schema, rule, Some(child), &Composition::Node(child.clone())))
            .collect();
        let names: Vec<String> = children.iter().map(discriminator::name_of).collect();
        let mut branches: Vec<_> = tags.iter_mut().zip(&names).map(|(tags, name)| (tags, Some(name.as_str()))).collect();
        discriminator::unshare(&mut branches);
        tags
    }

    /// The tags of the children of a child, which stands for them where it tells them apart by the same property.
    fn tags_below(&mut self, child: &Node<'d>, wire: &str, visited: &mut HashSet<Address>) -> Vec<String> {
        let Some(rule) = self.rule_of(child).filter(|rule| rule.string("propertyName") == Some(wire)) else { return Vec::new() };
        let mapped = discriminator::mapping(&rule).into_iter().filter_map(|(_, target)| target);
        let mut children: Vec<Node<'d>> = mapped.collect();
        children.extend(self.children.get(&child.address()).cloned().unwrap_or_default());
        children.retain(|child| visited.insert(child.address()));
        let mut tags: Vec<String> = self.tags_of_children(&rule, &children).into_iter().flatten().collect();
        for child in children {
            tags.extend(self.tags_below(&child, wire, visited));
        }
        tags
    }

    /// The discriminator of a parent.
    fn rule_of(&mut self, parent: &Node<'d>) -> Option<Node<'d>> {
        let rule = parent.get("discriminator").filter(|rule| rule.value.is_object())?;
        let property = rule.string("propertyName").and_then(|name| parent.get("properties")?.get(name));
        let property: Vec<_> = property.into_iter().map(Composition::Node).collect();
        discriminator::selects(self.schema, &rule, &property).then_some(rule)
    }

    /// The discriminator of a parent's parent, for a schema that has children itself.
    fn inherited_rule(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        self.children.get(&node.address()).filter(|list| !list.is_empty())?;
        let is_union = |parent: &Node<'d>| ["oneOf", "anyOf"].iter().any(|key| parent.value.get(*key).is_some());
        ancestors(node).into_iter().filter(|parent| !is_union(parent)).find_map(|parent| self.rule_of(&parent))
    }

    /// The discriminator that all objects of a choice inherit, for a choice that has none of its own.
    pub(super) fn shared_rule(&mut self, branches: &[Composition<'d>]) -> Option<Node<'d>> {
        let mut shared: Option<Vec<Node<'d>>> = None;
        let mut objects = 0;
        for branch in branches {
            let constraints = self.schema.constraints(branch);
            if constraints.only_null() || constraints.choices.is_empty() && !constraints.types.has(TypeSet::OBJECT) {
                continue;
            }
            let [Operand::Ref(target)] = &self.schema.operands(branch)[..] else { return None };
            let mut rules: Vec<Node<'d>> = ancestors(target).iter().filter_map(|parent| self.rule_of(parent)).collect();
            if let Some(shared) = shared {
                rules = shared.into_iter().filter(|rule| rules.iter().any(|own| own.address() == rule.address())).collect();
            }
            if rules.is_empty() {
                return None;
            }
            shared = Some(rules);
            objects += 1;
        }
        shared.filter(|_| objects > 1)?.into_iter().find(|rule| rule.string("propertyName").is_some())
    }

    /// Children, and theirs where they are no parents with a discriminator themselves.
    fn add_children(&self, parent: &Node<'d>, visited: &mut HashSet<Address>, out: &mut Vec<Node<'d>>) {
        let mut stack: Vec<Node<'d>> = self.children.get(&parent.address()).cloned().unwrap_or_default();
        stack.extend(out.iter().flat_map(|child| self.grandchildren(child)));
        stack.reverse();
        while let Some(child) = stack.pop() {
            if visited.insert(child.address()) {
                stack.extend(self.grandchildren(&child).into_iter().rev());
                out.push(child);
            }
        }
    }

    fn grandchildren(&self, child: &Node<'d>) -> Vec<Node<'d>> {
        if child.value.get("discriminator").is_some_and(Value::is_object) {
            return Vec::new();
        }
        self.children.get(&child.address()).cloned().unwrap_or_default()
    }
}

/// The schemas that a schema takes in by `allOf`, directly or through others.
fn ancestors<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    let mut visited = HashSet::from_iter([node.address()]);
    let mut open = vec![node.clone()];
    let mut out = Vec::new();
    while let Some(child) = open.pop() {
        for branch in child.get("allOf").iter().flat_map(Node::items) {
            let Some(parent) = branch.ref_target().and_then(|target| branch.resolve(target)) else { continue };
            if visited.insert(parent.address()) {
                open.push(parent.clone());
                out.push(parent);
            }
        }
    }
    out
}
