//! How requests reach a server: the [`Transport`] trait, and its implementations.

mod recorder;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use self::recorder::{Recorded, Recorder};
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::ReqwestTransport;
use crate::body::Body;
use crate::error::{BoxError, Error, ErrorKind};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one HTTP request. Implement it to use another HTTP library, or to stand between the client and the network.
///
/// An implementation follows no redirects, adds no credentials and repeats nothing. It returns when the head of the
/// answer is there; the body may be a stream ([`Body::stream`]). The client measures time and limits sizes itself.
///
/// ```
/// use plansmith_runtime::Body;
/// use plansmith_runtime::transport::{BoxFuture, Transport, TransportError};
/// use plansmith_runtime::http::{Request, Response};
///
/// /// Counts requests on their way to another transport.
/// struct Counting<T>(T, std::sync::atomic::AtomicUsize);
///
/// impl<T: Transport> Transport for Counting<T> {
///     fn execute(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.execute(request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`.
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;
}

/// Why a transport has no answer, or no complete body.
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
    /// The transport's own time limit passed.
    Timeout,
    /// The connection broke after the request may have been sent.
    Interrupted,
    /// The request cannot be sent by this transport.
    Request,
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
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection was made",
            TransportErrorKind::Timeout => "the transport's time limit passed",
            TransportErrorKind::Interrupted => "the connection broke",
            TransportErrorKind::Request => "the request cannot be sent",
        })
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
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Interrupted => ErrorKind::Interrupted,
            TransportErrorKind::Request => ErrorKind::Request,
        };
        // The kinds say the same, so the chain goes on with the cause.
        Self::new(kind, "").caused_by(error.source)
    }
}
