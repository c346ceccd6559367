//! [`ClientBuilder`]: everything a client can be told before it is used.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue};
use tokio::sync::Semaphore;

use super::answer::DEFAULT_TIMEOUT;
use super::{Client, Deprecation, DeprecationHook, Inner};
use crate::auth::Credential;
use crate::conventions::Api;
use crate::error::{Error, ErrorKind};
use crate::rate_limit::Limiter;
use crate::request::is_secret;
use crate::retry::Retry;
use crate::transport::Transport;

/// What operation the errors of building a client name.
const BUILD: &str = "build";
/// The default limit of buffered answers: 64 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// The longest time to make a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a client of one API. Mistakes are reported by [`build`](Self::build), all settings have defaults.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C> {
    api: &'static Api,
    base_url: Option<String>,
    variables: Vec<(String, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    credentials: Vec<Credential>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    body_limit: usize,
    retry: Retry,
    max_concurrency: Option<usize>,
    on_deprecation: Option<DeprecationHook>,
    method_override: bool,
    mistake: Option<String>,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// The defaults of `api`.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            variables: Vec::new(),
            headers: Vec::new(),
            credentials: Vec::new(),
            transport: None,
            timeout: Some(DEFAULT_TIMEOUT),
            connect_timeout: Some(CONNECT_TIMEOUT),
            body_limit: BODY_LIMIT,
            retry: Retry::default(),
            max_concurrency: None,
            on_deprecation: None,
            method_override: false,
            mistake: None,
            client: PhantomData,
        }
        .default_header(USER_AGENT.as_str(), api.user_agent)
    }

    /// The server, such as a test system, instead of the first one of the API's description.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// A variable `{name}` of the server's URL.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// A credential; may be given once for each security scheme. Of two for one scheme the last counts.
    pub fn auth(mut self, credential: impl Into<Credential>) -> Self {
        self.credentials.push(credential.into());
        self
    }

    /// The longest time one attempt may take, to the end of a buffered answer or to the head of a streamed one;
    /// also the longest pause within a download. 60 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The longest time to make a connection; 10 seconds unless set. A transport of your own has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// A header of every request; it replaces one of the same name. For credentials use [`auth`](Self::auth):
    /// those are hidden from logs.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(is_secret(&name));
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

    /// The largest answer that is read into memory, in bytes; 64 MiB unless set. Downloads and events have no limit.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Another way to reach the server than the default one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How often and how fast failed requests are repeated.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Called for each answer that says its operation is deprecated. It should return quickly.
    pub fn on_deprecation(mut self, hook: impl Fn(&Deprecation) + Send + Sync + 'static) -> Self {
        self.on_deprecation = Some(Box::new(hook));
        self
    }

    /// Sends PUT, PATCH and DELETE as POST with the API's override header, for networks that block these methods.
    /// An error when the API documents no such header.
    pub fn method_override(mut self, on: bool) -> Self {
        self.method_override = on;
        self
    }

    /// How many requests may be under way at once, repetitions and waits included; no limit unless set.
    pub fn max_concurrency(mut self, requests: usize) -> Self {
        self.max_concurrency = Some(requests.max(1));
        self
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// The client. Nothing is sent.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] for settings that cannot work, [`ErrorKind::Auth`] for such a credential,
    /// [`ErrorKind::Connect`] when the default transport cannot start (for example without trusted certificates).
    pub fn build(self) -> Result<C, Error> {
        let settings = Settings {
            api: self.api,
            base_url: self.base_url,
            connect_timeout: self.connect_timeout,
            transport: self.transport,
            mistake: self.mistake,
        };
        let (base_url, transport) = settings.check(&self.variables, self.method_override)?;
        self.credentials.iter().try_for_each(Credential::check)?;
        let token_transport = Arc::new(super::rooted::Rooted { base_url: base_url.clone(), transport: Arc::clone(&transport) });
        let client = Client(Arc::new(Inner {
            token_transport,
            api: self.api,
            conventions: self.api.conventions,
            base_url,
            variables: self.variables,
            default_headers: self.headers,
            credentials: self.credentials,
            transport,
            timeout: self.timeout,
            body_limit: self.body_limit,
            retry: self.retry,
            limiter: Limiter::default(),
            permits: self.max_concurrency.map(|n| Semaphore::new(n.min(Semaphore::MAX_PERMITS))),
            on_deprecation: self.on_deprecation,
            method_override: self.method_override,
        }));
        Ok(C::from(client))
    }
}

/// The settings that can be wrong; apart from the generic builder, so that this is compiled once.
struct Settings {
    api: &'static Api,
    base_url: Option<String>,
    connect_timeout: Option<Duration>,
    transport: Option<Arc<dyn Transport>>,
    mistake: Option<String>,
}

impl Settings {
    fn check(self, variables: &[(String, String)], method_override: bool) -> Result<(String, Arc<dyn Transport>), Error> {
        let wrong = |what: String| Err(Error::request(BUILD, what));
        if let Some(what) = self.mistake {
            return wrong(what);
        }
        if method_override && self.api.conventions.method_override.is_none() {
            return wrong(format!("{} documents no method override", self.api.name));
        }
        let Some(template) = self.base_url.as_deref().or(self.api.servers.first().copied()) else {
            return wrong("the API states no server, so a base URL is needed".to_owned());
        };
        let base_url = match fill(template, variables) {
            Ok(url) => url,
            Err(what) => return wrong(what),
        };
        match base_url.parse::<http::Uri>() {
            Ok(uri) if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) => {
                return wrong("the base URL has a user or password; give them to `auth`".to_owned());
            }
            Ok(uri) if uri.host().is_some() && matches!(uri.scheme_str(), Some("http" | "https")) && uri.query().is_none() => {}
            _ => return wrong(format!("`{base_url}` is not an absolute http or https URL without query")),
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        Ok((base_url, transport))
    }
}

/// Puts server variables into a URL, and drops the slash at its end. `{name=value}` has a default.
pub(super) fn fill(template: &str, variables: &[(String, String)]) -> Result<String, String> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((variable, behind)) = after.split_once('}') else { break };
        let (name, default) = match variable.split_once('=') {
            Some((name, default)) => (name, Some(default)),
            None => (variable, None),
        };
        let set = variables.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(value) = set.or(default) else {
            return Err(format!("the server `{template}` needs the variable `{name}`"));
        };
        url.push_str(before);
        // A value inside the host must not end it: `evil.test/` would send the credentials elsewhere.
        let in_host = url.split_once("://").is_none_or(|(_, host)| !host.contains('/'));
        if in_host && !url.is_empty() && value.contains(['/', '\\', '?', '#', '@']) {
            return Err(format!("the variable `{name}` of the server `{template}` cannot be `{value}`"));
        }
        url.push_str(value);
        rest = behind;
    }
    url.push_str(rest);
    url.truncate(url.trim_end_matches('/').len());
    Ok(url)
}

/// The transport of clients that are given none.
#[cfg(feature = "reqwest")]
pub(crate) fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    match crate::transport::ReqwestTransport::new(connect_timeout) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(source) => {
            let error = Error::new(ErrorKind::Connect, BUILD).context("the default transport cannot start");
            Err(error.caused_by(source).repeatable(false))
        }
    }
}

/// The transport of clients that are given none.
#[cfg(not(feature = "reqwest"))]
pub(crate) fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(ErrorKind::Request, BUILD).context("without the feature `reqwest` a transport must be given"))
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("api", &self.api.name).field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
