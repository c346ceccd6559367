//! A transport for tests: it answers from a queue and keeps what it was asked.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};

use super::examples::Examples;
use super::{BoxFuture, Transport, TransportError, TransportErrorKind};
use crate::body::{Body, write_body};
use crate::redact;
use crate::secret::Secret;

/// Answers requests from a queue and records them. A clone shares both, so a test keeps one and gives one to the builder.
///
/// ```
/// use plansmith_runtime::transport::Recorder;
///
/// let recorder = Recorder::new();
/// recorder.json(200, r#"{"id": 1}"#).json(404, "{}");
/// // ... `.transport(recorder.clone())` on the client's builder, then calls ...
/// assert!(recorder.requests().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Recording>>);

#[derive(Debug, Default)]
struct Recording {
    responses: VecDeque<Result<Response<Body>, TransportError>>,
    requests: Vec<Recorded>,
    /// What answers when the queue is empty.
    examples: Examples,
}

/// A request that was recorded. Its `Display` and `Debug` are the request as HTTP text, with credentials hidden; the fields
/// have them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The method.
    pub method: Method,
    /// The URL as it was sent.
    pub url: String,
    /// The headers as they were sent, credentials included.
    pub headers: HeaderMap,
    /// The body; a stream was read completely.
    pub body: Bytes,
    hidden: Vec<Secret>,
}

impl Recorder {
    /// Without responses: each request fails with [`TransportErrorKind::Request`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers with examples what the queue does not: a JSON array of arrays
    /// `[operation, method, path template, status, media type, body]`, where the body is a string, or an array of the one JSON
    /// value that is sent. Generated crates with the feature `examples` have a function of
    /// that name, which makes such a recorder of their descriptions.
    ///
    /// # Panics
    /// When `examples` is no such array.
    ///
    /// ```
    /// use plansmith_runtime::transport::Recorder;
    ///
    /// let recorder = Recorder::with_examples(r#"[["readCard", "GET", "/cards/{id}", 200, "application/json", [{"id": 1}]]]"#);
    /// recorder.json(503, "{}"); // the first response of a test that looks at a repetition
    /// ```
    #[must_use]
    pub fn with_examples(examples: &str) -> Self {
        let recorder = Self::new();
        recorder.with(|state| state.examples = Examples::read(examples));
        recorder
    }

    /// Queues a response.
    pub fn response(&self, response: Response<Body>) -> &Self {
        self.push(Ok(response))
    }

    /// Queues a response in JSON.
    ///
    /// # Panics
    /// When `status` is no HTTP status (100 to 999).
    pub fn json(&self, status: u16, body: impl Into<Body>) -> &Self {
        self.respond(status, &[("content-type", "application/json")], body)
    }

    /// Queues a response with headers.
    ///
    /// # Panics
    /// When `status` is no HTTP status (100 to 999) or a header cannot be sent.
    pub fn respond(&self, status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> &Self {
        let mut response = Response::builder().status(StatusCode::from_u16(status).expect("a status from 100 to 999"));
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        self.response(response.body(body.into()).expect("headers that can be sent"))
    }

    /// Queues a failure.
    #[allow(clippy::must_use_candidate)]
    pub fn fail(&self, kind: TransportErrorKind) -> &Self {
        self.push(Err(TransportError::new(kind, "the recorder was told to fail")))
    }

    /// The requests so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.with(|state| state.requests.clone())
    }

    /// The requests so far as HTTP text, oldest first.
    #[must_use]
    pub fn text(&self) -> Vec<String> {
        self.requests().iter().map(Recorded::to_string).collect()
    }

    /// How many responses wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.with(|state| state.responses.len())
    }

    fn push(&self, response: Result<Response<Body>, TransportError>) -> &Self {
        self.with(|state| state.responses.push_back(response));
        self
    }

    fn with<T>(&self, work: impl FnOnce(&mut Recording) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Recorder {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let hidden = body.hidden().to_vec();
            let body = body.into_stream().collect().await;
            let body = body.map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
            self.with(|state| {
                let example = || state.examples.response(&head.method, head.uri.path());
                let response = state.responses.pop_front().or_else(|| example().map(Ok));
                let (method, url, headers) = (head.method, head.uri.to_string(), head.headers);
                state.requests.push(Recorded { method, url, headers, body, hidden });
                response.unwrap_or_else(|| {
                    Err(TransportError::new(
                        TransportErrorKind::Request,
                        "the recorder has no response left, and no example of this request",
                    ))
                })
            })
        })
    }
}

impl Recorded {
    /// The text of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = self.url.split_once('?').map_or((self.url.as_str(), None), |(path, query)| (path, Some(query)));
        write!(f, "{} {}", self.method, redact::secrets(path.to_owned(), &self.hidden))?;
        if let Some(query) = query {
            write!(f, "?{}", redact::body(query.as_bytes(), &self.hidden).unwrap_or_default())?;
        }
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", redact::header(value))?;
        }
        if self.body.is_empty() {
            return Ok(());
        }
        f.write_str("\n\n")?;
        write_body(&Body::from(self.body.clone()).hiding(self.hidden.clone()), f)
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recorded").field(&self.to_string()).finish()
    }
}
