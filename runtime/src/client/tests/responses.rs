//! What a client makes of a response.

use super::*;

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
    assert_eq!(error.kind(), ErrorKind::Html, "an operation without response was not done either");

    recorder.json(200, "  <!doctype html>");
    assert_eq!(get(&api).send().await.unwrap_err().kind(), ErrorKind::Html, "whatever its header says");

    recorder.respond(200, &HTML, "<p>");
    assert_eq!(call::<Raw>(&api, &FILE).send().await.unwrap(), "<p>", "a file may be a web page");

    recorder.respond(200, &HTML, "<p>");
    assert_eq!(call::<Text>(&api, &CSV).send().await.unwrap_err().kind(), ErrorKind::Html);

    recorder.respond(204, &HTML, "").respond(200, &HTML, "OK");
    call::<Empty>(&api, &SILENT).send().await.unwrap();
    call::<Empty>(&api, &SILENT).send().await.expect("frameworks label any string so");
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
    assert_eq!(error.body_as::<Value>().unwrap()["errors"][0]["code"], 7);
    assert_eq!(error.body_as::<Vec<u8>>(), None);
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
        "op: the response is not what the API describes (status 200) at $.a: invalid type: string, expected u8 at `$.a` (line 1, column 15)"
    );
    recorder.fail(TransportErrorKind::Interrupted).fail(TransportErrorKind::Interrupted);
    let error = call::<Empty>(&api, &POST).send().await.unwrap_err();
    assert!(format!("{error:#}").ends_with(": the recorder was told to fail"), "{error:#}");
}

/// A server that quotes what it was sent must not bring it into a log, and `Debug` of a response shows no session.
#[tokio::test]
async fn a_secret_that_the_server_quotes_shows_in_no_text() {
    let error = ErrorRules { code: Some("/code"), message: Some("/message"), details: Some("/details"), ..ErrorRules::DEFAULT };
    for credential in [
        Credential::headers("token", [("X-Own", "hunter1")]),
        Credential::bearer("token", "hunter1"),
        Credential::query("token", [("k", "hunter1")]),
        Credential::cookies("token", [("k", "hunter1")]),
    ] {
        let recorder = Recorder::new();
        let api = builder(&recorder, Conventions { error, ..Conventions::DEFAULT }).auth(credential).build().unwrap();
        recorder.json(422, json!({"message": "bad: hunter1", "code": "hunter2/ü", "details": ["hunter3"]}).to_string());
        let body = std::collections::BTreeMap::from([("pin", crate::Secret::from("hunter2/ü"))]);
        let request = call::<Empty>(&api, &SECURED).json("application/json", &body);
        let error = request.query("pin", Style::QUERY, &crate::Secret::from("hunter3")).send().await.unwrap_err();
        assert_eq!((error.message(), error.details()), (Some("bad: hunter1"), Some("hunter3")), "as it came");
        let shown = format!("{error} {error:?} {error:#} {error:#?} {:?}", recorder.text());
        assert!(shown.contains("bad: ***") && !shown.contains("hunter"), "{shown}");
    }
    let recorder = Recorder::new();
    recorder.respond(200, &[("set-cookie", "session=hunter2"), ("x-api-key", "hunter2"), ("x-next", "seen")], "1");
    let response = get(&client(&recorder, Conventions::DEFAULT)).send_full().await.unwrap();
    let shown = format!("{response:?} {response:#?}");
    assert!(shown.contains("seen") && !shown.contains("hunter"), "{shown}");
    assert_eq!(response.header("set-cookie"), Some("session=hunter2"));
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
async fn a_redirect_that_is_described_is_an_response() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    recorder.respond(302, &[("location", "https://files.test/1")], "").respond(307, &[("location", "/x")], "");
    let response = call::<Empty>(&api, &MOVED).send_full().await.unwrap();
    assert_eq!((response.status(), response.header("location")), (302, Some("https://files.test/1")));
    assert_eq!(call::<Empty>(&api, &MOVED).send().await.unwrap_err().kind(), ErrorKind::Redirect, "another one is not");
}

#[tokio::test]
async fn a_full_response_has_status_and_headers() {
    let recorder = Recorder::new();
    recorder.respond(201, &[("etag", "\"v1\""), ("x-total", "7")], "[1]");
    let response = call::<Json<Vec<u8>>>(&client(&recorder, Conventions::DEFAULT), &POST).send_full().await.unwrap();
    assert_eq!((response.status(), response.etag(), response.header("X-Total")), (201, Some("\"v1\""), Some("7")));
    assert_eq!(response.into_body(), [1]);
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

#[tokio::test]
async fn a_string_may_come_without_quotes() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    let text = || call::<Json<String>>(&api, &GET);
    for (label, body, read) in [
        ("text/plain", "plain words", "plain words"),
        ("application/json", " plain words\r\n", "plain words"),
        ("text/plain", "\"quoted\"", "quoted"),
    ] {
        recorder.respond(200, &[("content-type", label)], body);
        assert_eq!(text().send().await.unwrap(), read, "{label} {body}");
    }
    recorder.respond(200, &[("content-type", "text/plain")], "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    call::<Json<crate::Uuid>>(&api, &GET).send().await.unwrap();
    for body in ["\"cut", "{\"a\"", "", "<p>", "null", "true"] {
        recorder.respond(200, &[("content-type", "text/plain")], body);
        assert!(text().send().await.is_err(), "{body}");
    }
    recorder.respond(200, &[("content-type", "text/plain")], "words");
    let error = get(&api).send().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("$")), "anything else is JSON");
}

#[tokio::test]
async fn text_is_read_in_the_character_set_it_names() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    let latin = [("content-type", "text/csv; Charset=\"ISO-8859-1\"")];
    recorder.respond(200, &latin, &b"gr\xFC\xDF"[..]).respond(200, &latin, "grüß").respond(200, &[], &b"\xFC"[..]);
    assert_eq!(call::<Text>(&api, &CSV).send().await.unwrap(), "grüß");
    assert_eq!(call::<Text>(&api, &CSV).send().await.unwrap(), "grüß", "labels may be wrong");
    assert_eq!(call::<Text>(&api, &CSV).send().await.unwrap_err().kind(), ErrorKind::Decode);

    recorder.respond(200, &[("content-type", "application/json;charset=ISO-8859-1")], &b"\"gr\xFC\xDF\""[..]);
    assert_eq!(get(&api).send().await.unwrap(), Value::from("grüß"));
}

#[tokio::test]
async fn a_body_that_is_missing_is_called_so() {
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    recorder.respond(200, &[], "").respond(205, &[], "never read");
    let error = call::<Json<u8>>(&api, &GET).send().await.unwrap_err();
    assert!(format!("{error:#}").contains("there is no body"), "{error:#}");
    call::<Empty>(&api, &SILENT).send().await.unwrap();
}

#[tokio::test]
async fn what_a_stream_held_instead_is_in_the_error() {
    static EVENTS: Meta = Meta { accept: "text/event-stream", ..meta("GET", "/events") };
    let recorder = Recorder::new();
    let api = client(&recorder, Conventions::DEFAULT);
    let events = [("content-type", "text/event-stream"), ("x-trace", "7")];
    recorder.respond(200, &events, "event: error\ndata: {\"code\": \"overloaded\"}\n\ndata: 1\n\n");
    let mut stream = call::<Events<u8>>(&api, &EVENTS).send().await.unwrap();
    let error = stream.try_next().await.unwrap_err();
    assert!(error.to_string().contains("its type is `error`") && !error.to_string().contains("overloaded"), "{error}");
    assert_eq!(error.body_as::<Value>().unwrap()["code"], "overloaded");
    assert_eq!((error.status(), &error.headers().unwrap()["x-trace"]), (Some(200), &"7".parse().unwrap()));
    assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);

    recorder.respond(200, &[], "{\"code\": 5}\n1\n");
    let mut stream = call::<JsonSequence<u8>>(&api, &FILE).send().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap_err().body().unwrap(), "{\"code\": 5}");
    assert_eq!(stream.try_next().await.unwrap(), Some(1));
}
