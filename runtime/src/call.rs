//! What requests are written with: [`Call`], which every generated request wraps, and what is fixed about an operation.
//!
//! Generated code names all of this, and so may requests written by hand, for an operation that a description lacks.
//!
//! ```
//! use plansmith_runtime::call::{Call, Json, Meta, Style};
//! use plansmith_runtime::{Client, Error, Value};
//!
//! static PING: Meta = Meta { id: "ping", path: "/ping/{name}", ..Meta::DEFAULT };
//!
//! async fn ping(client: &Client, name: &str) -> Result<Value, Error> {
//!     Call::<Json<Value>>::new(client, &PING).path("name", Style::PATH, name).send().await
//! }
//! ```

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::body::Body;
use crate::client::Client;

use crate::encode;
use crate::error::Error;
use crate::filter::{Filter, Property, Relation, Sort, selection};
use crate::multipart::IntoMultipart;
use crate::paging::{Items, Pages};
use crate::request::{Payload, Request};
use crate::response::Response;

pub use crate::conventions::Paging;
pub use crate::decode::{Decoder, Download, Empty, Events, Json, Raw, Text};
pub use crate::encode::{FormStyle, Style, StyleKind};
pub use crate::paging::{IntoCount, IntoItems, PageAccess, cursor};

/// What is fixed about an operation.
#[derive(Debug)]
pub struct Meta {
    /// The operation's id in the API's description.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` for parameters.
    pub path: &'static str,
    /// Security requirements: alternatives, each a list of scheme names; `None` means those of the API.
    pub security: Option<&'static [&'static [&'static str]]>,
    /// A base URL of its own.
    pub server: Option<&'static str>,
    /// The `Accept` header; empty sends none.
    pub accept: &'static str,
    /// Whether the description marks the operation as deprecated.
    pub deprecated: bool,
    /// How the operation pages.
    pub paging: Option<Paging>,
}

impl Meta {
    /// `GET` of JSON, with the API's own servers and credentials: what an operation that differs starts from.
    pub const DEFAULT: Self = Self {
        id: "",
        method: "GET",
        path: "",
        security: None,
        server: None,
        accept: "application/json",
        deprecated: false,
        paging: None,
    };
}

/// What every generated request is: a value that knows its operation; implemented by `#[derive(Request)]`.
pub trait Operation {
    /// What [`send`](Call::send) returns.
    type Output;
    /// The type of the error body.
    type Errors;
    /// The headers of the answer that the description tells, `()` for none: see [`Response::headers_as`].
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
        self.request.write(self.client.base_url(self.request.meta()), f)
    }
}

impl<D: Decoder> Call<D> {
    /// The same call, asking for JSON where the server could answer otherwise.
    #[must_use]
    pub fn as_json<T: serde::de::DeserializeOwned>(self) -> Call<crate::decode::Json<T>> {
        let call = self.option_header("accept", "application/json");
        Call { client: call.client, request: call.request, decoder: PhantomData }
    }

    /// The same call, with the body of the answer as it arrives.
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
        self.request.set_path(name, style, to_value(value));
        self
    }

    /// Sets a query parameter; setting it again replaces it.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.request.set_query(name, style, to_value(value));
        self
    }

    /// Sets a header parameter; setting it again replaces it.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.request.set_header_parameter(name, style, to_value(value));
        self
    }

    /// Sets a cookie parameter; setting it again replaces it.
    #[must_use]
    pub fn cookie<T: Serialize + ?Sized>(mut self, name: &'static str, style: Style, value: &T) -> Self {
        self.request.set_cookie(name, style, to_value(value));
        self
    }

    /// Restricts the records, in the API's filter grammar.
    #[must_use]
    pub fn filter<R>(mut self, value: &Filter<R>) -> Self {
        let Some(rules) = &self.client.conventions().filter else { return self.lacks("filters") };
        self.request.set_rendered(rules.parameter, value.render(rules).map_err(|e| e.to_string()));
        self
    }

    /// Orders the records.
    #[must_use]
    pub fn sort<R>(mut self, keys: &[Sort<R>]) -> Self {
        let Some(rules) = &self.client.conventions().sort else { return self.lacks("sort keys") };
        self.request.set_list(rules.parameter, keys.iter().map(|key| key.render(rules)), rules.separator);
        self
    }

    /// Loads related objects along.
    #[must_use]
    pub fn eager<R>(mut self, relations: &[Relation<R>]) -> Self {
        let Some(rules) = &self.client.conventions().eager else { return self.lacks("eager loading") };
        self.request.set_list(rules.parameter, relations.iter().map(|relation| relation.render(rules)), rules.separator);
        self
    }

    /// Returns only these properties, and those the type of the answer requires: of the object and of every related object
    /// a property is of.
    #[must_use]
    pub fn show<R>(mut self, properties: &[Property<R>]) -> Self {
        let Some(rules) = &self.client.conventions().fields else { return self.lacks("property selection") };
        let shown = selection::shown(properties, rules);
        self.request.set_list(rules.show, shown.into_iter(), rules.separator);
        self
    }

    /// Leaves these properties out. What the type of the answer requires cannot be left out: `send` then fails.
    #[must_use]
    pub fn hide<R>(mut self, properties: &[Property<R>]) -> Self {
        let Some(rules) = &self.client.conventions().fields else { return self.lacks("property selection") };
        if let Some(required) = properties.iter().find_map(|property| selection::required(property, rules)) {
            self.request.fail(format!("`{required}` cannot be hidden: the type of the answer requires it"));
            return self;
        }
        self.request.set_list(rules.hide, properties.iter().map(|property| property.render(rules)), rules.separator);
        self
    }

    fn lacks(mut self, what: &str) -> Self {
        self.request.fail(format!("the conventions of the API have no rules for {what}"));
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, content_type: &'static str, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.request.set_body(content_type, Body::from(json)),
            Err(error) => self.request.fail(format!("the body is no JSON: {error}")),
        }
        self
    }

    /// Sets a URL-encoded form body.
    #[must_use]
    pub fn form<T: Serialize + ?Sized>(mut self, styles: &'static [(&'static str, FormStyle)], value: &T) -> Self {
        let text = to_value(value).and_then(|value| encode::encode_form(styles, &value).map_err(|e| e.to_string()));
        match text {
            Ok(text) => self.request.set_body("application/x-www-form-urlencoded", Body::from(text)),
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

    /// Sets a body whose type says its media type.
    #[must_use]
    pub fn content(self, value: impl Content) -> Self {
        value.apply(self)
    }

    /// The longest time one attempt may take, instead of the client's.
    #[must_use]
    pub fn option_timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = Some(timeout);
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
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<D::Output, Error> {
        let (answer, _) = self.client.send(&self.request, D::STREAM).await?;
        D::decode(answer)
    }

    /// Sends the request and returns the decoded body with status and headers.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_full(self) -> Result<Response<D::Output>, Error> {
        let (answer, rate_limit) = self.client.send(&self.request, D::STREAM).await?;
        let (status, headers) = (answer.status_code(), answer.headers().clone());
        let body = D::decode(answer)?;
        Ok(Response::new(status, headers, rate_limit, self.request.meta().id, body))
    }

    /// The answers of this operation, page after page.
    pub fn pages<I>(self, access: PageAccess<D::Output, I>) -> Pages<D::Output>
    where
        D: 'static,
        D::Output: Send + 'static,
        I: 'static,
    {
        Pages::new(self, access)
    }

    /// The records of this operation, page after page.
    pub fn items<I>(self, access: PageAccess<D::Output, I>) -> Items<I>
    where
        D: 'static,
        D::Output: Send + 'static,
        I: Send + 'static,
    {
        Items::new(Pages::new(self, access), access.items)
    }
}

fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, String> {
    encode::to_value(value).map_err(|error| error.to_string())
}
