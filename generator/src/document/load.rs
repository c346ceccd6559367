//! Opens the root file and every file that it leads to.

use super::data::{is_data, maps_names};
use super::ids::Ids;
use super::node::Step;
use super::{Document, Version, reference, repair};
use crate::limits::FILES;
use crate::location::{FileId, Format, Level, Place, Report, SourceFile, Sources};
use crate::options::TextFile;
use crate::overlay;
use crate::source::{Input, read_file};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use serde_json::Value;
use std::sync::OnceLock;

/// Reads the root file and every file that a relative `$ref` names.
///
/// The sources beside the document are filled only where there is no document: a root that cannot be read, is no
/// map, or is not of a version that is understood.
pub fn load(input: &Input<'_>, report: &mut Report) -> (Option<Document>, Sources) {
    load_with(input, None, &[], report)
}

/// Reads a description with overlays applied to its root file. The configuration is kept for messages about it.
///
/// As [`load`]; there is no document either where an overlay cannot be applied.
pub fn load_with(
    input: &Input<'_>,
    config: Option<&TextFile>,
    overlays: &[TextFile],
    report: &mut Report,
) -> (Option<Document>, Sources) {
    let mut sources = Sources::default();
    sources.attached.extend(config.map(|file| SourceFile {
        path: file.path.clone(),
        text: file.text.clone(),
        value: Value::Null,
        format: Format::Toml,
        has_repeats: false,
    }));
    let start = Place::default();
    let text = match (input.read)(input.root) {
        Ok(text) => text,
        Err(why) => {
            report.fatal("missing-file", start, format!("cannot read `{}`: {why}", input.root));
            return (None, sources);
        }
    };
    let before = report.count(Level::Error);
    sources.files.push(read_file(FileId::default(), input.root, text, report));
    if sources.files[0].value.is_null() && report.count(Level::Error) > before {
        return (None, sources);
    }
    if !overlays.is_empty() {
        let elsewhere = super::inline::inline(input, &mut sources, report);
        if !overlay::apply(overlays, u16::from(config.is_some()), &elsewhere, &mut sources, report) {
            return (None, sources);
        }
        report.settle();
    }
    let root = &mut sources.files[0].value;
    let Some(version) = version(root, report) else {
        return (None, sources);
    };
    repair::repair(root, report);
    let unreadable = load_others(input, &mut sources, report);
    (Some(Document { sources, version, unreadable, anchors: OnceLock::new(), ids: OnceLock::new() }), Sources::default())
}

/// What a file is that is no description, by a key of it, and what to do.
const OTHERS: [(&str, &str); 5] = [
    ("overlay", "this is an overlay: name the description, and this file with `--overlay`"),
    ("actions", "this is an overlay: name the description, and this file with `--overlay`"),
    ("asyncapi", "this is a description in AsyncAPI, which is another standard"),
    ("arazzo", "this is a description in Arazzo: name the OpenAPI description that it is about"),
    ("item", "this is a Postman collection: export it as OpenAPI first"),
];

/// The version that `openapi` states.
fn version(root: &mut Value, report: &mut Report) -> Option<Version> {
    let place = Place::default();
    let Value::Object(root) = root else {
        report.fatal("no-openapi", place, "the file is not an object with the key `openapi`").help("name an OpenAPI description");
        return None;
    };
    let stated = match root.get("openapi") {
        Some(Value::String(text)) => text.trim().to_owned(),
        // YAML `openapi: 3.0`.
        Some(Value::Number(number)) => {
            let text = number.to_string();
            report.note("repaired", place.join("openapi"), format!("`openapi` is a number; it is read as the string `{text}`"));
            root.insert("openapi".to_owned(), Value::String(text.clone()));
            text
        }
        Some(_) => {
            report.fatal("no-openapi", place.join("openapi"), "`openapi` is not a string such as `3.0.3`");
            return None;
        }
        None if root.contains_key("swagger") => {
            let said = report.fatal("unsupported-version", place.join("swagger"), "Swagger 2.0 is not supported");
            said.help("convert the description to OpenAPI 3.0 first");
            return None;
        }
        None => {
            let other = OTHERS.into_iter().find(|(key, _)| root.contains_key(*key));
            let said = report.fatal("no-openapi", place, "there is no key `openapi` that states the version");
            if let Some((_, help)) = other {
                said.help(help);
            }
            return None;
        }
    };
    match stated.split('.').collect::<Vec<_>>()[..] {
        ["3", "0", ..] => Some(Version::V30),
        ["3", "1", ..] => Some(Version::V31),
        ["3", "2", ..] => Some(Version::V32),
        _ => {
            let said = report.fatal("unsupported-version", place.join("openapi"), format!("OpenAPI `{stated}` is not supported"));
            said.help("3.0, 3.1 and 3.2 are");
            None
        }
    }
}

/// Opens what the files name until nothing new comes up. Returns the paths that cannot be read, with the reason.
fn load_others(input: &Input<'_>, sources: &mut Sources, report: &mut Report) -> HashMap<String, String> {
    let mut opener = Opener { input, sources, report, known: HashSet::new(), unreadable: HashMap::new(), places: Vec::new() };
    // More than the root file where overlays were applied.
    opener.known.extend(opener.sources.files.iter().map(|file| file.path.clone()));
    let mut next = 0;
    while next < opener.sources.files.len() {
        let id = FileId(u16::try_from(next).expect("the number of files is bounded"));
        let mut found = Vec::new();
        if !may_name_files(&opener.sources.files[next].text) {
            next += 1;
            continue;
        }
        collect(&opener.sources.files[next].value, &mut Vec::new(), false, &mut |target, steps| {
            if !target.starts_with('#') {
                let mut pointer = String::new();
                for step in steps {
                    step.push_to(&mut pointer);
                }
                found.push((target.to_owned(), Place::new(id, &pointer)));
            }
        });
        let from = opener.sources.files[next].path.clone();
        if !found.is_empty() {
            let ids = Ids::of(opener.sources);
            found.retain(|(target, _)| !ids.name(reference::split_fragment(target).0));
        }
        for (target, place) in found {
            opener.open(&from, &target, place);
        }
        next += 1;
    }
    let Opener { sources, report, unreadable, places, .. } = opener;
    // Only now is it known which file of another name may have been meant.
    let schemas = sources.files.first().and_then(|root| root.value.pointer("/components/schemas"));
    for (place, path) in places {
        // A mapping means the component of the name then, of which there is a warning where it is checked.
        let is_mapping = place.tokens().collect::<Vec<_>>().iter().nth_back(1).is_some_and(|key| key == "mapping");
        if is_mapping && schemas.is_some_and(|schemas| reference::called(schemas, &path).is_some()) {
            continue;
        }
        reference::say_at(place, reference::unreadable(&path, &unreadable[&path], sources), report);
    }
    unreadable
}

struct Opener<'a, 'i> {
    input: &'a Input<'i>,
    sources: &'a mut Sources,
    report: &'a mut Report,
    known: HashSet<String>,
    unreadable: HashMap<String, String>,
    /// Where the files that cannot be read are named first.
    places: Vec<(Place, String)>,
}

impl Opener<'_, '_> {
    /// Opens the file that a reference in the file `from` names, unless it is known. A reference that leaves the
    /// description is reported where it is followed.
    fn open(&mut self, from: &str, target: &str, place: Place) {
        let (path, _) = reference::split_fragment(target);
        if reference::own_uri(self.sources, place.file, path).is_some() {
            return;
        }
        let found = match reference::below_own_uri(self.sources, path) {
            Some(below) => reference::file_path(self.input.root, self.input.root, &below),
            None => reference::file_path(self.input.root, from, path),
        };
        let path = match found {
            Ok(path) => path,
            Err(why) => return reference::say_at(place, why, self.report),
        };
        // Some tools take descriptions from files of Markdown; OpenAPI does not.
        let is_text = path.rsplit_once('.').is_some_and(|(_, end)| ["md", "markdown", "txt", "html"].contains(&end));
        if is_text || !self.known.insert(path.clone()) {
            return;
        }
        let Some(id) = u16::try_from(self.sources.files.len()).ok().filter(|id| *id < FILES).map(FileId) else {
            self.report.error("too-many-files", place, format!("a description has at most {FILES} files"));
            return;
        };
        match (self.input.read)(&path) {
            Ok(text) => {
                let file = read_file(id, &path, text, self.report);
                self.sources.files.push(file);
            }
            Err(why) => {
                self.places.push((place, path.clone()));
                self.unreadable.insert(path, why);
            }
        }
    }
}

/// Whether a text may name other files: most do not, and need not be walked.
pub(super) fn may_name_files(text: &str) -> bool {
    let leads_out = |(at, found): (usize, &str)| {
        let value = text[at + found.len()..].trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n']);
        !value.starts_with('#')
    };
    text.match_indices("$ref").any(leads_out) || text.contains("mapping")
}

/// Finds the targets of `$ref`s and of discriminator mappings that name a file.
fn collect<'v>(value: &'v Value, steps: &mut Vec<Step<'v>>, names: bool, found: &mut dyn FnMut(&'v str, &[Step<'v>])) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if !names && key == "examples" {
                    steps.push(Step::Key(key));
                    collect_examples(child, steps, found);
                    steps.pop();
                    continue;
                }
                if !names && is_data(key) {
                    continue;
                }
                match child {
                    Value::String(target) if key == "$ref" => {
                        steps.push(Step::Key(key));
                        found(target, steps);
                        steps.pop();
                    }
                    Value::Object(mapping) if key == "mapping" && !names => {
                        steps.push(Step::Key(key));
                        for (name, target) in mapping {
                            if let Some(target) = target.as_str().filter(|target| names_file(target)) {
                                steps.push(Step::Key(name));
                                found(target, steps);
                                steps.pop();
                            }
                        }
                        steps.pop();
                    }
                    Value::Object(_) | Value::Array(_) => {
                        steps.push(Step::Key(key));
                        collect(child, steps, !names && maps_names(key), found);
                        steps.pop();
                    }
                    _ => {}
                }
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter().enumerate() {
                if child.is_object() || child.is_array() {
                    steps.push(Step::Index(index));
                    collect(child, steps, false, found);
                    steps.pop();
                }
            }
        }
        _ => {}
    }
}

/// Rewrites the targets of `$ref`s and of discriminator mappings that name a file or a place in this one.
pub(super) fn each_reference(value: &mut Value, names: bool, rewrite: &mut dyn FnMut(&str) -> Option<String>) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                if !names && is_data(key) {
                    continue;
                }
                match child {
                    Value::String(target) if key == "$ref" => *target = rewrite(target).unwrap_or_else(|| std::mem::take(target)),
                    Value::Object(mapping) if key == "mapping" && !names => {
                        for target in mapping.values_mut() {
                            if let Value::String(target) = target
                                && (target.starts_with('#') || names_file(target))
                            {
                                *target = rewrite(target).unwrap_or_else(|| std::mem::take(target));
                            }
                        }
                    }
                    _ if !names && key == "examples" => {
                        for example in child.as_object_mut().into_iter().flat_map(|examples| examples.values_mut()) {
                            if let Some(Value::String(target)) = example.get_mut("$ref") {
                                *target = rewrite(target).unwrap_or_else(|| std::mem::take(target));
                            }
                        }
                    }
                    child => each_reference(child, !names && maps_names(key), rewrite),
                }
            }
        }
        Value::Array(array) => array.iter_mut().for_each(|child| each_reference(child, false, rewrite)),
        _ => {}
    }
}

/// `examples` of a parameter or of `components` maps names to example objects, which may be references. What the
/// examples hold is data.
fn collect_examples<'v>(examples: &'v Value, steps: &mut Vec<Step<'v>>, found: &mut dyn FnMut(&'v str, &[Step<'v>])) {
    let Value::Object(examples) = examples else { return };
    for (name, example) in examples {
        if let Some((key, Value::String(target))) = example.as_object().and_then(|example| example.get_key_value("$ref")) {
            steps.extend([Step::Key(name), Step::Key(key)]);
            found(target, steps);
            steps.truncate(steps.len() - 2);
        }
    }
}

/// Whether the value of a mapping is a reference to another file and not the name of a schema.
fn names_file(target: &str) -> bool {
    let (path, _) = reference::split_fragment(target);
    path.rsplit_once('.').is_some_and(|(_, end)| ["yaml", "yml", "json"].iter().any(|known| known.eq_ignore_ascii_case(end)))
}
