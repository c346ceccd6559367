//! Operations: what a consumer can ask for.

use super::{Docs, PagingRule, Requirement, Server, Type};
use crate::location::Place;
use serde_json::Value;

/// A method and path with all it takes and responses.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`; none where the description has none.
    pub id: Option<String>,
    /// Name of the method on the resource handle (`x-method`).
    pub method_name: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Path template in pieces.
    pub path: Vec<Segment>,
    /// Path template as written, without query or fragment.
    pub path_text: String,
    /// What stands behind `#` in the path. It is not sent: a description tells operations of one path apart by it.
    pub fragment: Option<String>,
    /// Tags; the first decides the resource.
    pub tags: Vec<String>,
    /// Documentation.
    pub docs: Docs,
    /// How well the operation is known (`x-evidence`).
    pub evidence: Option<String>,
    /// Parameters of the path item and the operation, in order, the operation's winning.
    pub params: Vec<Param>,
    /// Request body.
    pub body: Option<Body>,
    /// Responses in order.
    pub responses: Vec<Response>,
    /// Own security; `None` means that of the API.
    pub security: Option<Vec<Requirement>>,
    /// Own servers (of the operation, else of the path item).
    pub servers: Vec<Server>,
    /// How lists are paged (`x-paging`).
    pub paging: Option<Paging>,
    /// Which properties can be filtered (`x-filter`).
    pub filter: Option<Fields>,
    /// Which properties can be sorted by (`x-sort`).
    pub sort: Option<Fields>,
    /// Where the operation is described.
    pub place: Place,
}

impl Operation {
    /// The path with every parameter's name taken out: equal for paths that a server cannot tell apart.
    #[must_use]
    pub fn path_pattern(&self) -> String {
        let pieces = self.path.iter().map(|segment| match segment {
            Segment::Text(text) => text.as_str(),
            Segment::Param(_) => "{}",
        });
        pieces.collect()
    }
}

/// HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// QUERY: a GET whose question is a body.
    Query,
    /// Another one, as it is sent: the names of methods have case.
    Other(String),
}

impl Method {
    /// Every method, in the order of the OpenAPI standard.
    pub const ALL: [Self; 9] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace, Self::Query];

    /// The method behind a key of a path item, such as `get`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let lower = key.bytes().all(|byte| byte.is_ascii_lowercase());
        Self::ALL.into_iter().find(|method| lower && method.as_str().eq_ignore_ascii_case(key))
    }

    /// The method that is sent as this name; none where it is no name of a method (RFC 9110, 9.1: a token).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let known = || Self::ALL.into_iter().find(|method| method.as_str() == name);
        (!name.is_empty() && name.bytes().all(token)).then(|| known().unwrap_or_else(|| Self::Other(name.to_owned())))
    }

    /// The method as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Sent as it is.
    Text(String),
    /// A parameter, by its wire name.
    Param(String),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Name as sent.
    pub wire: String,
    /// Name a curated description asks for (`x-name`).
    pub rename: Option<String>,
    /// Where it is sent.
    pub location: Location,
    /// Type of the value.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// The only value it can have, where it must be given: nobody has to be asked for it.
    pub constant: Option<Box<Value>>,
    /// How it is written.
    pub style: Style,
    /// Whether array items and properties are separate.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether a path parameter may hold several segments (`{+name}` and the like).
    pub slashes: bool,
    /// Whether the value is JSON text (`content: application/json`).
    pub json: bool,
    /// What the conventions of the API make of it.
    pub role: ParamRole,
    /// Names known for an eager-load parameter (`x-eager`).
    pub known: Vec<String>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is described.
    pub place: Place,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// As the whole query string.
    QueryString,
}

/// How a parameter is written (OpenAPI `style`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `form`.
    Form,
    /// `simple`.
    Simple,
    /// `label`.
    Label,
    /// `matrix`.
    Matrix,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// `cookie`.
    Cookie,
}

/// What the conventions of the API make of a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ParamRole {
    /// Nothing.
    #[default]
    Plain,
    /// A filter expression.
    Filter,
    /// Sort keys.
    Sort,
    /// Related objects to load.
    Eager,
    /// Properties to return.
    Show,
    /// Properties to leave out.
    Hide,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be given.
    pub required: bool,
    /// Content types, in order.
    pub contents: Vec<Content>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is described.
    pub place: Place,
}

/// A content type with its type.
#[derive(Clone, Debug)]
pub struct Content {
    /// Media type as written.
    pub media: String,
    /// How it is read and written.
    pub kind: ContentKind,
    /// Type of the value; `None` where the description gives no schema. For [`ContentKind::Events`] the type of an event's data,
    /// for [`ContentKind::Values`] that of one value.
    pub ty: Option<Type>,
    /// How the properties of a form or multipart body are written.
    pub encodings: Vec<PartEncoding>,
    /// How well the content type is known (`x-evidence`), where it differs from the operation.
    pub evidence: Option<String>,
    /// Every property may be left out (`x-partial`).
    pub partial: bool,
    /// The object whose properties JSON Patch paths name (`x-json-patch`).
    pub json_patch: Option<Type>,
    /// The first example that is not too long, as it is sent; of responses only.
    pub example: Option<String>,
    /// Where it is described.
    pub place: Place,
}

/// How a content type is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentKind {
    /// JSON and `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other multipart types.
    Multipart,
    /// `text/*` but HTML and event streams; kept as text.
    Text,
    /// Everything else, XML included, kept as bytes.
    Bytes,
    /// A schema of `format: binary` or a type that is a file: streamed.
    Stream,
    /// `text/event-stream`.
    Events,
    /// JSON values one after the other, in lines or as a JSON text sequence, whose type is known.
    Values,
}

/// How a property of a form or multipart body is written.
#[derive(Clone, Debug)]
pub struct PartEncoding {
    /// Property as sent.
    pub wire: String,
    /// Content type of the part.
    pub media: Option<String>,
    /// Style of a form property.
    pub style: Option<Style>,
    /// Explode of a form property.
    pub explode: Option<bool>,
    /// Headers of the part.
    pub headers: Vec<PartHeader>,
}

/// A header of a part of a multipart body.
#[derive(Clone, Debug)]
pub struct PartHeader {
    /// Name as sent.
    pub wire: String,
    /// The value, where the description gives only one.
    pub value: Option<String>,
    /// Where it is described.
    pub place: Place,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// When it comes.
    pub status: Status,
    /// Content types; empty means no body.
    pub contents: Vec<Content>,
    /// Headers, without `Content-Type`.
    pub headers: Vec<Header>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is described.
    pub place: Place,
}

/// Status of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One code.
    Code(u16),
    /// `1XX` to `5XX`, by the first digit.
    Range(u8),
    /// Every other.
    Default,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// Name as sent.
    pub wire: String,
    /// Type of the value.
    pub ty: Type,
    /// Whether the value is JSON text (`content`), and not of style `simple`.
    pub json: bool,
    /// Whether it is always there.
    pub required: bool,
    /// Documentation.
    pub docs: Docs,
}

/// How a list is paged.
#[derive(Clone, Debug)]
pub struct Paging {
    /// Name of the rule in the conventions; `None` for one that the operation states itself.
    pub name: Option<String>,
    /// The rule, with what the operation changes of it.
    pub rule: PagingRule,
    /// Type of an item.
    pub item: Type,
}

/// Properties an operation can filter or sort by.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The object they belong to.
    pub object: Type,
    /// Wire names; empty means every scalar property.
    pub names: Vec<String>,
    /// Relations whose existence can be asked for.
    pub relations: Vec<String>,
}

/// A request the server makes to the consumer.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Key in `webhooks`; of a callback, the operation and the key.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// Type of the payload; `None` where it has no body that is read.
    pub payload: Option<Type>,
    /// How the properties of a form are written; `None` where the payload is JSON.
    pub form: Option<Vec<PartEncoding>>,
    /// Header that holds the signature of the body, an HMAC-SHA256 in hexadecimal digits (`x-signature`).
    pub signature: Option<String>,
    /// Where it is described.
    pub place: Place,
}
