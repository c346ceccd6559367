//! Multipart bodies (RFC 2046, section 5.1): forms with files (RFC 7578), `multipart/mixed` and `multipart/related` (RFC 2387),
//! with files as streams.
//!
//! Every part has its name in `Content-Disposition: form-data`, even where the body is not a form: that is how the OpenAPI
//! specification (3.1.1, "Encoding Object") relates parts and properties.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use bytes::{BufMut, Bytes, BytesMut};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::body::Body;
use crate::secret::{Secret, written_by};
use crate::wire::number;

mod part;
mod value;

pub use part::{FilePart, IntoPart, Part};
pub use value::PartValue;

/// A body of several parts. They are sent in the order they were added.
#[derive(Clone, Debug)]
pub struct MultipartForm {
    media_type: Cow<'static, str>,
    parts: Vec<Encoded>,
    /// Media type of the first part.
    root: String,
    /// Secrets among the fields, which texts about the form leave out.
    hidden: Vec<Secret>,
    error: Option<String>,
}

#[derive(Clone, Debug)]
struct Encoded {
    head: Bytes,
    body: Body,
}

/// A type that is sent as a multipart body; implemented by `#[derive(Multipart)]`.
pub trait IntoMultipart {
    /// The parts.
    fn into_multipart(self) -> MultipartForm;
}

impl IntoMultipart for MultipartForm {
    fn into_multipart(self) -> MultipartForm {
        self
    }
}

/// A part for each entry.
impl<T: IntoPart> IntoMultipart for BTreeMap<String, T> {
    fn into_multipart(self) -> MultipartForm {
        self.into_iter().fold(MultipartForm::new(), |form, (name, value)| form.part(&name, value))
    }
}

/// A part for each entry, in no particular order.
impl<T: IntoPart, S> IntoMultipart for HashMap<String, T, S> {
    fn into_multipart(self) -> MultipartForm {
        self.into_iter().fold(MultipartForm::new(), |form, (name, value)| form.part(&name, value))
    }
}

impl<T: IntoMultipart> IntoMultipart for Box<T> {
    fn into_multipart(self) -> MultipartForm {
        (*self).into_multipart()
    }
}

/// As [`MultipartForm::properties`].
impl IntoMultipart for Value {
    fn into_multipart(self) -> MultipartForm {
        MultipartForm::new().properties(&self)
    }
}

impl Default for MultipartForm {
    fn default() -> Self {
        Self {
            media_type: Cow::Borrowed("multipart/form-data"),
            parts: Vec::new(),
            root: String::new(),
            hidden: Vec::new(),
            error: None,
        }
    }
}

impl MultipartForm {
    /// A `multipart/form-data` without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another multipart type, such as `multipart/related`, whose `type` parameter becomes the media type of its first part
    /// (RFC 2387, section 3.1). The boundary is added when it is sent.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        let media_type = media_type.into();
        let subtype = media_type.get(..10).filter(|start| start.eq_ignore_ascii_case("multipart/")).map(|_| &media_type[10..]);
        if subtype.is_none_or(str::is_empty) || HeaderValue::from_str(&media_type).is_err() {
            self.fail(|| format!("`{}` is no multipart media type", media_type.escape_default()));
        } else {
            self.media_type = media_type;
        }
        self
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.part(name, Part::text(value))
    }

    /// Adds a field in JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.part(name, Part::json(value))
    }

    /// Adds a field written as plain text: strings without quotes, numbers, booleans; anything else as JSON.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.part(name, Part::value(value))
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: FilePart) -> Self {
        self.part(name, file)
    }

    /// Adds a part for each property of an object, as [`value`](Self::value) does, arrays as several parts of the same name and
    /// `null` not at all.
    #[must_use]
    pub fn properties<T: Serialize + ?Sized>(mut self, object: &T) -> Self {
        let (value, secrets) = written_by(|| serde_json::to_value(object));
        self.hidden.extend(secrets);
        match value {
            Ok(Value::Object(entries)) => entries.into_iter().fold(self, |form, (name, value)| match value {
                Value::Null => form,
                Value::Array(items) => items.iter().fold(form, |form, item| form.value(&name, item)),
                value => form.value(&name, &value),
            }),
            Ok(_) => {
                self.fail(|| "a form is written from an object".to_owned());
                self
            }
            Err(error) => {
                self.fail(|| format!("the form is no JSON: {error}"));
                self
            }
        }
    }

    /// Adds a part of any kind.
    #[must_use]
    pub fn part(mut self, name: &str, part: impl IntoPart) -> Self {
        let part = part.into_part();
        let content_type = part.media_type();
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file) = &part.file_name {
            head.push_str("; filename=\"");
            head.push_str(&escape(file));
            head.push('"');
        }
        if let Some(content_type) = content_type {
            if HeaderValue::from_str(content_type).is_err() {
                self.fail(|| format!("the media type of the form field `{name}` has a character that is not allowed in it"));
            }
            head.push_str("\r\nContent-Type: ");
            head.push_str(content_type);
        }
        for (header, value) in &part.headers {
            if HeaderName::try_from(header.as_str()).is_err() || HeaderValue::from_str(value).is_err() {
                self.fail(|| format!("the header `{}` of the form field `{name}` cannot be sent", header.escape_default()));
            }
            head.push_str("\r\n");
            head.push_str(header);
            head.push_str(": ");
            head.push_str(value);
        }
        head.push_str("\r\n\r\n");
        if self.parts.is_empty() {
            content_type.unwrap_or("text/plain").clone_into(&mut self.root);
        }
        self.hidden.extend(part.hidden);
        match part.body {
            Ok(body) => self.parts.push(Encoded { head: head.into(), body }),
            Err(error) => self.fail(|| format!("the form field `{name}` is no JSON: {error}")),
        }
        self
    }

    /// Remembers the first thing that cannot be sent.
    fn fail(&mut self, what: impl FnOnce() -> String) {
        self.error.get_or_insert_with(what);
    }

    pub(crate) fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    pub(crate) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.body.is_replayable())
    }

    /// A boundary that occurs in no content, for all practical purposes: 128 random bits.
    pub(crate) fn boundary() -> String {
        format!("plansmith-{:032x}", fastrand::u128(..))
    }

    pub(crate) fn content_type(&self, boundary: &str) -> String {
        let mut out = format!("{}; boundary={boundary}", self.media_type);
        let parameters = self.media_type.to_ascii_lowercase();
        if parameters.starts_with("multipart/related") && !parameters.contains("type=") {
            out.push_str("; type=\"");
            out.push_str(&self.root.replace('\\', "\\\\").replace('"', "\\\""));
            out.push('"');
        }
        out
    }

    /// The body; content that is in memory is joined, streams stay streams.
    pub(crate) fn encode(&self, boundary: &str) -> Body {
        let mut pieces = Vec::new();
        let mut buffer = BytesMut::new();
        for part in &self.parts {
            buffer.put_slice(b"--");
            buffer.put_slice(boundary.as_bytes());
            buffer.put_slice(b"\r\n");
            buffer.put_slice(&part.head);
            match part.body.as_bytes() {
                Some(bytes) if bytes.len() <= 64 * 1024 => buffer.put_slice(bytes),
                _ => {
                    pieces.push(Body::from(buffer.split().freeze()));
                    pieces.push(part.body.clone());
                }
            }
            buffer.put_slice(b"\r\n");
        }
        buffer.put_slice(b"--");
        buffer.put_slice(boundary.as_bytes());
        buffer.put_slice(b"--\r\n");
        if pieces.is_empty() {
            return Body::from(buffer.freeze()).hiding(self.hidden.clone());
        }
        pieces.push(Body::from(buffer.freeze()));
        Body::chain(pieces).hiding(self.hidden.clone())
    }
}

/// Escapes a name as browsers do (WHATWG HTML, multipart form data).
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests;
