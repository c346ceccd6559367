//! Reads schemas: a node of the document in, its [`Constraints`] out.
//!
//! Constraints are what a schema says of its values with every `$ref` and `allOf` taken in; its children stay
//! unread as [`Composition`]s. No type is made here, so any schema can be read at any time, recursive ones included.
//! Read in this order: `type_set` (the JSON types as a set), `composition` (schemas that hold together),
//! `constraints` (the result), `merge` (of several), `own` (keyword by keyword), `read` (with what it refers to), `docs`
//! (titles and notes).

mod composition;
mod constraints;
mod docs;
mod merge;
mod narrow;
mod null;
mod own;
mod read;
mod type_key;
mod type_set;

pub(crate) use composition::{Composition, Operand, is_ref};
pub(crate) use constraints::{Additional, AllowedValue, Choice, Constraints, Null, Number};
pub(crate) use docs::docs_of;
pub(crate) use merge::{Contradiction, merge, widen};
pub(crate) use type_key::{TypeKey, TypeKeys};
pub(crate) use type_set::TypeSet;

use crate::document::{Address, Document, Node, Version};
use crate::location::{FileId, Place, Report};
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;
use std::rc::Rc;

/// Whether a schema has a name in `components/schemas`, `$defs` or `definitions`.
fn is_component(pointer: &str) -> bool {
    pointer.rsplit_once('/').is_some_and(|(parent, _)| {
        parent == "/components/schemas" || parent.ends_with("/$defs") || parent.ends_with("/definitions")
    })
}

/// Reads the schemas of a document and remembers what it read.
pub(crate) struct SchemaReader<'d, 'r> {
    pub(crate) root: Node<'d>,
    pub(crate) report: &'r mut Report,
    pub(crate) keys: TypeKeys,
    pub(crate) version: Version,
    /// What was read, by schema.
    read: HashMap<Address, Rc<Constraints<'d>>>,
    /// Schemas that are being read, the outermost first.
    reading: Vec<Address>,
    /// How often a parent's list of children was left out, so that the parent without it is not remembered.
    cuts: usize,
    /// Whether schemas allow null.
    nulls: HashMap<Address, bool>,
    /// What references lead to, by their file and text, where no schema around them has an id.
    followed: HashMap<(FileId, &'d str), Node<'d>>,
}

impl<'d, 'r> SchemaReader<'d, 'r> {
    pub(crate) fn new(document: &'d Document, report: &'r mut Report) -> Self {
        Self {
            root: document.root(),
            report,
            keys: TypeKeys::default(),
            version: document.version,
            read: HashMap::new(),
            reading: Vec::new(),
            cuts: 0,
            nulls: HashMap::new(),
            followed: HashMap::new(),
        }
    }

    /// Forgets what schemas say. Once the components have their types, few schemas are asked again, and what they say takes a
    /// good part of the memory of a run.
    pub(crate) fn forget(&mut self) {
        self.read = HashMap::new();
    }

    /// The node behind a `$ref`, or behind a `$dynamicRef`; the node itself where it has neither.
    pub(crate) fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        if let Some(target) = node.ref_target() {
            let key = (node.file(), target);
            if let Some(found) = self.followed.get(&key) {
                return Some(found.clone());
            }
            let found = node.follow(self.report)?;
            if !node.document().has_ids() && !node.names_own_definition(target) {
                self.followed.insert(key, found.clone());
            }
            return Some(found);
        }
        if let Some(reference) = node.string("$dynamicRef") {
            return self.dynamic(node, reference);
        }
        match node.string("$recursiveRef") {
            Some(reference) => self.recursive(node, reference),
            None => Some(node.clone()),
        }
    }

    /// `$recursiveRef: "#"` (JSON Schema 2019-09): the outermost schema around it with `$recursiveAnchor`, else the component
    /// it stands in.
    fn recursive(&mut self, node: &Node<'d>, reference: &str) -> Option<Node<'d>> {
        let pointer = node.pointer();
        let around = pointer.match_indices('/').map(|(end, _)| &pointer[..end]).filter(|pointer| !pointer.is_empty());
        let around = around.filter_map(|pointer| self.root.document().at(node.file(), pointer));
        let mut component = None;
        for schema in around {
            if schema.flag("$recursiveAnchor") {
                component = Some(schema);
                break;
            }
            if component.is_none() && is_component(&schema.pointer()) {
                component = Some(schema);
            }
        }
        let found = component.filter(|_| reference == "#");
        if found.is_none() {
            let message = format!("`$recursiveRef` to `{reference}` is not followed");
            let said = self.report.warning("recursive-ref", node.place(), message);
            said.help("refer to the schema by its place in `components/schemas`");
        }
        found
    }

    /// `$dynamicRef` to an anchor: without other schemas in scope it means the schema that has the anchor.
    fn dynamic(&mut self, node: &Node<'d>, reference: &str) -> Option<Node<'d>> {
        let anchor = reference.strip_prefix('#').filter(|anchor| !anchor.starts_with('/'));
        let found = self.root.get("components").and_then(|components| components.get("schemas")).and_then(|schemas| {
            schemas.entries().map(|(_, schema)| schema).find(|schema| {
                ["$dynamicAnchor", "$anchor"]
                    .iter()
                    .any(|key| schema.value.get(*key).and_then(Value::as_str) == anchor && anchor.is_some())
            })
        });
        if found.is_none() {
            self.report.warning("dynamic-ref", node.place(), format!("`$dynamicRef` to `{reference}` is not followed"));
        }
        found
    }

    /// Reports that no value satisfies two sets of constraints.
    pub(crate) fn contradiction(&mut self, contradiction: Contradiction, place: Place, help: &str) {
        let Contradiction { before, here, inferred } = contradiction;
        if inferred {
            let message =
                format!("keywords for {} and for {} stand together, and a value has one type", before.names(), here.names());
            self.report.warning("contradiction", place, message).help("the type that is stated counts");
            return;
        }
        let message = format!("no value is both {} and {}", before.names(), here.names());
        self.report.warning("contradiction", place, message).help(help);
    }
}
