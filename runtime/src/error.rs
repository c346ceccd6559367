//! [`Error`]: the one error of every call.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::call::Meta;
use crate::conventions::Conventions;
use crate::response::Answer;
use crate::wire::DecodeError;

/// Any error, boxed; what transports, token stores and body streams report.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call failed.
///
/// Its `Display` names the operation and what happened and leaves the cause to [`source`](StdError::source).
/// Neither `Display` nor `Debug` shows a credential or the body of an answer; ask [`body`](Error::body) for that.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    context: Option<Cow<'static, str>>,
    answer: Option<Answer>,
    details: Details,
    path: Option<String>,
    retry_after: Option<Duration>,
    repeatable: bool,
    source: Option<BoxError>,
}

/// What the server said about a failure, found by the API's error pointers.
#[derive(Default)]
struct Details {
    reference: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

/// The classes of failure a caller may want to treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection was made, so the server has not seen the request.
    Connect,
    /// The answer did not arrive in time; the server may have processed the request.
    Timeout,
    /// The connection broke before the answer was complete; the server may have processed the request.
    Interrupted,
    /// Too many requests (429).
    RateLimited,
    /// The server is temporarily unavailable (503, or a status the API uses for that).
    Unavailable,
    /// The credential was missing, wrong or expired (401).
    Unauthorized,
    /// The credential may not do this (403).
    Forbidden,
    /// The object or path does not exist (404, 410).
    NotFound,
    /// The object is in a state that does not allow this (409).
    Conflict,
    /// A condition in the request did not hold (412).
    PreconditionFailed,
    /// The request needs a condition, or the object changed since it was read (428).
    PreconditionRequired,
    /// The server found the request wrong (400, 422).
    Invalid,
    /// Another refusal (4xx).
    Rejected,
    /// The server failed (5xx).
    Server,
    /// The object has not changed since the version the caller holds (304).
    NotModified,
    /// The server answered with a redirect, which is never followed (3xx).
    Redirect,
    /// The answer is not what the API's description promises; see [`Error::path`].
    Decode,
    /// The server answered with a web page instead of data.
    Html,
    /// The answer is larger than the body limit of the client.
    BodyTooLarge,
    /// The request cannot be expressed or sent; nothing was sent.
    Request,
    /// No usable credential could be obtained.
    Auth,
    /// The signature of a webhook's delivery is not that of its body, so somebody else may have sent it.
    Signature,
}

impl ErrorKind {
    fn of(status: StatusCode, conventions: &Conventions) -> Self {
        match status.as_u16() {
            400 | 422 => Self::Invalid,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            409 => Self::Conflict,
            412 => Self::PreconditionFailed,
            428 => Self::PreconditionRequired,
            429 => Self::RateLimited,
            503 => Self::Unavailable,
            304 => Self::NotModified,
            // A redirect the API lists as temporary is its way to say "unavailable".
            status @ 300..=399 if conventions.retry.statuses.contains(&status) => Self::Unavailable,
            300..=399 => Self::Redirect,
            400..=499 => Self::Rejected,
            _ => Self::Server,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Connect => "no connection to the server",
            Self::Timeout => "no complete answer in time",
            Self::Interrupted => "the connection broke before the answer was complete",
            Self::RateLimited => "too many requests",
            Self::Unavailable => "the server is temporarily unavailable",
            Self::Unauthorized => "the credential was not accepted",
            Self::Forbidden => "the credential does not permit this",
            Self::NotFound => "not found",
            Self::Conflict => "conflict with the state of the object",
            Self::PreconditionFailed => "a condition of the request did not hold",
            Self::PreconditionRequired => "the object changed, or a condition is required",
            Self::Invalid => "the server found the request invalid",
            Self::Rejected => "the server rejected the request",
            Self::Server => "the server failed",
            Self::NotModified => "not modified",
            Self::Redirect => "the server answered with a redirect, which is not followed",
            Self::Decode => "the answer is not what the API describes",
            Self::Html => "the server answered with a web page instead of data",
            Self::BodyTooLarge => "the answer is larger than the body limit",
            Self::Request => "the request cannot be sent",
            Self::Auth => "no usable credential",
            Self::Signature => "the signature does not belong to the body",
        }
    }
}

/// The error of an operation, read from an answer. Every type that reads JSON is one.
pub trait ErrorBody: Sized {
    /// Reads the error out of an answer whose body is complete.
    ///
    /// # Errors
    /// When the answer does not have this shape.
    fn from_answer(answer: &Answer) -> Result<Self, Error>;
}

impl<T: serde::de::DeserializeOwned> ErrorBody for T {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        answer.json()
    }
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, when there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.answer.as_ref().map(Answer::status)
    }

    /// Whether sending the same request again later may succeed and cannot do harm:
    /// the failure is temporary, and the request was not processed or may be repeated by the API's rules.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.repeatable
    }

    /// The operation's id in the API's description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The body of the answer, as it came. `None` without an answer or when it was not read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref().and_then(|answer| answer.body().as_bytes())
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(Answer::headers)
    }

    /// The server's own reference of the failure, for its support.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.0.details.reference.as_deref()
    }

    /// The server's own error code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.details.code.as_deref()
    }

    /// The server's own message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.details.message.as_deref()
    }

    /// The error body in a type of the API; `None` without a body or when it has another shape.
    #[must_use]
    pub fn answer<E: ErrorBody>(&self) -> Option<E> {
        self.0.answer.as_ref().and_then(|answer| E::from_answer(answer).ok())
    }

    /// Where a decode failed, as a JSON path such as `$.data[3].id`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// How long the server asks to wait before the next request, counted from when the answer came.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    pub(crate) fn new(kind: ErrorKind, operation: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            context: None,
            answer: None,
            details: Details::default(),
            path: None,
            retry_after: None,
            repeatable: matches!(kind, ErrorKind::Connect),
            source: None,
        }))
    }

    /// A request that cannot be expressed.
    pub(crate) fn request(operation: &'static str, context: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, operation).context(context)
    }

    /// An answer that is no success.
    pub(crate) fn answered(answer: Answer, conventions: &Conventions) -> Self {
        let meta = answer.meta();
        let mut error = Self::new(ErrorKind::of(answer.status_code(), conventions), meta.id);
        if let Some(body) = answer.body().as_bytes() {
            error.0.details = Details::read(body, conventions);
        }
        let code = error.code();
        let never = code.is_some_and(|code| conventions.retry.never_error_codes.iter().any(|never| *never == code));
        error.0.repeatable = !never
            && match answer.status() {
                429 => true,
                503 => conventions.retry.repeatable(meta),
                status => conventions.retry.statuses.contains(&status) && conventions.retry.repeatable(meta),
            };
        error.0.answer = Some(answer);
        error
    }

    pub(crate) fn decode(answer: &Answer, failure: DecodeError) -> Self {
        let mut error = Self::new(ErrorKind::Decode, answer.meta().id);
        error.0.path = Some(failure.path.clone());
        error.0.answer = Some(answer.clone());
        error.0.source = Some(Box::new(failure));
        error
    }

    pub(crate) fn context(mut self, context: impl Into<Cow<'static, str>>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.0.answer = Some(answer);
        self
    }

    pub(crate) fn with_path(mut self, path: String) -> Self {
        self.0.path = Some(path);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// States that the request may be repeated after this failure.
    pub(crate) fn repeatable(mut self, repeatable: bool) -> Self {
        self.0.repeatable = repeatable;
        self
    }

    /// Gives an error from below the call (a token, a body) the operation it belongs to.
    pub(crate) fn for_operation(mut self, meta: &'static Meta) -> Self {
        self.0.operation = meta.id;
        self
    }
}

impl Details {
    fn read(body: &[u8], conventions: &Conventions) -> Self {
        let pointers = &conventions.error;
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        let find = |pointer: Option<&str>| match value.pointer(pointer?)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        };
        Self {
            reference: find(pointers.item_reference).or_else(|| find(pointers.reference)),
            code: find(pointers.code),
            message: find(pointers.message),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        write!(f, "{}: {}", inner.operation, inner.kind.text())?;
        if let Some(status) = self.status() {
            write!(f, " (status {status})")?;
        }
        if let Some(path) = &inner.path {
            write!(f, " at {path}")?;
        }
        if let Some(context) = &inner.context {
            write!(f, ": {context}")?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        if let Some(code) = self.code() {
            write!(f, " [code {code}]")?;
        }
        if let Some(reference) = self.reference() {
            write!(f, " [reference {reference}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("status", &self.status())
            .field("context", &inner.context)
            .field("code", &inner.details.code)
            .field("message", &inner.details.message)
            .field("reference", &inner.details.reference)
            .field("path", &inner.path)
            .field("retry_after", &inner.retry_after)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
