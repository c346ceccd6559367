//! Schemas that name themselves by `$id` (JSON Schema 2020-12, 8.2.1): references to them stay inside the description.

use super::node::Node;
use super::{Document, reference};
use crate::location::{FileId, Sources};
use foldhash::{HashMap, HashMapExt};

/// Places of schemas by their `$id`, also by the full form of a relative one.
#[derive(Debug)]
pub(super) struct Ids(HashMap<String, (FileId, String)>);

impl Ids {
    /// The ids in all files.
    pub(super) fn of(sources: &Sources) -> Self {
        let mut found: Vec<(FileId, String, String)> = Vec::new();
        for (id, file) in sources.iter().filter(|(_, file)| file.text.contains("$id")) {
            reference::collect_texts(&file.value, &["$id"], &mut String::new(), &mut |name, pointer| {
                // A property may have this name too.
                if !pointer.ends_with("/properties") {
                    found.push((id, pointer.to_owned(), name.trim_end_matches('#').to_owned()));
                }
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

    fn find(&self, base: Option<&str>, path: &str) -> Option<&(FileId, String)> {
        self.0.get(path).or_else(|| self.0.get(&join(base?, path)))
    }
}

/// The schema that a reference names by its `$id`. An empty path means the schema around the reference that has an id, where the
/// fragment leads to something in it.
pub(super) fn resolve<'d>(node: &Node<'d>, path: &str, fragment: &str) -> Option<Node<'d>> {
    let document = node.document();
    let ids = document.ids();
    if ids.is_empty() {
        return None;
    }
    let around = enclosing(node);
    let schema = if path.is_empty() {
        // References into the whole document are usual although an id around them speaks against it.
        if fragment.starts_with("/components/") {
            return None;
        }
        around?
    } else {
        let base = around.as_ref().and_then(|schema| schema.text("$id"));
        let (file, pointer) = ids.find(base, path)?;
        document.at(*file, pointer)?
    };
    match fragment {
        "" => Some(schema),
        pointer if pointer.starts_with('/') => reference::walk(schema, pointer),
        name => reference::anchor(document, schema.file(), name),
    }
}

/// The innermost schema around a node that has an id.
fn enclosing<'d>(node: &Node<'d>) -> Option<Node<'d>> {
    let document: &'d Document = node.document();
    let pointer = node.pointer();
    let ends = pointer.match_indices('/').map(|(end, _)| end).chain([pointer.len()]);
    let mut ends: Vec<usize> = ends.filter(|end| *end > 0).collect();
    ends.reverse();
    ends.into_iter().filter_map(|end| document.at(node.file(), &pointer[..end])).find(|schema| schema.text("$id").is_some())
}

/// A reference as it is meant where `base` is the id (RFC 3986, 5.2, as far as ids use it).
fn join(base: &str, path: &str) -> String {
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
