//! A description of several files as one document, for viewers and other tools: with the Rust call of every operation and what is
//! known about it.

use crate::document::{Document, Node, is_data, maps_names};
use crate::limits::NESTED_INLINED;
use crate::location::FileId;
use crate::rust::Surface;
use foldhash::{HashMap, HashMapExt};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// The call in Rust, with the types of its arguments.
    pub source: String,
}

/// The calls of a crate.
#[must_use]
pub fn calls(surface: &Surface) -> Vec<Call> {
    let mut calls = Vec::new();
    for resource in &surface.resources {
        for operation in &resource.operations {
            let source = source(&resource.accessor, &operation.signature);
            calls.push(Call { method: operation.method.clone(), path: operation.path.clone(), source });
        }
    }
    calls
}

/// The call of a signature such as `get(card_id: CardId) [with, show] -> Card`.
fn source(accessor: &str, signature: &str) -> String {
    let (name, rest) = signature.split_once('(').unwrap_or((signature, ")"));
    let (arguments, rest) = enclosed(rest, '(', ')');
    let setters = rest.split_once('[').map_or("", |(_, rest)| enclosed(rest, '[', ']').0);
    let response = signature.rsplit_once("-> ").map_or("()", |(_, response)| response);
    let names = |list: &str| -> Vec<String> {
        parts(list).iter().map(|part| part.split(':').next().unwrap_or_default().trim().to_owned()).collect()
    };
    let mut out = String::new();
    for argument in parts(arguments) {
        let _ = writeln!(out, "// {argument}");
    }
    let setters: Vec<String> = names(setters).into_iter().map(|name| format!(".{name}(..)")).collect();
    if !setters.is_empty() {
        let _ = writeln!(out, "// optional: {}", setters.join(", "));
    }
    let result = if response == "()" { String::new() } else { format!("let response: {response} = ") };
    out + &format!("{result}client.{accessor}().{name}({}).send().await?;", names(arguments).join(", "))
}

/// What stands before the bracket that closes, and what is behind it.
fn enclosed(text: &str, open: char, close: char) -> (&str, &str) {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == open) - i32::from(letter == close);
        if depth == 0 {
            return (&text[..at], &text[at + letter.len_utf8()..]);
        }
    }
    (text, "")
}

/// The parts between commas that are in no bracket.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                out.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(text[start..].trim());
    out.retain(|part| !part.is_empty());
    out
}

/// The description as one document. References between files become components of it, under their own names where no other has them.
///
/// Every operation gets `x-codeSamples`, and its evidence as the last paragraph of its description. A reference that leads nowhere
/// stays as it is.
#[must_use]
pub fn bundle(document: &Document, calls: &[Call]) -> Value {
    let mut bundler = Bundler { document, names: HashMap::new(), open: IndexMap::new(), moved: HashMap::new() };
    let root = document.root();
    for (section, components) in root.get("components").into_iter().flat_map(|all| all.entries().collect::<Vec<_>>()) {
        for (name, component) in components.entries() {
            let reference = format!("#/components/{section}/{}", escaped(name));
            // What another file has is a component under the name that the root file gives it.
            if let Some(found) = elsewhere(&component) {
                bundler.names.entry((found.file(), found.pointer())).or_insert_with(|| reference.clone());
                bundler.moved.insert((component.file(), component.pointer()), found);
            }
            bundler.names.insert((component.file(), component.pointer()), reference);
            bundler.open.insert((section.to_owned(), name.to_owned()), None);
        }
    }
    let mut out = bundler.node(&root, false, 0);
    let mut at = 0;
    while let Some(((section, name), node)) = bundler.open.get_index(at).map(|(key, node)| (key.clone(), node.clone())) {
        at += 1;
        if let Some(node) = node {
            let value = bundler.node(&node, false, 0);
            let components = object(&mut out).entry("components").or_insert_with(|| json!({}));
            let section = object(components).entry(section).or_insert_with(|| json!({}));
            object(section).insert(name, value);
        }
    }
    annotate(&mut out, calls);
    out
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("made an object if it was none")
}

struct Bundler<'d> {
    document: &'d Document,
    /// The reference within the bundle to each component.
    names: HashMap<(FileId, String), String>,
    /// Components by section and name, in their order; `None` for those the root file has already.
    open: IndexMap<(String, String), Option<Node<'d>>>,
    /// Components of the root file that are nothing but a reference to another file, and what is there.
    moved: HashMap<(FileId, String), Node<'d>>,
}

/// What a node that is nothing but a reference to another file leads to.
fn elsewhere<'d>(node: &Node<'d>) -> Option<Node<'d>> {
    let target = node.ref_target().filter(|_| node.entries().count() == 1)?;
    node.resolve(target).filter(|found| found.file() != node.file())
}

impl<'d> Bundler<'d> {
    /// A node with its references rewritten.
    fn node(&mut self, node: &Node<'d>, names: bool, depth: usize) -> Value {
        match node.value {
            Value::Object(_) => {
                if let Some(target) = node.ref_target().filter(|_| !names) {
                    return self.reference(node, target, depth);
                }
                let mut out = Map::new();
                for (key, child) in node.entries() {
                    let value = if names { self.node(&child, false, depth) } else { self.entry(key, &child, depth) };
                    out.insert(key.to_owned(), value);
                }
                Value::Object(out)
            }
            Value::Array(_) => node.items().map(|child| self.node(&child, false, depth)).collect(),
            other => other.clone(),
        }
    }

    /// The value of a key of OpenAPI.
    fn entry(&mut self, key: &str, child: &Node<'d>, depth: usize) -> Value {
        match key {
            "mapping" => self.mapping(child),
            key if is_data(key) => child.value.clone(),
            key => self.node(child, maps_names(key), depth),
        }
    }

    /// A reference to a component of the bundle, or what stands there.
    fn reference(&mut self, node: &Node<'d>, target: &'d str, depth: usize) -> Value {
        if let Some(found) = self.moved.get(&(node.file(), node.pointer())).cloned() {
            return self.node(&found, false, depth);
        }
        let Some(found) = node.resolve(target) else { return node.value.clone() };
        let rewritten = match self.component(&found, is_schema(node)) {
            Some(reference) => Value::from(reference),
            None if found.file() == FileId::default() => Value::from(format!("#{}", found.pointer())),
            None if depth < NESTED_INLINED => return self.node(&found, false, depth + 1),
            None => return json!({}),
        };
        // Siblings mean something in 3.1.
        let mut out = Map::new();
        for (key, child) in node.entries() {
            let value = if key == "$ref" { rewritten.clone() } else { self.entry(key, &child, depth) };
            out.insert(key.to_owned(), value);
        }
        Value::Object(out)
    }

    /// The reference within the bundle to a node that is a component, or becomes one: schemas of other files do, wherever they
    /// stand there, as they may hold themselves.
    fn component(&mut self, found: &Node<'d>, is_schema: bool) -> Option<String> {
        let pointer = found.pointer();
        let key = (found.file(), pointer);
        if let Some(known) = self.names.get(&key) {
            return Some(known.clone());
        }
        let stem = self.document.sources.file(found.file()).map_or("", |file| file.path.as_str());
        let stem = stem.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default();
        let tokens: Vec<String> = crate::location::tokens(&key.1).collect();
        let (section, name) = match tokens.as_slice() {
            [components, section, name] if components == "components" => (section.clone(), name.clone()),
            _ if !is_schema || found.file() == FileId::default() => return None,
            [] => ("schemas".to_owned(), key_of(stem)),
            [.., last] => ("schemas".to_owned(), key_of(last)),
        };
        let candidates = [name.clone(), format!("{stem}_{name}")].into_iter().chain((2..).map(|n| format!("{name}_{n}")));
        let free = |candidate: &String| !self.open.contains_key(&(section.clone(), candidate.clone()));
        let chosen = { candidates }.find(free)?;
        let reference = format!("#/components/{section}/{}", escaped(&chosen));
        self.names.insert(key, reference.clone());
        self.open.insert((section.clone(), chosen), Some(found.clone()));
        Some(reference)
    }

    /// The targets of a discriminator: references, or bare names of components.
    fn mapping(&mut self, mapping: &Node<'d>) -> Value {
        let mut out = Map::new();
        for (tag, target) in mapping.entries() {
            let found = target.str().and_then(|text| {
                let text = if text.contains(['#', '/', '.']) { text.to_owned() } else { format!("#/components/schemas/{text}") };
                mapping.resolve(&text)
            });
            let rewritten = found.and_then(|found| self.component(&found, true)).map(Value::from);
            out.insert(tag.to_owned(), rewritten.unwrap_or_else(|| target.value.clone()));
        }
        Value::Object(out)
    }
}

/// Keys whose value is a schema.
const SCHEMA: [&str; 13] = [
    "schema",
    "itemSchema",
    "items",
    "additionalProperties",
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contains",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
];
/// Keys whose value has schemas by name or in a list.
const SCHEMAS: [&str; 10] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "allOf",
    "anyOf",
    "oneOf",
    "prefixItems",
];

/// Whether a node stands where a schema does.
fn is_schema(node: &Node<'_>) -> bool {
    let tokens: Vec<String> = crate::location::tokens(&node.pointer()).collect();
    let is = |keys: &[&str], token: Option<&String>| token.is_some_and(|token| keys.contains(&token.as_str()));
    let (last, above) = (tokens.last(), tokens.len().checked_sub(2).and_then(|at| tokens.get(at)));
    // `items` may be the name of a property, which is a schema too.
    is(&SCHEMA, last) || is(&SCHEMAS, above)
}

/// A name as the key of a component: letters, digits, `.`, `-` and `_`.
fn key_of(name: &str) -> String {
    let key: String =
        name.chars().map(|sign| if sign.is_ascii_alphanumeric() || "._-".contains(sign) { sign } else { '_' }).collect();
    if key.is_empty() { "schema".to_owned() } else { key }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Adds the calls and the evidence to the operations.
fn annotate(bundle: &mut Value, calls: &[Call]) {
    let package = bundle.pointer("/x-crate/name").and_then(Value::as_str).unwrap_or("Rust").to_owned();
    let Some(paths) = bundle.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else { continue };
            if let Some(text) = operation.get("x-evidence").and_then(Value::as_str).and_then(evidence) {
                let mut said = operation.get("description").and_then(Value::as_str).unwrap_or_default().trim_end().to_owned();
                if !said.is_empty() {
                    said += "\n\n";
                }
                operation.insert("description".to_owned(), Value::from(said + "**Evidence:** " + text));
            }
            let call = calls.iter().find(|call| call.path == *path && call.method.eq_ignore_ascii_case(method));
            if let Some(call) = call {
                let sample = json!([{ "lang": "Rust", "label": package, "source": call.source }]);
                operation.insert("x-codeSamples".to_owned(), sample);
            }
        }
    }
}

/// What `x-evidence` tells a reader.
fn evidence(word: &str) -> Option<&'static str> {
    Some(match word {
        "documented" => "documented. The vendor's page was read in full.",
        "partial" => "partial. The vendor's page was read in part, or a client proves it.",
        "client" => "from a client. Another party's client or recorded traffic shows it.",
        "inferred" => "inferred. The vendor names it; it is described after its siblings.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::bundle;
    use super::source;
    use crate::Report;
    use crate::document::load;
    use crate::source::Input;
    use serde_json::json;

    #[test]
    fn calls_of_signatures() {
        assert_eq!(
            source("cards", "get(card_id: CardId) [with, show: Vec<(A, B)>] -> Card"),
            "// card_id: CardId\n// optional: .with(..), .show(..)\nlet response: Card = client.cards().get(card_id).send().await?;"
        );
        assert_eq!(source("me", "delete() -> ()"), "client.me().delete().send().await?;");
        assert_eq!(
            source("a", "send(body: Map<String, Value>, ids: Vec<Id>) -> (A, B)"),
            "// body: Map<String, Value>\n// ids: Vec<Id>\nlet response: (A, B) = client.a().send(body, ids).send().await?;"
        );
    }

    #[test]
    fn references_are_rewritten_and_data_is_not() {
        let root = "openapi: 3.1.0
info: {title: T, version: '1'}
components:
  schemas:
    S:
      default: {$ref: 'b.yaml#/X'}
      definitions: {default: {$ref: 'b.yaml#/X'}}
      properties: {p: {$ref: 'b.yaml#/X', example: {$ref: 'b.yaml#/X'}}}
";
        let read = |path: &str| Ok(if path == "a.yaml" { root } else { "X: {type: string}\n" }.to_owned());
        let input = Input { root: "a.yaml", read: &read, strict: false, name: None };
        let (document, _) = load(&input, &mut Report::new(false));
        let bundle = bundle(&document.expect("it can be read"), &[]);
        let (kept, rewritten) = (json!({"$ref": "b.yaml#/X"}), json!({"$ref": "#/components/schemas/X"}));
        let schema = &bundle["components"]["schemas"]["S"];
        assert_eq!((&schema["default"], &schema["definitions"]["default"]), (&kept, &rewritten));
        assert_eq!((&schema["properties"]["p"]["$ref"], &schema["properties"]["p"]["example"]), (&rewritten["$ref"], &kept));
    }
}
