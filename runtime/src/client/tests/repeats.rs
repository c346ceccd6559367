//! What is sent again, when and how often.

use super::*;

/// What a server does instead of answering.
type Fault = fn(&Recorder);

#[tokio::test(start_paused = true)]
async fn temporary_failures_are_repeated_where_that_is_safe() {
    let retry = RetryRules {
        statuses: &[429, 503, 502, 303],
        methods: &["GET", "PUT"],
        never_error_codes: &["10005"],
        ..RetryRules::DEFAULT
    };
    let rules = Conventions { retry, error: ErrorRules { code: Some("/code"), ..ErrorRules::DEFAULT }, ..Conventions::DEFAULT };
    // Method, what the server does first, whether the request is sent again, the kind of the failure, retryable.
    let cases: &[(&'static Meta, Fault, bool, ErrorKind, bool)] = &[
        (&GET, |r| _ = r.json(503, "{}"), true, ErrorKind::Unavailable, true),
        (&POST, |r| _ = r.json(503, "{}"), false, ErrorKind::Unavailable, false),
        (&GET, |r| _ = r.respond(303, &[("location", "/sorry")], ""), true, ErrorKind::Unavailable, true),
        (&POST, |r| _ = r.respond(303, &[("location", "/sorry")], ""), false, ErrorKind::Unavailable, false),
        (&POST, |r| _ = r.json(429, "{}"), true, ErrorKind::RateLimited, true),
        (&POST, |r| _ = r.fail(TransportErrorKind::Connect), true, ErrorKind::Connect, true),
        (&GET, |r| _ = r.fail(TransportErrorKind::Interrupted), true, ErrorKind::Interrupted, true),
        (&POST, |r| _ = r.fail(TransportErrorKind::Interrupted), false, ErrorKind::Interrupted, false),
        (&GET, |r| _ = r.fail(TransportErrorKind::Timeout), false, ErrorKind::Timeout, true),
        (&GET, |r| _ = r.json(503, r#"{"code": 10005}"#), false, ErrorKind::Unavailable, false),
        (&GET, |r| _ = r.json(502, "{}"), true, ErrorKind::Server, true),
        (&POST, |r| _ = r.json(502, "{}"), false, ErrorKind::Server, false),
        (&GET, |r| _ = r.json(500, "{}"), false, ErrorKind::Server, false),
        (&GET, |r| _ = r.json(422, "{}"), false, ErrorKind::Invalid, false),
        (&GET, |r| _ = r.json(400, "{}"), false, ErrorKind::Invalid, false),
        (&GET, |r| _ = r.json(302, "{}"), false, ErrorKind::Redirect, false),
        (&GET, |r| _ = r.json(304, ""), false, ErrorKind::NotModified, false),
        (&GET, |r| _ = r.json(403, ""), false, ErrorKind::Forbidden, false),
        (&GET, |r| _ = r.json(404, ""), false, ErrorKind::NotFound, false),
        (&GET, |r| _ = r.json(409, ""), false, ErrorKind::Conflict, false),
        (&GET, |r| _ = r.json(412, ""), false, ErrorKind::PreconditionFailed, false),
        (&GET, |r| _ = r.json(418, ""), false, ErrorKind::Rejected, false),
        (&GET, |r| _ = r.json(428, ""), false, ErrorKind::PreconditionRequired, false),
    ];
    for (number, (meta, fault, again, kind, retryable)) in cases.iter().enumerate() {
        let recorder = Recorder::new();
        fault(&recorder);
        recorder.json(200, "1");
        let result = call::<Json<Value>>(&client(&recorder, rules), meta).send().await;
        assert_eq!(recorder.requests().len(), if *again { 2 } else { 1 }, "case {number}: {} {kind:?}", meta.method);
        assert_eq!(result.is_ok(), *again);

        let recorder = Recorder::new();
        fault(&recorder);
        let once = builder(&recorder, rules).retry(Retry::never()).build().unwrap();
        let error = call::<Json<Value>>(&once, meta).send().await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (*kind, *retryable), "case {number}");
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited_and_stated_waits_are_kept() {
    let recorder = Recorder::new();
    for _ in 0..3 {
        recorder.respond(429, &[("retry-after", "20")], "");
    }
    let start = Instant::now();
    let error = get(&client(&recorder, Conventions::DEFAULT)).send().await.unwrap_err();
    assert_eq!(recorder.requests().len(), 3);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(40) && waited <= Duration::from_secs(43), "{waited:?}");

    let recorder = Recorder::new();
    recorder.respond(429, &[("retry-after", "3600")], "");
    let error = get(&client(&recorder, Conventions::DEFAULT)).send().await.unwrap_err();
    assert_eq!((recorder.requests().len(), error.retry_after()), (1, Some(Duration::from_secs(3600))));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_can_be_read_once_is_sent_once() {
    let recorder = Recorder::new();
    recorder.json(429, "{}").json(200, "1");
    let api = client(&recorder, Conventions::DEFAULT);
    let body = Body::once(ByteStream::ready("abc".into()), Some(3));
    let upload = call::<Empty>(&api, &POST).raw("text/plain", body);
    assert_eq!(upload.clone().send().await.unwrap_err().kind(), ErrorKind::RateLimited);
    assert_eq!((recorder.requests().len(), &*recorder.requests()[0].body), (1, &b"abc"[..]));
    let error = upload.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);

    let recorder = Recorder::new();
    recorder.json(429, "{}").json(200, "1");
    let body = Body::replayable(|| ByteStream::ready("abc".into()), Some(3));
    call::<Empty>(&client(&recorder, Conventions::DEFAULT), &POST).raw("text/plain", body).send().await.unwrap();
    assert_eq!(&*recorder.requests()[1].body, b"abc");
}

#[tokio::test(start_paused = true)]
async fn an_outage_soon_costs_one_request_a_call() {
    let recorder = Recorder::new();
    for _ in 0..2000 {
        recorder.json(503, "{}");
    }
    let api = builder(&recorder, Conventions::DEFAULT).retry(Retry::new()).build().unwrap();
    for _ in 0..200 {
        get(&api.clone()).send().await.unwrap_err();
    }
    assert_eq!(recorder.requests().len(), 250, "200 calls and 50 repetitions for a budget of 500");
    let api = builder(&recorder, Conventions::DEFAULT).retry(Retry::new().budget(0)).build().unwrap();
    get(&api).send().await.unwrap_err();
    assert_eq!(recorder.requests().len(), 251);
}

#[tokio::test(start_paused = true)]
async fn repetitions_wait_longer_and_longer_but_not_in_step() {
    /// Notes when each request is sent.
    struct Timed(Recorder, Arc<Mutex<Vec<Instant>>>);
    impl Transport for Timed {
        fn execute(
            &self,
            request: http::Request<Body>,
        ) -> crate::transport::BoxFuture<'_, Result<http::Response<Body>, crate::transport::TransportError>> {
            self.1.lock().unwrap().push(Instant::now());
            self.0.execute(request)
        }
    }
    let mut waits = [const { Vec::new() }; 3];
    for _ in 0..60 {
        let recorder = Recorder::new();
        (0..4).for_each(|_| _ = recorder.json(503, "{}"));
        let at = Arc::new(Mutex::new(Vec::new()));
        let retry = Retry::new().base_delay(Duration::from_millis(400));
        let api =
            builder(&recorder, Conventions::DEFAULT).transport(Timed(recorder.clone(), at.clone())).retry(retry).build().unwrap();
        get(&api).send().await.unwrap_err();
        let at = at.lock().unwrap();
        assert_eq!(at.len(), 4);
        waits.iter_mut().zip(at.windows(2)).for_each(|(wait, pair)| wait.push((pair[1] - pair[0]).as_millis()));
    }
    for (waits, longest) in waits.iter().zip([400, 800, 1600]) {
        let (least, most) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
        assert!(most <= longest + 1 && most > longest * 3 / 4, "up to {longest} ms: {waits:?}");
        assert!(least < longest / 4, "and not in step: {waits:?}");
    }
}
