//! `callgrind SIDE CALL TIMES`: makes a call again and again over a transport that answers at once.
//!
//! `SIDE` is `client` (the generated vPlan client) or `hand` (the same call with `http` and `serde` only), `CALL` is
//! `get`, `list` or `create`. `callgrind verify` compares the requests of both sides: method, URL, headers, body.
//! `run.sh` counts instructions at two values of `TIMES`, so what happens once cancels out.

mod by_client;
mod by_hand;

use plansmith_runtime::Body;
use plansmith_runtime::transport::{BoxFuture, Transport, TransportError};
use std::sync::{Arc, Mutex};

/// Identifier that both sides ask for.
const ID: &str = "0b1e2f34-5678-4abc-9def-0123456789ab";
/// An activity as the server answers it.
const ACTIVITY: &str = r#"{"description":"Spray painting","code":"PAINT","item_id":null,"resource_type":"employee","default_duration":90,"day_max_duration":480,"billable":true,"hourly_rate":75,"external_ref":"ERP-10023","id":"0b1e2f34-5678-4abc-9def-0123456789ab","created_at":"2026-03-04T08:15:30+01:00","updated_at":"2026-03-05T09:16:31+01:00","archived_at":null}"#;

/// Answers every request with the same bytes.
#[derive(Clone)]
struct Null {
    body: Body,
    /// Keeps requests where they are compared.
    seen: Option<Arc<Mutex<Vec<String>>>>,
}

impl Null {
    fn new(call: &str) -> Self {
        let body = match call {
            "list" => format!(r#"{{"count":20,"limit":100,"offset":0,"data":[{}]}}"#, [ACTIVITY; 20].join(",")),
            _ => ACTIVITY.to_owned(),
        };
        Self { body: Body::from(body), seen: None }
    }
}

impl Transport for Null {
    fn execute(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if let Some(seen) = &self.seen {
            let mut headers: Vec<_> = request
                .headers()
                .iter()
                .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
                .collect();
            headers.sort();
            let body = request.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            seen.lock().expect("one thread").push(format!(
                "{} {}\n{}\n\n{}",
                request.method(),
                request.uri(),
                headers.join("\n"),
                body.unwrap_or_default()
            ));
        }
        let response = http::Response::builder().header("content-type", "application/json").body(self.body.clone());
        Box::pin(std::future::ready(Ok(response.expect("a valid response"))))
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["verify"] => runtime.block_on(verify()),
        [side @ ("client" | "hand"), call, times] => {
            let times = times.parse().expect("a number");
            let null = Null::new(call);
            if *side == "client" {
                runtime.block_on(by_client::run(null, call, times));
            } else {
                runtime.block_on(by_hand::run(null, call, times));
            }
        }
        _ => panic!("usage: callgrind verify | callgrind client|hand get|list|create TIMES"),
    }
}

/// Panics where the two sides do not send the same.
async fn verify() {
    for call in ["get", "list", "create"] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let null = Null { seen: Some(seen.clone()), ..Null::new(call) };
        by_client::run(null.clone(), call, 1).await;
        by_hand::run(null, call, 1).await;
        let seen = seen.lock().expect("one thread");
        assert_eq!(seen[0], seen[1], "the two sides of `{call}` send different requests");
        println!("{}\n", seen[0]);
    }
}
