//! Lists over real sockets: the crate of `fixtures/course/paging.yaml`, with an operation for each style, and those of the
//! overlays in `examples/overlays`, against servers that page as the vendors do.

mod github;
mod idempotency;
mod published;
mod stripe;
mod styles;
mod twilio;

use plansmith_runtime::Retry;
use plansmith_tests::http::{Handler, Listener, Reply, Request};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server that answers by a function and keeps what it was asked.
struct Server {
    listener: Listener,
    script: Arc<Script>,
}

type RawResponse = Box<dyn Fn(&Request, usize) -> Reply + Send + Sync>;

struct Script {
    response: RawResponse,
    seen: Mutex<Vec<Request>>,
}

impl Handler for Script {
    fn response(&self, request: &Request) -> Reply {
        let mut seen = self.seen.lock().expect("no test panics inside");
        seen.push(request.clone());
        (self.response)(request, seen.len() - 1)
    }
}

impl Server {
    /// Starts a server; `response` gets the request and its number, from 0.
    async fn start(response: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let script = Arc::new(Script { response: Box::new(response), seen: Mutex::default() });
        let listener = Listener::start(Arc::clone(&script) as Arc<dyn Handler>).await.expect("a port is free");
        Self { listener, script }
    }

    fn url(&self) -> String {
        format!("http://{}", self.listener.address())
    }

    fn seen(&self) -> Vec<Request> {
        self.script.seen.lock().expect("no test panics inside").clone()
    }

    /// Path and query of each request.
    fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|request| request.target).collect()
    }
}

/// Repetitions that wait for nothing.
fn quick() -> Retry {
    Retry::new().attempts(3).base_delay(Duration::from_millis(2))
}

/// Scheme, host and port that a request was sent to, for absolute links.
fn origin(request: &Request) -> String {
    format!("http://{}", request.header("Host").expect("every request names its host"))
}
