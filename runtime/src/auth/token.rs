//! Requests to a token endpoint (RFC 6749, section 3.2).

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use serde_json::Value;

use super::{Secret, basic};
use crate::body::Body;
use crate::call::Meta;
use crate::conventions::Conventions;
use crate::error::{Error, ErrorKind};
use crate::request::escape;
use crate::response::Answer;
use crate::transport::Transport;

/// How long a token request may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How large the answer may be.
const LARGEST: usize = 1024 * 1024;

static META: Meta = Meta {
    id: "token",
    method: "POST",
    path: "",
    security: Some(&[]),
    server: None,
    accept: "application/json",
    deprecated: false,
    paging: None,
};

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
#[derive(Clone, Debug)]
pub(super) struct TokenEndpoint {
    pub url: String,
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub client_auth: ClientAuth,
    pub parameters: Vec<(String, String)>,
}

/// The answer of a token endpoint. `token_type` is not read: servers print anything there.
pub(super) struct TokenAnswer {
    json: Value,
}

impl TokenAnswer {
    pub(super) fn secret(&self, field: &str) -> Option<Secret> {
        self.json.get(field)?.as_str().filter(|text| !text.is_empty()).map(Secret::from)
    }

    /// The lifetime; a number, or a string of one.
    pub(super) fn expires_in(&self) -> Option<Duration> {
        let value = self.json.get("expires_in")?;
        let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

impl TokenEndpoint {
    /// Sends one token request. It is never repeated: what it sends may work only once.
    pub(super) async fn request(&self, transport: &Arc<dyn Transport>, grant: &[(&str, &str)]) -> Result<TokenAnswer, Error> {
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
        *request.uri_mut() = self
            .url
            .parse()
            .map_err(|source| Error::new(ErrorKind::Auth, META.id).context("the token URL is not a URL").caused_by(source))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = Body::from(form);
        let exchange = async {
            let (head, body) = transport.execute(request).await.map_err(Error::transport)?.into_parts();
            let body = body.into_stream().for_operation(&META, None).read(LARGEST).await?;
            Ok(Answer::new(head.status, head.headers, Body::from(body), &META))
        };
        let answer = tokio::time::timeout(TIMEOUT, exchange).await;
        let answer = answer.unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, META.id)));
        read(answer.map_err(|error| error.for_operation(&META).repeatable(false))?)
    }
}

fn read(answer: Answer) -> Result<TokenAnswer, Error> {
    match answer.status_code() {
        StatusCode::OK | StatusCode::CREATED => {
            let json = answer.json::<Value>().map_err(|_| {
                // Without its body: that may hold half a token.
                Error::new(ErrorKind::Auth, META.id).context("the answer of the token endpoint is no JSON")
            })?;
            Ok(TokenAnswer { json })
        }
        status => {
            let error = answer.json::<Value>().ok().and_then(|json| json["error"].as_str().map(str::to_owned));
            let refused = match status.as_u16() {
                429 | 500.. => Error::answered(answer, &Conventions::DEFAULT).repeatable(false),
                _ => Error::new(ErrorKind::Auth, META.id).with_answer(answer),
            };
            Err(match error {
                Some(error) => refused.context(format!("the token endpoint says `{error}`")),
                None => refused,
            })
        }
    }
}

fn push(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.extend(escape(name));
    form.push('=');
    form.extend(escape(value));
}
