//! JSON values one after the other: lines of JSON (`application/jsonl`, `application/x-ndjson`) and JSON text sequences
//! (RFC 7464, `application/json-seq`).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Received};
use crate::stream::ByteStream;
use crate::wire;

/// The longest value that is kept; a server that sends more is not sending a sequence.
const LONGEST: usize = 16 * 1024 * 1024;
/// What a text of a JSON text sequence begins with (RFC 7464, 2.2). No JSON begins with it.
const RECORD: u8 = 0x1E;

/// The JSON values of a response as they arrive: a [`Stream`], with [`try_next`](JsonStream::try_next) for code without stream
/// helpers.
///
/// A value ends with its line; in a JSON text sequence, which begins with the character U+001E, it ends where the next one
/// begins. Empty lines say nothing. Ends when the server ends the body.
pub struct JsonStream<T> {
    bytes: ByteStream,
    /// What has arrived and is not handed out.
    buffer: Vec<u8>,
    /// Where the next value begins in the buffer, and how far it was looked through for its end.
    start: usize,
    searched: usize,
    /// What separates values; known with the first byte that is no white space.
    separator: Option<u8>,
    operation: &'static str,
    /// The response the values are in, for errors.
    head: Option<Received>,
    ended: bool,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonStream<T> {
    pub(crate) fn new(bytes: ByteStream, operation: &'static str) -> Self {
        Self {
            // A quiet server is no failure here.
            bytes: bytes.without_idle_limit(),
            buffer: Vec::new(),
            start: 0,
            searched: 0,
            separator: None,
            operation,
            head: None,
            ended: false,
            value: PhantomData,
        }
    }

    /// Says which response the values are in.
    pub(crate) fn of(mut self, head: Received) -> Self {
        self.head = Some(head);
        self
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when one value is not what the API describes (it is the body of the error, and the next call goes on
    /// with the value after it), or
    /// when the connection breaks (the stream has ended then).
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| self.poll_value(cx)).await.transpose()
    }

    fn poll_value(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some((start, end)) = self.next_text() {
                let text = &self.buffer[start..end];
                let value = wire::from_slice(text).map_err(|failure| {
                    let error = Error::new(ErrorKind::Decode, self.operation);
                    let error = error.summary("a value of the sequence is not what the API describes").undecoded(failure);
                    error.about(self.head.as_ref(), text)
                });
                return Poll::Ready(Some(value));
            }
            if self.ended {
                return Poll::Ready(None);
            }
            self.buffer.drain(..self.start);
            self.searched -= self.start;
            self.start = 0;
            match ready!(self.bytes.poll_chunk(cx)) {
                Some(Ok(chunk)) if self.buffer.len() + chunk.len() <= LONGEST => self.buffer.extend_from_slice(&chunk),
                Some(Ok(_)) => {
                    self.stop();
                    return Poll::Ready(Some(Err(Error::new(ErrorKind::BodyTooLarge, self.operation))));
                }
                Some(Err(error)) => {
                    self.stop();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
    }

    /// Where the next complete value is in the buffer, without white space around it.
    fn next_text(&mut self) -> Option<(usize, usize)> {
        loop {
            let separator = self.separator()?;
            let end = self.buffer[self.searched..].iter().position(|byte| *byte == separator).map(|at| self.searched + at);
            let (from, to) = match end {
                Some(end) => (self.start, end),
                // The last line may lack its end.
                None if self.ended => (self.start, self.buffer.len()),
                None => {
                    self.searched = self.buffer.len();
                    return None;
                }
            };
            self.start = end.map_or(to, |end| end + 1);
            self.searched = self.start;
            let text = &self.buffer[from..to];
            let begin = from + (text.len() - text.trim_ascii_start().len());
            if begin < to {
                return Some((begin, begin + self.buffer[begin..to].trim_ascii_end().len()));
            }
            end?;
        }
    }

    fn separator(&mut self) -> Option<u8> {
        if self.separator.is_none() {
            // A byte order mark is no part of a value.
            if self.buffer.starts_with(b"\xEF\xBB\xBF") {
                self.start = 3;
                self.searched = 3;
            }
            let first = self.buffer[self.start..].trim_ascii_start().first().filter(|byte| **byte != 0xEF)?;
            self.separator = Some(if *first == RECORD { RECORD } else { b'\n' });
        }
        self.separator
    }

    fn stop(&mut self) {
        self.ended = true;
        self.buffer.clear();
        self.start = 0;
        self.searched = 0;
    }
}

impl<T: DeserializeOwned> Stream for JsonStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_value(cx)
    }
}

impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonStream").field("operation", &self.operation).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;

    async fn values(chunks: Vec<Vec<u8>>) -> Vec<String> {
        let chunks = chunks.into_iter().map(Ok::<_, std::convert::Infallible>);
        let mut stream = JsonStream::<Value>::new(ByteStream::new(Chunks(chunks.collect())), "watch");
        let mut out = Vec::new();
        loop {
            match stream.try_next().await {
                Ok(Some(value)) => out.push(value.to_string()),
                Ok(None) => return out,
                Err(error) => out.push(format!("{:?}", error.kind())),
            }
        }
    }

    struct Chunks(std::collections::VecDeque<Result<Vec<u8>, std::convert::Infallible>>);

    impl Stream for Chunks {
        type Item = Result<Vec<u8>, std::convert::Infallible>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front())
        }
    }

    #[tokio::test]
    async fn lines_and_sequences_at_every_split() {
        let lines: &[u8] = b"\xEF\xBB\xBF\n{\"a\":1}\r\n\n [1,\"\xC3\xA4\"] \nnull\n5";
        let sequence: &[u8] = b"\x1E{\"a\":\n1}\n\x1E[1,\n\"\xC3\xA4\"]\n\x1E\x1Enull\n\x1E5\n";
        for text in [lines, sequence] {
            for cut in 0..=text.len() {
                let found = values(vec![text[..cut].to_vec(), text[cut..].to_vec()]).await;
                assert_eq!(found, [r#"{"a":1}"#, r#"[1,"ä"]"#, "null", "5"], "cut at {cut}");
            }
        }
        assert!(values(vec![Vec::new(), b"\n \r\n".to_vec()]).await.is_empty());
    }

    #[tokio::test]
    async fn a_bad_value_does_not_end_the_stream() {
        assert_eq!(values(vec![b"1\n{x\n2\n".to_vec()]).await, ["1", "Decode", "2"]);
    }

    #[tokio::test]
    async fn a_value_without_end_is_not_kept() {
        let chunk = vec![b'1'; LONGEST / 2 + 1];
        assert_eq!(values(vec![chunk.clone(), chunk, b"\n2\n".to_vec()]).await, ["BodyTooLarge"]);
    }
}
