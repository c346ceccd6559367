//! Server-sent events (WHATWG HTML, section 9.2).

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind, Received};
use crate::stream::ByteStream;
use crate::wire;

/// The longest line or event that is kept; a server that sends more is not sending events.
const LONGEST: usize = 16 * 1024 * 1024;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The event's type; `message` when the server names none.
    pub event: String,
    /// The last id the server sent; empty when it sent none.
    pub id: String,
    /// The data: decoded from JSON, or the text as received where the type is a string.
    pub data: T,
}

/// The events of a response as they arrive: a [`Stream`], with [`try_next`](EventStream::try_next) for code without stream helpers.
///
/// Ends when the server closes the connection or sends data that is exactly `[DONE]`. It is not reconnected:
/// [`last_event_id`](EventStream::last_event_id) and [`retry`](EventStream::retry) tell how a caller may.
pub struct EventStream<T> {
    bytes: ByteStream,
    parser: Parser,
    /// The id of the last event that was handed out, and of blocks after it that set an id and had no data.
    last_id: String,
    operation: &'static str,
    /// The response the events are in, for errors.
    head: Option<Received>,
    done: bool,
    data: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> EventStream<T> {
    pub(crate) fn new(bytes: ByteStream, operation: &'static str) -> Self {
        // A quiet server is no failure here.
        Self {
            bytes: bytes.without_idle_limit(),
            parser: Parser::default(),
            last_id: String::new(),
            operation,
            head: None,
            done: false,
            data: PhantomData,
        }
    }

    /// Says which response the events are in.
    pub(crate) fn of(mut self, head: Received) -> Self {
        self.head = Some(head);
        self
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when the data of one event is not what the API describes (they are the body of the error, and the next
    /// call goes on with the event after it), or when the connection breaks (the stream has ended then).
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        poll_fn(|cx| self.poll_event(cx)).await.transpose()
    }

    /// The id to send as `Last-Event-ID` when asking again: that of the last event this stream handed out, so that none of
    /// those behind it is missed.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.last_id
    }

    /// How long the server asks to wait before asking again.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            if self.done {
                return Poll::Ready(None);
            }
            if let Some(mut raw) = self.parser.events.pop_front() {
                self.last_id.clone_from(&raw.id);
                let Some(data) = raw.data.take() else { continue };
                if data == "[DONE]" {
                    self.done = true;
                    continue;
                }
                let read = wire::from_event(&data).or_else(|failure| inner(&data, &mut raw).ok_or(failure));
                return Poll::Ready(Some(match read {
                    Ok(data) => Ok(Event { event: raw.event, id: raw.id, data }),
                    // Data without a word only keep the connection alive where they are no text.
                    Err(_) if data.trim_ascii().is_empty() => continue,
                    Err(failure) => {
                        let error = Error::new(ErrorKind::Decode, self.operation);
                        let mut error = error.summary("an event is not what the API describes").undecoded(failure);
                        if raw.event != "message" {
                            error = error.context(format!("its type is `{}`", raw.event));
                        }
                        Err(error.about(self.head.as_ref(), data.as_bytes()))
                    }
                }));
            }
            match ready!(self.bytes.poll_chunk(cx)) {
                Some(Ok(chunk)) => {
                    if !self.parser.push(&chunk) {
                        self.done = true;
                        return Poll::Ready(Some(Err(Error::new(ErrorKind::BodyTooLarge, self.operation))));
                    }
                }
                Some(Err(error)) => {
                    self.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.done = true,
            }
        }
    }
}

/// The data inside data that are an event once more, as some servers write it: descriptions of events as objects fit both. Its
/// type and id count where the event around it has none.
fn inner<T: DeserializeOwned>(data: &str, event: &mut RawEvent) -> Option<T> {
    let fields: BTreeMap<&str, &RawValue> = serde_json::from_str(data).ok()?;
    let is_event = fields.keys().all(|name| matches!(*name, "data" | "event" | "id" | "retry"));
    let data = fields.get("data").filter(|_| is_event).and_then(|data| wire::from_event(data.get()).ok())?;
    let text = |name: &str| fields.get(name).map(|value| value.get().trim_matches('"')).filter(|text| *text != "null");
    if let Some(name) = text("event").filter(|_| event.event == "message") {
        name.clone_into(&mut event.event);
    }
    if let Some(id) = text("id").filter(|_| event.id.is_empty()) {
        id.clone_into(&mut event.id);
    }
    Some(data)
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(cx)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("operation", &self.operation).finish_non_exhaustive()
    }
}

#[derive(Debug, PartialEq, Eq)]
struct RawEvent {
    event: String,
    id: String,
    /// `None` for a block without data: no event, but its id counts (WHATWG HTML, 9.2.6).
    data: Option<String>,
}

/// Bytes in, events out. Chunks may end anywhere, within a character or a line break too.
#[derive(Default)]
struct Parser {
    line: Vec<u8>,
    started: bool,
    after_cr: bool,
    event: String,
    data: String,
    /// The id as the lines so far have it; it counts when a block ends.
    id: String,
    retry: Option<Duration>,
    events: VecDeque<RawEvent>,
}

impl Parser {
    /// Takes a chunk; `false` when a line or an event is too long.
    fn push(&mut self, chunk: &[u8]) -> bool {
        let mut rest = chunk;
        while !rest.is_empty() {
            if std::mem::take(&mut self.after_cr) && rest[0] == b'\n' {
                rest = &rest[1..];
                continue;
            }
            let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
                self.line.extend_from_slice(rest);
                break;
            };
            self.line.extend_from_slice(&rest[..end]);
            self.after_cr = rest[end] == b'\r';
            rest = &rest[end + 1..];
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        self.line.len() <= LONGEST && self.data.len() <= LONGEST
    }

    fn take_line(&mut self, line: &[u8]) {
        let line = match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if !self.started => rest,
            _ => line,
        };
        self.started = true;
        let line = String::from_utf8_lossy(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) => {
                // A number beyond what fits is ignored like any other text.
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        let data = data.pop().is_some().then_some(data);
        let event = if event.is_empty() { "message".to_owned() } else { event };
        self.events.push_back(RawEvent { event, id: self.id.clone(), data });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(chunks: &[&[u8]]) -> Vec<(String, String, String)> {
        let mut parser = Parser::default();
        for chunk in chunks {
            assert!(parser.push(chunk));
        }
        parser.events.into_iter().filter_map(|e| Some((e.event, e.id, e.data?))).collect()
    }

    fn event(event: &str, id: &str, data: &str) -> (String, String, String) {
        (event.into(), id.into(), data.into())
    }

    #[test]
    fn the_examples_of_the_standard() {
        assert_eq!(
            events(&[b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"]),
            [event("message", "1", "first event"), event("message", "", "second event"), event("message", "", " third event")]
        );
        assert_eq!(
            events(&[b"data\n\ndata\ndata\n\ndata:"]),
            [event("message", "", ""), event("message", "", "\n")],
            "an event without its blank line is dropped"
        );
        assert_eq!(events(&[b"event: add\ndata: YHOO\ndata: +2\ndata: 10\n\n"]), [event("add", "", "YHOO\n+2\n10")]);
    }

    #[test]
    fn every_line_end_and_every_split() {
        let text = b"\xEF\xBB\xBFdata: \xC3\xA4\r\n\r\nid: 7\rdata: b\r\rretry: 20\nretry: x\nevent: e\n\ndata: c\n\n";
        let whole = events(&[text]);
        assert_eq!(whole, [event("message", "", "ä"), event("message", "7", "b"), event("message", "7", "c")]);
        for cut in 0..text.len() {
            assert_eq!(events(&[&text[..cut], &text[cut..]]), whole, "cut at {cut}");
        }
    }

    #[tokio::test]
    async fn done_ends_the_stream_and_a_bad_event_does_not() {
        let text = "retry: 1500\nid: 9\ndata: 1\n\ndata: x\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
        let mut stream = EventStream::<i32>::new(ByteStream::ready(text.into()), "watch");
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
        let error = stream.try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, "watch"));
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 2);
        assert_eq!(stream.try_next().await.unwrap(), None);
        assert_eq!((stream.last_event_id(), stream.retry()), ("9", Some(Duration::from_millis(1500))));
    }

    #[tokio::test]
    async fn events_without_a_word_keep_alive() {
        let text = "id: 1\ndata:\n\nevent: ping\ndata: \n\ndata: 7\n\n";
        let mut stream = EventStream::<i32>::new(ByteStream::ready(text.into()), "watch");
        assert_eq!(stream.try_next().await.unwrap().map(|event| (event.data, event.id)), Some((7, "1".to_owned())));
        let mut stream = EventStream::<String>::new(ByteStream::ready(text.into()), "watch");
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, "", "a string may be empty");
    }

    #[tokio::test]
    async fn data_may_be_an_event_once_more() {
        let text = "data: {\"event\": \"n\", \"id\": 3, \"data\": 7}\n\nid: 4\ndata: {\"data\": 7, \"more\": 1}\n\n";
        let mut stream = EventStream::<i32>::new(ByteStream::ready(text.into()), "watch");
        let event = stream.try_next().await.unwrap().unwrap();
        assert_eq!((event.event.as_str(), event.id.as_str(), event.data), ("n", "3", 7));
        assert!(stream.try_next().await.is_err());
    }

    #[tokio::test]
    async fn an_id_counts_when_its_event_is_handed_out() {
        let text = "id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\n\nid: 4\nretry: 9\nretry: 99999999999999999999999\ndata: c";
        let mut stream = EventStream::<String>::new(ByteStream::ready(text.into()), "watch");
        assert_eq!(stream.last_event_id(), "");
        for (data, id) in [(Some("a"), "1"), (Some("b"), "2"), (None, "3")] {
            let event = stream.try_next().await.unwrap();
            assert_eq!((event.as_ref().map(|event| event.data.as_str()), stream.last_event_id()), (data, id));
        }
        assert_eq!(stream.retry(), Some(Duration::from_millis(9)), "a number that does not fit is ignored");
    }
}
