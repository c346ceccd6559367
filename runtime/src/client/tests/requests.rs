//! What leaves a client, and what is refused before it does.

use super::*;

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
        post().cookie("auth_token", Style::COOKIE, "hunter2"),
        post().header("X-Api-Key", Style::HEADER, "hunter2"),
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
async fn all_cookies_of_a_request_are_in_one_header() {
    let recorder = Recorder::new();
    let credential = Credential::cookies("token", [("key", "k")]);
    let api = builder(&recorder, Conventions::DEFAULT).default_header("Cookie", "session=1").auth(credential).build().unwrap();
    recorder.json(200, "1").json(200, "1").json(200, "1");
    let ask = || call::<Json<Value>>(&api, &SECURED);
    ask().send().await.unwrap();
    ask().cookie("theme", Style::QUERY, "dark").send().await.unwrap();
    ask().option_header("Cookie", "own=2").send().await.unwrap();
    let sent = recorder.requests();
    let cookies: Vec<&str> = sent.iter().filter_map(|request| request.header("cookie")).collect();
    assert_eq!(cookies, ["session=1; key=k", "session=1; theme=dark; key=k", "own=2; key=k"]);
}
