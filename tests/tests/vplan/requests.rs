//! A request is a value: it can be printed, cloned, sent twice, and sent nowhere.

use crate::{cards, client, id, server};
use plansmith_runtime::ErrorKind;
use plansmith_runtime::transport::{Recorder, TransportErrorKind};
use vplan_client::Client;
use vplan_client::auth::ApiKey;
use vplan_client::fields::card;
use vplan_client::types::NewItem;

fn recorded(recorder: &Recorder) -> Client {
    Client::builder().auth(ApiKey::new("key", "env")).transport(recorder.clone()).retry(crate::fast()).build().unwrap()
}

#[tokio::test]
async fn a_request_prints_as_http_text() {
    let client = recorded(&Recorder::new());
    let list = client.cards().list().limit(10).filter(card::NAME.contains("é & co")).sort([card::ID.asc()]);
    assert_eq!(
        list.to_string(),
        "GET https://api.vplan.com/v1/card?limit=10&filter=name%3Acontains%3A%27%C3%A9%20%26%20co%27&sort=id%3Aasc\n\
         accept: application/json"
    );
    let create = client.items().create(NewItem::default().external_ref("erp-1"));
    assert_eq!(
        create.to_string(),
        "POST https://api.vplan.com/v1/item\naccept: application/json\ncontent-type: application/json\n\n{\"external_ref\":\"erp-1\"}"
    );
}

#[tokio::test]
async fn a_recorder_stands_for_the_server() {
    let recorder = Recorder::new();
    recorder.json(200, r#"{"count": 1, "limit": 100, "offset": 0, "data": [{"id": "7"}]}"#);
    recorder.json(404, r#"{"errors": [{"code": 404, "message": "Not Found"}]}"#);
    let client = recorded(&recorder);
    let page = client.cards().list().send().await.unwrap();
    assert_eq!(page.data[0].id.as_str(), "7");
    assert_eq!(client.items().get(id(1)).send().await.unwrap_err().kind(), ErrorKind::NotFound);
    let requests = recorder.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].url, format!("https://api.vplan.com/v1/item/{}", id(1)));
    assert_eq!(requests[0].header("X-Api-Env"), Some("env"));
    assert_eq!(recorder.waiting(), 0);
    assert_eq!(client.cards().list().send().await.unwrap_err().kind(), ErrorKind::Request, "no response is left");
}

#[tokio::test]
async fn failures_can_be_recorded_too() {
    let recorder = Recorder::new();
    recorder.fail(TransportErrorKind::Connect);
    recorder.fail(TransportErrorKind::Interrupted);
    recorder.json(200, r#"{"count": 0, "limit": 100, "offset": 0, "data": []}"#);
    recorded(&recorder).cards().list().send().await.unwrap();
    assert_eq!(recorder.requests().len(), 3);
}

#[tokio::test]
async fn a_request_can_be_sent_twice() {
    let server = server().await;
    server.seed_with("/card", cards(2));
    let call = client(&server).cards().list().limit(1);
    let (first, second) = tokio::join!(call.clone().send(), call.send());
    assert_eq!((first.unwrap().data.len(), second.unwrap().data.len()), (1, 1));
    let log = server.log();
    assert_eq!(log[0].request.target, log[1].request.target);
}

#[tokio::test]
async fn a_call_may_carry_a_header_of_its_own() {
    let server = server().await;
    server.seed_with("/card", cards(1));
    server.allow_header("X-Trace");
    client(&server).cards().list().header("X-Trace", "7").send().await.unwrap();
    assert_eq!(server.last().header("X-Trace"), Some("7"));
    assert!(server.last().header("User-Agent").is_some_and(|agent| agent.starts_with("vplan-client/")));
    let error = client(&server).cards().list().header("bad name", "7").send().await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Request, 1));
    server.assert_conforms();
}

#[tokio::test]
async fn path_parameters_cannot_leave_their_segment() {
    let server = server().await;
    server.answer_with(plansmith_tests::spec::Variant::Full);
    let collections = client(&server).collections();
    for name in ["Paint / colour", "a?b#c", "50 %", "é", "a+b", "..%2f", "'\"<>"] {
        collections.delete_custom_field(id(1), name).send().await.unwrap();
        let target = server.last().target;
        let last = target.rsplit('/').next().unwrap_or_default();
        assert_eq!(plansmith_tests::http::decode(last), name, "{target}");
    }
    server.assert_conforms();
    let before = server.count();
    for name in ["", ".", ".."] {
        let error = collections.delete_custom_field(id(1), name).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{name:?}");
    }
    assert_eq!(server.count(), before);
}
