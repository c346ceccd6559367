//! Credentials in calls, and the OAuth 2 flows, against a recorder.

mod credentials;
mod machine;
mod session;
mod sign_in;

use std::future::Future as _;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::{Duration, SystemTime};

use super::*;
use crate::body::Body;
use crate::client::{Client, ClientBuilder};
use crate::conventions::{Api, Conventions};
use crate::decode::Json;
use crate::meta::Meta;
use crate::retry::Retry;
use crate::testing::{call, meta};
use crate::transport::{Recorder, TransportError, TransportErrorKind};
use crate::wire::Value;

static API: Api = Api {
    name: "Test",
    user_agent: "test/1",
    servers: &["https://api.test"],
    conventions: &Conventions::DEFAULT,
    security: &[&["apiKey"], &["token"]],
};
static DEFAULT: Meta = meta("GET", "/default");
static BOTH: Meta = Meta { security: Some(&[&["apiKey", "query"], &["token"]]), ..meta("GET", "/both") };
static OPEN: Meta = Meta { security: Some(&[]), ..meta("GET", "/open") };
static MAYBE: Meta = Meta { security: Some(&[&[], &["token"]]), ..meta("GET", "/maybe") };

fn builder(transport: impl Transport) -> ClientBuilder<Client> {
    ClientBuilder::new(&API).transport(transport).retry(Retry::never())
}

async fn send(client: &Client) -> Result<Value, Error> {
    call::<Json<Value>>(client, &DEFAULT).send().await
}

fn key() -> Credential {
    Credential::headers("apiKey", [("X-Api-Key", "k"), ("X-Api-Env", "e")])
}

/// A server with a token endpoint: hands out `t1`, `t2`, ... and refuses requests whose token is not the last one.
#[derive(Clone, Default)]
struct TokenServer(Arc<Mutex<Tokens>>);

#[derive(Default)]
struct Tokens {
    issued: u32,
    revoked: u32,
    forms: Vec<String>,
    authorizations: Vec<Option<String>>,
    refused: u32,
    used: Vec<String>,
}

impl Transport for TokenServer {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let header = request.headers().get(AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
            let path = request.uri().path().to_owned();
            let body = request.into_body().into_stream().collect().await.unwrap();
            // Slow enough that calls overlap.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let mut state = self.0.lock().unwrap();
            let (status, text) = if path == "/token" {
                let form = String::from_utf8(body.to_vec()).unwrap();
                // A refresh token works once: `r<n>` is only good while `t<n>` is the last token.
                let used = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token="));
                let good = used.is_none_or(|token| token == format!("r{}", state.issued));
                state.forms.push(form);
                state.authorizations.push(header);
                if good {
                    state.issued += 1;
                    let n = state.issued;
                    (
                        200,
                        format!(
                            r#"{{"access_token": "t{n}", "id_token": "i{n}", "refresh_token": "r{n}", "token_type": "access_token", "expires_in": 3600}}"#
                        ),
                    )
                } else {
                    (400, r#"{"error": "invalid_grant"}"#.to_owned())
                }
            } else {
                let token = header.unwrap_or_default();
                let good = state.issued > state.revoked
                    && (token == format!("Bearer t{}", state.issued) || token == format!("Bearer i{}", state.issued));
                state.refused += u32::from(!good);
                state.used.push(token);
                (if good { 200 } else { 401 }, "1".to_owned())
            };
            Ok(http::Response::builder().status(status).body(Body::from(text)).unwrap())
        })
    }
}

impl TokenServer {
    fn forms(&self) -> Vec<String> {
        self.0.lock().unwrap().forms.clone()
    }

    /// Refuses the last token from now on.
    fn revoke(&self) {
        let mut state = self.0.lock().unwrap();
        state.revoked = state.issued;
    }
}

async fn send_many(client: &Client, calls: usize) {
    let calls: Vec<_> = (0..calls).map(|_| tokio::spawn(call::<Json<Value>>(client, &DEFAULT).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

fn code_flow() -> AuthorizationCode {
    AuthorizationCode::new("token", "https://id.test/authorize?v=1", "https://id.test/token", "app")
        .client_secret("secret")
        .redirect_uri("https://me.test/back?a=b")
        .scope("read")
}
