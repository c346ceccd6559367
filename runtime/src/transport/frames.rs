//! Bodies of the crate `http-body` as streams of bytes, and the other way.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::TransportError;
use crate::body::Body;
use crate::error::Error;
use crate::stream::ByteStream;

/// A body that comes from an HTTP library. `reason` makes errors without secrets of its own.
pub(super) fn incoming<B>(body: B, reason: fn(B::Error) -> TransportError) -> Body
where
    B: HttpBody<Data: Send> + Send + 'static,
{
    if body.is_end_stream() {
        return Body::empty();
    }
    let length = body.size_hint().exact();
    Body::once(ByteStream::new(Incoming { body: Box::pin(body), reason }), length)
}

struct Incoming<B: HttpBody> {
    body: Pin<Box<B>>,
    reason: fn(B::Error) -> TransportError,
}

impl<B: HttpBody> Stream for Incoming<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.body.as_mut().poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err((self.reason)(error)))),
                Some(Ok(frame)) => {
                    if let Ok(mut data) = frame.into_data() {
                        // No copy where it is `Bytes` already.
                        return Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining()))));
                    }
                }
            }
        }
    }
}

/// For HTTP libraries and middleware: the content as frames. A one-time stream that was already taken yields an error.
impl HttpBody for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let chunk = ready!(self.poll_chunk(cx));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}
