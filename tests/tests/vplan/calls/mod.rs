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
use plansmith_tests::http::Request;
use plansmith_tests::service::Entry;
use plansmith_tests::spec::{Direction, Place, Variant};
use plansmith_tests::vplan::Vplan;
use serde_json::Value;
use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use vplan_client::Error;

/// An identifier of anything.
pub(crate) const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/// A moment.
pub(crate) const TIME: &str = "2024-04-11T10:22:15Z";

const GROUPS: [&str; 5] = ["account", "boards", "collections", "orders", "people"];

/// Calls one group of operations.
async fn call(group: &str, server: &Vplan) -> Result<(), Error> {
    let client = builder(server).build()?;
    match group {
        "account" => {
            // The authorization server has an address of its own, which a base URL does not change.
            account::authorize(&builder(server).transport(Detour(server.address())).build()?).await?;
            account::call(&client).await
        }
        "boards" => boards::call(&client).await,
        "collections" => collections::call(&client).await,
        "orders" => orders::call(&client).await,
        _ => people::call(&client).await,
    }
}

thread_local! {
    /// What the calls of this test returned, in `Debug` form.
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what a call returned, to compare it with what was sent.
fn see(answer: &impl Debug) {
    SEEN.with_borrow_mut(|seen| seen.push(format!("{answer:?}")));
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
async fn every_operation_parameter_and_property() {
    let server = call_everything(Variant::Full).await;
    let covered = server.covered();
    let missing: Vec<&str> =
        SPEC.operations().iter().map(|operation| operation.id.as_str()).filter(|id| !covered.contains(*id)).collect();
    assert!(missing.is_empty(), "never called: {missing:?}");
    let unused = unused_parameters(&server.log());
    assert!(unused.is_empty(), "never sent: {unused:#?}");
    let unsent = unsent_properties(&server.log());
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
async fn nothing_of_an_answer_is_lost() {
    SEEN.take();
    let server = call_everything(Variant::Full).await;
    let seen = SEEN.take();
    let log: Vec<Entry> = server.log().into_iter().filter(|entry| entry.operation.as_deref() != Some("authorize")).collect();
    assert_eq!(seen.len(), log.len());
    let mut lost = Vec::new();
    let mut compared = 0;
    for (entry, seen) in log.iter().zip(&seen) {
        let operation = entry.operation.as_deref().unwrap_or_default();
        let mut texts = Vec::new();
        made_up_texts(&serde_json::from_slice(&entry.answer).unwrap_or_default(), String::new(), &mut texts);
        compared += texts.len();
        let missing = texts.into_iter().filter(|(_, text)| !seen.contains(text));
        lost.extend(missing.map(|(path, text)| format!("{operation} {path}: {text}")));
        if seen.contains("Other(") {
            lost.push(format!("{operation}: a value fits no variant: {seen}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(compared > 1000, "only {compared} texts were compared");
}

/// The texts in a value that no enum has, with their paths.
fn made_up_texts(value: &Value, path: String, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, child)| made_up_texts(child, format!("{path}/{key}"), out)),
        Value::Array(items) => items.iter().for_each(|item| made_up_texts(item, format!("{path}/0"), out)),
        Value::String(text) if text.contains(|char: char| char.is_ascii_digit()) => out.push((path, text.clone())),
        _ => {}
    }
}

/// Query and header parameters of the spec that no request carried.
fn unused_parameters(log: &[Entry]) -> Vec<String> {
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

/// Top-level properties of JSON bodies that no request carried.
fn unsent_properties(log: &[Entry]) -> Vec<String> {
    let mut unsent = Vec::new();
    for operation in SPEC.operations() {
        let media = operation.body.iter().flat_map(|body| &body.content).find(|media| media.content_type == "application/json");
        let Some(media) = media else { continue };
        let requests = log.iter().filter(|entry| entry.operation.as_ref() == Some(&operation.id));
        let bodies: Vec<_> = requests.map(|entry| entry.request.json()).collect();
        for name in SPEC.properties(&media.schema, Direction::Sent) {
            if !bodies.iter().any(|body| body.get(&name).is_some()) {
                unsent.push(format!("{} {name}", operation.id));
            }
        }
    }
    unsent
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
