//! The default transport in a browser: reqwest over `fetch`.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use tokio::sync::{mpsc, oneshot};
use wasm_bindgen_futures::spawn_local;

use super::{BoxFuture, Settings, Transport, TransportError, TransportErrorKind};
use crate::body::Body;
use crate::error::Error;
use crate::stream::ByteStream;

/// The default transport in a browser, over `fetch`.
///
/// TLS, proxies, redirects, the codings of responses and headers such as `User-Agent` are the browser's own. An upload is read into
/// memory before it is sent; a response arrives as a stream. Node and workers have `fetch` too.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// The transport of clients without one of their own.
    ///
    /// # Errors
    /// None in a browser; elsewhere when it cannot start.
    pub fn new() -> Result<Self, Error> {
        Self::with(Settings::default())
    }

    pub(super) fn with(settings: Settings) -> Result<Self, Error> {
        if settings.proxy.is_some() {
            return Err(Error::request("build", "a browser has proxies of its own"));
        }
        reqwest::Client::builder().build().map(Self).map_err(|what| super::cannot_start(&settings, what.into()))
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    /// A client of your own, with its settings.
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

/// What comes back from the queue of the browser, whose own futures stay on its thread.
type Fetched = Result<http::Response<Body>, TransportError>;

impl Transport for ReqwestTransport {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Fetched> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.into_stream().collect().await;
            let body = body.map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
            let (sender, receiver) = oneshot::channel();
            spawn_local(response(self.0.clone(), http::Request::from_parts(head, body), sender));
            let gone = || Err(TransportError::new(TransportErrorKind::Interrupted, "the page ended the request"));
            receiver.await.unwrap_or_else(|_| gone())
        })
    }
}

/// Sends the request, and hands on head and body as they come, for as long as somebody waits. What is dropped here is aborted.
async fn response(client: reqwest::Client, request: http::Request<Bytes>, mut sender: oneshot::Sender<Fetched>) {
    let request = match outgoing(request) {
        Ok(request) => request,
        Err(error) => return drop(sender.send(Err(error))),
    };
    let Some(outcome) = unless(sender.closed(), client.execute(request)).await else { return };
    let response = match outcome {
        Ok(response) => response,
        Err(error) => return drop(sender.send(Err(failure(error)))),
    };
    let (chunks, receiver) = mpsc::channel(1);
    let mut head = http::Response::new(Body::once(ByteStream::new(Chunks(receiver)), None));
    *head.status_mut() = response.status();
    *head.headers_mut() = response.headers().clone();
    // The browser may have decompressed what it counts.
    head.headers_mut().remove(CONTENT_LENGTH);
    if sender.send(Ok(head)).is_err() {
        return;
    }
    let mut body = pin!(response.bytes_stream());
    while let Some(Some(chunk)) = unless(chunks.closed(), poll_fn(|cx| body.as_mut().poll_next(cx))).await {
        let chunk = chunk.map_err(|error| TransportError::new(TransportErrorKind::Interrupted, error.without_url()));
        if chunks.send(chunk).await.is_err() {
            return;
        }
    }
}

/// The result of `work`, or `None` when `end` came first.
async fn unless<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut work) = (pin!(end), pin!(work));
    poll_fn(|cx| match end.as_mut().poll(cx) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => work.as_mut().poll(cx).map(Some),
    })
    .await
}

fn outgoing(request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let url = reqwest::Url::parse(&head.uri.to_string());
    let url = url.map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    // `fetch` refuses a GET with a body, even an empty one.
    if !body.is_empty() {
        *request.body_mut() = Some(body.into());
    }
    Ok(request)
}

/// A browser does not say whether a request was sent: for all it tells, it may have been.
fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Request
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    // The URL may hold a key.
    TransportError::new(kind, error.without_url())
}

struct Chunks(mpsc::Receiver<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx)
    }
}
