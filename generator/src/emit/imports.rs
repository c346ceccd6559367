//! Imports of a file, collected from its items.

use crate::rust::{CredentialKind, File, Item, ParamAttr, Ty};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;

#[derive(Default)]
struct Names {
    runtime: BTreeSet<&'static str>,
    auth: BTreeSet<&'static str>,
    local: BTreeSet<String>,
    map: bool,
    duration: bool,
    patches: bool,
}

/// The `use` items of a file.
pub fn uses(file: &File) -> TokenStream {
    let mut names = Names::default();
    let mut own = BTreeSet::new();
    for item in &file.items {
        visit(item, &mut names, &mut own);
    }
    let runtime = names.runtime.iter().map(|name| format_ident!("{name}"));
    let foreign: Vec<&String> = names.local.difference(&own).collect();
    let outer: Vec<_> = foreign.iter().filter(|name| file.outer.contains(name)).map(|name| format_ident!("{name}")).collect();
    let local: Vec<_> = foreign.iter().filter(|name| !file.outer.contains(name)).map(|name| format_ident!("{name}")).collect();
    let outer = (!outer.is_empty()).then(|| quote! { use super::{#(#outer),*}; });
    let map = names.map.then(|| quote! { use std::collections::BTreeMap; });
    let runtime = (!names.runtime.is_empty()).then(|| quote! { use plansmith_runtime::{#(#runtime),*}; });
    let local = (!local.is_empty() && !file.is_types_root()).then(|| quote! { use crate::types::{#(#local),*}; });
    let auth = names.auth.iter().map(|name| format_ident!("{name}"));
    let auth = (!names.auth.is_empty()).then(|| quote! { pub use plansmith_runtime::auth::{#(#auth),*}; });
    let duration = names.duration.then(|| quote! { use std::time::Duration; });
    // What the constants make, for signatures of the consumer's own.
    let patches = names.patches.then(|| quote! { #[doc(no_inline)] pub use plansmith_runtime::PatchOperation; });
    quote! { #outer #local #auth #runtime #map #duration #patches }
}

fn visit(item: &Item, names: &mut Names, own: &mut BTreeSet<String>) {
    match item {
        Item::Struct(item) => {
            own.insert(item.name.clone());
            names.derives(&item.derives);
            item.fields.iter().for_each(|field| names.ty(&field.ty));
        }
        Item::Union(item) => {
            own.insert(item.name.clone());
            names.derives(&item.derives);
            names.runtime.insert("Value");
            item.variants.iter().for_each(|variant| names.ty(&variant.ty));
        }
        Item::Enum(item) => {
            own.insert(item.name.clone());
            names.runtime.insert(if item.integer { "int_enum" } else { "text_enum" });
        }
        Item::Newtype(item) => {
            own.insert(item.name.clone());
            names.runtime.insert("newtype");
            names.ty(&item.ty);
        }
        Item::Alias(item) => {
            own.insert(item.name.clone());
            names.ty(&item.ty);
        }
        Item::Answers(item) => {
            own.insert(item.name.clone());
            names.runtime.insert("answers");
            item.variants.iter().filter_map(|variant| variant.ty.as_ref()).for_each(|ty| names.ty(ty));
        }
        Item::Content(item) => {
            own.insert(item.name.clone());
            names.runtime.insert("content");
            item.variants.iter().for_each(|(.., ty)| names.ty(ty));
        }
        Item::Operation(item) => {
            own.insert(item.name.clone());
            names.local.insert(item.handle.clone());
            names.runtime.insert("operation");
            names.output(&item.output);
            for param in &item.params {
                // Raw bodies are whatever becomes a body, without the type's name.
                if !matches!(&param.attr, Some(ParamAttr::Body { kind: "bytes", .. })) {
                    names.ty(&param.ty);
                }
            }
            for name in [&item.errors, &item.headers].into_iter().flatten() {
                names.local.insert(name.clone());
            }
            if let Some(page) = &item.page {
                names.ty(&page.item);
                page.json.iter().for_each(|ty| names.ty(ty));
            }
        }
        Item::Handle(item) => {
            own.insert(item.name.clone());
            names.runtime.insert("Client");
        }
        Item::Fields(item) => {
            names.runtime.insert("fields");
            names.local.insert(item.object.clone());
        }
        Item::Patches(item) => {
            names.patches = true;
            names.runtime.insert("patch_fields");
            names.local.insert(item.object.clone());
            item.fields.iter().for_each(|field| names.ty(&field.ty));
        }
        Item::Webhook(item) => {
            names.runtime.extend(["Bytes", "Error"]);
            names.ty(&item.ty);
        }
        Item::Credential(item) => names.credential(&item.kind),
        Item::Client(_) => names.runtime.extend(["Api", "ClientBuilder"]),
        Item::Accessors(_) => {
            names.local.insert("Client".to_owned());
        }
        Item::Module(_) | Item::Reexport(_) => {}
    }
}

impl Names {
    fn derives(&mut self, derives: &[&'static str]) {
        self.runtime.extend(derives.iter().filter(|name| !matches!(**name, "Clone" | "Debug")));
    }

    fn credential(&mut self, kind: &CredentialKind) {
        self.auth.extend(match kind {
            CredentialKind::Code { .. } => ["AuthorizationCode", "TokenSet", "TokenStore"].as_slice(),
            CredentialKind::ClientCredentials { basic: true, .. } => &["ClientCredentials", "Secret"],
            CredentialKind::ClientCredentials { basic: false, .. } => &["ClientAuth", "ClientCredentials", "Secret"],
            _ => &["Credential", "Secret"],
        });
        if matches!(kind, CredentialKind::ClientCredentials { .. }) {
            self.duration = true;
        }
    }

    /// Decoders are words of the macro, not imports; what they decode is.
    fn output(&mut self, ty: &Ty) {
        match ty {
            Ty::Runtime("Text" | "Raw" | "Download" | "Empty") => {}
            Ty::Generic("Json" | "Events", inner) => self.ty(inner),
            other => self.ty(other),
        }
    }

    fn ty(&mut self, ty: &Ty) {
        match ty {
            Ty::Prim(_) => {}
            Ty::Runtime(name) => {
                self.runtime.insert(name);
            }
            Ty::Generic(name, inner) => {
                self.runtime.insert(name);
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
}
