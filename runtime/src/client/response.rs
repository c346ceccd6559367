//! From what a transport returns to a [`RawResponse`] or an error.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;

use super::{Client, Deprecation};
use crate::body::Body;
use crate::clock::{Instant, end_of, within};
use crate::conventions::{Conventions, header};
use crate::decode::Wanted;
use crate::error::{Details, Error, ErrorKind, shown};
use crate::meta::Meta;
use crate::rate_limit::{RateLimit, retry_after};
use crate::request::Request;
use crate::response::RawResponse;

/// The longest time one attempt may take unless the builder or the call says otherwise.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
/// How much of the body of a failure is read, in bytes: it helps people, and must not cost more than that.
const FAILURE_LIMIT: usize = 1024 * 1024;
/// How long the body of a failure is waited for.
const FAILURE_TIME: Duration = Duration::from_secs(5);

/// A response, with what its headers say.
pub(super) struct Outcome {
    pub response: RawResponse,
    pub limit: Option<RateLimit>,
    /// How long the server asks to wait.
    wait: Option<Duration>,
}

impl Outcome {
    /// Whether the response is one of those the operation is for.
    pub(super) fn is_success(&self) -> bool {
        is_success(self.response.status_code(), self.response.meta())
    }
}

fn is_success(status: StatusCode, meta: &Meta) -> bool {
    status.is_success() || meta.statuses.contains(&status.as_u16())
}

impl Client {
    /// Sends one attempt within its time, evaluates the headers, and reads the body.
    pub(super) async fn exchange(&self, http: http::Request<Body>, request: &Request, wanted: Wanted) -> Result<Outcome, Error> {
        let this = &*self.0;
        let meta = request.meta();
        let timeout = request.timeout.or(this.timeout);
        let deadline = end_of(timeout);
        // Whoever asks for a coding wants it as it comes.
        let asked_for_coding = http.headers().contains_key(ACCEPT_ENCODING);
        let work = pin!(async {
            let response = this.transport.execute(http).await.map_err(Error::transport)?;
            let (head, body) = response.into_parts();
            let limit = RateLimit::read(&this.conventions.rate_limit, &head.headers);
            let wait = stated_wait(head.status, &head.headers, limit.as_ref());
            let refused = wait.filter(|_| head.status == StatusCode::TOO_MANY_REQUESTS);
            this.limiter.observe(limit.as_ref(), refused);
            self.note_deprecation(meta, &head.headers);
            let success = is_success(head.status, meta);
            let body_is = BodyIs::of(&head.headers);
            // They may go on for ever: whoever asked for something else does not wait for their end.
            if success && body_is.events && !self.asked_for_events(request) {
                let response = RawResponse::new(head.status, head.headers, Body::empty(), meta);
                let what = "the server sends events, which were not asked for; `send_events` reads them where a request has it";
                return Err(Error::new(ErrorKind::Decode, meta.id).with_raw(&response).context(what));
            }
            let body = if head.status == StatusCode::RESET_CONTENT {
                // It has none (RFC 9110, 15.3.6), and servers that do not say so keep the connection open.
                Body::empty()
            } else if !success {
                Box::pin(failure_body(body, this.body_limit, deadline)).await
            } else if wanted == Wanted::Stream {
                Body::once(body.into_stream().for_operation(meta, timeout), None)
            } else {
                read(body, this.body_limit, meta).await?
            };
            let response = RawResponse::new(head.status, head.headers, body, meta);
            if success
                && body_is.coded
                && !asked_for_coding
                && response.body().length() != Some(0)
                && let Some(what) = coding(response.headers())
            {
                return Err(Error::new(ErrorKind::Decode, meta.id).with_raw(&response).context(what));
            }
            // A redirect says the same to a person.
            if head.status.is_success() && body_is.html && this.conventions.refuse_html && is_web_page(&response, wanted) {
                return Err(Error::new(ErrorKind::Html, meta.id).with_raw(&response));
            }
            Ok(Outcome { response, limit, wait })
        });
        let outcome = within(deadline, work).await.unwrap_or_else(|| Err(Error::new(ErrorKind::Timeout, meta.id)));
        outcome.map_err(|error| {
            let repeatable = match error.kind() {
                ErrorKind::Connect => error.is_retryable(),
                ErrorKind::Timeout | ErrorKind::Interrupted => meta.is_repeatable(this.conventions),
                _ => false,
            };
            error.for_operation(meta).repeatable(repeatable)
        })
    }

    /// Whether a request takes events, by what it sends as `Accept`.
    fn asked_for_events(&self, request: &Request) -> bool {
        let own = request.headers.iter().rev().find(|(name, _)| name == ACCEPT).map(|(_, value)| value.as_bytes());
        let described = Some(request.meta().accept.as_bytes()).filter(|accept| !accept.is_empty());
        let default = || Some(self.0.default_headers.iter().rev().find(|(name, _)| name == ACCEPT)?.1.as_bytes());
        let accept = own.or(described).or_else(default);
        accept.is_none_or(|accept| accept.windows(12).any(|part| part == b"event-stream") || accept.contains(&b'*'))
    }

    /// The error for a response without success.
    pub(super) fn refusal(&self, outcome: &Outcome) -> Error {
        refused(&outcome.response, self.0.conventions).with_retry_after(outcome.wait)
    }

    fn note_deprecation(&self, meta: &'static Meta, headers: &HeaderMap) {
        let found = self.0.conventions.deprecation_header.and_then(|name| header(headers, name));
        if let Some(value) = found {
            let message = String::from_utf8_lossy(value.as_bytes()).into_owned();
            tracing::warn!(operation = meta.id, notice = %shown(&message), "the server says the operation is deprecated");
            if let Some(hook) = &self.0.on_deprecation {
                hook(&Deprecation { operation: meta.id, message });
            }
        }
    }
}

/// The error of a response that is no success, with what the server says of it.
fn refused(response: &RawResponse, conventions: &Conventions) -> Error {
    let meta = response.meta();
    let mut error = Error::new(ErrorKind::of(response.status_code(), conventions), meta.id);
    if let Some(body) = response.body().as_bytes() {
        error = error.with_details(Details::read(body, conventions));
    }
    if error.message().is_none()
        && response.body().length() != Some(0)
        && let Some(what) = coding(response.headers())
    {
        error = error.context(what);
    }
    let never = error.code().is_some_and(|code| conventions.retry.never_error_codes.contains(&code));
    let repeatable = !never
        && match response.status() {
            429 => true,
            503 => meta.is_repeatable(conventions),
            status => conventions.retry.statuses.contains(&status) && meta.is_repeatable(conventions),
        };
    error.repeatable(repeatable).with_raw(response)
}

/// How long the server asks to wait: by `Retry-After`, or after a 429 until the window of the rate limit ends.
fn stated_wait(status: StatusCode, headers: &HeaderMap, limit: Option<&RateLimit>) -> Option<Duration> {
    if status.is_success() {
        return None;
    }
    let window = limit.filter(|_| status == StatusCode::TOO_MANY_REQUESTS);
    retry_after(headers).or_else(|| window?.resets_in())
}

/// Reads a complete body.
async fn read(body: Body, limit: usize, meta: &'static Meta) -> Result<Body, Error> {
    if let Some(bytes) = body.as_bytes() {
        if bytes.len() <= limit {
            return Ok(body);
        }
    } else if body.length().is_none_or(|length| length <= limit as u64) {
        return body.into_stream().for_operation(meta, None).read(limit).await.map(Body::from);
    }
    Err(Error::new(ErrorKind::BodyTooLarge, meta.id))
}

/// Reads the body of a failure as far as it comes: head and status say what happened, whatever becomes of the rest.
async fn failure_body(body: Body, limit: usize, deadline: Option<Instant>) -> Body {
    let limit = limit.min(FAILURE_LIMIT);
    if let Some(bytes) = body.as_bytes() {
        return Body::from(bytes.slice(..bytes.len().min(limit)));
    }
    let soon = end_of(Some(FAILURE_TIME));
    let deadline = match (deadline, soon) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let mut stream = body.into_stream();
    let mut parts: Vec<Bytes> = Vec::new();
    // How it ends makes no difference.
    let _ = within(deadline, pin!(stream.read_part(limit, &mut parts))).await;
    Body::from(if parts.len() == 1 { parts.remove(0) } else { Bytes::from(parts.concat()) })
}

/// What is wrong when the body is compressed: the transport takes away the codings it can read.
fn coding(headers: &HeaderMap) -> Option<String> {
    let coding = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return None;
    }
    let help = if coding.eq_ignore_ascii_case("gzip") && !cfg!(feature = "gzip") { "; the feature `gzip` reads it" } else { "" };
    Some(format!("the body is compressed with `{coding}`, which the client did not ask for and cannot read{help}"))
}

/// What the headers say of the body, as far as it is an exception.
#[derive(Clone, Copy, Default)]
struct BodyIs {
    /// A stream of events.
    events: bool,
    /// A web page, by its label.
    html: bool,
    /// Compressed, or coded in another way.
    coded: bool,
}

impl BodyIs {
    /// One way through the headers, which are few: looking each up costs more.
    fn of(headers: &HeaderMap) -> Self {
        let mut is = Self::default();
        let mut is_labelled = false;
        for (name, value) in headers {
            if name == CONTENT_TYPE && !is_labelled {
                is_labelled = true;
                let media = value.as_bytes().trim_ascii_start();
                let starts = |word: &[u8]| media.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
                match media.first() {
                    Some(b't' | b'T') => {
                        is.events = starts(b"text/event-stream");
                        is.html = starts(b"text/html");
                    }
                    // The letter first: nearly all are `application/json`.
                    Some(b'a' | b'A') if media.get(12).is_some_and(|letter| letter.eq_ignore_ascii_case(&b'x')) => {
                        is.html = starts(b"application/xhtml+xml");
                    }
                    _ => {}
                }
            } else if name == CONTENT_ENCODING {
                is.coded = true;
            }
        }
        is
    }
}

/// Whether what is labelled a web page came where data was promised. A file of any kind may be one, and some servers label JSON
/// so.
fn is_web_page(response: &RawResponse, wanted: Wanted) -> bool {
    let accept = response.meta().accept;
    // Where nothing was promised, a word such as `OK` is no page: frameworks label any string so.
    let says_nothing = || {
        wanted == Wanted::Nothing && response.body().as_bytes().is_some_and(|bytes| !bytes.trim_ascii_start().starts_with(b"<"))
    };
    response.body().length() != Some(0)
        && !says_nothing()
        && !["html", "*", "octet-stream"].iter().any(|any| accept.contains(any))
        && !response.body().as_bytes().is_some_and(|bytes| is_json(bytes))
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes.trim_ascii_start()).is_ok()
}
