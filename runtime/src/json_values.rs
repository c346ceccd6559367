//! Bodies of many JSON values, one after the other: JSON lines and JSON text sequences.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use crate::body::Body;
use crate::error::BoxError;
use crate::secret::{Secret, written_by};
use crate::stream::ByteStream;
use crate::wire::number;

/// What a value of a JSON text sequence begins with (RFC 7464).
const RECORD: u8 = 0x1E;

/// A body of JSON values, each on a line of its own: all at once, or a stream that is sent as it comes.
///
/// ```
/// use plansmith_runtime::JsonValues;
///
/// let listed: JsonValues<u32> = [1, 2].into();
/// let counted: JsonValues<u32> = JsonValues::new(1..=1000);
/// # let _ = (listed, counted);
/// ```
#[derive(Clone, Debug)]
pub struct JsonValues<T> {
    values: Result<Values, String>,
    secrets: Vec<Secret>,
    of: PhantomData<fn(T)>,
}

#[derive(Clone, Debug)]
enum Values {
    List(Vec<Bytes>),
    /// Each piece is a value.
    Stream(Body),
}

impl<T: Serialize> JsonValues<T> {
    /// Values that are all there. One that cannot be JSON fails when the request is sent.
    pub fn new(values: impl IntoIterator<Item = T>) -> Self {
        let mut list = Vec::new();
        let mut secrets = Vec::new();
        for value in values {
            let (json, more) = written_by(|| number::to_vec(&value));
            secrets.extend(more);
            match json {
                Ok(json) => list.push(Bytes::from(json)),
                Err(error) => return Self { values: Err(error.to_string()), secrets, of: PhantomData },
            }
        }
        Self { values: Ok(Values::List(list)), secrets, of: PhantomData }
    }

    /// Values that come one by one. Such a request is not repeated.
    pub fn stream<S, E>(values: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
        T: 'static,
    {
        let body = Body::stream(Written { values: Box::pin(values) }, None);
        Self { values: Ok(Values::Stream(body)), secrets: Vec::new(), of: PhantomData }
    }
}

impl<T> JsonValues<T> {
    /// The body, as the media type has it.
    pub(crate) fn into_body(self, media: &str) -> Result<Body, String> {
        let sequence = media.split(';').next().unwrap_or_default().trim().ends_with("json-seq");
        let body = match self.values? {
            Values::List(list) => {
                let mut out = Vec::with_capacity(list.iter().map(|value| value.len() + 2).sum());
                for value in &list {
                    frame(&mut out, sequence, value);
                }
                Body::from(out)
            }
            Values::Stream(body) => Body::stream(Framed { values: body.into_stream(), sequence }, None),
        };
        Ok(body.hiding(self.secrets))
    }
}

fn frame(out: &mut Vec<u8>, sequence: bool, value: &[u8]) {
    if sequence {
        out.push(RECORD);
    }
    out.extend_from_slice(value);
    out.push(b'\n');
}

impl<T: Serialize> From<Vec<T>> for JsonValues<T> {
    fn from(values: Vec<T>) -> Self {
        Self::new(values)
    }
}

impl<T: Serialize, const N: usize> From<[T; N]> for JsonValues<T> {
    fn from(values: [T; N]) -> Self {
        Self::new(values)
    }
}

/// Values as JSON.
struct Written<S> {
    values: Pin<Box<S>>,
}

impl<T: Serialize, E: Into<BoxError>, S: Stream<Item = Result<T, E>>> Stream for Written<S> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.values.as_mut().poll_next(context).map(|value| {
            Some(match value? {
                Ok(value) => number::to_vec(&value).map(Bytes::from).map_err(Into::into),
                Err(error) => Err(error.into()),
            })
        })
    }
}

/// Values with their separators.
struct Framed {
    values: ByteStream,
    sequence: bool,
}

impl Stream for Framed {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let sequence = self.sequence;
        Pin::new(&mut self.values).poll_next(context).map(|value| {
            Some(value?.map_err(Into::into).map(|value| {
                let mut out = Vec::with_capacity(value.len() + 2);
                frame(&mut out, sequence, &value);
                Bytes::from(out)
            }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_lines_or_records() {
        let bytes = |media| JsonValues::<&str>::from(["a\n", "b"]).into_body(media).unwrap().as_bytes().cloned().unwrap();
        assert_eq!(bytes("application/jsonl"), "\"a\\n\"\n\"b\"\n");
        assert_eq!(bytes("application/json-seq; x=y"), "\u{1e}\"a\\n\"\n\u{1e}\"b\"\n");
        assert_eq!(JsonValues::<u8>::new([]).into_body("application/x-ndjson").unwrap().length(), Some(0));
    }
}
