//! The resolved API: what a description says, with every `$ref` followed and nothing of YAML, JSON or
//! the OpenAPI version left in it.
//!
//! The IR is language-neutral: no identifier, no `Option`, no derive. Each node carries the place it came
//! from, so that later stages can report against it. Order is the description's order throughout.

mod conventions;
mod operation;
mod types;

pub use conventions::{
    Conventions, EagerRules, ErrorRules, FieldRules, FilterRules, IdempotencyRules, PagingRule, PagingStyle, RateLimitRules,
    ResetUnit, RetryRules, SortRules, Source,
};
pub use operation::{
    Body, Content, ContentKind, Fields, Header, Location, Method, Operation, Paging, Param, ParamRole, PartEncoding, PartHeader,
    Response, Segment, Status, Style, Webhook,
};
pub use types::{
    Access, Discriminator, Enum, EnumValue, Extra, Field, Float, Int, JsonReason, Kind, Named, Object, Origin, Part, Presence,
    StringFormat, Type, TypeId, Types, Union, Variant,
};

use crate::location::Place;

/// A whole API, ready to be checked, named and lowered.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Title, version and legal texts.
    pub info: Info,
    /// Package name and version a curated description asks for (`x-crate`).
    pub package: Option<Package>,
    /// Servers of the whole API; an operation may name its own.
    pub servers: Vec<Server>,
    /// Tags in the order of the description, also those only operations mention.
    pub tags: Vec<Tag>,
    /// Every type that something refers to, components and inline ones alike.
    pub types: Types,
    /// Operations in the order of the description.
    pub operations: Vec<Operation>,
    /// Requests the server makes to the consumer.
    pub webhooks: Vec<Webhook>,
    /// Ways to authenticate.
    pub schemes: Vec<Scheme>,
    /// Security of operations that state none. Empty means that none is needed.
    pub security: Vec<Requirement>,
    /// The rules all operations follow (`x-conventions`).
    pub conventions: Conventions,
    /// What the description asks for and the output does not have, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// Title, version and legal texts of a description.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Name of the API.
    pub title: String,
    /// Version of the description, not of OpenAPI.
    pub version: String,
    /// `summary` of the description (3.1).
    pub summary: Option<String>,
    /// Markdown text.
    pub description: Option<String>,
    /// Name and link of the licence.
    pub license: Option<String>,
    /// Where a person or page answers questions.
    pub contact: Option<String>,
    /// Terms of service.
    pub terms: Option<String>,
    /// Documentation elsewhere (`externalDocs.url`).
    pub link: Option<String>,
}

/// Name and version of the crate to generate.
#[derive(Clone, Debug)]
pub struct Package {
    /// Package name on crates.io.
    pub name: String,
    /// Semantic version.
    pub version: String,
    /// Name of the product in documents.
    pub title: String,
}

/// A base URL, with variables in braces.
#[derive(Clone, Debug)]
pub struct Server {
    /// URL template.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// Variables of the template.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// Value where the caller gives none.
    pub default: String,
    /// Values that are allowed; empty means any.
    pub values: Vec<String>,
    /// What the variable selects.
    pub description: Option<String>,
}

/// A group of operations: a resource.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Name as operations mention it.
    pub name: String,
    /// Markdown text.
    pub description: Option<String>,
    /// Where the tag is declared or first mentioned.
    pub place: Place,
}

/// The documentation of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// `summary` or `title`.
    pub title: Option<String>,
    /// Markdown text.
    pub description: Option<String>,
    /// Marked as deprecated.
    pub deprecated: bool,
    /// `externalDocs.url`.
    pub link: Option<String>,
    /// Facts worth a line that types do not show: default, bounds, length, pattern, format.
    pub notes: Vec<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Key in `components.securitySchemes`.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
    /// Markdown text.
    pub description: Option<String>,
    /// Response field that holds the bearer token (`x-token-field`), `access_token` where not said.
    pub token_field: Option<String>,
    /// How the client authenticates at the token endpoint (`x-client-auth`): `basic` or `body`.
    pub client_auth: Option<String>,
    /// Seconds before the end of a token at which to renew it (`x-renew-early`).
    pub renew_early: Option<u64>,
    /// Where it is declared.
    pub place: Place,
}

/// The kinds of OpenAPI security schemes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key in a header, query parameter or cookie.
    ApiKey {
        /// Where the key goes: header, query or cookie.
        location: Location,
        /// Name of the header, parameter or cookie.
        wire: String,
    },
    /// HTTP Basic.
    Basic,
    /// HTTP Bearer, also for OpenID Connect, whose token is sent the same way.
    Bearer,
    /// Any other HTTP scheme; its credentials follow the name in `Authorization`.
    Http(String),
    /// OAuth 2 with the flows the description lists.
    OAuth2(Vec<Flow>),
    /// OpenID Connect discovery document.
    OpenId(String),
    /// Client certificates: a matter of the transport.
    MutualTls,
}

/// An OAuth 2 flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// `implicit`, `password`, `clientCredentials`, `authorizationCode` or `deviceAuthorization`.
    pub grant: String,
    /// Where a person agrees.
    pub authorize_url: Option<String>,
    /// Where a code or credential is exchanged.
    pub token_url: Option<String>,
    /// Where a token is refreshed, if elsewhere.
    pub refresh_url: Option<String>,
    /// Scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// Schemes that are needed together; an empty list lets anyone in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// Names of schemes.
    pub schemes: Vec<String>,
}

/// Something the description asks for and the output does not have.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// What it is, such as `operation createCard` or `parameter tags of listCards`.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Whether a whole operation is missing.
    pub operation: bool,
    /// Where it is.
    pub place: Place,
}
