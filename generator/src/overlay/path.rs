//! `JSONPath` queries (RFC 9535).

use crate::limits::{NESTED_QUERIES, QUERY_BYTES};
use crate::location::push_token;
use crate::suggest::suggest;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

/// One step from a value to a value in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Into an object.
    Key(String),
    /// Into an array.
    Index(usize),
}

/// The way from the root of a description to a value.
pub(super) type Way = Vec<Step>;

/// Reads a query.
///
/// # Errors
///
/// Text that is no query, with the reason.
pub(super) fn parse(text: &str) -> Result<JsonPath, String> {
    if text.len() > QUERY_BYTES {
        return Err(format!("it is longer than {QUERY_BYTES} bytes"));
    }
    let mut open = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '[' | '!' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > NESTED_QUERIES {
            return Err(format!("brackets nest deeper than {NESTED_QUERIES}"));
        }
    }
    JsonPath::parse(text).map_err(|error| format!("at position {}: {}", error.position(), error.message()))
}

/// A query with each name behind a dot that has a hyphen in it written as RFC 9535 has it: `['x-name']` for `.x-name`.
/// `None` where there is no such name. Nothing else can be meant, as queries know no minus between names.
pub(super) fn quoted(text: &str) -> Option<String> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let (mut out, mut found, mut quote) = (String::with_capacity(text.len() + 8), false, None);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let behind = rest.strip_prefix('.').filter(|_| quote.is_none());
        let name = behind.and_then(|behind| behind.split(|letter| !is_name(letter)).next());
        if let Some(name) = name.filter(|name| name.contains('-') && name.starts_with(|first: char| first.is_alphabetic())) {
            // The two dots of a descendant stay before the bracket.
            if out.ends_with('.') {
                out.push('.');
            }
            out.extend(["['", name, "']"]);
            found = true;
            rest = &rest[1 + name.len()..];
            continue;
        }
        match (letter, quote) {
            ('\\', Some(_)) => {
                let end = rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            _ => {}
        }
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    found.then_some(out)
}

/// The values a query selects, each once, in the order of the description.
pub(super) fn select(query: &JsonPath, root: &Value) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let mut visited = std::collections::BTreeSet::new();
    for node in query.query_located(root).all() {
        let way: Way = node
            .location()
            .iter()
            .map(|step| match step {
                PathElement::Name(name) => Step::Key((*name).to_owned()),
                PathElement::Index(index) => Step::Index(*index),
            })
            .collect();
        if visited.insert(way.clone()) {
            ways.push(way);
        }
    }
    ways
}

/// The JSON pointer of a way.
pub(super) fn pointer(way: &[Step]) -> String {
    let mut pointer = String::new();
    for step in way {
        match step {
            Step::Key(key) => push_token(&mut pointer, key),
            Step::Index(index) => push_token(&mut pointer, &index.to_string()),
        }
    }
    pointer
}

/// The value at the end of a way, to be changed.
pub(super) fn value_mut<'v>(root: &'v mut Value, way: &[Step]) -> Option<&'v mut Value> {
    way.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    })
}

/// Why a query of names only (`$.paths['/cards'].get`) selects nothing: the first name that is not there, and the one that
/// was probably meant.
pub(super) fn first_missing(text: &str, root: &Value) -> Option<String> {
    let mut value = root;
    for name in names(text)? {
        let Value::Object(map) = value else {
            return Some(format!("`{name}` is asked of a value that is no object"));
        };
        let Some(child) = map.get(&name) else {
            let near = suggest(&name, map.keys().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Some(format!("there is no `{name}`{near}"));
        };
        value = child;
    }
    None
}

/// The names of a query that has nothing else.
fn names(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('$')?;
    let mut names = Vec::new();
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix("['").or_else(|| rest.strip_prefix("[\"")) {
            let quote = rest.chars().nth(1)?;
            let (name, tail) = tail.split_once(quote)?;
            rest = tail.strip_prefix(']')?;
            names.push(name.to_owned());
        } else {
            let tail = rest.strip_prefix('.')?;
            let end = tail.find(['.', '[']).unwrap_or(tail.len());
            let name = &tail[..end];
            if name.is_empty() || !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-') {
                return None;
            }
            names.push(name.to_owned());
            rest = &tail[end..];
        }
    }
    Some(names)
}
