//! The test bench of the generated clients.
//!
//! * [`http`]: a small HTTP/1.1 server and client over real sockets that can also misbehave.
//! * [`spec`]: reads a spec folder by itself and judges requests, builds responses, counts coverage.
//!   Nothing here comes from the generator.
//! * [`coverage`]: what a log of requests has left out of a spec.
//! * [`mock`]: another party's mock server behind ours.
//! * [`recorded`]: responses of real servers, kept elsewhere.
//! * [`seen`]: what calls returned, beside what was answered.
//! * [`service`]: both together: a server for any spec folder, with scripted failures and a log.
//! * [`vplan`]: the behaviour of one API on top of it: authentication, lists, filters, errors.

pub mod coverage;
pub mod http;
pub mod mock;
pub mod recorded;
pub mod seen;
pub mod service;
pub mod spec;
pub mod vplan;
