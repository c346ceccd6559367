//! Classic inheritance: a parent with a `discriminator` and no `oneOf` stands for its children.

use super::Resolver;
use super::Use;
use super::build::Site;
use super::discriminator;
use super::expr::{Expr, is_ref};
use crate::document::{Address, Node};
use crate::ir::{Discriminator, Docs, Kind, Type, Union, Variant};
use crate::source::FileId;
use foldhash::HashSet;
use serde_json::Value;

impl<'d> Resolver<'d, '_> {
    /// Finds for every schema the component schemas that take it in by `allOf`.
    pub(super) fn find_children(&mut self) {
        let document = self.root.document();
        for file in (0..u16::MAX).map_while(|id| document.file(FileId(id))) {
            let Some(schemas) = file.get("components").and_then(|components| components.get("schemas")) else { continue };
            for (_, schema) in schemas.entries() {
                let Some(list) = schema.get("allOf") else { continue };
                for branch in list.items().filter(|branch| is_ref(branch.value)) {
                    if let Some(parent) = self.follow(&branch) {
                        self.children.entry(parent.address()).or_default().push(schema.clone());
                    }
                }
            }
        }
    }

    /// Whether a parent with a discriminator lists a schema among its children.
    pub(super) fn is_child(&self, parent: &Node<'d>, schema: &Node<'d>) -> bool {
        parent.value.get("discriminator").is_some()
            && self
                .children
                .get(&parent.address())
                .is_some_and(|list| list.iter().any(|child| child.address() == schema.address()))
    }

    /// The union of the children of a parent, its own shape last; `None` where the schema is no such parent.
    pub(super) fn inheritance(&mut self, node: &Node<'d>, site: &Site<'_, 'd>) -> Option<Use> {
        let rule = node.get("discriminator").filter(|rule| rule.value.is_object())?;
        let wire = rule.text("propertyName")?;
        let facts = self.facts_of_node(node);
        if !facts.choices.is_empty() || !facts.kinds.has(super::kinds::Kinds::OBJECT) {
            return None;
        }
        let mut seen: HashSet<Address> = HashSet::from_iter([node.address()]);
        let mut children = Vec::new();
        for (_, target) in discriminator::mapping(&rule) {
            if let Some(target) = target
                && seen.insert(target.address())
            {
                children.push(target);
            }
        }
        self.add_children(node, &mut seen, &mut children);
        if children.is_empty() {
            return None;
        }
        let id = self.claim(site);
        let mut variants = Vec::with_capacity(children.len() + 1);
        for child in children {
            let name = discriminator::name_of(&child);
            let words = site.words.then(&name);
            let tags = self.tags(&rule, Some(&child), &Expr::Node(child.clone()));
            let ty = self.reference(&child, &words).ty;
            variants.push(Variant { name: name.clone(), ty, tags, docs: Docs::default() });
        }
        if !facts.properties.is_empty() {
            let words = site.words.then("base");
            let base = self.make(site.key.part("base"), &facts, &words, site.expr.clone(), site.place.clone());
            let tags = discriminator::mapping(&rule)
                .into_iter()
                .filter(|(_, target)| target.as_ref().is_some_and(|target| target.address() == node.address()))
                .map(|(tag, _)| tag.to_owned())
                .collect();
            variants.push(Variant { name: "base".to_owned(), ty: base.ty, tags, docs: Docs::default() });
        }
        self.types.get_mut(id).kind =
            Kind::Union(Union { variants, discriminator: Some(Discriminator { wire: wire.to_owned() }) });
        Some(Use { ty: Type::Named(id), null: facts.null.allowed() })
    }

    /// Children, and theirs where they are no parents with a discriminator themselves.
    fn add_children(&self, parent: &Node<'d>, seen: &mut HashSet<Address>, out: &mut Vec<Node<'d>>) {
        let mut stack: Vec<Node<'d>> = self.children.get(&parent.address()).cloned().unwrap_or_default();
        stack.extend(out.iter().flat_map(|child| self.grandchildren(child)));
        stack.reverse();
        while let Some(child) = stack.pop() {
            if seen.insert(child.address()) {
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
