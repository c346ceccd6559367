//! How requests reach a server: the [`Transport`] trait, and its implementations.

mod recorder;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use self::recorder::{Recorded, Recorder};
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::ReqwestTransport;
use crate::body::Body;
use crate::error::{Error, ErrorKind};
pub use crate::error::{TransportError, TransportErrorKind};

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

    /// A transport with the same settings that shares no connection with this one, or `None` when there is nothing to share.
    ///
    /// A token refresh that must not be lost runs apart from its caller. Connections that are driven by the caller's Tokio
    /// runtime would end with it, so a transport that pools such connections returns another one here.
    fn detached(&self) -> Option<Arc<dyn Transport>> {
        None
    }

    /// How often a token request that is safe to repeat is sent at most: the client's own number.
    #[doc(hidden)]
    fn attempts(&self) -> u32 {
        3
    }
}

/// The transport of clients that are given none.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    match ReqwestTransport::new(connect_timeout) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(source) => {
            let error = Error::new(ErrorKind::Connect, "build").context("the default transport cannot start");
            Err(error.caused_by(source).repeatable(false))
        }
    }
}

/// The transport of clients that are given none.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(ErrorKind::Request, "build").context("without the feature `reqwest` a transport must be given"))
}
