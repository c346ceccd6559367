use super::Document;
use super::ids::{collect_strings, join};
use super::node::{Address, Node, Step};
use crate::limits::REFERENCE_CHAIN;
use crate::location::{self, FileId, Place, Report, Sources};
use crate::suggest::{suggest, suggest_name};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::borrow::Cow;

/// Code of what need not be said, as its cause is.
const SAID: &str = "";

/// Why a reference leads nowhere.
pub(super) struct Unresolved {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The two halves of a reference: the file, if it names one, and what comes after `#`.
pub(super) fn split_fragment(target: &str) -> (&str, &str) {
    target.split_once('#').unwrap_or((target, ""))
}

/// The path of the file that a reference in the file `from` names, written like `root`.
///
/// # Errors
///
/// References that leave the folder of the root file, and those that are no path.
pub(super) fn file_path(root: &str, from: &str, target: &str) -> Result<String, Unresolved> {
    let refuse = |code, message: String, help: &str| Err(Unresolved { code, message, help: Some(help.to_owned()) });
    let path = percent_decode(target);
    if has_scheme(&path) || path.starts_with("//") {
        return refuse(
            "remote-ref",
            format!("`{target}` is not in the description"),
            "download it and refer to the copy by a relative path",
        );
    }
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return refuse(
            "outside-ref",
            format!("`{target}` is not a relative path"),
            "refer to files by a path relative to the file with the `$ref`",
        );
    }
    let base: Vec<&str> = folder(root);
    let mut parts: Vec<&str> = folder(from);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.len() <= base.len() {
                    let message = format!("`{target}` leaves the folder of the description");
                    return refuse("outside-ref", message, "move the file next to the root file");
                }
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    // A root such as `/folder/openapi.yaml` stays absolute.
    let start = if root.starts_with('/') { "/" } else { "" };
    Ok(format!("{start}{}", parts.join("/")))
}

fn folder(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.pop();
    parts
}

/// Whether a path is a URL (`https:`, `file:`, `urn:`) or starts with a drive letter (`C:`).
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    })
}

/// Decodes `%7B` and the like. What is not such a sequence, or not UTF-8 afterwards, stays as it is.
pub(super) fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// The node below `root` at a pointer.
pub(super) fn walk<'d>(root: Node<'d>, pointer: &str) -> Option<Node<'d>> {
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    location::tokens(pointer).try_fold(root, |node, token| child(&node, &token))
}

fn child<'d>(node: &Node<'d>, token: &str) -> Option<Node<'d>> {
    if let Value::Array(array) = node.value {
        let index: usize = token.parse().ok()?;
        return array.get(index).map(|value| node.child(Step::Index(index), value));
    }
    node.get(token)
}

/// The node that the reference `target` of `node` leads to.
pub(super) fn resolve<'d>(node: &Node<'d>, target: &str) -> Result<Node<'d>, Unresolved> {
    let document = node.document();
    let (path, fragment) = split_fragment(target);
    if let Some(found) = by_id(node, path, fragment) {
        return Ok(found);
    }
    let file = if path.is_empty() { node.file() } else { find_file(document, node.file(), path)? };
    let root = document.file(file).ok_or_else(|| dangling(target))?;
    let decoded = percent_decode(fragment);
    let found = walk(root.clone(), &decoded)
        .or_else(|| if decoded == fragment { None } else { walk(root.clone(), fragment) })
        .or_else(|| anchor(document, file, &decoded))
        .or_else(|| if path.is_empty() { embedded(node, &decoded) } else { None });
    found.ok_or_else(|| {
        let mut why = dangling(target);
        if document.is_damaged(file) {
            why.code = SAID; // What is wrong with the file is said there; what it lacks only follows from it.
        }
        why.help = nearest(&root, &decoded).or_else(|| namesake(&root, &decoded)).map(|meant| {
            let path = if path.is_empty() { "" } else { path };
            format!("did you mean `{path}#{meant}`?")
        });
        why
    })
}

/// The pointer that was probably meant: the same with a key that is there in place of the first that is not.
fn nearest(root: &Node<'_>, pointer: &str) -> Option<String> {
    let mut node = root.clone();
    let mut meant = String::new();
    let mut tokens = location::tokens(pointer);
    for token in tokens.by_ref() {
        if let Some(next) = child(&node, &token) {
            location::push_token(&mut meant, &token);
            node = next;
            continue;
        }
        let keys: Vec<String> = node.entries().map(|(key, _)| key.to_owned()).collect();
        let key = same_template(&token, &keys).or_else(|| suggest_name(&token, &keys))?;
        location::push_token(&mut meant, key);
        node = child(&node, key)?;
    }
    Some(meant)
}

/// The pointer to a component of the name that a pointer ends in, which is of another kind or in another place.
fn namesake(root: &Node<'_>, pointer: &str) -> Option<String> {
    let name = location::tokens(pointer).last()?;
    let kinds = root.get("components")?;
    let kind = kinds.entries().find(|(_, components)| components.get(&name).is_some())?.0;
    let mut meant = "/components".to_owned();
    location::push_token(&mut meant, kind);
    location::push_token(&mut meant, &name);
    Some(meant)
}

/// The schema, of those in a map, that is called like the last word of a target, with or without the ending of a file.
pub(super) fn called<'t>(schemas: &Value, target: &'t str) -> Option<&'t str> {
    let (path, fragment) = split_fragment(target);
    let word = if fragment.is_empty() { path } else { fragment }.rsplit('/').next()?;
    let stem = word.split_once('.').map_or(word, |(stem, _)| stem);
    [word, stem].into_iter().find(|name| schemas.get(*name).is_some())
}

/// A path that differs in the names of its variables only.
fn same_template<'k>(path: &str, keys: &'k [String]) -> Option<&'k str> {
    let shape = |path: &str| -> Vec<String> {
        path.split('/').map(|part| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() }).collect()
    };
    let wanted = shape(path);
    keys.iter().find(|key| key.starts_with('/') && shape(key) == wanted).map(String::as_str)
}

/// The file that calls itself by this URI (`$self`, OpenAPI 3.2, 4.1.2.2).
pub(super) fn own_uri(sources: &Sources, from: FileId, path: &str) -> Option<FileId> {
    let own = |id: FileId| sources.file(id).and_then(|file| file.value.get("$self")?.as_str());
    let path = own(from).map_or_else(|| path.to_owned(), |base| join(base, path));
    sources.iter().map(|(id, _)| id).find(|id| own(*id).is_some_and(|uri| split_fragment(uri).0 == path))
}

/// The path, from the folder of the root file, of a file that is named by a URI in the folder of the URI that the root file calls
/// itself by: the two folders are the same.
pub(super) fn below_own_uri(sources: &Sources, path: &str) -> Option<String> {
    let base = sources.file(FileId::default())?.value.get("$self")?.as_str()?;
    let full = if path.starts_with('/') || has_scheme(path) { join(base, path) } else { return None };
    let folder = split_fragment(base).0.rsplit_once('/').map(|(folder, _)| folder)?;
    let rest = full.strip_prefix(folder)?.strip_prefix('/')?;
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn find_file(document: &Document, from: FileId, path: &str) -> Result<FileId, Unresolved> {
    if let Some(own) = own_uri(&document.sources, from, path) {
        return Ok(own);
    }
    let shown = |id| document.sources.file(id).map_or("", |file| file.path.as_str());
    let root = shown(FileId::default());
    let wanted = match below_own_uri(&document.sources, path) {
        Some(below) => file_path(root, root, &below)?,
        None => file_path(root, shown(from), path)?,
    };
    document.sources.find(&wanted).ok_or_else(|| match document.unreadable.get(&wanted) {
        Some(why) => unreadable(&wanted, why, &document.sources),
        None => dangling(path),
    })
}

/// A file that is named and cannot be read. One of its name in another folder, or of a name close to it, was meant perhaps.
pub(super) fn unreadable(path: &str, why: &str, sources: &Sources) -> Unresolved {
    // Without the ending, which is the same for most.
    let name = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned()
    };
    let files: Vec<(String, &str)> = sources.iter().map(|(_, file)| (name(&file.path), file.path.as_str())).collect();
    let wanted = name(path);
    let close = || suggest(&wanted, files.iter().map(|(name, _)| name.as_str()));
    let meant = files.iter().find(|(name, _)| *name == wanted);
    let meant = meant.or_else(|| close().and_then(|close| files.iter().find(|(name, _)| name == close)));
    let help = match meant {
        Some((_, meant)) => format!("did you mean `{meant}`?"),
        None => "add the file, or correct the path: it starts from the folder of the file with the reference".to_owned(),
    };
    Unresolved { code: "missing-file", message: format!("cannot read `{path}`: {why}"), help: Some(help) }
}

fn dangling(target: &str) -> Unresolved {
    Unresolved { code: "dangling-ref", message: format!("`{target}` is not in the description"), help: None }
}

/// One step along the `$ref` of a node.
pub(super) fn step<'d>(node: &Node<'d>, report: &mut Report) -> Option<Node<'d>> {
    let Some(target) = node.ref_target() else {
        return Some(node.clone());
    };
    match resolve(node, target) {
        Ok(found) => Some(found),
        Err(why) => {
            say(node, why, report);
            None
        }
    }
}

/// All steps along the `$ref`s of a node.
pub(super) fn follow<'d>(node: &Node<'d>, report: &mut Report) -> Option<Node<'d>> {
    let mut at = node.clone();
    let mut visited: HashSet<Address> = HashSet::new();
    for _ in 0..REFERENCE_CHAIN {
        if at.ref_target().is_none() {
            return Some(at);
        }
        if !visited.insert(at.address()) {
            let target = node.ref_target().unwrap_or_default();
            report.error("circular-ref", node.place().join("$ref"), format!("`{target}` leads back to itself"));
            return None;
        }
        at = step(&at, report)?;
    }
    let message = format!("more than {REFERENCE_CHAIN} references lead to each other here");
    report.error("too-deep", node.place().join("$ref"), message).help("refer to the last of them");
    None
}

/// Reports a reference that leads nowhere, at its `$ref`.
pub(super) fn say(node: &Node<'_>, why: Unresolved, report: &mut Report) {
    say_at(node.place().join("$ref"), why, report);
}

/// Reports a reference that leads nowhere.
pub(super) fn say_at(place: Place, why: Unresolved, report: &mut Report) {
    if why.code == SAID {
        return;
    }
    let said = report.error(why.code, place, why.message);
    if let Some(help) = why.help {
        said.help(help);
    }
}

/// The schema that a reference names by its `$id`. An empty path means the schema around the reference that has an id, where the
/// fragment leads to something in it.
fn by_id<'d>(node: &Node<'d>, path: &str, fragment: &str) -> Option<Node<'d>> {
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
        let base = around.as_ref().and_then(|schema| schema.string("$id"));
        let (file, pointer) = ids.find(base, path)?;
        document.at(*file, pointer)?
    };
    match fragment {
        "" => Some(schema),
        pointer if pointer.starts_with('/') => walk(schema, pointer),
        name => anchor(document, schema.file(), name),
    }
}

/// The innermost schema around a node that has an id.
fn enclosing<'d>(node: &Node<'d>) -> Option<Node<'d>> {
    around(node).into_iter().find(|schema| schema.string("$id").is_some())
}

/// The definition that a reference names, where a schema around it has one of that name: schemas that were written to stand alone, and
/// were taken into a description as they are, refer to their definitions from their own root.
pub(super) fn embedded<'d>(node: &Node<'d>, pointer: &str) -> Option<Node<'d>> {
    if !is_definition(pointer) {
        return None;
    }
    around(node).into_iter().find_map(|schema| walk(schema, pointer))
}

fn is_definition(pointer: &str) -> bool {
    pointer.starts_with("/$defs/") || pointer.starts_with("/definitions/")
}

/// Whether a reference is [`embedded`]: the file itself has no such definition.
pub(super) fn names_own_definition(node: &Node<'_>, target: &str) -> bool {
    let pointer = target.strip_prefix('#').map(percent_decode).filter(|pointer| is_definition(pointer));
    pointer.is_some_and(|pointer| node.document().at(node.file(), &pointer).is_none())
}

/// A node and those around it, the innermost first, without the root.
fn around<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    let mut found = Vec::new();
    let mut at = node.document().file(node.file());
    for token in location::tokens(&node.pointer()) {
        at = at.and_then(|above| child(&above, &token));
        found.extend(at.clone());
    }
    found.reverse();
    found
}

/// The node with an `$anchor` or `$dynamicAnchor` in a file.
fn anchor<'d>(document: &'d Document, file: FileId, name: &str) -> Option<Node<'d>> {
    document.at(file, anchors(document).get(&(file, name.to_owned()))?)
}

/// Pointers of all `$anchor`s and `$dynamicAnchor`s (JSON Schema 2020-12, 8.2.2).
fn anchors(document: &Document) -> &HashMap<(FileId, String), String> {
    document.anchors.get_or_init(|| {
        let mut found = HashMap::new();
        let may_have = |text: &str| text.contains("$anchor") || text.contains("$dynamicAnchor");
        for (id, file) in document.sources.iter().filter(|(_, file)| may_have(&file.text)) {
            collect_strings(&file.value, &["$anchor", "$dynamicAnchor"], &mut |name, pointer| {
                found.entry((id, name.to_owned())).or_insert_with(|| pointer.to_owned());
            });
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(from: &str, target: &str) -> Result<String, &'static str> {
        file_path("spec/api/openapi.yaml", from, target).map_err(|why| why.code)
    }

    #[test]
    fn paths_are_relative_to_the_file_with_the_reference() {
        assert_eq!(path("spec/api/openapi.yaml", "board.yaml"), Ok("spec/api/board.yaml".to_owned()));
        assert_eq!(path("spec/api/parts/a.yaml", "../board.yaml"), Ok("spec/api/board.yaml".to_owned()));
        assert_eq!(path("spec/api/parts/a.yaml", "./b%20c.yaml"), Ok("spec/api/parts/b c.yaml".to_owned()));
        assert_eq!(file_path("/x/openapi.yaml", "/x/openapi.yaml", "b.yaml").ok(), Some("/x/b.yaml".to_owned()));
        assert_eq!(file_path("openapi.yaml", "openapi.yaml", "b.yaml").ok(), Some("b.yaml".to_owned()));
    }

    #[test]
    fn paths_out_of_the_folder_are_refused() {
        for target in ["../other.yaml", "a/../../x.yaml", "/etc/passwd", "%2e%2e/x.yaml", "..\\x.yaml", "a\0b"] {
            assert_eq!(path("spec/api/openapi.yaml", target), Err("outside-ref"), "{target}");
        }
        for target in ["https://example.com/a.yaml", "file:///etc/passwd", "//host/a.yaml", "C:/a.yaml", "urn:x:y"] {
            assert_eq!(path("spec/api/openapi.yaml", target), Err("remote-ref"), "{target}");
        }
    }

    #[test]
    fn percent_sequences_are_decoded_and_others_stay() {
        assert_eq!(percent_decode("a%7Bid%7d%20%"), "a{id} %");
        assert_eq!(percent_decode("%zz%ff"), "%zz%ff");
    }
}
