//! The session of a user: tokens that refresh themselves, with refresh tokens that work once.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;

use super::flight::{Landing, SingleFlight, spawn_detached};
use super::token::{TokenEndpoint, is_invalid_grant, time_of_use};
use super::{Credential, Secret, TokenProvider, TokenSet, TokenStore};
use crate::clock::{self, end_of, within};
use crate::error::{BoxError, Error, ErrorKind};
use crate::transport::{BoxFuture, Transport};

/// How long a store may take before the calls that wait are told so; less in the tests of this crate, which wait for it.
const STORE_TIME: Duration = Duration::from_secs(if cfg!(test) { 1 } else { 30 });
/// How much longer a store is waited for that cannot be given up, because it holds its thread.
const GRACE: Duration = Duration::from_secs(1);

/// What is said of a store that takes longer.
const SLOW: &str = "no response of the token store within 30 seconds";

/// A set of tokens with the time from which on it is refreshed.
#[derive(Clone)]
pub(super) struct Dated {
    pub tokens: TokenSet,
    pub renew_at: Option<SystemTime>,
}

impl Dated {
    /// Tokens of unknown age: only their end is known.
    fn stored(tokens: TokenSet, early: Duration) -> Self {
        let renew_at = tokens.expires_at.map(|at| at.checked_sub(early).unwrap_or(SystemTime::UNIX_EPOCH));
        Self { tokens, renew_at }
    }

    fn usable(&self, rejected: Option<&Secret>) -> Option<Secret> {
        // Without a refresh token the access token is used to its end.
        let due = self.tokens.refresh_token.is_some() && self.renew_at.is_some_and(|at| at <= clock::system_now());
        (!due && rejected != Some(&self.tokens.access_token)).then(|| self.tokens.access_token.clone())
    }
}

struct Tokens {
    current: Dated,
    /// A new set that is not stored yet. It is stored before anything else happens: the former refresh token is spent.
    unsaved: Option<Dated>,
    /// A store that holds its thread for longer than it was waited for. Until it ends no other begins, which it might undo.
    storing: Option<oneshot::Receiver<Result<(), BoxError>>>,
    /// The refresh token that the server said is not good any more, so asking again is useless.
    refused: Option<Secret>,
}

struct Session {
    endpoint: TokenEndpoint,
    early: Duration,
    store: Box<dyn TokenStore>,
    state: Mutex<Tokens>,
}

/// A credential of `tokens`.
pub(super) fn credential(
    scheme: &'static str,
    endpoint: TokenEndpoint,
    early: Duration,
    tokens: TokenSet,
    store: impl TokenStore,
) -> Credential {
    let state = Tokens { current: Dated::stored(tokens, early), unsaved: None, storing: None, refused: None };
    let session = Session { endpoint, early, store: Box::new(store), state: Mutex::new(state) };
    Credential::shared(scheme, Arc::new(SessionProvider { session: Arc::new(session), flight: SingleFlight::new() }))
}

/// Refreshes tokens by one request, which is repeated only when not a byte of it was sent.
pub(super) async fn refresh(
    endpoint: &TokenEndpoint,
    transport: &Arc<dyn Transport>,
    tokens: &TokenSet,
    early: Duration,
) -> Result<Dated, Error> {
    let Some(token) = &tokens.refresh_token else {
        return Err(Error::new(ErrorKind::Auth, "token").context("the access token expired and there is no refresh token"));
    };
    let grant = [("grant_type", "refresh_token"), ("refresh_token", token.expose())];
    let response = match endpoint.request(transport, &grant).await {
        Err(error) if error.kind() == ErrorKind::Connect && error.is_retryable() => {
            clock::sleep(Duration::from_millis(200)).await;
            endpoint.request(transport, &grant).await?
        }
        response => response?,
    };
    let received = clock::system_now();
    let life = response.expires_in();
    Ok(Dated {
        tokens: TokenSet {
            access_token: response.token("access_token")?,
            // A server that sends none lets the former one work again (RFC 6749, section 6).
            refresh_token: response.secret("refresh_token").or_else(|| tokens.refresh_token.clone()),
            expires_at: life.and_then(|life| received.checked_add(life)),
        },
        renew_at: life.and_then(|life| received.checked_add(time_of_use(life, early))),
    })
}

impl Session {
    fn state(&self) -> MutexGuard<'_, Tokens> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The access token, if it can be used.
    fn current(&self, rejected: Option<&Secret>) -> Option<Secret> {
        let state = self.state();
        if state.unsaved.is_some() { None } else { state.current.usable(rejected) }
    }

    /// Gets a new set of tokens and stores it. What was received is remembered before anything else can go wrong.
    async fn renew(self: &Arc<Self>, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let unsaved = self.state().unsaved.clone();
        let fresh = match unsaved {
            Some(fresh) => fresh,
            None => match self.exchange(transport).await? {
                Exchange::Fresh(fresh) => {
                    self.state().unsaved = Some(fresh.clone());
                    fresh
                }
                Exchange::Stored(secret) => return Ok(secret),
            },
        };
        let failed = |error: Error| Err(error.summary("the token store failed").context("the tokens are kept and stored later"));
        let under_way = self.state().storing.take();
        let tokens = fresh.tokens.clone();
        let mut stored = under_way.unwrap_or_else(|| {
            self.apart(|session| async move {
                let result = within(end_of(Some(STORE_TIME)), session.store.store(&tokens).as_mut()).await;
                result.unwrap_or_else(|| Err(SLOW.into()))
            })
        });
        match within(end_of(Some(STORE_TIME + GRACE)), pin!(&mut stored)).await {
            Some(Ok(Ok(()))) => {}
            Some(Ok(Err(source))) => return failed(Error::new(ErrorKind::Auth, "token").caused_by(source)),
            Some(Err(_)) => return failed(Error::new(ErrorKind::Auth, "token").caused_by("it panicked")),
            None => {
                self.state().storing = Some(stored);
                return failed(Error::new(ErrorKind::Auth, "token").caused_by(SLOW));
            }
        }
        let secret = fresh.tokens.access_token.clone();
        let mut state = self.state();
        state.unsaved = None;
        state.refused = None;
        state.current = fresh;
        Ok(secret)
    }

    /// Runs work of the store on a thread of its own, which it may hold: a closure that stores cannot wait in another way.
    fn apart<F>(self: &Arc<Self>, work: impl FnOnce(Arc<Self>) -> F) -> oneshot::Receiver<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let work = work(self.clone());
        spawn_detached(async move {
            // Whether anybody still waits makes no difference.
            let _ = sender.send(work.await);
        });
        receiver
    }

    async fn exchange(self: &Arc<Self>, transport: &Arc<dyn Transport>) -> Result<Exchange, Error> {
        let (tokens, refused) = {
            let state = self.state();
            (state.current.tokens.clone(), state.refused.clone())
        };
        if refused.is_none() {
            match refresh(&self.endpoint, transport, &tokens, self.early).await {
                Ok(fresh) => return Ok(Exchange::Fresh(fresh)),
                Err(error) if is_invalid_grant(&error) => {
                    tracing::debug!(%error, "the refresh token was refused");
                    self.state().refused.clone_from(&tokens.refresh_token);
                }
                Err(error) => return Err(error),
            }
        }
        // Another process may have refreshed, or the user may have signed in again.
        let ended = || Error::new(ErrorKind::Auth, "token").context("the refresh token was refused; the user must sign in again");
        let loaded = self.apart(|session| async move { session.store.load().await });
        let other = match within(end_of(Some(STORE_TIME)), pin!(loaded)).await {
            Some(Ok(Ok(Some(other)))) if other.refresh_token != tokens.refresh_token => Dated::stored(other, self.early),
            Some(Ok(Err(source))) => return Err(ended().caused_by(source)),
            Some(Err(_)) => return Err(ended().caused_by("the token store panicked")),
            None => return Err(ended().caused_by(SLOW)),
            _ => return Err(ended()),
        };
        let usable = other.usable(Some(&tokens.access_token));
        {
            let mut state = self.state();
            state.current = other.clone();
            state.refused = None;
        }
        match usable {
            Some(secret) => Ok(Exchange::Stored(secret)),
            None => match refresh(&self.endpoint, transport, &other.tokens, self.early).await {
                Ok(fresh) => Ok(Exchange::Fresh(fresh)),
                Err(error) if is_invalid_grant(&error) => {
                    self.state().refused.clone_from(&other.tokens.refresh_token);
                    Err(ended())
                }
                Err(error) => Err(error),
            },
        }
    }
}

enum Exchange {
    /// New tokens, to be stored.
    Fresh(Dated),
    /// The access token of a set that came from the store.
    Stored(Secret),
}

struct SessionProvider {
    session: Arc<Session>,
    flight: SingleFlight<Secret>,
}

impl SessionProvider {
    async fn get(&self, rejected: Option<&Secret>, transport: &Arc<dyn Transport>) -> Result<Secret, Error> {
        let start = |landing: Landing<Secret>| {
            let session = self.session.clone();
            // Its connections must not end with the runtime of whoever asked first.
            let transport = transport.detached().unwrap_or_else(|| transport.clone());
            spawn_detached(async move { landing.land(session.renew(&transport).await) })
        };
        let result = self.flight.join(|| self.session.current(rejected), start).await;
        result.unwrap_or_else(|| {
            let error = Error::new(ErrorKind::Auth, "token").summary("the token store failed");
            Err(error.context("it panicked; the tokens are kept and stored later"))
        })
    }
}

impl TokenProvider for SessionProvider {
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
