//! Everything of a generated crate that is public, by file: nothing becomes API by accident. What the derives add is listed
//! in the tests of `plansmith-macros`.

use std::fmt::Write;
use std::path::Path;
use syn::{Fields, Ident, ImplItem, Item, UseTree, Visibility};

#[test]
fn public_items_are_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/wire/src");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the crate is checked in")
        .map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "rs"))
        .collect();
    names.sort();
    let mut out = String::new();
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("generated files are text");
        let _ = writeln!(out, "{name}");
        list(&syn::parse_file(&text).expect("generated files are Rust").items, "  ", &mut out);
    }
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/course");
    insta::with_settings!({ snapshot_path => snapshots, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("wire.public", out);
    });
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn list(items: &[Item], indent: &str, out: &mut String) {
    for item in items {
        let mut line = |kind: &str, name: &Ident| {
            let _ = writeln!(out, "{indent}{kind} {name}");
        };
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let fields: Vec<String> = match &item.fields {
                    Fields::Named(fields) => {
                        let public = fields.named.iter().filter(|field| is_public(&field.vis));
                        public.filter_map(|field| field.ident.as_ref()).map(Ident::to_string).collect()
                    }
                    fields => fields.iter().filter(|field| is_public(&field.vis)).map(|_| "a public field".to_owned()).collect(),
                };
                let derives = derived(&item.attrs);
                let _ = writeln!(out, "{indent}struct {} {{ {} }} {derives}", item.ident, fields.join(", "));
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let variants: Vec<String> = item.variants.iter().map(|variant| variant.ident.to_string()).collect();
                let derives = derived(&item.attrs);
                let _ = writeln!(out, "{indent}enum {} {{ {} }} {derives}", item.ident, variants.join(", "));
            }
            Item::Const(item) if is_public(&item.vis) => line("const", &item.ident),
            Item::Static(item) if is_public(&item.vis) => line("static", &item.ident),
            Item::Type(item) if is_public(&item.vis) => line("type", &item.ident),
            Item::Fn(item) if is_public(&item.vis) => line("fn", &item.sig.ident),
            Item::Mod(item) if is_public(&item.vis) => {
                line("mod", &item.ident);
                let inner = item.content.as_ref().map_or(&[][..], |(_, items)| items);
                list(inner, &format!("{indent}  "), out);
            }
            Item::Use(item) if is_public(&item.vis) => {
                let mut names = Vec::new();
                used(&item.tree, &mut names);
                let _ = writeln!(out, "{indent}use {}", names.join(", "));
            }
            Item::Impl(item) => {
                let of = item.trait_.as_ref().and_then(|of| of.0.segments.last()).map(|segment| segment.ident.to_string());
                let name = match &*item.self_ty {
                    syn::Type::Path(ty) => ty.path.segments.last().map(|segment| segment.ident.to_string()),
                    _ => None,
                };
                let name = name.unwrap_or_default();
                if let Some(of) = of {
                    let _ = writeln!(out, "{indent}impl {of} for {name}");
                    continue;
                }
                let public = item.items.iter().filter_map(|member| match member {
                    ImplItem::Fn(function) if is_public(&function.vis) => Some(function.sig.ident.to_string()),
                    ImplItem::Const(constant) if is_public(&constant.vis) => Some(constant.ident.to_string()),
                    _ => None,
                });
                let public: Vec<String> = public.collect();
                if !public.is_empty() {
                    let _ = writeln!(out, "{indent}{name}: {}", public.join(", "));
                }
            }
            _ => {}
        }
    }
}

/// The derives of an item, and what a request has beside the common methods.
fn derived(attributes: &[syn::Attribute]) -> String {
    let lists = attributes.iter().filter(|attribute| ["derive", "request"].iter().any(|name| attribute.path().is_ident(name)));
    let texts = lists.filter_map(|attribute| attribute.meta.require_list().ok()).map(|list| list.tokens.to_string());
    texts.collect::<Vec<_>>().join("; ")
}

fn used(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => used(&path.tree, names),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(rename) => names.push(rename.rename.to_string()),
        UseTree::Glob(_) => names.push("*".to_owned()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
    }
}
