//! The default transport: reqwest with rustls over the ring provider.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method};
use http_body::{Body as HttpBody, Frame, SizeHint};
use rustls_platform_verifier::BuilderVerifierExt;

use super::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::body::Body;
use crate::error::{BoxError, Error};
use crate::stream::ByteStream;

#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    connect_timeout: Option<Duration>,
    /// The one that shares no connections; made when it is first asked for.
    detached: OnceLock<Option<Arc<ReqwestTransport>>>,
}

impl ReqwestTransport {
    pub(crate) fn new(connect_timeout: Option<Duration>) -> Result<Self, BoxError> {
        Self::with(connect_timeout, |builder| builder)
    }

    fn with(
        connect_timeout: Option<Duration>,
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, BoxError> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .tls_backend_preconfigured(tls()?);
        if let Some(timeout) = connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        Ok(Self { client: change(builder).build()?, connect_timeout, detached: OnceLock::new() })
    }
}

/// TLS 1.2 and 1.3 with the operating system's trusted certificates. Names its provider itself, so the process-wide
/// default is neither needed nor set.
fn tls() -> Result<rustls::ClientConfig, BoxError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

impl Transport for ReqwestTransport {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let failed = UploadFailure::default();
            let mut request = reqwest::Request::try_from(request.map(|body| outgoing(body, &failed))).map_err(failure)?;
            complete(&mut request);
            match self.client.execute(request).await {
                Ok(answer) => Ok(http::Response::from(answer).map(incoming)),
                // What broke the connection is then what the caller gave to send.
                Err(error) => Err(match failed.take() {
                    Some(upload) => TransportError::new(TransportErrorKind::Request, upload),
                    None => failure(error),
                }),
            }
        })
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        // Kept connections would belong to a runtime that has ended when the next request needs one.
        let make = || Self::with(self.connect_timeout, |builder| builder.pool_max_idle_per_host(0)).ok().map(Arc::new);
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

fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        if is_tls(&error) { TransportErrorKind::Tls } else { TransportErrorKind::Connect }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else {
        TransportErrorKind::Interrupted
    };
    // The URL may hold a key.
    TransportError::new(kind, error.without_url())
}

/// Whether TLS itself refused the connection, by a certificate or a version, and not the network below it.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut source: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(cause) = source {
        // An I/O error shows what it wraps by `get_ref`, and skips it in its own chain.
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if cause.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        source = match inner {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    false
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

fn incoming(body: reqwest::Body) -> Body {
    if body.is_end_stream() {
        return Body::empty();
    }
    let length = body.size_hint().exact();
    Body::once(ByteStream::new(Incoming(body)), length)
}

struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(broken(error)))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

/// A body that fails has begun, whatever the error says of itself.
fn broken(error: reqwest::Error) -> TransportError {
    debug_assert!(error.source().is_some() || !error.is_connect());
    TransportError::new(TransportErrorKind::Interrupted, error.without_url())
}
