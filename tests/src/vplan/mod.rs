//! The behaviour of the vPlan API on top of its spec: authentication, lists, filters, errors, rate limit, tokens.
//!
//! A collection is kept in memory once it is seeded ([`Vplan::seed`]); everything else is answered from the spec.

pub mod errors;
pub mod filter;
mod oauth;
mod server;
mod store;
pub mod view;

pub use oauth::Tokens;
pub use server::{API_ENV, API_KEY, BEARER, NOTICE, Vplan};
pub use store::{MAXIMUM, Query, Store};
