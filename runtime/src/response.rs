//! Responses: [`Response`] for callers, [`RawResponse`] for decoders.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG};
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::body::Body;
use crate::charset;
use crate::error::{Error, ErrorKind, Received};
use crate::meta::Meta;
use crate::rate_limit::RateLimit;
use crate::redact::Headers;
use crate::stream::ByteStream;
use crate::wire::codegen::Typed;
use crate::wire::{self, DecodeError, Partly};

/// A decoded response together with its status and headers.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: Option<RateLimit>,
    operation: &'static str,
    body: T,
}

impl<T> Response<T> {
    pub(crate) fn new(
        status: StatusCode,
        headers: HeaderMap,
        rate_limit: Option<RateLimit>,
        operation: &'static str,
        body: T,
    ) -> Self {
        Self { status, headers, rate_limit, operation, body }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// All headers, as received.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header as a string; `None` when it is missing or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The `ETag` header, if it is text.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(ETAG).and_then(|value| value.to_str().ok())
    }

    /// The rate limit reported in this response.
    #[must_use]
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.rate_limit.as_ref()
    }

    /// The headers as a type of the API.
    ///
    /// # Errors
    /// When a header is missing or does not have its type.
    pub fn headers_as<H: FromHeaders>(&self) -> Result<H, Error> {
        H::from_headers(&self.headers).map_err(|what| Error::new(ErrorKind::Decode, self.operation).context(what))
    }

    /// The decoded body.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body, without status and headers.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("headers", &Headers(&self.headers))
            .field("rate_limit", &self.rate_limit)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// Headers as a type of the API; implemented by `#[derive(Headers)]`.
pub trait FromHeaders: Sized {
    /// Reads the headers; the error says which header is wrong and why.
    ///
    /// # Errors
    /// When a required header is missing or a header does not have its type.
    fn from_headers(headers: &HeaderMap) -> Result<Self, String>;
}

/// A raw response, before it is decoded. Its body is complete unless the decoder asked for a stream.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    meta: &'static Meta,
}

impl RawResponse {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Body, meta: &'static Meta) -> Self {
        Self { status, headers, body, meta }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub(crate) fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The response without its body.
    pub(crate) fn head(&self) -> Received {
        Received { status: self.status, headers: self.headers.clone(), body: None, meta: self.meta }
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type in lower case without parameters; empty when there is none.
    #[must_use]
    pub fn content_type(&self) -> String {
        let value = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Whether the media type is `wanted` (`*` parts of `wanted` match anything), or `wanted` is JSON and this one `+json`. A
    /// response that names none is examined (RFC 9110, 8.3): an object or an array is JSON.
    /// Parameters of `wanted`, such as `v=2`, count where the response gives the same ones another value; `charset` never does.
    #[must_use]
    pub fn has_content_type(&self, wanted: &str) -> bool {
        let found = self.content_type();
        if wanted.contains(';') && self.contradicts(wanted) {
            return false;
        }
        let wanted = wanted.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match wanted.strip_suffix('*') {
            Some("" | "*/") => true,
            Some(prefix) => found.starts_with(prefix),
            None if found.is_empty() => (wanted == "application/json" || wanted.ends_with("+json")) && self.looks_like_json(),
            None => found == wanted || (wanted == "application/json" && found.ends_with("+json")),
        }
    }

    fn looks_like_json(&self) -> bool {
        self.body.as_bytes().is_some_and(|bytes| matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')))
    }

    /// Whether a parameter of the media type has another value than in `wanted`.
    fn contradicts(&self, wanted: &str) -> bool {
        let own = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        parameters(wanted)
            .filter(|(name, _)| name != "charset")
            .any(|(name, value)| parameters(own).any(|(other, own)| other == name && own != value))
    }

    /// The constants of the operation.
    #[must_use]
    pub fn meta(&self) -> &'static Meta {
        self.meta
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The complete body; empty when the response is a stream.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.as_bytes().cloned().unwrap_or_default()
    }

    /// The body as a stream.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        self.body.into_stream()
    }

    /// Decodes the body as JSON. No body counts as `null`, so that an `Option` reads a response that may have none.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] with the path of the first value that does not fit, [`ErrorKind::Html`] for a web page.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.decode(wire::from_slice).or_else(|error| self.bare().ok_or(error))
    }

    /// Decodes the body as JSON into a type of the API, leniently also where it is an array of numbers or strings.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn read<T: Typed>(&self) -> Result<T, Error> {
        self.decode(wire::read_slice).or_else(|error| self.bare().ok_or(error))
    }

    /// Decodes the body as JSON and skips elements of its outermost arrays that cannot be read; they are reported with their
    /// place. Arrays inside such an element are as strict as always.
    ///
    /// # Errors
    /// As [`json`](Self::json), when something outside these elements cannot be read.
    pub fn read_partly<T: Typed>(&self) -> Result<Partly<T>, Error> {
        self.decode(wire::from_slice_partly)
    }

    fn decode<T>(&self, read: impl Fn(&[u8]) -> Result<T, DecodeError>) -> Result<T, Error> {
        let bytes = self.body.as_bytes().map_or(&[][..], |bytes| bytes);
        // A response without a body is null where that may be.
        if bytes.is_empty()
            && let Ok(nothing) = read(b"null")
        {
            return Ok(nothing);
        }
        let mut failure = match read(bytes) {
            Ok(value) => return Ok(value),
            Err(failure) => failure,
        };
        // JSON is UTF-8 (RFC 8259, 8.1), and some servers say that theirs is not.
        if let Some(text) = self.charset().and_then(|charset| charset::decode(&charset, bytes))
            && let Ok(value) = read(text.as_bytes())
        {
            return Ok(value);
        }
        let first = bytes.trim_ascii_start().first().copied();
        if first.is_none() {
            "there is no body".clone_into(&mut failure.message);
        }
        Err(match first {
            Some(b'<') => Error::new(ErrorKind::Html, self.meta.id).with_raw(self).caused_by(failure),
            _ => Error::new(ErrorKind::Decode, self.meta.id).undecoded(failure).with_raw(self),
        })
    }

    /// The body where a string was promised and came without the quotes of JSON: many servers send strings as they are, under
    /// any label.
    fn bare<T: DeserializeOwned>(&self) -> Option<T> {
        let text = std::str::from_utf8(self.body.as_bytes()?).ok()?.trim_ascii();
        // What is JSON was read as such, and what begins like it is cut off.
        let is_json =
            matches!(text.bytes().next()?, b'"' | b'{' | b'[' | b'<') || serde_json::from_str::<IgnoredAny>(text).is_ok();
        if is_json { None } else { wire::from_event(text).ok() }
    }

    /// The `charset` that the response names, in lower case.
    fn charset(&self) -> Option<String> {
        let own = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let found = parameters(own).find(|(name, _)| name == "charset");
        found.map(|(_, value)| value.to_ascii_lowercase())
    }

    /// Decodes the body as text: in UTF-8, or in the character set that the response names, of which Latin-1 and UTF-16 are known.
    /// A byte order mark is dropped.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when the body is not UTF-8 and names no other character set that is known.
    pub fn text(&self) -> Result<String, Error> {
        let bytes = self.body.as_bytes().map_or(&[][..], |bytes| bytes);
        if let Some(text) = self.charset().and_then(|charset| charset::decode(&charset, bytes)) {
            return Ok(text);
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(source) => Err(self.unexpected("the text is not UTF-8").caused_by(source)),
        }
    }

    /// The error for a response that the description of the operation does not document.
    #[must_use]
    pub fn unexpected(&self, what: &'static str) -> Error {
        Error::new(ErrorKind::Decode, self.meta.id).with_raw(self).context(what)
    }
}

/// The error of an operation, read from a response. Every type that reads JSON is one.
pub trait ErrorBody: Sized {
    /// Reads the error out of a response whose body is complete.
    ///
    /// # Errors
    /// When the response does not have this shape.
    fn from_response(response: &RawResponse) -> Result<Self, Error>;
}

impl<T: DeserializeOwned> ErrorBody for T {
    fn from_response(response: &RawResponse) -> Result<Self, Error> {
        response.json()
    }
}

impl Error {
    /// The error body as a type of the API; `None` without a body or when it has another shape.
    /// [`body_of`](Self::body_of) knows the type by the operation.
    #[must_use]
    pub fn body_as<E: ErrorBody>(&self) -> Option<E> {
        let Received { status, headers, body, meta } = self.response()?.clone();
        E::from_response(&RawResponse::new(status, headers, Body::from(body?), meta)).ok()
    }

    pub(crate) fn with_raw(self, response: &RawResponse) -> Self {
        let (status, headers, body) = (response.status, response.headers.clone(), response.body.as_bytes().cloned());
        self.with_response(Received { status, headers, body, meta: response.meta })
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.meta.id)
            .field("status", &self.status.as_u16())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// The parameters of a media type, names in lower case.
fn parameters(media: &str) -> impl Iterator<Item = (String, &str)> {
    let pairs = media.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"')))
}
