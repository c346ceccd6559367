//! A request as it arrived and a reply as it shall leave.

use super::text::{decode_form, raw_pairs};
use serde_json::Value;
use std::fmt::Display;
use std::time::{Duration, Instant};

/// One request as it came over a socket.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, as sent.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// The headers in order, names as sent.
    pub headers: Vec<(String, String)>,
    /// The body without its transfer coding.
    pub body: Vec<u8>,
    /// The number of the connection, counted from one by the listener.
    pub connection: u64,
    /// When the last byte had arrived.
    pub at: Instant,
}

impl Request {
    /// The path, still encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    /// The query without its question mark, still encoded.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The decoded value of the first query parameter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        raw_pairs(self.query()).into_iter().find(|(key, _)| decode_form(key) == name).map(|(_, value)| decode_form(value))
    }

    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `Null` when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body read as a form.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(&self.body);
        raw_pairs(&text).into_iter().map(|(key, value)| (decode_form(key), decode_form(value))).collect()
    }
}

/// How a reply ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// The whole reply is sent and the connection stays open.
    #[default]
    Whole,
    /// The whole reply is sent with `Connection: close`.
    Close,
    /// The connection is closed before the first byte.
    Silence,
    /// The connection stays open and nothing is ever sent.
    Hang,
    /// The connection is closed after that many bytes of the body.
    Cut(usize),
    /// The body is repeated in chunks until the other side hangs up.
    Endless,
}

/// How a reply travels.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delivery {
    /// The time before the first byte.
    pub delay: Duration,
    /// Sends the body in chunks of that many bytes with that pause between them, chunked.
    pub chunks: Option<(usize, Duration)>,
    /// How it ends.
    pub ending: Ending,
}

/// A reply of the server.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers; the length is added while sending.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How it travels.
    pub delivery: Delivery,
}

impl Reply {
    /// A reply without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), delivery: Delivery::default() }
    }

    /// A reply with a body of that content type.
    #[must_use]
    pub fn body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status) }.header("Content-Type", content_type)
    }

    /// A JSON reply.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self::body(status, "application/json", body.to_string())
    }

    /// An HTML page.
    #[must_use]
    pub fn html(status: u16, title: &str) -> Self {
        let page = format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>");
        Self::body(status, "text/html; charset=utf-8", page)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.headers.push((name.to_owned(), format!("{value}")));
        self
    }

    /// Waits before the first byte.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delivery.delay = delay;
        self
    }

    /// Sends the body in pieces of `size` bytes with a pause between them.
    #[must_use]
    pub fn trickled(mut self, size: usize, pause: Duration) -> Self {
        self.delivery.chunks = Some((size.max(1), pause));
        self
    }

    /// Chooses how the reply ends.
    #[must_use]
    pub fn ending(mut self, ending: Ending) -> Self {
        self.delivery.ending = ending;
        self
    }
}
