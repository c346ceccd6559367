use std::fmt;
use std::sync::Arc;

/// A file of a description, by the order in which the files were opened. The root is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

impl FileId {
    /// The first id of files that are no part of the description.
    const ATTACHED: u16 = 1 << 15;

    /// The id of an overlay or configuration, by its position among them.
    #[must_use]
    pub fn attached(index: u16) -> Self {
        Self(Self::ATTACHED.saturating_add(index))
    }

    /// The position among overlays and configurations; `None` for a file of the description.
    #[must_use]
    pub fn attached_index(self) -> Option<usize> {
        self.0.checked_sub(Self::ATTACHED).map(usize::from)
    }
}

/// Which part of an entry a place means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// The value. A map or list is shown by its key, where it has one.
    #[default]
    Value,
    /// The key in front of the value.
    Key,
}

/// A node of a description: its file and its JSON pointer (RFC 6901). Line and column are looked up when a
/// message is rendered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// RFC 6901 pointer inside the file, empty for the whole of it.
    pub pointer: Arc<str>,
    /// The key or the value.
    pub on: On,
}

impl Default for Place {
    fn default() -> Self {
        Self::new(FileId::default(), "")
    }
}

impl Place {
    /// A place in no file: for what was said on a command line.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { file: FileId(u16::MAX), pointer: Arc::from(""), on: On::Value }
    }

    /// The value at `pointer`, which is already escaped.
    #[must_use]
    pub fn new(file: FileId, pointer: &str) -> Self {
        Self { file, pointer: Arc::from(pointer), on: On::Value }
    }

    /// The value one step further in, at the key `token`, which is escaped here.
    #[must_use]
    pub fn join(&self, token: &str) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + token.len() + 1);
        pointer.push_str(&self.pointer);
        push_token(&mut pointer, token);
        Self { file: self.file, pointer: pointer.into(), on: On::Value }
    }

    /// The value one step further in, at the position `index` of a list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: format!("{}/{index}", self.pointer).into(), on: On::Value }
    }

    /// The key of this value.
    #[must_use]
    pub fn key(&self) -> Self {
        Self { on: On::Key, ..self.clone() }
    }

    /// The tokens of the pointer, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        tokens(&self.pointer)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{}", self.pointer)
    }
}

/// Appends `/token` to a pointer, with `~` and `/` escaped as RFC 6901 says.
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    if token.contains(['~', '/']) {
        for letter in token.chars() {
            match letter {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
    } else {
        pointer.push_str(token);
    }
}

/// The tokens of a pointer, unescaped. Text in front of the first `/` is skipped.
pub fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|token| if token.contains('~') { token.replace("~1", "/").replace("~0", "~") } else { token.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_a_pointer() {
        let place = Place::default().join("paths").join("/a~b/{c}").index(3).join("");
        assert_eq!(&*place.pointer, "/paths/~1a~0b~1{c}/3/");
        assert_eq!(place.tokens().collect::<Vec<_>>(), ["paths", "/a~b/{c}", "3", ""]);
        assert_eq!(tokens("/~01").collect::<Vec<_>>(), ["~1"]);
    }

    #[test]
    fn the_root_has_no_tokens() {
        assert_eq!(Place::default().tokens().count(), 0);
    }
}
