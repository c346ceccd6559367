//! Types: structs, enums, unions, newtypes, and constants that name their fields.

use super::Ty;

/// A struct.
#[derive(Clone, Debug)]
pub struct StructItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits.
    pub derives: Vec<&'static str>,
    /// Rule for wire names, as `rename_all` names it.
    pub rule: Option<&'static str>,
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
    /// Whether the type, or what its arrays and maps hold, is one of the caller.
    pub own: bool,
    /// What is written of a part of a multipart body. Boxed, because most fields are none.
    pub part: Option<Box<PartItem>>,
    /// Type.
    pub ty: Ty,
    /// Marked as deprecated.
    pub deprecated: bool,
}

/// What a part of a multipart body says beside its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartItem {
    /// Media type, where the type does not give it.
    pub media: Option<String>,
    /// Headers: name and value.
    pub headers: Vec<(String, String)>,
}

impl PartItem {
    /// As a field has it: nothing where it says nothing.
    pub(crate) fn boxed(self) -> Option<Box<Self>> {
        (self.media.is_some() || !self.headers.is_empty()).then(|| Box::new(self))
    }
}

/// An enum of texts or whole numbers.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits.
    pub derives: Vec<&'static str>,
    /// Variants in order, but the last.
    pub variants: Vec<EnumVariant>,
    /// The last variant.
    pub other: OtherVariant,
}

/// A variant that stands for a value.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// What is sent.
    pub value: WireValue,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
}

/// The variant that holds whatever fits no other.
#[derive(Clone, Debug)]
pub struct OtherVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: &'static str,
    /// Types of its fields.
    pub types: Vec<Ty>,
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
    /// Variants in order, but the last.
    pub variants: Vec<UnionVariant>,
    /// The last variant.
    pub other: OtherVariant,
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
    /// Whether the discriminator is written beside the content, which does not say it itself.
    pub writes_tag: bool,
    /// Whether a caller may give the content where the union is taken.
    pub is_argument: bool,
}

/// A newtype or alias.
#[derive(Clone, Debug)]
pub struct AliasItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits; none of an alias.
    pub derives: Vec<&'static str>,
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
    /// Names of the module above that the constants need.
    pub uses: Vec<String>,
    /// Properties to filter and sort by.
    pub fields: Vec<FieldConst>,
    /// Relations to restrict by.
    pub related: Vec<RelationConst>,
    /// Relations to load, in a module of their own.
    pub with: Vec<RelationConst>,
}

/// `pub const NAME: Field<Object, kind::Text> = Field::new("name");`, or of `kind::Id<ObjectId>`.
#[derive(Clone, Debug)]
pub struct FieldConst {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Kind, as `filter::kind` names it.
    pub kind: &'static str,
    /// The identifier or enumeration the kind is one of.
    pub of: Option<Ty>,
    /// Wire name.
    pub wire: String,
}

/// `pub const CARDS: Relation<Object> = Relation::new("cards");`
#[derive(Clone, Debug)]
pub struct RelationConst {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Wire name.
    pub wire: String,
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
    /// Names of the module above that the constants need.
    pub uses: Vec<String>,
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
    /// `PatchField`, or `PatchList` of elements.
    pub kind: &'static str,
    /// Type of the value, or of an element.
    pub ty: Ty,
    /// Wire name.
    pub wire: String,
}
