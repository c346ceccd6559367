//! [`ErrorKind`]: the classes of failure.

use http::StatusCode;

use crate::conventions::Conventions;

/// The classes of failure a caller may want to treat differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No connection was made, so the server has not seen the request.
    Connect,
    /// The response did not arrive in time; the server may have processed the request.
    Timeout,
    /// The connection broke before the response was complete; the server may have processed the request.
    Interrupted,
    /// Too many requests (429).
    RateLimited,
    /// The server is temporarily unavailable (503, or a status the API uses for that).
    Unavailable,
    /// The credential was missing, wrong or expired (401).
    Unauthorized,
    /// The credential may not do this (403).
    Forbidden,
    /// The object or path does not exist (404, 410).
    NotFound,
    /// The object is in a state that does not allow this (409).
    Conflict,
    /// A condition in the request did not hold (412).
    PreconditionFailed,
    /// The request needs a condition, or the object changed since it was read (428).
    PreconditionRequired,
    /// The server found the request wrong (400, 422).
    Invalid,
    /// Another refusal (4xx).
    Rejected,
    /// The server failed (5xx).
    Server,
    /// The object has not changed since the version the caller holds (304).
    NotModified,
    /// The server answered with a redirect, which is never followed (3xx).
    Redirect,
    /// The response is not what the API's description promises; see `Error::path`.
    Decode,
    /// The server answered with a web page instead of data.
    Html,
    /// The response is larger than the body limit of the client.
    BodyTooLarge,
    /// The request cannot be expressed or sent, or its own body failed while it was sent; the server has no complete request.
    Request,
    /// No usable credential could be obtained.
    Auth,
    /// The signature of a webhook's delivery is not that of its body, so somebody else may have sent it.
    Signature,
}

impl ErrorKind {
    pub(crate) fn of(status: StatusCode, conventions: &Conventions) -> Self {
        match status.as_u16() {
            400 | 422 => Self::Invalid,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            409 => Self::Conflict,
            412 => Self::PreconditionFailed,
            428 => Self::PreconditionRequired,
            429 => Self::RateLimited,
            503 => Self::Unavailable,
            304 => Self::NotModified,
            // A redirect the API lists as temporary is its way to say "unavailable".
            status @ 300..=399 if conventions.retry.statuses.contains(&status) => Self::Unavailable,
            300..=399 => Self::Redirect,
            400..=499 => Self::Rejected,
            _ => Self::Server,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Connect => "no connection to the server",
            Self::Timeout => "no complete response in time",
            Self::Interrupted => "the connection broke before the response was complete",
            Self::RateLimited => "too many requests",
            Self::Unavailable => "the server is temporarily unavailable",
            Self::Unauthorized => "the credential was not accepted",
            Self::Forbidden => "the credential does not permit this",
            Self::NotFound => "not found",
            Self::Conflict => "conflict with the state of the object",
            Self::PreconditionFailed => "a condition of the request did not hold",
            Self::PreconditionRequired => "the object changed, or a condition is required",
            Self::Invalid => "the server found the request invalid",
            Self::Rejected => "the server rejected the request",
            Self::Server => "the server failed",
            Self::NotModified => "not modified",
            Self::Redirect => "the server answered with a redirect, which is not followed",
            Self::Decode => "the response is not what the API describes",
            Self::Html => "the server answered with a web page instead of data",
            Self::BodyTooLarge => "the response is larger than the body limit",
            Self::Request => "the request cannot be sent",
            Self::Auth => "no usable credential",
            Self::Signature => "the signature does not belong to the body",
        }
    }
}
