//! The session of a user: refresh tokens that work once, and the store they are kept in.

use super::*;

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
}

/// A closure that stores can only hold its thread, for as long as it likes.
#[test]
fn a_store_that_holds_its_thread_holds_nothing_else() {
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = TokenServer::default();
    let (go_on, held) = std::sync::mpsc::channel::<()>();
    let (held, begun) = (Mutex::new(held), Arc::new(Mutex::new(0)));
    let credential = code_flow().credential(old_tokens(&server), {
        let begun = begun.clone();
        move |_: &TokenSet| {
            *begun.lock().unwrap() += 1;
            held.lock().unwrap().recv().map_err(|_| "it was never let go".into())
        }
    });
    let client = builder(server.clone()).timeout(Duration::from_secs(20)).auth(credential).build().unwrap();
    let first = runtime();
    for _ in 0..2 {
        let error = first.block_on(send(&client)).unwrap_err();
        assert!(format!("{error:#}").contains("no response of the token store within"), "{error:#}");
    }
    assert_eq!(*begun.lock().unwrap(), 1, "no other begins, which this one could undo");
    // The program may end.
    drop(first);
    go_on.send(()).unwrap();
    runtime().block_on(send(&client)).unwrap();
    assert_eq!((*begun.lock().unwrap(), server.forms().len()), (1, 1), "it ended well after all");
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
    let client = builder(server.clone()).timeout(Duration::from_millis(400)).auth(credential).build().unwrap();
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

#[tokio::test]
async fn what_a_token_server_quotes_is_hidden() {
    let recorder = Recorder::new();
    let quote = |sent: &str| {
        recorder.json(400, format!(r#"{{"error": "invalid_request", "error_description": "{sent} and s-hunter2 are wrong"}}"#));
    };
    let flow = code_flow().client_secret("s-hunter2").transport(recorder.clone());
    let tokens = || TokenSet::new("old").refresh_token("r-hunter2").expires_at(SystemTime::now());
    let machine = ClientCredentials::new("token", "https://id.test/token", "app", "s-hunter2").parameter("pin", "p-hunter2");
    let session = flow.credential(tokens(), |_: &TokenSet| Ok(()));
    quote("r-hunter2");
    let mut errors = vec![flow.refresh(&tokens()).await.unwrap_err()];
    quote("c-hunter2");
    errors.push(flow.exchange("c-hunter2", &SignIn::new()).await.unwrap_err());
    for (credential, sent) in [(session, "r-hunter2"), (machine.into(), "p-hunter2")] {
        quote(sent);
        errors.push(send(&builder(recorder.clone()).auth(credential).build().unwrap()).await.unwrap_err());
    }
    for error in errors {
        let shown = format!("{error} {error:#} {error:?} {error:#?}");
        assert!(shown.contains("*** and *** are wrong") && !shown.contains("hunter2"), "{shown}");
    }
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
