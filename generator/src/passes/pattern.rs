//! Patterns that select operations: `GET /pets/**`, `tag:pets`, `listPets`, `webhook:*`.

use crate::ir::Operation;
use glob::{MatchOptions, Pattern as Glob};

/// A pattern as `include` and `exclude` have it.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// A method, or `*`, and a path; `/pets/**` is `/pets` too.
    Path(Glob, Vec<Glob>),
    /// A tag.
    Tag(Glob),
    /// An operation id.
    Id(Glob),
    /// A webhook by its key.
    Webhook(Glob),
}

/// `*` stays inside a segment of a path, `**` does not.
const PATH: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };
const NAME: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: false, require_literal_leading_dot: false };
const METHOD: MatchOptions = MatchOptions { case_sensitive: false, ..NAME };

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Text that is no pattern, with the reason.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let glob = |text: &str| match text.trim() {
            "" => Err("it is empty".to_owned()),
            text => Glob::new(text).map_err(|error| error.msg.to_owned()),
        };
        let paths = |text: &str| -> Result<Vec<Glob>, String> {
            let around = text.strip_suffix("/**").filter(|around| !around.is_empty());
            [Some(text), around].into_iter().flatten().map(glob).collect()
        };
        if let Some(tag) = text.strip_prefix("tag:") {
            return Ok(Self::Tag(glob(tag)?));
        }
        if let Some(key) = text.strip_prefix("webhook:") {
            return Ok(Self::Webhook(glob(key)?));
        }
        match text.trim().split_once(char::is_whitespace) {
            Some((method, path)) => {
                if !path.trim().starts_with(['/', '*']) {
                    return Err("a method is followed by a path that starts with `/`".to_owned());
                }
                Ok(Self::Path(glob(method)?, paths(path.trim())?))
            }
            None if text.trim().starts_with('/') => Ok(Self::Path(glob("*")?, paths(text.trim())?)),
            None => Ok(Self::Id(glob(text)?)),
        }
    }

    /// Whether an operation is meant.
    pub(super) fn matches(&self, operation: &Operation) -> bool {
        match self {
            Self::Path(method, path) => self::matches(method, path, operation.method.as_str(), &operation.path_text),
            Self::Tag(tag) => operation.tags.iter().any(|own| tag.matches_with(own, NAME)),
            Self::Id(id) => operation.id.as_deref().is_some_and(|own| id.matches_with(own, NAME)),
            Self::Webhook(_) => false,
        }
    }

    /// Whether a webhook is meant.
    pub(super) fn matches_webhook(&self, name: &str) -> bool {
        matches!(self, Self::Webhook(key) if key.matches_with(name, NAME))
    }

    /// Whether the operation with a method and path is meant, of which nothing else is known.
    pub(super) fn matches_path(&self, verb: &str, text: &str) -> bool {
        matches!(self, Self::Path(method, path) if matches(method, path, verb, text))
    }
}

fn matches(method: &Glob, paths: &[Glob], verb: &str, text: &str) -> bool {
    method.matches_with(verb, METHOD) && paths.iter().any(|path| path.matches_with(text, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(pattern: &str, verb: &str, text: &str) -> bool {
        Pattern::parse(pattern).expect("a pattern").matches_path(verb, text)
    }

    #[test]
    fn stars_stay_inside_a_segment() {
        assert!(path("GET /pets/*", "GET", "/pets/{petId}") && !path("GET /pets/*", "GET", "/pets/{petId}/toys"));
        assert!(path("* /pets/**", "PUT", "/pets/{petId}/toys") && path("/pets/**", "PUT", "/pets/x"));
        assert!(path("/pets/**", "GET", "/pets") && !path("/pets/**", "GET", "/petshop"));
        assert!(path("get /pets/{petId}", "GET", "/pets/{petId}") && !path("GET /pets", "POST", "/pets"));
        assert!(path("GET **", "GET", "/a/b"));
    }

    #[test]
    fn mistakes_have_a_reason() {
        for text in ["", "GET pets", "tag:", "GET /a/***", "listPets["] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }
}
