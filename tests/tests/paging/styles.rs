//! Every style of paging, as a generated crate has it.

use crate::{Server, origin, quick};
use paging_client::{Client, ErrorKind, auth};
use plansmith_tests::http::{Reply, Request};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    let key = auth::Key::new("hunter2");
    Client::builder().base_url(server.url()).auth(key).retry(quick()).build().expect("the settings are right")
}

fn things(ids: &[u64]) -> Value {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

/// The path and the query without the key.
fn asked(server: &Server) -> Vec<String> {
    let targets = server.targets();
    assert!(targets.iter().all(|target| target.matches("api_key=hunter2").count() == 1), "one key each: {targets:?}");
    let without =
        |target: String| target.replace("?api_key=hunter2&", "?").replace("?api_key=hunter2", "").replace("&api_key=hunter2", "");
    targets.into_iter().map(without).collect()
}

#[tokio::test]
async fn a_cursor_in_the_envelope() {
    for last in [json!(null), json!(""), Value::Bool(false)] {
        let server = Server::start(move |_, number| match number {
            0 => Reply::json(200, &json!({ "things": things(&[1, 2]), "meta": { "next_cursor": "b=2&c" } })),
            1 => Reply::json(200, &json!({ "things": [], "meta": { "next_cursor": "c" } })),
            _ if last == Value::Bool(false) => Reply::json(200, &json!({ "things": things(&[3]) })),
            _ => Reply::json(200, &json!({ "things": things(&[3]), "meta": { "next_cursor": last } })),
        })
        .await;
        let found = client(&server).things().by_envelope().limit(2).items().collect().await.unwrap();
        assert_eq!(found.iter().map(|thing| thing.id).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(
            asked(&server),
            ["/envelope?limit=2", "/envelope?limit=2&page_token=b%3D2%26c", "/envelope?limit=2&page_token=c"]
        );
    }
}

#[tokio::test]
async fn a_cursor_in_the_body_of_a_search() {
    let server = Server::start(|_, number| {
        let next = (number == 0).then_some("x");
        Reply::json(200, &json!({ "things": things(&[number as u64]), "meta": { "next_cursor": next } }))
    })
    .await;
    let body = paging_client::types::SearchThingsBody::new("a");
    assert_eq!(client(&server).things().search(body).items().collect().await.unwrap().len(), 2);
    let bodies: Vec<Value> = server.seen().iter().map(Request::json).collect();
    assert_eq!(bodies[0], json!({ "query": "a", "pagination": { "per_page": 2 } }));
    assert_eq!(bodies[1], json!({ "query": "a", "pagination": { "per_page": 2, "starting_after": "x" } }));
}

#[tokio::test]
async fn the_url_of_the_next_page() {
    let server = Server::start(|request, number| {
        let next = match number {
            // The key of the request comes back in the link, as servers do, and another one.
            0 => Some(format!("{}/url?color=red&page=2&api_key=old", origin(request))),
            1 => Some("?page=3".to_owned()),
            _ => None,
        };
        Reply::json(200, &json!({ "things": things(&[number as u64]), "links": { "next": next } }))
    })
    .await;
    let found = client(&server).things().by_url().color("red").items().collect().await.unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(asked(&server), ["/url?color=red", "/url?color=red&page=2", "/url?page=3"]);
}

#[tokio::test]
async fn the_link_header() {
    let server = Server::start(|request, number| {
        let url = format!("{}/link", origin(request));
        let reply = Reply::json(200, &things(&[number as u64]));
        match number {
            0 => reply
                .header("Link", format!("<{url}?page=9>; rel=\"last\""))
                .header("link", "<?page=2>; title=\"a, b\"; REL=\"prefetch NEXT\""),
            1 => reply.header("Link", format!("<{url}?page=1>; rel=prev; title*=UTF-8''%2C, <{url}?page=3>; rel=next")),
            _ => reply.header("Link", format!("<{url}?page=1>; rel=first")),
        }
    })
    .await;
    let mut pages = client(&server).things().by_link().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.len());
    }
    assert_eq!(sizes, [1, 1, 1]);
    assert_eq!(asked(&server), ["/link?per_page=2", "/link?page=2", "/link?page=3"]);
}

#[tokio::test]
async fn a_page_of_another_host_is_refused_without_a_request() {
    let elsewhere = Server::start(|_, _| Reply::json(200, &json!([]))).await;
    let foreign = elsewhere.url();
    let server =
        Server::start(move |_, _| Reply::json(200, &things(&[1])).header("Link", format!("<{foreign}/link>; rel=next"))).await;
    let mut items = client(&server).things().by_link().items();
    assert_eq!(items.try_next().await.unwrap().map(|thing| thing.id), Some(1));
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = format!("{error:#} {error:?}");
    assert!(text.contains(&elsewhere.url()) && text.contains("nothing was sent") && !text.contains("hunter2"), "{text}");
    assert_eq!((elsewhere.seen().len(), server.seen().len()), (0, 1));
}

#[tokio::test]
async fn numbers_of_pages() {
    let of = |request: &Request| request.parameter("page").and_then(|page| page.parse::<u64>().ok()).expect("a page");
    let server = Server::start(move |request, _| {
        let page = of(request);
        Reply::json(200, &json!({ "things": things(&[page * 2, page * 2 + 1]), "total_pages": 4 }))
    })
    .await;
    let found = client(&server).things().by_number().items().prefetch(3).collect().await.unwrap();
    assert_eq!(found.iter().map(|thing| thing.id).collect::<Vec<_>>(), (2..10).collect::<Vec<_>>());
    assert_eq!((server.seen().len(), asked(&server)[0].as_str()), (4, "/numbered?size=2&page=1"));

    // By headers, from 0: the number of records ends it where that of pages is not told.
    for (name, value) in [("X-Total-Pages", 2), ("x-total-count", 5)] {
        let server = Server::start(move |request, _| {
            let ids = if of(request) == 0 { vec![1, 2, 3] } else { vec![4, 5] };
            Reply::json(200, &things(&ids)).header(name, value)
        })
        .await;
        assert_eq!(client(&server).things().by_count().items().collect().await.unwrap().len(), 5);
        assert_eq!(asked(&server), ["/counted?page=0", "/counted?page=1"]);
    }

    // A short page is no end, an empty one is.
    let server =
        Server::start(|_, number| Reply::json(200, &json!({ "things": things([&[1][..], &[2, 3], &[]][number]) }))).await;
    assert_eq!(client(&server).things().until_empty().items().collect().await.unwrap().len(), 3);
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_flag_and_a_cursor_in_a_header() {
    let server =
        Server::start(|_, number| Reply::json(200, &json!({ "data": things(&[number as u64]), "has_more": number < 2 }))).await;
    assert_eq!(client(&server).things().by_flag().items().collect().await.unwrap().len(), 3);
    assert_eq!(asked(&server), ["/flag", "/flag?starting_after=0", "/flag?starting_after=1"]);

    let server = Server::start(|_, number| Reply::json(200, &things(&[1])).header("x-next-page", ["2", "3", ""][number])).await;
    assert_eq!(client(&server).things().by_header().items().collect().await.unwrap().len(), 3);
    assert_eq!(asked(&server), ["/header", "/header?page=2", "/header?page=3"]);
}

#[tokio::test]
async fn a_server_that_goes_in_circles_is_an_error() {
    let server = Server::start(|_, _| Reply::json(200, &json!({ "things": things(&[1]), "meta": { "next_cursor": "a" } }))).await;
    let error = client(&server).things().by_envelope().items().collect().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("repeats a cursor"), "{error}");
    let server = Server::start(|_, _| Reply::json(200, &json!({ "things": [], "links": { "next": "/url" } }))).await;
    let error = client(&server).things().by_url().items().collect().await.unwrap_err();
    assert!(error.to_string().contains("repeats a URL"), "{error}");
    assert!(server.seen().len() <= 2);
}

#[tokio::test]
async fn the_rate_limit_of_the_draft_is_read() {
    let server = Server::start(|_, _| {
        let reply = Reply::json(200, &things(&[])).header("RateLimit", r#""burst";r=90;t=5, "daily";r=7;t=4000"#);
        reply.header("RateLimit-Policy", r#""burst";q=100;w=60, "daily";q=1000;w=86400"#).header("X-RateLimit-Remaining", 3)
    })
    .await;
    let client = client(&server);
    client.things().by_link().send().await.unwrap();
    let limit = client.runtime().rate_limit().expect("the server told it");
    assert_eq!((limit.limit(), limit.remaining()), (Some(1000), Some(7)));
    assert!(limit.resets_in().is_some_and(|wait| wait.as_secs() > 3990));

    let server =
        Server::start(|_, _| Reply::json(200, &things(&[])).header("X-RateLimit-Remaining", 3).header("X-RateLimit-Reset", 1500))
            .await;
    let client = self::client(&server);
    client.things().by_link().send().await.unwrap();
    let limit = client.runtime().rate_limit().expect("the server told it");
    assert!(limit.remaining() == Some(3) && limit.resets_in().is_some_and(|wait| wait.as_millis() <= 1500), "{limit:?}");
}
