//! The default transport: reqwest.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::frames::incoming;
use super::{BoxFuture, Settings, Transport, TransportError, TransportErrorKind, failure};
use crate::body::Body;
use crate::error::{BoxError, Error};
use crate::stream::ByteStream;

/// The default transport, over [`reqwest`](super::reqwest).
///
/// Clients make one themselves. Make one by hand to wrap it ([`new`](Self::new)), to set what the builder of a client lacks
/// ([`configured`](Self::configured)), or from an existing `reqwest::Client` (`from`).
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// What another one is made with; `None` when the caller made the client.
    recipe: Option<Recipe>,
    /// The one that shares no connections; made when it is first asked for.
    detached: OnceLock<Option<Arc<ReqwestTransport>>>,
}

#[derive(Clone)]
struct Recipe {
    settings: Settings,
    change: Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>,
}

impl ReqwestTransport {
    /// The transport of clients without one of their own: ten seconds to connect, the proxies of the environment.
    ///
    /// # Errors
    /// [`ErrorKind::Connect`](crate::ErrorKind::Connect) when it cannot start, for example without trusted certificates.
    pub fn new() -> Result<Self, Error> {
        Self::with(Settings::default())
    }

    /// The same with changes: an address to send from, names that resolve elsewhere, limits of the connections that are kept. TLS, and
    /// that no redirect is followed, are set before `change`, which is called again for the connections of a token refresh.
    ///
    /// ```no_run
    /// use std::net::Ipv4Addr;
    /// use plansmith_runtime::transport::ReqwestTransport;
    /// # use plansmith_runtime::{Api, Client, ClientBuilder};
    /// # static API: Api = Api { name: "", user_agent: "", servers: &["https://api.example"], conventions: &plansmith_runtime::conventions::Conventions::DEFAULT, security: &[] };
    ///
    /// let inside = ReqwestTransport::configured(|builder| builder.local_address(Some(Ipv4Addr::new(10, 0, 0, 7).into())))?;
    /// let client: Client = ClientBuilder::new(&API).transport(inside).build()?;
    /// # Ok::<(), plansmith_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Connect`](crate::ErrorKind::Connect) when it cannot start.
    pub fn configured(
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::made_by(Recipe { settings: Settings::default(), change: Arc::new(change) })
    }

    pub(super) fn with(settings: Settings) -> Result<Self, Error> {
        Self::made_by(Recipe { settings, change: Arc::new(|builder| builder) })
    }

    fn made_by(recipe: Recipe) -> Result<Self, Error> {
        let client = recipe.client(|builder| builder).map_err(|what| super::cannot_start(&recipe.settings, what))?;
        Ok(Self { client, recipe: Some(recipe), detached: OnceLock::new() })
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    /// A client of your own, with all its settings: certificates, its TLS, resolver, cookies.
    ///
    /// It must follow no redirects (`redirect::Policy::none()`): otherwise a POST may become a GET without any error. Its
    /// TLS is that of your own `reqwest` and its features, whose `rustls-no-provider`, which the feature `rustls` turns on here, wants a
    /// provider of the process before such a client is built. Its connections are used for everything, also for a token refresh that
    /// goes on after the Tokio runtime of its caller ended.
    fn from(client: reqwest::Client) -> Self {
        Self { client, recipe: None, detached: OnceLock::new() }
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl Recipe {
    fn client(&self, last: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<reqwest::Client, BoxError> {
        let mut builder = secured(reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).referer(false))?;
        if let Some(timeout) = self.settings.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(url) = &self.settings.proxy {
            builder = builder.proxy(reqwest::Proxy::all(url.expose())?);
        }
        Ok(last((self.change)(builder)).build()?)
    }
}

/// TLS by the operating system.
#[cfg(feature = "native-tls")]
fn secured(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BoxError> {
    Ok(builder.tls_backend_native())
}

/// TLS 1.2 and 1.3 by rustls, with the operating system's trusted certificates. Names its provider itself, so the process-wide
/// default is neither needed nor set.
#[cfg(all(any(feature = "rustls", feature = "aws-lc"), not(feature = "native-tls")))]
fn secured(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BoxError> {
    use rustls_platform_verifier::BuilderVerifierExt;

    #[cfg(feature = "aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "aws-lc"))]
    let provider = rustls::crypto::ring::default_provider();
    let mut config = rustls::ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(builder.tls_backend_preconfigured(config))
}

/// No TLS: what needs it fails when it is sent.
#[cfg(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature whatever the features are")]
fn secured(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BoxError> {
    Ok(builder)
}

impl Transport for ReqwestTransport {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let failed = UploadFailure::default();
            let mut request =
                reqwest::Request::try_from(request.map(|body| outgoing(body, &failed))).map_err(failure::of_request)?;
            complete(&mut request);
            match self.client.execute(request).await {
                Ok(response) => Ok(http::Response::from(response).map(|body| incoming(body, failure::of_body))),
                // What broke the connection is then what the caller gave to send.
                Err(error) => Err(match failed.take() {
                    Some(upload) => TransportError::new(TransportErrorKind::Request, upload),
                    None => failure::of_request(error),
                }),
            }
        })
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        let recipe = self.recipe.as_ref()?;
        // Kept connections would belong to a runtime that has ended when the next request needs one.
        let make = || {
            let client = recipe.client(|builder| builder.pool_max_idle_per_host(0)).ok()?;
            Some(Arc::new(Self { client, recipe: Some(recipe.clone()), detached: OnceLock::new() }))
        };
        self.detached.get_or_init(make).clone().map(|transport| transport as Arc<dyn Transport>)
    }
}

/// Adds what HTTP asks of whoever frames and reads messages.
fn complete(request: &mut reqwest::Request) {
    let empty = request.body().is_none_or(|body| body.as_bytes().is_some_and(<[u8]>::is_empty));
    let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    let headers = request.headers_mut();
    if empty && may_have_body {
        // RFC 9110, section 8.6; servers answer 411 without it.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if cfg!(not(feature = "gzip")) && !headers.contains_key(ACCEPT_ENCODING) {
        // Without the header any coding may come (RFC 9110, section 12.5.3).
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
}

/// Where a failing upload leaves its reason, which the HTTP library would report as a broken connection.
#[derive(Clone, Default)]
struct UploadFailure(Arc<Mutex<Option<Error>>>);

impl UploadFailure {
    fn set(&self, error: Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn outgoing(body: Body, failed: &UploadFailure) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => reqwest::Body::from(bytes.clone()),
        // A length of zero would be sent without a look at the stream, so its own check could not fail.
        None => reqwest::Body::wrap(Outgoing {
            length: body.length().filter(|length| *length > 0),
            stream: Mutex::new(body.into_stream()),
            failed: failed.clone(),
        }),
    }
}

/// A stream on its way out. The lock is never contended: it only says that the stream is not shared.
struct Outgoing {
    stream: Mutex<ByteStream>,
    length: Option<u64>,
    failed: UploadFailure,
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(stream.poll_chunk(cx));
        Poll::Ready(chunk.map(|chunk| {
            chunk.map(Frame::data).map_err(|error| {
                self.failed.set(error);
                "the body of the request failed".into()
            })
        }))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}
