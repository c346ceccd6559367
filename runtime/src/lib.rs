#![doc = include_str!("../README.md")]
//!
//! # Layers
//!
//! Each layer uses only itself and those before it; `tests/layers.rs` reads the code and fails otherwise.
//!
//! 1. Values and errors: `secret`, `wire`, `encode`, `address`, `clock`, `meta`, `api`, `error`, `redact`
//! 2. Transport, bodies and streams: `body`, `stream`, `multipart`, `sse`, `transport`
//! 3. Credentials, retry and rate limit: `retry`, `rate_limit`, `auth`
//! 4. Client and calls: `request`, `response`, `decode`, `client`, `call`
//! 5. Filters, patches, paging and webhooks: `filter`, `json_patch`, `paging`, `webhook`
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

// Values and errors.
mod address;
pub mod api;
mod clock;
mod encode;
mod error;
mod meta;
mod redact;
mod secret;
mod wire;
// Transport, bodies and streams.
mod body;
pub mod multipart;
mod sse;
mod stream;
pub mod transport;
// Credentials, retry and rate limit.
pub mod auth;
mod rate_limit;
mod retry;
// Client and calls.
mod call;
mod client;
mod decode;
mod request;
mod response;
#[cfg(test)]
mod testing;
// Filters, patches, paging and webhooks.
pub mod filter;
pub mod json_patch;
mod paging;
pub mod webhook;

pub use self::api::Api;
pub use self::body::Body;
pub use self::call::Operation;
pub use self::client::{Client, ClientBuilder, Deprecation};
pub use self::error::{BoxError, Error, ErrorKind};
pub use self::filter::{Filter, Property, Relation, Sort};
pub use self::json_patch::PatchOperation;
pub use self::multipart::{FilePart, MultipartForm};
pub use self::paging::{Items, Pages};
pub use self::rate_limit::RateLimit;
pub use self::response::{Answer, ErrorBody, FromHeaders, Response};
pub use self::retry::Retry;
pub use self::secret::Secret;
pub use self::sse::{Event, EventStream};
pub use self::stream::ByteStream;
pub use self::wire::{Base64, Date, DateTime, Decimal, DecimalText, Duration, InvalidText, Patch, Time, Uri, Uuid, Value};
pub use bytes::Bytes;
pub use http;
pub use plansmith_macros::*;

/// What generated code and the macros name. Not for people: additive within a major version, otherwise without promises.
#[doc(hidden)]
pub mod codegen {
    pub use crate::api::Api;
    pub use crate::body::Body;
    pub use crate::call::{Call, Content, Operation};
    pub use crate::client::{Client, ClientBuilder};
    pub use crate::decode::{Decoder, Download, Empty, Events, Json, Raw, Text};
    pub use crate::encode::{FormStyle, Style, StyleKind};
    pub use crate::error::Error;
    pub use crate::filter::{Field, Filter, Property, Relation, Sort, kind};
    pub use crate::json_patch::{PatchField, PatchList};
    pub use crate::meta::{Meta, PagingUse};
    pub use crate::multipart::{FilePart, IntoMultipart, MultipartForm};
    pub use crate::paging::{IntoCount, IntoItems, Items, PageAccess, Pages, cursor};
    pub use crate::response::{Answer, ErrorBody, FromHeaders, Response};
    pub use crate::sse::EventStream;
    pub use crate::stream::ByteStream;
    pub use crate::wire::codegen::*;
    pub use bytes::{self, Bytes};
    pub use http::{self, HeaderMap};
    pub use serde;
    pub use serde_json;
}
