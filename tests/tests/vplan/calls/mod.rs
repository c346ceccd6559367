//! Every operation, called by hand and judged by the checker.
//!
//! Each call sets every parameter its operation has, and each body every property. The server answers with everything, with
//! the least, and with null wherever that is allowed.

mod account;
mod boards;
mod collections;
mod orders;
mod people;

use crate::auth::Detour;
use crate::{SPEC, builder, server};
use plansmith_tests::coverage::{uncalled, unsent_properties, unused_parameters};
use plansmith_tests::http::Reply;
use plansmith_tests::mock::Mock;
use plansmith_tests::seen::{self, error_chain, see};
use plansmith_tests::service::{Behaviour, Entry, Incoming, Service};
use plansmith_tests::spec::Variant;
use plansmith_tests::vplan::Vplan;
use std::fmt::Write as _;
use std::sync::Arc;
use vplan_client::{Client, Error};

/// An identifier of anything.
pub(crate) const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/// A moment.
pub(crate) const TIME: &str = "2024-04-11T10:22:15Z";

const GROUPS: [&str; 5] = ["account", "boards", "collections", "orders", "people"];

/// Calls one group of operations.
async fn call(group: &str, server: &Service) -> Result<(), Error> {
    if group == "account" {
        // The authorization server has an address of its own, which a base URL does not change.
        account::authorize(&builder(server).transport(Detour(server.address())).build()?).await?;
    }
    call_with(group, &builder(server).build()?).await
}

async fn call_with(group: &str, client: &Client) -> Result<(), Error> {
    match group {
        "account" => account::call(client).await,
        "boards" => boards::call(client).await,
        "collections" => collections::call(client).await,
        "orders" => orders::call(client).await,
        "people" => people::call(client).await,
        other => panic!("there is no group `{other}`"),
    }
}

/// Calls every operation but the sign-in, whatever answers.
pub(crate) async fn call_all(client: &Client) {
    for group in GROUPS {
        call_with(group, client).await.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
    }
}

async fn call_everything(variant: Variant) -> Vplan {
    let server = server().await;
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
    let log: Vec<Entry> = server.log().into_iter().filter(|entry| entry.operation.as_deref() != Some("authorize")).collect();
    let compared = seen::compare(&log, &seen::take());
    assert!(compared > 1000, "only {compared} texts were compared");
}

/// Every example of a response is read, and nothing of it is lost.
#[tokio::test]
async fn every_example_of_an_response() {
    let examples = SPEC.operations().iter().filter_map(|operation| operation.success()).flat_map(|success| &success.content);
    let rounds = examples.map(|media| media.examples.len()).max().expect("operations");
    let mut compared = 0;
    for round in 0..rounds {
        let service = Service::start(Arc::clone(&SPEC), &["/v1", "/api/v1"], Arc::new(Examples(round))).await;
        let service = service.expect("a port is free");
        let _ = seen::take();
        for group in GROUPS {
            call(group, &service).await.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
        }
        let log: Vec<Entry> = service.log().into_iter().filter(|entry| entry.operation.as_deref() != Some("authorize")).collect();
        compared += seen::compare(&log, &seen::take());
    }
    assert!(compared > 1000, "only {compared} texts were compared");
}

/// Answers with the examples of one round, and from the description where an operation has fewer.
struct Examples(usize);

impl Behaviour for Examples {
    fn response(&self, call: &Incoming<'_>) -> Option<Reply> {
        let success = call.operation?.success()?;
        let media = success.content.iter().find(|media| media.examples.len() > self.0)?;
        Some(Reply::body(success.code(), &media.content_type, media.examples[self.0].to_string()))
    }
}

/// Every operation is taken by a mock server that another party wrote, and its responses are read.
#[tokio::test]
#[ignore = "needs a mock server: scripts/mock.py"]
async fn every_operation_with_a_mock() {
    let mock = Arc::new(Mock::from_env());
    let service = Service::start(Arc::clone(&SPEC), &["/v1", "/api/v1"], Arc::<Mock>::clone(&mock)).await;
    let service = service.expect("a port is free");
    for group in GROUPS {
        call(group, &service).await.unwrap_or_else(|error| panic!("{group}: {}", error_chain(&error)));
    }
    let missing = uncalled(&SPEC, &service.log());
    assert!(missing.is_empty(), "never called: {missing:?}");
    println!("{}", mock.report("vplan").unwrap_or_else(|refused| panic!("{refused}")));
}

/// Every request as it went over the wire, in one snapshot per group of operations.
#[tokio::test]
async fn requests_on_the_wire() {
    let server = server().await;
    for group in GROUPS {
        server.clear();
        call(group, &server).await.expect("checked by the other tests");
        let texts: Vec<String> = server.log().iter().map(as_text).collect();
        insta::assert_snapshot!(group, texts.join("\n\n"));
    }
}

/// A request without what differs from run to run: address, version, credentials, boundary, order of form fields.
fn as_text(entry: &Entry) -> String {
    let request = &entry.request;
    let mut text = format!("{}: {} {}", entry.operation.as_deref().unwrap_or("?"), request.method, request.target);
    for (name, value) in &request.headers {
        let name = name.to_ascii_lowercase();
        let value = value.split("; boundary=").next().unwrap_or_default();
        if !["host", "user-agent", "content-length", "x-api-key", "x-api-env"].contains(&name.as_str()) {
            let _ = write!(text, "\n{name}: {value}");
        }
    }
    let body = String::from_utf8_lossy(&request.body);
    match request.header("Content-Type") {
        Some(kind) if kind.starts_with("multipart") => {
            let parts = plansmith_tests::spec::parts(kind, &request.body).expect("checked by the other tests");
            for part in parts {
                let _ = write!(text, "\n[{} {:?} {:?} {} bytes]", part.name, part.file_name, part.content_type, part.body.len());
            }
        }
        Some("application/x-www-form-urlencoded") => {
            let mut fields: Vec<&str> = body.split('&').collect();
            fields.sort_unstable();
            let _ = write!(text, "\n{}", fields.join("&"));
        }
        Some(_) => {
            let _ = write!(text, "\n{body}");
        }
        None => {}
    }
    text
}
