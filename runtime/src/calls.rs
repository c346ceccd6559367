//! [`Call`]: one request under construction, what every generated request wraps. Its public name is [`crate::call`].

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::HeaderMap;
use serde::Serialize;

use crate::body::{Body, MediaBody};
use crate::client::Client;
use crate::clock::Limit;
use crate::decode::{Decoder, Wanted};
use crate::encode::{self, FormStyle, Style};
use crate::error::Error;
use crate::json_values::JsonValues;
use crate::meta::Meta;
use crate::multipart::IntoMultipart;
use crate::request::{Payload, Request};
use crate::response::{ErrorBody, RawResponse, Response};
use crate::secret::written_by;
use crate::wire::{self, Partly};

/// What every generated request is: a value that knows its operation; implemented by `#[derive(Request)]`.
pub trait Operation {
    /// What [`send`](Call::send) returns.
    type Output;
    /// The type of the error body.
    type Errors;
    /// The documented response headers, `()` where there are none: see [`Response::headers_as`].
    type Headers;
    /// What is fixed about the operation.
    const META: &'static Meta;
}

/// A body of one of several media types; implemented by `#[derive(Content)]`.
pub trait Content {
    /// Puts the body and its media type into the call.
    #[must_use]
    fn apply<D: Decoder>(self, call: Call<D>) -> Call<D>;
}

/// One request under construction. What cannot be encoded is remembered and returned by `send` before anything is sent.
pub struct Call<D> {
    client: Client,
    /// On the heap, so that a chain of setters moves two words.
    pub(crate) request: Box<Request>,
    decoder: PhantomData<fn() -> D>,
}

impl<D> Clone for Call<D> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), request: self.request.clone(), decoder: PhantomData }
    }
}

impl<D> fmt::Debug for Call<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request.meta().id).field(&self.to_string()).finish()
    }
}

impl<D> fmt::Display for Call<D> {
    /// The request as HTTP text, without credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.write(&self.client.shown_base_url(self.request.meta()), f)
    }
}

impl<D: Decoder> Call<D> {
    /// The same call, asking for JSON where the server could answer otherwise.
    #[must_use]
    pub fn as_json<T: serde::de::DeserializeOwned>(self) -> Call<crate::decode::Json<T>> {
        self.asking_for("application/json")
    }

    /// The same call, asking for events where the server could answer otherwise.
    #[must_use]
    pub fn as_events<T: serde::de::DeserializeOwned>(self) -> Call<crate::decode::Events<T>> {
        self.asking_for(crate::decode::Events::<T>::ACCEPT)
    }

    /// The same call, asking for a sequence of JSON values of a media type where the server could answer otherwise.
    #[must_use]
    pub fn as_values<T: serde::de::DeserializeOwned>(self, media: &str) -> Call<crate::decode::JsonSequence<T>> {
        self.asking_for(media)
    }

    /// The same call with another decoder, asking for a media type.
    fn asking_for<O>(self, media: &str) -> Call<O> {
        let call = self.option_header("accept", media);
        Call { client: call.client, request: call.request, decoder: PhantomData }
    }

    /// The same call, with the body of the response as it arrives.
    #[must_use]
    pub fn as_download(self) -> Call<crate::decode::Download> {
        Call { client: self.client, request: self.request, decoder: PhantomData }
    }

    /// A call without parameters.
    #[must_use]
    pub fn new(client: &Client, meta: &'static Meta) -> Self {
        Self { client: client.clone(), request: Box::new(Request::new(meta)), decoder: PhantomData }
    }

    /// Sets a path parameter.
    #[must_use]
    pub fn path<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        let value = self.request.value(value);
        self.request.set_path(name, style, value);
        self
    }

    /// Sets a query parameter; setting it again replaces it.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        let value = self.request.value(value);
        self.request.set_query(name, style, value);
        self
    }

    /// Sets the whole query string from one value (OpenAPI 3.2, `in: querystring`): an object as a form, else JSON or text.
    #[must_use]
    pub fn querystring<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        let value = self.request.value(value);
        self.request.set_querystring(name, style, value);
        self
    }

    /// Sets a header parameter; setting it again replaces it.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        let value = self.request.value(value);
        self.request.set_header_parameter(name, style, value);
        self
    }

    /// Sets a cookie parameter; setting it again replaces it.
    #[must_use]
    pub fn cookie<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        let value = self.request.value(value);
        self.request.set_cookie(name, style, value);
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, content_type: &'static str, value: &T) -> Self {
        let (json, secrets) = written_by(|| wire::number::to_vec(value));
        match json {
            Ok(json) => self.request.set_body(content_type, Body::from(json).hiding(secrets)),
            Err(error) => self.request.fail(format!("the body is no JSON: {error}")),
        }
        self
    }

    /// Sets a URL-encoded form body.
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(mut self, styles: &'static [(&'static str, FormStyle)], value: &T) -> Self {
        let (value, secrets) = written_by(|| encode::to_value(value));
        match value.and_then(|value| encode::encode_form(styles, &value)).map_err(|error| error.to_string()) {
            Ok(text) => self.request.set_body("application/x-www-form-urlencoded", Body::from(text).hiding(secrets)),
            Err(what) => self.request.fail(what),
        }
        self
    }

    /// Sets a multipart body; its boundary is drawn when it is sent.
    #[must_use]
    pub fn multipart(mut self, form: impl IntoMultipart) -> Self {
        let form = form.into_multipart();
        match form.error() {
            Some(what) => self.request.fail(what.to_owned()),
            None => self.request.payload = Payload::Multipart(form),
        }
        self
    }

    /// Sets a body of bytes, text or a stream.
    #[must_use]
    pub fn raw(mut self, content_type: &'static str, body: impl Into<Body>) -> Self {
        self.request.set_body(content_type, body.into());
        self
    }

    /// Sets a body of JSON values, one after the other.
    #[must_use]
    pub fn values<T>(mut self, content_type: &'static str, body: impl Into<JsonValues<T>>) -> Self {
        match body.into().into_body(content_type) {
            Ok(body) => self.request.set_body(content_type, body),
            Err(error) => self.request.fail(format!("the body is no JSON: {error}")),
        }
        self
    }

    /// Sets a body of one media type of a range, such as `image/*`, which the caller names.
    #[must_use]
    pub fn media(mut self, range: &'static str, body: impl Into<MediaBody>) -> Self {
        match body.into().within(range) {
            Ok((media, body)) => self.request.set_body(&media, body),
            Err(what) => self.request.fail(what),
        }
        self
    }

    /// Sets a body whose type says its media type.
    #[must_use]
    pub fn content(self, value: impl Content) -> Self {
        value.apply(self)
    }

    /// The longest time one attempt may take, instead of the client's; `None` for no limit.
    #[must_use]
    pub fn option_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.request.timeout = Limit::Own(timeout.into());
        self
    }

    /// The longest time the whole call may take, instead of the client's; `None` for no limit.
    #[must_use]
    pub fn option_call_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.request.call_timeout = Limit::Own(timeout.into());
        self
    }

    /// A header for this call only; it wins over one of the same name.
    #[must_use]
    pub fn option_header(mut self, name: &str, value: &str) -> Self {
        self.request.set_header(name, value);
        self
    }

    /// Sends the request and returns the decoded body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). What the description says of failed responses is
    /// [`error.body_of`](Error::body_of) of the operation.
    pub async fn send(self) -> Result<D::Output, Error> {
        self.client.call(&self.request, Wanted::by::<D>(), |response, _| D::decode(response)).await
    }

    /// Sends the request and returns the decoded body with its headers, those only if `headers` says so. With `partly` a
    /// record that cannot be read is left out.
    pub(crate) async fn send_page(self, partly: bool, headers: bool) -> Result<(Partly<D::Output>, HeaderMap), Error> {
        let decode = |response: RawResponse, _| {
            let headers = if headers { response.headers().clone() } else { HeaderMap::new() };
            let page = if partly { D::decode_partly(response) } else { D::decode(response).map(Partly::whole) };
            Ok((page?, headers))
        };
        self.client.call(&self.request, Wanted::by::<D>(), decode).await
    }

    /// Sends the request and returns the decoded body with status and headers.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_full(self) -> Result<Response<D::Output>, Error> {
        let decode = |response: RawResponse, rate_limit| {
            let (status, headers) = (response.status_code(), response.headers().clone());
            let body = D::decode(response)?;
            Ok(Response::new(status, headers, rate_limit, self.request.meta().id, body))
        };
        self.client.call(&self.request, Wanted::by::<D>(), decode).await
    }

    /// The client, and the request to change.
    pub(crate) fn parts(&mut self) -> (&Client, &mut Request) {
        (&self.client, &mut self.request)
    }
}

impl Error {
    /// The error body in the type the description gives for operation `O`; `None` without a body, when it has another shape,
    /// or for an error of another operation.
    ///
    /// ```
    /// # use plansmith_runtime::{Error, Operation};
    /// fn explain<O: Operation<Errors = serde_json::Value>>(error: &Error) -> Option<String> {
    ///     Some(error.body_of::<O>()?.to_string())
    /// }
    /// ```
    #[must_use]
    pub fn body_of<O>(&self) -> Option<O::Errors>
    where
        O: Operation,
        O::Errors: ErrorBody,
    {
        if self.operation() == O::META.id { self.body_as() } else { None }
    }
}
