//! Client credentials: tokens of a program.

use super::*;

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

#[tokio::test(start_paused = true)]
async fn the_response_may_be_a_form() {
    let recorder = Recorder::new();
    let form = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    recorder
        .respond(200, &form, "access_token=a%2Fb&scope=x+y&token_type=bearer&expires_in=60\n")
        .json(200, "{}")
        .respond(200, &form, "error=invalid_client&error_description=who+are+you%3F")
        .respond(200, &[("content-type", "text/plain")], "access_token=a");
    let flow = || ClientCredentials::new("token", "https://id.test/token", "id", "secret");
    let client = builder(recorder.clone()).auth(flow()).build().unwrap();
    send(&client).await.unwrap();
    assert_eq!(recorder.requests()[1].header("authorization"), Some("Bearer a/b"));
    for text in ["who are you? [code invalid_client]", "no JSON"] {
        let error = send(&builder(recorder.clone()).auth(flow()).build().unwrap()).await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
}
