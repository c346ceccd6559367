//! [`Error`]: the one error of every call.

mod details;
mod kind;
mod transport;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub(crate) use self::details::Details;
use self::details::without_values;
pub use self::kind::ErrorKind;
pub use self::transport::{TransportError, TransportErrorKind};
use crate::meta::Meta;
use crate::redact;
use crate::secret::Secret;
use crate::wire::DecodeError;

/// Any error, boxed; what transports, token stores and body streams report.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a call failed.
///
/// Its `Display` names the operation, what happened and what the server says of it, shortened and without control
/// characters. It leaves the cause to [`source`](StdError::source); `{:#}` writes the causes too.
/// Neither `Display` nor `Debug` shows the body of a response (see [`body`](Error::body)) or a credential, even one that the
/// server quotes.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    context: Option<Cow<'static, str>>,
    summary: Option<&'static str>,
    response: Option<Received>,
    details: Details,
    path: Option<String>,
    retry_after: Option<Duration>,
    repeatable: bool,
    source: Option<BoxError>,
    /// Secrets that were sent: a server that quotes them must not bring them into a log.
    hidden: Vec<Secret>,
}

/// A response with its body as far as it was read.
#[derive(Clone)]
pub(crate) struct Received {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
    pub meta: &'static Meta,
}

impl Error {
    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, when there was a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.response.as_ref().map(|response| response.status.as_u16())
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

    /// The body of the response as received: for a failure at most its first mebibyte, and less when the connection broke.
    /// `None` without a response or when it was not read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().and_then(|response| response.body.as_ref())
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
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

    /// The server's own message, as received.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.details.message.as_deref()
    }

    /// What the server says in detail, in one line, such as `name: is too long; size: is not a number`.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.0.details.explanation.as_deref()
    }

    /// Where a decode failed, as a JSON path such as `$.data[3].id`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// How long the server asks to wait before the next request, counted from when the response came.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    pub(crate) fn new(kind: ErrorKind, operation: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            context: None,
            summary: None,
            response: None,
            details: Details::default(),
            path: None,
            retry_after: None,
            repeatable: matches!(kind, ErrorKind::Connect),
            source: None,
            hidden: Vec::new(),
        }))
    }

    /// A request that cannot be expressed.
    pub(crate) fn request(operation: &'static str, context: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, operation).context(context)
    }

    pub(crate) fn context(mut self, context: impl Into<Cow<'static, str>>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The response the error is about; its body as far as it was read.
    pub(crate) fn with_response(mut self, response: Received) -> Self {
        self.0.response = Some(response);
        self
    }

    /// A part of a response that the error is about, such as one event.
    pub(crate) fn about(self, head: Option<&Received>, part: &[u8]) -> Self {
        match head {
            Some(head) => self.with_response(Received { body: Some(Bytes::copy_from_slice(part)), ..head.clone() }),
            None => self,
        }
    }

    /// The response the error is about.
    pub(crate) fn response(&self) -> Option<&Received> {
        self.0.response.as_ref()
    }

    pub(crate) fn with_details(mut self, details: Details) -> Self {
        self.0.details = details;
        self
    }

    /// Replaces the kind's words for what happened.
    pub(crate) fn summary(mut self, summary: &'static str) -> Self {
        self.0.summary = Some(summary);
        self
    }

    pub(crate) fn with_path(mut self, path: String) -> Self {
        self.0.path = Some(path);
        self
    }

    /// Says where and why something could not be decoded, without the values in it.
    pub(crate) fn undecoded(self, mut failure: DecodeError) -> Self {
        failure.message = without_values(&failure.message);
        self.with_path(failure.path.clone()).caused_by(failure)
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

    /// Names secrets that were sent, which texts about the error leave out.
    pub(crate) fn hiding(mut self, secrets: impl IntoIterator<Item = Secret>) -> Self {
        self.0.hidden.extend(secrets.into_iter().filter(|secret| secret.expose().len() >= SHORTEST));
        self
    }

    /// The same error for another caller.
    pub(crate) fn copy_of(error: &Arc<Self>) -> Self {
        let inner = &*error.0;
        Self(Box::new(Inner {
            kind: inner.kind,
            operation: inner.operation,
            context: inner.context.clone(),
            summary: inner.summary,
            response: inner.response.clone(),
            details: inner.details.clone(),
            path: inner.path.clone(),
            retry_after: inner.retry_after,
            repeatable: inner.repeatable,
            source: inner.source.is_some().then(|| Box::new(SharedCause(error.clone())) as BoxError),
            hidden: inner.hidden.clone(),
        }))
    }

    /// Gives an error from below the call (a token, a body) the operation it belongs to.
    pub(crate) fn for_operation(mut self, meta: &'static Meta) -> Self {
        self.0.operation = meta.id;
        self
    }
}

/// The shortest string that may be a secret, in bytes: less is part of any word.
const SHORTEST: usize = 4;
/// The longest text of a server in a message, in characters; [`Error::message`] and [`Error::body`] have all of it.
const LONG: usize = 400;
/// The longest code, reference or path of a server in a message, in characters.
const SHORT: usize = 120;

/// Text from elsewhere within a message: in one line, shortened, without control characters and what reorders text.
struct Shown<'a>(&'a str, usize);

/// Text of a server as it may stand in a log.
pub(crate) fn shown(text: &str) -> impl fmt::Display {
    Shown(text, LONG)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, char) in self.0.trim().chars().enumerate() {
            if index == self.1 {
                return f.write_char('…');
            }
            match char {
                '\n' | '\t' => f.write_char(' ')?,
                // Bidirectional controls would let a server's text rewrite the line it stands in.
                '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' => {
                    write!(f, "{}", char.escape_unicode())?;
                }
                char if char.is_control() => write!(f, "{}", char.escape_default())?,
                char => f.write_char(char)?,
            }
        }
        Ok(())
    }
}

impl Inner {
    /// What a server said, without the secrets that it quotes.
    fn said<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.hidden.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(redact::secrets(text.to_owned(), &self.hidden)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if !inner.operation.is_empty() {
            write!(f, "{}: ", inner.operation)?;
        }
        f.write_str(inner.summary.unwrap_or_else(|| inner.kind.text()))?;
        if let Some(status) = self.status() {
            write!(f, " (status {status})")?;
        }
        if let Some(path) = &inner.path {
            write!(f, " at {}", Shown(&inner.said(path), SHORT))?;
        }
        if let Some(context) = &inner.context {
            write!(f, ": {}", Shown(&inner.said(context), LONG))?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", Shown(&inner.said(message), LONG))?;
        }
        if let Some(explanation) = &inner.details.explanation {
            write!(f, " ({})", Shown(&inner.said(explanation), LONG))?;
        }
        if let Some(code) = self.code() {
            write!(f, " [code {}]", Shown(&inner.said(code), SHORT))?;
        }
        if let Some(reference) = self.reference() {
            write!(f, " [reference {}]", Shown(&inner.said(reference), SHORT))?;
        }
        if f.alternate() {
            let mut source = self.source();
            while let Some(cause) = source {
                write!(f, ": {}", Shown(&inner.said(&cause.to_string()), LONG))?;
                source = cause.source();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let shown = |text: Option<&str>, longest| text.map(|text| Shown(&inner.said(text), longest).to_string());
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("status", &self.status())
            .field("context", &shown(inner.context.as_deref(), LONG))
            .field("code", &shown(self.code(), SHORT))
            .field("message", &shown(self.message(), LONG))
            .field("details", &shown(self.details(), LONG))
            .field("reference", &shown(self.reference(), SHORT))
            .field("path", &shown(self.path(), SHORT))
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

/// The cause of an error that several callers have.
#[derive(Debug)]
struct SharedCause(Arc<Error>);

impl fmt::Display for SharedCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.source().map_or(Ok(()), |cause| write!(f, "{cause}"))
    }
}

impl StdError for SharedCause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()?.source()
    }
}
