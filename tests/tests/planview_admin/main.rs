//! The generated Planview Admin client against the test server, over real sockets.

mod auth;
mod calls;
mod limits;
mod paging;
mod recorded;

use plansmith_runtime::{ClientBuilder, Retry};
use plansmith_tests::http::Reply;
use plansmith_tests::service::{Behaviour, Incoming, Plain, Service};
use plansmith_tests::spec::Spec;
use planview_admin_client::Client;
use planview_admin_client::auth::Oauth2;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

static SPEC: LazyLock<Arc<Spec>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/planview-admin");
    Arc::new(Spec::load(&folder).expect("the spec can be read"))
});

/// A server that answers from the spec.
async fn server() -> Service {
    Service::start(Arc::clone(&SPEC), &[""], Arc::new(Plain)).await.expect("a port is free")
}

/// Answers with a function; what it leaves is answered from the spec.
struct Responses<F>(F);

impl<F: Fn(&Incoming<'_>) -> Option<Reply> + Send + Sync + 'static> Behaviour for Responses<F> {
    fn response(&self, call: &Incoming<'_>) -> Option<Reply> {
        (self.0)(call)
    }
}

async fn answering(response: impl Fn(&Incoming<'_>) -> Option<Reply> + Send + Sync + 'static) -> Service {
    Service::start(Arc::clone(&SPEC), &[""], Arc::new(Responses(response))).await.expect("a port is free")
}

/// A client with a token that does not change, and that waits next to nothing before it repeats a request.
fn builder(server: &Service) -> ClientBuilder<Client> {
    Client::builder().base_url(server.url()).auth(Oauth2::new("id-0")).retry(fast())
}

fn client(server: &Service) -> Client {
    builder(server).build().expect("a client")
}

fn fast() -> Retry {
    Retry::new().base_delay(Duration::from_millis(1))
}
