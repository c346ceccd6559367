#![doc = include_str!("../README.md")]
//!
//! # Layers
//!
//! Each layer uses only itself and those before it; `tests/layers.rs` reads the code and fails otherwise.
//!
//! 1. Values and errors: `charset`, `secret`, `wire`, `encode`, `address`, `header_list`, `clock`, `conventions`, `meta`, `error`, `redact`
//! 2. Transport, bodies and streams: `body`, `stream`, `multipart`, `sse`, `json_stream`, `json_values`, `transport`
//! 3. Credentials, retry and rate limit: `retry`, `rate_limit`, `auth`
//! 4. Client and calls: `request`, `response`, `decode`, `client`, `calls`
//! 5. Filters, patches, paging and webhooks: `filter`, `argument`, `json_patch`, `paging`, `webhook`, `blocking`
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

// Values and errors.
mod address;
mod charset;
mod clock;
pub mod conventions;
mod encode;
mod error;
mod header_list;
mod meta;
mod redact;
mod secret;
mod wire;
// Transport, bodies and streams.
mod body;
mod json_stream;
mod json_values;
pub mod multipart;
mod sse;
mod stream;
pub mod transport;
// Credentials, retry and rate limit.
pub mod auth;
mod rate_limit;
mod retry;
// Client and calls.
mod calls;
mod client;
mod decode;
mod request;
mod response;
#[cfg(test)]
mod testing;
// Filters, patches, paging and webhooks, and what builds on all of it.
mod argument;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod filter;
pub mod json_patch;
mod paging;
pub mod webhook;

pub use self::argument::{Argument, Arguments};
pub use self::body::{Body, MediaBody};
pub use self::calls::Operation;
pub use self::client::{CallReport, Client, ClientBuilder, Deprecation};
pub use self::conventions::Api;
pub use self::error::{BoxError, Error, ErrorKind};
pub use self::filter::{Filter, Property, Relation, Sort};
pub use self::json_patch::PatchOperation;
pub use self::json_stream::JsonStream;
pub use self::json_values::JsonValues;
pub use self::multipart::{FilePart, MultipartForm, Part, PartValue};
pub use self::paging::{Items, Pages};
pub use self::rate_limit::RateLimit;
pub use self::response::{ErrorBody, FromHeaders, RawResponse, Response};
pub use self::retry::Retry;
pub use self::secret::Secret;
pub use self::sse::{Event, EventStream};
pub use self::stream::ByteStream;
pub use self::wire::{
    Base64, Date, DateTime, Decimal, DecimalText, DecodeError, Duration, InvalidText, Partly, Patch, Time, Unreadable, Uri, Uuid,
    Value,
};
pub use bytes::Bytes;
pub use http;
pub use plansmith_macros::*;

/// What requests are written with: [`Call`](call::Call), which every generated request wraps, and what is fixed about an
/// operation.
///
/// Generated code names all of this, and so may requests written by hand, for an operation that a description lacks.
///
/// ```
/// use plansmith_runtime::call::{Call, Json, Meta, Style};
/// use plansmith_runtime::{Client, Error, Value};
///
/// static PING: Meta = Meta { id: "ping", path: "/ping/{name}", ..Meta::DEFAULT };
///
/// async fn ping(client: &Client, name: &str) -> Result<Value, Error> {
///     Call::<Json<Value>>::new(client, &PING).path("name", Style::PATH, name).send().await
/// }
/// ```
pub mod call {
    pub use crate::calls::{Call, Content, Operation};
    pub use crate::conventions::{Next, Paging};
    pub use crate::decode::{Decoder, Download, Empty, Events, Json, JsonSequence, Raw, Text};
    pub use crate::encode::{FormStyle, Style, StyleKind};
    pub use crate::meta::Meta;
    pub use crate::paging::{IntoCount, IntoFlag, IntoItems, PageAccess, cursor};
}

/// What the derives expand to, beside the types that have a module of their own.
///
/// Nobody writes these names: an item with `#[derive(ReadJson)]` is read by [`record`](codegen::record) or
/// [`union`](codegen::union), and so on. They are documented for readers of an expansion, and within a major version nothing
/// is taken away.
pub mod codegen {
    pub use crate::argument::{FromNumber, FromText};
    pub use crate::wire::codegen::*;
    pub use serde;
    pub use serde_json;
}
