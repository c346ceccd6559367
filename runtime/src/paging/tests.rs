//! Paging against a list that lives in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::*;
use crate::body::Body;
use crate::client::Client;
use crate::conventions::{Conventions, Paging};
use crate::decode::Json;
use crate::encode::Style;
use crate::error::ErrorKind;
use crate::meta::Meta;
use crate::testing::{builder, call, meta};
use crate::transport::{BoxFuture, Recorder, Transport, TransportError};
use crate::wire::Value;

const RULE: Paging = Paging { limit: Some("limit"), ..Paging::OFFSET };

const fn paged(paging: Paging) -> Meta {
    Meta { paging: Some(paging), ..meta("GET", "/list") }
}

static LIST: Meta = paged(Paging { default_limit: Some(10), max_limit: Some(20), ..RULE });
static BARE: Meta = paged(RULE);
static WIDE: Meta = paged(Paging { default_limit: Some(30), max_limit: Some(40), ..RULE });
static INDEX: Meta = paged(Paging { limit: Some("count"), ..Paging::INDEX });
static CURSOR: Meta = paged(Paging { position: "after", limit: Some("limit"), ..Paging::CURSOR });
static UNPAGED: Meta = meta("GET", "/list");

/// A list of numbers behind HTTP.
#[derive(Clone)]
struct List(Arc<Mutex<State>>);

struct State {
    length: u64,
    /// The server's own largest page.
    largest: u64,
    total: bool,
    /// Changes `length` after so many requests.
    change: Option<(usize, u64)>,
    queries: Vec<String>,
    under_way: usize,
    most: usize,
    fail_at: Option<u64>,
}

fn list(length: u64) -> List {
    let queries = Vec::new();
    List(Arc::new(Mutex::new(State {
        length,
        largest: 1000,
        total: true,
        change: None,
        queries,
        under_way: 0,
        most: 0,
        fail_at: None,
    })))
}

impl List {
    fn set(self, change: impl FnOnce(&mut State)) -> Self {
        change(&mut self.0.lock().unwrap());
        self
    }

    fn client(&self) -> Client {
        builder(&Recorder::new(), Conventions::DEFAULT).transport(self.clone()).build().unwrap()
    }

    fn queries(&self) -> Vec<String> {
        self.0.lock().unwrap().queries.clone()
    }
}

impl Transport for List {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let query = request.uri().query().unwrap_or_default().to_owned();
            let find = |name: &str| {
                query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1.parse::<u64>().ok()
            };
            let (start, length) = {
                let mut state = self.0.lock().unwrap();
                state.queries.push(query.clone());
                state.under_way += 1;
                state.most = state.most.max(state.under_way);
                if let Some((after, length)) = state.change.filter(|(after, _)| state.queries.len() > *after) {
                    let _ = after;
                    state.length = length;
                }
                let start = find("offset").or(find("startIndex").map(|n| n - 1)).or(find("after").map(|n| n + 1)).unwrap_or(0);
                (start, state.length)
            };
            // Later pages answer sooner, so that order is not an accident.
            tokio::time::sleep(Duration::from_millis(1000 - start.min(900))).await;
            let mut state = self.0.lock().unwrap();
            state.under_way -= 1;
            if state.fail_at == Some(start) {
                return Ok(http::Response::builder().status(404).body(Body::empty()).unwrap());
            }
            let size = find("limit").or(find("count")).unwrap_or(25).min(state.largest);
            let items: Vec<u64> = (start..length.min(start + size)).collect();
            let mut page = json!({"data": items, "start": start + 1, "size": size});
            if state.total {
                page["count"] = length.into();
            }
            Ok(http::Response::new(Body::from(page.to_string())))
        })
    }
}

fn items(page: &Value) -> Vec<u64> {
    page["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect()
}

fn access() -> PageAccess<Value, u64> {
    PageAccess {
        items: |page| items(&page),
        len: |page| items(page).len(),
        total: |page| page["count"].as_u64(),
        ..PageAccess::DEFAULT
    }
}

fn index() -> PageAccess<Value, u64> {
    PageAccess { start: |page| page["start"].as_u64(), size: |page| page["size"].as_u64(), ..access() }
}

fn all(length: u64) -> Vec<u64> {
    (0..length).collect()
}

#[tokio::test(start_paused = true)]
async fn every_record_comes_once_whatever_the_length() {
    for length in [0, 1, 9, 10, 11, 20, 35, 40] {
        let server = list(length);
        let got = call::<Json<Value>>(&server.client(), &LIST).items(access()).collect().await.unwrap();
        assert_eq!(got, all(length));
        let pages = length.div_ceil(10).max(1);
        assert_eq!(server.queries().len() as u64, pages, "{length}: the total makes a last empty page needless");
        assert_eq!(server.queries()[0], "limit=10&offset=0");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_total_a_short_page_is_the_last() {
    for (length, requests) in [(0, 1), (9, 1), (10, 2), (15, 2), (20, 3)] {
        let server = list(length).set(|state| state.total = false);
        let got = call::<Json<Value>>(&server.client(), &LIST).items(access()).collect().await.unwrap();
        assert_eq!((got, server.queries().len()), (all(length), requests));
    }
    // Without any limit known, only an empty page is an end.
    let server = list(30).set(|state| state.total = false);
    let got = call::<Json<Value>>(&server.client(), &BARE).items(access()).collect().await.unwrap();
    assert_eq!((got, server.queries()), (all(30), vec!["offset=0".into(), "offset=25".into(), "offset=30".into()]));
}

#[tokio::test(start_paused = true)]
async fn the_callers_limit_and_start_count_within_the_maximum() {
    let server = list(50);
    let request = || call::<Json<Value>>(&server.client(), &LIST).query("offset", Style::QUERY, &5);
    let got = request().query("limit", Style::QUERY, &500).items(access()).collect().await.unwrap();
    assert_eq!(got, (5..50).collect::<Vec<_>>());
    assert_eq!(server.queries(), ["offset=5&limit=20", "offset=25&limit=20", "offset=45&limit=20"]);
    let server = list(50);
    call::<Json<Value>>(&server.client(), &WIDE).items(access()).collect().await.unwrap();
    assert_eq!(server.queries(), ["limit=30&offset=0", "limit=30&offset=30"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_makes_pages_smaller_hides_no_record() {
    for prefetch in [1, 4] {
        let server = list(33).set(|state| state.largest = 7);
        let got = call::<Json<Value>>(&server.client(), &LIST).items(access()).prefetch(prefetch).collect().await.unwrap();
        assert_eq!((got, server.queries().len()), (all(33), 5));
    }
}

#[tokio::test(start_paused = true)]
async fn a_total_that_changes_is_followed() {
    for prefetch in [1, 3] {
        for (length, new) in [(30, 45), (45, 30), (30, 0), (30, 30), (95, 12)] {
            let server = list(length).set(|state| state.change = Some((2, new)));
            let request = call::<Json<Value>>(&server.client(), &LIST);
            let got = request.items(access()).prefetch(prefetch).collect().await.unwrap();
            assert_eq!(got, all(new.max(20)), "from {length} to {new}, {prefetch} at once");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn pages_are_fetched_at_once_and_stay_in_order() {
    let server = list(95);
    let start = tokio::time::Instant::now();
    let got = call::<Json<Value>>(&server.client(), &LIST).items(access()).prefetch(4).collect().await.unwrap();
    assert_eq!((got, server.queries().len()), (all(95), 10));
    assert_eq!(server.0.lock().unwrap().most, 4);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // Without a total nothing is fetched ahead.
    let server = list(40).set(|state| state.total = false);
    call::<Json<Value>>(&server.client(), &LIST).items(access()).prefetch(4).collect().await.unwrap();
    assert_eq!(server.0.lock().unwrap().most, 1);
}

#[tokio::test(start_paused = true)]
async fn an_index_goes_on_by_the_answered_page_size() {
    for (length, requests) in [(0, 1), (9, 1), (10, 2), (25, 3)] {
        // The server lowers the page size; only its response tells.
        let server = list(length).set(|state| (state.total, state.largest) = (false, 10));
        let request = call::<Json<Value>>(&server.client(), &INDEX).query("count", Style::QUERY, &50);
        let got = request.items(index()).collect().await.unwrap();
        assert_eq!((got, server.queries().len()), (all(length), requests), "{length}");
    }
    let server = list(20).set(|state| state.largest = 10);
    let got = call::<Json<Value>>(&server.client(), &INDEX).items(index()).collect().await.unwrap();
    assert_eq!((got, server.queries()), (all(20), vec!["startIndex=1".into(), "startIndex=11".into()]));
}

#[tokio::test(start_paused = true)]
async fn a_cursor_is_followed_to_an_empty_page() {
    let cursor = || PageAccess { cursor: |page| items(page).last().and_then(cursor), ..access() };
    let server = list(25);
    let request = call::<Json<Value>>(&server.client(), &CURSOR).query("limit", Style::QUERY, &10);
    let got = request.items(cursor()).prefetch(3).collect().await.unwrap();
    assert_eq!(got, all(25));
    assert_eq!(server.queries(), ["limit=10", "limit=10&after=9", "limit=10&after=19", "limit=10&after=24"]);
}

/// Reads all pages; the number of requests and what the error says.
async fn broken(server: &List, meta: &'static Meta, access: PageAccess<Value, u64>) -> (usize, String) {
    let mut pages = call::<Json<Value>>(&server.client(), meta).query("limit", Style::QUERY, &10).pages(access);
    let error = loop {
        match pages.try_next().await {
            Ok(page) => assert!(page.is_some(), "the list ended as if nothing were wrong"),
            Err(error) => break error,
        }
    };
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, "op"));
    assert!(pages.try_next().await.unwrap().is_none());
    (server.queries().len(), error.to_string())
}

#[tokio::test(start_paused = true)]
async fn a_server_that_breaks_its_word_is_an_error() {
    let server = || list(1_000_000);
    let still = PageAccess { cursor: |_| Some("3".to_owned()), ..access() };
    let (requests, text) = broken(&server(), &CURSOR, still).await;
    assert!(requests == 2 && text.contains("repeats a cursor after 20 records"), "{requests} {text}");
    let circle = PageAccess { cursor: |page| Some(["a", "b", "c"][(items(page)[0] % 3) as usize].to_owned()), ..access() };
    let (requests, text) = broken(&server(), &CURSOR, circle).await;
    assert!(requests <= 4 && text.contains("repeats a cursor"), "{requests} {text}");

    let announced: fn(&Value) -> Option<u64> = |_| Some(5000);
    let (requests, text) = broken(&list(1), &LIST, PageAccess { total: announced, ..access() }).await;
    assert!(requests == 4 && text.contains("announces 5000 records, and its pages end after 1"), "{requests} {text}");
    let cursor = |page: &Value| items(page).last().and_then(cursor);
    let (_, text) = broken(&list(15), &CURSOR, PageAccess { total: announced, cursor, ..access() }).await;
    assert!(text.contains("announces 5000 records, and its pages end after 15"), "{text}");

    let growing = PageAccess { total: |page| Some(items(page).last().unwrap() + 2), ..access() };
    let (requests, text) = broken(&server(), &LIST, growing).await;
    assert!(requests == 101 && text.contains("100 pages brought its end no nearer"), "{requests} {text}");

    let elsewhere = PageAccess { start: |_| Some(1), size: |_| None, ..index() };
    let (requests, text) = broken(&server(), &INDEX, elsewhere).await;
    assert!(requests == 2 && text.contains("answers from position 1"), "{requests} {text}");
}

#[tokio::test(start_paused = true)]
async fn gaps_and_growth_that_end_are_no_errors() {
    // Two pages without a record, as a server has that hides some.
    let hidden = PageAccess {
        items: |page| if (10..30).contains(&items(&page)[0]) { Vec::new() } else { items(&page) },
        len: |page| if (10..30).contains(&items(page)[0]) { 0 } else { items(page).len() },
        ..access()
    };
    let server = list(35);
    let got = call::<Json<Value>>(&server.client(), &LIST).items(hidden).collect().await.unwrap();
    assert_eq!((got, server.queries().len()), ((0..10).chain(30..35).collect(), 4));
    // A list that grows for ninety pages and then ends.
    let growing = PageAccess { total: |page| Some((items(page).last().unwrap() + 2).min(900)), ..access() };
    let server = list(900);
    assert_eq!(call::<Json<Value>>(&server.client(), &LIST).items(growing).collect().await.unwrap(), all(900));
}

#[tokio::test(start_paused = true)]
async fn an_error_ends_the_pages() {
    let server = list(40).set(|state| state.fail_at = Some(20));
    let mut items = call::<Json<Value>>(&server.client(), &LIST).items(access()).prefetch(2);
    let mut seen = 0;
    let error = loop {
        match items.try_next().await {
            Ok(item) => {
                assert_eq!(item, Some(seen));
                seen += 1;
            }
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.kind()), (20, ErrorKind::NotFound));
    assert_eq!(items.try_next().await.unwrap(), None);
    let mut items = call::<Json<Value>>(&server.client(), &UNPAGED).items(access());
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Request);
}

#[test]
fn counts_and_cursors_come_in_many_forms() {
    assert_eq!(Some("12".to_owned()).count(), Some(12));
    assert_eq!((-1i64).count(), None);
    assert_eq!(12.0.count(), Some(12));
    assert_eq!(None::<u32>.count(), None);
    assert_eq!(cursor(&Some(5)), Some("5".to_owned()));
    assert_eq!(cursor(&None::<String>), None);
    assert_eq!(cursor("x"), Some("x".to_owned()));
}

#[test]
fn pages_and_items_can_be_moved_between_threads() {
    fn check<T: Send + Unpin>() {}
    check::<Pages<Value>>();
    check::<Items<Value>>();
}

#[tokio::test]
async fn a_record_that_cannot_be_read_does_not_lose_the_others() {
    type Lists = std::collections::BTreeMap<String, Vec<u64>>;
    let recorder = Recorder::new();
    let client = builder(&recorder, Conventions::DEFAULT).build().unwrap();
    let access = || PageAccess::<Lists, u64> {
        items: |mut page| page.remove("data").unwrap_or_default(),
        len: |page| page["data"].len(),
        total: |page| page["total"].first().copied(),
        ..PageAccess::DEFAULT
    };
    let request = || call::<Json<Lists>>(&client, &LIST).query("limit", Style::QUERY, &3);
    let response = || {
        recorder.json(200, r#"{"data":[0,"x","2"],"total":[5]}"#);
        recorder.json(200, r#"{"data":[3,null],"total":[5]}"#);
    };
    response();
    let mut records = request().items(access());
    let mut seen = Vec::new();
    loop {
        match records.try_next().await {
            Ok(Some(record)) => seen.push(record.to_string()),
            Ok(None) => break,
            Err(error) => seen.push(format!("{:?} {}", error.kind(), error.path().unwrap_or_default())),
        }
    }
    assert_eq!(seen, ["0", "Decode $.data[1]", "2", "3", "Decode $.data[1]"]);
    assert!(recorder.text().concat().contains("limit=3&offset=3"), "{:?}", recorder.text());
    response();
    assert_eq!(request().items(access()).collect().await.unwrap_err().path(), Some("$.data[1]"));
    let error = request().pages(access()).try_next().await.expect("null is no record, and the page is read without it");
    assert_eq!(error.expect("a page")["data"], [3]);
    response();
    assert_eq!(request().pages(access()).try_next().await.unwrap_err().path(), Some("$.data[1]"));
    assert!(request().send().await.is_ok());
}
