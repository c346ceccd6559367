//! Paging by limit and offset, by start index, by cursor and in plain arrays.

use crate::{answering, builder, client};
use agileplace_client::auth::ReportingToken;
use agileplace_client::types::{ListCardActivityDirection, ReportFormat};
use plansmith_runtime::ErrorKind;
use plansmith_tests::http::{Reply, Request};
use plansmith_tests::service::{Service, Step};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A list on the server that may change while it is read.
#[derive(Clone, Default)]
struct List(Arc<Mutex<Vec<usize>>>);

impl List {
    fn of(count: usize) -> Self {
        Self(Arc::new(Mutex::new((0..count).collect())))
    }

    fn change(&self, change: impl FnOnce(&mut Vec<usize>)) {
        change(&mut self.0.lock().unwrap());
    }

    fn cut(&self, offset: usize, limit: usize) -> (Vec<usize>, usize) {
        let all = self.0.lock().unwrap();
        (all.iter().skip(offset).take(limit).copied().collect(), all.len())
    }
}

fn number(request: &Request, name: &str, usual: usize) -> usize {
    request.parameter(name).map_or(usual, |text| text.parse().expect("a number"))
}

fn records(numbers: &[usize], record: impl Fn(usize) -> Value) -> Vec<Value> {
    numbers.iter().map(|number| record(*number)).collect()
}

fn with_id(number: usize) -> Value {
    json!({ "id": number.to_string(), "userId": number.to_string() })
}

/// A server of lists with `pageMeta`, whose pages have `most` records at most.
async fn lists(list: &List, key: &'static str, most: usize) -> Service {
    let list = list.clone();
    answering(move |call| {
        let offset = number(call.request, "offset", 0);
        let limit = number(call.request, "limit", most).min(most);
        let (numbers, total) = list.cut(offset, limit);
        let meta = json!({
            "totalRecords": total, "offset": offset, "limit": limit, "startRow": offset + 1, "endRow": offset + numbers.len(),
        });
        Some(Reply::json(200, &json!({ key: records(&numbers, with_id), "pageMeta": meta })))
    })
    .await
}

/// A query parameter of every request.
fn asked(server: &Service, name: &str) -> Vec<Option<String>> {
    server.log().iter().map(|entry| entry.request.parameter(name)).collect()
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

async fn card_ids(server: &Service, limit: i64) -> Vec<String> {
    let cards = client(server).cards().list().limit(limit).items().collect().await.unwrap();
    cards.iter().map(|card| card.id.as_ref().expect("an id").to_string()).collect()
}

#[tokio::test]
async fn pages_follow_the_total() {
    for (total, limit, offsets) in [
        (0, 10, vec!["0"]),
        (1, 10, vec!["0"]),
        (9, 10, vec!["0"]),
        (10, 10, vec!["0"]),
        (11, 10, vec!["0", "10"]),
        (30, 10, vec!["0", "10", "20"]),
        (31, 10, vec!["0", "10", "20", "30"]),
    ] {
        let server = lists(&List::of(total), "cards", 1000).await;
        assert_eq!(card_ids(&server, limit).await, numbers(0..total), "{total} by {limit}");
        let wanted: Vec<_> = offsets.iter().map(|offset| Some((*offset).to_owned())).collect();
        assert_eq!(asked(&server, "offset"), wanted, "{total} by {limit}");
        server.assert_conforms();
    }
}

#[tokio::test]
async fn a_list_begins_where_the_caller_says() {
    let server = lists(&List::of(25), "cards", 1000).await;
    let mut items = client(&server).cards().list().limit(10).offset(7).items();
    let mut found = Vec::new();
    while let Some(card) = items.try_next().await.unwrap() {
        found.push(card.id.expect("an id").to_string());
    }
    assert_eq!((found, items.total()), (numbers(7..25), Some(25)));
    assert_eq!(asked(&server, "offset"), texts(["7", "17"]));
}

#[tokio::test]
async fn each_endpoint_has_its_own_page_size() {
    let server = lists(&List::of(3), "cards", 1000).await;
    let client = client(&server);
    client.cards().list().items().collect().await.unwrap();
    client.tasks().list("1").items().collect().await.unwrap();
    client.connections().list_children("1").items().collect().await.unwrap();
    assert_eq!(asked(&server, "limit"), texts(["200", "20", "25"]));
    let server = lists(&List::of(3), "users", 1000).await;
    let client = crate::client(&server);
    client.users().list().items().collect().await.unwrap();
    client.users().list().limit(5000).items().collect().await.unwrap();
    assert_eq!(asked(&server, "limit"), texts(["100", "1000"]), "the maximum is kept");
    let server = lists(&List::of(3), "boardUsers", 1000).await;
    let client = crate::client(&server);
    client.board_members().list("1").items().collect().await.unwrap();
    client.board_members().list("1").limit(500).items().collect().await.unwrap();
    assert_eq!(asked(&server, "limit"), texts(["25", "100"]));
    let server = lists(&List::of(3), "comments", 1000).await;
    crate::client(&server).comments().list("1").items().collect().await.unwrap();
    assert_eq!(asked(&server, "limit"), texts(["400"]));
    server.assert_conforms();
}

#[tokio::test]
async fn a_server_that_makes_pages_smaller_loses_nothing() {
    let server = lists(&List::of(23), "cards", 5).await;
    assert_eq!(card_ids(&server, 10).await, numbers(0..23));
    assert_eq!(asked(&server, "offset"), texts(["0", "5", "10", "15", "20"]));
    let server = lists(&List::of(23), "cards", 5).await;
    let found = client(&server).cards().list().limit(10).items().prefetch(3).collect().await.unwrap();
    assert_eq!(found.len(), 23);
}

#[tokio::test]
async fn a_total_that_changes_while_paging() {
    // It grows: what was added behind the last page is read too.
    let list = List::of(20);
    let server = lists(&list, "cards", 1000).await;
    let mut pages = client(&server).cards().list().limit(10).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().cards.len(), 10);
    list.change(|numbers| numbers.extend(20..25));
    assert_eq!(pages.try_next().await.unwrap().unwrap().cards.len(), 10);
    assert_eq!(pages.total(), Some(25));
    assert_eq!(pages.try_next().await.unwrap().unwrap().cards.len(), 5);
    assert!(pages.try_next().await.unwrap().is_none());
    // It shrinks: the list ends where it now ends.
    let list = List::of(30);
    let server = lists(&list, "cards", 1000).await;
    let mut pages = client(&server).cards().list().limit(10).pages();
    pages.try_next().await.unwrap().unwrap();
    list.change(|numbers| numbers.truncate(12));
    assert_eq!(pages.try_next().await.unwrap().unwrap().cards.len(), 2);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.count(), 2);
    // It shrinks below what was read: one empty page, then the end.
    let list = List::of(30);
    let server = lists(&list, "cards", 1000).await;
    let mut items = client(&server).cards().list().limit(10).items();
    for _ in 0..10 {
        items.try_next().await.unwrap().unwrap();
    }
    list.change(|numbers| numbers.truncate(4));
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_list_without_page_metadata_ends_with_a_short_page() {
    let list = List::of(20);
    let copy = list.clone();
    let server = answering(move |call| {
        let (numbers, _) = copy.cut(number(call.request, "offset", 0), number(call.request, "limit", 10));
        let boards: Vec<Value> = numbers.iter().map(|number| json!({ "boardId": number.to_string() })).collect();
        Some(Reply::json(200, &json!({ "boards": boards })))
    })
    .await;
    let boards = client(&server).teams().list_boards("1").limit(10).items().collect().await.unwrap();
    assert_eq!(boards.len(), 20);
    assert_eq!(asked(&server, "offset"), texts(["0", "10", "20"]), "an exactly full page may not be the last");
}

#[tokio::test]
async fn pages_are_fetched_ahead_in_order() {
    let server = lists(&List::of(95), "cards", 1000).await;
    server.pause(Duration::from_millis(20));
    let cards = client(&server).cards().list().limit(10).items().prefetch(4).collect().await.unwrap();
    let ids: Vec<_> = cards.iter().map(|card| card.id.as_ref().expect("an id").to_string()).collect();
    assert_eq!(ids, numbers(0..95));
    assert_eq!(server.count(), 10);
    assert!((2..=4).contains(&server.most_open()), "{} at once", server.most_open());
}

#[tokio::test]
async fn a_failure_between_pages_is_reported_once() {
    let server = lists(&List::of(30), "cards", 1000).await;
    server.next([Step::Pass, Step::Instead(Reply::body(403, "text/plain", "no"))]);
    let mut pages = client(&server).cards().list().limit(10).pages();
    pages.try_next().await.unwrap().unwrap();
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Forbidden);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn activity_goes_on_after_the_last_event_seen() {
    // The list of the server is in order of time; `older` reads it backwards.
    let list = List::of(23);
    let copy = list.clone();
    let server = answering(move |call| {
        let limit = number(call.request, "limit", 100);
        let mut numbers = copy.0.lock().unwrap().clone();
        let newer = call.request.parameter("direction").as_deref() == Some("newer");
        if !newer {
            numbers.reverse();
        }
        if let Some(seen) = call.request.parameter("eventId") {
            let seen: usize = seen.parse().expect("a number");
            numbers.retain(|number| if newer { *number > seen } else { *number < seen });
        }
        numbers.truncate(limit);
        Some(Reply::json(200, &json!({ "events": records(&numbers, with_id) })))
    })
    .await;
    let cards = client(&server).cards();
    let seen = |events: Vec<agileplace_client::types::CardActivityEvent>| -> Vec<String> {
        events.iter().map(|event| event.id.as_ref().expect("an id").to_string()).collect()
    };
    let mut backwards = numbers(0..23);
    backwards.reverse();
    assert_eq!(seen(cards.list_activity("1").limit(10).items().collect().await.unwrap()), backwards);
    assert_eq!(asked(&server, "eventId")[..3], [None, Some("13".to_owned()), Some("3".to_owned())]);
    assert_eq!(asked(&server, "limit")[..2], texts(["10", "10"]));
    server.clear();
    let newer = cards.list_activity("1").limit(10).event_id("5").direction(ListCardActivityDirection::Newer).items();
    assert_eq!(seen(newer.collect().await.unwrap()), numbers(6..23));
    assert_eq!(asked(&server, "eventId")[..2], texts(["5", "15"]));
    assert!(server.log().iter().all(|entry| entry.request.parameter("direction").as_deref() == Some("newer")));
    server.assert_conforms();
    // Exactly full pages: the end is an empty page.
    list.change(|numbers| numbers.truncate(20));
    server.clear();
    assert_eq!(cards.list_activity("1").limit(10).items().collect().await.unwrap().len(), 20);
    assert_eq!(asked(&server, "eventId"), [None, Some("10".to_owned()), Some("0".to_owned())]);
}

/// Rows of a report as plain arrays, in the order of limit and offset.
async fn report(count: usize) -> Service {
    let list = List::of(count);
    answering(move |call| {
        let (numbers, _) = list.cut(number(call.request, "offset", 0), number(call.request, "limit", 500));
        if call.request.parameter("format").as_deref() == Some("json") {
            let row = |number: usize| json!({ "cardId": number.to_string(), "cardTitle": format!("Card {number}") });
            return Some(Reply::json(200, &Value::Array(records(&numbers, row))));
        }
        let rows = numbers.iter().fold(String::new(), |rows, number| rows + &format!("{number},Card {number}\r\n"));
        Some(Reply::body(200, "text/csv; charset=utf-8", format!("Card ID,Card Title\r\n{rows}")))
    })
    .await
}

#[tokio::test]
async fn reports_are_plain_arrays() {
    for (count, offsets) in [(0, vec!["0"]), (7, vec!["0"]), (10, vec!["0", "10"]), (25, vec!["0", "10", "20"])] {
        let server = report(count).await;
        let client = builder(&server).auth(ReportingToken::new("report-1")).build().unwrap();
        let rows = client.reports().cards().format(ReportFormat::Json).limit(10).items().collect().await.unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row.card_id.as_ref().expect("an id").to_string()).collect();
        assert_eq!(ids, numbers(0..count));
        let wanted: Vec<_> = offsets.iter().map(|offset| Some((*offset).to_owned())).collect();
        assert_eq!(asked(&server, "offset"), wanted, "{count} rows");
        assert!(server.log().iter().all(|entry| entry.request.parameter("token").as_deref() == Some("report-1")));
        server.assert_conforms();
    }
}

#[tokio::test]
async fn the_page_size_of_a_report_is_that_of_the_vendors_client() {
    let server = report(3).await;
    let client = builder(&server).auth(ReportingToken::new("report-1")).build().unwrap();
    client.reports().cards().format(ReportFormat::Json).items().collect().await.unwrap();
    client.reports().boards().format(ReportFormat::Json).items().collect().await.unwrap();
    assert_eq!(asked(&server, "limit"), texts(["500", "1000"]));
}

/// A SCIM server whose pages have `most` users at most and that tells its total or not.
async fn scim(list: &List, most: usize, tells_total: bool) -> Service {
    let list = list.clone();
    answering(move |call| {
        let start = number(call.request, "startIndex", 1);
        let size = number(call.request, "count", most).min(most);
        let (numbers, total) = list.cut(start.saturating_sub(1), size);
        let mut page = json!({ "startIndex": start, "itemsPerPage": size, "Resources": records(&numbers, with_id) });
        if tells_total {
            page["totalResults"] = json!(total);
        }
        Some(Reply::json(200, &page))
    })
    .await
}

#[tokio::test]
async fn scim_pages_start_at_one() {
    for (total, asked_for) in [(0, vec!["1"]), (10, vec!["1"]), (11, vec!["1", "11"]), (20, vec!["1", "11"])] {
        let server = scim(&List::of(total), 200, true).await;
        let users = client(&server).scim_users().list().count(10).items().collect().await.unwrap();
        let ids: Vec<_> = users.iter().map(|user| user.id.as_ref().expect("an id").to_string()).collect();
        assert_eq!(ids, numbers(0..total));
        let wanted: Vec<_> = asked_for.iter().map(|start| Some((*start).to_owned())).collect();
        assert_eq!(asked(&server, "startIndex"), wanted, "{total} users");
        server.assert_conforms();
    }
}

#[tokio::test]
async fn scim_pages_follow_the_size_the_server_chose() {
    for tells_total in [true, false] {
        let server = scim(&List::of(25), 8, tells_total).await;
        let users = client(&server).scim_users().list().count(500).items().collect().await.unwrap();
        assert_eq!(users.len(), 25);
        assert_eq!(asked(&server, "startIndex"), texts(["1", "9", "17", "25"]));
        assert_eq!(asked(&server, "count"), texts(["200"; 4]), "no more than the API allows");
        server.assert_conforms();
    }
}

#[tokio::test]
async fn a_query_pages_by_its_body() {
    let list = List::of(5);
    let server = answering(move |call| {
        let body = call.request.json();
        let number = |key: &str| body[key].as_u64().map(|number| usize::try_from(number).expect("a small number"));
        let (numbers, total) = list.cut(number("offset").unwrap_or(0), number("limit").expect("a limit").min(2));
        assert_eq!(body["board"], "7", "what the caller asks for is in every body");
        let meta = json!({ "totalRecords": total, "offset": number("offset"), "limit": 2, "startRow": 1, "endRow": 2 });
        Some(Reply::json(200, &json!({ "cards": records(&numbers, with_id), "pageMeta": meta })))
    })
    .await;
    let query = agileplace_client::types::CardListQuery::default().board("7").limit(2);
    let cards = client(&server).cards().query(query).items().collect().await.unwrap();
    assert_eq!(cards.len(), 5);
    let offsets: Vec<Value> = server.log().iter().map(|entry| entry.request.json()["offset"].clone()).collect();
    assert_eq!(offsets, [json!(0), json!(2), json!(4)]);
}
