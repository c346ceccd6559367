//! Webhooks: reading what a server posts to you.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::body::Body;
use crate::call::Meta;
use crate::error::Error;
use crate::response::Answer;

static META: Meta = Meta {
    id: "webhook",
    method: "POST",
    path: "",
    security: Some(&[]),
    server: None,
    accept: "application/json",
    deprecated: false,
    paging: None,
};

/// Reads the body of a delivery.
///
/// Check a signature first if the API has one, answer the delivery, and work on it afterwards: servers wait a few
/// seconds only, send again what was not accepted, and may do both late and twice.
///
/// ```
/// let event: serde_json::Value = plansmith_runtime::webhook::parse(r#"{"event": "card.updated"}"#)?;
/// assert_eq!(event["event"], "card.updated");
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Decode`](crate::ErrorKind::Decode) with the path of the first value that does not fit.
pub fn parse<T: DeserializeOwned>(body: impl Into<Bytes>) -> Result<T, Error> {
    Answer::new(StatusCode::OK, HeaderMap::new(), Body::from(body.into()), &META).json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_wrong_delivery_is_located() {
        let error = parse::<Vec<u8>>("[1, \"x\"]").unwrap_err();
        assert_eq!((error.kind(), error.operation(), error.path()), (ErrorKind::Decode, "webhook", Some("$[1]")));
    }
}
