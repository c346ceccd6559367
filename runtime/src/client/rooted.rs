//! A transport that knows where the API is: a token URL such as `/oauth2/token` is on the server of the API.

use std::sync::Arc;

use http::Uri;

use crate::body::Body;
use crate::transport::{BoxFuture, Transport, TransportError};

/// Sends requests without a host to the server of the API.
pub(super) struct Rooted {
    pub base_url: String,
    pub transport: Arc<dyn Transport>,
}

impl Transport for Rooted {
    fn execute(&self, mut request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if request.uri().host().is_none()
            && let Some(uri) = join(&self.base_url, request.uri())
        {
            *request.uri_mut() = uri;
        }
        self.transport.execute(request)
    }
}

/// The path on the server of the base URL, whose own path does not count (RFC 3986, section 5.2).
fn join(base_url: &str, path: &Uri) -> Option<Uri> {
    let base: Uri = base_url.parse().ok()?;
    Uri::builder()
        .scheme(base.scheme_str()?)
        .authority(base.authority()?.as_str())
        .path_and_query(path.path_and_query()?.as_str())
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn takes_the_server_and_not_the_path_of_the_base() {
        let joined = join("https://us.id.test/api/v1", &"/oauth2/token?a=b".parse().expect("a path is a URI"));
        assert_eq!(joined.expect("both are URLs").to_string(), "https://us.id.test/oauth2/token?a=b");
    }
}
