//! The server's rate limit: read from responses, kept by waiting.

mod fields;
mod headers;
mod limiter;

pub use self::headers::RateLimit;
pub(crate) use self::headers::retry_after;
pub(crate) use self::limiter::Limiter;
