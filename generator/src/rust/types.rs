//! Types: structs, enums, unions, newtypes, and constants that name their fields.

use super::{Rule, Ty};
use crate::ir::EnumValue;

/// A struct.
#[derive(Clone, Debug)]
pub struct StructItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits.
    pub derives: Vec<&'static str>,
    /// Rule for wire names.
    pub rule: Rule,
    /// Constant members: wire name and JSON literal.
    pub tags: Vec<(String, String)>,
    /// Further properties are refused.
    pub closed: bool,
    /// Fields may be added in a later version.
    pub non_exhaustive: bool,
    /// Many `bool` fields, which a lint would mention.
    pub many_bools: bool,
    /// Fields in order.
    pub fields: Vec<FieldItem>,
}

/// A field.
#[derive(Clone, Debug)]
pub struct FieldItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Wire name, where the rule does not give it.
    pub wire: Option<String>,
    /// `null`, `extra` or `json`.
    pub flag: Option<&'static str>,
    /// Type.
    pub ty: Ty,
    /// Marked as deprecated.
    pub deprecated: bool,
}

/// An enum of texts or whole numbers.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Values are whole numbers.
    pub integer: bool,
    /// Doc lines, name and value.
    pub variants: Vec<(Vec<String>, String, EnumValue)>,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct UnionItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits.
    pub derives: Vec<&'static str>,
    /// Discriminator.
    pub tag: Option<String>,
    /// Variants, without the one for what fits none.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Type of the content.
    pub ty: Ty,
    /// Values of the discriminator.
    pub tags: Vec<String>,
}

/// A newtype or alias.
#[derive(Clone, Debug)]
pub struct AliasItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// What it stands for.
    pub ty: Ty,
}

/// Field constants of an object.
#[derive(Clone, Debug)]
pub struct FieldsItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Module name.
    pub module: String,
    /// Object type.
    pub object: String,
    /// Name, kind and wire name.
    pub fields: Vec<(String, &'static str, String)>,
    /// Name and wire name of relations to load.
    pub relations: Vec<(String, String)>,
}

/// JSON Patch constants of an object.
#[derive(Clone, Debug)]
pub struct PatchesItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Module name.
    pub module: String,
    /// Object type.
    pub object: String,
    /// Properties in order.
    pub fields: Vec<PatchItem>,
}

/// A JSON Patch constant.
#[derive(Clone, Debug)]
pub struct PatchItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Type of the value; `Vec` for a list.
    pub ty: Ty,
    /// Wire name.
    pub wire: String,
}
