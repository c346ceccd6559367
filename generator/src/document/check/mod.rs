//! Walks a document by the tables of its keys and reports what they do not know.
//!
//! Nothing is allocated for what is right: the way to a node is a chain of references on the stack, and becomes a
//! pointer when there is something to say.

mod examples;
mod rules;
mod shadowed;
mod strict;
mod value;
mod visited;

use super::keys::{Key, ObjectKind, Rest, Shape, Since, Want, is_in_all};
use super::node::Step;
use super::{Document, Version};
use crate::location::report::Diagnostic;
use crate::location::{FileId, Place, Report};
use crate::suggest::suggest;
use serde_json::{Map, Value};
use visited::Visited;

/// Checks every key of a description.
///
/// Unknown and missing keys, values of a wrong type, references that lead nowhere, operation ids used twice; in a
/// curated description also the house rules. Nothing here keeps a foreign description from being generated.
pub fn check(document: &Document, report: &mut Report) {
    let mut walk = Walk { document, report, visited: Visited::default() };
    walk.files();
    walk.finish();
    #[cfg(feature = "conformance")]
    if document.version == Version::V30 && report.strict && !report.has_errors() {
        super::conformance::check(document, report);
    }
}

/// Every key of a description that a table names, with the kind of object and its pointer.
#[cfg(test)]
pub(super) fn keys_of(document: &Document) -> Vec<(&'static str, &'static str, String)> {
    let mut report = Report::new(false);
    let mut walk = Walk { document, report: &mut report, visited: Visited::default() };
    walk.files();
    walk.visited.keys
}

/// The way to a node.
#[derive(Clone, Copy)]
struct At<'a> {
    file: FileId,
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

impl<'a> At<'a> {
    fn key(&'a self, key: &'a str) -> At<'a> {
        At { file: self.file, parent: Some(self), step: Step::Key(key) }
    }

    fn index(&'a self, index: usize) -> At<'a> {
        At { file: self.file, parent: Some(self), step: Step::Index(index) }
    }

    fn place(&self) -> Place {
        let mut pointer = String::new();
        self.push_to(&mut pointer);
        Place::new(self.file, &pointer)
    }

    fn push_to(&self, pointer: &mut String) {
        if let Some(parent) = self.parent {
            parent.push_to(pointer);
            self.step.push_to(pointer);
        }
    }

    /// The key in front of the node, or the position.
    fn name(&self) -> String {
        match self.step {
            Step::Key(key) => key.to_owned(),
            Step::Index(index) => index.to_string(),
        }
    }
}

/// The key table that a value is checked against.
#[derive(Clone, Copy)]
struct Owner {
    shape: &'static Shape,
    /// Code of a value of the wrong type.
    code: &'static str,
}

struct Walk<'d, 'r> {
    document: &'d Document,
    report: &'r mut Report,
    visited: Visited<'d>,
}

impl<'d> Walk<'d, '_> {
    /// Everything in all files.
    fn files(&mut self) {
        let document = self.document;
        for (id, file) in document.sources.iter() {
            let at = At { file: id, parent: None, step: Step::Key("") };
            if id == FileId::default() {
                self.object(ObjectKind::Root, &file.value, &at);
            } else if file.value.get("paths").is_some() || file.value.get("components").is_some() {
                self.object(ObjectKind::Part, &file.value, &at);
            }
        }
        self.targets();
    }

    fn is_strict(&self) -> bool {
        self.report.strict
    }

    /// A value that has to be an object of a kind.
    fn object(&mut self, kind: ObjectKind, value: &'d Value, at: &At<'_>) {
        let Value::Object(map) = value else {
            let shape = kind.shape();
            self.wrong_type(Owner { shape, code: "wrong-type" }, value, "an object", at);
            return;
        };
        self.entries(kind, map, at);
        self.required(kind, map, at);
        self.rules(kind, map, at);
    }

    /// Every key of an object.
    fn entries(&mut self, kind: ObjectKind, map: &'d Map<String, Value>, at: &At<'_>) {
        let shape = kind.shape();
        let owner = Owner { shape, code: if kind.is_extension() { "bad-extension" } else { "wrong-type" } };
        for (name, value) in map {
            let here = at.key(name);
            if let Some(key) = shape.find(name) {
                #[cfg(test)]
                self.visited.keys.push((shape.name, key.name, here.place().pointer.to_string()));
                self.version(owner, key, value, &here);
                self.visited.streams |= key.name == "itemSchema";
                if key.idle && is_idle(name, value) {
                    self.idle(shape, key, &here);
                }
                self.value(owner, key.want, value, &here);
            } else if name.starts_with("x-") {
                self.extension(owner, name, value, &here);
            } else {
                self.other_key(owner, name, value, &here);
            }
        }
    }

    /// A key that the table does not name.
    fn other_key(&mut self, owner: Owner, name: &'d str, value: &'d Value, at: &At<'_>) {
        match owner.shape.rest {
            Rest::Names(want) => return self.value(owner, want, value, at),
            Rest::Paths if name.starts_with('/') => return self.value(owner, Want::Ref(ObjectKind::PathItem), value, at),
            Rest::Statuses if is_status(name) => return self.value(owner, Want::Ref(ObjectKind::Response), value, at),
            _ => {}
        }
        let code = if owner.code == "bad-extension" { owner.code } else { "unknown-key" };
        if self.report.is_full(code) {
            self.report.warning(code, at.place().key(), "");
            return;
        }
        let shape = owner.shape;
        let place = at.place().key();
        let help = match shape.rest {
            Rest::Paths => Some(format!("it is read as `/{name}`")),
            Rest::Statuses => Some("keys are statuses such as `200`, ranges such as `4XX`, and `default`".to_owned()),
            _ => {
                let version = self.document.version;
                let known = shape.keys.iter().filter(|key| key.since.is_in(version)).map(|key| key.name);
                let meant = suggest(name, known).map(|meant| format!("did you mean `{meant}`?"));
                meant.or_else(|| value::misplaced(shape.name, name))
            }
        };
        let message = format!("`{name}` is not a key of {}", shape.name);
        // JSON Schema lets a schema have any key; only one that looks misspelled is worth a warning.
        let is_annotation =
            self.document.version != Version::V30 && shape.name == ObjectKind::Schema.shape().name && help.is_none();
        let said = if is_annotation && !self.report.strict {
            self.report.note(code, place, message)
        } else {
            self.report.warning(code, place, message)
        };
        if let Some(help) = help {
            said.help(help);
        }
    }

    /// An `x-` key: anything goes in a foreign description.
    fn extension(&mut self, owner: Owner, name: &'d str, value: &'d Value, at: &At<'_>) {
        if name == "x-waive" || name == "x-accepted-changes" {
            // Of the house rules and of the comparison, and read by them; they may stand anywhere.
        } else if let Some(key) = owner.shape.find_extension(name) {
            if self.is_strict() || is_in_all(name) {
                self.value(Owner { code: "bad-extension", ..owner }, key.want, value, at);
            } else if name == "x-webhooks"
                && let Value::Object(map) = value
            {
                // No standard says what stands in it, so what is marked as an extension may be anything here as well.
                for (name, item) in map.iter().filter(|(name, _)| !name.starts_with("x-")) {
                    self.value(owner, Want::Ref(ObjectKind::PathItem), item, &at.key(name));
                }
            }
        } else if self.is_strict() {
            let known = owner.shape.extensions.iter().map(|key| key.name);
            let help = suggest(name, known).map(|meant| format!("did you mean `{meant}`?"));
            let said = self.report.warning(
                "unknown-extension",
                at.place().key(),
                format!("`{name}` is not one of our keys of {}", owner.shape.name),
            );
            if let Some(help) = help {
                said.help(help);
            }
        }
    }

    /// A key of another version of OpenAPI.
    fn version(&mut self, owner: Owner, key: &Key, value: &Value, at: &At<'_>) {
        let version = self.document.version;
        if key.since.is_in(version) {
            return;
        }
        let own = version.name();
        match key.since {
            Since::V31 => {
                let message = format!("`{}` of {} comes with OpenAPI 3.1, and this is {own}", key.name, owner.shape.name);
                self.report.warning("newer-key", at.place().key(), message);
            }
            Since::V32 => {
                let message = format!("`{}` of {} comes with OpenAPI 3.2, and this is {own}", key.name, owner.shape.name);
                // Frameworks write them ahead of the version, and they are read all the same.
                let place = at.place().key();
                if self.is_strict() {
                    self.report.warning("newer-key", place, message);
                } else {
                    self.report.note("newer-key", place, message);
                }
            }
            Since::V30 if value == &Value::Bool(true) => {
                let message = format!("`{}` of {} is gone in OpenAPI {own}", key.name, owner.shape.name);
                let said = self.report.warning("older-key", at.place().key(), message);
                said.help(format!("it is read as in 3.0; {own} has `type: [..., \"null\"]`"));
            }
            Since::V30 | Since::All => {}
        }
    }

    fn required(&mut self, kind: ObjectKind, map: &Map<String, Value>, at: &At<'_>) {
        let shape = kind.shape();
        if !shape.has_required {
            return;
        }
        let strict = self.is_strict();
        for key in shape.keys.iter().chain(if strict { shape.extensions } else { &[] }) {
            if key.required && !map.contains_key(key.name) {
                self.missing(shape.name, key.name, at);
            }
        }
    }

    fn missing(&mut self, owner: &str, key: &str, at: &At<'_>) -> &mut Diagnostic {
        self.report.warning("missing-key", at.place(), format!("{owner} needs the key `{key}`"))
    }

    fn wrong_type(&mut self, owner: Owner, value: &Value, wanted: &str, at: &At<'_>) {
        let name = at.name();
        let subject =
            if name.is_empty() || matches!(at.step, Step::Index(_)) { owner.shape.name.to_owned() } else { format!("`{name}`") };
        let message = format!("{subject} is {} where {wanted} belongs", value::describe(value));
        self.report.warning(owner.code, at.place(), message);
    }
}

/// Whether an object is a reference. Looks through the keys, which for small objects is quicker than a look-up.
fn is_reference(map: &Map<String, Value>) -> bool {
    map.iter().any(|(key, value)| key == "$ref" && value.is_string())
}

/// `200`, `4XX` or `default`.
fn is_status(name: &str) -> bool {
    match name.as_bytes() {
        b"default" => true,
        [b'1'..=b'5', tens, ones] => {
            (tens.is_ascii_digit() && ones.is_ascii_digit()) || (b"Xx".contains(tens) && b"Xx".contains(ones))
        }
        _ => false,
    }
}

/// Whether a key that may have no effect has none, and says more than what holds anyway.
fn is_idle(name: &str, value: &Value) -> bool {
    let is_any = *value == Value::Bool(true) || value.as_object().is_some_and(Map::is_empty);
    match name {
        // The names of an object are strings.
        "propertyNames" => {
            !is_any
                && !value.as_object().is_some_and(|schema| schema.iter().all(|(key, value)| key == "type" && value == "string"))
        }
        // What is not any value is none.
        "not" => !is_any,
        // Forbids what is read over anyway; a schema is that of further properties.
        "unevaluatedProperties" => {
            *value == Value::Bool(false) || value.get("not").is_some_and(|not| not.as_object().is_some_and(Map::is_empty))
        }
        _ => true,
    }
}
