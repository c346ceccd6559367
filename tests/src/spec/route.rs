//! Path templates such as `/card/{card_id}`.

/// A template, split into literal and variable pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    template: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Variable(String),
}

impl Route {
    /// Splits a template.
    #[must_use]
    pub fn new(template: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, next) = after.split_once('}').unwrap_or((after, ""));
            pieces.push(Piece::Literal(before.to_owned()));
            pieces.push(Piece::Variable(name.to_owned()));
            rest = next;
        }
        pieces.push(Piece::Literal(rest.to_owned()));
        Self { template: template.to_owned(), pieces }
    }

    /// The template as written.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The number of variables: of two templates that match, the one with fewer is meant.
    #[must_use]
    pub fn wildness(&self) -> usize {
        self.pieces.len() / 2
    }

    /// The names of the variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(name) => Some(name.as_str()),
            Piece::Literal(_) => None,
        })
    }

    /// The variables of a path, still encoded; `None` when it does not match. A variable holds at least one character and
    /// no slash.
    #[must_use]
    pub fn capture(&self, path: &str) -> Option<Vec<(String, String)>> {
        let mut found = Vec::new();
        let mut rest = path;
        let mut pieces = self.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Literal(text) => rest = rest.strip_prefix(text.as_str())?,
                Piece::Variable(name) => {
                    let segment = rest.split('/').next().unwrap_or_default();
                    let length = match pieces.peek() {
                        Some(Piece::Literal(next)) if !next.is_empty() && !next.starts_with('/') => {
                            segment.rfind(next.split('/').next().unwrap_or_default())?
                        }
                        _ => segment.len(),
                    };
                    if length == 0 {
                        return None;
                    }
                    found.push((name.clone(), rest[..length].to_owned()));
                    rest = &rest[length..];
                }
            }
        }
        rest.is_empty().then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_stay_inside_a_segment() {
        let route = Route::new("/card/{id}/file/{name}.csv");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(route.capture("/card/7/file/a.b.csv"), Some(vec![pair("id", "7"), pair("name", "a.b")]));
        assert_eq!(route.capture("/card//file/a.csv"), None);
        assert_eq!(route.capture("/card/7/file/a/b.csv"), None);
        assert_eq!(route.capture("/card/7/file/a.csv/"), None);
        assert_eq!(Route::new("/card").capture("/card"), Some(vec![]));
    }
}
