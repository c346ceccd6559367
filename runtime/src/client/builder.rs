//! [`ClientBuilder`]: the settings of a client.

use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue, Uri};
use tokio::sync::Semaphore;

use super::response::DEFAULT_TIMEOUT;
use super::servers::{Described, Servers, TokenTransport};
use super::watch::{CallHook, CallReport};
use super::{Client, Deprecation, DeprecationHook, Inner};
use crate::auth::Credential;
use crate::conventions::Api;
use crate::error::Error;
use crate::rate_limit::Limiter;
use crate::redact;
use crate::retry::{Budget, Retry};
use crate::secret::Secret;
use crate::transport::{self, Transport, default_transport};

/// The operation that errors name when a client cannot be built.
const BUILD: &str = "build";
/// The default limit of buffered responses: 64 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// Builds a client of one API. All settings have defaults; invalid ones are reported by [`build`](Self::build).
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C> {
    api: &'static Api,
    operation_servers: &'static [&'static str],
    base_url: Option<String>,
    replaced: Vec<(String, String)>,
    variables: Vec<(String, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    credentials: Vec<Credential>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    /// What the default transport is made with.
    own_transport: transport::Settings,
    body_limit: usize,
    retry: Retry,
    max_concurrency: Option<usize>,
    on_deprecation: Option<DeprecationHook>,
    on_call: Option<CallHook>,
    method_override: bool,
    mistake: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// The defaults of `api`.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            operation_servers: &[],
            base_url: None,
            replaced: Vec::new(),
            variables: Vec::new(),
            headers: Vec::new(),
            credentials: Vec::new(),
            transport: None,
            timeout: Some(DEFAULT_TIMEOUT),
            call_timeout: None,
            own_transport: transport::Settings::default(),
            body_limit: BODY_LIMIT,
            retry: Retry::default(),
            max_concurrency: None,
            on_deprecation: None,
            on_call: None,
            method_override: false,
            mistake: None,
            client: PhantomData,
        }
        .default_header(USER_AGENT.as_str(), api.user_agent)
    }

    /// The server to call, such as a test system, instead of the first one of the API's description. No other server of the
    /// description is called either: operations with a server of their own and token requests go to the host of this URL, with
    /// their described path; a relative server is resolved against it (RFC 3986). A sign-in moves too if the client
    /// [adopts](Client::adopt) it. What the caller chose is not moved: a host set by a [variable](Self::server_variable), a
    /// [`server`](Self::server), the URLs of a flow made by hand.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Replaces the server `described`, which may be the first one, that of single operations, or a token endpoint; also the
    /// beginning of such a URL, up to a slash. May be called several times; the last match counts.
    ///
    /// ```
    /// # use plansmith_runtime::{Api, Client, ClientBuilder};
    /// # static API: Api = Api { name: "", user_agent: "", servers: &["https://api.example"], conventions: &plansmith_runtime::conventions::Conventions::DEFAULT, security: &[] };
    /// # let builder = ClientBuilder::<Client>::new(&API);
    /// builder.server("https://login.example/oauth", "https://login.staging.example/oauth")
    /// # ;
    /// ```
    pub fn server(mut self, described: impl Into<String>, instead: impl Into<String>) -> Self {
        self.replaced.push((described.into(), instead.into()));
        self
    }

    /// Servers of single operations that have variables, written as [`Api::servers`] are. Called by generated code, so that
    /// [`build`](Self::build) knows every variable there is.
    pub fn operation_servers(mut self, templates: &'static [&'static str]) -> Self {
        self.operation_servers = templates;
        self
    }

    /// Sets the variable `{name}` of the server URLs. [`build`](Self::build) refuses a name that no server has, and a value
    /// that is not one of those the description lists.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Adds a credential, one for each security scheme. Of two for the same scheme the last counts.
    pub fn auth(mut self, credential: impl Into<Credential>) -> Self {
        self.credentials.push(credential.into());
        self
    }

    /// The longest time one attempt may take, from the first byte of the request to the end of a buffered response or to the
    /// head of a streamed one; also the longest wait for a token, and the longest pause of the server within a download.
    /// 60 seconds unless set, `None` for no limit. A large upload needs more: see `timeout` of its request.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The longest time a whole call may take: tokens, waits for the rate limit and a permit, every attempt, the waits between
    /// them, and decoding. A wait that would end later is not begun. No limit unless set. Of a streamed response it covers
    /// everything to the head, of a list each page.
    pub fn call_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.call_timeout = timeout.into();
        self
    }

    /// The longest time to make a connection; 10 seconds unless set, `None` for no limit. This is a setting of the default transport.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.own_transport.connect_timeout = timeout.into();
        self
    }

    /// The proxy for everything the client sends, instead of those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
    /// `NO_PROXY`): `http://proxy.example:3128`, with `user:password@` before the host if it requires a login. This is a setting
    /// of the default transport: a transport of your own, and a browser, have their own.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.own_transport.proxy = Some(url.into());
        self
    }

    /// A header of every request; it replaces one of the same name. For credentials use [`auth`](Self::auth):
    /// those are hidden from logs.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(redact::is_secret_header(&name));
                self.headers.retain(|(other, _)| *other != name);
                self.headers.push((name, value));
            }
            _ => {
                self.mistake.get_or_insert_with(|| format!("the default header `{name}` cannot be sent"));
            }
        }
        self
    }

    /// The `User-Agent` header, instead of the crate's name and version.
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// The largest response that is read into memory, in bytes; 64 MiB unless set. Downloads and events have no limit.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The transport that sends requests, instead of the default one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How often and how fast failed requests are repeated.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Called for each response that says its operation is deprecated. It should return quickly.
    pub fn on_deprecation(mut self, hook: impl Fn(&Deprecation) + Send + Sync + 'static) -> Self {
        self.on_deprecation = Some(Box::new(hook));
        self
    }

    /// Called at the end of each call, for metrics. It should return quickly. A call whose future is dropped is not reported.
    ///
    /// ```
    /// # use plansmith_runtime::{Api, Client, ClientBuilder};
    /// # static API: Api = Api { name: "", user_agent: "", servers: &["https://api.example"], conventions: &plansmith_runtime::conventions::Conventions::DEFAULT, security: &[] };
    /// # let builder = ClientBuilder::<Client>::new(&API);
    /// builder.on_call(|call| match call.error {
    ///     None => println!("{} took {:?} and {} requests", call.operation, call.duration, call.attempts),
    ///     Some(kind) => println!("{} failed with {:?}: {kind:?}", call.operation, call.status),
    /// })
    /// # ;
    /// ```
    pub fn on_call(mut self, hook: impl Fn(&CallReport) + Send + Sync + 'static) -> Self {
        self.on_call = Some(Box::new(hook));
        self
    }

    /// Sends PUT, PATCH and DELETE as POST with the API's override header, for networks that block these methods.
    /// An error when the API documents no such header.
    pub fn method_override(mut self, on: bool) -> Self {
        self.method_override = on;
        self
    }

    /// How many requests may be under way at once; no limit unless set. A call that waits, for the rate limit or before a
    /// repetition, does not count.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.max_concurrency = Some(requests.max(1));
        self
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Builds the client. Sends no request.
    ///
    /// # Errors
    /// `ErrorKind::Request` for invalid settings, `ErrorKind::Auth` for an invalid credential,
    /// `ErrorKind::Connect` when the default transport cannot start (for example without trusted certificates).
    pub fn build(self) -> Result<C, Error> {
        let settings = Settings {
            api: self.api,
            operation_servers: self.operation_servers,
            base_url: self.base_url,
            replaced: self.replaced,
            own_transport: self.own_transport,
            transport: self.transport,
            mistake: self.mistake,
        };
        let (servers, transport) = settings.check(&self.variables, self.method_override)?;
        self.credentials.iter().try_for_each(Credential::check)?;
        if !self.credentials.is_empty() && is_clear(servers.base_url()) {
            // RFC 6750, section 5.3.
            tracing::warn!(api = self.api.name, "credentials are sent without TLS");
        }
        let token_transport = Arc::new(TokenTransport {
            servers: servers.clone(),
            transport: Arc::clone(&transport),
            attempts: self.retry.most_attempts(),
        });
        let client = Client(Arc::new(Inner {
            token_transport,
            api: self.api,
            conventions: self.api.conventions,
            servers,
            default_headers: self.headers,
            credentials: self.credentials,
            transport,
            timeout: self.timeout,
            call_timeout: self.call_timeout,
            body_limit: self.body_limit,
            retry: self.retry,
            budget: Budget::of(&self.retry),
            limiter: Limiter::default(),
            permits: self.max_concurrency.map(|n| Semaphore::new(n.min(Semaphore::MAX_PERMITS))),
            on_deprecation: self.on_deprecation,
            on_call: self.on_call,
            method_override: self.method_override,
        }));
        Ok(C::from(client))
    }
}

/// Whether requests go over the network without TLS.
fn is_clear(url: &str) -> bool {
    let uri = url.parse::<Uri>().unwrap_or_default();
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    uri.scheme_str() == Some("http") && !is_here
}

/// The settings that can be invalid, apart from the generic builder, so that this is compiled once.
struct Settings {
    api: &'static Api,
    operation_servers: &'static [&'static str],
    base_url: Option<String>,
    replaced: Vec<(String, String)>,
    own_transport: transport::Settings,
    transport: Option<Arc<dyn Transport>>,
    mistake: Option<String>,
}

impl Settings {
    fn check(self, variables: &[(String, String)], method_override: bool) -> Result<(Servers, Arc<dyn Transport>), Error> {
        let wrong = |what: String| Err(Error::request(BUILD, what));
        if let Some(what) = self.mistake {
            return wrong(what);
        }
        if method_override && self.api.conventions.method_override.is_none() {
            return wrong(format!("{} documents no method override", self.api.name));
        }
        let described = Described { of_api: self.api.servers, of_operations: self.operation_servers };
        let servers = Servers::new(described, self.base_url.as_deref(), &self.replaced, variables);
        let servers = match servers {
            Ok(servers) => servers,
            Err(what) => return wrong(what),
        };
        let transport = match self.transport {
            Some(_) if self.own_transport.proxy.is_some() => {
                return wrong("a proxy is a setting of the default transport, and another transport is given".to_owned());
            }
            Some(transport) => transport,
            None => default_transport(self.own_transport)?,
        };
        Ok((servers, transport))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url.as_deref().map(redact::url))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::is_clear;

    #[test]
    fn only_another_machine_needs_tls() {
        for clear in
            ["http://api.test", "HTTP://api.test/v1", "http://127.evil.test", "http://[2001:db8::1]:80", "http://10.0.0.1"]
        {
            assert!(is_clear(clear), "{clear}");
        }
        for fine in
            ["https://api.test", "http://localhost:8080/v1", "http://127.0.0.1", "http://127.8.9.1:1", "http://[::1]:4010"]
        {
            assert!(!is_clear(fine), "{fine}");
        }
    }
}
