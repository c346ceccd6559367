//! Paging: each item once and in order, whatever the sizes, and whatever happens to the list meanwhile.

use crate::{builder, card, cards, client, fast, id, property, server};
use plansmith_runtime::{ErrorKind, Items};
use plansmith_tests::http::Reply;
use plansmith_tests::service::Step;
use plansmith_tests::vplan::{Vplan, errors};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use vplan_client::types::Card;

fn ids(cards: &[Card]) -> Vec<String> {
    cards.iter().map(|card| card.id.to_string()).collect()
}

fn expected(from: i64, to: i64) -> Vec<String> {
    (from..to).map(id).collect()
}

async fn with_cards(count: i64) -> Vplan {
    let server = server().await;
    server.seed_with("/card", cards(count));
    server
}

/// The `limit` and `offset` of every request.
fn windows(server: &Vplan) -> Vec<(i64, i64)> {
    let number = |entry: &plansmith_tests::service::Entry, name: &str, usual: &str| {
        entry.request.parameter(name).unwrap_or_else(|| usual.to_owned()).parse().expect("a number")
    };
    server.log().iter().map(|entry| (number(entry, "limit", "missing"), number(entry, "offset", "0"))).collect()
}

async fn drain(mut items: Items<Card>) -> Vec<Card> {
    let mut out = Vec::new();
    while let Some(card) = items.try_next().await.expect("a card") {
        out.push(card);
    }
    assert!(items.try_next().await.expect("the end stays the end").is_none());
    out
}

#[test]
fn every_item_once_and_no_request_too_many() {
    let sizes = (0_i64..260, 1_i64..120, 0_i64..40);
    property(60, &sizes, &async |server, client, (total, limit, offset)| {
        server.seed_with("/card", cards(total));
        let found = drain(client.cards().list().limit(limit.unsigned_abs()).offset(offset.unsigned_abs()).items()).await;
        assert_eq!(ids(&found), expected(offset.min(total), total));
        let pages = ((total - offset).max(1) + limit - 1) / limit;
        let wanted: Vec<_> = (0..pages).map(|page| (limit, offset + page * limit)).collect();
        assert_eq!(windows(server), wanted);
        server.assert_conforms();
    });
}

#[test]
fn prefetching_changes_nothing_but_the_speed() {
    let sizes = (0_i64..200, 1_i64..60, 0_usize..6);
    property(60, &sizes, &async |server, client, (total, limit, ahead)| {
        server.seed_with("/card", cards(total));
        let found = drain(client.cards().list().limit(limit.unsigned_abs()).items().prefetch(ahead)).await;
        assert_eq!(ids(&found), expected(0, total));
        let asked = windows(server);
        let distinct: BTreeSet<_> = asked.iter().collect();
        assert_eq!(distinct.len(), asked.len(), "a page was asked for twice");
        assert_eq!(asked.len(), usize::try_from((total.max(1) + limit - 1) / limit).unwrap());
        assert!(server.most_open() <= ahead.max(1));
    });
}

/// Records that are there from the first to the last page are visited once, when others are only added at the end.
#[test]
fn a_growing_list() {
    let sizes = (1_i64..60, 1_i64..20, 1_i64..30, 1_i64..4);
    property(60, &sizes, &async |server, client, (total, limit, more, after)| {
        server.seed_with("/card", cards(total));
        let mut pages = client.cards().list().limit(limit.unsigned_abs()).pages();
        let mut found = Vec::new();
        let mut count = 0;
        while let Some(page) = pages.try_next().await.unwrap() {
            found.extend(ids(&page.data));
            count += 1;
            if count == after {
                server.change("/card", |records| records.extend((total..total + more).map(card)));
            }
        }
        let seen_before_growing = limit * after;
        // Otherwise the list had ended, by its own count, when it grew.
        let wanted = if total > seen_before_growing { total + more } else { total };
        assert_eq!(found, expected(0, wanted));
    });
}

/// A list that shrinks ends; nothing is visited twice.
#[test]
fn a_shrinking_list() {
    let sizes = (1_i64..60, 1_i64..20, 0_usize..60, 1_i64..4);
    property(60, &sizes, &async |server, client, (total, limit, keep, after)| {
        server.seed_with("/card", cards(total));
        let mut pages = client.cards().list().limit(limit.unsigned_abs()).pages();
        let mut found = Vec::new();
        let mut count = 0;
        while let Some(page) = pages.try_next().await.unwrap() {
            found.extend(ids(&page.data));
            count += 1;
            if count == after {
                server.change("/card", |records| records.truncate(keep));
            }
            assert!(count < 100, "the list does not end");
        }
        let distinct: BTreeSet<_> = found.iter().collect();
        assert_eq!(distinct.len(), found.len());
    });
}

#[tokio::test]
async fn no_page_is_larger_than_the_api_allows() {
    let server = with_cards(2500).await;
    let found = drain(client(&server).cards().list().limit(5000).items()).await;
    assert_eq!(ids(&found), expected(0, 2500));
    assert_eq!(windows(&server), [(1000, 0), (1000, 1000), (1000, 2000)]);
    assert_eq!(server.messages(), [json!(null); 0]);
}

#[tokio::test]
async fn the_page_size_is_always_stated() {
    let server = with_cards(150).await;
    let found = client(&server).cards().list().items().collect().await.unwrap();
    assert_eq!(found.len(), 150);
    // A page without a stated limit would fail to parse as `missing`.
    assert_eq!(windows(&server), [(100, 0), (100, 100)]);
}

#[tokio::test]
async fn a_full_last_page_is_the_last() {
    let server = with_cards(30).await;
    assert_eq!(drain(client(&server).cards().list().limit(10).items()).await.len(), 30);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn the_total_is_known_after_the_first_page() {
    let server = with_cards(25).await;
    let mut items = client(&server).cards().list().limit(10).items();
    assert_eq!(items.total(), None);
    items.try_next().await.unwrap();
    assert_eq!(items.total(), Some(25));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for() {
    let server = with_cards(25).await;
    let mut items = client(&server).cards().list().limit(10).items();
    assert_eq!(server.count(), 0);
    for _ in 0..10 {
        items.try_next().await.unwrap();
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn pages_overlap_when_prefetching() {
    let server = with_cards(100).await;
    server.pause(Duration::from_millis(30));
    let found = drain(client(&server).cards().list().limit(10).items().prefetch(4)).await;
    assert_eq!(ids(&found), expected(0, 100));
    assert!((2..=4).contains(&server.most_open()), "{} at once", server.most_open());
}

#[tokio::test]
async fn a_failure_in_the_middle_is_reported_and_ends_the_list() {
    let server = with_cards(50).await;
    server.next([Step::Pass, Step::Pass, Step::Instead(errors::not_found())]);
    let mut items = client(&server).cards().list().limit(10).items();
    let mut found = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => found += 1,
            Ok(None) => panic!("the failure was swallowed"),
            Err(error) => break error,
        }
    };
    assert_eq!((found, error.kind(), error.operation()), (20, ErrorKind::NotFound, "listCards"));
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_page_is_repeated_without_repeating_its_items() {
    let server = with_cards(50).await;
    server.next([Step::Pass, Step::Instead(errors::maintenance()), Step::Pass, server.unavailable()]);
    let found = drain(client(&server).cards().list().limit(10).items()).await;
    assert_eq!(ids(&found), expected(0, 50));
    assert_eq!(server.count(), 7);
}

fn envelope(count: u64, limit: u64, offset: u64, data: &[Value]) -> Step {
    Step::Instead(Reply::json(200, &json!({ "count": count, "limit": limit, "offset": offset, "data": data })))
}

#[tokio::test]
async fn a_count_that_promises_too_much_is_an_error() {
    let server = server().await;
    server.next([
        envelope(100, 10, 0, &cards(10)),
        envelope(100, 10, 10, &[]),
        envelope(100, 10, 20, &[]),
        envelope(100, 10, 30, &[]),
    ]);
    let error = client(&server).cards().list().limit(10).items().collect().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Decode, 4));
    assert!(error.to_string().contains("announces 100 records, and its pages end after 10"), "{error}");
}

#[tokio::test]
async fn a_server_that_makes_pages_smaller_loses_nothing() {
    let server = server().await;
    server.next([
        envelope(25, 10, 0, &cards(10)),
        envelope(25, 10, 10, &(10..20).map(card).collect::<Vec<_>>()),
        envelope(25, 10, 20, &(20..25).map(card).collect::<Vec<_>>()),
    ]);
    let found = drain(client(&server).cards().list().limit(20).items()).await;
    assert_eq!(ids(&found), expected(0, 25));
    let offsets: Vec<i64> = windows(&server).into_iter().map(|(_, offset)| offset).collect();
    assert_eq!(offsets, [0, 10, 20]);
}

#[tokio::test]
async fn filter_and_sort_stay_on_every_page() {
    let server = with_cards(100).await;
    let list = client(&server).cards().list().limit(10);
    let list = list.filter(vplan_client::fields::card::EXTERNAL_REF.contains("1")).sort([vplan_client::fields::card::ID.desc()]);
    let found = drain(list.items()).await;
    let wanted: Vec<String> = (0..100).rev().filter(|number: &i64| number.to_string().contains('1')).map(id).collect();
    assert_eq!(ids(&found), wanted);
    let queries: BTreeSet<_> =
        server.log().iter().map(|entry| (entry.request.parameter("filter"), entry.request.parameter("sort"))).collect();
    assert_eq!(queries.len(), 1);
}

#[tokio::test]
async fn a_list_in_a_collection_is_paged_too() {
    let server = server().await;
    let path = format!("/collection/{}/card", id(7));
    server.seed_with(&path, cards(25));
    let client = builder(&server).retry(fast()).build().unwrap();
    let found = drain(client.cards().list_in_collection(id(7)).limit(10).items()).await;
    assert_eq!(ids(&found), expected(0, 25));
    server.assert_conforms();
}
