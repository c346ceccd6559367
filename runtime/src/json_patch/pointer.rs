//! Paths inside an object, as JSON pointers ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)).

use std::fmt;

/// A property, and what leads from there to one of its parts.
#[derive(Clone)]
pub struct Pointer {
    name: &'static str,
    /// A JSON pointer, relative to the property.
    rest: String,
}

impl Pointer {
    /// A property by its wire name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, rest: String::new() }
    }

    /// An element of an array or a property of a map.
    pub fn then(&self, token: &str) -> Self {
        let mut rest = self.rest.clone();
        push(&mut rest, token);
        Self { name: self.name, rest }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = String::with_capacity(1 + self.name.len() + self.rest.len());
        push(&mut path, self.name);
        f.write_str(&path)?;
        f.write_str(&self.rest)
    }
}

/// Appends a reference token; `~` and `/` are escaped.
fn push(path: &mut String, token: &str) {
    path.push('/');
    for char in token.chars() {
        match char {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}
