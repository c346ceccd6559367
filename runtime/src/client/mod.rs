//! [`Client`]: what every generated client wraps, and the one function all calls go through.

mod answer;
mod builder;
mod prepare;
mod rooted;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

pub use self::builder::ClientBuilder;
pub(crate) use self::builder::default_transport;
use crate::auth::{Credential, Grant};
use crate::call::Meta;
use crate::conventions::{Api, Conventions};
use crate::error::{Error, ErrorKind};
use crate::rate_limit::{Limiter, RateLimit};
use crate::request::Request;
use crate::response::Answer;
use crate::retry::Retry;
use crate::transport::Transport;

/// A client of one API. Cheap to clone: clones share connections, credentials and the rate limit.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    api: &'static Api,
    conventions: &'static Conventions,
    /// Without a slash at the end.
    base_url: String,
    variables: Vec<(String, String)>,
    default_headers: Vec<(http::HeaderName, http::HeaderValue)>,
    credentials: Vec<Credential>,
    transport: Arc<dyn Transport>,
    /// What credentials ask token servers through.
    token_transport: Arc<dyn Transport>,
    timeout: Option<Duration>,
    body_limit: usize,
    retry: Retry,
    limiter: Limiter,
    permits: Option<Semaphore>,
    on_deprecation: Option<DeprecationHook>,
    method_override: bool,
}

type DeprecationHook = Box<dyn Fn(&Deprecation) + Send + Sync>;

/// The server's notice that an operation is deprecated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// The operation's id in the API's description.
    pub operation: &'static str,
    /// The server's words.
    pub message: String,
}

impl Client {
    /// The rate limit as the last answer that mentioned it told it; `None` before that.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.limiter.last()
    }

    pub(crate) fn conventions(&self) -> &'static Conventions {
        self.0.conventions
    }

    /// Where the operation lives, without a slash at the end.
    pub(crate) fn base_url(&self, meta: &Meta) -> &str {
        meta.server.map_or(&self.0.base_url, |server| server.trim_end_matches('/'))
    }

    /// Sends a request: limit, authorise, send, classify, retry. The answer has a success status and, unless
    /// `stream` is set, a complete body; decoding is the caller's part.
    pub(crate) async fn send(&self, request: &Request, stream: bool) -> Result<(Answer, Option<RateLimit>), Error> {
        let this = &*self.0;
        let meta = request.meta();
        request.check()?;
        let _permit = match &this.permits {
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        };
        let schemes = self.choose(meta)?;
        let mut renewed: Option<Grant> = None;
        let mut may_renew = true;
        let mut attempt = 1;
        loop {
            this.limiter.wait(this.retry.longest_wait()).await;

            let mut grant = renewed.take().unwrap_or_default();
            for credential in schemes.iter().filter_map(|scheme| self.credential(scheme)) {
                credential.apply(&mut grant, &this.token_transport).await.map_err(|error| error.for_operation(meta))?;
            }

            let http = self.prepare(request, &mut grant)?;
            let started = Instant::now();
            let outcome = self.exchange(http, request, stream).await;

            let failure = match outcome {
                Ok(outcome) if outcome.answer.status_code().is_success() => {
                    let status = outcome.answer.status();
                    tracing::debug!(operation = meta.id, status, attempt, elapsed = ?started.elapsed(), "answered");
                    return Ok((outcome.answer, outcome.limit));
                }
                Ok(outcome) => self.refusal(outcome),
                Err(error) => error,
            };
            tracing::debug!(operation = meta.id, attempt, error = %failure, elapsed = ?started.elapsed(), "failed");

            let refused = failure.status().is_some_and(|status| this.conventions.retry.refresh_on.contains(&status));
            if refused && std::mem::take(&mut may_renew) && request.is_replayable() {
                renewed = grant.renew(&this.token_transport).await.map_err(|error| error.for_operation(meta))?;
                if renewed.is_some() {
                    continue;
                }
            }
            match this.retry.delay(&this.conventions.retry, &failure, attempt) {
                Some(delay) if request.is_replayable() => tokio::time::sleep(delay).await,
                _ => return Err(failure),
            }
            attempt += 1;
        }
    }

    fn credential(&self, scheme: &str) -> Option<&Credential> {
        self.0.credentials.iter().rev().find(|credential| credential.scheme() == scheme)
    }

    /// The security schemes of an operation: the first alternative that names schemes and has a credential for each of
    /// them, else anonymous access where the description allows it.
    fn choose(&self, meta: &'static Meta) -> Result<&'static [&'static str], Error> {
        let alternatives = meta.security.unwrap_or(self.0.api.security);
        let has_all = |schemes: &[&str]| !schemes.is_empty() && schemes.iter().all(|scheme| self.credential(scheme).is_some());
        if let Some(found) = alternatives.iter().find(|schemes| has_all(schemes)) {
            return Ok(found);
        }
        if alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.is_empty()) {
            return Ok(&[]);
        }
        let wanted: Vec<String> = alternatives.iter().map(|schemes| schemes.join(" and ")).collect();
        Err(Error::new(ErrorKind::Auth, meta.id).context(format!("a credential is needed for {}", wanted.join(", or "))))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("base_url", &self.0.base_url)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
