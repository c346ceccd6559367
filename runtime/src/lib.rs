#![doc = include_str!("../README.md")]
// A description or a server must never end a program: `expect` says why nothing can be wrong.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod api;
pub mod auth;
mod body;
mod call;
mod client;
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

pub use self::api::Api;
pub use self::body::Body;
pub use self::call::Operation;
pub use self::client::{Client, ClientBuilder, Deprecation};
pub use self::error::{BoxError, Error, ErrorBody, ErrorKind};
pub use self::filter::{Filter, Property, Relation, Sort};
pub use self::json_patch::PatchOperation;
pub use self::multipart::{FilePart, MultipartForm, Part};
pub use self::paging::{Items, Pages};
pub use self::rate_limit::RateLimit;
pub use self::response::{Answer, FromHeaders, Response};
pub use self::retry::Retry;
pub use self::sse::{Event, EventStream};
pub use self::stream::ByteStream;
pub use self::wire::{
    Base64, Date, DateTime, Decimal, DecimalText, DecodeError, Duration, InvalidText, Partly, Patch, Time, Unreadable, Uri, Uuid,
    Value,
};
pub use bytes::Bytes;
pub use http;
pub use plansmith_macros::*;

/// What generated code and the macros name. Not for people: additive within a major version, otherwise without promises.
#[doc(hidden)]
pub mod codegen {
    pub use crate::api::Api;
    pub use crate::body::Body;
    pub use crate::call::{Call, Content, Meta, Operation, PagingUse};
    pub use crate::client::{Client, ClientBuilder};
    pub use crate::decode::{Decoder, Download, Empty, Events, Json, Raw, Text};
    pub use crate::error::{Error, ErrorBody};
    pub use crate::filter::{Filter, Property, Sort};
    pub use crate::json_patch::{PatchField, PatchList};
    pub use crate::multipart::{FilePart, IntoMultipart, IntoPart, MultipartForm, Part};
    pub use crate::paging::{IntoCount, IntoItems, Items, PageAccess, Pages, cursor};
    pub use crate::response::{Answer, FromHeaders, Response};
    pub use crate::sse::EventStream;
    pub use crate::stream::ByteStream;
    pub use crate::wire::codegen::*;
    pub use bytes::{self, Bytes};
    pub use http::{self, HeaderMap};
    pub use serde;
    pub use serde_json;
}
