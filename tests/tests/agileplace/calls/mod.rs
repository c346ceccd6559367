//! Every operation, called by hand and judged by the checker.
//!
//! Each call sets every parameter its operation has, and each body every property. The server answers with everything, with
//! the least, and with null wherever that is allowed.

mod boards;
mod cards;
mod people;
mod planning;

use crate::{SPEC, USER, answering, builder};
use agileplace_client::auth::{Basic, ReportingBearer, ReportingToken};
use agileplace_client::{Client, Error};
use plansmith_runtime::ClientBuilder;
use plansmith_tests::coverage::{uncalled, unsent_properties, unused_parameters};
use plansmith_tests::http::Reply;
use plansmith_tests::mock::Mock;
use plansmith_tests::seen::{self, error_chain, see};
use plansmith_tests::service::Service;
use plansmith_tests::spec::{Response, Variant};
use serde_json::Value;
use std::sync::Arc;

/// An identifier of anything: digits in a string.
pub(crate) const ID: &str = "10112";
/// A moment.
pub(crate) const TIME: &str = "2024-04-11T10:22:15Z";

const GROUPS: [&str; 4] = ["boards", "cards", "people", "planning"];

/// Calls one group of operations.
async fn call(group: &str, server: &Service) -> Result<(), Error> {
    call_with(group, builder(server)).await
}

async fn call_with(group: &str, builder: ClientBuilder<Client>) -> Result<(), Error> {
    let client = builder.auth(ReportingToken::new("report-1")).auth(ReportingBearer::new("report-1")).build()?;
    match group {
        "boards" => boards::call(&client).await,
        "cards" => cards::call(&client).await,
        "people" => people::call(&client).await,
        "planning" => planning::call(&client).await,
        other => panic!("there is no group `{other}`"),
    }
}

async fn call_everything(variant: Variant) -> Service {
    let server = answering(move |call| {
        // Without a format a report is CSV, which is what the spec names first.
        let format = call.request.parameter("format")?;
        let content = &call.operation?.success()?.content;
        let json = content.iter().find(|media| media.content_type == "application/json").filter(|_| format == "json")?;
        Some(Reply::json(200, &call.spec.sample(&json.schema, variant, 1)))
    })
    .await;
    server.answer_with(variant);
    for group in GROUPS {
        call(group, &server).await.unwrap_or_else(|error| panic!("{variant:?} {group}: {}", error_chain(&error)));
    }
    server.assert_conforms();
    server
}

#[tokio::test]
async fn every_operation_parameter_and_property() {
    let server = call_everything(Variant::Full).await;
    let log = server.log();
    assert_eq!(SPEC.operations().len(), 153);
    let missing = uncalled(&SPEC, &log);
    assert!(missing.is_empty(), "never called: {missing:?}");
    let unused = unused_parameters(&SPEC, &log);
    assert!(unused.is_empty(), "never sent: {unused:#?}");
    let unsent = unsent_properties(&SPEC, &log);
    assert!(unsent.is_empty(), "never sent: {unsent:#?}");
}

#[tokio::test]
async fn every_operation_answered_with_the_least() {
    call_everything(Variant::Minimal).await;
}

#[tokio::test]
async fn every_operation_answered_with_nulls() {
    call_everything(Variant::Nulls).await;
}

/// Everything the server said is in what the call returned: a property under a wrong name would be ignored otherwise.
#[tokio::test]
async fn nothing_of_an_response_is_lost() {
    let _ = seen::take();
    let server = call_everything(Variant::Full).await;
    let compared = seen::compare(&server.log(), &seen::take());
    assert!(compared > 1000, "only {compared} texts were compared");
}

/// Every operation has an example response in the crate, which is read.
#[tokio::test]
async fn every_operation_answered_with_its_example() {
    let examples = agileplace_client::examples();
    for group in GROUPS {
        let client = Client::builder().base_url("https://test.example").auth(Basic::new(USER, "s3cret"));
        let called = call_with(group, client.transport(examples.clone())).await;
        called.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
    }
    assert!(examples.requests().len() >= SPEC.operations().len());
}

/// Every operation is taken by a mock server that another party wrote, and its responses are read.
#[tokio::test]
#[ignore = "needs a mock server: scripts/mock.py"]
async fn every_operation_with_a_mock() {
    let mock = Arc::new(Mock::from_env());
    let server = Service::start(Arc::clone(&SPEC), &[""], Arc::<Mock>::clone(&mock)).await.expect("a port is free");
    for group in GROUPS {
        // The mock takes no password with a colon.
        let client = builder(&server).auth(Basic::new(USER, "s3cret"));
        call_with(group, client).await.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
    }
    let missing = uncalled(&SPEC, &server.log());
    assert!(missing.is_empty(), "never called: {missing:?}");
    println!("{}", mock.report("agileplace").unwrap_or_else(|refused| panic!("{refused}")));
}

/// The vendor's own samples are read, and nothing of them is lost.
#[tokio::test]
async fn every_example_of_an_response() {
    let successes = || SPEC.operations().iter().filter_map(|operation| operation.success());
    let examples = |response: &Response| response.content.iter().map(|media| media.examples.len()).max().unwrap_or(0);
    let rounds = successes().map(examples).max().expect("operations");
    let mut compared = 0;
    for round in 0..rounds {
        let server = answering(move |call| {
            let success = call.operation?.success()?;
            let media = success.content.iter().find(|media| media.examples.len() > round)?;
            let body = match &media.examples[round] {
                Value::String(text) if !media.content_type.contains("json") => text.clone(),
                example => example.to_string(),
            };
            Some(Reply::body(success.code(), &media.content_type, body))
        })
        .await;
        let _ = seen::take();
        for group in GROUPS {
            call(group, &server).await.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
        }
        compared += seen::compare(&server.log(), &seen::take());
    }
    assert!(compared > 1000, "only {compared} texts were compared");
}
