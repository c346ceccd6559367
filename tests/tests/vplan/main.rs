//! The generated vPlan client against the test server, over real sockets.

mod auth;
mod bodies;
mod broken;
mod calls;
mod conversions;
mod errors;
mod filters;
mod limits;
mod lists;
mod paging;
mod recorded;
mod requests;
mod retries;
mod secrets;
mod stored;
mod updates;
mod webhooks;

use plansmith_runtime::{ClientBuilder, Retry};
use plansmith_tests::service::Service;
use plansmith_tests::spec::Spec;
use plansmith_tests::vplan::{API_ENV, API_KEY, Vplan};
use proptest::prelude::{ProptestConfig, Strategy};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use vplan_client::Client;
use vplan_client::auth::ApiKey;

static SPEC: LazyLock<Arc<Spec>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/vplan");
    Arc::new(Spec::load(&folder).expect("the spec can be read"))
});

async fn server() -> Vplan {
    Vplan::start(Arc::clone(&SPEC)).await.expect("a port is free")
}

/// A client of the server that waits next to nothing before it repeats a request.
fn builder(server: &Service) -> ClientBuilder<Client> {
    Client::builder().base_url(server.url()).auth(ApiKey::new(API_KEY, API_ENV)).retry(fast())
}

fn client(server: &Vplan) -> Client {
    builder(server).build().expect("a client")
}

fn fast() -> Retry {
    Retry::new().base_delay(Duration::from_millis(1))
}

/// A small card; `number` decides about every property.
fn card(number: i64) -> Value {
    json!({
        "id": id(number),
        "name": format!("Card {number}"),
        "external_ref": format!("ref-{number}"),
        "created_at": format!("2024-01-01T{:02}:{:02}:00Z", number / 60 % 24, number % 60),
        "updated_at": format!("2024-02-{:02}T00:00:00Z", number % 28 + 1),
    })
}

fn id(number: i64) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

fn cards(count: i64) -> Vec<Value> {
    (0..count).map(card).collect()
}

/// Runs an asynchronous property. All cases share one server and one client, because building a client reads the certificates
/// of the system; the log is cleared before each case.
fn property<S: Strategy>(cases: u32, strategy: &S, test: &impl AsyncFn(&Vplan, &Client, S::Value)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = runtime.block_on(server());
    let client = client(&server);
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(strategy, |input| {
        server.clear();
        runtime.block_on(test(&server, &client, input));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
