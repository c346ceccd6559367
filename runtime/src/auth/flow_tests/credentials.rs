//! Which credentials a call takes, and where they go.

use super::*;

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
