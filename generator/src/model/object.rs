//! Objects: properties, presence, and what lies beyond.

use super::build::Site;
use super::name_path::NamePath;
use super::{TypeBuilder, TypeUse, is_file_part, placeholder, scalar};
use crate::ir::{Access, Extra, Field, JsonReason, Kind, Object, Origin, Part, Presence, StringFormat, Type};
use crate::limits::NESTED_ALIASES;
use crate::location::tokens;
use crate::schema::{Additional, Composition, Constraints, Operand, TypeSet};
use std::rc::Rc;

/// The media type of a file of which nothing else is said.
const BYTES: &str = "application/octet-stream";

impl<'d> TypeBuilder<'_, 'd, '_> {
    /// The type of an object: a named one where properties are known, else a map.
    pub(super) fn object(&mut self, constraints: &Rc<Constraints<'d>>, site: &Site<'_, 'd>) -> Type {
        if constraints.properties.is_empty() {
            let closed = matches!(constraints.additional, Additional::Closed)
                || (constraints.empty && matches!(constraints.additional, Additional::Unsaid));
            match self.extra(constraints, site) {
                Some(value) => return Type::Map(Box::new(value)),
                None if closed && constraints.required.is_empty() => return self.empty(constraints, site),
                None => return Type::Map(Box::new(Type::Json(JsonReason::FreeObject))),
            }
        }
        let id = self.claim(site);
        let mut fields = Vec::with_capacity(constraints.properties.len());
        let is_merged = matches!(&site.composition, Some(Composition::Node(node))
            if ["allOf", "discriminator", "$ref"].iter().any(|key| node.value.get(*key).is_some()));
        for (wire, composition) in &constraints.properties {
            let required = constraints.required.contains(wire);
            // A property that is taken in is called as where it is described, so that it does not matter who takes it in first.
            let field = match owner(composition).filter(|_| is_merged) {
                Some(owner) => self.field(wire, composition, required, &NamePath::root(&owner).then(wire)),
                None => self.field(wire, composition, required, &site.name_path.then(wire)),
            };
            fields.push(field);
        }
        let unlisted = constraints.required.iter().any(|name| !constraints.properties.contains_key(name));
        let extra = match self.extra(constraints, site) {
            Some(ty) => Extra::Kept(ty),
            None if matches!(constraints.additional, Additional::Closed) => Extra::Closed,
            None if unlisted => Extra::Kept(Type::Json(JsonReason::Anything)),
            None => Extra::Ignored,
        };
        if let Some(Composition::Node(node)) = &site.composition
            && let Some(rule) = node.get("discriminator")
            && let Some(wire) = rule.string("propertyName").filter(|wire| !constraints.properties.contains_key(wire))
            && extra == Extra::Ignored
        {
            fields.push(Field::discriminator(wire.to_owned(), None, rule.place()));
        }
        let extra_files = match &constraints.additional {
            Additional::Schema(values) if constraints.patterns.is_empty() => {
                let values = self.schema.constraints(values);
                self.file(&values).is_some()
            }
            _ => false,
        };
        self.types.get_mut(id).kind = Kind::Object(Object { fields, extra, extra_files });
        Type::Named(id)
    }

    /// An object without properties; the inline ones share a type.
    fn empty(&mut self, constraints: &Rc<Constraints<'d>>, site: &Site<'_, 'd>) -> Type {
        let extra = if matches!(constraints.additional, Additional::Closed) { Extra::Closed } else { Extra::Ignored };
        let kind = Kind::Object(Object { fields: Vec::new(), extra, extra_files: false });
        if self.is_claimed(site) {
            let id = self.claim(site);
            self.types.get_mut(id).kind = kind;
            return Type::Named(id);
        }
        let id = if let Some(id) = self.empty {
            id
        } else {
            let mut named = placeholder(Origin::Inline(vec!["empty".to_owned(), "object".to_owned()]), site.place.clone());
            named.kind = kind;
            let id = self.types.push(named);
            self.empty = Some(id);
            id
        };
        Type::Named(id)
    }

    /// The media type of a file or of an array of files, where the property is one in a multipart body; a file may also be null.
    fn file(&mut self, constraints: &Constraints<'d>) -> Option<&'d str> {
        self.file_within(constraints, NESTED_ALIASES)
    }

    /// The same, `depth` arrays and choices deep at most: an array may be an array of itself.
    fn file_within(&mut self, constraints: &Constraints<'d>, depth: usize) -> Option<&'d str> {
        let depth = depth.checked_sub(1)?;
        if let [choice] = constraints.choices.as_slice() {
            let branches = choice.branches.iter().map(|branch| self.schema.constraints(branch));
            let mut branches = branches.filter(|branch| !branch.only_null());
            return match (branches.next(), branches.next()) {
                (Some(only), None) => self.file_within(&only, depth),
                _ => None,
            };
        }
        match &constraints.items {
            Some(items) if constraints.types == TypeSet::ARRAY => {
                let items = self.schema.constraints(items);
                self.file_within(&items, depth)
            }
            _ if is_file_part(constraints, self.schema.version) => Some(constraints.media.unwrap_or(BYTES)),
            _ => None,
        }
    }

    /// The type of what has one value only and no name: its plain scalar, because an enum of one value says no more.
    pub(crate) fn plain_constant(&mut self, composition: &Composition<'d>) -> Option<Type> {
        let constraints = self.schema.constraints(composition);
        constraints.constant()?;
        let named = matches!(self.schema.operands(composition).as_slice(), [Operand::Ref(_)]);
        (!named).then(|| constant_type(&constraints))
    }

    fn field(&mut self, wire: &str, composition: &Composition<'d>, required: bool, name_path: &NamePath<'_>) -> Field {
        let constraints = self.schema.constraints(composition);
        let constant = constraints.constant().cloned().map(Box::new);
        let TypeUse { ty, null } = match self.plain_constant(composition) {
            Some(ty) => TypeUse { ty, null: constraints.null.allowed() },
            None => match self.type_of(composition, name_path) {
                TypeUse { ty: Type::Nullable(inner), .. } => TypeUse { ty: *inner, null: true },
                other => other,
            },
        };
        let presence = match (required, null) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::Nullable,
            (false, true) => Presence::OptionalNullable,
        };
        let access = match (constraints.read_only, constraints.write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let file = self.file(&constraints);
        // What the schema behind a reference says of being deprecated holds for the property.
        let mut docs = composition.docs();
        docs.deprecated |= constraints.deprecated;
        Field {
            wire: wire.to_owned(),
            rename: composition.rename(),
            ty,
            presence,
            access,
            answered: constraints.answered,
            constant,
            part: file.map(|media| {
                Box::new(Part {
                    file: true,
                    media: Some(media).filter(|media| *media != BYTES).map(str::to_owned),
                    ..Part::default()
                })
            }),
            docs,
            place: composition.place(),
        }
    }
}

/// The component that describes a property itself, or in its `allOf`.
fn owner(property: &Composition<'_>) -> Option<String> {
    let Composition::Node(node) = property else { return None };
    let pointer = node.pointer();
    let mut tokens = tokens(pointer.strip_prefix("/components/schemas")?);
    let owner = tokens.next()?;
    let mut last = tokens.next()?;
    while last == "allOf" {
        tokens.next()?;
        last = tokens.next()?;
    }
    (last == "properties" && tokens.count() == 1).then_some(owner)
}

fn constant_type(constraints: &Constraints<'_>) -> Type {
    if constraints.types == TypeSet::BOOLEAN {
        Type::Bool
    } else if constraints.types.has(TypeSet::STRING) {
        Type::String(StringFormat::Plain)
    } else {
        scalar::number(constraints)
    }
}
