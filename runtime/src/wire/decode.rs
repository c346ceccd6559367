//! Reading JSON text with the JSON path of what failed.

use std::fmt;

use serde::de::DeserializeOwned;

use super::event::EventData;
use super::lenient::Lenient;
pub(crate) use super::path::path_at;
use super::path::push_key;
use super::shape::Typed;
use super::state::{Limited, exactly, of_texts};
use super::union::{named, variant};

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

/// Reads JSON text into any type; arrays and maps of scalars are read as strictly as their types are by themselves.
///
/// # Errors
///
/// When the bytes are not UTF-8 or not JSON, or the JSON does not have the shape of `T`.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(bytes)?;
    reading(text, || {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = T::deserialize(Lenient(&mut deserializer))?;
        deserializer.end()?;
        Ok(value)
    })
}

/// Reads JSON text as [`Typed::read`].
///
/// # Errors
///
/// As [`from_slice`].
pub fn read_slice<T: Typed>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(bytes)?;
    reading(text, || variant(text))
}

/// Reads the JSON text of a delivery: as [`from_slice`], but an event that is named and does not fit is an error.
pub(crate) fn from_delivery<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let text = utf8(bytes)?.trim_ascii_start();
    reading(text, || {
        named(text, || {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let value = T::deserialize(Lenient(&mut deserializer))?;
            deserializer.end()?;
            Ok(value)
        })
    })
}

/// Reads the JSON made of a form, whose scalars are all strings: as [`from_delivery`].
pub(crate) fn from_form<T: DeserializeOwned>(text: &str) -> Result<T, DecodeError> {
    of_texts(|| from_delivery(text.as_bytes()))
}

/// Reads the data of an event: text as received where a string is wanted, JSON for everything else.
pub(crate) fn from_event<T: DeserializeOwned>(data: &str) -> Result<T, DecodeError> {
    reading(data, || T::deserialize(EventData(data)))
}

/// Reads a whole text, within the work its length allows and with every digit it has.
pub(crate) fn reading<T>(text: &str, read: impl FnMut() -> serde_json::Result<T>) -> Result<T, DecodeError> {
    let _limit = Limited::by(text.len());
    exactly(read).map_err(|error| explain_at(text, 0, Some(text), &error))
}

/// The text without a byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, DecodeError> {
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

/// The failure of a part of `text` that begins at `start`; without a part its place is not known.
#[cold]
pub(crate) fn explain_at(text: &str, start: usize, part: Option<&str>, error: &serde_json::Error) -> DecodeError {
    let mut message = error.to_string();
    if let Some(at) = message.rfind(" at line ") {
        message.truncate(at);
    }
    let Some(part) = part else { return DecodeError { path: "$".to_owned(), message, line: 0, column: 0 } };
    let end = start + offset(part, error.line(), error.column());
    let mut path = path_at(text, end);
    let (line, column) = if start == 0 {
        (error.line(), error.column())
    } else {
        let (line, column) = place(text.get(..end).unwrap_or(text));
        (line, column.saturating_sub(1))
    };
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
