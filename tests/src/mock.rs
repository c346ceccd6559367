//! A mock server that another party wrote, behind the test server: its responses go to the client, its refusals are counted.
//!
//! `scripts/mock.py` starts the mock, which reads the same description, and the tests that are ignored without one.

use crate::http::{Reply, Request};
use crate::service::{Behaviour, Incoming};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The variable with the address of the mock, such as `127.0.0.1:4010`.
pub const ADDRESS: &str = "PLANSMITH_MOCK";

/// Longer than a mock takes for its largest response.
const PATIENCE: Duration = Duration::from_secs(60);
/// Headers of one connection, which are not passed on.
const OF_THE_CONNECTION: [&str; 4] = ["host", "connection", "content-length", "transfer-encoding"];

/// Passes requests on to a mock.
#[derive(Debug)]
pub struct Mock {
    address: String,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    requests: usize,
    operations: BTreeSet<String>,
    refused: Vec<String>,
}

impl Mock {
    /// The mock at the address in [`ADDRESS`].
    ///
    /// # Panics
    ///
    /// When the variable is not set.
    #[must_use]
    pub fn from_env() -> Self {
        let address = std::env::var(ADDRESS).unwrap_or_else(|_| panic!("{ADDRESS} is not set; run scripts/mock.py"));
        Self { address, seen: Mutex::default() }
    }

    /// What was refused, after a line with what was asked: `vplan: 135 operations, 141 requests, 0 refused`.
    ///
    /// # Errors
    ///
    /// The same with a line for each refused request, when there are any.
    pub fn report(&self, api: &str) -> Result<String, String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = &seen.refused;
        let line = format!("{api}: {} operations, {} requests, {} refused", seen.operations.len(), seen.requests, refused.len());
        if refused.is_empty() { Ok(line) } else { Err(format!("{line}\n{}", refused.join("\n"))) }
    }

    fn send(&self, request: &Request, path: &str) -> std::io::Result<Reply> {
        let query = if request.query().is_empty() { String::new() } else { format!("?{}", request.query()) };
        // A server of HTTP/1.0 clients sends no chunks and closes the connection after its response.
        let mut message = format!("{} {path}{query} HTTP/1.0\r\nHost: {}\r\n", request.method, self.address);
        for (name, value) in &request.headers {
            if !OF_THE_CONNECTION.contains(&name.to_ascii_lowercase().as_str()) {
                let _ = write!(message, "{name}: {value}\r\n");
            }
        }
        if !request.body.is_empty() {
            let _ = write!(message, "Content-Length: {}\r\n", request.body.len());
        }
        message.push_str("\r\n");
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&[message.as_bytes(), &request.body].concat())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let response = crate::http::parse(&bytes).ok_or_else(|| std::io::Error::other("no HTTP response"))?;
        let headers = response.headers.into_iter();
        let headers = headers.filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.to_ascii_lowercase().as_str()));
        Ok(Reply { headers: headers.collect(), body: response.body, ..Reply::empty(response.status) })
    }
}

impl Behaviour for Mock {
    fn response(&self, call: &Incoming<'_>) -> Option<Reply> {
        let request = call.request;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.requests += 1;
        let name = call.operation.map_or("no operation", |operation| operation.id.as_str());
        seen.operations.insert(name.to_owned());
        let problem = match self.send(request, call.path) {
            Ok(reply) if reply.status < 400 => return Some(reply),
            Ok(reply) => format!("{} {}", reply.status, String::from_utf8_lossy(&reply.body)),
            Err(error) => error.to_string(),
        };
        seen.refused.push(format!("  {name}: {} {}: {problem}", request.method, request.target));
        // The response comes from the description then, so that the calls after this one are made too.
        None
    }
}
