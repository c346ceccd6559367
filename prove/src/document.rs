//! The files of a description as values, with every `$ref` made absolute (`file.yaml#/pointer`).

use crate::definitions::Definitions;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

/// The files of one description; every `$ref` in them is absolute.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    files: Vec<(String, Value)>,
    indexes: HashMap<String, usize>,
}

impl Documents {
    /// Reads `openapi.yaml` in `folder` and every file it refers to.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, is no YAML, or a reference leads nowhere; names the file.
    pub fn load(folder: &Path) -> Result<Self, String> {
        Self::load_root(folder, "openapi.yaml")
    }

    /// Reads the root file of that name in `folder` and every file it refers to.
    ///
    /// # Errors
    ///
    /// As [`Documents::load`].
    pub fn load_root(folder: &Path, root: &str) -> Result<Self, String> {
        Self::read(root, |name| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        })
    }

    /// Reads one document that refers to no other file.
    ///
    /// # Errors
    ///
    /// When the text is no YAML or a reference leads nowhere.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read("openapi.yaml", |name| match name {
            "openapi.yaml" => Ok(text.to_owned()),
            other => Err(format!("{other}: no such file")),
        })
    }

    /// Takes files that were read before, by path, the root first. References may lead nowhere.
    #[must_use]
    pub fn new(files: Vec<(String, Value)>) -> Self {
        let mut documents = Self::default();
        let files: Vec<(String, Value)> = files.into_iter().map(|(name, value)| (normal(&name), value)).collect();
        let mut names = Names::default();
        for (name, value) in &files {
            names.learn(name, value);
        }
        for (name, mut value) in files {
            let definitions = Definitions::of_root(&value);
            absolute(&mut value, &names.base(&name), &definitions, &mut |_| {});
            documents.add(name, value);
        }
        documents
    }

    fn read(root: &str, open: impl Fn(&str) -> Result<String, String>) -> Result<Self, String> {
        let mut documents = Self::default();
        let mut names = Names::default();
        let mut wanted = vec![root.to_owned()];
        while let Some(name) = wanted.pop() {
            if documents.indexes.contains_key(&name) {
                continue;
            }
            let yaml: serde_yaml::Value = serde_yaml::from_str(&open(&name)?).map_err(|error| format!("{name}: {error}"))?;
            let mut value = to_json(&yaml);
            names.learn(&name, &value);
            let definitions = Definitions::of_root(&value);
            absolute(&mut value, &names.base(&name), &definitions, &mut |file| wanted.push(file));
            documents.add(name, value);
        }
        documents.dangling()?;
        Ok(documents)
    }

    fn add(&mut self, name: String, value: Value) {
        self.indexes.entry(name.clone()).or_insert(self.files.len());
        self.files.push((name, value));
    }

    /// The files by path, the root first.
    #[must_use]
    pub fn files(&self) -> &[(String, Value)] {
        &self.files
    }

    /// The root document; null when there is none.
    #[must_use]
    pub fn root(&self) -> &Value {
        self.files.first().map_or(&Value::Null, |(_, root)| root)
    }

    /// Whether the description is one of OpenAPI 3.0, whose schemas are a dialect of their own.
    #[must_use]
    pub fn is_3_0(&self) -> bool {
        self.root()["openapi"].as_str().is_some_and(|version| version.starts_with("3.0"))
    }

    /// The value an absolute reference points at.
    #[must_use]
    pub fn lookup(&self, reference: &str) -> Option<&Value> {
        let (file, pointer) = reference.split_once('#')?;
        let index = match file {
            "" => 0, // Below an `x-` key, where references stay as they are.
            file => *self.indexes.get(file).or_else(|| self.indexes.get(decoded(file).as_ref()))?,
        };
        self.files.get(index)?.1.pointer(&decoded(pointer))
    }

    /// Follows references until something else comes; a chain that never ends gives the last link.
    #[must_use]
    pub fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        let mut here = value;
        for _ in 0..32 {
            match here.get("$ref").and_then(Value::as_str).and_then(|reference| self.lookup(reference)) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    /// Every schema under `components`, by absolute reference.
    pub fn component_schemas(&self) -> impl Iterator<Item = (String, &Value)> {
        self.files.iter().flat_map(|(file, document)| {
            let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
            schemas.into_iter().flatten().map(move |(name, schema)| (component(file, name), schema))
        })
    }

    fn dangling(&self) -> Result<(), String> {
        let mut lost = Vec::new();
        for (file, document) in &self.files {
            each_reference(document, &mut |reference| {
                if self.lookup(reference).is_none() {
                    lost.push(format!("{file}: `{reference}` leads nowhere"));
                }
            });
        }
        if lost.is_empty() { Ok(()) } else { Err(lost.join("\n")) }
    }
}

/// The URIs that files call themselves by (`$self` of OpenAPI 3.2), with the names of the files.
#[derive(Default)]
struct Names(Vec<(String, String)>);

impl Names {
    fn learn(&mut self, file: &str, document: &Value) {
        if let Some(uri) = document.get("$self").and_then(Value::as_str) {
            let uri = uri.split('#').next().unwrap_or_default();
            // A relative one is a place beside the file.
            let uri = if uri.contains("://") { uri.to_owned() } else { join(file, uri) };
            self.0.push((uri, file.to_owned()));
        }
    }

    fn base<'a>(&'a self, file: &'a str) -> Base<'a> {
        let uri = self.0.iter().find(|(_, name)| name == file).map(|(uri, _)| uri.as_str());
        Base { file, uri, names: self }
    }
}

/// What references of a file are relative to.
struct Base<'a> {
    file: &'a str,
    uri: Option<&'a str>,
    names: &'a Names,
}

impl Base<'_> {
    /// The file that a reference names.
    fn file_of(&self, target: &str) -> String {
        if target.is_empty() {
            return self.file.to_owned();
        }
        let uri = self.resolved(target);
        if let Some((_, name)) = self.names.0.iter().find(|(known, _)| *known == uri) {
            return name.clone();
        }
        // A neighbour of a file that says its URI is a neighbour of its file.
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut neighbours = self.names.0.iter().filter_map(|(known, name)| Some((name, uri.strip_prefix(&folder(known))?)));
        match neighbours.find(|_| uri.contains("://")) {
            Some((name, rest)) => join(name, rest),
            None => join(self.file, target),
        }
    }

    /// The reference as a URI, or as the name of a file where this one says none.
    fn resolved(&self, target: &str) -> String {
        let Some((scheme, rest)) = self.uri.and_then(|uri| uri.split_once("://")).filter(|_| !target.contains("://")) else {
            return if target.contains("://") { target.to_owned() } else { join(self.file, target) };
        };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = if target.starts_with('/') { normal(target) } else { join(path, target) };
        format!("{scheme}://{host}/{path}")
    }
}

/// Turns YAML into JSON; keys that are no text, such as the status `200`, become text.
fn to_json(yaml: &serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(*value),
        serde_yaml::Value::Number(number) => serde_json::to_value(number).unwrap_or(Value::Null),
        serde_yaml::Value::String(text) => Value::String(text.clone()),
        serde_yaml::Value::Sequence(items) => Value::Array(items.iter().map(to_json).collect()),
        serde_yaml::Value::Mapping(pairs) => pairs.iter().map(|(key, value)| (key_text(key), to_json(value))).collect(),
        serde_yaml::Value::Tagged(tagged) => to_json(&tagged.value),
    }
}

fn key_text(key: &serde_yaml::Value) -> String {
    match to_json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Whether references may stand below a key: not in data. An object below `example` or `examples` may still be one, for a
/// property can have such a name. `x-webhooks` holds ordinary path items.
fn may_refer(key: &str, child: &Value) -> bool {
    match key {
        "x-webhooks" => true,
        "example" | "examples" | "default" | "enum" => child.is_object(),
        _ => !key.starts_with("x-"),
    }
}

fn absolute(value: &mut Value, base: &Base<'_>, definitions: &Definitions, found: &mut dyn FnMut(String)) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                let pointer = if target.is_empty() { definitions.meant(pointer) } else { pointer.to_owned() };
                let target = base.file_of(target);
                *reference = format!("{target}#{pointer}");
                found(target);
            }
            if let Some(Value::Object(mapping)) = object.get_mut("discriminator").and_then(|found| found.get_mut("mapping")) {
                mapping.values_mut().for_each(|target| absolute_target(target, base));
            }
            for (key, child) in object.iter_mut() {
                if may_refer(key, child) {
                    absolute(child, base, &definitions.below(key, child), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                absolute(item, base, &definitions.below(&index.to_string(), item), found);
            }
        }
        _ => {}
    }
}

/// The target of a discriminator: a reference, or the bare name of a component.
fn absolute_target(target: &mut Value, base: &Base<'_>) {
    if let Value::String(text) = target {
        *text = match text.split_once('#') {
            Some((path, pointer)) => format!("{}#{pointer}", base.file_of(path)),
            None if text.contains(['/', '.']) => format!("{}#", base.file_of(text)),
            None => component(base.file, text),
        };
    }
}

fn each_reference(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                visit(reference);
            }
            for (key, child) in object {
                if may_refer(key, child) {
                    each_reference(child, visit);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

/// The absolute reference to a component schema of a file.
#[must_use]
pub fn component(file: &str, key: &str) -> String {
    format!("{file}#/components/schemas/{}", escaped(key))
}

/// A key as a token of a JSON pointer (RFC 6901, 3).
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Resolves a relative file name against the file that holds it.
fn join(file: &str, target: &str) -> String {
    if target.is_empty() {
        return file.to_owned();
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    normal(&format!("{folder}/{target}"))
}

fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_files() {
        assert_eq!(join("openapi.yaml", "board.yaml"), "board.yaml");
        assert_eq!(join("a/b.yaml", "../c.yaml"), "c.yaml");
        assert_eq!(join("a/b.yaml", "./c.yaml"), "a/c.yaml");
        assert_eq!(join("a/b.yaml", ""), "a/b.yaml");
    }

    #[test]
    fn files_may_name_themselves() {
        let own = "https://a.test/x/";
        let root = format!(
            "{{$self: '{own}root.yaml', a: {{$ref: '{own}root.yaml#/e'}}, b: {{$ref: '/x/parts/p.yaml#/e'}}, c: {{$ref: parts/p.yaml#/e}}, \
             d: {{$ref: 'https://b.test/p#/f'}}, e: 1}}"
        );
        let part = "{e: {$ref: '../root.yaml#/e'}, f: 2}";
        let other = "{$self: 'https://b.test/p', f: 2}";
        let files = [("root.yaml", root.as_str()), ("parts/p.yaml", part), ("other.yaml", other)];
        let read = |text: &str| to_json(&serde_yaml::from_str(text).unwrap());
        let documents = Documents::new(files.map(|(name, text)| (name.to_owned(), read(text))).to_vec());
        let target = |key: &str| documents.root()[key]["$ref"].as_str().unwrap().to_owned();
        assert_eq!(["a", "b", "c", "d"].map(target), ["root.yaml#/e", "parts/p.yaml#/e", "parts/p.yaml#/e", "other.yaml#/f"]);
        assert_eq!(documents.dangling(), Ok(()));
    }

    #[test]
    fn a_lost_reference_is_named() {
        let error = Documents::parse("a: {$ref: '#/b'}").unwrap_err();
        assert!(error.contains("`openapi.yaml#/b` leads nowhere"), "{error}");
    }
}
