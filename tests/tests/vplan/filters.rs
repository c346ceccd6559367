//! Filters: what the algebra means is what the server's own parser reads.

use crate::{client, property, server};
use plansmith_runtime::ErrorKind;
use plansmith_runtime::filter::Filter;
use plansmith_tests::http::decode_form;
use plansmith_tests::vplan::filter::{Filter as Parsed, Precedence};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use vplan_client::DateTime;
use vplan_client::fields::card;
use vplan_client::types::Card;
use vplan_client::{Client, auth::ApiKey};

/// A client that is never sent anything with.
static DRY: LazyLock<Client> =
    LazyLock::new(|| Client::builder().base_url("http://127.0.0.1:1").auth(ApiKey::new("a", "b")).build().expect("a client"));

/// A filter as a tree of its own, with a meaning of its own.
#[derive(Clone, Debug)]
enum Tree {
    Text(TextField, TextOperator, String),
    Time(Order, u8),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
}

#[derive(Clone, Copy, Debug)]
enum TextField {
    Name,
    Reference,
}

#[derive(Clone, Copy, Debug)]
enum TextOperator {
    Eq,
    Ne,
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Gt,
    Gte,
    Lt,
    Lte,
}

/// A moment in the middle of a month.
fn moment(day: u8) -> String {
    format!("2024-03-{:02}T10:00:00Z", day % 28 + 1)
}

impl Tree {
    fn filter(&self) -> Filter<Card> {
        match self {
            Self::Text(field, operator, value) => {
                let field = match field {
                    TextField::Name => card::NAME,
                    TextField::Reference => card::EXTERNAL_REF,
                };
                match operator {
                    TextOperator::Eq => field.eq(value.as_str()),
                    TextOperator::Ne => field.ne(value.as_str()),
                    TextOperator::Contains => field.contains(value.as_str()),
                    TextOperator::StartsWith => field.starts_with(value.as_str()),
                    TextOperator::EndsWith => field.ends_with(value.as_str()),
                }
            }
            Self::Time(order, day) => {
                let (field, value) = (card::UPDATED_AT, moment(*day));
                match order {
                    Order::Gt => field.gt(DateTime::from(value)),
                    Order::Gte => field.gte(DateTime::from(value)),
                    Order::Lt => field.lt(DateTime::from(value)),
                    Order::Lte => field.lte(DateTime::from(value)),
                }
            }
            Self::And(left, right) => left.filter() & right.filter(),
            Self::Or(left, right) => left.filter() | right.filter(),
            Self::Not(inner) => !inner.filter(),
        }
    }

    fn holds(&self, record: &Value) -> bool {
        let text = |name: &str| record[name].as_str().expect("a text").to_owned();
        match self {
            Self::Text(field, operator, value) => {
                let found = text(match field {
                    TextField::Name => "name",
                    TextField::Reference => "external_ref",
                });
                match operator {
                    TextOperator::Eq => found == *value,
                    TextOperator::Ne => found != *value,
                    TextOperator::Contains => found.contains(value),
                    TextOperator::StartsWith => found.starts_with(value),
                    TextOperator::EndsWith => found.ends_with(value),
                }
            }
            Self::Time(order, day) => {
                let (found, value) = (text("updated_at"), moment(*day));
                match order {
                    Order::Gt => found > value,
                    Order::Gte => found >= value,
                    Order::Lt => found < value,
                    Order::Lte => found <= value,
                }
            }
            Self::And(left, right) => left.holds(record) && right.holds(record),
            Self::Or(left, right) => left.holds(record) || right.holds(record),
            Self::Not(inner) => !inner.holds(record),
        }
    }
}

/// Values that collide with the records below often, and values made of everything the grammar gives a meaning to.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab]{0,3}",
        r"[ab,:()&=%+# ]{0,6}",
        Just(",and,".to_owned()),
        Just(",or,a:eq:b".to_owned()),
        Just("not:eq:a)".to_owned()),
        prop::collection::vec(any::<char>(), 0..6)
            .prop_map(|chars| { chars.into_iter().filter(|char| *char != '\'' && !char.is_control()).collect() }),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let field = prop_oneof![Just(TextField::Name), Just(TextField::Reference)];
    let operator = prop_oneof![
        Just(TextOperator::Eq),
        Just(TextOperator::Ne),
        Just(TextOperator::Contains),
        Just(TextOperator::StartsWith),
        Just(TextOperator::EndsWith),
    ];
    let order = prop_oneof![Just(Order::Gt), Just(Order::Gte), Just(Order::Lt), Just(Order::Lte)];
    let leaf = prop_oneof![
        (field, operator, value()).prop_map(|(field, operator, value)| Tree::Text(field, operator, value)),
        (order, any::<u8>()).prop_map(|(order, day)| Tree::Time(order, day)),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Tree::And(Box::new(left), Box::new(right))),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| Tree::Or(Box::new(left), Box::new(right))),
            inner.prop_map(|inner| Tree::Not(Box::new(inner))),
        ]
    })
}

fn record() -> impl Strategy<Value = Value> {
    (value(), value(), any::<u8>()).prop_map(
        |(name, reference, day)| json!({ "id": "1", "name": name, "external_ref": reference, "updated_at": moment(day) }),
    )
}

/// The decoded `filter` of a request's text.
fn written(filter: Filter<Card>) -> String {
    let text = DRY.cards().list().filter(filter).to_string();
    let line = text.lines().next().expect("a request line").to_owned();
    let value = line.split_once("filter=").expect("a filter").1.split('&').next().unwrap_or_default().to_owned();
    decode_form(&value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_server_reads_what_was_meant(tree in tree(), records in prop::collection::vec(record(), 1..12)) {
        let text = written(tree.filter());
        // The documentation names no precedence, so both readings have to give the same.
        for precedence in [Precedence::AndFirst, Precedence::LeftToRight] {
            let parsed = Parsed::parse(&text, precedence).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
            for record in &records {
                prop_assert_eq!(parsed.fits(record), tree.holds(record), "{} ({:?}) on {}", text, precedence, record);
            }
        }
    }
}

/// The same over a socket.
#[test]
fn the_server_finds_what_was_meant() {
    let input = (tree(), prop::collection::vec(record(), 1..20));
    property(40, &input, &async |server, client, (tree, records)| {
        server.seed_with("/card", records.clone());
        let found = client.cards().list().limit(100).filter(tree.filter()).send().await.unwrap();
        let wanted = records.iter().filter(|record| tree.holds(record));
        let wanted: Vec<&str> = wanted.map(|record| record["name"].as_str().unwrap()).collect();
        let names: Vec<&str> = found.data.iter().map(|card| card.name.as_deref().unwrap()).collect();
        assert_eq!(names, wanted);
        server.assert_conforms();
    });
}

#[test]
fn a_filter_is_written_as_documented() {
    let filter =
        card::CREATED_AT.gt(DateTime::from("2023-11-01T13:00:00Z")) & (!card::ID.starts_with("0000") | card::ID.contains("FFFF"));
    assert_eq!(written(filter), "created_at:gt:'2023-11-01T13:00:00Z',and,(id:not:starts_with:'0000',or,id:contains:'FFFF')");
}

#[tokio::test]
async fn a_value_with_a_quote_is_refused_before_anything_is_sent() {
    let server = server().await;
    server.seed_with("/card", vec![]);
    let error = client(&server).cards().list().filter(card::NAME.eq("it's")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.operation(), error.status()), (ErrorKind::Request, "listCards", None));
    assert!(error.to_string().contains("name"), "{error}");
    let mut items = client(&server).cards().list().filter(card::NAME.eq("'")).items();
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Request);
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn relations_can_be_asked_for() {
    let server = server().await;
    let with = json!({ "id": "1", "name": "with", "labels": [{ "id": "9" }] });
    let without = json!({ "id": "2", "name": "without", "labels": [] });
    server.seed_with("/card", vec![with, without]);
    let names = async |filter: Filter<Card>| -> Vec<String> {
        let page = client(&server).cards().list().filter(filter).send().await.unwrap();
        page.data.into_iter().filter_map(|card| card.name).collect()
    };
    assert_eq!(names(card::with::LABELS.has()).await, ["with"]);
    assert_eq!(names(!card::with::LABELS.has()).await, ["without"]);
    assert_eq!(names(card::with::LABELS.has() & card::NAME.contains("out")).await, [""; 0]);
    server.assert_conforms();
}
