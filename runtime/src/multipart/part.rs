//! The parts of a multipart body.

use serde::Serialize;
use serde_json::Value;

use super::number;
use crate::body::Body;
use crate::secret::{Secret, written_by};

/// A part of a multipart body: its content, media type and headers.
///
/// ```
/// use plansmith_runtime::{FilePart, MultipartForm, Part};
///
/// let form = MultipartForm::new()
///     .part("table", Part::text("a;b").content_type("text/csv"))
///     .part("picture", FilePart::new("a.png", vec![0x89]).content_type("image/png").header("X-Rank", "1"));
/// # let _ = form;
/// ```
#[derive(Clone, Debug)]
pub struct Part {
    pub(super) file_name: Option<String>,
    content_type: Option<String>,
    /// The media type when none was set.
    usual: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    /// Secrets in the content, which texts about it leave out.
    pub(super) hidden: Vec<Secret>,
    pub(super) body: Result<Body, String>,
}

impl Part {
    /// A part without media type, which receivers take for plain text: bytes, or a [`Body`] that streams.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            file_name: None,
            content_type: None,
            usual: None,
            headers: Vec::new(),
            hidden: Vec::new(),
            body: Ok(content.into()),
        }
    }

    /// A part of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(text.into())
    }

    /// A value in JSON. One that cannot be JSON fails when the request is sent.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        let (json, hidden) = written_by(|| number::to_vec(value));
        let body = json.map(Body::from).map_err(|error| error.to_string());
        Self { usual: Some("application/json".to_owned()), hidden, body, ..Self::new("") }
    }

    /// A value as plain text: strings without quotes, numbers, booleans; anything else as JSON.
    pub fn value<T: Serialize + ?Sized>(value: &T) -> Self {
        let (json, hidden) = written_by(|| serde_json::to_value(value));
        match json {
            Ok(Value::String(text)) => Self { hidden, ..Self::text(text) },
            Ok(Value::Bool(flag)) => Self::text(flag.to_string()),
            // A `Decimal` keeps its digits in the text of `json`.
            Ok(Value::Number(_)) => Self { usual: None, ..Self::json(value) },
            _ => Self::json(value),
        }
    }

    /// The media type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The media type, unless [`content_type`](Self::content_type) set one: what a description says of the part.
    #[must_use]
    pub fn or_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.usual = Some(content_type.into());
        self
    }

    /// The file name; with one, servers take the part for a file.
    #[must_use]
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// A header of this part, beside those for its name and media type. A name or value that cannot be sent fails when the request
    /// is sent.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A header as [`header`](Self::header) adds it, unless the part has one of this name: what a description says of the part.
    #[must_use]
    pub fn or_header(self, name: &str, value: &str) -> Self {
        if self.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) { self } else { self.header(name, value) }
    }

    pub(super) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref().or(self.usual.as_deref())
    }
}

/// What can be a part of a multipart body: files, and values as [`Part::value`] writes them.
pub trait IntoPart {
    /// The part.
    fn into_part(self) -> Part;
}

impl IntoPart for Part {
    fn into_part(self) -> Part {
        self
    }
}

impl IntoPart for FilePart {
    fn into_part(self) -> Part {
        self.0
    }
}

impl<T: Serialize> IntoPart for T {
    fn into_part(self) -> Part {
        Part::value(&self)
    }
}

impl From<FilePart> for Part {
    fn from(file: FilePart) -> Self {
        file.0
    }
}

/// A file in a form.
#[derive(Clone, Debug)]
pub struct FilePart(Part);

impl FilePart {
    /// A file with its name and content: bytes, or a [`Body`] that streams.
    pub fn new(file_name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self(Part::new(content).file_name(file_name).or_content_type("application/octet-stream"))
    }

    /// The media type; what the description says of the file, or `application/octet-stream`, unless set.
    #[must_use]
    pub fn content_type(self, content_type: impl Into<String>) -> Self {
        Self(self.0.content_type(content_type))
    }

    /// A header of this part, beside those for its name and media type.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(self.0.header(name, value))
    }
}
