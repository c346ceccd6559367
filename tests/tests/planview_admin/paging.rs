//! Paging by start index: the end is a page that is empty or shorter than its capacity, and nothing else.

use crate::{answering, client};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Service;
use planview_admin_client::types::User;
use serde_json::json;
use std::sync::{Arc, Mutex};

/// A server with users whose pages hold `most` at most.
async fn users(count: &Arc<Mutex<usize>>, most: usize) -> Service {
    let count = Arc::clone(count);
    answering(move |call| {
        let number = |name: &str| call.request.parameter(name).map(|text| text.parse::<usize>().expect("a number"));
        let start = number("startIndex").unwrap_or(1);
        let size = number("count").unwrap_or(most).min(most);
        let total = *count.lock().unwrap();
        let resources: Vec<_> = (start..=total).take(size).map(|id| json!({ "id": id.to_string() })).collect();
        Some(Reply::json(200, &json!({ "startIndex": start, "itemsPerPage": size, "Resources": resources })))
    })
    .await
}

fn of(count: usize) -> Arc<Mutex<usize>> {
    Arc::new(Mutex::new(count))
}

fn ids(users: &[User]) -> Vec<String> {
    users.iter().map(|user| user.id.as_ref().expect("an id").to_string()).collect()
}

fn numbers(count: usize) -> Vec<String> {
    (1..=count).map(|id| id.to_string()).collect()
}

fn starts(server: &Service) -> Vec<String> {
    server.log().iter().map(|entry| entry.request.parameter("startIndex").unwrap_or_else(|| "none".to_owned())).collect()
}

#[tokio::test]
async fn the_list_ends_with_a_short_or_empty_page() {
    for (total, wanted) in [
        (0, vec!["1"]),
        (1, vec!["1"]),
        (49, vec!["1"]),
        (50, vec!["1", "51"]),
        (51, vec!["1", "51"]),
        (100, vec!["1", "51", "101"]),
        (120, vec!["1", "51", "101"]),
    ] {
        let server = users(&of(total), 100).await;
        let found = client(&server).users().list().count(50).items().collect().await.unwrap();
        assert_eq!(ids(&found), numbers(total));
        assert_eq!(starts(&server), wanted, "{total} users");
        assert!(server.log().iter().all(|entry| entry.request.parameter("count").as_deref() == Some("50")));
        server.assert_conforms();
    }
}

#[tokio::test]
async fn the_capacity_the_server_responses_counts_and_not_the_wanted_one() {
    let server = users(&of(45), 20).await;
    let found = client(&server).users().list().count(50).items().collect().await.unwrap();
    assert_eq!(ids(&found), numbers(45));
    assert_eq!(starts(&server), ["1", "21", "41"]);
}

#[tokio::test]
async fn without_a_wanted_size_none_is_sent() {
    let server = users(&of(45), 20).await;
    let found = client(&server).users().list().items().collect().await.unwrap();
    assert_eq!(found.len(), 45);
    assert!(server.log().iter().all(|entry| entry.request.parameter("count").is_none()));
}

#[tokio::test]
async fn a_list_begins_where_the_caller_says() {
    let server = users(&of(45), 20).await;
    let found = client(&server).users().list().start_index(30).items().collect().await.unwrap();
    assert_eq!(ids(&found), numbers(45)[29..]);
    assert_eq!(starts(&server), ["30"]);
}

/// The server may begin a page elsewhere than asked; the next page follows from its response.
#[tokio::test]
async fn the_answered_start_counts() {
    let server = answering(|call| {
        let asked: usize = call.request.parameter("startIndex").map_or(1, |text| text.parse().expect("a number"));
        // Pages of ten that begin at 1, 11, 21.
        let start = (asked - 1) / 10 * 10 + 1;
        let resources: Vec<_> = (start..=25).take(10).map(|id| json!({ "id": id.to_string() })).collect();
        Some(Reply::json(200, &json!({ "startIndex": start, "itemsPerPage": 10, "Resources": resources })))
    })
    .await;
    let found = client(&server).users().list().start_index(5).items().collect().await.unwrap();
    assert_eq!(ids(&found), numbers(25));
    assert_eq!(starts(&server), ["5", "11", "21"]);
}

#[tokio::test]
async fn a_list_that_changes_while_it_is_read() {
    let count = of(20);
    let server = users(&count, 10).await;
    let mut pages = client(&server).users().list().pages();
    for _ in 0..2 {
        assert_eq!(pages.try_next().await.unwrap().unwrap().resources.len(), 10);
    }
    *count.lock().unwrap() = 23;
    assert_eq!(pages.try_next().await.unwrap().unwrap().resources.len(), 3);
    assert!(pages.try_next().await.unwrap().is_none());
    let server = users(&count, 10).await;
    let mut pages = client(&server).users().list().pages();
    pages.try_next().await.unwrap().unwrap();
    *count.lock().unwrap() = 5;
    assert_eq!(pages.try_next().await.unwrap().unwrap().resources.len(), 0);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn there_is_no_total_and_so_nothing_is_fetched_ahead() {
    let server = users(&of(45), 10).await;
    server.pause(std::time::Duration::from_millis(5));
    let mut items = client(&server).users().list().items().prefetch(4);
    while items.try_next().await.unwrap().is_some() {}
    assert_eq!((items.total(), server.most_open(), server.count()), (None, 1, 5));
}
