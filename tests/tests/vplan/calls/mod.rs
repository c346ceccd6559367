//! Every operation, called by hand and judged by the checker.
//!
//! Each call sets every parameter its operation has. Bodies come from the spec, through the sent type and back: what
//! arrives has to be what the spec made up. Answers come in three variants: everything, the least, and null wherever
//! that is allowed.

mod account;
mod boards;
mod collections;
mod orders;
mod people;

use crate::{SPEC, builder, server};
use plansmith_tests::http::Request;
use plansmith_tests::service::Entry;
use plansmith_tests::spec::{Direction, Use, Variant};
use plansmith_tests::vplan::Vplan;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Write as _;
use vplan_client::Client;

/// An identifier of anything.
const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/// A moment.
const TIME: &str = "2024-04-11T10:22:15Z";

/// A client, its server and the variant of all answers and bodies.
struct Trial {
    client: Client,
    server: Vplan,
    variant: Variant,
}

impl Trial {
    async fn new(variant: Variant) -> Self {
        let server = server().await;
        server.answer_with(variant);
        let client = crate::auth::all_servers(builder(&server), &server).build().expect("a client");
        Self { client, server, variant }
    }

    /// A body for an operation, made up from its schema and read by the client's own type.
    fn body<T: DeserializeOwned>(&self, operation: &str) -> T {
        serde_json::from_value(sent(operation, self.variant)).unwrap_or_else(|error| panic!("{operation}: {error}"))
    }
}

/// The JSON body the spec makes up for an operation.
fn sent(operation: &str, variant: Variant) -> Value {
    let body = SPEC.operation(operation).and_then(|operation| operation.body.as_ref()).expect("an operation with a body");
    let media = body.content.first().expect("a content type");
    let usage = Use { direction: Direction::Sent, partial: media.partial };
    SPEC.sample_for(&media.schema, usage, variant, 1)
}

async fn call_everything(variant: Variant) -> Trial {
    let trial = Trial::new(variant).await;
    for (name, result) in [
        ("account", account::call(&trial).await),
        ("boards", boards::call(&trial).await),
        ("collections", collections::call(&trial).await),
        ("orders", orders::call(&trial).await),
        ("people", people::call(&trial).await),
    ] {
        result.unwrap_or_else(|error| panic!("{variant:?} {name}: {error:?}\n{}", error_chain(&error)));
    }
    trial
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let _ = write!(text, "\n  caused by: {source}");
        next = source.source();
    }
    text
}

#[tokio::test]
async fn every_operation_with_everything() {
    let trial = call_everything(Variant::Full).await;
    trial.server.assert_conforms();
    let covered = trial.server.covered();
    let missing: Vec<&str> =
        SPEC.operations().iter().map(|operation| operation.id.as_str()).filter(|id| !covered.contains(*id)).collect();
    assert!(missing.is_empty(), "never called: {missing:?}");
    let unused = unused_parameters(&trial.server.log());
    assert!(unused.is_empty(), "never sent: {unused:#?}");
    for entry in trial.server.log() {
        let operation = entry.operation.expect("checked above");
        let is_json = entry.request.header("Content-Type") == Some("application/json");
        if is_json {
            assert_eq!(entry.request.json(), sent(&operation, Variant::Full), "{operation}: the body was changed on its way");
        }
    }
}

#[tokio::test]
async fn every_operation_with_the_least() {
    let trial = call_everything(Variant::Minimal).await;
    trial.server.assert_conforms();
}

#[tokio::test]
async fn every_operation_with_nulls() {
    let trial = call_everything(Variant::Nulls).await;
    trial.server.assert_conforms();
}

/// Query and header parameters of the spec that no request carried.
fn unused_parameters(log: &[Entry]) -> Vec<String> {
    use plansmith_tests::spec::Place;
    let mut unused = Vec::new();
    for operation in SPEC.operations() {
        let requests: Vec<&Request> =
            log.iter().filter(|entry| entry.operation.as_ref() == Some(&operation.id)).map(|entry| &entry.request).collect();
        for parameter in &operation.parameters {
            let carries = |request: &&Request| match parameter.place {
                Place::Query => request.parameter(&parameter.name).is_some(),
                Place::Header => request.header(&parameter.name).is_some(),
                Place::Path | Place::Cookie => true,
            };
            if !requests.iter().any(carries) {
                unused.push(format!("{} {}", operation.id, parameter.name));
            }
        }
    }
    unused
}

/// Every request as it went over the wire, in one snapshot per group of operations.
#[tokio::test]
async fn requests_on_the_wire() {
    let trial = Trial::new(Variant::Full).await;
    let mut before = 0;
    for group in ["account", "boards", "collections", "orders", "people"] {
        let result = match group {
            "account" => account::call(&trial).await,
            "boards" => boards::call(&trial).await,
            "collections" => collections::call(&trial).await,
            "orders" => orders::call(&trial).await,
            _ => people::call(&trial).await,
        };
        result.expect("checked by the other tests");
        let log = trial.server.log();
        let texts: Vec<String> = log[before..].iter().map(as_text).collect();
        before = log.len();
        insta::assert_snapshot!(group, texts.join("\n\n"));
    }
}

/// A request without what differs from run to run: address, version, credentials, boundary.
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
        Some(_) => {
            let _ = write!(text, "\n{body}");
        }
        None => {}
    }
    text
}
