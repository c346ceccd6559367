//! What the unit tests share: an API with conventions of choice, and calls to it without generated code.

use std::time::Duration;

use crate::calls::Call;
use crate::client::{Client, ClientBuilder};
use crate::conventions::{Api, Conventions};
use crate::decode::{Decoder, Json};
use crate::meta::Meta;
use crate::retry::Retry;
use crate::transport::Recorder;
use crate::wire::Value;

/// A builder for `https://api.test/v1` with a recorder; repetitions wait 1 to 2 seconds at most.
#[allow(clippy::large_types_passed_by_value, reason = "tests write the rules in place")]
pub(crate) fn builder(recorder: &Recorder, conventions: Conventions) -> ClientBuilder<Client> {
    let api = Box::leak(Box::new(Api {
        name: "Test",
        user_agent: "test/1",
        servers: &["https://api.test/v1"],
        conventions: Box::leak(Box::new(conventions)),
        security: &[],
    }));
    let retry = Retry::new().attempts(3).base_delay(Duration::from_secs(1));
    ClientBuilder::new(api).transport(recorder.clone()).retry(retry)
}

#[allow(clippy::large_types_passed_by_value, reason = "tests write the rules in place")]
pub(crate) fn client(recorder: &Recorder, conventions: Conventions) -> Client {
    builder(recorder, conventions).build().expect("a client")
}

/// An operation without parameters.
pub(crate) const fn meta(method: &'static str, path: &'static str) -> Meta {
    Meta { id: "op", method, path, ..Meta::DEFAULT }
}

pub(crate) static GET: Meta = meta("GET", "/things");
pub(crate) static POST: Meta = meta("POST", "/things");

pub(crate) fn get(client: &Client) -> Call<Json<Value>> {
    Call::new(client, &GET)
}

pub(crate) fn call<D: Decoder>(client: &Client, meta: &'static Meta) -> Call<D> {
    Call::new(client, meta)
}
