//! What a call does, seen from both ends: the caller and a recorder in place of the server.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::body::Body;
use crate::call::Call;
use crate::conventions::{Conventions, ErrorRules, RateLimitRules, RetryRules};
use crate::decode::{Empty, Json, Raw, Text};
use crate::encode::Style;
use crate::stream::ByteStream;
use crate::testing::{GET, POST, builder, call, client, get, meta};
use crate::transport::{Recorder, TransportErrorKind};
use crate::wire::Value;

const HTML: [(&str, &str); 1] = [("content-type", "Text/HTML; charset=utf-8")];
static ONE: Meta = meta("GET", "/things/{id}");
static SILENT: Meta = Meta { accept: "", ..meta("DELETE", "/things") };
static FILE: Meta = Meta { accept: "*/*", ..meta("GET", "/file") };
static CSV: Meta = Meta { accept: "text/csv", ..meta("GET", "/export") };
static PATCH: Meta = meta("PATCH", "/things");

#[tokio::test]
async fn a_call_is_what_its_text_says() {
    let recorder = Recorder::new();
    recorder.json(200, r#"{"id": 7}"#);
    let api = builder(&recorder, Conventions::DEFAULT).default_header("X-App", "a").build().unwrap();
    let put = meta("PUT", "/boards/{board}/cards/{card}");
    let call = Call::<Json<Value>>::new(&api, Box::leak(Box::new(put)))
        .path("board", Style::PATH, "a/b")
        .path("card", Style::PATH, &7)
        .query("limit", Style::QUERY, &1)
        .query("with", Style::QUERY, &["a", "b"])
        .query("limit", Style::QUERY, &2)
        .header("X-Trace", Style::HEADER, "t")
        .option_header("Authorization", "hunter2")
        .json("application/json", &json!({"a": 1}));
    assert_eq!(
        call.to_string(),
        "PUT https://api.test/v1/boards/a%2Fb/cards/7?limit=2&with=a&with=b\naccept: application/json\nx-trace: t\n\
         authorization: ***\ncontent-type: application/json\n\n{\"a\":1}"
    );
    assert!(!format!("{call:?}").contains("hunter2"));
    assert_eq!(call.clone().send().await.unwrap(), json!({"id": 7}));
    assert_eq!(
        recorder.text(),
        ["PUT https://api.test/v1/boards/a%2Fb/cards/7?limit=2&with=a&with=b\nuser-agent: test/1\nx-app: a\n\
          accept: application/json\ncontent-type: application/json\nx-trace: t\nauthorization: ***\n\n{\"a\":1}"]
    );
    assert_eq!(recorder.requests()[0].header("authorization"), Some("hunter2"));
}

#[tokio::test]
async fn what_cannot_be_expressed_is_not_sent() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    let one = || call::<Json<Value>>(&api, &ONE);
    for call in [
        one(),
        one().path("id", Style::PATH, ""),
        one().path("id", Style::PATH, ".."),
        one().path("id", Style::PATH, "1").header("X-A", Style::HEADER, "a\nb"),
        one().path("id", Style::PATH, "1").option_header("a b", ""),
        get(&api).query("a", Style::QUERY, &std::collections::BTreeMap::from([((1, 2), 3)])),
        get(&api).sort(&[crate::filter::Sort::<()>::ascending("a")]),
    ] {
        let text = call.to_string();
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{text}");
        assert_eq!(error.operation(), "op");
    }
    assert!(recorder.requests().is_empty());
}

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

#[tokio::test]
async fn a_web_page_is_no_data() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    recorder.respond(200, &HTML, "<html>sorry</html>");
    let error = get(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Html, Some(200)));
    assert_eq!(error.body().unwrap(), "<html>sorry</html>");

    recorder.respond(200, &HTML, "<html>sorry</html>");
    let error = call::<Empty>(&api, &SILENT).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Html, "an operation without answer was not done either");

    recorder.json(200, "  <!doctype html>");
    assert_eq!(get(&api).send().await.unwrap_err().kind(), ErrorKind::Html, "whatever its header says");

    recorder.respond(200, &HTML, "<p>");
    assert_eq!(call::<Raw>(&api, &FILE).send().await.unwrap(), "<p>", "a file may be a web page");

    recorder.respond(200, &HTML, "<p>");
    assert_eq!(call::<Text>(&api, &CSV).send().await.unwrap_err().kind(), ErrorKind::Html);

    recorder.respond(204, &HTML, "");
    call::<Empty>(&api, &SILENT).send().await.unwrap();
}

#[tokio::test]
async fn an_error_tells_what_the_server_said() {
    let error = ErrorRules {
        reference: Some("/reference"),
        code: Some("/errors/0/code"),
        message: Some("/errors/0/message"),
        item_reference: Some("/errors/0/reference"),
    };
    let rules = Conventions { error, ..Conventions::DEFAULT };
    let recorder = Recorder::new();
    let api = client(&recorder, rules);
    let body = r#"{"reference": "outer", "errors": [{"code": 7, "message": "Duplicate entry", "reference": "inner"}]}"#;
    recorder.json(422, body).json(422, r#"{"reference": "outer"}"#).json(200, "[1, {\"a\": ]");
    let error = get(&api).send().await.unwrap_err();
    assert_eq!((error.code(), error.message(), error.reference()), (Some("7"), Some("Duplicate entry"), Some("inner")));
    assert_eq!(
        error.to_string(),
        "op: the server found the request invalid (status 422): Duplicate entry [code 7] [reference inner]"
    );
    assert_eq!(error.body().unwrap(), body);
    assert_eq!(error.answer::<Value>().unwrap()["errors"][0]["code"], 7);
    assert_eq!(error.answer::<Vec<u8>>(), None);
    assert_eq!(get(&api).send().await.unwrap_err().reference(), Some("outer"));

    let error = get(&api).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.path().is_some_and(|path| path.starts_with("$[1]")), "{:?}", error.path());
    assert!(error.source().is_some() && error.body().is_some());
}

#[tokio::test]
async fn the_body_limit_holds() {
    let recorder = Recorder::new();
    let api = builder(&recorder, Conventions::DEFAULT).body_limit(4).build().unwrap();
    let text = || call::<Text>(&api, &GET);
    recorder.json(200, "1234").json(200, "12345");
    assert_eq!(text().send().await.unwrap(), "1234");
    assert_eq!(text().send().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
    recorder.json(200, Body::chain(vec![Body::once(ByteStream::ready("123".into()), None), Body::from("45")]));
    assert_eq!(text().send().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
    recorder.json(404, "12345");
    let error = text().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "a failure stays what it is");
}

#[tokio::test]
async fn deprecation_reaches_the_caller() {
    let recorder = Recorder::new();
    recorder.respond(200, &[("deprecated", "GET /things goes away")], "1").json(200, "1");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let api = builder(&recorder, Conventions { deprecation_header: Some("Deprecated"), ..Conventions::DEFAULT })
        .on_deprecation({
            let heard = heard.clone();
            move |notice| heard.lock().unwrap().push(notice.clone())
        })
        .build()
        .unwrap();
    get(&api).send().await.unwrap();
    get(&api).send().await.unwrap();
    let expected = Deprecation { operation: "op", message: "GET /things goes away".to_owned() };
    assert_eq!(*heard.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn methods_are_overridden_only_when_asked_and_documented() {
    let recorder = Recorder::new();
    let rules = Conventions { method_override: Some("X-HTTP-Method-Override"), ..Conventions::DEFAULT };
    recorder.json(200, "1").json(200, "1").json(200, "1");
    let api = builder(&recorder, rules).method_override(true).build().unwrap();
    call::<Empty>(&api, &PATCH).send().await.unwrap();
    call::<Empty>(&api, &GET).send().await.unwrap();
    call::<Empty>(&client(&recorder, rules), &PATCH).send().await.unwrap();
    let sent: Vec<_> = recorder
        .requests()
        .iter()
        .map(|r| (r.method.to_string(), r.header("x-http-method-override").map(str::to_owned)))
        .collect();
    assert_eq!(sent, [("POST".into(), Some("PATCH".into())), ("GET".into(), None), ("PATCH".into(), None)]);
    assert_eq!(builder(&recorder, Conventions::DEFAULT).method_override(true).build().unwrap_err().kind(), ErrorKind::Request);
}

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
    assert_eq!(start.elapsed(), Duration::from_secs(30));
}

#[tokio::test]
async fn settings_that_cannot_work_are_found_by_build() {
    let recorder = Recorder::new();
    let build =
        |change: fn(ClientBuilder<Client>) -> ClientBuilder<Client>| change(builder(&recorder, Conventions::DEFAULT)).build();
    assert!(build(|b| b.base_url("https://{account}.test/io/").server_variable("account", "acme")).is_ok());
    assert!(build(|b| b.base_url("https://{account=acme}.test")).is_ok());
    for result in [
        build(|b| b.base_url("https://{account}.test")),
        build(|b| b.base_url("api.test")),
        build(|b| b.base_url("ftp://api.test")),
        build(|b| b.base_url("https://me:hunter2@api.test")),
        build(|b| b.base_url("https://api.test/?a=b")),
        build(|b| b.default_header("a b", "c")),
    ] {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Request);
    }
}

#[tokio::test]
async fn a_full_response_has_status_and_headers() {
    let recorder = Recorder::new();
    recorder.respond(201, &[("etag", "\"v1\""), ("x-total", "7")], "[1]");
    let response = call::<Json<Vec<u8>>>(&client(&recorder, Conventions::DEFAULT), &POST).send_full().await.unwrap();
    assert_eq!((response.status(), response.etag(), response.header("X-Total")), (201, Some("\"v1\""), Some("7")));
    assert_eq!(response.into_body(), [1]);
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

#[test]
fn calls_and_errors_cross_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Client>();
    check::<Call<Json<Value>>>();
    check::<Error>();
    check::<Body>();
    let future = get(&client(&Recorder::new(), Conventions::DEFAULT)).send();
    assert!(std::mem::size_of_val(&future) < 4096, "{}", std::mem::size_of_val(&future));
}
