//! What holds calls back: rate limits, time limits, permits.

use super::*;

#[tokio::test(start_paused = true)]
async fn an_exhausted_rate_limit_holds_back_the_next_call() {
    let rate_limit = RateLimitRules {
        limit: Some("RateLimit-Limit"),
        remaining: Some("RateLimit-Remaining"),
        reset: Some("RateLimit-Reset"),
        ..RateLimitRules::DEFAULT
    };
    let rules = Conventions { rate_limit, ..Conventions::DEFAULT };
    let recorder = Recorder::new();
    recorder
        .respond(200, &[("ratelimit-limit", "9"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "30")], "1")
        .json(200, "1");
    let api = client(&recorder, rules);
    assert_eq!(api.rate_limit(), None);
    let start = Instant::now();
    let response = get(&api).send_full().await.unwrap();
    assert_eq!(response.rate_limit().unwrap().remaining(), Some(0));
    assert_eq!(api.rate_limit().unwrap().limit(), Some(9));
    assert_eq!(start.elapsed(), Duration::ZERO);
    get(&api).send().await.unwrap();
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(30) && waited <= Duration::from_secs(31), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_a_call_covers_everything_it_does() {
    struct Never;
    impl crate::auth::TokenProvider for Never {
        fn token<'a>(
            &'a self,
            _: &'a Arc<dyn Transport>,
        ) -> crate::transport::BoxFuture<'a, Result<crate::Secret, crate::error::BoxError>> {
            Box::pin(std::future::pending())
        }
    }
    let limit = Duration::from_secs(7);
    let rate_limit = RateLimitRules { remaining: Some("x-left"), reset: Some("x-reset"), ..RateLimitRules::DEFAULT };
    let rules = Conventions { rate_limit, ..Conventions::DEFAULT };
    let recorder = Recorder::new();
    let base = || {
        builder(&recorder, rules)
            .call_timeout(limit)
            .retry(Retry::new().base_delay(Duration::from_secs(60)).max_delay(Duration::from_secs(60)))
    };
    // A credential that never comes, within the limit of an attempt and of the call.
    let waiting = base().auth(Credential::provider("token", Never));
    for (client, seconds) in [
        (waiting.build().unwrap(), 7),
        (base().timeout(Duration::from_secs(3)).auth(Credential::provider("token", Never)).build().unwrap(), 3),
    ] {
        let start = Instant::now();
        let error = call::<Empty>(&client, &SECURED).send().await.unwrap_err();
        assert_eq!((error.kind(), start.elapsed().as_secs()), (ErrorKind::Timeout, seconds));
    }
    assert!(recorder.requests().is_empty());
    // A back-off or a window that ends too late is not begun.
    recorder.respond(503, &[("retry-after", "8")], "").respond(200, &[("x-left", "0"), ("x-reset", "9")], "1");
    let api = base().build().unwrap();
    let start = Instant::now();
    let error = get(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Unavailable, Some(Duration::from_secs(8))));
    get(&api).send().await.unwrap();
    let error = get(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.retry_after()), (ErrorKind::RateLimited, None, Some(Duration::from_secs(9))));
    assert_eq!((start.elapsed(), recorder.requests().len()), (Duration::ZERO, 2));
    // A call may have another limit, or none.
    recorder.json(200, "1");
    get(&api).option_call_timeout(None).option_timeout(Duration::MAX).send().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(9));
}

#[tokio::test(start_paused = true)]
async fn a_permit_is_not_held_while_a_call_waits() {
    let recorder = Recorder::new();
    recorder.respond(503, &[("retry-after", "20")], "").json(200, "1").json(200, "1");
    let api = builder(&recorder, Conventions::DEFAULT).max_concurrency(1).build().unwrap();
    let start = Instant::now();
    let first = tokio::spawn(get(&api).send());
    tokio::task::yield_now().await;
    get(&api).send().await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO, "not behind the one that waits");
    first.await.unwrap().unwrap();
    assert!(start.elapsed() >= Duration::from_secs(20));
}

#[tokio::test]
async fn concurrency_is_bounded() {
    struct Slow(Arc<Mutex<(usize, usize)>>);
    impl Transport for Slow {
        fn execute(
            &self,
            _: http::Request<Body>,
        ) -> crate::transport::BoxFuture<'_, Result<http::Response<Body>, crate::transport::TransportError>> {
            Box::pin(async {
                {
                    let mut state = self.0.lock().unwrap();
                    state.0 += 1;
                    state.1 = state.1.max(state.0);
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
                self.0.lock().unwrap().0 -= 1;
                Ok(http::Response::new(Body::from("1")))
            })
        }
    }
    let state = Arc::new(Mutex::new((0, 0)));
    let api = builder(&Recorder::new(), Conventions::DEFAULT).transport(Slow(state.clone())).max_concurrency(2).build().unwrap();
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(get(&api).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(state.lock().unwrap().1, 2);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_without_a_stated_wait_waits_for_the_window() {
    let rate_limit = RateLimitRules { remaining: Some("x-left"), reset: Some("x-reset"), ..RateLimitRules::DEFAULT };
    let rules = Conventions { rate_limit, ..Conventions::DEFAULT };
    let recorder = Recorder::new();
    recorder.respond(429, &[("x-reset", "40")], "").json(200, "1");
    let start = Instant::now();
    get(&client(&recorder, rules)).send().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(40));
}
