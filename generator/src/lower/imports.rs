//! Imports of a file, collected from its items.

use crate::rust::{
    Accept, ConstValue, CredentialKind, File, Import, Item, OperationItem, ParamPlace, Passed, PatchItem, StyleItem, Ty,
};
use std::collections::{BTreeMap, BTreeSet};

/// The module of the runtime with what requests are written with.
const CALL: &str = "plansmith_runtime::call";

/// Names of that module.
const CALL_NAMES: [&str; 19] = [
    "Call",
    "Decoder",
    "Download",
    "Empty",
    "Events",
    "FormStyle",
    "IntoCount",
    "IntoFlag",
    "IntoItems",
    "Json",
    "JsonSequence",
    "Meta",
    "Next",
    "PageAccess",
    "Paging",
    "Raw",
    "Style",
    "StyleKind",
    "Text",
];

/// What a file names.
#[derive(Default)]
struct ImportedNames {
    runtime: BTreeSet<&'static str>,
    call: BTreeSet<&'static str>,
    filter: BTreeSet<&'static str>,
    conventions: BTreeSet<&'static str>,
    patch: BTreeSet<&'static str>,
    auth: BTreeSet<&'static str>,
    local: BTreeSet<String>,
    own: BTreeSet<String>,
    map: bool,
    duration: bool,
    patches: bool,
}

/// Fills in the imports of a file, and what the runtime's names are called where the API has them too.
pub fn collect(file: &mut File) {
    let mut names = ImportedNames::default();
    file.items.iter().for_each(|item| names.item(item));
    let foreign: Vec<&String> = names.local.difference(&names.own).collect();
    let taken: BTreeSet<&String> = names.local.iter().chain(&names.own).collect();
    for name in names.runtime.iter().chain(&names.call).chain(&names.filter).filter(|name| !is_derive(name)) {
        if taken.iter().any(|other| other == name) {
            file.renamed.insert(name, format!("Runtime{name}"));
        }
    }
    let plain = |names: Vec<String>| names.into_iter().map(|name| (name, None)).collect::<Vec<_>>();
    let known = |names: &BTreeSet<&'static str>, renamed: &BTreeMap<&'static str, String>| {
        names.iter().map(|name| ((*name).to_owned(), renamed.get(name).cloned())).collect::<Vec<_>>()
    };
    let (outer, local): (Vec<&String>, Vec<&String>) = foreign.iter().partition(|name| file.outer.contains(name));
    let local = if is_types_root(file) { Vec::new() } else { local };
    let mut imports = vec![
        Import { public: false, path: "super", names: plain(outer.into_iter().cloned().collect()) },
        Import { public: false, path: "crate::types", names: plain(local.into_iter().cloned().collect()) },
        Import { public: true, path: "plansmith_runtime::auth", names: known(&names.auth, &BTreeMap::new()) },
        Import { public: false, path: CALL, names: known(&names.call, &file.renamed) },
        Import { public: false, path: "plansmith_runtime::filter", names: known(&names.filter, &file.renamed) },
        Import { public: false, path: "plansmith_runtime::conventions", names: known(&names.conventions, &BTreeMap::new()) },
        Import { public: false, path: "plansmith_runtime::json_patch", names: known(&names.patch, &BTreeMap::new()) },
        Import { public: false, path: "plansmith_runtime", names: known(&names.runtime, &file.renamed) },
    ];
    let std = [(names.map, "std::collections", "BTreeMap"), (names.duration, "std::time", "Duration")];
    for (_, path, name) in std.into_iter().filter(|(used, ..)| *used) {
        imports.push(Import { public: false, path, names: plain(vec![name.to_owned()]) });
    }
    // What the constants make, for signatures of the consumer's own.
    if names.patches {
        imports.push(Import { public: true, path: "plansmith_runtime", names: plain(vec!["PatchOperation".to_owned()]) });
    }
    imports.retain(|import| !import.names.is_empty());
    file.imports = imports;
}

/// Whether it is the module `crate::types`, which has every type already: its own and those it re-exports.
fn is_types_root(file: &File) -> bool {
    matches!(file.path.as_str(), "src/types.rs" | "src/types/mod.rs")
}

/// Whether a name is that of a derive, which no type is in the way of.
fn is_derive(name: &str) -> bool {
    [
        "Responses",
        "Content",
        "Headers",
        "IntEnum",
        "Multipart",
        "Newtype",
        "ReadJson",
        "Received",
        "Request",
        "Sent",
        "Setters",
        "TextEnum",
        "WriteJson",
    ]
    .contains(&name)
}

/// Names that a module of JSON Patch constants takes from the one above.
pub fn patch_uses(object: &str, fields: &[PatchItem]) -> Vec<String> {
    let mut names = ImportedNames::default();
    for field in fields {
        names.ty(&field.ty);
    }
    let mut uses: BTreeSet<String> = names.local;
    uses.extend(names.runtime.iter().chain(&names.call).map(|name| (*name).to_owned()));
    uses.extend(fields.iter().map(|field| field.kind.to_owned()));
    uses.extend(names.map.then(|| "BTreeMap".to_owned()));
    uses.insert(object.to_owned());
    uses.into_iter().collect()
}

impl ImportedNames {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => {
                self.define(&item.name, &item.derives);
                item.fields.iter().for_each(|field| self.ty(&field.ty));
            }
            Item::Union(item) => {
                self.define(&item.name, &item.derives);
                item.variants.iter().map(|variant| &variant.ty).chain(&item.other.types).for_each(|ty| self.ty(ty));
            }
            Item::Enum(item) => {
                self.define(&item.name, &item.derives);
                item.other.types.iter().for_each(|ty| self.ty(ty));
            }
            Item::Newtype(item) | Item::Alias(item) => {
                self.define(&item.name, &item.derives);
                self.ty(&item.ty);
            }
            Item::Responses(item) => {
                self.define(&item.name, &item.derives);
                item.variants
                    .iter()
                    .filter_map(|variant| variant.ty.as_ref())
                    .chain(&item.other.types)
                    .for_each(|ty| self.ty(ty));
            }
            Item::Content(item) => {
                self.define(&item.name, &["Content"]);
                item.variants.iter().for_each(|variant| self.ty(&variant.ty));
            }
            Item::Operation(item) => self.operation(item),
            Item::Handle(item) => {
                self.define(&item.name, &[]);
                self.runtime.insert("Client");
            }
            Item::Const(item) => {
                self.conventions.insert(item.ty);
                self.value(&item.value);
            }
            Item::Fields(item) => {
                self.local.insert(item.object.clone());
                item.fields.iter().filter_map(|field| field.of.as_ref()).for_each(|ty| self.ty(ty));
                if !item.fields.is_empty() {
                    self.filter.extend(["Field", "kind"]);
                }
                if !item.related.is_empty() || !item.with.is_empty() {
                    self.filter.insert("Relation");
                }
            }
            Item::Patches(item) => {
                self.patches = true;
                self.local.insert(item.object.clone());
                for field in &item.fields {
                    self.patch.insert(field.kind);
                    self.ty(&field.ty);
                }
            }
            Item::Webhook(item) => {
                self.runtime.extend(["Bytes", "Error"]);
                if item.form.as_ref().is_some_and(|styles| !styles.is_empty()) {
                    self.call.insert("FormStyle");
                }
                self.ty(&item.ty);
            }
            Item::Credential(item) => self.credential(&item.kind),
            Item::Client(_) => self.runtime.extend(["Api", "ClientBuilder"]),
            Item::Accessors(_) => {
                self.local.insert("Client".to_owned());
            }
            Item::Module(_) | Item::Reexport(..) => {}
        }
    }

    fn define(&mut self, name: &str, derives: &[&'static str]) {
        self.own.insert(name.to_owned());
        self.runtime.extend(derives.iter().filter(|name| is_derive(name)));
    }

    fn operation(&mut self, item: &OperationItem) {
        self.define(&item.name, &["Request"]);
        self.local.insert(item.handle.clone());
        self.local.extend([&item.errors, &item.headers].into_iter().flatten().cloned());
        self.call.extend(["Call", "Meta"]);
        self.ty(&item.output);
        item.events.iter().for_each(|ty| self.ty(ty));
        item.values.iter().for_each(|(_, ty)| self.ty(ty));
        if item.accept == Accept::Decoder {
            self.call.insert("Decoder");
        }
        if let Some(page) = &item.page {
            self.call.extend(["IntoItems", "PageAccess"]);
            if let ConstValue::Struct(_, fields, _) = &page.rule {
                self.call.insert("Paging");
                self.call.extend(fields.iter().any(|(name, _)| *name == "next").then_some("Next"));
            }
            for (method, name) in [("count", "IntoCount"), ("flag", "IntoFlag")] {
                self.call.extend(page.paths.iter().any(|(_, read, _)| *read == method).then_some(name));
            }
            self.ty(&page.page);
            self.ty(&page.item);
        }
        for fixed in &item.fixed {
            self.style(&fixed.style);
        }
        for param in &item.params {
            let value = match param.value().0 {
                Ty::Vec(item) if param.passed == Passed::Arguments => item,
                ty => ty,
            };
            self.ty(value);
            match param.passed {
                Passed::Argument => self.known("Argument"),
                Passed::Arguments => self.known("Arguments"),
                Passed::AsIs | Passed::Body => {}
            }
            match &param.place {
                ParamPlace::Parameter { style, .. } => self.style(style),
                ParamPlace::Body(body) if !body.styles.is_empty() => {
                    self.call.insert("FormStyle");
                }
                ParamPlace::Role(_) | ParamPlace::Body(_) => {}
            }
        }
    }

    fn style(&mut self, style: &StyleItem) {
        self.call.insert("Style");
        self.call.extend(style.kind.map(|_| "StyleKind"));
    }

    fn credential(&mut self, kind: &CredentialKind) {
        self.auth.extend(match kind {
            CredentialKind::Code { .. } => ["AuthorizationCode", "SignIn", "TokenSet", "TokenStore"].as_slice(),
            CredentialKind::ClientCredentials { basic: true, .. } => &["ClientCredentials", "Secret"],
            CredentialKind::ClientCredentials { basic: false, .. } => &["ClientAuth", "ClientCredentials", "Secret"],
            _ => &["Credential", "Secret"],
        });
        if matches!(kind, CredentialKind::ClientCredentials { .. }) {
            self.duration = true;
        }
    }

    /// The structs a constant is written with.
    fn value(&mut self, value: &ConstValue) {
        match value {
            ConstValue::Some(inner) => self.value(inner),
            ConstValue::Struct(name, fields, _) => {
                self.conventions.insert(name);
                for (_, value) in fields {
                    self.value(value);
                }
            }
            ConstValue::Path(segments) | ConstValue::Variant(segments, _) => {
                let first = segments.first().map_or("", String::as_str);
                self.conventions.extend(["Next", "ResetUnit"].into_iter().find(|name| *name == first));
            }
            _ => {}
        }
    }

    fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Prim(_) | Ty::Outside(_) => {}
            Ty::Runtime(name) => self.known(name),
            Ty::Generic(name, inner) => {
                self.known(name);
                self.ty(inner);
            }
            Ty::Local(name) => {
                self.local.insert(name.clone());
            }
            Ty::Map(inner) => {
                self.map = true;
                self.ty(inner);
            }
            Ty::Tuple(items) => items.iter().for_each(|item| self.ty(item)),
            Ty::Vec(inner) | Ty::Option(inner) | Ty::Box(inner) => self.ty(inner),
        }
    }

    /// A type of the runtime.
    fn known(&mut self, name: &'static str) {
        let names = if CALL_NAMES.contains(&name) { &mut self.call } else { &mut self.runtime };
        names.insert(name);
    }
}
