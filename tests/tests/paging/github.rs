//! Lists as GitHub has them: `Link` headers and the rate limit.

use crate::{Server, origin, quick};
use github_client::{Client, ErrorKind};
use plansmith_tests::http::{Reply, Request};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url()).retry(quick()).build().expect("the settings are right")
}

fn number(request: &Request, name: &str) -> Option<u64> {
    request.parameter(name)?.parse().ok()
}

/// 250 issues, behind links such as GitHub writes them.
fn issues(request: &Request) -> Reply {
    let (page, size) = (number(request, "page").unwrap_or(1), number(request, "per_page").unwrap_or(30));
    let last = 250_u64.div_ceil(size);
    let list: Vec<Value> =
        ((page - 1) * size + 1..=(page * size).min(250)).map(|n| json!({ "number": n, "title": format!("Issue {n}") })).collect();
    let link = |page: u64, rel: &str| {
        let state = request.parameter("state").map(|state| format!("state={state}&")).unwrap_or_default();
        format!("<{}/repositories/1296269/issues?{state}per_page={size}&page={page}>; rel=\"{rel}\"", origin(request))
    };
    let mut links = Vec::new();
    if page > 1 {
        links.extend([link(page - 1, "prev"), link(1, "first")]);
    }
    if page < last {
        links.extend([link(page + 1, "next"), link(last, "last")]);
    }
    let reset = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock after 1970").as_secs() + 60;
    Reply::json(200, &list.into())
        .header("Link", links.join(", "))
        .header("X-RateLimit-Limit", 60)
        .header("X-RateLimit-Remaining", 60 - page)
        .header("X-RateLimit-Reset", reset)
}

#[tokio::test]
async fn issues_come_by_the_links_until_there_is_no_next() {
    let server = Server::start(|request, _| issues(request)).await;
    let client = client(&server);
    let all = client.issues().list_for_repo("octocat", "hello").items().collect().await.unwrap();
    assert_eq!(all.iter().map(|issue| issue.number).collect::<Vec<_>>(), (1..=250).collect::<Vec<_>>());
    assert_eq!(
        server.targets(),
        [
            "/repos/octocat/hello/issues?per_page=100",
            "/repositories/1296269/issues?per_page=100&page=2",
            "/repositories/1296269/issues?per_page=100&page=3"
        ]
    );
    let limit = client.runtime().rate_limit().expect("every response tells it");
    assert_eq!((limit.limit(), limit.remaining()), (Some(60), Some(57)));
    assert!(limit.resets_in().is_some_and(|wait| wait > Duration::from_secs(50) && wait <= Duration::from_secs(61)));
}

#[tokio::test]
async fn the_caller_chooses_the_size_of_a_page_and_where_to_begin() {
    let server = Server::start(|request, _| issues(request)).await;
    let some = client(&server).issues().list_for_repo("octocat", "hello").per_page(60).page(4).items().collect().await.unwrap();
    assert_eq!(some.iter().map(|issue| issue.number).collect::<Vec<_>>(), (181..=250).collect::<Vec<_>>());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_list_in_an_object_has_a_total() {
    let server = Server::start(|request, number| {
        let reply = Reply::json(200, &json!({ "total_count": 3, "artifacts": [{ "id": number }] }));
        match number {
            0 | 1 => reply.header("link", format!("<{}/next?page={number}>; rel=\"next\"", origin(request))),
            _ => reply,
        }
    })
    .await;
    let mut artifacts = client(&server).actions().list_artifacts_for_repo("octocat", "hello").items();
    let mut found = Vec::new();
    while let Some(artifact) = artifacts.try_next().await.unwrap() {
        found.push(artifact.id);
    }
    assert_eq!((found, artifacts.total()), (vec![0, 1, 2], Some(3)));
}

#[tokio::test]
async fn a_link_to_another_host_is_refused() {
    // What a proxy does that changes the addresses of requests and not those in responses.
    let server = Server::start(|_, _| {
        Reply::json(200, &json!([{ "id": 1, "name": "a" }]))
            .header("Link", "<https://api.github.com/repositories?since=369>; rel=\"next\"")
    })
    .await;
    let mut repositories = client(&server).repos().list_public().items();
    assert!(repositories.try_next().await.unwrap().is_some());
    let error = repositories.try_next().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("`https://api.github.com`"), "{error}");
    assert_eq!(server.seen().len(), 1);
}
