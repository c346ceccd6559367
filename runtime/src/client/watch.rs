//! Observation of calls: a span for tracing, a report for metrics. Without either it costs one comparison.

use std::time::Duration;

use http::Uri;
use tracing::field::Empty;
use tracing::{Level, Span};

use super::Client;
use crate::clock::Instant;
use crate::error::{Error, ErrorKind};
use crate::meta::Meta;

/// The outcome of a call, for metrics: see [`ClientBuilder::on_call`](super::ClientBuilder::on_call). Nothing in it is secret, and
/// nothing but the duration takes more values than the API has operations and statuses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallReport {
    /// The operation's id in the API's description.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template of the description, with `{name}` for parameters.
    pub path: &'static str,
    /// The status of the last response; `None` when there was none.
    pub status: Option<u16>,
    /// Why the call failed; `None` when it did not.
    pub error: Option<ErrorKind>,
    /// How many requests were sent, those for tokens not counted; 0 when it failed before the first.
    pub attempts: u32,
    /// From `send` to the result: waits and repetitions included, the body of a streamed response not.
    pub duration: Duration,
}

pub(super) type CallHook = Box<dyn Fn(&CallReport) + Send + Sync>;

/// A call under observation.
pub(super) struct Watch {
    pub span: Span,
    meta: &'static Meta,
    started: Instant,
}

impl Client {
    /// Starts to observe a call; `None` when nobody observes.
    pub(super) fn watch(&self, meta: &'static Meta) -> Option<Box<Watch>> {
        if self.0.on_call.is_none() && !tracing::enabled!(Level::INFO) {
            return None;
        }
        Some(Box::new(Watch { span: self.span(meta), meta, started: Instant::now() }))
    }

    /// The span of a call, with the names of OpenTelemetry's conventions for HTTP clients.
    fn span(&self, meta: &'static Meta) -> Span {
        let span = tracing::info_span!(
            "call",
            "otel.kind" = "client",
            "otel.name" = Empty,
            "otel.status_code" = Empty,
            api = self.0.api.name,
            operation = meta.id,
            "http.request.method" = meta.method,
            "url.template" = meta.path,
            "server.address" = Empty,
            "server.port" = Empty,
            "http.response.status_code" = Empty,
            "http.request.resend_count" = Empty,
            "error.type" = Empty,
            attempts = Empty,
        );
        if !span.is_disabled() {
            span.record("otel.name", format_args!("{} {}", meta.method, meta.path));
            let server = self.0.servers.of(meta).ok().and_then(|url| url.parse::<Uri>().ok());
            if let Some((uri, host)) = server.as_ref().and_then(|uri| Some((uri, uri.host()?))) {
                span.record("server.address", host);
                let usual = if uri.scheme_str() == Some("http") { 80 } else { 443 };
                span.record("server.port", uri.port_u16().unwrap_or(usual));
            }
        }
        span
    }

    /// Says how a call ended.
    pub(super) fn report(&self, watch: &Watch, status: Option<u16>, error: Option<&Error>, attempts: u32) {
        let status = status.or_else(|| error.and_then(Error::status));
        if !watch.span.is_disabled() {
            watch.span.record("attempts", attempts);
            if let Some(status) = status {
                watch.span.record("http.response.status_code", status);
            }
            if attempts > 1 {
                watch.span.record("http.request.resend_count", attempts - 1);
            }
            if let Some(error) = error {
                watch.span.record("otel.status_code", "ERROR");
                match status.filter(|status| *status >= 400) {
                    Some(status) => watch.span.record("error.type", format_args!("{status}")),
                    None => watch.span.record("error.type", format_args!("{:?}", error.kind())),
                };
            }
        }
        if let Some(hook) = &self.0.on_call {
            let Meta { id: operation, method, path, .. } = watch.meta;
            let error = error.map(Error::kind);
            hook(&CallReport { operation, method, path, status, error, attempts, duration: watch.started.elapsed() });
        }
    }
}
