//! Credentials: keys, Basic, bearer tokens, and the OAuth 2 flows that renew them.

mod client_credentials;
mod code;
mod flight;
mod session;
mod sign_in;
mod token;
mod token_set;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

pub use self::client_credentials::ClientCredentials;
pub use self::code::AuthorizationCode;
pub use self::sign_in::{SignIn, random_state};
pub use self::token::ClientAuth;
pub(crate) use self::token::Described;
pub use self::token_set::{TokenSet, TokenStore};
use crate::encode::escape;
use crate::error::{BoxError, Error, ErrorKind};
pub use crate::secret::Secret;
use crate::transport::{BoxFuture, Transport};

/// A credential for one security scheme of an API. Give it to the builder with `auth`, once per scheme.
#[derive(Clone)]
pub struct Credential {
    scheme: &'static str,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Fixed(Arc<[Place]>),
    Bearer(Arc<dyn TokenProvider>),
    Invalid(&'static str),
}

/// Where a fixed secret goes.
enum Place {
    Header(HeaderName, HeaderValue),
    Query(String),
    Cookie(String),
}

/// Hands out bearer tokens. Implement it for tokens that come from elsewhere, such as a vault.
pub trait TokenProvider: Send + Sync + 'static {
    /// A token for the next request. `transport` is that of the client, for providers that ask a server.
    fn token<'a>(&'a self, transport: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// A fresh token for one retry after the server refused `rejected`; `None` when there is no other.
    fn renew<'a>(
        &'a self,
        rejected: &'a Secret,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Option<Secret>, BoxError>> {
        let _ = (rejected, transport);
        Box::pin(async { Ok(None) })
    }
}

impl Credential {
    /// Keys in headers, all sent together.
    pub fn headers<V: Into<Secret>>(scheme: &'static str, headers: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let places = headers.into_iter().map(|(name, secret)| {
            let name = HeaderName::try_from(name).map_err(|_| "the name of a key's header is not a header name")?;
            Ok(Place::Header(name, sensitive(secret.into().expose())?))
        });
        Self::fixed(scheme, places.collect())
    }

    /// Keys in the query, all sent together.
    pub fn query<V: Into<Secret>>(scheme: &'static str, pairs: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let place = |(name, secret): (&str, V)| Ok(Place::Query(format!("{}={}", escape(name), escape(secret.into().expose()))));
        Self::fixed(scheme, pairs.into_iter().map(place).collect())
    }

    /// Keys in cookies, all sent together.
    pub fn cookies<V: Into<Secret>>(scheme: &'static str, pairs: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        let place = |(name, secret): (&str, V)| {
            let text = format!("{name}={}", secret.into().expose());
            let broken = text.contains([';', ',', ' ', '"', '\\']) || HeaderValue::try_from(&text).is_err();
            if broken { Err("a key has a character that a cookie cannot carry") } else { Ok(Place::Cookie(text)) }
        };
        Self::fixed(scheme, pairs.into_iter().map(place).collect())
    }

    /// HTTP Basic (RFC 7617), in UTF-8.
    pub fn basic(scheme: &'static str, user: &str, password: impl Into<Secret>) -> Self {
        if user.contains(':') {
            return Self { scheme, kind: Kind::Invalid("a user name of Basic authentication cannot have a colon") };
        }
        Self::fixed(scheme, basic(user, &password.into()).map(|value| vec![Place::Header(AUTHORIZATION, value)]))
    }

    /// A bearer token (RFC 6750) that does not change.
    pub fn bearer(scheme: &'static str, token: impl Into<Secret>) -> Self {
        Self::fixed(scheme, bearer(&token.into()).map(|value| vec![Place::Header(AUTHORIZATION, value)]))
    }

    /// Bearer tokens from a provider.
    pub fn provider(scheme: &'static str, provider: impl TokenProvider) -> Self {
        Self::shared(scheme, Arc::new(provider))
    }

    pub(crate) fn shared(scheme: &'static str, provider: Arc<dyn TokenProvider>) -> Self {
        Self { scheme, kind: Kind::Bearer(provider) }
    }

    fn fixed(scheme: &'static str, places: Result<Vec<Place>, &'static str>) -> Self {
        Self { scheme, kind: places.map_or_else(Kind::Invalid, |places| Kind::Fixed(places.into())) }
    }

    /// The name of the security scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// The same credential for a scheme of another name.
    #[must_use]
    pub fn for_scheme(mut self, scheme: &'static str) -> Self {
        self.scheme = scheme;
        self
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.kind {
            Kind::Invalid(what) => Err(Error::new(ErrorKind::Auth, "build").context(format!("{}: {what}", self.scheme))),
            _ => Ok(()),
        }
    }

    /// Adds what this credential puts into a request, if it is known without asking anybody.
    pub(crate) fn apply_fixed(&self, grant: &mut Grant) -> bool {
        let Kind::Fixed(places) = &self.kind else { return false };
        if grant.headers.capacity() == 0 {
            grant.headers = Vec::with_capacity(places.len());
        }
        for place in places.iter() {
            match place {
                Place::Header(name, value) => grant.headers.push((name.clone(), value.clone())),
                Place::Query(pair) => grant.query.push(pair.clone()),
                Place::Cookie(pair) => grant.cookies.push(pair.clone()),
            }
        }
        true
    }

    /// The secrets of a fixed credential, as a server could quote them.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Secret> {
        let places = match &self.kind {
            Kind::Fixed(places) => &places[..],
            _ => &[],
        };
        places.iter().filter_map(|place| match place {
            // Behind `Bearer` and `Basic`.
            Place::Header(_, value) => value.to_str().ok()?.rsplit(' ').next().map(Secret::from),
            Place::Query(pair) => Some(percent_decode_str(pair.split_once('=')?.1).decode_utf8_lossy().as_ref().into()),
            Place::Cookie(pair) => Some(pair.split_once('=')?.1.into()),
        })
    }

    /// Adds what this credential puts into a request.
    pub(crate) async fn apply(&self, grant: &mut Grant, transport: &Arc<dyn Transport>) -> Result<(), Error> {
        match &self.kind {
            Kind::Fixed(_) => {
                self.apply_fixed(grant);
            }
            Kind::Bearer(provider) => {
                let token = match grant.take_renewed(provider) {
                    Some(token) => token,
                    None => provider.token(transport).await.map_err(failed)?,
                };
                let value = bearer(&token).map_err(|what| Error::new(ErrorKind::Auth, "").context(what))?;
                grant.headers.push((AUTHORIZATION, value));
                grant.tokens.push((provider.clone(), token));
            }
            Kind::Invalid(what) => return Err(Error::new(ErrorKind::Auth, "").context(*what)),
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// What the credentials of one attempt add to the request.
#[derive(Default)]
pub(crate) struct Grant {
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub query: Vec<String>,
    pub cookies: Vec<String>,
    tokens: Vec<(Arc<dyn TokenProvider>, Secret)>,
    renewed: Vec<(Arc<dyn TokenProvider>, Secret)>,
}

impl Grant {
    /// Asks the providers for other tokens after the server refused these; the tokens are used by the next grant.
    pub(crate) async fn renew(self, transport: &Arc<dyn Transport>) -> Result<Option<Self>, Error> {
        let mut next = Self::default();
        for (provider, rejected) in self.tokens {
            if let Some(token) = provider.renew(&rejected, transport).await.map_err(failed)? {
                next.renewed.push((provider, token));
            }
        }
        Ok((!next.renewed.is_empty()).then_some(next))
    }

    /// The tokens in it.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = Secret> {
        self.tokens.iter().map(|(_, token)| token.clone())
    }

    fn take_renewed(&mut self, provider: &Arc<dyn TokenProvider>) -> Option<Secret> {
        let index = self.renewed.iter().position(|(other, _)| Arc::ptr_eq(other, provider))?;
        Some(self.renewed.swap_remove(index).1)
    }
}

/// Keeps an error that already is ours.
fn failed(source: BoxError) -> Error {
    match source.downcast::<Error>() {
        Ok(error) => *error,
        Err(source) => Error::new(ErrorKind::Auth, "").context("the token provider failed").caused_by(source),
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let mut value = HeaderValue::try_from(text).map_err(|_| "a key has a character that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(value)
}

fn bearer(token: &Secret) -> Result<HeaderValue, &'static str> {
    sensitive(&format!("Bearer {}", token.expose()))
}

fn basic(user: &str, password: &Secret) -> Result<HeaderValue, &'static str> {
    sensitive(&format!("Basic {}", STANDARD.encode(format!("{user}:{}", password.expose()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        for credential in [
            Credential::headers("key", [("X-Key", "hunter2")]),
            Credential::query("key", [("key", "hunter2")]),
            Credential::cookies("key", [("key", "hunter2")]),
            Credential::basic("basic", "me", "hunter2"),
            Credential::bearer("token", "hunter2"),
        ] {
            credential.check().unwrap();
            assert!(!format!("{credential:?}").contains("hunter2"));
        }
    }

    #[test]
    fn what_cannot_be_sent_is_found_when_the_client_is_built() {
        for credential in [
            Credential::headers("key", [("X-Key", "a\nb")]),
            Credential::headers("key", [("X Key", "a")]),
            Credential::cookies("key", [("key", "a;b")]),
            Credential::basic("basic", "a:b", "c"),
            Credential::bearer("token", "a\r\nb"),
        ] {
            assert_eq!(credential.check().unwrap_err().kind(), ErrorKind::Auth);
        }
    }

    #[test]
    fn basic_is_base64() {
        let value = basic("Aladdin", &Secret::from("open sesame")).unwrap();
        assert_eq!(value.to_str().unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
}

#[cfg(test)]
mod flow_tests;
