//! What a call does, seen from both ends: the caller and a recorder in place of the server.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::body::Body;
use crate::calls::Call;
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
static UP: Meta = meta("GET", "/../../users");
static ENCODED_UP: Meta = meta("GET", "/a/%2e%2E/b");
static NO_SLASH: Meta = meta("GET", "users");
static BACKSLASH: Meta = meta("GET", "/a\\..\\b");
static FRAGMENT: Meta = meta("GET", "/a#b");
static AROUND: Meta = meta("GET", "/{a}/../{b}");
static SCRIPT: Meta = Meta { server: Some("javascript:alert(1)"), ..meta("GET", "/x") };
static USER: Meta = Meta { server: Some("https://me:hunter2@evil.test"), ..meta("GET", "/x") };
static AUTH: Meta = Meta { server: Some("https://auth.test/api/v1"), ..meta("POST", "/token") };
static SECURED: Meta = Meta { security: Some(&[&["token"]]), ..meta("GET", "/things") };
static MOVED: Meta = Meta { answers: &[302], ..meta("GET", "/file") };

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
        one().path("id", Style::PATH, "1").option_header("Transfer-Encoding", "chunked"),
        one().path("id", Style::PATH, "1").option_header("Content-Length", "many"),
        one().path("id", Style::PATH, "1").raw("text/plain", "abc").option_header("Content-Length", "2"),
        one().path("id", Style::PATH, "1").header("X-A", Style::HEADER, &["a,b", "c"]),
        one().path("id", Style::PATH.reserved(), "%2e%2E"),
        one().path("id", Style::PATH.reserved(), ".%2e"),
        one().path("id", Style::PATH.reserved(), "%2E"),
        call(&api, &UP),
        call(&api, &ENCODED_UP),
        call(&api, &NO_SLASH),
        call(&api, &BACKSLASH),
        call(&api, &FRAGMENT),
        call(&api, &AROUND).path("a", Style::PATH, "x").path("b", Style::PATH, "y"),
        call(&api, &SCRIPT),
        call(&api, &USER),
    ] {
        let text = call.to_string();
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{text}");
        assert_eq!(error.operation(), "op");
        assert!(!format!("{text} {error:#} {error:?}").contains("hunter2"));
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
        ..ErrorRules::DEFAULT
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
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(30) && waited <= Duration::from_secs(31), "{waited:?}");
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
        build(|b| b.base_url("https://me:hunter2@api test")),
        build(|b| b.base_url("https://api.test/?key=hunter2")),
        build(|b| b.base_url("https://api.test/v1#hunter2")),
        build(|b| b.base_url("https://api.test/v1\\..\\v2")),
        build(|b| b.base_url("https://api.test/v1/%2e%2e")),
        build(|b| b.base_url("https://me:hunter2@{host}.test")),
        build(|b| b.base_url("https://{host}.test").server_variable("host", "evil.test/")),
        build(|b| b.server("https://auth.test", "https://me:hunter2@other.test")),
        build(|b| b.default_header("a b", "c")),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!format!("{error:#} {error:?}").contains("hunter2"), "{error}");
    }
    let text =
        format!("{:?}", builder(&recorder, Conventions::DEFAULT).base_url("https://me:hunter2@api.test/?key=hunter2#hunter2"));
    assert!(text.contains("api.test") && !text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_base_url_moves_calls_with_a_server_of_their_own() {
    let recorder = Recorder::new();
    for _ in 0..3 {
        recorder.json(200, "1");
    }
    let plain = client(&recorder, Conventions::DEFAULT);
    let moved = builder(&recorder, Conventions::DEFAULT).base_url("http://127.0.0.1:4010").build().unwrap();
    let named =
        builder(&recorder, Conventions::DEFAULT).server("https://auth.test/api", "http://127.0.0.1:4011").build().unwrap();
    for client in [&plain, &moved, &named] {
        let call = call::<Empty>(client, &AUTH);
        let text = call.to_string();
        call.send().await.unwrap();
        let url = recorder.requests().last().unwrap().url.clone();
        assert!(text.starts_with(&format!("POST {url}\n")), "{text}");
    }
    let urls: Vec<_> = recorder.requests().into_iter().map(|request| request.url).collect();
    assert_eq!(urls, ["https://auth.test/api/v1/token", "http://127.0.0.1:4010/api/v1/token", "http://127.0.0.1:4011/v1/token"]);
}

#[tokio::test]
async fn secrets_of_a_request_show_in_no_text() {
    let pin = crate::Secret::from("hunter2/ü");
    let login = || std::collections::BTreeMap::from([("user", crate::Secret::from("me")), ("pin", pin.clone())]);
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    let post = || call::<Empty>(&api, &POST);
    for request in [
        post().json("application/json", &login()),
        post().form(&[], &login()),
        post().multipart(crate::multipart::MultipartForm::new().value("pin", &pin).json("login", &login())),
        post().query("pin", Style::QUERY, &pin),
        post().header("X-Pin", Style::HEADER, &crate::Secret::from("hunter2")),
        post().cookie("pin", Style::COOKIE, &pin),
        post().json("application/json", &json!({"grant_type": "authorization_code", "code": "hunter2"})),
        post().raw("application/x-www-form-urlencoded", "grant_type=refresh_token&refresh_token=hunter2&client_secret=hunter2"),
        post().query("access_token", Style::QUERY, "hunter2"),
    ] {
        recorder.json(200, "");
        let text = format!("{request} {request:?} {request:#?}");
        request.send().await.unwrap();
        let sent = recorder.requests().pop().unwrap();
        let real = format!(
            "{} {:?} {}",
            sent.url,
            sent.headers.values().map(|v| v.to_str().unwrap()).collect::<Vec<_>>(),
            String::from_utf8_lossy(&sent.body)
        );
        assert!(real.contains("hunter2"), "it is sent: {real}");
        for text in [text, format!("{sent} {sent:?}"), format!("{recorder:?}")] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[tokio::test]
async fn what_the_server_says_is_short_and_in_one_line() {
    let error = ErrorRules {
        code: Some("/code"),
        message: Some("/message"),
        details: Some("/details"),
        reference: Some("/reference"),
        ..ErrorRules::DEFAULT
    };
    let rules = Conventions { error, ..Conventions::DEFAULT };
    let recorder = Recorder::new();
    let api = client(&recorder, rules);
    recorder.json(422, r#"{"message": "Invalid", "details": {"name": ["is too long"], "size": ["is odd", "is small"]}}"#);
    let error = get(&api).send().await.unwrap_err();
    assert_eq!(error.details(), Some("name: is too long; size: is odd; size: is small"));
    assert_eq!(
        error.to_string(),
        "op: the server found the request invalid (status 422): Invalid (name: is too long; size: is odd; size: is small)"
    );
    let long = "x\u{1b}[31m\r\n\u{202e}".repeat(5_000);
    let body = json!({"message": long, "code": long, "details": [long], "reference": long}).to_string();
    recorder.json(400, body);
    let error = get(&api).send().await.unwrap_err();
    assert_eq!(error.message().map(str::len), Some(long.len()), "all of it is there");
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#}")] {
        assert!(text.len() < 8000 && !text.contains(['\u{1b}', '\r', '\n', '\u{202e}']), "{text}");
    }
    recorder.json(200, r#"{"a": "hunter2"}"#);
    let error = call::<Json<std::collections::BTreeMap<String, u8>>>(&api, &GET).send().await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "op: the answer is not what the API describes (status 200) at $.a: invalid type: string, expected u8 at `$.a` (line 1, column 15)"
    );
    recorder.fail(TransportErrorKind::Interrupted).fail(TransportErrorKind::Interrupted);
    let error = call::<Empty>(&api, &POST).send().await.unwrap_err();
    assert!(format!("{error:#}").ends_with(": the recorder was told to fail"), "{error:#}");
}

#[tokio::test]
async fn json_labelled_as_a_web_page_is_read() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    for body in [r#"{"n": 1}"#, "[1,2]", " \"text\"", "7", "null"] {
        recorder.respond(200, &HTML, body);
        assert_eq!(get(&api).send().await.unwrap(), serde_json::from_str::<Value>(body).unwrap());
    }
    for body in ["<html>", "We will be back soon", "[1,", "  <p>[1]</p>"] {
        recorder.respond(200, &HTML, body);
        assert_eq!(get(&api).send().await.unwrap_err().kind(), ErrorKind::Html, "{body}");
    }
}

#[tokio::test]
async fn a_coding_nobody_asked_for_is_named() {
    let recorder = Recorder::new();
    let error = ErrorRules { message: Some("/message"), ..ErrorRules::DEFAULT };
    let rules = Conventions { error, ..Conventions::DEFAULT };
    let api = client(&recorder, rules);
    let gzip = [("content-encoding", "gzip")];
    let bytes: &[u8] = &[0x1f, 0x8b, 8, 0];
    recorder.respond(200, &gzip, bytes).respond(422, &gzip, bytes).respond(200, &gzip, bytes).respond(
        200,
        &[("content-encoding", "identity")],
        "1",
    );
    let error = get(&api).send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("compressed with `gzip`"), "{error}");
    let error = get(&api).send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Invalid && error.to_string().contains("compressed with `gzip`"), "{error}");
    let raw = call::<Raw>(&api, &FILE).option_header("Accept-Encoding", "gzip").send().await.unwrap();
    assert_eq!(&*raw, bytes, "whoever asks for it gets it");
    get(&api).send().await.unwrap();
}

#[tokio::test]
async fn a_redirect_that_is_described_is_an_answer() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    recorder.respond(302, &[("location", "https://files.test/1")], "").respond(307, &[("location", "/x")], "");
    let response = call::<Empty>(&api, &MOVED).send_full().await.unwrap();
    assert_eq!((response.status(), response.header("location")), (302, Some("https://files.test/1")));
    assert_eq!(call::<Empty>(&api, &MOVED).send().await.unwrap_err().kind(), ErrorKind::Redirect, "another one is not");
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
