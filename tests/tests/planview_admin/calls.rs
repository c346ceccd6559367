//! Both operations, judged by the checker.

use crate::{SPEC, builder, client, server};
use plansmith_tests::coverage::{made_up_texts, uncalled, unsent_properties, unused_parameters};
use plansmith_tests::mock::Mock;
use plansmith_tests::service::Service;
use plansmith_tests::spec::Variant;
use planview_admin_client::auth::Client as ClientLogin;
use planview_admin_client::types::TokenRequest;
use serde_json::Value;
use std::sync::Arc;

#[tokio::test]
async fn every_operation_parameter_and_property() {
    for variant in [Variant::Full, Variant::Minimal, Variant::Nulls] {
        let server = server().await;
        server.answer_with(variant);
        let client = builder(&server).auth(ClientLogin::new("client-1", "s3cret")).build().unwrap();
        let token = client.tokens().create(TokenRequest::default()).send().await.unwrap();
        let users = client.users().list().start_index(1).count(50).send().await.unwrap();
        server.assert_conforms();
        let log = server.log();
        assert_eq!(SPEC.operations().len(), 2);
        assert_eq!(uncalled(&SPEC, &log), [""; 0]);
        assert_eq!(unused_parameters(&SPEC, &log), [""; 0]);
        assert_eq!(unsent_properties(&SPEC, &log), [""; 0]);
        for (entry, seen) in log.iter().zip([format!("{token:?}"), format!("{users:?}")]) {
            let response: Value = serde_json::from_slice(&entry.response).unwrap();
            // A secret was read and does not print.
            let hidden = seen.matches("Secret(***)").count();
            let lost = made_up_texts(&response).into_iter().filter(|(_, text)| !seen.contains(text)).skip(hidden);
            let lost: Vec<_> = lost.collect();
            assert!(lost.is_empty(), "{lost:?} is not in {seen}");
        }
    }
}

/// Both operations are taken by a mock server that another party wrote, and its responses are read.
#[tokio::test]
#[ignore = "needs a mock server: scripts/mock.py"]
async fn every_operation_with_a_mock() {
    let mock = Arc::new(Mock::from_env());
    let server = Service::start(Arc::clone(&SPEC), &[""], Arc::<Mock>::clone(&mock)).await.expect("a port is free");
    let client = builder(&server).auth(ClientLogin::new("client-1", "s3cret")).build().unwrap();
    client.tokens().create(TokenRequest::default()).send().await.unwrap();
    client.users().list().start_index(51).count(50).send().await.unwrap();
    assert_eq!(uncalled(&SPEC, &server.log()), [""; 0]);
    println!("{}", mock.report("planview-admin").unwrap_or_else(|refused| panic!("{refused}")));
}

#[tokio::test]
async fn the_token_call_is_a_form_with_basic() {
    let server = server().await;
    let client = builder(&server).auth(ClientLogin::new("client-1", "s3cret")).build().unwrap();
    client.tokens().create(TokenRequest::default()).send().await.unwrap();
    let request = server.last();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/io/v1/oauth2/token"));
    assert_eq!(request.header("Authorization"), Some("Basic Y2xpZW50LTE6czNjcmV0"));
    assert_eq!(request.header("Content-Type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.body, b"grant_type=client_credentials");
    server.assert_conforms();
}

#[tokio::test]
async fn properties_nobody_has_seen_are_kept() {
    let server = server().await;
    let page = serde_json::json!({
        "startIndex": 1, "itemsPerPage": 10,
        "Resources": [{ "id": "u-1", "firstName": "Jane", "department": { "name": "R&D" }, "tags": [1, 2] }],
    });
    server.next([plansmith_tests::service::Step::Instead(plansmith_tests::http::Reply::json(200, &page))]);
    let users = client(&server).users().list().send().await.unwrap();
    let user = &users.resources[0];
    assert_eq!(user.first_name.as_deref(), Some("Jane"));
    assert_eq!(user.extra["department"]["name"], "R&D");
    assert_eq!(user.extra["tags"], serde_json::json!([1, 2]));
}
