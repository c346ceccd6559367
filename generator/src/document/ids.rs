//! Schemas that name themselves by `$id` (JSON Schema 2020-12, 8.2.1): references to them stay inside the description.

use super::data::{is_data, maps_names};
use crate::location::{FileId, Sources, push_token};
use foldhash::{HashMap, HashMapExt};
use serde_json::Value;

/// Places of schemas by their `$id`, also by the full form of a relative one.
#[derive(Debug)]
pub(super) struct Ids(HashMap<String, (FileId, String)>);

impl Ids {
    /// The ids in all files.
    pub(super) fn of(sources: &Sources) -> Self {
        let mut found: Vec<(FileId, String, String)> = Vec::new();
        for (id, file) in sources.iter().filter(|(_, file)| file.text.contains("$id")) {
            collect_strings(&file.value, &["$id"], &mut |name, pointer| {
                found.push((id, pointer.to_owned(), name.trim_end_matches('#').to_owned()));
            });
        }
        let mut map = HashMap::new();
        for (file, pointer, name) in &found {
            let around = found.iter().filter(|(other, outer, _)| other == file && pointer.starts_with(&format!("{outer}/")));
            let base = around.max_by_key(|(_, outer, _)| outer.len()).map(|(_, _, base)| base.as_str());
            let full = base.map_or_else(|| name.clone(), |base| join(base, name));
            map.entry(full).or_insert_with(|| (*file, pointer.clone()));
            map.entry(name.clone()).or_insert_with(|| (*file, pointer.clone()));
        }
        Self(map)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a reference names a schema by its id, whatever schema it stands in.
    pub(super) fn name(&self, path: &str) -> bool {
        !path.is_empty() && (self.0.contains_key(path) || self.0.keys().any(|base| self.0.contains_key(&join(base, path))))
    }

    /// The place of the schema that a reference names, `base` being the id around the reference.
    pub(super) fn find(&self, base: Option<&str>, path: &str) -> Option<&(FileId, String)> {
        self.0.get(path).or_else(|| self.0.get(&join(base?, path)))
    }
}

/// A reference as it is meant where `base` is the id (RFC 3986, 5.2, as far as ids use it).
pub(super) fn join(base: &str, path: &str) -> String {
    let scheme_end = base.find("://").map_or(0, |at| at + 3);
    if path.contains("://") || path.starts_with("urn:") {
        return path.to_owned();
    }
    if path.starts_with('/') {
        let host_end = base[scheme_end..].find('/').map_or(base.len(), |at| scheme_end + at);
        return format!("{}{path}", &base[..host_end]);
    }
    let folder = base[scheme_end..].rfind('/').map_or(base.len(), |at| scheme_end + at);
    format!("{}/{}", &base[..folder], path.trim_start_matches("./"))
}

/// Calls back with every string of these keys and the pointer of the object it is in. What is data has no schemas: an example may be
/// one all the same.
pub(super) fn collect_strings(value: &Value, keys: &[&str], found: &mut dyn FnMut(&str, &str)) {
    collect(value, keys, false, &mut String::new(), found);
}

fn collect(value: &Value, keys: &[&str], names: bool, pointer: &mut String, found: &mut dyn FnMut(&str, &str)) {
    let length = pointer.len();
    match value {
        Value::Object(map) => {
            // A property may have such a name too.
            if !names {
                for name in keys.iter().filter_map(|key| map.get(*key)?.as_str()) {
                    found(name, pointer);
                }
            }
            for (key, child) in map.iter().filter(|(_, child)| child.is_object() || child.is_array()) {
                if !names && (key == "examples" || is_data(key)) {
                    continue;
                }
                push_token(pointer, key);
                collect(child, keys, !names && maps_names(key), pointer, found);
                pointer.truncate(length);
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter().enumerate().filter(|(_, child)| child.is_object() || child.is_array()) {
                push_token(pointer, &index.to_string());
                collect(child, keys, false, pointer, found);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined_with_the_id() {
        assert_eq!(join("https://a.example/schemas/pet", "owner"), "https://a.example/schemas/owner");
        assert_eq!(join("https://a.example/schemas/pet", "/other/owner"), "https://a.example/other/owner");
        assert_eq!(join("https://a.example/pet", "https://b.example/x"), "https://b.example/x");
        assert_eq!(join("https://a.example", "./x"), "https://a.example/x");
    }
}
