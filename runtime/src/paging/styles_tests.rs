//! The styles of paging against a server whose responses are written out: each test is a table of what is asked and answered.

use serde_json::json;

use super::*;
use crate::auth::Credential;
use crate::client::Client;
use crate::conventions::{Conventions, Next, Paging};
use crate::decode::Json;
use crate::encode::Style;
use crate::error::ErrorKind;
use crate::meta::Meta;
use crate::testing::{builder, call, meta};
use crate::transport::Recorder;
use crate::wire::Value;

const fn paged(paging: Paging) -> Meta {
    Meta { paging: Some(paging), ..meta("GET", "/list") }
}

fn access() -> PageAccess<Value, u64> {
    PageAccess {
        items: |page| page["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect(),
        len: |page| page["data"].as_array().map_or(0, Vec::len),
        total: |page| page["total"].as_u64(),
        pages: |page| page["pages"].as_u64(),
        more: |page| page["more"].as_bool(),
        cursor: |page| cursor(&page["next"]),
        ..PageAccess::DEFAULT
    }
}

/// A client whose server answers these bodies, each with the headers after it; then with 500.
fn responses(script: &[(Value, &[(&str, &str)])]) -> (Client, Recorder) {
    let recorder = Recorder::new();
    for (body, headers) in script {
        let headers: Vec<_> = [("content-type", "application/json")].into_iter().chain(headers.iter().copied()).collect();
        recorder.respond(200, &headers, body.to_string());
    }
    (builder(&recorder, Conventions::DEFAULT).build().unwrap(), recorder)
}

/// Method, path and query of each request.
fn lines(recorder: &Recorder) -> Vec<String> {
    recorder.requests().iter().map(|sent| format!("{} {}", sent.method, sent.url.replace("https://api.test/v1", ""))).collect()
}

/// What one run through the pages asked for, the records it gave, and what the error says that ended it.
async fn run(meta: &'static Meta, script: &[(Value, &[(&str, &str)])]) -> (Vec<String>, Vec<u64>, Option<String>) {
    let (client, recorder) = responses(script);
    let mut items = call::<Json<Value>>(&client, meta).items(access());
    let mut records = Vec::new();
    let error = loop {
        match items.try_next().await {
            Ok(Some(record)) => records.push(record),
            Ok(None) => break None,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
                break Some(error.to_string());
            }
        }
    };
    assert!(items.try_next().await.unwrap().is_none());
    (lines(&recorder), records, error)
}

const NONE: &[(&str, &str)] = &[];

#[tokio::test]
async fn a_cursor_in_the_envelope_is_followed_until_it_is_absent_null_or_empty() {
    static META: Meta = paged(Paging { position: "pageToken", next: Next::Body, ..Paging::CURSOR });
    for last in [json!({"data": [3]}), json!({"data": [3], "next": null}), json!({"data": [3], "next": ""})] {
        // A page without records in the middle is no end (AIP-158).
        let script = [(json!({"data": [1, 2], "next": "a b&c"}), NONE), (json!({"data": [], "next": 7}), NONE), (last, NONE)];
        let (asked, records, error) = run(&META, &script).await;
        assert_eq!((records, error), (vec![1, 2, 3], None));
        assert_eq!(asked, ["GET /list", "GET /list?pageToken=a%20b%26c", "GET /list?pageToken=7"]);
    }
    let script = [(json!({"data": [1], "next": "a"}), NONE), (json!({"data": [2], "next": "a"}), NONE)];
    let (asked, records, error) = run(&META, &script).await;
    assert_eq!((asked.len(), records), (2, vec![1, 2]));
    assert!(error.unwrap().contains("repeats a cursor after 2 records"));
    let endless: Vec<_> = (0..200).map(|page| (json!({"data": [], "next": page + 1}), NONE)).collect();
    let (asked, _, error) = run(&META, &endless).await;
    assert_eq!(asked.len(), 100);
    assert!(error.unwrap().contains("100 pages in a row have no record"));
}

#[tokio::test]
async fn a_cursor_goes_back_in_the_body_of_a_search() {
    static META: Meta = Meta {
        paging: Some(Paging {
            position: "/page/after",
            limit: Some("/page/size"),
            max_limit: Some(2),
            next: Next::Body,
            ..Paging::CURSOR
        }),
        ..meta("POST", "/search")
    };
    let script = [(json!({"data": [1, 2], "next": "x"}), NONE), (json!({"data": [3]}), NONE)];
    let (client, recorder) = responses(&script);
    let search = call::<Json<Value>>(&client, &META).json("application/json", &json!({"query": {"a": 1.5}, "page": {"size": 9}}));
    assert_eq!(search.items(access()).collect().await.unwrap(), [1, 2, 3]);
    let bodies = |recorder: &Recorder| -> Vec<Value> {
        recorder.requests().iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect()
    };
    let (first, second) = (json!({"size": 2}), json!({"size": 2, "after": "x"}));
    let wanted = [json!({"query": {"a": 1.5}, "page": first}), json!({"query": {"a": 1.5}, "page": second})];
    assert_eq!(bodies(&recorder), wanted);
    // Without a body there is one for the page; a body that is no object is an error before anything is sent.
    let (client, recorder) = responses(&script);
    assert_eq!(call::<Json<Value>>(&client, &META).items(access()).collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(bodies(&recorder)[1], json!({"page": second}));
    let (client, recorder) = responses(&script);
    let search = call::<Json<Value>>(&client, &META).json("application/json", &[1]);
    let error = search.items(access()).collect().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Request && error.to_string().contains("/page/size"), "{error}");
    assert!(recorder.text().is_empty());
}

#[tokio::test]
async fn the_url_of_the_next_page_is_followed_from_body_and_headers() {
    static BODY: Meta = paged(Paging { limit: Some("size"), default_limit: Some(2), ..Paging::URL });
    static LINK: Meta = paged(Paging { next: Next::Link("next"), ..Paging::URL });
    static HEADER: Meta = paged(Paging { next: Next::Header("X-Next-Url"), ..Paging::URL });
    let script = [
        (json!({"data": [1, 2], "next": "https://api.test/v1/list?page=2&token=a%2Bb"}), NONE),
        (json!({"data": [3, 4], "next": "?page=3"}), NONE),
        (json!({"data": [5], "next": "/v1/other/list?page=4&q=a b\u{e9}"}), NONE),
        (json!({"data": [6], "next": null}), NONE),
    ];
    let (asked, records, error) = run(&BODY, &script).await;
    assert_eq!((records, error), ((1..=6).collect(), None));
    assert_eq!(
        asked,
        ["GET /list?size=2", "GET /list?page=2&token=a%2Bb", "GET /list?page=3", "GET /other/list?page=4&q=a%20b%C3%A9"]
    );

    let link = r#"<https://api.test/v1/list?page=1>; rel="prev", <list?page=2>; title="a, b"; rel="Next last""#;
    let (asked, records, error) =
        run(&LINK, &[(json!({"data": [1]}), &[("link", link)]), (json!({"data": [2]}), &[("link", "<list>; rel=first")])]).await;
    assert_eq!((asked, records, error), (vec!["GET /list".to_owned(), "GET /list?page=2".to_owned()], vec![1, 2], None));

    let (asked, records, error) =
        run(&HEADER, &[(json!({"data": [1]}), &[("x-next-url", "/v1/b")]), (json!({"data": [2]}), &[("x-next-url", " ")])]).await;
    assert_eq!((asked, records, error), (vec!["GET /list".to_owned(), "GET /b".to_owned()], vec![1, 2], None));

    // The page itself as its own next page, spelled in another way.
    for own in ["https://api.test/v1/list", "", "#", "../v1/list"] {
        let (asked, records, error) = run(&LINK, &[(json!({"data": [1]}), &[("link", &format!("<{own}>; rel=next"))])]).await;
        assert_eq!((asked.len(), records), (1, vec![1]));
        assert!(error.unwrap().contains("repeats a URL after 1 records"), "{own}");
    }
}

#[tokio::test]
async fn no_request_and_no_credential_goes_to_another_server() {
    static META: Meta = Meta { security: Some(&[&["key"]]), ..paged(Paging::URL) };
    for (next, there) in [
        ("https://evil.test/v1/list?page=2", "`https://evil.test`"),
        ("//evil.test/v1/list", "`https://evil.test`"),
        ("http://api.test/v1/list", "`http://api.test`"),
        ("https://api.test:8443/v1/list", "`https://api.test:8443`"),
        ("https://api.test@evil.test/", "no http or https URL"),
        ("https://api.test\\.evil.test/", "no http or https URL"),
        ("https://api.test .evil.test/", "no http or https URL"),
        ("https://\u{430}pi.test/", "no http or https URL"),
        ("https://api.test/a\nb", "no http or https URL"),
        ("file:///etc/passwd", "no http or https URL"),
    ] {
        let (_, recorder) = responses(&[(json!({"data": [1], "next": next}), NONE), (json!({"data": [2]}), NONE)]);
        let client =
            builder(&recorder, Conventions::DEFAULT).auth(Credential::query("key", [("api_key", "hunter2")])).build().unwrap();
        let mut items = call::<Json<Value>>(&client, &META).items(access());
        assert_eq!(items.try_next().await.unwrap(), Some(1));
        let error = items.try_next().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Decode && error.to_string().contains(there), "{next}: {error}");
        assert!(error.to_string().contains("nothing was sent") && !format!("{error:?}{error}").contains("hunter2"));
        assert!(items.try_next().await.unwrap().is_none());
        assert_eq!(recorder.requests().len(), 1, "{next}");
    }
}

#[tokio::test]
async fn page_numbers_end_as_the_description_says() {
    static PLAIN: Meta = paged(Paging { limit: Some("size"), default_limit: Some(2), ..Paging::PAGE });
    static UNSIZED: Meta = paged(Paging { first: 0, ..Paging::PAGE });
    static EMPTY: Meta = paged(Paging { limit: Some("size"), default_limit: Some(2), short_page_ends: false, ..Paging::PAGE });
    static HEADERS: Meta = paged(Paging { pages_header: Some("X-Total-Pages"), total_header: Some("x-total"), ..Paging::PAGE });
    let page = |data: &[u64], name: &str, value: Value| json!({"data": data, name: value});
    let plain = |data: &[u64]| (json!({"data": data}), NONE);
    // A short page, and an empty one where the size is not known or short pages are no end.
    let (asked, records, error) = run(&PLAIN, &[plain(&[1, 2]), plain(&[3])]).await;
    assert_eq!((records, error), (vec![1, 2, 3], None));
    assert_eq!(asked, ["GET /list?size=2&page=1", "GET /list?size=2&page=2"]);
    let (asked, records, error) = run(&UNSIZED, &[plain(&[1, 2]), plain(&[3]), plain(&[])]).await;
    assert_eq!((asked.last().unwrap().as_str(), records, error), ("GET /list?page=2", vec![1, 2, 3], None));
    let (asked, records, error) = run(&EMPTY, &[plain(&[1]), plain(&[3]), plain(&[])]).await;
    assert_eq!((asked.len(), records, error), (3, vec![1, 3], None));
    // The number of pages and of records; the server's own size of a page does not matter.
    for name in ["pages", "total"] {
        let count = if name == "pages" { 3 } else { 5 };
        let script = [&[1, 2][..], &[3, 4], &[5]].map(|data: &[u64]| (page(data, name, count.into()), NONE));
        let (asked, records, error) = run(&UNSIZED, &script).await;
        assert_eq!((asked.len(), records, error), (3, vec![1, 2, 3, 4, 5], None), "{name}");
        let script = [
            (page(&[1], name, count.into()), NONE),
            (page(&[], name, count.into()), NONE),
            (page(&[], name, count.into()), NONE),
            (page(&[], name, count.into()), NONE),
        ];
        let (asked, _, error) = run(&UNSIZED, &script).await;
        assert!(if name == "pages" {
            asked.len() == 3 && error.is_none()
        } else {
            error.unwrap().contains("announces 5 records")
        });
    }
    for (name, value) in [("x-total-pages", "2"), ("X-Total", "3")] {
        let (asked, records, error) =
            run(&HEADERS, &[(json!({"data": [1, 2]}), &[(name, value)]), (json!({"data": [3]}), &[(name, value)])]).await;
        assert_eq!((asked.len(), records, error), (2, vec![1, 2, 3], None), "{name}");
    }
}

#[tokio::test]
async fn pages_start_where_the_caller_says_and_come_at_once() {
    static META: Meta = paged(Paging { limit: Some("size"), ..Paging::PAGE });
    let script: Vec<_> = [&[5u64, 6][..], &[7, 8], &[9]].iter().map(|data| (json!({"data": data, "total": 9}), NONE)).collect();
    let (client, recorder) = responses(&script);
    let request = call::<Json<Value>>(&client, &META).query("page", Style::QUERY, &3);
    let items = request.items(access()).prefetch(4).collect().await.unwrap();
    assert_eq!((items, recorder.requests().len()), (vec![5, 6, 7, 8, 9], 3));
    // Where the caller begins at the last page, what is before it is not known to be full.
    let (client, recorder) = responses(&[(json!({"data": [9], "total": 9}), NONE), (json!({"data": [], "total": 9}), NONE)]);
    let request = call::<Json<Value>>(&client, &META).query("page", Style::QUERY, &5);
    assert_eq!(request.items(access()).collect().await.unwrap(), [9]);
    assert!(recorder.requests().len() <= 2);
}

#[tokio::test]
async fn a_flag_says_whether_there_is_more() {
    static ITEM: Meta = paged(Paging { position: "starting_after", ..Paging::CURSOR });
    static BODY: Meta = paged(Paging { next: Next::Body, ..Paging::CURSOR });
    static OFFSET: Meta = paged(Paging { limit: Some("limit"), default_limit: Some(2), ..Paging::OFFSET });
    let page = |data: &[u64], more: bool, next: Value| (json!({"data": data, "more": more, "next": next}), NONE);
    let (asked, records, error) = run(&ITEM, &[page(&[1, 2], true, json!("2")), page(&[3], false, json!("3"))]).await;
    assert_eq!((records, error), (vec![1, 2, 3], None));
    assert_eq!(asked, ["GET /list", "GET /list?starting_after=2"]);
    // Short pages are no end where the flag says so, and a full one may be.
    let (asked, records, error) = run(&OFFSET, &[page(&[1], true, json!(null)), page(&[2, 3], false, json!(null))]).await;
    assert_eq!((asked[1].as_str(), records, error), ("GET /list?limit=2&offset=1", vec![1, 2, 3], None));
    for (meta, script, text) in [
        (&ITEM, [page(&[1], true, json!("1")), page(&[], true, json!(null))], "more than 1 records, and a page has none"),
        (&BODY, [page(&[1], true, json!("1")), page(&[2], true, json!(null))], "does not say what asks for them"),
        (&OFFSET, [page(&[1], true, json!(null)), page(&[], true, json!(null))], ""),
    ] {
        let (_, _, error) = run_until_error(meta, &script).await;
        assert!(error.contains(text), "{error}");
    }
}

/// As [`run`], where the script ends in an error of the pages or of the server.
async fn run_until_error(meta: &'static Meta, script: &[(Value, &[(&str, &str)])]) -> (usize, Vec<u64>, String) {
    let (client, recorder) = responses(script);
    let mut items = call::<Json<Value>>(&client, meta).items(access());
    let mut records = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(record)) => records.push(record),
            Ok(None) => panic!("the list ended as if nothing were wrong"),
            Err(error) => return (recorder.requests().len(), records, error.to_string()),
        }
    }
}

#[tokio::test]
async fn a_cursor_comes_in_a_header() {
    static META: Meta = paged(Paging { position: "page", next: Next::Header("X-Next-Page"), ..Paging::CURSOR });
    let script: [(Value, &[(&str, &str)]); 3] = [
        (json!({"data": [1]}), &[("x-next-page", "2")]),
        (json!({"data": []}), &[("X-Next-Page", "3")]),
        (json!({"data": [2]}), &[("x-next-page", "")]),
    ];
    let (asked, records, error) = run(&META, &script).await;
    assert_eq!(
        (asked, records, error),
        (["", "?page=2", "?page=3"].map(|query| format!("GET /list{query}")).to_vec(), vec![1, 2], None)
    );
}
