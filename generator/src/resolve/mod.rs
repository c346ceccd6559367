//! Turns a document into the [`Api`]: every `$ref` followed, every schema a type, every operation complete.
//!
//! Schemas are read twice. First as *facts* (`facts`, `read`, `merge`): what a schema says with its references
//! and `allOf` taken in, children left as expressions (`expr`). Then as types (`build`, `object`, `union`,
//! `scalar`), made once per meaning and remembered. Component schemas become types of their own in the order of the
//! description; schemas described where they are used follow as they are met.

mod beside;
mod body;
mod build;
mod collapse;
mod conventions;
mod discriminator;
mod docs;
mod expr;
mod facts;
mod files;
mod inheritance;
mod kinds;
mod merge;
mod object;
mod operation;
mod params;
pub(crate) mod path;
mod read;
mod responses;
mod root;
mod scalar;
mod security;
pub(crate) mod share;
mod union;
mod webhooks;
mod words;

#[cfg(test)]
mod tests;

use crate::document::{Address, Document, Node, Version};
use crate::ir::{Api, Docs, JsonReason, Kind, LeftOut, Named, Origin, Type, TypeId, Types};
use crate::report::Report;
use crate::source::Place;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;
use std::collections::VecDeque;
use std::rc::Rc;

use expr::{Expr, Key};
use facts::Facts;

/// Resolves a document.
///
/// What cannot be expressed is left out with a diagnostic and listed in [`Api::left_out`]; everything else goes on.
pub fn resolve(document: &Document, report: &mut Report) -> Api {
    let mut resolver = Resolver {
        root: document.root(),
        version: document.version,
        report,
        types: Types::default(),
        facts: HashMap::new(),
        open_facts: Vec::new(),
        cuts: 0,
        memo: HashMap::new(),
        nulls: HashMap::new(),
        components: HashMap::new(),
        pending: VecDeque::new(),
        children: HashMap::new(),
        depth: 0,
        merged: 0,
        nested: 0,
        unions: Vec::new(),
        left_out: Vec::new(),
        files: HashSet::new(),
        empty: None,
    };
    resolver.find_children();
    resolver.announce_components();
    resolver.build_pending();
    let mut api = resolver.api();
    resolver.build_pending();
    resolver.files(&mut api);
    discriminator::declare(&mut resolver.types);
    if !resolver.report.strict {
        share::share(&mut api, &mut resolver.types);
    }
    api.types = std::mem::take(&mut resolver.types);
    api.left_out = std::mem::take(&mut resolver.left_out);
    api
}

/// A type as it is used, and whether null stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Use {
    pub(crate) ty: Type,
    pub(crate) null: bool,
}

impl Use {
    fn plain(ty: Type) -> Self {
        Self { ty, null: false }
    }

    /// The type with its null, for places where presence does not speak of it.
    pub(crate) fn whole(self) -> Type {
        match self.ty {
            Type::Nullable(_) => self.ty,
            ty if self.null => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }
}

/// The state of a type that is or was made.
#[derive(Clone, Debug)]
enum Slot {
    /// Being made; the id is given as soon as something refers to it.
    Open(Option<TypeId>),
    Done(Use),
}

struct Resolver<'d, 'r> {
    root: Node<'d>,
    version: Version,
    report: &'r mut Report,
    types: Types,
    facts: HashMap<Address, Rc<Facts<'d>>>,
    open_facts: Vec<Address>,
    /// How often a parent's list of children was left out, so that the parent without it is not remembered.
    cuts: usize,
    memo: HashMap<Key, Slot>,
    /// Whether schemas allow null.
    nulls: HashMap<Address, bool>,
    components: HashMap<Address, TypeId>,
    pending: VecDeque<(TypeId, Node<'d>)>,
    /// Schemas that take in a schema with a discriminator, by the identity of that schema.
    children: HashMap<Address, Vec<Node<'d>>>,
    depth: usize,
    /// How many types were made of several schemas together.
    merged: usize,
    /// How many of them are being made inside each other.
    nested: usize,
    /// Schemas whose choices are being merged with what stands beside them.
    unions: Vec<Address>,
    left_out: Vec<LeftOut>,
    /// Properties that are files in a multipart body.
    files: HashSet<(TypeId, String)>,
    /// The type of inline objects without properties.
    empty: Option<TypeId>,
}

impl<'d> Resolver<'d, '_> {
    fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        if node.value.get("$ref").is_some_and(Value::is_string) {
            return node.follow(self.report);
        }
        match node.value.get("$dynamicRef").and_then(Value::as_str) {
            Some(reference) => self.dynamic(node, reference),
            None => Some(node.clone()),
        }
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

    fn announce_components(&mut self) {
        let Some(schemas) = self.root.get("components").and_then(|components| components.get("schemas")) else { return };
        for (key, schema) in schemas.entries() {
            // A root document that lists the schemas of other files names the same types.
            let listed = schema.ref_target().is_some_and(|target| target.ends_with(&format!("/{key}")));
            let schema = if listed { schema.follow(self.report).unwrap_or(schema) } else { schema };
            self.component(&schema, key.to_owned());
        }
    }

    /// The id of a component's type, which is made later.
    fn component(&mut self, node: &Node<'d>, key: String) -> TypeId {
        let identity = node.address();
        if let Some(id) = self.components.get(&identity) {
            return *id;
        }
        let id = self.types.push(placeholder(Origin::Component(key), node.place()));
        self.components.insert(identity, id);
        self.pending.push_back((id, node.clone()));
        id
    }

    fn build_pending(&mut self) {
        while let Some((id, node)) = self.pending.pop_front() {
            self.build_component(id, &node);
        }
    }

    /// The type of an expression where nothing can be expressed, with a diagnostic.
    fn not_expressible(&mut self, place: &Place, code: &'static str, message: impl Into<String>) -> Use {
        self.report.warning(code, place.clone(), message).help("the value is untyped JSON in the output");
        Use::plain(Type::Json(JsonReason::NotExpressible))
    }

    /// Words of text at a node, for names of variants.
    fn title(expr: &Expr<'d>) -> Option<String> {
        let Expr::Node(node) = expr else { return None };
        node.value
            .get("title")
            .and_then(Value::as_str)
            .filter(|title| !title.trim().is_empty() && title.len() <= 60)
            .map(str::to_owned)
    }
}

fn placeholder(origin: Origin, place: Place) -> Named {
    Named {
        origin,
        rename: None,
        docs: Docs::default(),
        kind: Kind::Alias(Type::Json(JsonReason::NotExpressible)),
        examples: Vec::new(),
        place,
    }
}
