//! From what a transport returns to an [`Answer`], or to the error it stands for.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::{Client, Deprecation};
use crate::body::Body;
use crate::call::Meta;
use crate::error::{Error, ErrorKind};
use crate::rate_limit::{RateLimit, retry_after};
use crate::request::Request;
use crate::response::Answer;

/// An answer with what its headers tell.
pub(super) struct Outcome {
    pub answer: Answer,
    pub limit: Option<RateLimit>,
    /// How long the server asks to wait.
    wait: Option<Duration>,
}

impl Client {
    /// Sends one attempt within its time, takes note of what the headers tell, and reads the body.
    pub(super) async fn exchange(&self, http: http::Request<Body>, request: &Request, stream: bool) -> Result<Outcome, Error> {
        let this = &*self.0;
        let meta = request.meta();
        let timeout = request.timeout.or(this.timeout);
        let work = async {
            let answer = this.transport.execute(http).await.map_err(Error::transport)?;
            let (head, body) = answer.into_parts();
            let limit = RateLimit::read(&this.conventions.rate_limit, &head.headers);
            let wait = stated_wait(head.status, &head.headers, limit.as_ref());
            let refused = wait.filter(|_| head.status == StatusCode::TOO_MANY_REQUESTS);
            this.limiter.observe(limit.as_ref(), refused);
            self.note_deprecation(meta, &head.headers);
            let success = head.status.is_success();
            let body = if stream && success {
                Body::once(body.into_stream().for_operation(meta, timeout), None)
            } else {
                read(body, this.body_limit, success, meta).await?
            };
            let answer = Answer::new(head.status, head.headers, body, meta);
            if success && this.conventions.refuse_html && is_web_page(&answer) {
                return Err(Error::new(ErrorKind::Html, meta.id).with_answer(answer));
            }
            Ok(Outcome { answer, limit, wait })
        };
        let outcome = match timeout {
            Some(timeout) => tokio::time::timeout(timeout, work).await,
            None => Ok(work.await),
        };
        let outcome = outcome.unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, meta.id)));
        outcome.map_err(|error| {
            let repeatable = match error.kind() {
                ErrorKind::Connect => true,
                ErrorKind::Timeout | ErrorKind::Interrupted => this.conventions.retry.repeatable(meta),
                _ => false,
            };
            error.for_operation(meta).repeatable(repeatable)
        })
    }

    /// The error an answer without success stands for.
    pub(super) fn refusal(&self, outcome: Outcome) -> Error {
        Error::answered(outcome.answer, self.0.conventions).with_retry_after(outcome.wait)
    }

    fn note_deprecation(&self, meta: &'static Meta, headers: &HeaderMap) {
        let header = self.0.conventions.deprecation_header.and_then(|name| headers.get(name));
        if let Some(value) = header {
            let message = String::from_utf8_lossy(value.as_bytes()).into_owned();
            tracing::warn!(operation = meta.id, message, "the server says the operation is deprecated");
            if let Some(hook) = &self.0.on_deprecation {
                hook(&Deprecation { operation: meta.id, message });
            }
        }
    }
}

/// How long the server asks to wait: by `Retry-After`, or after a 429 until the window of the rate limit ends.
fn stated_wait(status: StatusCode, headers: &HeaderMap, limit: Option<&RateLimit>) -> Option<Duration> {
    if status.is_success() {
        return None;
    }
    let window = limit.filter(|_| status == StatusCode::TOO_MANY_REQUESTS);
    retry_after(headers).or_else(|| window?.resets_in())
}

/// Reads a complete body. That of a failure is only a help: it is cut off rather than hiding the failure.
async fn read(body: Body, limit: usize, success: bool, meta: &'static Meta) -> Result<Body, Error> {
    if let Some(bytes) = body.as_bytes() {
        if bytes.len() <= limit {
            return Ok(body);
        }
    } else if body.length().is_none_or(|length| length <= limit as u64) {
        let bytes = body.into_stream().for_operation(meta, None).read(limit).await;
        match bytes {
            Err(error) if !success && error.kind() == ErrorKind::BodyTooLarge => return Ok(Body::empty()),
            other => return other.map(Body::from),
        }
    }
    if success { Err(Error::new(ErrorKind::BodyTooLarge, meta.id)) } else { Ok(Body::empty()) }
}

/// Whether a web page came where data was promised. A file of any kind may be one.
fn is_web_page(answer: &Answer) -> bool {
    let html = |value: &http::HeaderValue| {
        let bytes = value.as_bytes().trim_ascii_start();
        bytes.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"text/html"))
            || bytes.get(..21).is_some_and(|start| start.eq_ignore_ascii_case(b"application/xhtml+xml"))
    };
    let accept = answer.meta().accept;
    // The header first: it is another kind nearly always, and the rest need not be looked at.
    answer.headers().get(CONTENT_TYPE).is_some_and(html)
        && answer.body().length() != Some(0)
        && !["html", "*", "octet-stream"].iter().any(|any| accept.contains(any))
}

/// The longest time one attempt may take unless the builder or the call says otherwise.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
