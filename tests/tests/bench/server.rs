//! The server: what it does right and what it does wrong on purpose.

use crate::{KEY, get, send, server};
use plansmith_tests::http::{Delivery, Ending, Reply, send_raw};
use plansmith_tests::service::Step;
use plansmith_tests::spec::Variant;
use plansmith_tests::vplan::{BEARER, Tokens, errors};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn credentials_are_asked_for() {
    let server = server().await;
    let address = server.address();
    let status = async |headers: &[(&str, &str)]| send_raw(address, "GET", "/v1/card", headers, b"").await.unwrap().status;
    assert_eq!(status(&[]).await, 401);
    assert_eq!(status(&KEY[..1]).await, 401);
    assert_eq!(status(&[KEY[0], ("X-Api-Env", "other")]).await, 401);
    assert_eq!(status(&KEY).await, 200);
    assert_eq!(status(&[("Authorization", &format!("Bearer {BEARER}"))]).await, 200);
    assert_eq!(status(&[("Authorization", "Bearer other")]).await, 401);
    let response = send_raw(address, "GET", "/v1/card", &[], b"").await.unwrap().json();
    assert_eq!(response["reference"], errors::REFERENCE);
    assert_eq!(response["errors"][0]["reference"], errors::ITEM_REFERENCE);
}

#[tokio::test]
async fn lists_have_pages() {
    let server = server().await;
    server.seed("/card", 2500);
    let page = get(&server, "/v1/card").await.json();
    assert_eq!((&page["count"], &page["limit"], &page["offset"]), (&json!(2500), &json!(100), &json!(0)));
    assert_eq!(page["data"].as_array().unwrap().len(), 100);
    let page = get(&server, "/v1/card?limit=10&offset=2495").await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 5);
    assert_eq!(get(&server, "/v1/card?limit=10&offset=9999").await.json()["data"], json!([]));
    assert_eq!(get(&server, "/v1/card?limit=-15").await.status, 400);
    assert_eq!(server.messages().len(), 0);
    let page = get(&server, "/v1/card?limit=2000").await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 1000);
    assert_eq!(server.messages()[0]["message_code"], "RESULT_GT_100");
    server.assert_conforms();
}

#[tokio::test]
async fn lists_filter_sort_and_show() {
    let server = server().await;
    let card = |size: u64| {
        let color = if size.is_multiple_of(2) { "blue" } else { "red" };
        json!({ "id": size.to_string(), "title": format!("card {size}"), "size": size, "color": color, "rows": [{ "number": size, "id": 1 }] })
    };
    server.seed_with("/card", (0..20).map(card).collect());
    let sizes = async |query: &str| -> Vec<Value> {
        let page = get(&server, &format!("/v1/card?limit=1000&{query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", page.json());
        page.json()["data"].as_array().unwrap().iter().map(|card| card["size"].clone()).collect()
    };
    assert_eq!(sizes("filter=size:lt:3&sort=size:desc").await, [2, 1, 0]);
    assert_eq!(sizes("filter=(size:eq:%272%27,or,size:eq:5),and,color:not:eq:red").await, [2]);
    assert_eq!(sizes("filter=size:gte:17&sort=color,size:desc").await, [18, 19, 17]);
    assert_eq!(get(&server, "/v1/card?filter=nope:eq:1").await.status, 400);
    assert_eq!(get(&server, "/v1/card?filter=size:like:1").await.status, 400);
    assert_eq!(get(&server, "/v1/card?sort=nope").await.status, 400);
    let first = async |query: &str| get(&server, &format!("/v1/card?limit=1&{query}")).await.json()["data"][0].clone();
    let shown = first("show=title,rows.*.number&with=rows").await;
    assert_eq!(shown, json!({ "title": "card 0", "rows": [{ "number": 0 }] }));
    let hidden = first("hide=color,id,rows.0.id&with=rows").await;
    assert_eq!(hidden, json!({ "title": "card 0", "size": 0, "rows": [{ "number": 0 }] }));
    assert!(first("").await.get("rows").is_none(), "a relation is only there when it is asked for");
}

#[tokio::test]
async fn records_are_kept() {
    let server = server().await;
    server.seed("/card", 3);
    let created = send(&server, "POST", "/v1/card", r#"{"title": "new", "external_ref": "erp-1"}"#).await;
    assert_eq!((created.status, &created.json()["title"]), (201, &json!("new")));
    let twice = send(&server, "POST", "/v1/card", r#"{"title": "again", "external_ref": "erp-1"}"#).await;
    assert_eq!((twice.status, &twice.json()["errors"][0]["message"]), (422, &json!("Duplicate entry")));
    let path = format!("/v1/card/{}", created.json()["id"].as_str().unwrap());
    assert_eq!(send(&server, "PUT", &path, r#"{"due": null, "size": 7}"#).await.status, 200);
    let read = get(&server, &path).await.json();
    assert_eq!((&read["due"], &read["size"], &read["title"]), (&Value::Null, &json!(7), &json!("new")));
    assert_eq!(send(&server, "DELETE", &path, "").await.status, 200);
    assert_eq!(get(&server, &path).await.status, 404);
    assert_eq!(server.records("/card").len(), 3);
    server.assert_conforms();
    assert_eq!(server.covered().len(), 4);
}

#[tokio::test]
async fn responses_carry_their_headers() {
    let server = server().await;
    server.seed("/card", 3);
    server.deprecate("listCards", "GET v1/card is deprecated");
    server.rate(2, Duration::from_millis(1500));
    let first = get(&server, "/v1/card").await;
    assert_eq!(first.header("RateLimit-Limit"), Some("2"));
    assert_eq!(first.header("RateLimit-Remaining"), Some("1"));
    assert_eq!(first.header("RateLimit-Reset"), Some("2"));
    assert_eq!(first.header("Deprecated"), Some("GET v1/card is deprecated"));
    let second = get(&server, "/v1/card").await;
    assert_eq!(first.header("ETag").unwrap().len(), 34);
    assert_eq!(first.header("ETag"), second.header("ETag"));
    assert_eq!(get(&server, "/v1/card").await.status, 429);
    tokio::time::sleep(Duration::from_millis(1600)).await;
    assert_eq!(get(&server, "/v1/card").await.status, 200);
}

#[tokio::test]
async fn refresh_tokens_work_once() {
    let server = server().await;
    let exchange = async |fields: &str| {
        let body = format!("client_id=client-1&client_secret=s3cret-of-client-1&{fields}");
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        send_raw(server.address(), "POST", "/api/v1/oauth/token", &form, body.as_bytes()).await.unwrap()
    };
    let pair = exchange("grant_type=authorization_code&code=code-1").await.json();
    assert_eq!((&pair["token_type"], &pair["refresh_token"]), (&json!("access_token"), &json!("refresh-1")));
    assert_eq!(exchange("grant_type=refresh_token&refresh_token=refresh-1").await.status, 200);
    assert_eq!(exchange("grant_type=refresh_token&refresh_token=refresh-1").await.status, 401);
    assert_eq!(server.tokens(|tokens| (tokens.issued(), tokens.reused())), (2, 1));
    let read = async || {
        send_raw(server.address(), "GET", "/v1/card", &[("Authorization", "Bearer access-2")], b"").await.unwrap().status
    };
    assert_eq!(read().await, 200);
    server.tokens(Tokens::revoke);
    assert_eq!(read().await, 401);
}

#[tokio::test]
async fn scripts_decide_what_happens_next() {
    let server = server().await;
    server.seed("/card", 1);
    let delivery = |ending| Step::Deliver(Delivery { ending, ..Delivery::default() });
    server.next([
        Step::Instead(errors::maintenance()),
        server.unavailable(),
        Step::Instead(Reply::html(200, "Welcome")),
        Step::Pass,
        delivery(Ending::Silence),
        delivery(Ending::Cut(10)),
        Step::Deliver(Delivery {
            delay: Duration::from_millis(150),
            chunks: Some((50, Duration::from_millis(1))),
            ..Delivery::default()
        }),
    ]);
    assert_eq!(get(&server, "/v1/card").await.status, 503);
    let moved = get(&server, "/v1/card").await;
    assert_eq!(moved.status, 303);
    let notice = moved.header("Location").unwrap().strip_prefix(&server.origin()).unwrap().to_owned();
    assert!(get(&server, "/v1/card").await.header("Content-Type").unwrap().starts_with("text/html"));
    assert_eq!(get(&server, "/v1/card").await.status, 200);
    assert!(send_raw(server.address(), "GET", "/v1/card", &KEY, b"").await.is_err());
    assert_eq!(get(&server, "/v1/card").await.body.len(), 10);
    let start = Instant::now();
    assert_eq!(get(&server, "/v1/card").await.header("Transfer-Encoding"), Some("chunked"));
    assert!(start.elapsed() > Duration::from_millis(150));
    assert_eq!(get(&server, &notice).await.status, 200);
    assert_eq!(server.count(), 8);
}

#[tokio::test]
async fn after_a_step_the_effect_stays() {
    let server = server().await;
    server.seed("/card", 0);
    server.next([Step::After(errors::maintenance()), Step::Instead(errors::maintenance())]);
    for _ in 0..2 {
        assert_eq!(send(&server, "POST", "/v1/card", r#"{"title": "a"}"#).await.status, 503);
    }
    assert_eq!(server.records("/card").len(), 1);
}

#[tokio::test]
async fn what_is_not_kept_comes_from_the_spec() {
    let server = server().await;
    for (variant, wanted) in [(Variant::Full, true), (Variant::Minimal, false)] {
        server.answer_with(variant);
        let card = get(&server, "/v1/card/497f6eca-6276-4993-bfeb-53cbbbba6f08").await.json();
        assert_eq!(card.get("size").is_some(), wanted, "{card}");
    }
    assert_eq!(get(&server, "/v1/nothing").await.status, 404);
    assert_eq!(server.log().last().unwrap().wrong, ["the spec has no such operation"]);
    assert!(get(&server, "/v1/pet").await.header("X-Total").is_some());
}

#[tokio::test]
async fn overlapping_requests_are_counted() {
    let server = server().await;
    server.pause(Duration::from_millis(100));
    tokio::join!(get(&server, "/v1/card"), get(&server, "/v1/card"), get(&server, "/v1/card"));
    assert_eq!(server.most_open(), 3);
    server.clear();
    get(&server, "/v1/card").await;
    assert_eq!((server.most_open(), server.count()), (1, 1));
}
