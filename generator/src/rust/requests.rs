//! The client, its credentials, requests, their bodies and responses.

use super::{ConstValue, OtherVariant, Ty};

/// A handle of a resource.
#[derive(Clone, Debug)]
pub struct HandleItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
}

/// The client.
#[derive(Clone, Debug, Default)]
pub struct ClientItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name of the API.
    pub title: String,
    /// Package name, for the user agent.
    pub package: String,
    /// URL templates of servers.
    pub servers: Vec<String>,
    /// URL templates of servers of single operations, as far as they have variables.
    pub operation_servers: Vec<String>,
    /// What each of them is.
    pub server_texts: Vec<String>,
    /// Variables: name, default, what may stand in its place.
    pub variables: Vec<(String, String, String)>,
    /// The rules all requests follow.
    pub conventions: Vec<&'static str>,
    /// Security alternatives of operations that state none.
    pub security: Vec<Vec<String>>,
    /// Accessors; further ones are an item of their own.
    pub accessors: Vec<Accessor>,
}

/// An accessor of the client.
#[derive(Clone, Debug)]
pub struct Accessor {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Method name.
    pub name: String,
    /// Handle type.
    pub handle: String,
    /// Module of the handle.
    pub module: String,
    /// Feature that switches it on.
    pub feature: Option<String>,
}

/// A credential.
#[derive(Clone, Debug)]
pub struct CredentialItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name of the type.
    pub name: String,
    /// Names of the schemes it satisfies.
    pub schemes: Vec<String>,
    /// What it is made of.
    pub kind: CredentialKind,
}

/// What a credential is made of.
#[derive(Clone, Debug)]
pub enum CredentialKind {
    /// Keys: argument name, location, wire name.
    Keys(Vec<(String, &'static str, String)>),
    /// User name and password.
    Basic,
    /// A token.
    Bearer,
    /// Another HTTP scheme.
    Http(String),
    /// OAuth 2 authorisation code: authorise URL, token URL, refresh URL, scopes.
    Code {
        /// Where a person agrees.
        authorize: String,
        /// Where a code is exchanged.
        token: String,
        /// Where tokens are refreshed, if elsewhere.
        refresh: Option<String>,
    },
    /// OAuth 2 client credentials.
    ClientCredentials {
        /// Where credentials are exchanged.
        token: String,
        /// Response field that holds the token.
        field: String,
        /// Credentials in a Basic header rather than in the body.
        basic: bool,
        /// Seconds before the end at which to renew.
        early: u64,
    },
}

/// An operation: the type of its request, and the method that makes one.
#[derive(Clone, Debug)]
pub struct OperationItem {
    /// Doc lines of the method.
    pub docs: Vec<String>,
    /// Doc lines of the request type.
    pub about: Vec<String>,
    /// Name of the request type.
    pub name: String,
    /// Handle type and method.
    pub handle: String,
    /// Method of the handle.
    pub method: String,
    /// A lint that the method's name would trip.
    pub allow: Option<&'static str>,
    /// `operationId`, or what stands for it.
    pub id: String,
    /// HTTP method.
    pub http: String,
    /// Path template.
    pub path: String,
    /// The decoder of the response.
    pub output: Ty,
    /// What is accepted, where it is not just JSON.
    pub accept: Accept,
    /// Type of the data of events, where the server can answer with them instead.
    pub events: Option<Ty>,
    /// Media type of a sequence of JSON values, where the server can answer with it instead, and the type of a value.
    pub values: Option<(String, Ty)>,
    /// The body can be had as it arrives.
    pub stream: bool,
    /// Statuses beside 2xx that are responses.
    pub statuses: Vec<u16>,
    /// Common methods that a parameter of the same name replaces.
    pub without: Vec<&'static str>,
    /// Paging.
    pub page: Option<PageItem>,
    /// Own security alternatives.
    pub security: Option<Vec<Vec<String>>>,
    /// Own server.
    pub server: Option<String>,
    /// Type of the error responses.
    pub errors: Option<String>,
    /// Type of the response's headers.
    pub headers: Option<String>,
    /// Marked as deprecated.
    pub deprecated: bool,
    /// Parameters in order: arguments first.
    pub params: Vec<ParamItem>,
    /// Parameters that have one value only.
    pub fixed: Vec<FixedItem>,
}

/// What a request accepts as a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accept {
    /// JSON.
    Json,
    /// As the decoder of the response says.
    Decoder,
    /// These media types.
    Named(String),
}

/// Paging of an operation.
#[derive(Clone, Debug)]
pub struct PageItem {
    /// The rule, with what the operation changes of it.
    pub rule: ConstValue,
    /// Type of a page.
    pub page: Ty,
    /// Type of an item.
    pub item: Ty,
    /// Fields that lead to the items; none where the page is the list.
    pub items: Vec<Step>,
    /// Further fields (`total`, `start`, `size`, `pages`, `more`), each with the method that reads it and the fields that lead
    /// there.
    pub paths: Vec<(&'static str, &'static str, Vec<Step>)>,
    /// Fields of the last item that lead to the cursor.
    pub item_cursor: Option<Vec<Step>>,
    /// Fields of the page that lead to the cursor or the URL of the next page.
    pub page_cursor: Option<Vec<Step>>,
    /// What the rule reads of a response, in words.
    pub reads: String,
}

/// A field on the way to another.
#[derive(Clone, Debug)]
pub struct Step {
    /// Name.
    pub field: String,
    /// How it is gone through.
    pub reach: Reach,
}

/// How a field is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is always there.
    Always,
    /// It is an `Option`.
    Option,
    /// It is a `Patch`.
    Patch,
}

/// A parameter or the body of an operation.
#[derive(Clone, Debug)]
pub struct ParamItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Type, `Option` where it may be left out or is null.
    pub ty: Ty,
    /// It has to be given.
    pub required: bool,
    /// How a caller passes it.
    pub passed: Passed,
    /// Where it goes.
    pub place: ParamPlace,
    /// Marked as deprecated.
    pub deprecated: bool,
}

/// A parameter that always has the same value.
#[derive(Clone, Debug)]
pub struct FixedItem {
    /// `path`, `query`, `header` or `cookie`.
    pub location: &'static str,
    /// Wire name.
    pub wire: String,
    /// How it is written.
    pub style: StyleItem,
    /// The value.
    pub value: String,
}

impl ParamItem {
    /// The type of the value itself, and whether it may be left out.
    #[must_use]
    pub fn value(&self) -> (&Ty, bool) {
        match &self.ty {
            Ty::Option(inner) if !self.required => (inner, true),
            ty => (ty, false),
        }
    }
}

/// How a caller passes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// As it is: numbers and `bool`.
    AsIs,
    /// Whatever becomes it.
    Argument,
    /// Whatever can be iterated over and gives what becomes a value.
    Arguments,
    /// Whatever becomes a body.
    Body,
}

/// Where a parameter goes.
#[derive(Clone, Debug)]
pub enum ParamPlace {
    /// Into the path, the query, a header or a cookie.
    Parameter {
        /// `path`, `query`, `header` or `cookie`.
        location: &'static str,
        /// Wire name.
        wire: String,
        /// How it is written.
        style: StyleItem,
    },
    /// Where the API's conventions put it: `filter`, `sort`, `eager`, `show` or `hide`.
    Role(&'static str),
    /// It is the body.
    Body(BodyItem),
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleItem {
    /// The constant with the default of the location.
    pub default: &'static str,
    /// Kind and `explode`, where the kind is not the default.
    pub kind: Option<(&'static str, bool)>,
    /// `explode`, where it is not the default and the kind is.
    pub explode: Option<bool>,
    /// Reserved characters are sent as they are.
    pub reserved: bool,
    /// Slashes of a path parameter are sent as they are.
    pub slashes: bool,
    /// The value is JSON text.
    pub json: bool,
}

/// How a body is sent.
#[derive(Clone, Debug)]
pub struct BodyItem {
    /// `json`, `form`, `multipart`, `text`, `bytes`, `ranged` or `choice`.
    pub kind: &'static str,
    /// Media type, where the kind does not fix it.
    pub media: Option<String>,
    /// Styles of form properties.
    pub styles: Vec<(String, &'static str)>,
}

/// Responses told apart by status and content type.
#[derive(Clone, Debug)]
pub struct ResponsesItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Derived traits.
    pub derives: Vec<&'static str>,
    /// Variants, but the last.
    pub variants: Vec<ResponseVariant>,
    /// The last variant.
    pub other: OtherVariant,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResponseVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// `200`, `"4XX"` or `default`.
    pub status: String,
    /// `json`, `text` or `bytes`; none for no body.
    pub kind: Option<&'static str>,
    /// Media type, where several responses of a status differ by it.
    pub media: Option<String>,
    /// Type of the content.
    pub ty: Option<Ty>,
}

/// Bodies told apart by content type.
#[derive(Clone, Debug)]
pub struct ContentItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Variants.
    pub variants: Vec<ContentVariant>,
}

/// A body of one content type.
#[derive(Clone, Debug)]
pub struct ContentVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// How it is sent.
    pub body: BodyItem,
    /// Type.
    pub ty: Ty,
}

/// A parser of a webhook's payload.
#[derive(Clone, Debug)]
pub struct WebhookItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Function name.
    pub name: String,
    /// Payload type.
    pub ty: Ty,
    /// Properties of a form that are lists or objects, and how each is written; `None` where the payload is JSON.
    pub form: Option<Vec<(String, &'static str)>>,
    /// Header that holds the signature, where deliveries can be signed.
    pub signature: Option<String>,
}
