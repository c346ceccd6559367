//! Tokens under fault: what the server, the callers and their runtimes do to a session.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use plansmith_runtime::auth::{AuthorizationCode, ClientCredentials, Credential, TokenSet};
use plansmith_runtime::call::Json;
use plansmith_runtime::{Client, ErrorKind, Value};

use super::server::{Received, Server, Step, json};
use super::{GET, builder, call, pause, send, text};

type Stored = Arc<Mutex<Vec<String>>>;

fn session(server: &Server) -> (Credential, Stored) {
    let stored = Stored::default();
    let log = stored.clone();
    let tokens = TokenSet::new("old").refresh_token("r1").expires_at(SystemTime::now());
    let flow = AuthorizationCode::new("token", "https://id.test/authorize", format!("{}/token", server.url()), "app");
    let credential = flow.credential(tokens, move |tokens: &TokenSet| {
        log.lock().unwrap().push(tokens.refresh_token.as_ref().unwrap().expose().to_owned());
        Ok(())
    });
    (credential, stored)
}

fn client(server: &Server, credential: Credential) -> Client {
    builder(server).timeout(Duration::from_secs(20)).auth(credential).build().unwrap()
}

fn token_requests(server: &Server) -> usize {
    server.received().iter().filter(|request| request.line.contains("/token")).count()
}

/// Answers token requests with what `response` makes of their number, from 1, and everything else with 200 when it brings the
/// newest token.
fn tokens(
    response: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static,
) -> impl Fn(&Received, usize) -> Vec<Step> + Send + Sync + 'static {
    let issued = Mutex::new(0);
    move |request, _| {
        let mut issued = issued.lock().unwrap();
        if request.line.contains("/token") {
            *issued += 1;
            response(*issued)
        } else if request.head.contains(&format!("authorization: bearer t{issued}\r\n")) {
            json(200, "1")
        } else {
            json(401, "{}")
        }
    }
}

fn issue(number: usize, expires_in: &str) -> String {
    format!(r#"{{"access_token": "t{number}", "refresh_token": "r{}", "expires_in": {expires_in}}}"#, number + 1)
}

#[tokio::test]
async fn a_maintenance_window_ends_no_session() {
    for status in [303, 403, 404, 407, 408, 413, 425, 429, 500, 503] {
        let server = Server::start(tokens(move |number| match number {
            1 => json(status, "{}"),
            _ => json(200, &issue(number, "3600")),
        }))
        .await;
        let (credential, stored) = session(&server);
        let client = client(&server, credential);
        send(&client, &GET).await.unwrap_err();
        send(&client, &GET).await.unwrap();
        assert_eq!((token_requests(&server), stored.lock().unwrap().clone()), (2, vec!["r3".to_owned()]), "{status}");
    }
}

/// The response comes in three packets, after the only caller has gone and while nobody calls.
#[tokio::test]
async fn a_refresh_ends_with_its_tokens_stored_though_its_caller_gave_up() {
    let server = Server::start(tokens(|number| {
        let body = issue(number, "3600");
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        vec![pause(150), text(&head), pause(50), text(&body[..10]), pause(50), text(&body[10..])]
    }))
    .await;
    let (credential, stored) = session(&server);
    let client = client(&server, credential);
    let gave_up = tokio::time::timeout(Duration::from_millis(60), send(&client, &GET)).await;
    assert!(gave_up.is_err());
    let start = Instant::now();
    while stored.lock().unwrap().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(20), "nobody stored the tokens");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    send(&client, &GET).await.unwrap();
    assert_eq!(token_requests(&server), 1);
}

/// One runtime for each job: the one the refresh began in is gone before the response comes.
#[test]
fn a_refresh_outlives_the_runtime_it_began_in() {
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for shut_down in [false, true] {
        let servers = runtime();
        let server = servers.block_on(Server::start(tokens(|number| {
            let mut steps = json(200, &issue(number, "3600"));
            steps.insert(0, pause(300));
            steps
        })));
        let (credential, stored) = session(&server);
        let client = client(&server, credential);
        let first = runtime();
        first.block_on(async {
            let gave_up = tokio::time::timeout(Duration::from_millis(100), send(&client, &GET)).await;
            assert!(gave_up.is_err());
        });
        if shut_down {
            first.shutdown_background();
        } else {
            drop(first);
            assert_eq!(*stored.lock().unwrap(), ["r2"], "a runtime that is dropped waits for the tokens");
        }
        runtime().block_on(async { send(&client, &GET).await.unwrap() });
        assert_eq!((token_requests(&server), stored.lock().unwrap().clone()), (1, vec!["r2".to_owned()]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_short_lived_token_serves_all_who_waited_for_it() {
    for expires_in in ["3600", "\"3600\"", "null", "-1", "1e300", "60", "30", "0"] {
        for own in [false, true] {
            let server = Server::start(tokens(move |number| {
                let mut steps = json(200, &issue(number, expires_in));
                steps.insert(0, pause(50));
                steps
            }))
            .await;
            let url = format!("{}/token", server.url());
            let credential = if own { ClientCredentials::new("token", url, "id", "s").into() } else { session(&server).0 };
            let client = client(&server, credential);
            let calls: Vec<_> = (0..100).map(|_| tokio::spawn(call::<Json<Value>>(&client, &GET).send())).collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
            let requests = server.received().len();
            assert_eq!((token_requests(&server), requests), (1, 101), "expires_in {expires_in}, client credentials: {own}");
        }
    }
}

#[tokio::test]
async fn a_client_credentials_request_is_repeated() {
    let server = Server::start(tokens(|number| match number {
        1 => json(503, ""),
        2 => vec![Step::Close],
        _ => json(200, &issue(number, "3600")),
    }))
    .await;
    let flow = ClientCredentials::new("token", format!("{}/token", server.url()), "id", "secret");
    send(&client(&server, flow.into()), &GET).await.unwrap();
    assert_eq!(token_requests(&server), 3);

    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let flow = ClientCredentials::new("token", format!("http://{free}/token"), "id", "secret");
    let error = send(&client(&server, flow.into()), &GET).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, true));
}
