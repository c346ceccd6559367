//! How a response becomes a value: the [`Decoder`]s that operations name.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::json_stream::JsonStream;
use crate::response::RawResponse;
use crate::sse::EventStream;
use crate::stream::ByteStream;
use crate::wire::Partly;
use crate::wire::codegen::Typed;

/// Turns a successful response into the output of an operation.
pub trait Decoder {
    /// What the caller gets.
    type Output;
    /// Whether the body is handed over as a stream; otherwise it is read completely, up to the client's body limit.
    const STREAM: bool = false;
    /// Whether the response has no body that says anything.
    const EMPTY: bool = false;
    /// The media types to ask for, as the `Accept` header has them.
    const ACCEPT: &'static str = "*/*";

    /// Decodes a response with a success status.
    ///
    /// # Errors
    /// When the response is not what the operation promises.
    fn decode(response: RawResponse) -> Result<Self::Output, Error>;

    /// As [`decode`](Self::decode), but without those elements of the outermost arrays that cannot be read; they are reported.
    ///
    /// # Errors
    /// When something else is not what the operation promises.
    fn decode_partly(response: RawResponse) -> Result<Partly<Self::Output>, Error> {
        Self::decode(response).map(Partly::whole)
    }
}

/// How much of a body a decoder wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is of no use.
    Nothing,
    /// All of it.
    Whole,
    /// What there is of it, as it arrives.
    Stream,
}

impl Wanted {
    pub(crate) fn by<D: Decoder>() -> Self {
        match (D::STREAM, D::EMPTY) {
            (true, _) => Self::Stream,
            (_, true) => Self::Nothing,
            _ => Self::Whole,
        }
    }
}

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: Typed> Decoder for Json<T> {
    type Output = T;
    const ACCEPT: &'static str = "application/json";

    #[inline]
    fn decode(response: RawResponse) -> Result<T, Error> {
        response.read()
    }

    fn decode_partly(response: RawResponse) -> Result<Partly<T>, Error> {
        response.read_partly()
    }
}

/// A text body, in UTF-8.
#[derive(Debug)]
pub struct Text;

impl Decoder for Text {
    type Output = String;
    const ACCEPT: &'static str = "text/plain, text/*;q=0.9, */*;q=0.5";

    fn decode(response: RawResponse) -> Result<String, Error> {
        response.text()
    }
}

/// The bytes of the body, read completely.
#[derive(Debug)]
pub struct Raw;

impl Decoder for Raw {
    type Output = Bytes;

    fn decode(response: RawResponse) -> Result<Bytes, Error> {
        Ok(response.bytes())
    }
}

/// The bytes of the body as they arrive, of any length.
#[derive(Debug)]
pub struct Download;

impl Decoder for Download {
    type Output = ByteStream;
    const STREAM: bool = true;

    fn decode(response: RawResponse) -> Result<ByteStream, Error> {
        Ok(response.into_stream())
    }
}

/// Server-sent events, with data in JSON or in text.
#[derive(Debug)]
pub struct Events<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Decoder for Events<T> {
    type Output = EventStream<T>;
    const ACCEPT: &'static str = "text/event-stream";
    const STREAM: bool = true;

    fn decode(response: RawResponse) -> Result<EventStream<T>, Error> {
        // WHATWG HTML, 9.2.2: another media type is a failure and no empty stream.
        if !response.has_content_type("text/event-stream") {
            let what = match response.content_type().as_str() {
                "" => "events were promised and the response has no media type".to_owned(),
                other if response.has_content_type("application/json") => format!(
                    "events were promised and the response is `{other}`; many servers send events only where the body asks for them"
                ),
                other => format!("events were promised and the response is `{other}`"),
            };
            return Err(Error::new(ErrorKind::Decode, response.meta().id).with_raw(&response).context(what));
        }
        let (operation, head) = (response.meta().id, response.head());
        Ok(EventStream::new(response.into_stream(), operation).of(head))
    }
}

/// JSON values one after the other: lines of JSON, or a JSON text sequence (RFC 7464).
#[derive(Debug)]
pub struct JsonSequence<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Decoder for JsonSequence<T> {
    type Output = JsonStream<T>;
    const ACCEPT: &'static str = "application/jsonl, application/x-ndjson";
    const STREAM: bool = true;

    fn decode(response: RawResponse) -> Result<JsonStream<T>, Error> {
        let (operation, head) = (response.meta().id, response.head());
        Ok(JsonStream::new(response.into_stream(), operation).of(head))
    }
}

/// No body, or one that says nothing.
#[derive(Debug)]
pub struct Empty;

impl Decoder for Empty {
    type Output = ();
    const EMPTY: bool = true;
    const ACCEPT: &'static str = "application/json";

    fn decode(_: RawResponse) -> Result<(), Error> {
        Ok(())
    }
}
