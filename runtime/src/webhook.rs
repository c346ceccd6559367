//! Webhooks: reading what a server posts to you.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::wire;

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
/// An event whose name the description does not have is the `Other` variant of its payload. One with a name it has, and data
/// that do not fit, is an error that says where and why: [`Error::path`] and [`Error::source`](std::error::Error::source).
///
/// # Errors
/// [`ErrorKind::Decode`] with the path of the first value that does not fit.
pub fn parse<T: DeserializeOwned>(body: impl Into<Bytes>) -> Result<T, Error> {
    wire::from_delivery(&body.into()).map_err(|failure| {
        Error::new(ErrorKind::Decode, "webhook").summary("the delivery is not what the API describes").undecoded(failure)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_delivery_is_located() {
        let error = parse::<Vec<u8>>("[1, \"hunter2\"]").unwrap_err();
        assert_eq!((error.kind(), error.operation(), error.path()), (ErrorKind::Decode, "webhook", Some("$[1]")));
        assert_eq!(error.to_string(), "webhook: the delivery is not what the API describes at $[1]");
        assert!(format!("{error:#}").ends_with("invalid type: string, expected u8 at `$[1]` (line 1, column 13)"), "{error:#}");
        assert_eq!((error.status(), parse::<Vec<u8>>("nope").unwrap_err().path()), (None, Some("$")));
    }
}
