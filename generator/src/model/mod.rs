//! Makes types of constraints.
//!
//! Every type is made once per meaning and remembered under its [`TypeKey`]. Component schemas become types of
//! their own in the order of the description; schemas described where they are used follow as they are met.
//! Read in this order: `build` (which kind of type), `scalar`, `object`, `inheritance`, `union` (`oneOf`, `anyOf` and
//! several JSON types at once), `name_path` (what inline types are called), `circular` (choices without an end).

mod build;
mod circular;
mod inheritance;
mod name_path;
mod object;
mod scalar;
mod union;

pub(crate) use name_path::{NamePath, name_path_of};

use crate::document::{Address, Node, Version};
use crate::ir::{Docs, JsonReason, Kind, Named, Origin, Type, TypeId, Types};
use crate::location::Place;
use crate::media::MediaType;
use crate::schema::{Constraints, SchemaReader, TypeKey, TypeSet};
use crate::words::{Case, Words};
use foldhash::{HashMap, HashMapExt};
use std::collections::VecDeque;
use std::collections::hash_map::Entry;

/// A type as it is used, and whether null is allowed besides.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeUse {
    pub(crate) ty: Type,
    pub(crate) null: bool,
}

impl TypeUse {
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
    Done(TypeUse),
}

/// Makes the types of an API, reading the schemas it needs.
pub(crate) struct TypeBuilder<'s, 'd, 'r> {
    pub(crate) schema: &'s mut SchemaReader<'d, 'r>,
    pub(crate) types: Types,
    made: HashMap<TypeKey, Slot>,
    components: HashMap<Address, TypeId>,
    /// Components whose type has an id and is not made.
    pending: VecDeque<(TypeId, Node<'d>)>,
    /// Schemas that take in another one by `allOf`, by the address of that one.
    children: HashMap<Address, Vec<Node<'d>>>,
    depth: usize,
    /// How many types were made of several schemas together.
    merged: usize,
    /// Current depth of nested types under construction.
    nested: usize,
    /// Schemas whose choices are being merged with the keywords beside them.
    open_unions: Vec<Address>,
    /// How many choices around this one had one branch left, without an object or an array between them.
    chained: usize,
    /// Schemas without a type of their own that are being followed, with the number of types open around them.
    following: Vec<(Address, usize)>,
    /// The type of inline objects without properties.
    empty: Option<TypeId>,
}

impl<'s, 'd, 'r> TypeBuilder<'s, 'd, 'r> {
    /// A builder that has made the types of all component schemas.
    pub(crate) fn new(schema: &'s mut SchemaReader<'d, 'r>) -> Self {
        let mut builder = Self {
            schema,
            types: Types::default(),
            made: HashMap::new(),
            components: HashMap::new(),
            pending: VecDeque::new(),
            children: HashMap::new(),
            depth: 0,
            merged: 0,
            nested: 0,
            open_unions: Vec::new(),
            chained: 0,
            following: Vec::new(),
            empty: None,
        };
        builder.find_children();
        builder.announce_components();
        builder.build_pending();
        builder.schema.forget();
        builder
    }
}

impl<'d> TypeBuilder<'_, 'd, '_> {
    fn announce_components(&mut self) {
        let schemas = self.schema.root.get("components").and_then(|components| components.get("schemas"));
        let Some(schemas) = schemas else { return };
        let named = self.schemas_of_files(&schemas);
        for (key, schema) in schemas.entries() {
            // A root document that lists the schemas of other files names the same types.
            let listed = schema.ref_target().is_some_and(|target| target.ends_with(&format!("/{key}")));
            let schema = match named.get(key) {
                Some(target) => target.clone(),
                None if listed => schema.follow(self.schema.report).unwrap_or(schema),
                None => schema,
            };
            self.component(&schema, key.to_owned());
        }
    }

    /// Components that are nothing but a reference to a schema of another file which has no name of its own there: they name its
    /// type. Of several for one schema it is the one called like the file, else the first; the others are aliases.
    fn schemas_of_files(&mut self, schemas: &Node<'d>) -> HashMap<&'d str, Node<'d>> {
        let mut names: HashMap<Address, (&'d str, Node<'d>)> = HashMap::new();
        for (key, schema) in schemas.entries() {
            if schema.ref_target().is_none() || schema.value.as_object().is_none_or(|map| map.len() > 1) {
                continue;
            }
            let Some(target) = schema.follow(self.schema.report) else { continue };
            if target.file() == schema.file() || name_path::component_key(&target).is_some() {
                continue;
            }
            let is_better = name_path_of(&target).last().is_some_and(|word| is_same_name(word, key));
            match names.entry(target.address()) {
                Entry::Vacant(slot) => {
                    slot.insert((key, target));
                }
                Entry::Occupied(mut slot) if is_better => {
                    slot.insert((key, target));
                }
                Entry::Occupied(_) => {}
            }
        }
        names.into_values().collect()
    }

    /// The id of a component's type, which is made later.
    fn component(&mut self, node: &Node<'d>, key: String) -> TypeId {
        let address = node.address();
        if let Some(id) = self.components.get(&address) {
            return *id;
        }
        let id = self.types.push(placeholder(Origin::Component(key), node.place()));
        self.components.insert(address, id);
        self.pending.push_back((id, node.clone()));
        id
    }

    /// Makes the types of components that were referred to since.
    pub(crate) fn build_pending(&mut self) {
        while let Some((id, node)) = self.pending.pop_front() {
            self.build_component(id, &node);
        }
    }

    /// Untyped JSON for a choice that never leads to a value.
    fn circular_choice(&mut self, place: &Place) -> TypeUse {
        self.not_expressible(place, "circular-choice", "no branch of the choice leads to anything but itself")
    }

    /// Untyped JSON where a schema cannot be expressed, with a diagnostic.
    fn not_expressible(&mut self, place: &Place, code: &'static str, message: impl Into<String>) -> TypeUse {
        self.schema.report.warning(code, place.clone(), message).help("the value is untyped JSON in the output");
        TypeUse::plain(Type::Json(JsonReason::NotExpressible))
    }
}

/// Whether two names are the same words: `order_row` and `OrderRow`.
fn is_same_name(one: &str, other: &str) -> bool {
    Words::split(one).render(Case::Snake) == Words::split(other).render(Case::Snake)
}

fn placeholder(origin: Origin, place: Place) -> Named {
    Named {
        origin,
        rename: None,
        docs: Docs::default(),
        kind: Kind::Alias(Type::Json(JsonReason::NotExpressible)),
        example: None,
        place,
    }
}

/// Whether a part of a multipart body is a file: bytes, text of a media type of its own that is not encoded, or, since
/// OpenAPI 3.1, a part of which nothing is said.
pub(crate) fn is_file_part(constraints: &Constraints<'_>, version: Version) -> bool {
    // JSON in a string is text, and servers take no file for it.
    let json = constraints.media.is_some_and(|media| MediaType::parse(media).is_json());
    let held = constraints.types == TypeSet::STRING && constraints.media.is_some() && !constraints.encoded && !json;
    let unsaid = version != Version::V30 && !constraints.typed() && !constraints.never && constraints.media.is_none();
    is_file(constraints) || (constraints.choices.is_empty() && constraints.values.is_none() && (held || unsaid))
}

/// Whether a schema is a file: `format: binary`.
pub(crate) fn is_file(constraints: &Constraints<'_>) -> bool {
    constraints.choices.is_empty()
        && constraints.types == TypeSet::STRING
        && matches!(constraints.format, Some("binary" | "file"))
}
