//! The test bench tested by itself, with a raw client: if it were wrong, every other test would mean nothing.

mod checker;
mod curated;
mod samples;
mod server;

use plansmith_tests::http::{RawReply, send_raw};
use plansmith_tests::spec::Spec;
use plansmith_tests::vplan::{API_ENV, API_KEY, Vplan};
use std::path::Path;
use std::sync::Arc;

const KEY: [(&str, &str); 2] = [("X-Api-Key", API_KEY), ("X-Api-Env", API_ENV)];
const JSON: (&str, &str) = ("Content-Type", "application/json");

fn spec() -> Arc<Spec> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/spec");
    Arc::new(Spec::load(&folder).expect("the spec of the bench is right"))
}

async fn server() -> Vplan {
    Vplan::start(spec()).await.expect("a port is free")
}

async fn get(server: &Vplan, target: &str) -> RawReply {
    send_raw(server.address(), "GET", target, &KEY, b"").await.expect("a response")
}

async fn send(server: &Vplan, method: &str, target: &str, body: &str) -> RawReply {
    let headers = [KEY[0], KEY[1], JSON];
    let headers = if body.is_empty() { &headers[..2] } else { &headers[..] };
    send_raw(server.address(), method, target, headers, body.as_bytes()).await.expect("a response")
}
