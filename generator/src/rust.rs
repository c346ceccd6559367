//! The lowered model: a Rust crate in plain structs, every decision made.
//!
//! Identifiers, types, doc lines and attributes are final here; [`emit`](crate::emit) only prints them.

use crate::ir::EnumValue;

/// A crate to print.
#[derive(Clone, Debug, Default)]
pub struct Crate {
    /// What the manifest says.
    pub manifest: Manifest,
    /// Rust files, by path.
    pub files: Vec<File>,
    /// Facts for the text files.
    pub pages: Pages,
    /// The conventions of the API as JSON text, for the runtime.
    pub conventions: String,
}

/// What the manifest says.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// Package name.
    pub name: String,
    /// Library name, as written in code.
    pub library: String,
    /// Version.
    pub version: String,
    /// One line.
    pub description: String,
    /// Features: one per module of operations, where the crate is large.
    pub features: Vec<(String, Vec<String>)>,
    /// A crate of this workspace, which takes its lints and shared keys.
    pub member: bool,
    /// Examples that need a feature of the runtime, by file name.
    pub runtime_features: Vec<String>,
}

/// Facts for README, api.md and the other text files.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Name of the API.
    pub title: String,
    /// Description of the API, as Markdown.
    pub description: String,
    /// Base URL, if the description has one.
    pub server: Option<String>,
    /// Resources with their operations.
    pub resources: Vec<PageResource>,
    /// Named types: name, kind, members.
    pub types: Vec<PageType>,
    /// Credentials: how one is made, and what it is.
    pub credentials: Vec<(String, String)>,
    /// What was left out, with the reason.
    pub left_out: Vec<(String, String)>,
    /// A call to show: accessor, method and arguments.
    pub sample: Option<String>,
    /// Path of the description.
    pub source: String,
    /// Facts about the server.
    pub quirks: Vec<String>,
    /// Whether lists can be paged.
    pub paging: Option<String>,
    /// Whether lists can be filtered: operation call, field constant.
    pub filter: Option<(String, String)>,
}

/// A resource on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageResource {
    /// Tag.
    pub title: String,
    /// Accessor on the client.
    pub accessor: String,
    /// Operations.
    pub operations: Vec<PageOperation>,
}

/// An operation on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageOperation {
    /// Signature of the method.
    pub signature: String,
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Bodies by content type, where there are several.
    pub bodies: Vec<String>,
    /// `x-evidence`, or empty.
    pub evidence: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A type on the text pages.
#[derive(Clone, Debug, Default)]
pub struct PageType {
    /// Name.
    pub name: String,
    /// `struct`, `enum`, `union`, `newtype` or `alias`.
    pub kind: &'static str,
    /// Fields, values or variants with their types.
    pub members: Vec<String>,
}

/// A Rust file.
#[derive(Clone, Debug)]
pub struct File {
    /// Path in the crate.
    pub path: String,
    /// Lines of the module's documentation.
    pub docs: Vec<String>,
    /// Names that the module above defines.
    pub outer: Vec<String>,
    /// Items in order.
    pub items: Vec<Item>,
}

/// An item of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `mod x;` or `pub mod x;`, with a feature it needs, and `pub use x::*;` where re-exported.
    Module(ModuleItem),
    /// `pub use ...;`
    Reexport(Vec<String>),
    /// The client with its accessors.
    Client(ClientItem),
    /// A credential.
    Credential(CredentialItem),
    /// A handle of a resource.
    Handle(HandleItem),
    /// An operation.
    Operation(Box<OperationItem>),
    /// A struct.
    Struct(StructItem),
    /// A closed set of values, kept open.
    Enum(EnumItem),
    /// One of several types.
    Union(UnionItem),
    /// A scalar with a type of its own.
    Newtype(AliasItem),
    /// Another name for a type.
    Alias(AliasItem),
    /// Answers told apart by status and content type.
    Answers(AnswersItem),
    /// Bodies told apart by content type.
    Content(ContentItem),
    /// Field constants of an object.
    Fields(FieldsItem),
    /// JSON Patch constants of an object.
    Patches(PatchesItem),
    /// A parser of a webhook's payload.
    Webhook(WebhookItem),
}

/// A module declaration.
#[derive(Clone, Debug)]
pub struct ModuleItem {
    /// Module name.
    pub name: String,
    /// Visible outside.
    pub public: bool,
    /// `pub use name::*;` follows.
    pub reexport: bool,
    /// Feature that switches it on; several: any of them.
    pub features: Vec<String>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ty {
    /// A primitive or prelude type.
    Prim(&'static str),
    /// A type of the runtime.
    Runtime(&'static str),
    /// A type of the runtime with one argument.
    Generic(&'static str, Box<Ty>),
    /// A type of this crate.
    Local(String),
    /// `Vec<T>`.
    Vec(Box<Ty>),
    /// `BTreeMap<String, T>`.
    Map(Box<Ty>),
    /// `Option<T>`.
    Option(Box<Ty>),
    /// `Box<T>`.
    Box(Box<Ty>),
}

/// How identifiers become wire names unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Rule {
    /// As they are.
    #[default]
    Same,
    /// `camelCase`.
    Camel,
    /// `PascalCase`.
    Pascal,
    /// `kebab-case`.
    Kebab,
    /// `SCREAMING_SNAKE_CASE`.
    Shouty,
}

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

/// A handle of a resource.
#[derive(Clone, Debug)]
pub struct HandleItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
}

/// The client.
#[derive(Clone, Debug, Default)]
pub struct ClientItem {
    /// Name of the API.
    pub title: String,
    /// Package name, for the user agent.
    pub package: String,
    /// URL templates of servers.
    pub servers: Vec<String>,
    /// Variables: name, default.
    pub variables: Vec<(String, String)>,
    /// Security alternatives of operations that state none.
    pub security: Vec<Vec<String>>,
    /// Accessors.
    pub accessors: Vec<Accessor>,
}

/// An accessor of the client.
#[derive(Clone, Debug)]
pub struct Accessor {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Method name.
    pub name: String,
    /// Handle type.
    pub handle: String,
    /// Module of the handle.
    pub module: String,
    /// Feature that switches it on.
    pub feature: Option<String>,
}

/// A credential.
#[derive(Clone, Debug)]
pub struct CredentialItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name of the type.
    pub name: String,
    /// Names of the schemes it satisfies.
    pub schemes: Vec<String>,
    /// What it is made of.
    pub kind: CredentialKind,
}

/// What a credential is made of.
#[derive(Clone, Debug)]
pub enum CredentialKind {
    /// Keys: argument name, location, wire name.
    Keys(Vec<(String, &'static str, String)>),
    /// User name and password.
    Basic,
    /// A token.
    Bearer,
    /// Another HTTP scheme.
    Http(String),
    /// OAuth 2 authorisation code: authorise URL, token URL, refresh URL, scopes.
    Code {
        /// Where a person agrees.
        authorize: String,
        /// Where a code is exchanged.
        token: String,
    },
    /// OAuth 2 client credentials.
    ClientCredentials {
        /// Where credentials are exchanged.
        token: String,
        /// Answer field that holds the token.
        field: String,
        /// Credentials in a Basic header rather than in the body.
        basic: bool,
        /// Seconds before the end at which to renew.
        early: u64,
    },
}

/// An operation.
#[derive(Clone, Debug)]
pub struct OperationItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name of the request type.
    pub name: String,
    /// Handle type and method.
    pub handle: String,
    /// Method of the handle.
    pub method: String,
    /// `operationId`, or what stands for it.
    pub id: String,
    /// HTTP method.
    pub http: &'static str,
    /// Path template.
    pub path: String,
    /// What reads the answer.
    pub output: Ty,
    /// Paging.
    pub page: Option<PageItem>,
    /// Own security alternatives.
    pub security: Option<Vec<Vec<String>>>,
    /// Own server.
    pub server: Option<String>,
    /// Type of the error answers.
    pub errors: Option<String>,
    /// Type of the answer's headers.
    pub headers: Option<String>,
    /// `Accept` header, where the output does not say it.
    pub accept: Option<String>,
    /// Rule for wire names.
    pub rule: Rule,
    /// Marked as deprecated.
    pub deprecated: bool,
    /// Parameters in order: arguments first.
    pub params: Vec<ParamItem>,
}

/// Paging of an operation.
#[derive(Clone, Debug)]
pub struct PageItem {
    /// Name of the rule.
    pub name: String,
    /// Type of an item.
    pub item: Ty,
    /// Type of a page, where the operation can also answer something else.
    pub json: Option<Ty>,
    /// Fields that lead to the items.
    pub items: Vec<String>,
    /// Further fields: `total`, `start`, `size`, `cursor`, each with the fields that lead there.
    pub paths: Vec<(&'static str, Vec<String>)>,
    /// What the operation changes of the rule, as JSON text.
    pub overrides: Option<String>,
}

/// A parameter or the body of an operation.
#[derive(Clone, Debug)]
pub struct ParamItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Attribute, where the defaults do not hold.
    pub attr: Option<ParamAttr>,
    /// Type, `Option` where it may be left out.
    pub ty: Ty,
    /// Marked as deprecated.
    pub deprecated: bool,
}

/// How a parameter or body is sent.
#[derive(Clone, Debug)]
pub enum ParamAttr {
    /// `#[param(...)]`.
    Param {
        /// Location, where it is not path or query by the template.
        location: Option<&'static str>,
        /// Wire name, where the rule does not give it.
        wire: Option<String>,
        /// Style, where it is not the default of the location.
        style: Option<&'static str>,
        /// Explode, where it is not the default of the style.
        explode: Option<bool>,
        /// Reserved characters are sent as they are.
        reserved: bool,
        /// The value is JSON text.
        json: bool,
        /// Role in the API's conventions.
        role: Option<&'static str>,
    },
    /// `#[body(...)]`.
    Body {
        /// `json`, `form`, `multipart`, `text`, `bytes` or `choice`.
        kind: &'static str,
        /// Media type, where the kind does not give it.
        media: Option<String>,
        /// Styles of form properties.
        styles: Vec<(String, &'static str)>,
    },
}

/// Answers told apart by status and content type.
#[derive(Clone, Debug)]
pub struct AnswersItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Variants.
    pub variants: Vec<AnswerVariant>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnswerVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// `200`, `"4XX"` or `default`.
    pub status: String,
    /// `json`, `text` or `bytes`; none for no body.
    pub kind: Option<&'static str>,
    /// Media type, where several answers of a status differ by it.
    pub media: Option<String>,
    /// Type of the content.
    pub ty: Option<Ty>,
}

/// Bodies told apart by content type.
#[derive(Clone, Debug)]
pub struct ContentItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Doc lines, name, attribute and type.
    pub variants: Vec<(Vec<String>, String, ParamAttr, Ty)>,
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

/// A parser of a webhook's payload.
#[derive(Clone, Debug)]
pub struct WebhookItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Function name.
    pub name: String,
    /// Payload type.
    pub ty: Ty,
}
