//! Writes path items that stand in files of their own into the root file, so that overlays reach their operations.
//!
//! An overlay changes the description, however many files it has. A path item belongs to its path alone, so it can move. A
//! component cannot: other files refer to the file that it is in. Those are kept beside the root file, to tell an action that
//! would change one that it cannot.

use super::reference::{self, file_path, split_fragment};
use crate::limits::{FILES, REFERENCE_CHAIN};
use crate::location::{FileId, Place, Report, Sources, push_token};
use crate::overlay::Elsewhere;
use crate::source::{Input, read_file};
use serde_json::Value;

/// Maps of the root file whose values are path items.
const PATH_ITEMS: [&[&str]; 4] = [&["paths"], &["webhooks"], &["x-webhooks"], &["components", "pathItems"]];

/// Writes path items of other files into the root file, which `sources` keeps the origin of. Returns the components that are
/// nothing but a reference to another file.
pub(super) fn inline(input: &Input<'_>, sources: &mut Sources, report: &mut Report) -> Vec<Elsewhere> {
    let root = &sources.files[0].value;
    if !super::load::may_name_files(&sources.files[0].text) || root.get("$self").is_some() {
        return Vec::new();
    }
    let mut items = Vec::new();
    for way in PATH_ITEMS {
        items.extend(references(root, way));
    }
    let mut components = Vec::new();
    for section in root.get("components").and_then(Value::as_object).into_iter().flat_map(|all| all.keys()) {
        if section != "pathItems" {
            components.extend(references(root, &["components", section]));
        }
    }
    let mut reader = Reader { input, sources, report };
    for (way, target) in items {
        let Some((file, pointer, value)) = reader.follow(&target) else { continue };
        let mut at = String::new();
        for step in &way {
            push_token(&mut at, step);
        }
        if let Some(place) = reader.sources.files[0].value.pointer_mut(&at) {
            *place = value;
            reader.sources.origins.set(&at, Place::new(file, &pointer));
        }
    }
    let elsewhere = components.into_iter().filter_map(|(way, target)| {
        let (_, _, value) = reader.follow(&target)?;
        Some(Elsewhere { way, target, value })
    });
    elsewhere.collect()
}

/// The values of an object that are nothing but a reference to another file: the way to each, and the reference.
fn references(root: &Value, way: &[&str]) -> Vec<(Vec<String>, String)> {
    let map = way.iter().try_fold(root, |value, key| value.get(key)).and_then(Value::as_object);
    let outside = |value: &Value| {
        let only = value.as_object().filter(|map| map.len() == 1)?.get("$ref")?.as_str()?;
        (!only.starts_with('#')).then(|| only.to_owned())
    };
    let step = |key: &str| way.iter().copied().chain([key]).map(str::to_owned).collect();
    map.into_iter().flatten().filter_map(|(key, value)| Some((step(key), outside(value)?))).collect()
}

struct Reader<'a, 'i> {
    input: &'a Input<'i>,
    sources: &'a mut Sources,
    report: &'a mut Report,
}

impl Reader<'_, '_> {
    /// What a reference of the root file leads to, with its own references written as the root file would: the file, the
    /// pointer in it and the value. What leads nowhere is reported where it is followed.
    fn follow(&mut self, target: &str) -> Option<(FileId, String, Value)> {
        let (mut from, mut target) = (FileId::default(), target.to_owned());
        for _ in 0..REFERENCE_CHAIN {
            let (path, fragment) = split_fragment(&target);
            let file = if path.is_empty() { from } else { self.open(from, path)? };
            let fragment = reference::percent_decode(fragment).into_owned();
            let root = &self.sources.file(file)?.value;
            let value = root.pointer(&fragment)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(next) if value.as_object().is_some_and(|map| map.len() == 1) => {
                    target = next.to_owned();
                    from = file;
                }
                _ => {
                    let mut value = value.clone();
                    let path = self.sources.file(file)?.path.clone();
                    super::load::each_reference(&mut value, false, &mut |text| self.as_root_would(&path, text));
                    return Some((file, fragment, value));
                }
            }
        }
        None
    }

    /// Opens the file that a reference names, unless it is open.
    fn open(&mut self, from: FileId, path: &str) -> Option<FileId> {
        let from = self.sources.file(from)?.path.clone();
        let path = file_path(self.input.root, &from, path).ok()?;
        if let Some(known) = self.sources.find(&path) {
            return Some(known);
        }
        let id = u16::try_from(self.sources.files.len()).ok().filter(|id| *id < FILES).map(FileId)?;
        let text = (self.input.read)(&path).ok()?;
        let file = read_file(id, &path, text, self.report);
        self.sources.files.push(file);
        Some(id)
    }

    /// A reference in the file `from`, as the root file writes it. What cannot be followed stays as it is.
    fn as_root_would(&self, from: &str, target: &str) -> Option<String> {
        let (path, fragment) = split_fragment(target);
        let path = if path.is_empty() { from.to_owned() } else { file_path(self.input.root, from, path).ok()? };
        if path == self.sources.files[0].path {
            return Some(format!("#{fragment}"));
        }
        let around = self.input.root.rsplit_once('/').map_or("", |(folder, _)| folder).trim_start_matches("./");
        let below = path.strip_prefix(around).unwrap_or(&path).trim_start_matches('/');
        let below = below.replace('%', "%25").replace('#', "%23");
        Some(if target.contains('#') { format!("{below}#{fragment}") } else { below })
    }
}
