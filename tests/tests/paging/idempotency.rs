//! Keys that make a request repeatable, by the rules of a generated crate.

use crate::{Server, quick};
use paging_client::{Client, ErrorKind, auth};
use plansmith_tests::http::Reply;

fn client(server: &Server) -> Client {
    let key = auth::Key::new("key");
    Client::builder().base_url(server.url()).auth(key).retry(quick()).build().expect("the settings are right")
}

/// A server that is away for the first of two requests.
async fn away() -> Server {
    Server::start(|_, number| Reply::empty(if number % 2 == 0 { 503 } else { 204 })).await
}

fn keys(server: &Server) -> Vec<Option<String>> {
    server.seen().iter().map(|request| request.header("Idempotency-Key").map(str::to_owned)).collect()
}

#[tokio::test]
async fn an_operation_with_a_key_is_repeated_with_the_same_key() {
    let server = away().await;
    let request = client(&server).things().create();
    request.clone().send().await.unwrap();
    request.send().await.unwrap();
    let keys = keys(&server);
    assert_eq!(keys.len(), 4);
    assert!(keys.iter().all(|key| key.as_ref().is_some_and(|key| key.len() == 36)), "{keys:?}");
    assert!(keys[0] == keys[1] && keys[2] == keys[3] && keys[0] != keys[2], "{keys:?}");
}

#[tokio::test]
async fn a_caller_sets_a_key_and_other_operations_have_none() {
    let server = away().await;
    client(&server).things().create().header("Idempotency-Key", "order-7").send().await.unwrap();
    assert_eq!(keys(&server), [Some("order-7".to_owned()), Some("order-7".to_owned())]);

    let server = away().await;
    let error = client(&server).things().copy().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(keys(&server), [None], "without a key a POST is sent once");

    let server = away().await;
    client(&server).things().replace().send().await.unwrap();
    assert_eq!(keys(&server), [None, None], "a PUT is repeated as ever");
}
