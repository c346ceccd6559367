//! Credentials in calls, and the OAuth 2 flows, against a recorder.

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

#[tokio::test]
async fn the_first_alternative_with_all_its_credentials_is_used() {
    let query = || Credential::query("query", [("key", "a&b")]);
    let token = || Credential::bearer("token", "t");
    // The credentials of the client, the operation, what is sent: key, bearer, query.
    let cases: [(Vec<Credential>, &'static Meta, _); 7] = [
        (vec![token(), key()], &DEFAULT, (true, false, false)),
        (vec![token()], &DEFAULT, (false, true, false)),
        (vec![key(), query(), token()], &BOTH, (true, false, true)),
        (vec![key(), token()], &BOTH, (false, true, false)),
        (vec![key(), token()], &OPEN, (false, false, false)),
        (vec![token()], &MAYBE, (false, true, false)),
        (vec![key()], &MAYBE, (false, false, false)),
    ];
    for (credentials, meta, sent) in cases {
        let recorder = Recorder::new();
        recorder.json(200, "1");
        let client: Client = credentials.into_iter().fold(builder(recorder.clone()), ClientBuilder::auth).build().unwrap();
        call::<Json<Value>>(&client, meta).send().await.unwrap();
        let request = &recorder.requests()[0];
        let found = (
            request.header("x-api-key") == Some("k") && request.header("x-api-env") == Some("e"),
            request.header("authorization") == Some("Bearer t"),
            request.url.ends_with("?key=a%26b"),
        );
        assert_eq!(found, sent, "{} {}", meta.path, request.url);
        assert!(!request.to_string().contains("Bearer t"));
    }
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let recorder = Recorder::new();
    let client = builder(recorder.clone()).auth(Credential::basic("other", "a", "b")).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("apiKey, or token"), "{error}");
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn cookies_are_joined_and_hidden() {
    let recorder = Recorder::new();
    recorder.json(200, "1");
    let client = builder(recorder.clone()).auth(Credential::cookies("apiKey", [("a", "1"), ("b", "2")])).build().unwrap();
    call::<Json<Value>>(&client, &DEFAULT).cookie("c", crate::encode::Style::COOKIE, "3").send().await.unwrap();
    assert_eq!(recorder.requests()[0].header("cookie"), Some("c=3; a=1; b=2"));
    assert!(recorder.text()[0].contains("cookie: ***"));
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

#[tokio::test(start_paused = true)]
async fn client_credentials_are_fetched_once_and_renewed_early() {
    let server = TokenServer::default();
    let flow = ClientCredentials::new("token", "https://id.test/token", "a b", "s&t")
        .token_field("id_token")
        .scopes(["x", "y"])
        .renew_early(Duration::from_secs(300));
    let client = builder(server.clone()).auth(flow).build().unwrap();
    send_many(&client, 10).await;
    assert_eq!(server.forms(), ["grant_type=client_credentials&scope=x%20y"]);
    // Id and secret are form-encoded, then joined: a%20b:s%26t.
    assert_eq!(server.0.lock().unwrap().authorizations[0].as_deref(), Some("Basic YSUyMGI6cyUyNnQ="));
    tokio::time::sleep(Duration::from_secs(3290)).await;
    send_many(&client, 1).await;
    assert_eq!(server.forms().len(), 1);
    tokio::time::sleep(Duration::from_secs(20)).await;
    send_many(&client, 10).await;
    assert_eq!(server.forms().len(), 2, "renewed 300 seconds before the end of 3600");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once() {
    let server = TokenServer::default();
    let flow = ClientCredentials::new("token", "https://id.test/token", "id", "secret").client_auth(ClientAuth::Form);
    let client = builder(server.clone()).auth(flow).build().unwrap();
    send_many(&client, 1).await;
    assert_eq!(server.forms(), ["grant_type=client_credentials&client_id=id&client_secret=secret"]);
    server.revoke();
    send_many(&client, 10).await;
    assert_eq!(server.forms().len(), 2, "one renewal for ten refused calls");
    assert_eq!(server.0.lock().unwrap().refused, 10);

    // A server that refuses every token is asked twice, not for ever.
    let recorder = Recorder::new();
    for _ in 0..2 {
        recorder.json(200, r#"{"access_token": "t", "expires_in": "60"}"#).json(401, "{}");
    }
    let flow = ClientCredentials::new("token", "https://id.test/token", "id", "secret");
    let client = builder(recorder.clone()).auth(flow).build().unwrap();
    assert_eq!(send(&client).await.unwrap_err().kind(), ErrorKind::Unauthorized);
    assert_eq!((recorder.requests().len(), recorder.waiting()), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn failures_of_the_token_endpoint_are_told_without_secrets() {
    let recorder = Recorder::new();
    recorder
        .json(401, r#"{"error": "invalid_client", "error_description": "who?"}"#)
        .json(200, "no json hunter2")
        .json(200, "{}");
    let flow = ClientCredentials::new("token", "https://me:hunter2@id.test/token?key=hunter2", "id", "hunter2")
        .parameter("pin", "hunter2");
    let client = builder(recorder.clone()).auth(flow.clone()).build().unwrap();
    for text in ["who? [code invalid_client]", "no JSON", "no `access_token`"] {
        let error = send(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.operation(), error.is_retryable()), (ErrorKind::Auth, "op", false));
        assert!(error.to_string().contains(text), "{error}");
        assert!(!format!("{error:#} {error:?}").contains("hunter2"));
    }
    assert!(!format!("{flow:?} {client:?}").contains("hunter2"));
    assert_eq!(recorder.requests().len(), 3, "what the server says of the credential is not asked again");
    assert!(!recorder.text().concat().replace("me:hunter2@id.test/token?key=hunter2", "").contains("client_secret=hunter2"));
}

#[tokio::test(start_paused = true)]
async fn a_client_credentials_request_is_repeated_like_a_read() {
    let flow = || ClientCredentials::new("token", "https://id.test/token", "id", "secret");
    let faults: [fn(&Recorder); 7] = [
        |r| _ = r.json(503, ""),
        |r| _ = r.json(500, "<html>"),
        |r| _ = r.respond(429, &[("retry-after", "3")], ""),
        |r| _ = r.respond(303, &[("location", "/sorry")], ""),
        |r| _ = r.fail(TransportErrorKind::Connect),
        |r| _ = r.fail(TransportErrorKind::Interrupted),
        |r| _ = r.fail(TransportErrorKind::Timeout),
    ];
    for (index, fault) in faults.into_iter().enumerate() {
        let recorder = Recorder::new();
        fault(&recorder);
        recorder.json(200, r#"{"access_token": "t"}"#).json(200, "1");
        let client = builder(recorder.clone()).retry(Retry::new().attempts(3)).auth(flow()).build().unwrap();
        let start = tokio::time::Instant::now();
        send(&client).await.unwrap();
        assert_eq!(recorder.requests().len(), 3, "case {index}");
        assert!(index != 2 || start.elapsed() >= Duration::from_secs(3), "the stated wait is kept");

        let recorder = Recorder::new();
        (0..9).for_each(|_| fault(&recorder));
        let client = builder(recorder.clone()).retry(Retry::new().attempts(3)).auth(flow()).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert_eq!((error.is_retryable(), recorder.requests().len()), (true, 3), "case {index}");
        assert_eq!(error.retry_after(), (index == 2).then_some(Duration::from_secs(3)));
    }
    // Who wants no repetitions gets none.
    let recorder = Recorder::new();
    recorder.json(503, "");
    send(&builder(recorder.clone()).auth(flow()).build().unwrap()).await.unwrap_err();
    assert_eq!(recorder.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_together_fail_together() {
    let server = TokenServer::default();
    // `refresh_token` is none the server knows, so every token request is refused.
    let own = ClientCredentials::new("token", "https://id.test/token", "id", "s").parameter("refresh_token", "unknown");
    let client = builder(server.clone()).auth(own).build().unwrap();
    for asked in 1..=2 {
        let calls: Vec<_> = (0..20).map(|_| tokio::spawn(call::<Json<Value>>(&client, &DEFAULT).send())).collect();
        for call in calls {
            let error = call.await.unwrap().unwrap_err();
            assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, false));
            assert!(error.to_string().contains("invalid_grant"), "{error}");
        }
        assert_eq!(server.forms().len(), asked, "one request for all who wait, and another for those who come later");
    }
}

fn code_flow() -> AuthorizationCode {
    AuthorizationCode::new("token", "https://id.test/authorize?v=1", "https://id.test/token", "app")
        .client_secret("secret")
        .redirect_uri("https://me.test/back?a=b")
        .scope("read")
}

#[tokio::test]
async fn the_browser_is_sent_away_and_the_code_is_exchanged() {
    let server = TokenServer::default();
    let flow = code_flow().transport(server.clone());
    // The verifier and challenge of RFC 7636, appendix B.
    let sign_in = SignIn::from_parts("s t", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let plain = "https://id.test/authorize?v=1&response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&scope=read&state=s%20t";
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    assert_eq!(flow.authorize_url(&sign_in), format!("{plain}{challenge}"));
    let custom = flow.clone().pkce(false).authorize_parameter("prompt", "log in").parameter("audience", "x");
    assert_eq!(custom.authorize_url(&sign_in), format!("{plain}&prompt=log%20in"));
    let tokens = flow.exchange("c/1", &sign_in).await.unwrap();
    assert_eq!((tokens.access_token.expose(), tokens.refresh_token.as_ref().unwrap().expose()), ("t1", "r1"));
    let life = tokens.expires_at.unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(life > Duration::from_secs(3500) && life <= Duration::from_secs(3600));
    custom.exchange("c", &sign_in).await.unwrap();
    assert_eq!(
        server.forms(),
        [
            "grant_type=authorization_code&code=c%2F1&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
             &redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&client_id=app&client_secret=secret",
            "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&audience=x&client_id=app&client_secret=secret"
        ]
    );
    assert!(!format!("{flow:?} {tokens:?}").contains("secret\""));
    assert!(!format!("{tokens:?}").contains("t1"));
}

#[test]
fn only_the_users_own_callback_has_a_code() {
    let flow = code_flow();
    let kept = |state: &str| SignIn::from_parts(state, "v");
    assert_eq!(flow.callback("https://me.test/back?a=b&state=s%20t&code=c%2F1", &kept("s t")).unwrap(), "c/1");
    for (url, text) in [
        ("state=other&code=c", "another state"),
        ("code=c", "another state"),
        ("state=&code=c", "another state"),
        ("state=s&error=access_denied&error_description=no+way", "no way [code access_denied]"),
        ("state=s", "without a code"),
        ("state=s&code=", "without a code"),
        ("state=s&code", "without a code"),
        ("state=s&state=s&code=c", "`state` more than once"),
        ("state=s&code=c&code=d", "`code` more than once"),
        ("state=s&code=c&c%6Fde=c", "`code` more than once"),
        ("state=s&code=c&error=x&error=y", "`error` more than once"),
        ("state=s&code=c&error=x", "[code x]"),
    ] {
        let error = flow.callback(url, &kept("s")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(text), "{url}: {error}");
    }
    assert!(flow.callback("state=&code=c", &kept("")).is_err(), "an empty state protects nobody");
}

/// Tokens that `TokenServer` has just issued and that are about to expire.
fn old_tokens(server: &TokenServer) -> TokenSet {
    server.0.lock().unwrap().issued = 1;
    TokenSet::new("t1").refresh_token("r1").expires_at(SystemTime::now() + Duration::from_secs(5))
}

#[tokio::test(start_paused = true)]
async fn one_refresh_serves_all_calls_and_is_stored_before_it_is_used() {
    let server = TokenServer::default();
    let stored = Arc::new(Mutex::new(Vec::new()));
    let credential = code_flow().credential(old_tokens(&server), {
        let (stored, server) = (stored.clone(), server.clone());
        move |tokens: &TokenSet| {
            let used = format!("Bearer {}", tokens.access_token.expose());
            assert!(!server.0.lock().unwrap().used.contains(&used), "used before it was stored");
            stored.lock().unwrap().push(tokens.refresh_token.clone().unwrap().expose().to_owned());
            Ok(())
        }
    });
    let client = builder(server.clone()).auth(credential).build().unwrap();
    send_many(&client, 20).await;
    assert_eq!(server.forms().len(), 1);
    assert_eq!(*stored.lock().unwrap(), ["r2"]);
    server.revoke();
    send_many(&client, 20).await;
    assert_eq!(*stored.lock().unwrap(), ["r2", "r3"], "a refused token is refreshed once for all");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_costs_no_token() {
    let server = TokenServer::default();
    let works = Arc::new(Mutex::new(false));
    let credential = code_flow().credential(old_tokens(&server), {
        let works = works.clone();
        move |_: &TokenSet| if *works.lock().unwrap() { Ok(()) } else { Err("disk full".into()) }
    });
    let client = builder(server.clone()).auth(credential).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "disk full");
    *works.lock().unwrap() = true;
    send(&client).await.unwrap();
    assert_eq!(server.forms().len(), 1, "the set of the first refresh is stored later, not lost");
}

#[test]
fn a_store_that_panics_or_hangs_costs_no_token() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(panic_and_hang());
    // Dropping it would wait for the store, for 30 seconds at most.
    runtime.shutdown_background();
}

async fn panic_and_hang() {
    struct Store(Mutex<u32>);
    impl TokenStore for Store {
        fn store<'a>(&'a self, _: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(async {
                let times = {
                    let mut times = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    *times += 1;
                    *times
                };
                match times {
                    // A panic without the report of one, which takes long where backtraces are on.
                    1 => std::panic::resume_unwind(Box::new("the store is broken")),
                    2 => std::future::pending().await,
                    _ => Ok(()),
                }
            })
        }
    }
    let server = TokenServer::default();
    let credential = code_flow().credential(old_tokens(&server), Store(Mutex::new(0)));
    let client = builder(server.clone()).timeout(Duration::from_secs(2)).auth(credential).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert!(error.to_string().contains("the token store failed"), "{error}");
    let start = std::time::Instant::now();
    assert_eq!(send(&client).await.unwrap_err().kind(), ErrorKind::Timeout, "a store that hangs does not hold its callers");
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(server.forms().len(), 1, "the tokens of the first refresh are kept and offered again");
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_token_is_not_tried_again() {
    let server = TokenServer::default();
    let tokens = old_tokens(&server).refresh_token("spent");
    let client = builder(server.clone()).auth(code_flow().credential(tokens, |_: &TokenSet| Ok(()))).build().unwrap();
    for _ in 0..3 {
        assert_eq!(send(&client).await.unwrap_err().kind(), ErrorKind::Auth);
    }
    assert_eq!(server.forms().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_invalid_grant_ends_a_session() {
    let html = "<html>maintenance</html>";
    let passing: [(u16, &str); 20] = [
        (303, "{}"),
        (302, ""),
        (403, "{}"),
        (404, html),
        (407, ""),
        (408, "{}"),
        (413, ""),
        (425, ""),
        (429, "{}"),
        (500, html),
        (502, ""),
        (503, r#"{"error": "temporarily_unavailable"}"#),
        (599, ""),
        (400, html),
        (400, "{}"),
        (400, r#"{"error": "invalid_request"}"#),
        (401, r#"{"error": "invalid_client"}"#),
        (403, r#"{"error": "invalid_grant"}"#),
        (200, html),
        (200, r#"{"access_token": "#),
    ];
    for (status, body) in passing {
        let recorder = Recorder::new();
        recorder.json(status, body).json(200, r#"{"access_token": "t2", "refresh_token": "r2"}"#).json(200, "1");
        let tokens = TokenSet::new("t1").refresh_token("r1").expires_at(SystemTime::now());
        let client = builder(recorder.clone()).auth(code_flow().credential(tokens, |_: &TokenSet| Ok(()))).build().unwrap();
        let error = send(&client).await.unwrap_err();
        assert!(!error.to_string().contains("sign in again"), "{status} {body}: {error}");
        send(&client).await.unwrap();
        assert_eq!(recorder.waiting(), 0, "{status} {body}");
    }
    for status in [200, 400, 401] {
        let recorder = Recorder::new();
        recorder.json(status, r#"{"error": "invalid_grant"}"#);
        let tokens = TokenSet::new("t1").refresh_token("r1").expires_at(SystemTime::now());
        let client = builder(recorder.clone()).auth(code_flow().credential(tokens, |_: &TokenSet| Ok(()))).build().unwrap();
        for _ in 0..2 {
            assert!(send(&client).await.unwrap_err().to_string().contains("sign in again"));
        }
        assert_eq!(recorder.requests().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_wait_a_token_server_asks_for_is_told() {
    let recorder = Recorder::new();
    recorder.respond(429, &[("retry-after", "77")], "{}");
    let tokens = TokenSet::new("t1").refresh_token("r1").expires_at(SystemTime::now());
    let client = builder(recorder.clone()).auth(code_flow().credential(tokens, |_: &TokenSet| Ok(()))).build().unwrap();
    let error = send(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(77))));
    assert!(error.is_retryable());
}

/// A store that another process writes to as well.
#[derive(Clone, Default)]
struct SharedStore(Arc<Mutex<Option<TokenSet>>>);

impl TokenStore for SharedStore {
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
        *self.0.lock().unwrap() = Some(tokens.clone());
        Box::pin(async { Ok(()) })
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, BoxError>> {
        let tokens = self.0.lock().unwrap().clone();
        Box::pin(async move { Ok(tokens) })
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_of_another_process_are_taken_over() {
    let server = TokenServer::default();
    let store = SharedStore::default();
    assert!(code_flow().resume(store.clone()).await.unwrap().is_none());
    *store.0.lock().unwrap() = Some(old_tokens(&server));
    let flow = code_flow();
    let credential = || flow.resume(store.clone());
    let (one, other) = (credential().await.unwrap().unwrap(), credential().await.unwrap().unwrap());
    let (one, other) = (builder(server.clone()).auth(one).build().unwrap(), builder(server.clone()).auth(other).build().unwrap());
    send(&one).await.unwrap();
    // The other client's refresh token is spent by now; the store has the new one.
    send(&other).await.unwrap();
    assert_eq!(server.forms().len(), 2, "a refresh, and one that was refused");
    server.revoke();
    send(&other).await.unwrap();
    assert_eq!(store.0.lock().unwrap().as_ref().unwrap().access_token.expose(), "t3");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_does_not_lose_the_refresh() {
    let server = TokenServer::default();
    let credential = code_flow().credential(old_tokens(&server), |_: &TokenSet| Ok(()));
    let client = builder(server.clone()).auth(credential).build().unwrap();
    {
        let mut first = Box::pin(call::<Json<Value>>(&client, &DEFAULT).send());
        assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        // Dropped while the token request is under way.
    }
    send_many(&client, 5).await;
    assert_eq!(server.forms().len(), 1);
    assert_eq!(server.0.lock().unwrap().refused, 0);
}
