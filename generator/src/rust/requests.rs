//! The client, its credentials, requests, their bodies and answers.

use super::{Rule, Ty};

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
    /// Name of the API.
    pub title: String,
    /// Package name, for the user agent.
    pub package: String,
    /// URL templates of servers.
    pub servers: Vec<String>,
    /// Variables: name, default.
    pub variables: Vec<(String, String)>,
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
    },
    /// OAuth 2 client credentials.
    ClientCredentials {
        /// Where credentials are exchanged.
        token: String,
        /// Answer field that holds the token.
        field: String,
        /// Credentials in a Basic header rather than in the body.
        basic: bool,
        /// Seconds before the end at which to renew.
        early: u64,
    },
}

/// An operation.
#[derive(Clone, Debug)]
pub struct OperationItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name of the request type.
    pub name: String,
    /// Handle type and method.
    pub handle: String,
    /// Method of the handle.
    pub method: String,
    /// `operationId`, or what stands for it.
    pub id: String,
    /// HTTP method.
    pub http: &'static str,
    /// Path template.
    pub path: String,
    /// What reads the answer.
    pub output: Ty,
    /// Paging.
    pub page: Option<PageItem>,
    /// Own security alternatives.
    pub security: Option<Vec<Vec<String>>>,
    /// Own server.
    pub server: Option<String>,
    /// Type of the error answers.
    pub errors: Option<String>,
    /// Type of the answer's headers.
    pub headers: Option<String>,
    /// `Accept` header, where the output does not say it.
    pub accept: Option<String>,
    /// Rule for wire names.
    pub rule: Rule,
    /// Marked as deprecated.
    pub deprecated: bool,
    /// Parameters in order: arguments first.
    pub params: Vec<ParamItem>,
}

/// Paging of an operation.
#[derive(Clone, Debug)]
pub struct PageItem {
    /// Name of the rule.
    pub name: String,
    /// Type of an item.
    pub item: Ty,
    /// Type of a page, where the operation can also answer something else.
    pub json: Option<Ty>,
    /// Fields that lead to the items.
    pub items: Vec<String>,
    /// Further fields: `total`, `start`, `size`, `cursor`, each with the fields that lead there.
    pub paths: Vec<(&'static str, Vec<String>)>,
    /// What the operation changes of the rule, as JSON text.
    pub overrides: Option<String>,
}

/// A parameter or the body of an operation.
#[derive(Clone, Debug)]
pub struct ParamItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Attribute, where the defaults do not hold.
    pub attr: Option<ParamAttr>,
    /// Type, `Option` where it may be left out.
    pub ty: Ty,
    /// Marked as deprecated.
    pub deprecated: bool,
}

/// How a parameter or body is sent.
#[derive(Clone, Debug)]
pub enum ParamAttr {
    /// `#[param(...)]`.
    Param {
        /// Location, where it is not path or query by the template.
        location: Option<&'static str>,
        /// Wire name, where the rule does not give it.
        wire: Option<String>,
        /// Style, where it is not the default of the location.
        style: Option<&'static str>,
        /// Explode, where it is not the default of the style.
        explode: Option<bool>,
        /// Reserved characters are sent as they are.
        reserved: bool,
        /// The value is JSON text.
        json: bool,
        /// Role in the API's conventions.
        role: Option<&'static str>,
    },
    /// `#[body(...)]`.
    Body {
        /// `json`, `form`, `multipart`, `text`, `bytes` or `choice`.
        kind: &'static str,
        /// Media type, where the kind does not give it.
        media: Option<String>,
        /// Styles of form properties.
        styles: Vec<(String, &'static str)>,
    },
}

/// Answers told apart by status and content type.
#[derive(Clone, Debug)]
pub struct AnswersItem {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// Variants.
    pub variants: Vec<AnswerVariant>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnswerVariant {
    /// Doc lines.
    pub docs: Vec<String>,
    /// Name.
    pub name: String,
    /// `200`, `"4XX"` or `default`.
    pub status: String,
    /// `json`, `text` or `bytes`; none for no body.
    pub kind: Option<&'static str>,
    /// Media type, where several answers of a status differ by it.
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
    /// Doc lines, name, attribute and type.
    pub variants: Vec<(Vec<String>, String, ParamAttr, Ty)>,
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
    /// Header that holds the signature, where deliveries can be signed.
    pub signature: Option<String>,
}
