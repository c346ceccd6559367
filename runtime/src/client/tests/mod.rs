//! What a call does, seen from both ends: the caller and a recorder in place of the server.

mod limits;
mod repeats;
mod requests;
mod responses;

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::body::Body;
use crate::calls::Call;
use crate::conventions::{Conventions, ErrorRules, RateLimitRules, RetryRules};
use crate::decode::{Empty, Events, Json, JsonSequence, Raw, Text};
use crate::encode::Style;
use crate::stream::ByteStream;
use crate::testing::{GET, POST, builder, call, client, get, meta};
use crate::transport::{Recorder, TransportErrorKind};
use crate::wire::Value;

const HTML: [(&str, &str); 1] = [("content-type", "Text/HTML; charset=utf-8")];
static ONE: Meta = meta("GET", "/things/{id}");
static SILENT: Meta = Meta { accept: "", ..meta("DELETE", "/things") };
static FILE: Meta = Meta { accept: "*/*", ..meta("GET", "/file") };
static CSV: Meta = Meta { accept: "text/csv", ..meta("GET", "/export") };
static PATCH: Meta = meta("PATCH", "/things");
static UP: Meta = meta("GET", "/../../users");
static ENCODED_UP: Meta = meta("GET", "/a/%2e%2E/b");
static NO_SLASH: Meta = meta("GET", "users");
static BACKSLASH: Meta = meta("GET", "/a\\..\\b");
static FRAGMENT: Meta = meta("GET", "/a#b");
static AROUND: Meta = meta("GET", "/{a}/../{b}");
static SCRIPT: Meta = Meta { server: Some("javascript:alert(1)"), ..meta("GET", "/x") };
static USER: Meta = Meta { server: Some("https://me:hunter2@evil.test"), ..meta("GET", "/x") };
static AUTH: Meta = Meta { server: Some("https://auth.test/api/v1"), ..meta("POST", "/token") };
static SECURED: Meta = Meta { security: Some(&[&["token"]]), ..meta("GET", "/things") };
static MOVED: Meta = Meta { statuses: &[302], ..meta("GET", "/file") };
