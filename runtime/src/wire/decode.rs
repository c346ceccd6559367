//! Reading JSON text with the JSON path of what failed.

use std::fmt::{self, Write};

use serde::de::DeserializeOwned;

use super::event::EventData;
use super::scan::Cursor;
use super::union::named;

/// Why JSON text could not be read, and where.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// JSON path of the value that failed, such as `$.data[3].id`.
    pub path: String,
    /// What was wrong, without the place.
    pub message: String,
    /// Line in the text, from 1; 0 when unknown.
    pub line: usize,
    /// Byte in the line, from 1; 0 when unknown.
    pub column: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}` (line {}, column {})", self.message, self.path, self.line, self.column)
    }
}

impl std::error::Error for DecodeError {}

/// Reads JSON text.
///
/// # Errors
///
/// When the bytes are not UTF-8 or not JSON, or the JSON does not have the shape of `T`.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(bytes)?;
    serde_json::from_str(text).map_err(|error| explain(text, &error))
}

/// Reads the JSON text of a delivery: as [`from_slice`], but an event that is named and does not fit is an error.
pub(crate) fn from_delivery<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(bytes)?;
    named(text, || serde_json::from_str(text)).map_err(|error| explain(text.trim_ascii_start(), &error))
}

/// Reads the data of an event: text as it came where a text is wanted, JSON for everything else.
pub(crate) fn from_event<T: DeserializeOwned>(data: &str) -> Result<T, DecodeError> {
    T::deserialize(EventData(data)).map_err(|error| explain(data, &error))
}

/// The text without a byte order mark.
fn utf8(bytes: &[u8]) -> Result<&str, DecodeError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let text = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let (line, column) = place(text);
        DecodeError { path: path_at(text, text.len()), message: "text is not UTF-8".to_owned(), line, column }
    })
}

fn place(text: &str) -> (usize, usize) {
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    (text.matches('\n').count() + 1, text.len() - start + 1)
}

#[cold]
fn explain(text: &str, error: &serde_json::Error) -> DecodeError {
    let (line, column) = (error.line(), error.column());
    let mut message = error.to_string();
    if let Some(at) = message.rfind(" at line ") {
        message.truncate(at);
    }
    let mut path = path_at(text, offset(text, line, column));
    if let Some(name) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        push_key(&mut path, name);
    }
    DecodeError { path, message, line, column }
}

/// Bytes read when the error was found.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column).min(text.len())
}

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

fn push_key(path: &mut String, key: &str) {
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
