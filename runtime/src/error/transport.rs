//! [`TransportError`]: why a transport has no response.

use std::error::Error as StdError;
use std::fmt;

use super::{BoxError, Error, ErrorKind};

/// Why a transport has no response, or no complete body.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The classes of transport failures; they decide what may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made: not a byte of the request was sent.
    Connect,
    /// No connection was made because of its TLS: a certificate or a version that is not accepted. Trying again does not help.
    Tls,
    /// The transport's own time limit passed.
    Timeout,
    /// The connection broke after the request may have been sent.
    Interrupted,
    /// The request cannot be sent by this transport, or its own body failed.
    Request,
}

impl TransportErrorKind {
    fn text(self) -> &'static str {
        match self {
            Self::Connect => "no connection was made",
            Self::Tls => "no secure connection was made",
            Self::Timeout => "the transport's time limit passed",
            Self::Interrupted => "the connection broke",
            Self::Request => "the request cannot be sent",
        }
    }
}

impl TransportError {
    /// A failure with its cause, which must not show credentials.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    /// The class of the failure.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.text())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

impl Error {
    /// A failure of the transport, still without an operation.
    pub(crate) fn transport(error: TransportError) -> Self {
        let kind = match error.kind {
            TransportErrorKind::Connect | TransportErrorKind::Tls => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Interrupted => ErrorKind::Interrupted,
            TransportErrorKind::Request => ErrorKind::Request,
        };
        // The kinds say the same, so the chain goes on with the cause.
        let failure = Self::new(kind, "").caused_by(error.source);
        if error.kind == TransportErrorKind::Tls { failure.repeatable(false).context(error.kind.text()) } else { failure }
    }
}
