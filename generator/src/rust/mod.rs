//! The lowered model: a Rust crate in plain structs, every decision made.
//!
//! Identifiers, types, doc lines and attributes are final here; [`emit`](crate::emit) only prints them.

mod constants;
mod guide;
mod requests;
mod surface;
mod types;

pub use constants::{ConstItem, ConstValue};
pub use guide::{Guide, GuideFilter};
pub use requests::{
    Accept, Accessor, BodyItem, ClientItem, ContentItem, ContentVariant, CredentialItem, CredentialKind, FixedItem, HandleItem,
    OperationItem, PageItem, ParamItem, ParamPlace, Passed, Reach, ResponseVariant, ResponsesItem, Step, StyleItem, WebhookItem,
};
pub use surface::{Page, PageSection, Surface, SurfaceOperation, SurfaceResource};
pub use types::{
    AliasItem, EnumItem, EnumVariant, FieldConst, FieldItem, FieldsItem, OtherVariant, PartItem, PatchItem, PatchesItem,
    RelationConst, StructItem, UnionItem, UnionVariant, WireValue,
};

use std::collections::BTreeMap;

/// A crate to print.
#[derive(Clone, Debug, Default)]
pub struct Crate {
    /// What the manifest says.
    pub manifest: Manifest,
    /// Rust files, by path.
    pub files: Vec<File>,
    /// Facts for the text files.
    pub surface: Surface,
    /// Responses for tests.
    pub examples: Examples,
    /// Only the types, for the proof on samples: no README and no list of the API.
    pub types_only: bool,
}

impl Crate {
    /// A path that two files have, of which one would be lost.
    #[must_use]
    pub fn repeated_path(&self) -> Option<&str> {
        let mut visited = std::collections::BTreeSet::new();
        self.files.iter().map(|file| file.path.as_str()).find(|path| !visited.insert(*path))
    }
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
    /// Features of its own: one per module of operations, where the crate is large.
    pub features: Vec<String>,
    /// Edition of Rust.
    pub edition: String,
    /// SPDX expression.
    pub license: Option<String>,
    /// URL of the source.
    pub repository: Option<String>,
    /// Categories of crates.io.
    pub categories: Vec<String>,
    /// Path of the runtime from the crate; the version on crates.io without it.
    pub runtime_path: Option<String>,
    /// Version of the runtime that it asks for.
    pub runtime_version: String,
    /// Whether cargo looks for no workspace around the crate.
    pub detached: bool,
    /// Further dependencies: name, and value as TOML.
    pub dependencies: Vec<(String, String)>,
    /// The command that makes the crate.
    pub command: String,
    /// The command that makes it again, for its README.
    pub again: Option<String>,
    /// A crate of this workspace, which takes its lints and shared keys.
    pub member: bool,
}

/// Responses for tests of those who use the crate.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// One for each operation.
    pub responses: Vec<Example>,
    /// How many operations have none, because there would be too much.
    pub left_out: usize,
}

/// An example response.
#[derive(Clone, Debug)]
pub struct Example {
    /// `operationId`, or what stands for it.
    pub operation: String,
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Status.
    pub status: u16,
    /// Media type; empty where there is no body.
    pub media: String,
    /// The body as it is sent.
    pub body: String,
    /// Whether it is JSON.
    pub is_json: bool,
}

/// A Rust file.
#[derive(Clone, Debug)]
pub struct File {
    /// Path in the crate.
    pub path: String,
    /// Lines of the module's documentation.
    pub docs: Vec<String>,
    /// The README is the module's documentation.
    pub readme: bool,
    /// Names that the module above defines.
    pub outer: Vec<String>,
    /// `use` items, in order.
    pub imports: Vec<Import>,
    /// Names of the runtime that a type of the API has too: what they are imported as here.
    pub renamed: BTreeMap<&'static str, String>,
    /// Items in order.
    pub items: Vec<Item>,
}

impl File {
    /// A file whose imports are not collected yet.
    #[must_use]
    pub fn new(path: String, docs: Vec<String>, outer: Vec<String>, items: Vec<Item>) -> Self {
        Self { path, docs, readme: false, outer, imports: Vec::new(), renamed: BTreeMap::new(), items }
    }
}

/// `use path::{a, b as c};`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Visible outside, and so documented where it is defined.
    pub public: bool,
    /// The path before the braces.
    pub path: &'static str,
    /// Names, each with what it is called here.
    pub names: Vec<(String, Option<String>)>,
}

/// An item of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// `mod x;` or `pub mod x;`, with a feature it needs, and `pub use x::*;` where re-exported.
    Module(ModuleItem),
    /// What the crate root re-exports: paths in the crate, names of the runtime, and names of it that need a feature, which is
    /// called the same.
    Reexport(Vec<String>, Vec<&'static str>, Vec<&'static str>),
    /// The client with its accessors.
    Client(ClientItem),
    /// Further accessors of the client.
    Accessors(Vec<Accessor>),
    /// A constant of the crate.
    Const(ConstItem),
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
    /// Responses told apart by status and content type.
    Responses(ResponsesItem),
    /// Bodies told apart by content type.
    Content(ContentItem),
    /// Field constants of an object.
    Fields(FieldsItem),
    /// JSON Patch constants of an object.
    Patches(PatchesItem),
    /// A parser of a webhook's payload.
    Webhook(WebhookItem),
}

impl Item {
    /// The operation it is.
    #[must_use]
    pub fn operation(&self) -> Option<&OperationItem> {
        if let Self::Operation(item) = self { Some(item) } else { None }
    }

    /// The module it declares.
    #[must_use]
    pub fn module(&self) -> Option<&ModuleItem> {
        if let Self::Module(item) = self { Some(item) } else { None }
    }
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
    /// A type of another crate, by its path.
    Outside(String),
    /// `Vec<T>`.
    Vec(Box<Ty>),
    /// `(A, B)`.
    Tuple(Vec<Ty>),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_with_one_path_are_seen() {
        let file = |path: &str| File::new(path.to_owned(), Vec::new(), Vec::new(), Vec::new());
        let of = |paths: &[&str]| Crate { files: paths.iter().copied().map(file).collect(), ..Crate::default() };
        assert_eq!(of(&["src/a.rs", "src/lib.rs", "src/a.rs"]).repeated_path(), Some("src/a.rs"));
        assert_eq!(of(&["src/a.rs", "src/lib.rs"]).repeated_path(), None);
    }
}
