//! Rules of what refers to what: no component and no path that nothing names.

use super::{Lint, each};
use crate::document::Address;
use crate::location::FileId;
use foldhash::HashSet;

/// Components that are named by `$ref` only. Schemas are looked at while the document is checked.
const SECTIONS: [&str; 7] = ["parameters", "responses", "headers", "requestBodies", "examples", "links", "callbacks"];

pub(super) fn check(lint: &mut Lint<'_, '_>) {
    let document = lint.document;
    let mut used: HashSet<Address> = HashSet::default();
    let mut schemes: HashSet<&str> = HashSet::default();
    for (id, _) in document.sources.iter() {
        let Some(file) = document.file(id) else { continue };
        each(&file, false, &mut |node| {
            used.extend(node.ref_target().and_then(|target| node.resolve(target)).map(|found| found.address()));
            let required = node.get("security").into_iter().flat_map(|list| list.items().collect::<Vec<_>>());
            schemes.extend(required.flat_map(|one| one.entries().map(|(name, _)| name).collect::<Vec<_>>()));
        });
        // Examples are data, and yet may be references.
        let mut named = Vec::new();
        each(&file, false, &mut |node| named.extend(node.get("examples")));
        for example in named.iter().flat_map(|examples| examples.entries().map(|(_, one)| one).collect::<Vec<_>>()) {
            used.extend(example.ref_target().and_then(|target| example.resolve(target)).map(|found| found.address()));
        }
    }
    for (id, _) in document.sources.iter() {
        let Some(file) = document.file(id) else { continue };
        if let Some(components) = file.get("components") {
            for section in SECTIONS {
                for (name, component) in components.get(section).into_iter().flat_map(|all| all.entries().collect::<Vec<_>>()) {
                    if !used.contains(&component.address()) {
                        let message = format!("nothing refers to `{name}` of `{section}`");
                        lint.say("unused-component", component.place().key(), message).help("remove it, or refer to it");
                    }
                }
            }
            for (name, scheme) in components.get("securitySchemes").into_iter().flat_map(|all| all.entries().collect::<Vec<_>>())
            {
                if !schemes.contains(name) {
                    let message = format!("no `security` names the scheme `{name}`");
                    lint.say("unused-component", scheme.place().key(), message).help("remove it, or name it in `security`");
                }
            }
        }
        if id != FileId::default() {
            for (path, item) in file.get("paths").into_iter().flat_map(|paths| paths.entries().collect::<Vec<_>>()) {
                if !used.contains(&item.address()) {
                    let shown = document.sources.file(id).map_or("", |file| file.path.rsplit('/').next().unwrap_or_default());
                    let pointer = path.replace('~', "~0").replace('/', "~1");
                    let message = format!("no path of the root file refers to `{path}`: its operations are not in the API");
                    lint.say("unreferenced-path", item.place().key(), message)
                        .help(format!("add `{path}: {{ $ref: '{shown}#/paths/{pointer}' }}` to `paths` of the root file"));
                }
            }
        }
    }
}
