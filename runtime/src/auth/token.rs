//! Requests to a token endpoint (RFC 6749, section 3.2).

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Map, Value};

use super::basic;
use super::code::decoded;
use crate::body::Body;
use crate::clock::{end_of, within};
use crate::encode::escape;
use crate::error::{Details, Error, ErrorKind, Received};
use crate::meta::Meta;
use crate::rate_limit::retry_after;
use crate::redact;
use crate::secret::Secret;
use crate::transport::Transport;

/// How long a token request may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How large the response may be.
const LARGEST: usize = 1024 * 1024;
/// How long a token is used that has no life by its server's word: long enough for those who waited for it.
const SHORTEST_USE: Duration = Duration::from_secs(10);

static META: Meta = Meta { id: "token", method: "POST", security: Some(&[]), ..Meta::DEFAULT };

/// Marks a token request whose URL comes from the API's description, so that a client may send it elsewhere.
#[derive(Clone)]
pub(crate) struct Described;

/// How a client names itself to the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuth {
    /// `Authorization: Basic` with id and secret.
    Basic,
    /// `client_id` and `client_secret` in the form.
    Form,
}

/// A token endpoint and how to speak to it.
#[derive(Clone)]
pub(super) struct TokenEndpoint {
    pub url: String,
    /// Where tokens are refreshed, if elsewhere.
    pub refresh_url: Option<String>,
    /// Whether the URL comes from the API's description and not from the caller.
    pub described: bool,
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub client_auth: ClientAuth,
    pub parameters: Vec<(String, String)>,
}

impl fmt::Debug for TokenEndpoint {
    /// Without parameters, which may be credentials too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("url", &redact::url(&self.url))
            .field("client_id", &self.client_id)
            .field("client_auth", &self.client_auth)
            .finish_non_exhaustive()
    }
}

/// The response of a token endpoint. `token_type` is not read: servers print anything there.
pub(super) struct TokenResponse {
    json: Value,
}

impl TokenResponse {
    pub(super) fn secret(&self, field: &str) -> Option<Secret> {
        self.json.get(field)?.as_str().filter(|text| !text.is_empty()).map(Secret::from)
    }

    /// The token in a field.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`] when it is missing.
    pub(super) fn token(&self, field: &str) -> Result<Secret, Error> {
        let missing = || Error::new(ErrorKind::Auth, META.id).context(format!("the token endpoint sent no `{field}`"));
        self.secret(field).ok_or_else(missing)
    }

    /// The lifetime; a number, or a string of one.
    pub(super) fn expires_in(&self) -> Option<Duration> {
        let value = self.json.get("expires_in")?;
        let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// How long a token that lives for `life` is used before it is renewed: `early` before its end, but for half its life at least.
pub(super) fn time_of_use(life: Duration, early: Duration) -> Duration {
    if life.is_zero() { SHORTEST_USE } else { life.saturating_sub(early.min(life / 2)) }
}

impl TokenEndpoint {
    /// Sends one token request.
    ///
    /// # Errors
    /// Retryable when it is a passing failure of the network or the server. [`Error::code`] is the `error` of the response.
    pub(super) async fn request(&self, transport: &Arc<dyn Transport>, grant: &[(&str, &str)]) -> Result<TokenResponse, Error> {
        self.ask(transport, grant).await.map_err(|error| {
            // What a server quotes of them must not reach a log.
            let sent = grant.iter().filter(|(name, _)| *name != "grant_type").map(|(_, value)| Secret::from(*value));
            let own = self.parameters.iter().map(|(_, value)| Secret::from(value));
            error.hiding(sent.chain(own).chain(self.client_secret.clone()))
        })
    }

    async fn ask(&self, transport: &Arc<dyn Transport>, grant: &[(&str, &str)]) -> Result<TokenResponse, Error> {
        let request = self.prepare(grant)?;
        let exchange = pin!(async {
            let (head, body) = transport.execute(request).await.map_err(Error::transport)?.into_parts();
            let stream = body.into_stream().for_operation(&META, None);
            if is_response(head.status) {
                return Ok((head.status, head.headers, stream.read(LARGEST).await?));
            }
            // What the server refused is known by now, whatever becomes of the rest.
            let mut parts = Vec::new();
            let mut stream = stream;
            let _ = within(end_of(Some(TIMEOUT / 6)), pin!(stream.read_part(LARGEST, &mut parts))).await;
            Ok((head.status, head.headers, Bytes::from(parts.concat())))
        });
        let response = within(end_of(Some(TIMEOUT)), exchange).await;
        let response = response.unwrap_or_else(|| Err(Error::new(ErrorKind::Timeout, META.id)));
        let (status, headers, body) = response.map_err(|error| {
            let passing = match error.kind() {
                ErrorKind::Connect => error.is_retryable(),
                ErrorKind::Timeout | ErrorKind::Interrupted => true,
                _ => false,
            };
            error.for_operation(&META).repeatable(passing)
        })?;
        read(status, headers, body)
    }

    fn prepare(&self, grant: &[(&str, &str)]) -> Result<http::Request<Body>, Error> {
        let mut form = String::new();
        let own = self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in grant.iter().copied().chain(own) {
            push(&mut form, name, value);
        }
        let mut request = http::Request::new(Body::empty());
        match (self.client_auth, &self.client_secret) {
            (ClientAuth::Basic, Some(secret)) => {
                // Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
                let (id, secret) = (escape(&self.client_id).to_string(), escape(secret.expose()).to_string());
                let value = basic(&id, &Secret::from(secret));
                let value = value.map_err(|what| Error::new(ErrorKind::Auth, META.id).context(what))?;
                request.headers_mut().insert(AUTHORIZATION, value);
            }
            (_, secret) => {
                push(&mut form, "client_id", &self.client_id);
                if let Some(secret) = secret {
                    push(&mut form, "client_secret", secret.expose());
                }
            }
        }
        *request.method_mut() = Method::POST;
        let refreshes = grant.contains(&("grant_type", "refresh_token"));
        let url = self.refresh_url.as_ref().filter(|_| refreshes).unwrap_or(&self.url);
        *request.uri_mut() = url
            .parse()
            .map_err(|source| Error::new(ErrorKind::Auth, META.id).context("the token URL is not a URL").caused_by(source))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = Body::from(form);
        if self.described {
            request.extensions_mut().insert(Described);
        }
        Ok(request)
    }
}

fn is_response(status: StatusCode) -> bool {
    status == StatusCode::OK || status == StatusCode::CREATED
}

fn read(status: StatusCode, headers: HeaderMap, body: Bytes) -> Result<TokenResponse, Error> {
    let json = serde_json::from_slice::<Value>(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&body)).ok();
    let json = json.or_else(|| form(&headers, &body));
    let text = |name: &str| json.as_ref().and_then(|json| json.get(name)?.as_str()).map(str::to_owned);
    let code = text("error");
    if is_response(status) && code.is_none() {
        // Without its body: that may hold half a token.
        let unreadable = || Error::new(ErrorKind::Auth, META.id).context("the response of the token endpoint is no JSON");
        return json.map(|json| TokenResponse { json }).ok_or_else(unreadable);
    }
    // Everything but the server's own word on the request is the state it is in just now.
    let (kind, passing) = match status.as_u16() {
        429 => (ErrorKind::RateLimited, true),
        503 => (ErrorKind::Unavailable, true),
        500.. => (ErrorKind::Server, true),
        300..=399 | 408 | 425 => (ErrorKind::Auth, true),
        _ => (ErrorKind::Auth, false),
    };
    let wait = retry_after(&headers);
    let details = Details { code, message: text("error_description"), ..Details::default() };
    let error = Error::new(kind, META.id).context("the token endpoint refused").with_details(details);
    let response = Received { status, headers, body: Some(body), meta: &META };
    Err(error.with_response(response).with_retry_after(wait).repeatable(passing))
}

/// The fields of a response that is a form, as that of servers older than RFC 6749 is.
fn form(headers: &HeaderMap, body: &[u8]) -> Option<Value> {
    let media = headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next()?;
    if !media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return None;
    }
    let pairs = std::str::from_utf8(body).ok()?.trim_ascii().split('&').filter_map(|pair| pair.split_once('='));
    Some(pairs.map(|(name, value)| (decoded(name), Value::from(decoded(value)))).collect::<Map<_, _>>().into())
}

/// Whether the server says that the refresh token or code is not good any more (RFC 6749, section 5.2). Nothing else means that.
pub(super) fn is_invalid_grant(error: &Error) -> bool {
    error.code() == Some("invalid_grant") && matches!(error.status(), Some(200 | 400 | 401))
}

fn push(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.extend(escape(name));
    form.push('=');
    form.extend(escape(value));
}
