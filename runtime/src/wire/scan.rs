//! A cursor over the raw text of JSON: enough to see keys, kinds and extents of values without building them.

use std::borrow::Cow;

/// How deep arrays and objects may nest, as in `serde_json`.
pub(crate) const MAX_DEPTH: usize = 128;

/// A JSON value, one level deep; what is inside is raw text.
#[derive(Debug)]
pub(crate) enum Json<'a> {
    Null,
    Bool,
    Number(&'a str),
    Text(Cow<'a, str>),
    Array(Vec<&'a str>),
    Object(Vec<(Cow<'a, str>, &'a str)>),
}

/// Reads the outermost level of a JSON text; `None` when it is not valid JSON.
pub(crate) fn parse(text: &str) -> Option<Json<'_>> {
    let mut at = Cursor { text, at: 0 };
    match at.peek()? {
        b'n' => Some(Json::Null),
        b't' | b'f' => Some(Json::Bool),
        b'"' => at.string().map(Json::Text),
        b'[' => {
            let mut items = Vec::new();
            at.at += 1;
            while at.peek()? != b']' {
                items.push(at.value()?);
                at.comma()?;
            }
            Some(Json::Array(items))
        }
        b'{' => {
            let mut entries = Vec::new();
            let mut members = Members(Cursor { text, at: 0 });
            while let Some(entry) = members.next()? {
                entries.push(entry);
            }
            Some(Json::Object(entries))
        }
        _ => at.value().map(Json::Number),
    }
}

/// The raw value of `key` in an object; `None` when the text is no object or has no such key.
pub(crate) fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut members = Members(Cursor { text, at: 0 });
    if members.0.peek()? != b'{' {
        return None;
    }
    while let Some((name, value)) = members.next()? {
        if name == key {
            return Some(value);
        }
    }
    None
}

/// Text of a scalar as a discriminator sees it: strings without quotes and escapes, others as written.
pub(crate) fn scalar(text: &str) -> Option<Cow<'_, str>> {
    match text.as_bytes().first()? {
        b'"' => Cursor { text, at: 0 }.string(),
        b'{' | b'[' => None,
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Whether arrays and objects nest deeper than [`MAX_DEPTH`].
pub(crate) fn too_deep(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut depth = 0usize;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => loop {
                match bytes.next() {
                    Some(b'\\') => {
                        bytes.next();
                    }
                    Some(b'"') | None => break,
                    Some(_) => {}
                }
            },
            b'[' | b'{' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

struct Members<'a>(Cursor<'a>);

impl<'a> Members<'a> {
    /// The next entry; `Some(None)` at the end, `None` on invalid JSON.
    #[allow(clippy::option_option)]
    fn next(&mut self) -> Option<Option<(Cow<'a, str>, &'a str)>> {
        let at = &mut self.0;
        if at.peek()? == b'{' && at.is_start() {
            at.at += 1;
        }
        if at.peek()? == b'}' {
            return Some(None);
        }
        let key = at.string()?;
        if at.peek()? != b':' {
            return None;
        }
        at.at += 1;
        let value = at.value()?;
        at.comma()?;
        Some(Some((key, value)))
    }
}

/// A place in a JSON text.
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

impl<'a> Cursor<'a> {
    fn is_start(&self) -> bool {
        self.text.as_bytes()[..self.at].iter().all(u8::is_ascii_whitespace)
    }

    /// The next byte that is not white space.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let b' ' | b'\t' | b'\n' | b'\r' = bytes.get(self.at)? {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Moves over a comma; a closing bracket stays.
    pub(crate) fn comma(&mut self) -> Option<()> {
        match self.peek()? {
            b',' => self.at += 1,
            b']' | b'}' => {}
            _ => return None,
        }
        Some(())
    }

    /// Reads a string.
    pub(crate) fn string(&mut self) -> Option<Cow<'a, str>> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at;
        let escaped = self.skip_string()?;
        let raw = &self.text[start..self.at];
        if escaped { serde_json::from_str(raw).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(&raw[1..raw.len() - 1])) }
    }

    /// Moves behind the string that starts here and says whether it has escapes.
    fn skip_string(&mut self) -> Option<bool> {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        self.at += 1;
        loop {
            match bytes.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return Some(escaped);
                }
                b'\\' => {
                    escaped = true;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
    }

    /// The raw text of the next value.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        let first = self.peek()?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        match first {
            b'"' => {
                self.skip_string()?;
            }
            b'[' | b'{' => {
                let mut depth = 0usize;
                loop {
                    match bytes.get(self.at)? {
                        b'"' => {
                            self.skip_string()?;
                            continue;
                        }
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
            b',' | b':' | b']' | b'}' => return None,
            _ => {
                while let Some(byte) = bytes.get(self.at)
                    && !matches!(byte, b',' | b']' | b'}' | b':' | b' ' | b'\t' | b'\n' | b'\r')
                {
                    self.at += 1;
                }
            }
        }
        self.text.get(start..self.at)
    }
}
