//! Where in a JSON text something is. The text may be broken, cut off or hostile, which is why `serde_json` cannot be asked.

use std::borrow::Cow;
use std::fmt::Write;

enum Step {
    Key(String),
    Index(usize),
}

/// Path of the value that ends at `offset`, or else of the innermost value around it.
pub(crate) fn path_at(text: &str, offset: usize) -> String {
    let mut steps = Vec::new();
    walk(&mut Cursor { text, at: 0 }, offset, &mut steps);
    let mut path = "$".to_owned();
    for step in steps {
        match step {
            Step::Key(key) => push_key(&mut path, &key),
            Step::Index(index) => {
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

pub(crate) fn push_key(path: &mut String, key: &str) {
    let plain = key.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && key.chars().all(|other| other.is_alphanumeric() || other == '_');
    if plain {
        path.push('.');
        path.push_str(key);
    } else {
        let _ = write!(path, "[{key:?}]");
    }
}

/// Walks to `offset` without recursion (the text may be hostile) and leaves the steps to it in `steps`.
fn walk(at: &mut Cursor<'_>, offset: usize, steps: &mut Vec<Step>) -> Option<()> {
    // One entry per open array or object: its closing bracket.
    let mut open: Vec<u8> = Vec::new();
    loop {
        // At a value.
        let first = at.peek()?;
        if at.at >= offset {
            return Some(());
        }
        match first {
            b'{' | b'[' => {
                at.at += 1;
                open.push(first);
                if first == b'[' {
                    if at.peek()? == b']' { close(at, offset, &mut open, steps)? } else { steps.push(Step::Index(0)) }
                } else if at.peek()? == b'}' {
                    close(at, offset, &mut open, steps)?;
                } else {
                    key(at, offset, steps)?;
                }
            }
            _ => {
                at.value()?;
            }
        }
        if at.at >= offset {
            return Some(());
        }
        if matches!(first, b'{' | b'[') && !matches!(at.text.as_bytes()[at.at - 1], b'}' | b']') {
            continue;
        }
        // Behind a value: to the next one.
        loop {
            match at.peek()? {
                b',' => {
                    at.at += 1;
                    match (open.last()?, steps.pop()?) {
                        (b'[', Step::Index(index)) => steps.push(Step::Index(index + 1)),
                        _ => key(at, offset, steps)?,
                    }
                    break;
                }
                b']' | b'}' => {
                    steps.pop();
                    close(at, offset, &mut open, steps)?;
                }
                _ => return Some(()),
            }
        }
    }
}

/// Moves behind a closing bracket; ends the walk (`None`) when that is the place looked for.
fn close(at: &mut Cursor<'_>, offset: usize, open: &mut Vec<u8>, _steps: &mut [Step]) -> Option<()> {
    at.at += 1;
    open.pop();
    (at.at < offset).then_some(())
}

/// Reads a key and its colon; ends the walk when the place is before the value.
fn key(at: &mut Cursor<'_>, offset: usize, steps: &mut Vec<Step>) -> Option<()> {
    at.peek()?;
    if at.at >= offset {
        return None;
    }
    let key = at.string()?;
    if at.peek()? != b':' || at.at >= offset {
        return None;
    }
    at.at += 1;
    steps.push(Step::Key(key.into_owned()));
    Some(())
}

/// A place in a JSON text.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let b' ' | b'\t' | b'\n' | b'\r' = bytes.get(self.at)? {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Reads a string.
    fn string(&mut self) -> Option<Cow<'a, str>> {
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
    fn value(&mut self) -> Option<&'a str> {
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
