//! The OAuth 2 authorisation code grant (RFC 6749, section 4.1) with PKCE (RFC 7636).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::session;
use super::sign_in::SignIn;
use super::token::{ClientAuth, TokenEndpoint};
use super::{Credential, Secret, TokenSet, TokenStore};
use crate::clock;
use crate::encode::escape;
use crate::error::{Details, Error, ErrorKind};
use crate::redact;
use crate::transport::{Settings, Transport, default_transport};

/// Access for a user who signs in with a browser.
///
/// 1. Make a [`SignIn`], keep it in the user's session, and send the browser to [`authorize_url`](Self::authorize_url).
/// 2. The browser comes back to the redirect URI; [`callback`](Self::callback) compares the state and finds the code.
/// 3. [`exchange`](Self::exchange) the code for a [`TokenSet`] and store it.
/// 4. [`credential`](Self::credential) makes a credential of it that refreshes itself; [`resume`](Self::resume) does so the
///    next time the program starts.
#[derive(Clone)]
pub struct AuthorizationCode {
    scheme: &'static str,
    authorize_url: String,
    endpoint: TokenEndpoint,
    redirect_uri: Option<String>,
    scopes: Vec<String>,
    early: Duration,
    pkce: bool,
    authorize_parameters: Vec<(String, String)>,
    transport: Option<Arc<dyn Transport>>,
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
            refresh_url: None,
            described: false,
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
            pkce: true,
            authorize_parameters: Vec::new(),
            transport: None,
        }
    }

    /// For generated code: the URLs are those of the API's description, which a client with another base URL moves.
    #[doc(hidden)]
    #[must_use]
    pub fn described(mut self) -> Self {
        self.endpoint.described = true;
        self
    }

    /// Sets another page to sign in on and another token endpoint, such as those of a test system. A client's
    /// [`base_url`](crate::ClientBuilder::base_url) does not move these; it does move the URLs of the description, for a flow
    /// that the client [adopts](crate::Client::adopt).
    #[must_use]
    pub fn endpoints(mut self, authorize_url: impl Into<String>, token_url: impl Into<String>) -> Self {
        self.authorize_url = authorize_url.into();
        self.endpoint.url = token_url.into();
        self.endpoint.refresh_url = None;
        self.endpoint.described = false;
        self
    }

    /// Where tokens are refreshed, for servers that have an endpoint of its own for that.
    #[must_use]
    pub fn refresh_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.refresh_url = Some(url.into());
        self
    }

    /// Whether a code challenge is sent (PKCE, RFC 7636, method `S256`), as RFC 9700, section 2.1.1, wants it; on unless set.
    /// A server that does not know it ignores it.
    #[must_use]
    pub fn pkce(mut self, on: bool) -> Self {
        self.pkce = on;
        self
    }

    /// A further parameter of [`authorize_url`](Self::authorize_url), such as `prompt` or `audience`.
    #[must_use]
    pub fn authorize_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.authorize_parameters.push((name.into(), value.into()));
        self
    }

    /// A further parameter of every token request.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.endpoint.parameters.push((name.into(), value.into()));
        self
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

    /// How long before the access token expires it is refreshed; 60 seconds unless set, and half its lifetime at most.
    #[must_use]
    pub fn renew_early(mut self, early: Duration) -> Self {
        self.early = early;
        self
    }

    /// The transport of [`exchange`](Self::exchange) and [`refresh`](Self::refresh), instead of the default one.
    /// A client that has the credential, or [adopts](crate::Client::adopt) the flow, uses its own.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Where to send the user's browser. Keep `sign_in` in the user's session until the browser comes back.
    #[must_use]
    pub fn authorize_url(&self, sign_in: &SignIn) -> String {
        let (url, fragment) = self.authorize_url.split_once('#').unwrap_or((&self.authorize_url, ""));
        let mut url = url.to_owned();
        let mut separator = if url.contains('?') { '&' } else { '?' };
        let mut push = |name: &str, value: &str| {
            url.push(separator);
            url.extend(escape(name));
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
        push("state", sign_in.state().expose());
        if self.pkce {
            push("code_challenge", &sign_in.challenge());
            push("code_challenge_method", "S256");
        }
        for (name, value) in &self.authorize_parameters {
            push(name, value);
        }
        if !fragment.is_empty() {
            url.push('#');
            url.push_str(fragment);
        }
        url
    }

    /// Takes the code out of the URL (or its query) that the browser came back to, and checks that it brings the state of
    /// `sign_in`.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when the state does not match, the user or the server refused, there is no code, or a parameter is
    /// there twice (RFC 6749, section 3.1).
    pub fn callback(&self, url: &str, sign_in: &SignIn) -> Result<String, Error> {
        let query = url.split_once('?').map_or(url, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let refused = |what: &str| Error::new(ErrorKind::Auth, "authorize").context(what.to_owned());
        let find = |wanted: &str| -> Result<Option<String>, Error> {
            let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            let mut found = pairs.filter(|(name, _)| decoded(name) == wanted).map(|(_, value)| decoded(value));
            let first = found.next();
            if found.next().is_some() {
                return Err(refused(&format!("the browser came back with `{wanted}` more than once")));
            }
            // A parameter without a value counts as left out.
            Ok(first.filter(|value| !value.is_empty()))
        };
        let state = sign_in.state().expose();
        if state.is_empty() || find("state")?.as_deref() != Some(state) {
            return Err(refused("the browser came back with another state"));
        }
        match (find("code")?, find("error")?) {
            (Some(code), None) => Ok(code),
            (_, Some(error)) => {
                let details = Details { code: Some(error), message: find("error_description")?, ..Details::default() };
                Err(refused("the server did not permit it").with_details(details))
            }
            (None, None) => Err(refused("the browser came back without a code")),
        }
    }

    /// Exchanges the code the browser brought back for tokens. A code works once.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when the server refuses the code, or the request fails.
    pub async fn exchange(&self, code: &str, sign_in: &SignIn) -> Result<TokenSet, Error> {
        let mut grant = vec![("grant_type", "authorization_code"), ("code", code)];
        if self.pkce {
            grant.push(("code_verifier", sign_in.verifier().expose()));
        }
        let response = self.endpoint.request(&self.own_transport()?, &grant).await?;
        Ok(TokenSet {
            access_token: response.token("access_token")?,
            refresh_token: response.secret("refresh_token"),
            expires_at: response.expires_in().and_then(|life| clock::system_now().checked_add(life)),
        })
    }

    /// Refreshes tokens by hand. The former refresh token may not work any more: store the new set before using it.
    /// A future that is dropped loses the tokens; a [`credential`](Self::credential) does not.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when there is no refresh token or the server refuses it, or the request fails.
    pub async fn refresh(&self, tokens: &TokenSet) -> Result<TokenSet, Error> {
        Ok(session::refresh(&self.endpoint, &self.own_transport()?, tokens, self.early).await?.tokens)
    }

    /// A credential of these tokens. It refreshes them before they expire and when the server refuses them, one
    /// refresh at a time however many calls wait for it, and hands every new set to `store` before it is used.
    ///
    /// A refresh goes on without its callers, apart from their runtime, until the tokens are stored; a Tokio runtime that is
    /// dropped meanwhile waits for it. Only `invalid_grant` ends the session (RFC 6749, section 5.2): after any other failure
    /// the next call tries again.
    pub fn credential(&self, tokens: TokenSet, store: impl TokenStore) -> Credential {
        session::credential(self.scheme, self.endpoint.clone(), self.early, tokens, store)
    }

    /// A credential of the tokens in `store`; `None` when it has none and the user must sign in.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when the store fails.
    pub async fn resume(&self, store: impl TokenStore) -> Result<Option<Credential>, Error> {
        let loaded = store.load().await;
        let tokens =
            loaded.map_err(|source| Error::new(ErrorKind::Auth, "token").summary("the token store failed").caused_by(source))?;
        Ok(tokens.map(|tokens| self.credential(tokens, store)))
    }

    /// The page to sign in on, and whether it comes from the API's description.
    pub(crate) fn page(&self) -> (&str, bool) {
        (&self.authorize_url, self.endpoint.described)
    }

    /// The flow of a client: over its transport, with the page where the client has it.
    pub(crate) fn of_client(mut self, transport: Arc<dyn Transport>, page: Option<String>) -> Self {
        self.transport = Some(transport);
        self.authorize_url = page.unwrap_or(self.authorize_url);
        self
    }

    fn own_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        match &self.transport {
            Some(transport) => Ok(transport.clone()),
            None => default_transport(Settings::default()),
        }
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("scheme", &self.scheme)
            .field("authorize_url", &redact::url(&self.authorize_url))
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// The string of a form value.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Recorder;

    #[tokio::test]
    async fn tokens_are_refreshed_where_the_server_wants_it() {
        let recorder = Recorder::new();
        let tokens = r#"{"access_token": "t2", "refresh_token": "r2"}"#;
        recorder.json(200, tokens).json(200, tokens).json(200, tokens);
        let flow = AuthorizationCode::new("a", "https://id.test/login", "https://id.test/token", "client");
        let flow = flow.refresh_url("https://id.test/refresh").transport(recorder.clone());
        flow.exchange("code", &SignIn::new()).await.unwrap();
        flow.refresh(&TokenSet::new("t1").refresh_token("r1")).await.unwrap();
        let moved = flow.endpoints("https://other.test/login", "https://other.test/token");
        moved.refresh(&TokenSet::new("t1").refresh_token("r1")).await.unwrap();
        let asked: Vec<String> = recorder.requests().iter().map(|request| request.url.clone()).collect();
        assert_eq!(asked, ["https://id.test/token", "https://id.test/refresh", "https://other.test/token"]);
    }
}
