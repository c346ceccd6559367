//! [`Body`]: the bytes of a request or an answer, complete or as a stream.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::BoxError;
use crate::stream::ByteStream;

/// The bytes of a request or an answer.
///
/// A clone shares the content. A one-time stream goes to whichever clone is sent first;
/// bytes and [replayable](Body::replayable) streams can be sent again, so that a failed call may be repeated.
#[derive(Clone)]
pub struct Body(Repr);

#[derive(Clone)]
enum Repr {
    Bytes(Bytes),
    Once { stream: Arc<Mutex<Option<ByteStream>>>, length: Option<u64> },
    Replay { open: Arc<dyn Fn() -> ByteStream + Send + Sync>, length: Option<u64> },
    Chain(Arc<[Body]>),
}

impl Body {
    /// No bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Repr::Bytes(Bytes::new()))
    }

    /// A stream that can be read once. `length` is its size in bytes when it is known;
    /// otherwise the request is sent in chunks.
    pub fn stream<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::once(ByteStream::new(stream), length)
    }

    /// A stream that `open` can start any number of times, such as a file: the request may be repeated.
    pub fn replayable<S, B, E>(open: impl Fn() -> S + Send + Sync + 'static, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self(Repr::Replay { open: Arc::new(move || ByteStream::new(open())), length })
    }

    pub(crate) fn once(stream: ByteStream, length: Option<u64>) -> Self {
        Self(Repr::Once { stream: Arc::new(Mutex::new(Some(stream))), length })
    }

    pub(crate) fn chain(parts: Vec<Body>) -> Self {
        Self(Repr::Chain(parts.into()))
    }

    /// The size in bytes, when it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Repr::Bytes(bytes) => Some(bytes.len() as u64),
            Repr::Once { length, .. } | Repr::Replay { length, .. } => *length,
            // A sum beyond 64 bits is as good as unknown.
            Repr::Chain(parts) => parts.iter().try_fold(0u64, |sum, part| sum.checked_add(part.length()?)),
        }
    }

    /// The content, when it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Repr::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the body can be sent more than once.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.0 {
            Repr::Bytes(_) | Repr::Replay { .. } => true,
            Repr::Once { .. } => false,
            Repr::Chain(parts) => parts.iter().all(Body::is_replayable),
        }
    }

    /// Whether a one-time stream in it was already taken.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.0 {
            Repr::Once { stream, .. } => stream.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
            Repr::Chain(parts) => parts.iter().any(Body::is_spent),
            Repr::Bytes(_) | Repr::Replay { .. } => false,
        }
    }

    /// The content as a stream. A one-time stream that was already taken yields an error.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        match self.0 {
            Repr::Bytes(bytes) => ByteStream::ready(bytes),
            Repr::Once { stream, .. } => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.unwrap_or_else(ByteStream::spent)
            }
            Repr::Replay { open, .. } => open(),
            Repr::Chain(parts) => ByteStream::chain(parts),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Repr::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl From<ByteStream> for Body {
    /// A download can be sent on as an upload.
    fn from(stream: ByteStream) -> Self {
        Self::once(stream, None)
    }
}

impl fmt::Debug for Body {
    /// The size only: a body may hold what must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_knows_its_length_only_when_every_part_does() {
        let known = Body::chain(vec![Body::from("ab"), Body::from("c")]);
        assert_eq!(known.length(), Some(3));
        let open = Body::chain(vec![Body::from("ab"), Body::once(ByteStream::ready(Bytes::new()), None)]);
        assert_eq!(open.length(), None);
        assert!(known.is_replayable() && !open.is_replayable());
        let endless = Body::once(ByteStream::ready(Bytes::new()), Some(u64::MAX));
        assert_eq!(Body::chain(vec![Body::from("ab"), endless]).length(), None);
    }

    #[tokio::test]
    async fn a_one_time_stream_is_read_once() {
        let body = Body::once(ByteStream::ready("abc".into()), None);
        assert_eq!(body.clone().into_stream().collect().await.unwrap(), "abc");
        assert!(body.into_stream().collect().await.is_err());
    }

    #[tokio::test]
    async fn a_chain_is_read_in_order() {
        let body = Body::chain(vec![Body::from("ab"), Body::from(""), Body::chain(vec![Body::from("c")]), Body::from("d")]);
        assert_eq!(body.into_stream().collect().await.unwrap(), "abcd");
    }
}
