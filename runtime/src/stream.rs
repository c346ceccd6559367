//! [`ByteStream`]: bytes as they arrive.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::body::Body;
use crate::clock::{Instant, Timer};
use crate::error::{BoxError, Error, ErrorKind, TransportError};
use crate::meta::Meta;

/// A body as it arrives: a [`Stream`] of chunks, with [`try_next`](ByteStream::try_next) for code without stream helpers.
///
/// A download ends with [`ErrorKind::Timeout`] when the server sends nothing for as long as the call's timeout. Time in which
/// nobody asks for a chunk does not count.
pub struct ByteStream {
    source: ByteSource,
    idle: Option<Idle>,
    meta: Option<&'static Meta>,
}

enum ByteSource {
    Ready(Option<Bytes>),
    Spent,
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>),
    Chain {
        parts: Arc<[Body]>,
        next: usize,
        current: Option<Box<ByteStream>>,
    },
    /// Has the stated length or fails. The last chunk is held until the end is seen, so that what is too long is never complete.
    Exact {
        stream: Box<ByteStream>,
        length: u64,
        left: u64,
        last: Option<Bytes>,
    },
    End,
}

/// The longest pause between two chunks, counted while somebody waits for one.
struct Idle {
    longest: Duration,
    /// Runs from the moment a chunk was asked for and was not there.
    timer: Option<Timer>,
}

impl Idle {
    /// Ready when the source paused for too long.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let Some(timer) = &mut self.timer else {
                // A limit beyond what the clock can express is none.
                let Some(end) = Instant::now().checked_add(self.longest) else { return Poll::Pending };
                self.timer = Some(Timer::at(end));
                continue;
            };
            ready!(Pin::new(&mut *timer).poll(cx));
            // Whoever waits is woken when it rings. Much later, nobody waited: that time was the caller's own.
            let late = Instant::now().saturating_duration_since(timer.deadline());
            if late <= (self.longest / 10).max(Duration::from_millis(10)) {
                return Poll::Ready(());
            }
            self.timer = None;
        }
    }
}

impl ByteStream {
    pub(crate) fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::of(ByteSource::Stream(Box::pin(Convert(Box::pin(stream)))))
    }

    pub(crate) fn ready(bytes: Bytes) -> Self {
        Self::of(ByteSource::Ready(Some(bytes)))
    }

    pub(crate) fn chain(parts: Arc<[Body]>) -> Self {
        Self::of(ByteSource::Chain { parts, next: 0, current: None })
    }

    pub(crate) fn spent() -> Self {
        Self::of(ByteSource::Spent)
    }

    fn of(source: ByteSource) -> Self {
        Self { source, idle: None, meta: None }
    }

    /// Names the operation in errors, and sets the longest pause between two chunks.
    pub(crate) fn for_operation(mut self, meta: &'static Meta, idle: Option<Duration>) -> Self {
        self.meta = Some(meta);
        self.idle = idle.map(|longest| Idle { longest, timer: None });
        self
    }

    /// Fails unless it has the stated length.
    pub(crate) fn exactly(self, length: Option<u64>) -> Self {
        match length {
            Some(length) => Self::of(ByteSource::Exact { stream: Box::new(self), length, left: length, last: None }),
            None => self,
        }
    }

    pub(crate) fn without_idle_limit(mut self) -> Self {
        self.idle = None;
        self
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks or pauses for too long. The stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Reads everything, without a limit.
    ///
    /// # Errors
    /// When the connection breaks or pauses for too long.
    pub async fn collect(self) -> Result<Bytes, Error> {
        self.read(usize::MAX).await
    }

    /// Reads everything up to `limit` bytes. A body of one chunk is not copied.
    pub(crate) async fn read(mut self, limit: usize) -> Result<Bytes, Error> {
        let too_large = |stream: &Self| Error::new(ErrorKind::BodyTooLarge, stream.meta.map_or("", |meta| meta.id));
        let Some(first) = self.try_next().await? else { return Ok(Bytes::new()) };
        if first.len() > limit {
            return Err(too_large(&self));
        }
        let Some(second) = self.try_next().await? else { return Ok(first) };
        let mut all = BytesMut::with_capacity((first.len() + second.len()).saturating_mul(2).min(limit));
        all.extend_from_slice(&first);
        let mut chunk = second;
        loop {
            if chunk.len() > limit - all.len() {
                return Err(too_large(&self));
            }
            all.extend_from_slice(&chunk);
            match self.try_next().await? {
                Some(next) => chunk = next,
                None => return Ok(all.freeze()),
            }
        }
    }

    /// Reads into `parts` up to `limit` bytes, beyond which nothing is kept. What was read stays there when it fails or is given up.
    pub(crate) async fn read_part(&mut self, limit: usize, parts: &mut Vec<Bytes>) -> Result<(), Error> {
        let mut left = limit;
        while left > 0 {
            let Some(mut chunk) = self.try_next().await? else { break };
            chunk.truncate(left);
            left -= chunk.len();
            parts.push(chunk);
        }
        Ok(())
    }

    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let chunk = match self.poll_source(cx) {
            Poll::Ready(chunk) => chunk,
            Poll::Pending => match &mut self.idle {
                Some(idle) => {
                    ready!(idle.poll(cx));
                    Some(Err(Error::new(ErrorKind::Timeout, "").context("the body paused for too long")))
                }
                None => return Poll::Pending,
            },
        };
        if let Some(idle) = &mut self.idle {
            idle.timer = None;
        }
        match chunk {
            Some(Ok(bytes)) => Poll::Ready(Some(Ok(bytes))),
            Some(Err(error)) => {
                self.source = ByteSource::End;
                Poll::Ready(Some(Err(match self.meta {
                    Some(meta) => error.for_operation(meta),
                    None => error,
                })))
            }
            None => {
                self.source = ByteSource::End;
                Poll::Ready(None)
            }
        }
    }

    fn poll_source(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        match &mut self.source {
            ByteSource::Ready(bytes) => Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(Ok)),
            ByteSource::Stream(stream) => Poll::Ready(ready!(stream.as_mut().poll_next(cx)).map(|chunk| chunk.map_err(broken))),
            ByteSource::Chain { parts, next, current } => loop {
                if let Some(stream) = current {
                    if let Some(chunk) = ready!(stream.poll_chunk(cx)) {
                        return Poll::Ready(Some(chunk));
                    }
                    *current = None;
                }
                let Some(part) = parts.get(*next) else { return Poll::Ready(None) };
                *next += 1;
                *current = Some(Box::new(part.clone().into_stream()));
            },
            ByteSource::Exact { stream, length, left, last } => loop {
                let wrong = |how: &str| Error::request("", format!("the body is {how} than the {length} bytes stated for it"));
                return Poll::Ready(match ready!(stream.poll_chunk(cx)) {
                    Some(Ok(chunk)) if chunk.is_empty() => continue,
                    Some(Ok(chunk)) => match left.checked_sub(chunk.len() as u64) {
                        None => Some(Err(wrong("longer"))),
                        Some(rest) => {
                            *left = rest;
                            if rest == 0 {
                                *last = Some(chunk);
                                continue;
                            }
                            Some(Ok(chunk))
                        }
                    },
                    Some(Err(error)) => Some(Err(error)),
                    None if *left > 0 => Some(Err(wrong("shorter"))),
                    None => last.take().map(Ok),
                });
            },
            ByteSource::Spent => Poll::Ready(Some(Err(Error::request("", "the body is a stream that was already sent")))),
            ByteSource::End => Poll::Ready(None),
        }
    }
}

/// Keeps an error that is ours already.
fn broken(source: BoxError) -> Error {
    match source.downcast::<Error>() {
        Ok(error) => *error,
        Err(source) => match source.downcast::<TransportError>() {
            Ok(error) => Error::transport(*error),
            Err(source) => Error::new(ErrorKind::Interrupted, "").caused_by(source),
        },
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

struct Convert<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Convert<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}
