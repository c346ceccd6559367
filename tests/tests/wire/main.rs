//! The crate that is generated from `fixtures/course/wire.yaml`, over real sockets: what leaves the client byte by
//! byte, and what it makes of responses.

mod bodies;
mod newest;
mod odd;
mod own;
mod params;
mod responses;
mod security;
mod servers;
mod streams;
mod values;
mod webhooks;

use plansmith_runtime::{ClientBuilder, Retry};
use plansmith_tests::http::{Handler, Listener, Reply, Request};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use wire_client::Client;

/// A server that records each request as it came and gives the responses it was told to, in order.
struct Exchange {
    listener: Listener,
    shared: Arc<Shared>,
}

struct Shared {
    seen: Mutex<Vec<Request>>,
    replies: Mutex<VecDeque<Reply>>,
}

impl Handler for Shared {
    /// Without a scripted response a body comes back as it is, and its absence as 204.
    fn response(&self, request: &Request) -> Reply {
        self.seen.lock().expect("no test panics inside").push(request.clone());
        let scripted = self.replies.lock().expect("no test panics inside").pop_front();
        scripted.unwrap_or_else(|| match request.header("Content-Type") {
            Some(media) if !request.body.is_empty() => Reply::body(200, media, request.body.clone()),
            _ => Reply::empty(204),
        })
    }
}

impl Exchange {
    /// Starts the server with its responses.
    async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let shared = Arc::new(Shared { seen: Mutex::default(), replies: Mutex::new(replies.into_iter().collect()) });
        let listener = Listener::start(Arc::clone(&shared) as Arc<dyn Handler>).await.expect("a port is free");
        Self { listener, shared }
    }

    /// Host and port.
    fn address(&self) -> String {
        self.listener.address().to_string()
    }

    fn builder(&self) -> ClientBuilder<Client> {
        Client::builder().base_url(format!("http://{}", self.address())).retry(Retry::never())
    }

    fn client(&self) -> Client {
        self.builder().build().expect("the settings are right")
    }

    /// The requests so far.
    fn seen(&self) -> Vec<Request> {
        self.shared.seen.lock().expect("no test panics inside").clone()
    }

    /// The last request.
    fn last(&self) -> Request {
        self.seen().pop().expect("a request arrived")
    }
}

/// The body of a request as text.
fn text(request: &Request) -> String {
    String::from_utf8(request.body.clone()).expect("the body is text")
}
