//! Why reqwest has no response, by the kinds of error of the libraries below it.

use std::error::Error as StdError;
use std::io;

use super::{TransportError, TransportErrorKind};

/// The failure of a request, without its URL, which may hold a key.
pub(super) fn of_request(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        if causes(&error).any(is_tls) { TransportErrorKind::Tls } else { TransportErrorKind::Connect }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else {
        broken(&error)
    };
    TransportError::new(kind, error.without_url())
}

/// The failure of a body, which has begun whatever the error says of itself.
pub(super) fn of_body(error: reqwest::Error) -> TransportError {
    TransportError::new(broken(&error), error.without_url())
}

/// Whether the connection ended, or what came over it is not HTTP.
fn broken(error: &reqwest::Error) -> TransportErrorKind {
    if causes(error).any(breaks_rules) { TransportErrorKind::Protocol } else { TransportErrorKind::Interrupted }
}

/// The causes of an error, the nearest first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        // An I/O error shows what it wraps by `get_ref`, and skips it in its own chain.
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        }
    })
}

/// Whether TLS itself refused the connection, by a certificate or a version, and not the network below it.
fn is_tls(cause: &(dyn StdError + 'static)) -> bool {
    #[cfg(any(feature = "rustls", feature = "aws-lc"))]
    if cause.is::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if cause.is::<native_tls::Error>() {
        return true;
    }
    // What reqwest says of `https` when it was compiled without TLS.
    cfg!(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))
        && cause.to_string().contains("scheme is not http")
}

/// Whether what came cannot be read: a head that is none, a chunk without a size, a compressed body that is damaged. A connection
/// that ended, at whatever place, is no such thing.
fn breaks_rules(cause: &(dyn StdError + 'static)) -> bool {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return error.is_parse();
    }
    #[cfg(feature = "http2")]
    if let Some(error) = cause.downcast_ref::<h2::Error>() {
        // RFC 9113, section 7. The other codes end a stream or a connection that was in order.
        return error.reason().is_some_and(|reason| {
            matches!(
                reason,
                h2::Reason::PROTOCOL_ERROR
                    | h2::Reason::FLOW_CONTROL_ERROR
                    | h2::Reason::FRAME_SIZE_ERROR
                    | h2::Reason::COMPRESSION_ERROR
                    | h2::Reason::INADEQUATE_SECURITY
                    | h2::Reason::HTTP_1_1_REQUIRED
            )
        });
    }
    // What decoders of bodies say of bytes they cannot take; a body that ends too soon is `UnexpectedEof`.
    let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(kind, Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
}
