//! The OAuth 2 client credentials grant (RFC 6749, section 4.4).

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::token::{ClientAuth, TokenEndpoint};
use super::{Credential, Flight, Secret, Shared, TokenProvider};
use crate::error::{BoxError, Error, ErrorKind};
use crate::transport::{BoxFuture, Transport};

/// Tokens for a program that acts for itself. Becomes a [`Credential`] that fetches a token when it needs one,
/// renews it before it expires, and once more when the server refuses it.
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
            client_id: client_id.into(),
            client_secret: Some(client_secret.into()),
            client_auth: ClientAuth::Basic,
            parameters: Vec::new(),
        };
        Self { scheme, endpoint, token_field: "access_token", early: Duration::from_secs(60) }
    }

    /// How id and secret are sent.
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.endpoint.client_auth = client_auth;
        self
    }

    /// The field of the answer that holds the bearer token; `access_token` unless set.
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
        let state = Shared::new(State { current: None, flight: Flight(None) });
        Credential::shared(scheme, Arc::new(Provider { flow: Arc::new(flow), state }))
    }
}

struct Provider {
    flow: Arc<ClientCredentials>,
    state: Shared<State>,
}

struct State {
    current: Option<Token>,
    flight: Flight<Result<Token, Error>>,
}

struct Token {
    secret: Secret,
    renew_at: Option<Instant>,
}

impl Provider {
    /// The current token unless it is due or `rejected`; fetched by one caller while the others wait.
    async fn get(&self, rejected: Option<&Secret>, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let mut state = self.state.enter().await?;
        if let Some(token) = &state.current {
            let due = token.renew_at.is_some_and(|at| at <= Instant::now());
            if !due && rejected != Some(&token.secret) {
                return Ok(token.secret.clone());
            }
        }
        let token = state.flight.run(|| fetch(self.flow.clone(), transport.clone())).await;
        self.state.note(&token);
        let token = token?;
        let secret = token.secret.clone();
        state.current = Some(token);
        Ok(secret)
    }
}

async fn fetch(flow: Arc<ClientCredentials>, transport: Arc<dyn Transport>) -> Result<Token, Error> {
    let answer = flow.endpoint.request(&transport, &[("grant_type", "client_credentials")]).await?;
    let secret = answer.secret(flow.token_field).ok_or_else(|| {
        Error::new(ErrorKind::Auth, "token").context(format!("the token endpoint sent no `{}`", flow.token_field))
    })?;
    let usable = answer.expires_in().map(|life| life.saturating_sub(flow.early.min(life / 2)));
    let renew_at = usable.and_then(|usable| Instant::now().checked_add(usable));
    Ok(Token { secret, renew_at })
}

impl TokenProvider for Provider {
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
