//! `multipart/form-data` bodies (RFC 7578), with files as streams.

use bytes::{BufMut, Bytes, BytesMut};
use serde::Serialize;

use crate::body::Body;
use crate::secret::{Secret, written_by};

/// A form with files. Parts are sent in the order they were added.
#[derive(Clone, Debug, Default)]
pub struct MultipartForm {
    parts: Vec<Part>,
    /// Secrets among the fields, which texts about the form leave out.
    hidden: Vec<Secret>,
    error: Option<String>,
}

#[derive(Clone, Debug)]
struct Part {
    head: Bytes,
    body: Body,
}

/// A file in a form.
#[derive(Clone, Debug)]
pub struct FilePart {
    name: String,
    content_type: String,
    body: Body,
}

impl FilePart {
    /// A file with its name and content: bytes, or a [`Body`] that streams.
    pub fn new(file_name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self { name: file_name.into(), content_type: "application/octet-stream".to_owned(), body: content.into() }
    }

    /// The media type; `application/octet-stream` unless set.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

/// A type that is sent as a form; implemented by `#[derive(Multipart)]`.
pub trait IntoMultipart {
    /// The parts of the form.
    fn into_multipart(self) -> MultipartForm;
}

impl IntoMultipart for MultipartForm {
    fn into_multipart(self) -> MultipartForm {
        self
    }
}

impl MultipartForm {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text field.
    #[must_use]
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.part(name, None, "", Body::from(value.into()))
    }

    /// Adds a field in JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        let (json, secrets) = written_by(|| serde_json::to_vec(value));
        self.hidden.extend(secrets);
        match json {
            Ok(json) => self.part(name, None, "application/json", Body::from(json)),
            Err(error) => {
                self.error.get_or_insert_with(|| format!("the form field `{name}` is no JSON: {error}"));
                self
            }
        }
    }

    /// Adds a field written as plain text: strings without quotes, numbers, booleans; anything else as JSON.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        let (json, secrets) = written_by(|| serde_json::to_value(value));
        self.hidden.extend(secrets);
        match json {
            Ok(serde_json::Value::String(text)) => self.text(name, text),
            Ok(scalar @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => self.text(name, scalar.to_string()),
            _ => self.json(name, value),
        }
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: FilePart) -> Self {
        self.part(name, Some(&file.name), &file.content_type, file.body)
    }

    fn part(mut self, name: &str, file: Option<&str>, content_type: &str, body: Body) -> Self {
        if content_type.contains(['\r', '\n']) {
            self.error.get_or_insert_with(|| format!("the media type of the form field `{name}` has a line break"));
        }
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file) = file {
            head.push_str("; filename=\"");
            head.push_str(&escape(file));
            head.push('"');
        }
        if !content_type.is_empty() {
            head.push_str("\r\nContent-Type: ");
            head.push_str(content_type);
        }
        head.push_str("\r\n\r\n");
        self.parts.push(Part { head: head.into(), body });
        self
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

    pub(crate) fn content_type(boundary: &str) -> String {
        format!("multipart/form-data; boundary={boundary}")
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
mod tests {
    use super::*;

    #[tokio::test]
    async fn parts_are_written_in_order() {
        let form = MultipartForm::new()
            .text("na\"me", "v")
            .json("meta", &[1, 2])
            .file("file", FilePart::new("a.png", "PNG").content_type("image/png"));
        let body = form.encode("b");
        assert_eq!(
            body.as_bytes().unwrap(),
            "--b\r\nContent-Disposition: form-data; name=\"na%22me\"\r\n\r\nv\r\n\
             --b\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
             --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
             --b--\r\n"
        );
    }

    #[tokio::test]
    async fn a_large_file_is_not_copied_into_the_form() {
        let form = MultipartForm::new().file("file", FilePart::new("a", vec![b'x'; 100_000]));
        let body = form.encode("b");
        assert!(body.as_bytes().is_none());
        let length = body.length().unwrap();
        assert_eq!(body.into_stream().collect().await.unwrap().len() as u64, length);
    }

    #[test]
    fn a_line_break_cannot_add_a_header() {
        let form = MultipartForm::new().file("f", FilePart::new("a\r\nb", "").content_type("a\r\nX: y"));
        assert!(form.error().is_some());
        assert!(form.parts[0].head.starts_with(b"Content-Disposition: form-data; name=\"f\"; filename=\"a%0D%0Ab\""));
    }
}
