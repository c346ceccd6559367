#![doc = include_str!("../README.md")]
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

mod argument;
pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
pub mod call;
mod client;
pub mod conventions;
mod decode;
mod encode;
mod error;
pub mod filter;
pub mod json_patch;
pub mod multipart;
mod paging;
mod rate_limit;
mod request;
mod response;
mod retry;
mod sse;
mod stream;
#[cfg(test)]
mod testing;
pub mod transport;
pub mod webhook;
mod wire;

pub use self::argument::{Argument, Arguments};
pub use self::body::Body;
pub use self::call::Operation;
pub use self::client::{Client, ClientBuilder, Deprecation};
pub use self::conventions::Api;
pub use self::error::{BoxError, Error, ErrorBody, ErrorKind};
pub use self::filter::{Filter, Property, Relation, Sort};
pub use self::json_patch::PatchOperation;
pub use self::multipart::{FilePart, MultipartForm};
pub use self::paging::{Items, Pages};
pub use self::rate_limit::RateLimit;
pub use self::response::{Answer, FromHeaders, Response};
pub use self::retry::Retry;
pub use self::sse::{Event, EventStream};
pub use self::stream::ByteStream;
pub use self::wire::{Base64, Date, DateTime, Decimal, DecimalText, Duration, InvalidText, Patch, Time, Uri, Uuid, Value};
pub use bytes::Bytes;
pub use http;
pub use plansmith_macros::*;

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
