//! The OAuth 2 authorisation code grant (RFC 6749, section 4.1), with refresh tokens that work once.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode_str;
use tokio::sync::Mutex;

use super::token::{ClientAuth, TokenAnswer, TokenEndpoint};
use super::{Credential, Flight, Secret, Shared, TokenProvider};
use crate::error::{BoxError, Error, ErrorKind};
use crate::request::escape;
use crate::transport::{BoxFuture, Transport};

/// Access for a user who signs in with a browser.
///
/// 1. Send the user to [`authorize_url`](Self::authorize_url), with a `state` that belongs to the user's session.
/// 2. The browser comes back to the redirect URI; [`callback`](Self::callback) compares the state and finds the code.
/// 3. [`exchange`](Self::exchange) the code for a [`TokenSet`] and store it.
/// 4. [`credential`](Self::credential) makes a credential of it that refreshes itself.
#[derive(Clone)]
pub struct AuthorizationCode {
    scheme: &'static str,
    authorize_url: String,
    endpoint: TokenEndpoint,
    redirect_uri: Option<String>,
    scopes: Vec<String>,
    early: Duration,
    transport: Option<Arc<dyn Transport>>,
}

/// Tokens of one user.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenSet {
    /// The token requests are sent with.
    pub access_token: Secret,
    /// The token that buys the next pair; many servers let it work once.
    pub refresh_token: Option<Secret>,
    /// When the access token expires, if the server said so.
    pub expires_at: Option<SystemTime>,
}

/// Keeps tokens where they survive the program. A new refresh token is handed over before its access token is used.
pub trait TokenStore: Send + Sync + 'static {
    /// Stores the tokens; they replace the former ones.
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>>;
}

impl<F> TokenStore for F
where
    F: Fn(&TokenSet) -> Result<(), BoxError> + Send + Sync + 'static,
{
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
        let result = self(tokens);
        Box::pin(async move { result })
    }
}

impl TokenSet {
    /// Tokens that were stored.
    pub fn new(access_token: impl Into<Secret>) -> Self {
        Self { access_token: access_token.into(), refresh_token: None, expires_at: None }
    }

    /// Sets the refresh token.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// Sets when the access token expires.
    #[must_use]
    pub fn expires_at(mut self, at: SystemTime) -> Self {
        self.expires_at = Some(at);
        self
    }

    fn read(answer: &TokenAnswer, former: Option<&TokenSet>) -> Result<Self, Error> {
        let missing = || Error::new(ErrorKind::Auth, "token").context("the token endpoint sent no `access_token`");
        Ok(Self {
            access_token: answer.secret("access_token").ok_or_else(missing)?,
            // A server that sends none lets the former one work again (RFC 6749, section 6).
            refresh_token: answer.secret("refresh_token").or_else(|| former?.refresh_token.clone()),
            expires_at: answer.expires_in().and_then(|life| SystemTime::now().checked_add(life)),
        })
    }
}

/// A `state` nobody can guess: 128 bits from the keyed hash of the standard library, whose key comes from the system.
#[must_use]
pub fn random_state() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

impl AuthorizationCode {
    /// A client registered with the server. Its id and secret are sent in the form unless [`client_auth`](Self::client_auth) says otherwise.
    pub fn new(
        scheme: &'static str,
        authorize_url: impl Into<String>,
        token_url: impl Into<String>,
        client_id: impl Into<String>,
    ) -> Self {
        let endpoint = TokenEndpoint {
            url: token_url.into(),
            client_id: client_id.into(),
            client_secret: None,
            client_auth: ClientAuth::Form,
            parameters: Vec::new(),
        };
        Self {
            scheme,
            authorize_url: authorize_url.into(),
            endpoint,
            redirect_uri: None,
            scopes: Vec::new(),
            early: Duration::from_secs(60),
            transport: None,
        }
    }

    /// The client's secret.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.endpoint.client_secret = Some(secret.into());
        self
    }

    /// How id and secret are sent.
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.endpoint.client_auth = client_auth;
        self
    }

    /// Where the browser comes back to; sent with every request to the server.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        let uri = uri.into();
        self.endpoint.parameters.push(("redirect_uri".to_owned(), uri.clone()));
        self.redirect_uri = Some(uri);
        self
    }

    /// Asks for a scope.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// How long before the access token expires it is refreshed; 60 seconds unless set.
    #[must_use]
    pub fn renew_early(mut self, early: Duration) -> Self {
        self.early = early;
        self
    }

    /// The transport of [`exchange`](Self::exchange) and [`refresh`](Self::refresh), instead of the default one.
    /// A client that has the credential uses its own.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Where to send the user's browser. Keep `state` in the user's session and compare it when the browser comes
    /// back; [`random_state`] makes one.
    #[must_use]
    pub fn authorize_url(&self, state: &str) -> String {
        let mut url = self.authorize_url.clone();
        let mut separator = if url.contains('?') { '&' } else { '?' };
        let mut push = |name: &str, value: &str| {
            url.push(separator);
            url.push_str(name);
            url.push('=');
            url.extend(escape(value));
            separator = '&';
        };
        push("response_type", "code");
        push("client_id", &self.endpoint.client_id);
        if let Some(uri) = &self.redirect_uri {
            push("redirect_uri", uri);
        }
        if !self.scopes.is_empty() {
            push("scope", &self.scopes.join(" "));
        }
        push("state", state);
        url
    }

    /// Takes the code out of the URL (or its query) that the browser came back to, and checks that it brings `state`.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when the state is another one, the user or the server refused, or there is no code.
    pub fn callback(&self, url: &str, state: &str) -> Result<String, Error> {
        let query = url.split_once('?').map_or(url, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let find = |wanted: &str| {
            let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == wanted)?;
            Some(percent_decode_str(&pair.1.replace('+', " ")).decode_utf8_lossy().into_owned())
        };
        let refused = |what: String| Err(Error::new(ErrorKind::Auth, "authorize").context(what));
        if find("state").as_deref() != Some(state) {
            return refused("the browser came back with another state".to_owned());
        }
        match (find("code"), find("error")) {
            (Some(code), None) => Ok(code),
            (_, Some(error)) => refused(format!("the server says `{error}`")),
            (None, None) => refused("the browser came back without a code".to_owned()),
        }
    }

    /// Exchanges the code the browser brought back for tokens. A code works once.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when the server refuses the code, or what prevented an answer.
    pub async fn exchange(&self, code: &str) -> Result<TokenSet, Error> {
        let grant = [("grant_type", "authorization_code"), ("code", code)];
        TokenSet::read(&self.endpoint.request(&self.own_transport()?, &grant).await?, None)
    }

    /// Refreshes tokens by hand. The former refresh token may not work any more: store the new set before using it.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when there is no refresh token or the server refuses it, or what prevented an answer.
    pub async fn refresh(&self, tokens: &TokenSet) -> Result<TokenSet, Error> {
        refresh(&self.endpoint, &self.own_transport()?, tokens).await
    }

    /// A credential of these tokens. It refreshes them before they expire and when the server refuses them, one
    /// refresh at a time however many calls wait for it, and hands every new set to `store` before it is used.
    pub fn credential(&self, tokens: TokenSet, store: impl TokenStore) -> Credential {
        let state = State { tokens, unstored: None, refused: false };
        let session =
            Session { endpoint: self.endpoint.clone(), early: self.early, store: Box::new(store), state: Mutex::new(state) };
        Credential::shared(self.scheme, Arc::new(Provider { session: Arc::new(session), flight: Shared::new(Flight(None)) }))
    }

    fn own_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        match &self.transport {
            Some(transport) => Ok(transport.clone()),
            None => crate::client::default_transport(None),
        }
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("scheme", &self.scheme)
            .field("authorize_url", &self.authorize_url)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

async fn refresh(endpoint: &TokenEndpoint, transport: &Arc<dyn Transport>, tokens: &TokenSet) -> Result<TokenSet, Error> {
    let Some(token) = &tokens.refresh_token else {
        return Err(Error::new(ErrorKind::Auth, "token").context("the access token expired and there is no refresh token"));
    };
    let grant = [("grant_type", "refresh_token"), ("refresh_token", token.expose())];
    TokenSet::read(&endpoint.request(transport, &grant).await?, Some(tokens))
}

struct Provider {
    session: Arc<Session>,
    /// Held by the one caller that drives the refresh.
    flight: Shared<Flight<Result<Secret, Error>>>,
}

struct Session {
    endpoint: TokenEndpoint,
    early: Duration,
    store: Box<dyn TokenStore>,
    state: Mutex<State>,
}

struct State {
    tokens: TokenSet,
    /// A new set the store has not taken yet. It is offered again instead of refreshing with a token that is spent.
    unstored: Option<TokenSet>,
    /// The server refused the refresh token, so asking again is useless.
    refused: bool,
}

impl Session {
    /// The access token, if it can be used.
    async fn current(&self, rejected: Option<&Secret>) -> Option<Secret> {
        let state = self.state.lock().await;
        let tokens = &state.tokens;
        let soon = SystemTime::now().checked_add(self.early);
        // Without a refresh token the access token is used to its end.
        let due = tokens.refresh_token.is_some() && tokens.expires_at.zip(soon).is_some_and(|(at, soon)| at <= soon);
        (!due && rejected != Some(&tokens.access_token)).then(|| tokens.access_token.clone())
    }

    async fn refresh(self: Arc<Self>, transport: Arc<dyn Transport>) -> Result<Secret, Error> {
        let mut state = self.state.lock().await;
        let fresh = match state.unstored.take() {
            Some(fresh) => fresh,
            None if state.refused => {
                return Err(
                    Error::new(ErrorKind::Auth, "token").context("the refresh token was refused; the user must sign in again")
                );
            }
            None => match refresh(&self.endpoint, &transport, &state.tokens).await {
                Ok(fresh) => fresh,
                Err(error) => {
                    state.refused = error.kind() == ErrorKind::Auth && error.status().is_some();
                    return Err(error);
                }
            },
        };
        if let Err(source) = self.store.store(&fresh).await {
            state.unstored = Some(fresh);
            return Err(Error::new(ErrorKind::Auth, "token").context("the token store failed").caused_by(source));
        }
        let secret = fresh.access_token.clone();
        state.tokens = fresh;
        Ok(secret)
    }
}

impl Provider {
    async fn get(&self, rejected: Option<&Secret>, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let mut flight = self.flight.enter().await?;
        if flight.0.is_none()
            && let Some(token) = self.session.current(rejected).await
        {
            return Ok(token);
        }
        let result = flight.run(|| self.session.clone().refresh(transport.clone())).await;
        self.flight.note(&result);
        result
    }
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
