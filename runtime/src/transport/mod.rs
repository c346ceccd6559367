//! How requests reach a server: the [`Transport`] trait, and its implementations.

mod examples;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
mod failure;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
mod fetch;
#[cfg(any(feature = "tower", all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown")))))]
mod frames;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
mod over_reqwest;
mod recorder;
#[cfg(feature = "tower")]
mod service;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
pub use self::fetch::ReqwestTransport;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::over_reqwest::ReqwestTransport;
pub use self::recorder::{Recorded, Recorder};
#[cfg(feature = "tower")]
pub use self::service::{ServiceTransport, TransportService};
use crate::body::Body;
#[cfg(feature = "reqwest")]
use crate::error::BoxError;
use crate::error::{Error, ErrorKind};
pub use crate::error::{TransportError, TransportErrorKind};
#[cfg(feature = "reqwest")]
use crate::redact;
use crate::secret::Secret;
/// The HTTP library of [`ReqwestTransport`], in the version whose clients it accepts.
#[cfg(feature = "reqwest")]
pub use ::reqwest;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one HTTP request. Implement it to use another HTTP library, or to put something between the client and the network.
///
/// An implementation follows no redirects, adds no credentials and repeats nothing. It returns when the head of the
/// response is there; the body may be a stream ([`Body::stream`]). The client measures time and limits sizes itself.
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

/// The longest time to make a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of the default transport, from the builder of a client.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub connect_timeout: Option<Duration>,
    /// The URL of a proxy, which may hold a password.
    pub proxy: Option<Secret>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connect_timeout: Some(CONNECT_TIMEOUT), proxy: None }
    }
}

/// The transport of clients without one of their own.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(settings: Settings) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(ReqwestTransport::with(settings)?))
}

/// The transport of clients without one of their own.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_: Settings) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(ErrorKind::Request, "build").context("without the feature `reqwest` a transport must be given"))
}

/// Why the default transport cannot be made.
#[cfg(feature = "reqwest")]
fn cannot_start(settings: &Settings, source: BoxError) -> Error {
    if let Some(proxy) = &settings.proxy
        && !proxy.expose().parse::<http::Uri>().is_ok_and(|uri| uri.host().is_some())
    {
        // Without the source, which could quote the password.
        return Error::request("build", format!("the proxy `{}` is no URL", redact::url(proxy.expose())));
    }
    let error = Error::new(ErrorKind::Connect, "build").context("the default transport cannot start");
    error.caused_by(source).repeatable(false)
}
