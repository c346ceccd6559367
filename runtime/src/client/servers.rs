//! Where requests go: the base URL, the servers of single operations, and those of tokens.

use std::borrow::Cow;
use std::sync::Arc;

use http::Uri;

use super::variables::{check_variables, fill, has};
use crate::address::{check_base, origin, resolve};
use crate::auth::Described as DescribedToken;
use crate::body::Body;
use crate::error::Error;
use crate::meta::Meta;
use crate::redact;
use crate::transport::{BoxFuture, Transport, TransportError};

/// The servers of a client. URLs are without a slash at the end.
#[derive(Clone)]
pub(super) struct Servers {
    base_url: String,
    /// Whether the caller named the base URL, which then counts for all servers of the description.
    moved: bool,
    /// Servers of the description that the caller replaced, each with its replacement.
    replaced: Vec<(String, String)>,
    variables: Vec<(String, String)>,
}

/// The servers that the description names, as templates with their variables.
#[derive(Clone, Copy, Default)]
pub(super) struct Described<'a> {
    /// Those of the API, of which the first is the default.
    pub of_api: &'a [&'a str],
    /// Those of single operations, as far as they have variables.
    pub of_operations: &'a [&'a str],
}

impl Servers {
    /// # Errors
    /// What is wrong with the settings; URLs in it are without credentials.
    pub(super) fn new(
        described: Described<'_>,
        named: Option<&str>,
        replaced: &[(String, String)],
        variables: &[(String, String)],
    ) -> Result<Self, String> {
        let trim = |url: &str| url.trim_end_matches('/').to_owned();
        let templates = described.of_api.iter().chain(described.of_operations).copied().chain(named);
        check_variables(&templates.collect::<Vec<_>>(), variables)?;
        let replaced: Vec<_> = replaced.iter().map(|(from, to)| (trim(from), trim(to))).collect();
        for (_, to) in &replaced {
            check(to)?;
        }
        let Some(template) = named.or_else(|| described.of_api.first().copied()) else {
            return Err("the API states no server, so a base URL is needed".to_owned());
        };
        let mut base_url = fill(template, variables, false)?;
        if named.is_none()
            && let Some(to) = replacement(&replaced, &base_url)
        {
            base_url = to;
        }
        check(&base_url)?;
        Ok(Self { base_url, moved: named.is_some(), replaced, variables: variables.to_vec() })
    }

    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The server of an operation.
    pub(super) fn of(&self, meta: &Meta) -> Result<Cow<'_, str>, Error> {
        match meta.server {
            None => Ok(Cow::Borrowed(&self.base_url)),
            Some(server) => self.own(server).map_err(|what| Error::request(meta.id, what)),
        }
    }

    /// Checks that a URL which a response names is on the server of the operation or of the client: credentials go nowhere else.
    ///
    /// # Errors
    /// What is wrong with it; without what follows the host, and without a user.
    pub(super) fn admit(&self, url: &str, meta: &Meta) -> Result<(), String> {
        let odd = url.contains('\\') || url.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        let Some(there) = origin(url).filter(|_| !odd) else {
            return Err("the address of the next page is no http or https URL, or names a user; nothing was sent".to_owned());
        };
        let own = self.of(meta).ok().and_then(|server| origin(&server));
        let base = origin(&self.base_url);
        if [&own, &base].into_iter().flatten().any(|origin| *origin == there) {
            return Ok(());
        }
        let here = own.or(base).unwrap_or_default();
        Err(format!("the next page is on `{there}`, and the client's own server is `{here}`; nothing was sent"))
    }

    /// An operation's own server: a relative one is resolved against the base URL, and one of another host is moved to the
    /// host of a base URL that the caller named, unless the caller chose the host by a variable.
    fn own(&self, server: &str) -> Result<Cow<'_, str>, String> {
        let elsewhere = server.contains("://") || server.starts_with("//") || server.starts_with('{');
        let move_it = elsewhere && self.moved && !self.variables.iter().any(|(name, _)| has(server, name));
        let filled = fill(server, &self.variables, move_it)?;
        if filled.contains('#') {
            return Err(format!("the server `{}` has a fragment", redact::url(&filled)));
        }
        let url = resolve(&self.base_url, &filled).trim_end_matches('/').to_owned();
        if let Some(to) = replacement(&self.replaced, &url) {
            return Ok(Cow::Owned(to));
        }
        if !move_it {
            check(&url)?;
            return Ok(Cow::Owned(url));
        }
        let moved = url.parse().ok().and_then(|uri| join(&self.base_url, &uri)).map(|uri| uri.to_string());
        let moved = moved.unwrap_or_else(|| self.base_url.clone());
        check(&moved)?;
        Ok(Cow::Owned(moved.trim_end_matches('/').to_owned()))
    }

    /// Where a user signs in, where that is elsewhere than `page` says: as [`of_token`](Self::of_token).
    pub(super) fn of_page(&self, page: &str, described: bool) -> Option<String> {
        let (url, fragment) = page.split_once('#').map_or((page, None), |(url, fragment)| (url, Some(fragment)));
        let mut moved = self.of_token(&url.parse().ok()?, described)?.to_string();
        if let Some(fragment) = fragment {
            moved.push('#');
            moved.push_str(fragment);
        }
        Some(moved)
    }

    /// Where a token request goes. A path alone is on the server of the API; a URL of the description moves as the servers
    /// of operations do, and one that the caller named stays.
    fn of_token(&self, uri: &Uri, described: bool) -> Option<Uri> {
        if uri.host().is_none() {
            return join(&self.base_url, uri);
        }
        if !described {
            return None;
        }
        match replacement(&self.replaced, &uri.to_string()) {
            Some(to) => to.parse().ok(),
            None if self.moved => join(&self.base_url, uri),
            None => None,
        }
    }
}

/// The URL with its beginning replaced.
fn replacement(replaced: &[(String, String)], url: &str) -> Option<String> {
    replaced.iter().rev().find_map(|(from, to)| {
        let rest = url.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    })
}

fn check(url: &str) -> Result<(), String> {
    check_base(url).map_err(|what| format!("the server `{}` {what}", redact::url(url)))
}

/// The path of `uri` on the host of the base URL, whose own path does not count (RFC 3986, section 5.2).
fn join(base_url: &str, uri: &Uri) -> Option<Uri> {
    let base: Uri = base_url.parse().ok()?;
    Uri::builder()
        .scheme(base.scheme_str()?)
        .authority(base.authority()?.as_str())
        .path_and_query(uri.path_and_query()?.as_str())
        .build()
        .ok()
}

/// Sends requests for tokens where they belong.
pub(super) struct TokenTransport {
    pub servers: Servers,
    pub transport: Arc<dyn Transport>,
    pub attempts: u32,
}

impl Transport for TokenTransport {
    fn execute(&self, mut request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let described = request.extensions_mut().remove::<DescribedToken>().is_some();
        if let Some(uri) = self.servers.of_token(request.uri(), described) {
            *request.uri_mut() = uri;
        }
        self.transport.execute(request)
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        let transport = self.transport.detached()?;
        Some(Arc::new(Self { servers: self.servers.clone(), transport, attempts: self.attempts }))
    }

    fn attempts(&self) -> u32 {
        self.attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::meta;

    fn of_api<'a>(of_api: &'a [&'a str]) -> Described<'a> {
        Described { of_api, of_operations: &[] }
    }

    fn servers(named: Option<&str>, replaced: &[(&str, &str)]) -> Servers {
        let replaced: Vec<_> = replaced.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        Servers::new(of_api(&["https://api.test/v1"]), named, &replaced, &[]).unwrap()
    }

    #[test]
    fn a_base_url_moves_every_server_of_the_description() {
        let own = |servers: &Servers, server| servers.own(server).map(Cow::into_owned);
        let (described, moved) = (servers(None, &[]), servers(Some("http://127.0.0.1:4010/mock"), &[]));
        for (server, there, here) in [
            ("https://auth.test/api/v1/", "https://auth.test/api/v1", "http://127.0.0.1:4010/api/v1"),
            ("https://{region}.test", "", "http://127.0.0.1:4010"),
            ("https://{region=eu}.test/{version=v1}", "https://eu.test/v1", "http://127.0.0.1:4010/v1"),
            ("//cdn.test/x", "https://cdn.test/x", "http://127.0.0.1:4010/x"),
            ("/v2", "https://api.test/v2", "http://127.0.0.1:4010/v2"),
            ("v2", "https://api.test/v2", "http://127.0.0.1:4010/v2"),
            ("../v2", "https://api.test/v2", "http://127.0.0.1:4010/v2"),
        ] {
            assert_eq!(own(&described, server).unwrap_or_default(), there, "{server}");
            assert_eq!(own(&moved, server).unwrap(), here, "{server}");
        }
        for server in
            ["javascript:alert(1)", "ftp://a.test", "https://me:hunter2@evil.test", "https://a.test#f", "https://{h=evil.test/?}"]
        {
            let error = own(&described, server).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
        assert_eq!(described.of(&meta("GET", "/x")).unwrap(), "https://api.test/v1");
        // A host that the caller chose stays.
        let variables = [("region".to_owned(), "us".to_owned())];
        let own_servers = Described { of_api: &[], of_operations: &["https://{region}.test/v1"] };
        let chosen = Servers::new(own_servers, Some("http://127.0.0.1:4010"), &[], &variables).unwrap();
        assert_eq!(own(&chosen, "https://{region}.test/v1").unwrap(), "https://us.test/v1");
    }

    #[test]
    fn only_own_servers_are_asked_for_a_next_page() {
        let plain = servers(None, &[]);
        let elsewhere = Meta { server: Some("https://files.test/x"), ..meta("GET", "/x") };
        let own = meta("GET", "/x");
        for good in ["https://api.test/v2?x", "https://API.test:443", "https://api.test/v1/things?page=2"] {
            assert_eq!(plain.admit(good, &own), Ok(()), "{good}");
            assert_eq!(plain.admit(good, &elsewhere), Ok(()), "{good}");
        }
        assert_eq!(plain.admit("https://files.test/y", &elsewhere), Ok(()));
        for bad in ["https://files.test/y", "http://api.test/v1", "https://api.test:8443/", "https://api.test.evil.test"] {
            let error = plain.admit(bad, &own).unwrap_err();
            assert!(error.contains("nothing was sent") && error.contains("own server is `https://api.test`"), "{error}");
        }
        for bad in [
            "https://me:hunter2@api.test/",
            "https://api.test@evil.test/",
            "https://evil.test\\.api.test/",
            "https://api.test /",
            "https://api.test/\t",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "",
        ] {
            let error = plain.admit(bad, &own).unwrap_err();
            assert!(!error.contains("hunter2") && !error.contains("evil"), "{error}");
        }
        let moved = servers(Some("http://127.0.0.1:4010/mock"), &[]);
        assert_eq!(moved.admit("http://127.0.0.1:4010/v1/things?page=2", &own), Ok(()));
        assert!(moved.admit("https://api.test/v1/things?page=2", &own).is_err());
    }

    #[test]
    fn a_replaced_server_is_replaced_alone() {
        let servers =
            servers(None, &[("https://auth.test/api/", "http://127.0.0.1:1/x"), ("https://api.test", "http://127.0.0.1:2")]);
        assert_eq!(servers.base_url(), "http://127.0.0.1:2/v1");
        assert_eq!(servers.own("https://auth.test/api/v1").unwrap(), "http://127.0.0.1:1/x/v1");
        assert_eq!(servers.own("https://auth.test/apis").unwrap(), "https://auth.test/apis");
        assert!(Servers::new(of_api(&[]), None, &[], &[]).is_err());
        let to = [("https://a.test".to_owned(), "https://me:hunter2@b.test".to_owned())];
        assert!(Servers::new(of_api(&["https://a.test"]), None, &to, &[]).is_err_and(|what| !what.contains("hunter2")));
    }

    #[test]
    fn token_urls_of_the_caller_stay() {
        let token = |servers: &Servers, url: &str, described| {
            let uri: Uri = url.parse().unwrap();
            servers.of_token(&uri, described).map_or_else(|| url.to_owned(), |uri| uri.to_string())
        };
        let plain = servers(None, &[]);
        assert_eq!(token(&plain, "/oauth2/token?a=b", true), "https://api.test/oauth2/token?a=b");
        assert_eq!(token(&plain, "https://id.test/token", true), "https://id.test/token");
        let moved = servers(Some("http://127.0.0.1:4010/v1"), &[]);
        assert_eq!(token(&moved, "https://id.test/token", true), "http://127.0.0.1:4010/token");
        assert_eq!(token(&moved, "https://id.test/token", false), "https://id.test/token");
        let page = |described| moved.of_page("https://id.test/sign-in?a=b#c", described);
        assert_eq!((page(true).as_deref(), page(false)), (Some("http://127.0.0.1:4010/sign-in?a=b#c"), None));
        assert_eq!(plain.of_page("/sign-in", true).as_deref(), Some("https://api.test/sign-in"));
        assert_eq!(plain.of_page("https://id.test/sign-in", true), None);
        let named = servers(Some("http://127.0.0.1:4010/v1"), &[("https://id.test", "http://127.0.0.1:1")]);
        assert_eq!(token(&named, "https://id.test/token", true), "http://127.0.0.1:1/token");
    }
}
