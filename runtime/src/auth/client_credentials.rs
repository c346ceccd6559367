//! The OAuth 2 client credentials grant (RFC 6749, section 4.4).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock::{self, Instant};

use super::flight::{Landing, SingleFlight, spawn};
use super::token::{ClientAuth, TokenEndpoint, time_of_use};
use super::{Credential, Secret, TokenProvider};
use crate::error::{BoxError, Error, ErrorKind};
use crate::retry::Retry;
use crate::transport::{BoxFuture, Transport};

/// Tokens for a program that acts on its own behalf. Becomes a [`Credential`] that fetches a token when it needs one,
/// renews it before it expires, and once more when the server refuses it. A token request is repeated
/// like any read, as often as the client's [`Retry`] says.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    scheme: &'static str,
    endpoint: TokenEndpoint,
    token_field: &'static str,
    early: Duration,
}

impl ClientCredentials {
    /// Id and secret for the token endpoint at `token_url`; sent as Basic unless [`client_auth`](Self::client_auth) says otherwise.
    pub fn new(
        scheme: &'static str,
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        let endpoint = TokenEndpoint {
            url: token_url.into(),
            refresh_url: None,
            described: false,
            client_id: client_id.into(),
            client_secret: Some(client_secret.into()),
            client_auth: ClientAuth::Basic,
            parameters: Vec::new(),
        };
        Self { scheme, endpoint, token_field: "access_token", early: Duration::from_secs(60) }
    }

    /// For generated code: the token URL is that of the API's description, which a client with another base URL moves.
    #[doc(hidden)]
    #[must_use]
    pub fn described(mut self) -> Self {
        self.endpoint.described = true;
        self
    }

    /// Sets another token endpoint, such as that of a test system.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.url = url.into();
        self.endpoint.described = false;
        self
    }

    /// How id and secret are sent.
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.endpoint.client_auth = client_auth;
        self
    }

    /// The field of the response that holds the bearer token; `access_token` unless set.
    #[must_use]
    pub fn token_field(mut self, field: &'static str) -> Self {
        self.token_field = field;
        self
    }

    /// How long before a token expires it is renewed; 60 seconds unless set, and half its lifetime at most.
    #[must_use]
    pub fn renew_early(mut self, early: Duration) -> Self {
        self.early = early;
        self
    }

    /// The scopes to ask for.
    #[must_use]
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<S> = scopes.into_iter().collect();
        let text = scopes.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
        self.parameter("scope", text)
    }

    /// A further parameter of the token request.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.endpoint.parameters.push((name.into(), value.into()));
        self
    }
}

impl From<ClientCredentials> for Credential {
    fn from(flow: ClientCredentials) -> Self {
        let scheme = flow.scheme;
        let grant = Grant { flow, current: Mutex::new(None) };
        Credential::shared(scheme, Arc::new(GrantProvider { grant: Arc::new(grant), flight: SingleFlight::new() }))
    }
}

struct GrantProvider {
    grant: Arc<Grant>,
    flight: SingleFlight<Secret>,
}

struct Grant {
    flow: ClientCredentials,
    current: Mutex<Option<Token>>,
}

struct Token {
    secret: Secret,
    renew_at: Option<Instant>,
}

impl Grant {
    fn current(&self, rejected: Option<&Secret>) -> Option<Secret> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let token = current.as_ref()?;
        let due = token.renew_at.is_some_and(|at| at <= Instant::now());
        (!due && rejected != Some(&token.secret)).then(|| token.secret.clone())
    }

    /// Fetches a token. This grant is as safe to repeat as a read.
    async fn fetch(&self, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let retry =
            Retry::new().attempts(transport.attempts()).base_delay(Duration::from_millis(200)).max_wait(Duration::from_secs(10));
        let mut attempt = 1;
        let response = loop {
            match self.flow.endpoint.request(transport, &[("grant_type", "client_credentials")]).await {
                Ok(response) => break response,
                Err(error) => match retry.delay_if_retryable(&error, attempt) {
                    Some(delay) => clock::sleep(delay).await,
                    None => return Err(error),
                },
            }
            attempt += 1;
        };
        let secret = response.token(self.flow.token_field)?;
        let usable = response.expires_in().map(|life| time_of_use(life, self.flow.early));
        let renew_at = usable.and_then(|usable| Instant::now().checked_add(usable));
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Token { secret: secret.clone(), renew_at });
        Ok(secret)
    }
}

impl GrantProvider {
    /// The current token unless it is due or `rejected`; fetched once for all who wait.
    async fn get(&self, rejected: Option<&Secret>, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let start = |landing: Landing<Secret>| {
            let (grant, transport) = (self.grant.clone(), transport.clone());
            spawn(async move { landing.land(grant.fetch(&transport).await) })
        };
        // Once more when the task ended with the runtime of another caller, or that stands still.
        for _ in 0..2 {
            if let Some(result) = self.flight.join(|| self.grant.current(rejected), start).await {
                return result;
            }
        }
        Err(Error::new(ErrorKind::Auth, "token").context("the token request ended without a result").repeatable(true))
    }
}

impl TokenProvider for GrantProvider {
    fn token<'a>(&'a self, transport: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(async move { Ok(self.get(None, transport).await?) })
    }

    fn renew<'a>(
        &'a self,
        rejected: &'a Secret,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Option<Secret>, BoxError>> {
        Box::pin(async move { Ok(Some(self.get(Some(rejected), transport).await?)) })
    }
}
