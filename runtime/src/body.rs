//! [`Body`]: the bytes of a request or a response, complete or as a stream.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(any(feature = "tower", all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown")))))]
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::BoxError;
#[cfg(any(feature = "tower", all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown")))))]
use crate::error::Error;
use crate::redact;
use crate::secret::Secret;
use crate::stream::ByteStream;

/// The bytes of a request or a response.
///
/// A clone shares the content. A one-time stream goes to whichever clone is sent first;
/// bytes and [replayable](Body::replayable) streams can be sent again, so that a failed call may be repeated.
#[derive(Clone)]
pub struct Body {
    repr: Repr,
    /// Secrets in the content, for texts that show it.
    hidden: Option<Arc<[Secret]>>,
}

#[derive(Clone)]
enum Repr {
    Bytes(Bytes),
    /// `exact`: the stream must have the stated length.
    Once {
        stream: Arc<Mutex<Option<ByteStream>>>,
        length: Option<u64>,
        exact: bool,
    },
    Replay {
        open: Arc<dyn Fn() -> ByteStream + Send + Sync>,
        length: Option<u64>,
    },
    Chain(Arc<[Body]>),
}

impl Body {
    /// No bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self::of(Repr::Bytes(Bytes::new()))
    }

    const fn of(repr: Repr) -> Self {
        Self { repr, hidden: None }
    }

    /// A stream that can be read once. `length` is its size in bytes when it is known;
    /// otherwise the request is sent in chunks. A stream that is longer or shorter than stated fails the request.
    pub fn stream<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::of(Repr::Once { stream: Arc::new(Mutex::new(Some(ByteStream::new(stream)))), length, exact: true })
    }

    /// A stream that `open` can start any number of times, such as a file: the request may be repeated.
    pub fn replayable<S, B, E>(open: impl Fn() -> S + Send + Sync + 'static, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::of(Repr::Replay { open: Arc::new(move || ByteStream::new(open())), length })
    }

    /// A stream whose length, if one is given, is known from elsewhere.
    pub(crate) fn once(stream: ByteStream, length: Option<u64>) -> Self {
        Self::of(Repr::Once { stream: Arc::new(Mutex::new(Some(stream))), length, exact: false })
    }

    pub(crate) fn chain(parts: Vec<Body>) -> Self {
        Self::of(Repr::Chain(parts.into()))
    }

    /// The same body with a stated length: a stream that has another one fails.
    pub(crate) fn with_length(self, length: u64) -> Self {
        let open = self.is_replayable().then(|| self.clone());
        let hidden = self.hidden.clone();
        let repr = match open {
            Some(body) => Repr::Replay { open: Arc::new(move || body.clone().into_stream()), length: Some(length) },
            None => Repr::Once { stream: Arc::new(Mutex::new(Some(self.into_stream()))), length: Some(length), exact: true },
        };
        Self { repr, hidden }
    }

    /// Names secrets in the content, which texts about it leave out.
    pub(crate) fn hiding(mut self, mut secrets: Vec<Secret>) -> Self {
        if !secrets.is_empty() {
            secrets.extend_from_slice(self.hidden());
            self.hidden = Some(secrets.into());
        }
        self
    }

    pub(crate) fn hidden(&self) -> &[Secret] {
        self.hidden.as_deref().unwrap_or_default()
    }

    /// The size in bytes, when it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.repr {
            Repr::Bytes(bytes) => Some(bytes.len() as u64),
            Repr::Once { length, .. } | Repr::Replay { length, .. } => *length,
            // More than fits is as good as unknown.
            Repr::Chain(parts) => parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(part.length()?)),
        }
    }

    /// The content, when it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.repr {
            Repr::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the body can be sent more than once.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.repr {
            Repr::Bytes(_) | Repr::Replay { .. } => true,
            Repr::Once { .. } => false,
            Repr::Chain(parts) => parts.iter().all(Body::is_replayable),
        }
    }

    /// Whether a one-time stream in it was already taken.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.repr {
            Repr::Once { stream, .. } => stream.lock().unwrap_or_else(PoisonError::into_inner).is_none(),
            Repr::Chain(parts) => parts.iter().any(Body::is_spent),
            Repr::Bytes(_) | Repr::Replay { .. } => false,
        }
    }

    /// The next chunk, for whoever reads the body in its place. After the first one its length is not known any more.
    #[cfg(any(feature = "tower", all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown")))))]
    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Repr::Once { stream, length: None, exact: false } = &self.repr
                && let Some(stream) = &mut *stream.lock().unwrap_or_else(PoisonError::into_inner)
            {
                return stream.poll_chunk(cx);
            }
            let stream = std::mem::take(self).into_stream();
            self.repr = Self::once(stream, None).repr;
        }
    }

    /// The content as a stream. A one-time stream that was already taken yields an error.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        match self.repr {
            Repr::Bytes(bytes) => ByteStream::ready(bytes),
            Repr::Once { stream, length, exact } => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                let stream = stream.unwrap_or_else(ByteStream::spent);
                if exact { stream.exactly(length) } else { stream }
            }
            Repr::Replay { open, length } => open().exactly(length),
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
        Self::of(Repr::Bytes(bytes))
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

/// A body with the media type it is sent as, for requests that take a range of them, such as `image/*`.
///
/// ```
/// use plansmith_runtime::MediaBody;
///
/// fn upload(body: impl Into<MediaBody>) -> MediaBody {
///     body.into()
/// }
/// assert_eq!(upload(("image/png", vec![1, 2])).media_type(), "image/png");
/// assert_eq!(upload(MediaBody::new("text/markdown", "# a")).media_type(), "text/markdown");
/// ```
#[derive(Clone, Debug)]
pub struct MediaBody {
    media_type: String,
    body: Body,
}

impl MediaBody {
    /// A body of a media type (RFC 9110, section 8.3.1), such as `image/png`.
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { media_type: media_type.into(), body: body.into() }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The media type and the body; where the media type is not one of a range, such as `image/*`, what is wrong with it.
    pub(crate) fn within(self, range: &str) -> Result<(String, Body), String> {
        let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (own, wanted) = (essence(&self.media_type), essence(range));
        let (main, sub) = own.split_once('/').unwrap_or_default();
        if main.is_empty() || sub.is_empty() || own.contains('*') {
            return Err(format!("`{}` is not a media type", self.media_type));
        }
        let fits = match wanted.split_once('/') {
            Some(("*", _)) | None => true,
            Some((wanted, "*")) => wanted == main,
            Some(_) => wanted == own,
        };
        if fits { Ok((self.media_type, self.body)) } else { Err(format!("`{}` is not one of `{range}`", self.media_type)) }
    }
}

impl<M: Into<String>, B: Into<Body>> From<(M, B)> for MediaBody {
    fn from((media_type, body): (M, B)) -> Self {
        Self::new(media_type, body)
    }
}

/// A body for people: text without its credentials, anything else as its size.
pub(crate) fn write_body(body: &Body, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match body.as_bytes().and_then(|bytes| redact::body(bytes, body.hidden())) {
        Some(text) => f.write_str(&text),
        None => write!(f, "[{body:?}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test]
    async fn a_stream_has_the_length_it_states() {
        let chunks = || Body::chain(vec![Body::from("abc"), Body::from(""), Body::from("de")]).into_stream();
        for (length, right) in
            [(None, true), (Some(5), true), (Some(4), false), (Some(3), false), (Some(0), false), (Some(6), false)]
        {
            for body in [Body::stream(chunks(), length), Body::replayable(chunks, length)] {
                let (all, error) = read(body).await;
                assert_eq!(error.is_none(), right, "{length:?}");
                match error {
                    None => assert_eq!(all, "abcde"),
                    // So that no server takes the part for the whole.
                    Some(error) => {
                        assert_eq!(error.kind(), ErrorKind::Request);
                        assert!(length == Some(0) || all.len() as u64 != length.unwrap(), "{all}");
                    }
                }
            }
        }
        let empty = Body::stream(ByteStream::ready(Bytes::new()), Some(0));
        assert!(read(empty).await.1.is_none());
        assert_eq!(Body::chain(vec![Body::from("a"), Body::stream(chunks(), Some(u64::MAX))]).length(), None);
    }

    async fn read(body: Body) -> (String, Option<crate::Error>) {
        let mut stream = body.into_stream();
        let mut all = String::new();
        loop {
            match stream.try_next().await {
                Ok(Some(chunk)) => all.push_str(std::str::from_utf8(&chunk).unwrap()),
                Ok(None) => return (all, None),
                Err(error) => return (all, Some(error)),
            }
        }
    }

    #[test]
    fn a_chain_knows_its_length_only_when_every_part_does() {
        let known = Body::chain(vec![Body::from("ab"), Body::from("c")]);
        assert_eq!(known.length(), Some(3));
        let open = Body::chain(vec![Body::from("ab"), Body::once(ByteStream::ready(Bytes::new()), None)]);
        assert_eq!(open.length(), None);
        assert!(known.is_replayable() && !open.is_replayable());
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
