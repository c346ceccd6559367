//! [`Client`]: what every generated client wraps, and the one function all calls go through.

mod builder;
mod idempotency;
mod prepare;
mod response;
mod servers;
mod variables;
mod watch;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tracing::Instrument;

pub use self::builder::ClientBuilder;
use self::servers::Servers;
pub use self::watch::CallReport;
use self::watch::{CallHook, Watch};
use crate::auth::{AuthorizationCode, Credential, Grant};
use crate::clock::{Instant, end_of, sleep, within};
use crate::conventions::{Api, Conventions};
use crate::decode::Wanted;
use crate::error::{Error, ErrorKind};
use crate::meta::Meta;
use crate::rate_limit::{Limiter, RateLimit};
use crate::redact;
use crate::request::Request;
use crate::response::RawResponse;
use crate::retry::{Budget, Retry};
use crate::transport::{BoxFuture, Transport};

/// A client of one API. Cheap to clone: clones share connections, credentials and the rate limit.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    api: &'static Api,
    conventions: &'static Conventions,
    servers: Servers,
    default_headers: Vec<(http::HeaderName, http::HeaderValue)>,
    credentials: Vec<Credential>,
    transport: Arc<dyn Transport>,
    /// The transport of token requests.
    token_transport: Arc<dyn Transport>,
    timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    body_limit: usize,
    retry: Retry,
    budget: Budget,
    limiter: Limiter,
    permits: Option<Semaphore>,
    on_deprecation: Option<DeprecationHook>,
    on_call: Option<CallHook>,
    method_override: bool,
}

type DeprecationHook = Box<dyn Fn(&Deprecation) + Send + Sync>;

/// The server's notice that an operation is deprecated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// The operation's id in the API's description.
    pub operation: &'static str,
    /// What the server says about it.
    pub message: String,
}

impl Client {
    /// The most recent rate limit reported by the server; `None` before it reports one.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.limiter.last()
    }

    /// Prepares a sign-in for this client: it uses the client's transport, and the URLs of the API's description move as
    /// [`base_url`](ClientBuilder::base_url) and [`server`](ClientBuilder::server) say, so that all of it can go to a mock or
    /// through a proxy. URLs that the caller set stay.
    ///
    /// ```
    /// use plansmith_runtime::auth::{AuthorizationCode, SignIn};
    /// # use plansmith_runtime::{Api, Client, ClientBuilder};
    /// # static API: Api = Api { name: "", user_agent: "", servers: &["https://api.example"], conventions: &plansmith_runtime::conventions::Conventions::DEFAULT, security: &[] };
    /// # fn oauth2_code(id: &str) -> AuthorizationCode { AuthorizationCode::new("oauth2", "https://id.example/authorize", "https://id.example/token", id).described() }
    ///
    /// let client: Client = ClientBuilder::new(&API).base_url("http://127.0.0.1:4010").build()?;
    /// // `oauth2_code` is the one in the module `auth` of a generated crate, whose client has this one as `runtime()`.
    /// let flow = client.adopt(oauth2_code("client id"));
    /// assert!(flow.authorize_url(&SignIn::new()).starts_with("http://127.0.0.1:4010/authorize?"));
    /// # Ok::<(), plansmith_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn adopt(&self, flow: AuthorizationCode) -> AuthorizationCode {
        let (page, described) = flow.page();
        let page = self.0.servers.of_page(page, described);
        flow.of_client(self.0.token_transport.clone(), page)
    }

    pub(crate) fn conventions(&self) -> &'static Conventions {
        self.0.conventions
    }

    /// Sends a request and decodes its response, all within the limit of the call.
    pub(crate) async fn call<T>(
        &self,
        request: &Request,
        wanted: Wanted,
        decode: impl FnOnce(RawResponse, Option<RateLimit>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(watch) = self.watch(request.meta()) {
            return Box::pin(self.watched(&watch, request, wanted, decode)).await;
        }
        let deadline = end_of(request.call_timeout.or(self.0.call_timeout));
        // Decoding does not wait: outside of the timer its result is moved less often.
        let Some(sent) = within(deadline, pin!(self.send(request, wanted, deadline, &mut 0))).await else {
            return Err(self.too_late(request));
        };
        let (response, limit) = sent?;
        decode(response, limit)
    }

    /// The same for a call under observation.
    async fn watched<T>(
        &self,
        watch: &Watch,
        request: &Request,
        wanted: Wanted,
        decode: impl FnOnce(RawResponse, Option<RateLimit>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut attempts = 0;
        let deadline = end_of(request.call_timeout.or(self.0.call_timeout));
        let send = self.send(request, wanted, deadline, &mut attempts).instrument(watch.span.clone());
        let sent = within(deadline, Box::pin(send).as_mut()).await.unwrap_or_else(|| Err(self.too_late(request)));
        let status = sent.as_ref().ok().map(|(response, _)| response.status());
        let result = sent.and_then(|(response, limit)| watch.span.in_scope(|| decode(response, limit)));
        self.report(watch, status, result.as_ref().err(), attempts);
        result
    }

    /// The error of a call that exceeded its time limit.
    #[cold]
    fn too_late(&self, request: &Request) -> Error {
        let error = Error::new(ErrorKind::Timeout, request.meta().id).context("the limit of the whole call has passed");
        error.repeatable(request.meta().is_repeatable(self.0.conventions))
    }

    /// Limit, authorise, send, classify, retry. The response has a success status and, unless a stream is wanted, a complete body.
    /// A wait that would not end before `deadline` is not begun; `attempts` counts what was sent.
    async fn send(
        &self,
        request: &Request,
        wanted: Wanted,
        deadline: Option<Instant>,
        attempts: &mut u32,
    ) -> Result<(RawResponse, Option<RateLimit>), Error> {
        let this = &*self.0;
        let meta = request.meta();
        request.check()?;
        let schemes = self.choose(meta)?;
        // One for all attempts.
        let key = match &this.conventions.idempotency {
            None => None,
            Some(rules) => idempotency::key(rules, request)?,
        };
        let mut renewed: Option<Grant> = None;
        let mut may_renew = true;
        let mut attempt = 1;
        let mut taken = 0;
        loop {
            let (permit, mut grant) = self.enter(request, schemes, renewed.take(), deadline).await?;
            if let Some(key) = &key {
                grant.headers.push((**key).clone());
            }
            let http = self.prepare(request, &mut grant)?;
            let started = Instant::now();
            *attempts += 1;
            let outcome = self.exchange(http, request, wanted).await;
            // Others may go while this call waits.
            drop(permit);

            let failure = match outcome {
                Ok(outcome) if outcome.is_success() => {
                    let status = outcome.response.status();
                    tracing::debug!(operation = meta.id, status, attempt, elapsed = ?started.elapsed(), "answered");
                    this.budget.succeeded(taken);
                    return Ok((outcome.response, outcome.limit));
                }
                Ok(outcome) => self.refusal(&outcome),
                Err(error) => error,
            };
            let failure = self.hide(failure, request, schemes, &grant);
            tracing::debug!(operation = meta.id, attempt, error = %failure, elapsed = ?started.elapsed(), "failed");

            let refused = failure.status().is_some_and(|status| this.conventions.retry.refresh_on.contains(&status));
            if refused && std::mem::take(&mut may_renew) && request.is_replayable() {
                renewed = self.in_time(request, Box::pin(grant.renew(&this.token_transport))).await?;
                if renewed.is_some() {
                    continue;
                }
            }
            let Some(delay) = this.retry.delay(&this.conventions.retry, &failure, attempt) else { return Err(failure) };
            let too_late = deadline.is_some_and(|end| end.saturating_duration_since(Instant::now()) < delay);
            if too_late || !request.is_replayable() {
                return Err(failure);
            }
            let Some(cost) = this.budget.take(&failure) else { return Err(failure) };
            taken = cost;
            sleep(delay).await;
            attempt += 1;
        }
    }

    /// An error without the secrets of the request, even where the server quotes them.
    #[cold]
    fn hide(&self, failure: Error, request: &Request, schemes: &[&str], grant: &Grant) -> Error {
        let fixed = schemes.iter().filter_map(|scheme| self.credential(scheme)).flat_map(Credential::secrets);
        failure.hiding(fixed.chain(grant.tokens()).chain(request.secrets()))
    }

    /// Waits until a request may be sent: for the rate limit, its credentials, and a permit.
    async fn enter(
        &self,
        request: &Request,
        schemes: &[&str],
        mut renewed: Option<Grant>,
        deadline: Option<Instant>,
    ) -> Result<(Option<SemaphorePermit<'_>>, Grant), Error> {
        let this = &*self.0;
        loop {
            if this.limiter.is_blocked()
                && let Err(wait) = Box::pin(this.limiter.wait(this.retry.longest_wait(), this.retry.spread(), deadline)).await
            {
                let error = Error::new(ErrorKind::RateLimited, request.meta().id);
                let error = error.context("the rate limit is used up for longer than the call may wait; nothing was sent");
                return Err(error.with_retry_after(Some(wait)).repeatable(true));
            }
            let grant = self.authorise(request, schemes, renewed.take()).await?;
            let Some(permits) = &this.permits else { return Ok((None, grant)) };
            if let Ok(permit) = permits.try_acquire() {
                return Ok((Some(permit), grant));
            }
            let permit = permits.acquire().await.ok();
            // Others were under way meanwhile: what was true before may not be now.
            if !this.limiter.is_blocked() {
                return Ok((permit, self.authorise(request, schemes, None).await?));
            }
        }
    }

    /// What the credentials for the schemes add to the request.
    async fn authorise(&self, request: &Request, schemes: &[&str], renewed: Option<Grant>) -> Result<Grant, Error> {
        let mut grant = renewed.unwrap_or_default();
        for credential in schemes.iter().filter_map(|scheme| self.credential(scheme)) {
            if !credential.apply_fixed(&mut grant) {
                self.in_time(request, Box::pin(credential.apply(&mut grant, &self.0.token_transport))).await?;
            }
        }
        Ok(grant)
    }

    /// Waits for a credential as long as an attempt may take.
    async fn in_time<T>(&self, request: &Request, mut work: BoxFuture<'_, Result<T, Error>>) -> Result<T, Error> {
        let meta = request.meta();
        if let Some(result) = within(end_of(request.timeout.or(self.0.timeout)), work.as_mut()).await {
            return result.map_err(|error| error.for_operation(meta));
        }
        let error = Error::new(ErrorKind::Timeout, meta.id).summary("no credential in time");
        Err(error.context("nothing was sent").repeatable(true))
    }

    fn credential(&self, scheme: &str) -> Option<&Credential> {
        self.0.credentials.iter().rev().find(|credential| credential.scheme() == scheme)
    }

    /// Sends the request to a URL that a response named.
    ///
    /// # Errors
    /// When it is on another server than the client's own or the operation's.
    pub(crate) fn redirect(&self, request: &mut Request, url: &str) -> Result<(), Error> {
        let meta = request.meta();
        self.0.servers.admit(url, meta).map_err(|what| Error::new(ErrorKind::Decode, meta.id).context(what))?;
        request.go_to(url);
        Ok(())
    }

    /// The URL of the operation, for messages.
    pub(crate) fn shown_base_url(&self, meta: &Meta) -> String {
        self.0.servers.of(meta).map_or_else(|_| "(no server)".to_owned(), |url| redact::url(&url))
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
            .field("base_url", &self.0.servers.base_url())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
