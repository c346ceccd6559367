//! The arrow between modules: a module uses those of the layers before it, never one behind it or beside it.
//!
//! The sources are read as tokens, so that `use` lines, groups and paths in the middle of code all count; comments,
//! strings and the code that `quote!` writes do not.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A crate and the order of its modules.
struct Layered {
    /// Folder of the sources, from the manifest of this crate.
    sources: &'static str,
    /// Layers from the bottom up. Modules of one layer do not use each other.
    layers: &'static [&'static [&'static str]],
    /// Names that the root of the crate gives to parts of modules.
    aliases: &'static [(&'static str, &'static str)],
    /// Circles of more than two modules that are one thing all the same.
    circles: &'static [&'static str],
}

/// To hold another crate to its layers, add it here.
const CRATES: &[Layered] = &[Layered {
    sources: "src",
    layers: &[
        &["limits", "media", "numbers", "review", "words"],
        &["location", "suggest"],
        &["ir", "options", "source"],
        &["overlay"],
        &["document"],
        &["schema"],
        &["model"],
        &["api"],
        &["passes"],
        &["check", "lint", "name"],
        &["rust"],
        &["bundle"],
        &["lower"],
        &["emit"],
        &["pipeline"],
        &["diff"],
    ],
    aliases: &[("report", "location"), ("usage", "passes")],
    // A code has a verdict, a verdict speaks of facts, and a fact has a code.
    circles: &["diff::code, diff::fact, diff::verdict"],
}];

/// A file of a crate: its module path and its tokens.
struct Module {
    file: PathBuf,
    path: Vec<String>,
    tokens: TokenStream,
}

impl Module {
    /// Tests may use anything: they go through several stages.
    fn is_test(&self) -> bool {
        self.path.iter().any(|part| part == "tests")
    }
}

impl Layered {
    fn modules(&self) -> Vec<Module> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.sources);
        let mut files = Vec::new();
        collect(&folder, &mut files);
        files.sort();
        assert!(files.len() > 10, "{} has sources", folder.display());
        let module = |file: &PathBuf| {
            let text = fs::read_to_string(file).expect("a source can be read");
            let relative = file.strip_prefix(&folder).expect("it is inside the folder").with_extension("");
            let mut path: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if path.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
                path.pop();
            }
            Module { file: file.clone(), path, tokens: text.parse().expect("a source has tokens") }
        };
        files.iter().map(module).collect()
    }

    fn layer(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.contains(&name))
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// Every path of a file that starts with `crate` or `super`, as a path from the root of the crate.
fn paths(module: &Module) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    walk(&module.tokens, &module.path, &mut found);
    found
}

fn walk(tokens: &TokenStream, here: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match ident(&tokens, at).as_str() {
            // What `quote!` writes is code of another crate.
            "quote" if is_sign(&tokens, at + 1, '!') => at += 2,
            // A module inside the file is one step further in; its tests may use anything.
            "mod" => {
                if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                    let name = ident(&tokens, at + 1);
                    if name != "tests" {
                        walk(&body.stream(), &[here, &[name]].concat(), found);
                    }
                    at += 2;
                }
            }
            name @ ("crate" | "super") if is_path(&tokens, at + 1) => {
                let mut base: Vec<String> = if name == "crate" { Vec::new() } else { up(here) };
                at += 3;
                while ident(&tokens, at) == "super" && is_path(&tokens, at + 1) {
                    base = up(&base);
                    at += 3;
                }
                at = tree(&tokens, at, &base, found);
                continue;
            }
            _ => {
                if let TokenTree::Group(group) = &tokens[at] {
                    walk(&group.stream(), here, found);
                }
            }
        }
        at += 1;
    }
}

/// A path or a group of paths that starts at `at`; returns where it ends.
fn tree(tokens: &[TokenTree], mut at: usize, base: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = base.to_vec();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for entry in inner.split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',')) {
                    tree(entry, 0, &path, found);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !is_path(tokens, at) {
            break;
        }
        at += 2;
    }
    found.push(path);
    at
}

fn ident(tokens: &[TokenTree], at: usize) -> String {
    match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => ident.to_string(),
        _ => String::new(),
    }
}

fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is_sign(tokens, at, ':') && is_sign(tokens, at + 1, ':')
}

fn up(path: &[String]) -> Vec<String> {
    path.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default()
}

#[test]
fn no_module_uses_one_behind_it() {
    for layered in CRATES {
        let mut wrong = BTreeSet::new();
        for module in layered.modules().iter().filter(|module| !module.is_test()) {
            let Some(own) = module.path.first() else { continue };
            for path in paths(module) {
                let Some(used) = path.first() else { continue };
                let used = layered.aliases.iter().find(|(alias, _)| alias == used).map_or(used.as_str(), |(_, real)| real);
                let allowed = match (layered.layer(own), layered.layer(used)) {
                    (Some(layer), Some(before)) => before < layer || own == used,
                    _ => false,
                };
                if !allowed {
                    wrong.insert(format!("{}: `{own}` uses `{}`", module.file.display(), path.join("::")));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn every_module_has_a_layer() {
    for layered in CRATES {
        let modules: BTreeSet<String> = layered.modules().into_iter().filter_map(|module| module.path.first().cloned()).collect();
        let named: BTreeSet<String> = layered.layers.iter().copied().flatten().map(|name| (*name).to_owned()).collect();
        assert_eq!(modules, named, "the modules of {}, and those its layers name", layered.sources);
    }
}

/// Files that use each other in a circle are one thing; three of them are a knot.
#[test]
fn no_circle_is_larger_than_a_pair() {
    for layered in CRATES {
        let modules = layered.modules();
        let known: BTreeSet<&[String]> = modules.iter().map(|module| module.path.as_slice()).collect();
        let mut edges: BTreeMap<&[String], BTreeSet<&[String]>> = BTreeMap::new();
        for module in modules.iter().filter(|module| !module.is_test()) {
            for path in paths(module) {
                let target = (1..=path.len()).rev().find_map(|length| known.get(&path[..length]).copied());
                // A module and the folder it stands in are one thing by construction.
                let other = |target: &&[String]| !target.starts_with(&module.path) && !module.path.starts_with(target);
                edges.entry(&module.path).or_default().extend(target.filter(other));
            }
        }
        let reach: BTreeMap<&[String], BTreeSet<&[String]>> =
            known.iter().map(|start| (*start, reachable(start, &edges))).collect();
        let circles: BTreeSet<String> = known
            .iter()
            .map(|start| reach[start].iter().filter(|other| reach[*other].contains(start)).map(|path| path.join("::")))
            .map(Iterator::collect::<Vec<_>>)
            .filter(|circle| circle.len() > 2)
            .map(|circle| circle.join(", "))
            .filter(|circle| !layered.circles.contains(&circle.as_str()))
            .collect();
        assert!(circles.is_empty(), "circles of modules: {circles:#?}");
    }
}

fn reachable<'m>(start: &[String], edges: &BTreeMap<&'m [String], BTreeSet<&'m [String]>>) -> BTreeSet<&'m [String]> {
    let mut reached = BTreeSet::new();
    let mut stack: Vec<&[String]> = edges.get(start).into_iter().flatten().copied().collect();
    while let Some(next) = stack.pop() {
        if reached.insert(next) {
            stack.extend(edges.get(next).into_iter().flatten());
        }
    }
    reached
}

/// A type whose methods are spread over folders can be read, tested and replaced in none of them.
#[test]
fn methods_stand_in_the_folder_of_their_type() {
    for layered in CRATES {
        let mut homes: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
        let mut methods: Vec<(String, PathBuf, PathBuf)> = Vec::new();
        for module in layered.modules() {
            let folder = module.file.parent().map(Path::to_path_buf).unwrap_or_default();
            let parsed: syn::File = syn::parse2(module.tokens).expect("a source is Rust");
            let mut items: Vec<syn::Item> = parsed.items;
            while let Some(item) = items.pop() {
                match item {
                    syn::Item::Struct(syn::ItemStruct { ident, .. }) | syn::Item::Enum(syn::ItemEnum { ident, .. }) => {
                        homes.entry(ident.to_string()).or_default().insert(folder.clone());
                    }
                    syn::Item::Mod(inner) => items.extend(inner.content.into_iter().flat_map(|(_, items)| items)),
                    syn::Item::Impl(one) if one.trait_.is_none() => {
                        if let syn::Type::Path(ty) = &*one.self_ty
                            && let Some(name) = ty.path.segments.last()
                        {
                            methods.push((name.ident.to_string(), folder.clone(), module.file.clone()));
                        }
                    }
                    _ => {}
                }
            }
        }
        assert!(!methods.is_empty());
        for (name, folder, file) in methods {
            let home = homes.get(&name).is_some_and(|homes| homes.contains(&folder));
            assert!(home, "{}: methods of `{name}`, which is defined in another folder", file.display());
        }
    }
}

#[test]
fn all_ways_to_name_a_module_are_seen() {
    let tokens = "use crate::a::{b, c::{self, D}}; use super::super::e::F; fn g() { crate::h::i(); quote! { crate::j } } \
                  mod m { use super::k; } mod tests { use super::super::l; }";
    let path = ["x", "y"].map(str::to_owned).to_vec();
    let module = Module { file: PathBuf::new(), path, tokens: tokens.parse().expect("these are tokens") };
    let found: Vec<String> = paths(&module).iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a::b", "a::c::self", "a::c::D", "e::F", "h::i", "x::y::k"]);
}
