//! Services of tower as transports, and transports as services (feature `tower`).

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http_body::Body as HttpBody;
use tower_service::Service;

use super::frames::incoming;
use super::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::body::Body;
use crate::error::BoxError;

/// A [`tower` service](https://docs.rs/tower) as a [`Transport`], so that middleware works between a client and the network.
///
/// Each attempt of a call is one request of the service. Its clones share what they share; for a service that cannot be cloned,
/// `tower::buffer` makes one that can. Responses may have any body of the crate `http-body`.
///
/// An error that is or wraps a [`TransportError`] keeps its kind. Any other, such as a time limit of a layer, counts as
/// [`TransportErrorKind::Interrupted`]: the request may have been sent, so only what is safe to repeat is repeated.
///
/// A token refresh that goes on after the Tokio runtime of its caller ended uses the same service, and the connections it keeps.
///
/// ```
/// use std::time::Duration;
/// use plansmith_runtime::transport::{Recorder, ServiceTransport, TransportService};
/// # use plansmith_runtime::{Api, Client, ClientBuilder};
/// # static API: Api = Api { name: "", user_agent: "", servers: &["https://api.example"], conventions: &plansmith_runtime::conventions::Conventions::DEFAULT, security: &[] };
///
/// // `ReqwestTransport::new()?` in the place of the recorder reaches the network.
/// let service = tower::ServiceBuilder::new()
///     .concurrency_limit(8)
///     .timeout(Duration::from_secs(5))
///     .service(TransportService::new(Recorder::new()));
/// let client: Client = ClientBuilder::new(&API).transport(ServiceTransport::new(service)).build()?;
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
// The lock is held to clone the service only: a service need not be `Sync`.
pub struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    /// The service as a transport.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>, Error: Into<BoxError>, Future: Send> + Clone + Send + 'static,
    B: HttpBody<Data: Send, Error: Into<BoxError>> + Send + 'static,
{
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(failure)?;
            let response = service.call(request).await.map_err(failure)?;
            Ok(response.map(|body| incoming(body, Into::into)))
        })
    }
}

impl<S> fmt::Debug for ServiceTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceTransport").finish_non_exhaustive()
    }
}

fn failure(error: impl Into<BoxError>) -> TransportError {
    let error = match error.into().downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*error);
    while let Some(this) = cause {
        if let Some(inner) = this.downcast_ref::<TransportError>() {
            return TransportError::new(inner.kind(), error);
        }
        cause = this.source();
    }
    TransportError::new(TransportErrorKind::Interrupted, error)
}

/// A [`Transport`] as a [`tower` service](https://docs.rs/tower), to put layers around it: see [`ServiceTransport`].
#[derive(Debug)]
pub struct TransportService<T: ?Sized>(Arc<T>);

impl<T: Transport> TransportService<T> {
    /// The transport as a service.
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<T: ?Sized> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Transport + ?Sized> Service<http::Request<Body>> for TransportService<T> {
    type Response = http::Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<http::Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.execute(request).await })
    }
}
