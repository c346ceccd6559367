//! What a walk remembers: operation ids, references and what they lead to.

use super::super::keys::{Key, ObjectKind, Shape};
use super::super::reference;
use super::super::{Address, Document, Node, Version};
use super::{At, Owner, Step, Walk, is_reference};
use crate::location::{FileId, Place};
use foldhash::{HashMap, HashSet};
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// Keys of a schema that are read beside `$ref` although OpenAPI 3.0 has nothing there: what they say is plain.
const COUNTED: &[&str] =
    &["nullable", "readOnly", "writeOnly", "deprecated", "title", "description", "externalDocs", "default", "example"];

#[derive(Default)]
pub(super) struct Visited<'d> {
    /// Operation ids and where they were used first.
    pub(super) operations: HashMap<&'d str, Place>,
    /// References that are known to lead somewhere, by the file they stand in.
    references: HashSet<(FileId, &'d str)>,
    /// What references lead to.
    pub(super) used: HashSet<Address>,
    /// Component schemas that a discriminator or a key of ours uses by name.
    pub(super) used_names: HashSet<&'d str>,
    /// What references to parts of other files lead to, as the kind the reference wants.
    targets: Vec<(ObjectKind, FileId, String)>,
    checked: HashSet<(ObjectKind, Address)>,
    /// Keys without effect: the kind of object and the key, how often they stand and where first.
    /// Every key that a table names: of which kind of object, and where.
    #[cfg(test)]
    pub(super) keys: Vec<(&'static str, &'static str, String)>,
    /// Whether the items of a stream are described.
    pub(super) streams: bool,
    idle: IndexMap<(&'static str, &'static str), (usize, Place)>,
}

impl<'d> Walk<'d, '_> {
    /// A map with `$ref` in the place of an object of a kind.
    pub(super) fn reference(&mut self, kind: ObjectKind, map: &'d Map<String, Value>, at: &At<'_>) {
        self.target(kind, map, at);
        if map.len() == 1 {
            return;
        }
        let shape = kind.shape();
        if kind == ObjectKind::Schema && self.document.version != Version::V30 {
            return self.entries(kind, map, at);
        }
        for (name, value) in map.iter().filter(|(name, _)| *name != "$ref") {
            let here = at.key(name);
            if name.starts_with("x-") {
                self.extension(Owner { shape, code: "wrong-type" }, name, value, &here);
            } else if self.document.version == Version::V30 || !["summary", "description"].contains(&name.as_str()) {
                let counts = kind == ObjectKind::Schema && COUNTED.contains(&name.as_str());
                if counts && !self.is_strict() {
                    continue;
                }
                let message = if counts {
                    format!("`{name}` stands beside `$ref`, where OpenAPI 3.0 has nothing")
                } else {
                    format!("`{name}` stands beside `$ref`, where it does not count")
                };
                let place = here.place().key();
                let said = if self.is_strict() {
                    self.report.warning("ref-sibling", place, message)
                } else {
                    self.report.note("ref-sibling", place, message)
                };
                if kind == ObjectKind::Schema {
                    said.help("put the reference into `allOf`");
                }
            }
        }
    }

    /// Notes a key that has no effect.
    pub(super) fn idle(&mut self, shape: &'static Shape, key: &'static Key, at: &At<'_>) {
        self.visited.idle.entry((shape.name, key.name)).or_insert_with(|| (0, at.place().key())).0 += 1;
    }

    /// Says once of every key without effect that it has none.
    fn say_idle(&mut self) {
        // The data of an event that `itemSchema` describes are of the type that `contentSchema` states.
        if self.visited.streams {
            self.visited.idle.shift_remove(&(ObjectKind::Schema.shape().name, "contentSchema"));
        }
        for ((owner, key), (count, place)) in std::mem::take(&mut self.visited.idle) {
            let message = match count {
                1 => format!("`{key}` of {owner} has no effect on the output"),
                count => format!("`{key}` of {owner} has no effect on the output; it stands in {count} places"),
            };
            self.report.note("no-effect", place, message);
        }
    }

    /// Follows a `$ref` so far as to know that it leads somewhere.
    pub(super) fn target(&mut self, kind: ObjectKind, map: &'d Map<String, Value>, at: &At<'_>) {
        let Some(text) = map.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let document = self.document;
        // What a reference means depends on the ids around it, where there are any.
        let has_ids = document.has_ids();
        if !has_ids && !self.visited.references.insert((at.file, text)) {
            return;
        }
        // Further uses of a reference that leads nowhere are reported where they are followed.
        let from = if has_ids { document.at(at.file, &at.place().pointer) } else { document.file(at.file) };
        let Some(from) = from else { return };
        let resolved = reference::resolve(&from, text).or_else(|why| self.embedded(text, at).ok_or(why));
        match resolved {
            Ok(target) => {
                self.visited.used.insert(target.address());
                if !text.starts_with('#') {
                    self.visited.targets.push((kind, target.file(), target.pointer()));
                }
            }
            Err(why) => {
                self.visited.references.remove(&(at.file, text));
                reference::say_at(at.place().join("$ref"), why, self.report);
            }
        }
    }

    /// The definition of a schema around a reference that names it from the root.
    fn embedded(&mut self, text: &'d str, at: &At<'_>) -> Option<Node<'d>> {
        let document = self.document;
        let pointer = reference::percent_decode(text.strip_prefix('#')?);
        let found = reference::embedded(&document.at(at.file, &at.place().pointer)?, &pointer)?;
        self.visited.references.remove(&(at.file, text));
        let message = format!("`{text}` is not in the description; it is read as the definition of the schema around it");
        let help = format!("write `#{}`", found.pointer());
        self.report.warning("dangling-ref", at.place().join("$ref"), message).help(help);
        Some(found)
    }

    /// Checks what references to parts of other files lead to, unless the walk over the file did.
    pub(super) fn targets(&mut self) {
        while let Some((kind, file, pointer)) = self.visited.targets.pop() {
            let document = self.document;
            let Some(node) = document.at(file, &pointer) else { continue };
            let root = document.file(file).map(|root| root.value);
            let has_own_walk = root.is_some_and(|root| root.get("paths").is_some() || root.get("components").is_some());
            let walked = has_own_walk && (pointer.starts_with("/components/") || pointer.starts_with("/paths/"));
            if walked || file == FileId::default() || !self.visited.checked.insert((kind, node.address())) {
                continue;
            }
            self.along(kind, file, &pointer, node.value);
        }
    }

    /// Checks a value below the way of a pointer.
    fn along(&mut self, kind: ObjectKind, file: FileId, pointer: &str, value: &'d Value) {
        let tokens: Vec<String> = crate::location::tokens(pointer).collect();
        let start = At { file, parent: None, step: Step::Key("") };
        self.down(kind, &tokens, &start, value);
    }

    fn down(&mut self, kind: ObjectKind, tokens: &[String], at: &At<'_>, value: &'d Value) {
        match tokens {
            [] => match value {
                Value::Object(map) if kind != ObjectKind::PathItem && is_reference(map) => self.reference(kind, map, at),
                Value::Bool(_) if kind == ObjectKind::Schema => {}
                _ => self.object(kind, value, at),
            },
            [first, rest @ ..] => self.down(kind, rest, &at.key(first), value),
        }
    }

    /// What can only be said at the end.
    pub(super) fn finish(&mut self) {
        self.say_idle();
        // A file that cannot be read may have used any of them.
        let whole = self.document.sources.iter().all(|(id, _)| !self.document.is_damaged(id));
        if self.is_strict() && whole {
            self.unused_schemas();
        }
    }

    fn unused_schemas(&mut self) {
        let document: &'d Document = self.document;
        for (id, file) in document.sources.iter() {
            let Some(Value::Object(schemas)) = file.value.get("components").and_then(|components| components.get("schemas"))
            else {
                continue;
            };
            for (name, schema) in schemas {
                // What the root file lists is part of the surface even where no operation refers to it.
                let is_listed = id == FileId::default();
                let used = is_listed
                    || self.visited.used.contains(&Address::of(schema))
                    || self.visited.used_names.contains(name.as_str());
                if !used {
                    let place = Place::new(id, "/components/schemas").join(name).key();
                    self.report
                        .warning("unused-schema", place, format!("nothing refers to the schema `{name}`"))
                        .help("remove it");
                }
            }
        }
    }
}
