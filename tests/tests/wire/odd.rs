//! Responses as servers write them and not as descriptions have them: numbers and texts in each other's place, null in lists, and
//! unions whose variants overlap.

use crate::{Exchange, text};
use plansmith_runtime::{Error, ErrorKind, Patch};
use plansmith_tests::http::Reply;
use wire_client::types::{Expr, Message, Odd, OddEither, OddLevel, OddWord, Unions, UnionsKindsItem, UnionsSignalsItem};

async fn odd(json: &str) -> Result<Odd, Error> {
    let exchange = Exchange::start([Reply::body(200, "application/json", json)]).await;
    exchange.client().values().echo_odd(Odd::new("", 0, Vec::<String>::new())).send().await
}

/// `1.0` and `1e3` are integers by JSON Schema 2020-12; `1.5` is none.
#[tokio::test]
async fn whole_numbers_are_integers() {
    let value = odd(concat!(
        r#"{"id":"a","count":1.0,"labels":[],"level":2.0,"counts":{"a":1e3},"maybe":-2.0,"one":1.0,"either":5.0,"#,
        r#""unsigned":18446744073709551615.0,"ratio":2}"#
    ));
    let value = value.await.expect("all are whole numbers");
    assert_eq!((value.count, value.level, value.maybe, value.one), (1, Some(OddLevel::N2), Patch::Value(-2), Some(1)));
    assert_eq!((value.counts.expect("it was there")["a"], value.unsigned), (1000, Some(u64::MAX)));
    assert!(matches!(value.either, Some(OddEither::Integer(5))), "{:?}", value.either);
    for (json, path) in [
        (r#"{"id":"a","count":1.5,"labels":[]}"#, "$.count"),
        (r#"{"id":"a","count":9223372036854775808,"labels":[]}"#, "$.count"),
        (r#"{"id":"a","count":1,"labels":[],"counts":{"b":0.5}}"#, "$.counts.b"),
        (r#"{"id":"a","count":1,"labels":[],"level":1.5}"#, "$.level"),
        (r#"{"id":"a","count":1,"labels":[],"maybe":1e-3}"#, "$.maybe"),
    ] {
        let error = odd(json).await.expect_err("it is no integer");
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)), "{json}");
    }
    let exchange = Exchange::start([Reply::body(200, "application/json", "[1.0,2e2,3]")]).await;
    let whole = exchange.client().values().echo_whole(Vec::<i64>::new()).send().await.expect("whole numbers");
    assert_eq!(whole, [1, 200, 3]);
}

/// Numbers are sent as the shortest text: many servers refuse `300.0` for a number they count with.
#[tokio::test]
async fn whole_numbers_are_sent_without_a_fraction() {
    let exchange = Exchange::start([]).await;
    let body = Odd::new("a", 1, ["b"]).ratio(300.0).grid([vec![1.0, 0.5]]);
    exchange.client().values().echo_odd(body).send().await.expect("an echo");
    assert_eq!(text(&exchange.last()), r#"{"id":"a","count":1,"labels":["b"],"ratio":300,"grid":[[1,0.5]]}"#);
}

/// Texts keep the digits of a number, numbers take a text of digits, and what is neither is refused with its place.
#[tokio::test]
async fn texts_and_numbers_are_read_in_each_others_place() {
    let value = odd(concat!(
        r#"{"id":12345678901234567890123,"count":"42","labels":[1.50,"b",1e2],"ratio":"2.5","level":"1","word":1,"#,
        r#""day":20240229,"exact":12.50,"unsigned":"18446744073709551615","counts":{"a":"7.0"},"maybe":"5","either":"5"}"#
    ));
    let value = value.await.expect("a person can read it");
    assert_eq!((value.id.as_str(), value.count, value.ratio), ("12345678901234567890123", 42, Some(2.5)));
    assert_eq!(value.labels, ["1.50", "b", "1e2"]);
    assert_eq!((value.level, value.word), (Some(OddLevel::N1), Some(OddWord::N1)));
    assert_eq!((value.day.expect("it was there").as_str(), value.exact.expect("it was there").as_str()), ("20240229", "12.50"));
    assert_eq!((value.unsigned, value.counts.expect("it was there")["a"], value.maybe), (Some(u64::MAX), 7, Patch::Value(5)));
    assert!(matches!(value.either, Some(OddEither::Text(text)) if text == "5"), "kinds are told apart");
    for (json, path) in [
        (r#"{"id":"a","count":"4x","labels":[]}"#, "$.count"),
        (r#"{"id":"a","count":"","labels":[]}"#, "$.count"),
        (r#"{"id":true,"count":1,"labels":[]}"#, "$.id"),
        (r#"{"id":["a"],"count":1,"labels":[]}"#, "$.id"),
        (r#"{"id":"a","count":1,"labels":[],"ratio":"NaN"}"#, "$.ratio"),
        (r#"{"id":null,"count":1,"labels":[]}"#, "$.id"),
    ] {
        let error = odd(json).await.expect_err("nobody can read it");
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)), "{json}");
    }
}

#[tokio::test]
async fn null_in_a_list_is_no_element() {
    let value = odd(r#"{"id":"a","count":1,"labels":["b",null,"c"],"counts":{"x":null,"y":1},"grid":[null,[1,null]]}"#);
    let value = value.await.expect("nothing is missing");
    assert_eq!(value.labels, ["b", "c"]);
    assert_eq!(value.counts.expect("it was there").into_iter().collect::<Vec<_>>(), [("y".to_owned(), 1)]);
    assert_eq!(value.grid, Some(vec![vec![1.0]]));
    let value = odd(r#"{"id":"a","count":1,"labels":null}"#).await.expect("no labels");
    assert!(value.labels.is_empty());
}

/// Sends a first body, reads the response, sends that back and expects the same text to leave. Gives the value.
async fn round(json: &str) -> Unions {
    let exchange = Exchange::start([Reply::body(200, "application/json", json)]).await;
    let values = exchange.client().values();
    let value = values.echo_unions(Unions::new()).send().await.expect("the response is read");
    values.echo_unions(value.clone()).send().await.expect("the echo is read");
    assert_eq!(text(&exchange.last()), json);
    value
}

#[tokio::test]
async fn variants_of_one_discriminator_value_are_ranked_by_what_they_know() {
    let json = concat!(
        r#"{"messages":[{"type":"message","role":"system"},{"type":"message","role":"user","name":"n"},"#,
        r#"{"type":"message","status":"s"},{"type":"message","role":"tool"},{"type":"other","role":"user"}]}"#
    );
    let messages = round(json).await.messages.expect("they were there");
    let found = matches!(
        messages.as_slice(),
        [Message::SystemMessage(_), Message::UserMessage(_), Message::StatusMessage(_), Message::Other(_), Message::Other(_)]
    );
    assert!(found, "{messages:?}");
}

#[tokio::test]
async fn a_constant_is_worth_no_more_than_a_property() {
    round(r#"{"systems":[{"os":"windows","path":"p"},{"os":"windows","domain":"d"},{"os":"windows"}]}"#).await;
    round(r#"{"results":[{"success":true,"result":["a"]},{"success":true},{"success":false}]}"#).await;
}

#[tokio::test]
async fn a_map_beats_an_object_that_knows_no_key() {
    round(r#"{"loose":[{"zz":"text"},{"s":"text"},{}],"texts":[{"zz":"text"},{"s":"text"}]}"#).await;
}

#[tokio::test]
async fn kinds_decide_between_variants_that_know_the_same_keys() {
    let value = round(r#"{"kinds":[{"id":5},{"id":"5"}],"signals":[{"kind":"red","at":"a"},{"kind":"loud"}]}"#).await;
    let kinds = value.kinds.expect("they were there");
    assert!(matches!(kinds.as_slice(), [UnionsKindsItem::ByNumber(_), UnionsKindsItem::ByText(_)]), "{kinds:?}");
    let signals = value.signals.expect("they were there");
    assert!(matches!(signals.as_slice(), [UnionsSignalsItem::Colour(_), UnionsSignalsItem::Alarm(_)]), "{signals:?}");
}

/// Two unions whose lists hold each other, as deep as JSON is read: the work grows with the length and not with the depth.
#[tokio::test]
async fn unions_of_lists_of_unions_take_no_time() {
    for depth in [1, 24, 126] {
        for inner in ["", "1", "\"a\"", "1,1.5,\"a\",{\"b\":[1]}"] {
            let json = format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
            let started = std::time::Instant::now();
            let exchange = Exchange::start([Reply::body(200, "application/json", json.as_str())]).await;
            let values = exchange.client().values();
            let value = values.echo_expression(Expr::Text("a".to_owned())).send().await.expect("the response is read");
            assert!(started.elapsed().as_secs() < 5, "{depth} {inner}: {:?}", started.elapsed());
            values.echo_expression(value).send().await.expect("the echo is read");
            assert_eq!(text(&exchange.last()), json);
        }
    }
}
