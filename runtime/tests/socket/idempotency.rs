//! Keys that make a request repeatable, on the wire.

use plansmith_runtime::conventions::{Conventions, IdempotencyRules};

use super::*;

static KEYED: Api = Api {
    name: "Keyed",
    conventions: &Conventions { idempotency: Some(IdempotencyRules::DEFAULT), ..Conventions::DEFAULT },
    ..PLAIN
};
const PLAIN: Api = Api { name: "Plain", user_agent: "test/1", servers: &[], conventions: &Conventions::DEFAULT, security: &[] };
static UNKEYED: Api = PLAIN;
static CHOSEN: Api = Api {
    conventions: &Conventions {
        idempotency: Some(IdempotencyRules { header: "X-Request-Key", methods: &[], operations: &["op"] }),
        ..Conventions::DEFAULT
    },
    ..PLAIN
};

fn client(api: &'static Api, server: &Server) -> Client {
    let retry = Retry::new().attempts(4).base_delay(Duration::from_millis(5));
    ClientBuilder::new(api).base_url(server.url()).retry(retry).build().unwrap()
}

/// Breaks the connection of the first attempt after the request has arrived, answers 503 to the second, then 200.
fn unwell(_: &Received, number: usize) -> Vec<Step> {
    match number % 3 {
        0 => vec![Step::Close],
        1 => json(503, "{}"),
        _ => json(200, "{}"),
    }
}

/// The keys of the requests, in order; empty for none.
fn keys(server: &Server, header: &str) -> Vec<String> {
    let line = |head: &str| head.lines().find_map(|line| line.strip_prefix(&format!("{header}: ")).map(str::to_owned));
    server.received().iter().map(|request| line(&request.head).unwrap_or_default()).collect()
}

#[tokio::test]
async fn the_attempts_of_a_call_share_a_key_and_two_calls_do_not() {
    let server = Server::start(unwell).await;
    let client = client(&KEYED, &server);
    let request = call::<Json<Value>>(&client, &POST).json("application/json", &1);
    request.clone().send().await.unwrap();
    request.send().await.unwrap();
    let keys = keys(&server, "idempotency-key");
    assert_eq!(keys.len(), 6);
    assert!(keys[0].len() == 36 && keys[..3].iter().all(|key| *key == keys[0]), "{keys:?}");
    assert!(keys[0] != keys[3] && keys[3..].iter().all(|key| *key == keys[3]), "{keys:?}");
}

#[tokio::test]
async fn a_key_of_the_caller_counts_for_every_attempt() {
    let server = Server::start(unwell).await;
    let request = call::<Json<Value>>(&client(&KEYED, &server), &POST).option_header("idempotency-key", "order-17");
    request.send().await.unwrap();
    assert_eq!(keys(&server, "idempotency-key"), ["order-17"; 3]);
}

#[tokio::test]
async fn without_the_rule_there_is_no_key_and_nothing_is_repeated() {
    let server = Server::start(unwell).await;
    let error = send(&client(&UNKEYED, &server), &POST).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Interrupted && !error.is_retryable());
    assert_eq!(keys(&server, "idempotency-key"), [""]);
    // The rule is for POST: another method carries none.
    let server = Server::start(|_, _| json(200, "{}")).await;
    send(&client(&KEYED, &server), &GET).await.unwrap();
    assert_eq!(keys(&server, "idempotency-key"), [""]);
}

#[tokio::test]
async fn single_operations_can_have_a_key_in_a_header_of_their_own() {
    static OTHER: Meta = Meta { id: "other", ..meta("POST", "application/json") };
    let server = Server::start(|_, _| json(200, "{}")).await;
    let client = client(&CHOSEN, &server);
    send(&client, &POST).await.unwrap();
    send(&client, &OTHER).await.unwrap();
    let keys = keys(&server, "x-request-key");
    assert!(keys[0].len() == 36 && keys[1].is_empty(), "{keys:?}");
}
