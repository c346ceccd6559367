//! From a request as data to the request a transport sends.

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderValue, Method, Uri};

use super::Client;
use crate::auth::Grant;
use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::multipart::MultipartForm;
use crate::request::{Payload, Request};
use crate::secret::Secret;

impl Client {
    /// Puts together what one attempt sends. Later parts win: defaults, the operation's headers, the call's, credentials.
    /// The grant's headers are moved out of it.
    pub(super) fn prepare(&self, request: &Request, grant: &mut Grant) -> Result<http::Request<Body>, Error> {
        let this = &*self.0;
        let meta = request.meta();
        let mut http = http::Request::new(Body::empty());
        *http.uri_mut() = self.uri(request, grant)?;
        let method = Method::from_bytes(meta.method.as_bytes())
            .map_err(|_| Error::request(meta.id, "the method is not an HTTP method"))?;

        let headers = http.headers_mut();
        headers.reserve(this.default_headers.len() + request.headers.len() + grant.headers.len() + 3);
        for (name, value) in &this.default_headers {
            headers.insert(name.clone(), value.clone());
        }
        if !meta.accept.is_empty() {
            headers.insert(ACCEPT, HeaderValue::from_static(meta.accept));
        }
        if let Payload::Body(content_type, _) = &request.payload {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        for (name, value) in &request.headers {
            headers.insert(name.clone(), value.clone());
        }
        for (name, value) in grant.headers.drain(..) {
            headers.insert(name, value);
        }
        if !request.cookies.is_empty() || !grant.cookies.is_empty() {
            // A request has one header for all cookies (RFC 6265, 5.4).
            let given = headers.get(COOKIE).map(HeaderValue::as_bytes).filter(|given| !given.is_empty());
            let own = request.cookies.iter().map(|(_, pair)| pair.as_bytes());
            let pairs: Vec<&[u8]> = given.into_iter().chain(own).chain(grant.cookies.iter().map(String::as_bytes)).collect();
            let mut value = HeaderValue::try_from(pairs.join(&b"; "[..]))
                .map_err(|_| Error::request(meta.id, "a cookie cannot be sent in a header"))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        let mut body = match &request.payload {
            Payload::None => Body::empty(),
            Payload::Body(_, body) => body.clone(),
            Payload::Multipart(form) => {
                let boundary = MultipartForm::boundary();
                let value = HeaderValue::try_from(form.content_type(&boundary));
                headers.insert(CONTENT_TYPE, value.expect("a boundary of letters and digits"));
                form.encode(&boundary)
            }
        };
        if let Some(stated) = request.stated_length()? {
            match body.length() {
                Some(length) if length != stated => {
                    let what = format!("the header `content-length` says {stated} and the body has {length} bytes");
                    return Err(Error::request(meta.id, what));
                }
                Some(_) => {}
                None => body = body.with_length(stated),
            }
            // The transport states it itself.
            headers.remove(CONTENT_LENGTH);
        }
        if body.is_spent() {
            return Err(Error::request(meta.id, "the body is a stream that was already sent"));
        }
        let overridden = matches!(method, Method::PUT | Method::PATCH | Method::DELETE) && this.method_override;
        let name = this.conventions.method_override.filter(|_| overridden);
        match name.and_then(|name| name.parse::<http::HeaderName>().ok()) {
            Some(name) => {
                headers.insert(name, HeaderValue::from_static(meta.method));
                *http.method_mut() = Method::POST;
            }
            None => *http.method_mut() = method,
        }
        let mut hidden = request.hidden().to_vec();
        hidden.extend(grant.query.iter().filter_map(|pair| Some(Secret::from(pair.split_once('=')?.1))));
        *http.body_mut() = body.hiding(hidden);
        Ok(http)
    }

    /// Where a request goes, without credentials.
    pub(crate) fn url(&self, request: &Request) -> Result<String, Error> {
        request.url(&self.0.servers.of(request.meta())?)
    }

    fn uri(&self, request: &Request, grant: &Grant) -> Result<Uri, Error> {
        let meta = request.meta();
        let mut url = request.url(&self.0.servers.of(meta)?)?;
        for pair in &grant.query {
            if request.is_of_page() {
                // What the response before named has the key of that response's request.
                url = without_parameter(&url, pair.split('=').next().unwrap_or_default());
            }
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(pair);
        }
        // Without the source: it could quote the URL, and the URL may hold a key.
        Uri::try_from(url).map_err(|_| Error::new(ErrorKind::Request, meta.id).context("the URL is not valid or too long"))
    }
}

/// A URL without a query parameter.
fn without_parameter(url: &str, name: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| pair.split('=').next() != Some(name)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}
