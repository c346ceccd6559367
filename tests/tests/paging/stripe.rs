//! Lists, searches and idempotency as Stripe has them.

use crate::{Server, quick};
use plansmith_tests::http::{Reply, Request};
use serde_json::{Value, json};
use stripe_client::{Client, ErrorKind, auth};

fn client(server: &Server) -> Client {
    let key = auth::BearerAuth::new("sk_test_4eC39HqLyjWDarjtT1zdp7dc");
    Client::builder().base_url(server.url()).auth(key).retry(quick()).build().expect("the settings are right")
}

fn customer(number: u64) -> Value {
    json!({ "id": format!("cus_{number:03}"), "object": "customer", "email": null })
}

/// 250 customers, as the API lists them: those behind `starting_after`, `limit` at most.
fn customers(request: &Request) -> Reply {
    let after = request.parameter("starting_after").map_or(0, |id| id.trim_start_matches("cus_").parse::<u64>().expect("an id"));
    let limit: u64 = request.parameter("limit").map_or(10, |limit| limit.parse().expect("a limit"));
    let last = (after + limit).min(250);
    let data: Vec<Value> = (after + 1..=last).map(customer).collect();
    Reply::json(200, &json!({ "object": "list", "url": "/v1/customers", "data": data, "has_more": last < 250 }))
}

#[tokio::test]
async fn customers_come_until_there_are_no_more() {
    let server = Server::start(|request, _| customers(request)).await;
    let all = client(&server).api().get_customers().items().collect().await.unwrap();
    assert_eq!((all.len(), all[249].id.as_str()), (250, "cus_250"));
    assert_eq!(
        server.targets(),
        [
            "/v1/customers?limit=100",
            "/v1/customers?limit=100&starting_after=cus_100",
            "/v1/customers?limit=100&starting_after=cus_200"
        ]
    );
    let bearer = |request: &Request| request.header("Authorization").is_some_and(|value| value.starts_with("Bearer sk_test"));
    assert!(server.seen().iter().all(bearer));
}

#[tokio::test]
async fn a_search_goes_on_by_its_own_cursor() {
    let server = Server::start(|request, _| {
        let (data, next) = match request.parameter("page").as_deref() {
            None => (vec![customer(1)], Some("WyJjdXMxIl0=")),
            Some("WyJjdXMxIl0=") => (vec![customer(2)], None),
            Some(other) => panic!("nobody named the page {other}"),
        };
        let more = next.is_some();
        Reply::json(200, &json!({ "object": "search_result", "url": "/v1/customers/search", "data": data, "has_more": more, "next_page": next }))
    })
    .await;
    let found = client(&server).api().get_customers_search("name:'Jane'").items().collect().await.unwrap();
    assert_eq!(found.len(), 2);
    assert!(server.targets()[1].contains("page=WyJjdXMxIl0%3D"), "{:?}", server.targets());
}

#[tokio::test]
async fn a_flag_without_an_object_is_an_error_and_no_silent_end() {
    let server = Server::start(|_, _| {
        Reply::json(200, &json!({ "object": "list", "url": "/v1/customers", "data": [], "has_more": true }))
    })
    .await;
    let error = client(&server).api().get_customers().items().collect().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("more than 0 records"), "{error}");
}

#[tokio::test]
async fn a_customer_is_made_once_however_often_it_is_asked_for() {
    // The server knows the key of the first attempt, whose response is lost.
    let server = Server::start(|request, number| match number {
        0 => Reply::json(500, &json!({ "error": { "code": "lock_timeout", "message": "try again" } })),
        _ if request.header("Idempotency-Key").is_some() => Reply::json(200, &customer(1)),
        _ => Reply::json(400, &json!({ "error": { "message": "no key" } })),
    })
    .await;
    let body = stripe_client::types::PostCustomersBody::default().email("jane@example.com");
    let made = client(&server).api().post_customers().body(body).send().await.unwrap();
    assert_eq!(made.id, "cus_001");
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|request| request.header("Idempotency-Key").expect("a key")).collect();
    assert!(keys.len() == 2 && keys[0] == keys[1], "{keys:?}");
    assert_eq!(seen[0].form(), seen[1].form());
}
