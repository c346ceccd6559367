//! The surface of a lowered crate. What the macros of the runtime add for every item of a kind is the same in both
//! versions and is left out.

use super::{Entry, PublicApi};
use crate::lower::{surface_text, wire_name};
use crate::rust::{Crate, CredentialKind, Item, OperationItem, OtherVariant, StructItem, Ty, WireValue};

/// Reads what a user can name.
#[must_use]
pub fn read(krate: &Crate) -> PublicApi {
    let mut reader = Reader { api: PublicApi::default() };
    reader.api.package.clone_from(&krate.manifest.name);
    reader.api.version.clone_from(&krate.manifest.version);
    for feature in &krate.manifest.features {
        reader.put("feature", feature, "", "");
    }
    for file in &krate.files {
        let module = module(&file.path);
        for item in &file.items {
            reader.item(module, item);
        }
    }
    reader.api
}

/// The public module that the items of a file are in: files below `types/` are re-exported by it.
fn module(path: &str) -> &str {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let first = path.split('/').next().unwrap_or(path);
    let stem = first.strip_suffix(".rs").unwrap_or(first);
    if stem == "lib" { "" } else { stem }
}

struct Reader {
    api: PublicApi,
}

impl Reader {
    fn put(&mut self, kind: &str, path: &str, says: &str, wire: &str) {
        let entry = Entry { kind: kind.to_owned(), says: says.to_owned(), wire: wire.to_owned() };
        self.api.entries.insert(path.to_owned(), entry);
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of item")]
    fn item(&mut self, module: &str, item: &Item) {
        match item {
            Item::Module(item) if item.public => self.put("mod", item.name.trim_start_matches("r#"), "", ""),
            Item::Client(client) => {
                for accessor in &client.accessors {
                    self.put("fn", &format!("Client::{}", accessor.name), &format!("-> {}", accessor.handle), "");
                }
            }
            Item::Accessors(list) => {
                for accessor in list {
                    self.put("fn", &format!("Client::{}", accessor.name), &format!("-> {}", accessor.handle), "");
                }
            }
            Item::Credential(item) => {
                let path = format!("auth::{}", item.name);
                match &item.kind {
                    CredentialKind::Code { .. } => self.put("fn", &path, "(client_id)", ""),
                    kind => {
                        self.put("credential", &path, "", "");
                        self.put("fn", &format!("{path}::new"), &arguments(kind), "");
                    }
                }
            }
            Item::Handle(item) => self.put("struct", &format!("{module}::{}", item.name), "", ""),
            Item::Operation(item) => self.operation(module, item),
            Item::Struct(item) => self.structure(module, item),
            Item::Enum(item) => {
                let path = format!("{module}::{}", item.name);
                self.put("enum", &path, "", "");
                self.traits(&path, &item.derives);
                for variant in &item.variants {
                    let wire = match &variant.value {
                        WireValue::Text(text) => text.clone(),
                        WireValue::Integer(number) => number.to_string(),
                    };
                    self.put("variant", &format!("{path}::{}", variant.name), "", &wire);
                }
                self.other(&path, &item.other);
            }
            Item::Union(item) => {
                let path = format!("{module}::{}", item.name);
                self.put("enum", &path, "", "");
                self.traits(&path, &item.derives);
                for variant in &item.variants {
                    let ty = surface_text(&variant.ty);
                    self.put("variant", &format!("{path}::{}", variant.name), &format!("({ty})"), &variant.tags.join(", "));
                }
                self.other(&path, &item.other);
            }
            Item::Newtype(item) => {
                let path = format!("{module}::{}", item.name);
                self.put("newtype", &path, &surface_text(&item.ty), "");
                self.traits(&path, &item.derives);
            }
            Item::Alias(item) => self.put("type", &format!("{module}::{}", item.name), &surface_text(&item.ty), ""),
            Item::Responses(item) => {
                let path = format!("{module}::{}", item.name);
                self.put("enum", &path, "", "");
                self.other(&path, &item.other);
                for variant in &item.variants {
                    let says = variant.ty.as_ref().map(|ty| format!("({})", surface_text(ty))).unwrap_or_default();
                    self.put("variant", &format!("{path}::{}", variant.name), &says, &variant.status);
                }
            }
            Item::Content(item) => {
                let path = format!("{module}::{}", item.name);
                self.put("enum", &path, "", "");
                for variant in &item.variants {
                    let media = variant.body.media.clone().unwrap_or_else(|| variant.body.kind.to_owned());
                    self.put(
                        "variant",
                        &format!("{path}::{}", variant.name),
                        &format!("({})", surface_text(&variant.ty)),
                        &media,
                    );
                }
            }
            Item::Fields(item) => {
                let path = format!("fields::{}", item.module);
                self.put("mod", &path, "", "");
                for field in &item.fields {
                    let says = match &field.of {
                        Some(of) => format!("{}<{}>", field.kind, surface_text(of)),
                        None => field.kind.to_owned(),
                    };
                    self.put("const", &format!("{path}::{}", field.name), &says, &field.wire);
                }
                for relation in &item.related {
                    self.put("const", &format!("{path}::{}", relation.name), "Relation", &relation.wire);
                }
                for relation in &item.with {
                    self.put("const", &format!("{path}::with::{}", relation.name), "Relation", &relation.wire);
                }
            }
            Item::Patches(item) => {
                let path = format!("patches::{}", item.module);
                self.put("mod", &path, "", "");
                for field in &item.fields {
                    self.put(
                        "const",
                        &format!("{path}::{}", field.name),
                        &format!("{}<{}>", field.kind, surface_text(&field.ty)),
                        &field.wire,
                    );
                }
            }
            Item::Webhook(item) => {
                self.put("fn", &format!("{module}::{}", item.name), &format!("(body) -> {}", surface_text(&item.ty)), "");
            }
            // Constants of the crate are the rules its requests follow; callers do not name them.
            Item::Module(_) | Item::Reexport(..) | Item::Const(_) => {}
        }
    }

    fn traits(&mut self, path: &str, derives: &[&str]) {
        for name in derives.iter().filter(|name| !matches!(**name, "Clone" | "Debug" | "Setters")) {
            // One direction is one derive, both are two: a type that gains a direction loses nothing.
            let name = match *name {
                "Received" => "ReadJson",
                "Sent" => "WriteJson",
                name => name,
            };
            self.put("impl", &format!("{path} as {name}"), "", "");
        }
    }

    /// The variant for whatever fits no other.
    fn other(&mut self, path: &str, other: &OtherVariant) {
        let types: Vec<String> = other.types.iter().map(surface_text).collect();
        self.put("variant", &format!("{path}::{}", other.name), &format!("({})", types.join(", ")), "");
    }

    fn structure(&mut self, module: &str, item: &StructItem) {
        let path = format!("{module}::{}", item.name);
        self.put("struct", &path, if item.non_exhaustive { "" } else { "of these fields only" }, "");
        self.traits(&path, &item.derives);
        let is_made = item.derives.iter().any(|name| matches!(*name, "Setters" | "Sent"));
        let mut needed = Vec::new();
        for field in &item.fields {
            let wire = wire_name(item.rule, &field.name, field.wire.as_deref());
            self.put("field", &format!("{path}::{}", field.name), &surface_text(&field.ty), &wire);
            if is_made && is_needed(field) {
                needed.push(format!("{}: {}", field.name, surface_text(&field.ty)));
            }
        }
        if is_made {
            self.put("fn", &format!("{path}::new"), &format!("({})", needed.join(", ")), "");
        }
    }

    fn operation(&mut self, module: &str, item: &OperationItem) {
        let (needed, optional): (Vec<_>, Vec<_>) = item.params.iter().partition(|param| !matches!(param.ty, Ty::Option(_)));
        let arguments: Vec<String> = needed.iter().map(|param| format!("{}: {}", param.name, surface_text(&param.ty))).collect();
        let wire = format!("{} {}", item.http, item.path);
        let says = format!("({}) -> {}", arguments.join(", "), item.name);
        self.put("fn", &format!("{module}::{}::{}", item.handle, item.method), &says, &wire);
        let path = format!("{module}::{}", item.name);
        self.put("struct", &path, &format!("responses {}", surface_text(&item.output)), &wire);
        for param in optional {
            self.put("fn", &format!("{path}::{}", param.name), &format!("({})", surface_text(&param.ty)), "");
        }
        if let Some(page) = &item.page {
            self.put("fn", &format!("{path}::items"), &format!("-> {}", surface_text(&page.item)), "");
        }
        if let Some(events) = &item.events {
            self.put("fn", &format!("{path}::send_events"), &format!("-> {}", surface_text(events)), "");
        }
        if let Some((media, value)) = &item.values {
            self.put("fn", &format!("{path}::send_values"), &format!("-> {}", surface_text(value)), media);
        }
        if let Some(errors) = &item.errors {
            self.put("errors", &format!("{path}::error"), errors, "");
        }
    }
}

/// Whether `new` takes a field: it must be sent and has no neutral value.
fn is_needed(field: &crate::rust::FieldItem) -> bool {
    !matches!(field.ty, Ty::Option(_) | Ty::Generic("Patch", _)) && field.flag != Some("extra")
}

fn arguments(kind: &CredentialKind) -> String {
    let names: Vec<&str> = match kind {
        CredentialKind::Keys(keys) => keys.iter().map(|(name, ..)| name.as_str()).collect(),
        CredentialKind::Basic => vec!["user", "password"],
        CredentialKind::ClientCredentials { .. } => vec!["client_id", "client_secret"],
        CredentialKind::Bearer | CredentialKind::Http(_) => vec!["token"],
        CredentialKind::Code { .. } => vec!["client_id"],
    };
    format!("({})", names.join(", "))
}
