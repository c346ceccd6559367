//! Every key that OpenAPI 3.0, 3.1, 3.2 and our `x-` extensions know, as data.
//!
//! A [`Shape`] lists the keys of one kind of object, the frequent ones first because a key is looked up from the
//! front. [`Want`] says what a value may be and which kind of object stands in it. `check` walks a document by
//! these tables.

mod extensions;
mod openapi;
mod schema;
#[cfg(test)]
mod tests;

use super::Version;

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Want {
    /// Anything: data of the API.
    Any,
    /// A string.
    String,
    /// A string, one of these.
    Word(&'static [&'static str]),
    /// A JSON pointer (RFC 6901).
    Pointer,
    /// True or false.
    Bool,
    /// True or false; false is the default and says nothing.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// True or false in 3.0, else a number (`exclusiveMinimum`).
    Bound,
    /// The name of a JSON type, from 3.1 on also an array of them.
    Type,
    /// A string, or an object of this kind.
    StringOr(ObjectKind),
    /// A JSON pointer, or an object of this kind.
    PointerOr(ObjectKind),
    /// An object of this kind.
    One(ObjectKind),
    /// An object of this kind, or a reference to one.
    Ref(ObjectKind),
    /// A schema or a reference to one; from 3.1 on also true or false.
    Schema,
    /// A schema, a reference to one, or true or false in all versions.
    SchemaOrBool,
    /// An array.
    Array(&'static Want),
    /// A map from names to values.
    Map(&'static Want),
    /// A map whose names are identifiers (`components.schemas`).
    Components(&'static Want),
}

/// Which versions know a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// All.
    All,
    /// 3.1 and later.
    V31,
    /// 3.2 and later.
    V32,
    /// 3.0 only.
    V30,
}

impl Since {
    /// Whether a version knows the key.
    pub(super) fn is_in(self, version: Version) -> bool {
        match self {
            Self::All => true,
            Self::V31 => version >= Version::V31,
            Self::V32 => version >= Version::V32,
            Self::V30 => version == Version::V30,
        }
    }
}

/// A key of a kind of object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) want: Want,
    pub(super) since: Since,
    pub(super) required: bool,
    /// Whether it is accepted and changes nothing in the output, which a note says.
    pub(super) idle: bool,
}

const fn key(name: &'static str, want: Want) -> Key {
    Key { name, want, since: Since::All, required: false, idle: false }
}

const fn idle(key: Key) -> Key {
    Key { idle: true, ..key }
}

const fn need(name: &'static str, want: Want) -> Key {
    Key { required: true, ..key(name, want) }
}

const fn new(name: &'static str, want: Want) -> Key {
    Key { since: Since::V31, ..key(name, want) }
}

const fn newest(name: &'static str, want: Want) -> Key {
    Key { since: Since::V32, ..key(name, want) }
}

const fn old(name: &'static str, want: Want) -> Key {
    Key { since: Since::V30, ..key(name, want) }
}

/// Keys that are not in the table.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rest {
    /// There are none.
    Closed,
    /// Paths, which start with `/`.
    Paths,
    /// Status codes, ranges such as `4XX`, and `default`.
    Statuses,
    /// Anything, with this value.
    Names(Want),
}

/// The keys of one kind of object.
#[derive(Debug)]
pub(super) struct Shape {
    /// Whether any key is required, so that the others need not be looked through.
    pub(super) has_required: bool,
    /// As messages name it, with its article.
    pub(super) name: &'static str,
    pub(super) keys: &'static [Key],
    /// Our own keys, which only curated descriptions are held to.
    pub(super) extensions: &'static [Key],
    pub(super) rest: Rest,
}

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ObjectKind {
    Root,
    /// A file of a description other than the root, with `paths` and `components` of its own.
    Part,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Crate,
    Conventions,
    Paging,
    PagingUse,
    NextSource,
    HeaderSource,
    FilterRules,
    FilterUse,
    Operators,
    SortRules,
    SortUse,
    FieldsRules,
    EagerRules,
    Signature,
    RateLimit,
    Retry,
    Idempotency,
    ErrorRules,
}

impl ObjectKind {
    /// Its keys.
    pub(super) fn shape(self) -> &'static Shape {
        match self {
            Self::Root => &openapi::ROOT,
            Self::Part => &openapi::PART,
            Self::Info => &openapi::INFO,
            Self::Contact => &openapi::CONTACT,
            Self::License => &openapi::LICENSE,
            Self::Server => &openapi::SERVER,
            Self::ServerVariable => &openapi::SERVER_VARIABLE,
            Self::Components => &openapi::COMPONENTS,
            Self::Paths => &openapi::PATHS,
            Self::PathItem => &openapi::PATH_ITEM,
            Self::Operation => &openapi::OPERATION,
            Self::ExternalDocs => &openapi::EXTERNAL_DOCS,
            Self::Parameter => &openapi::PARAMETER,
            Self::RequestBody => &openapi::REQUEST_BODY,
            Self::MediaType => &openapi::MEDIA_TYPE,
            Self::Encoding => &openapi::ENCODING,
            Self::Responses => &openapi::RESPONSES,
            Self::Response => &openapi::RESPONSE,
            Self::Callback => &openapi::CALLBACK,
            Self::Example => &openapi::EXAMPLE,
            Self::Link => &openapi::LINK,
            Self::Header => &openapi::HEADER,
            Self::Tag => &openapi::TAG,
            Self::Schema => &schema::SCHEMA,
            Self::Discriminator => &schema::DISCRIMINATOR,
            Self::Xml => &schema::XML,
            Self::SecurityScheme => &openapi::SECURITY_SCHEME,
            Self::Flows => &openapi::FLOWS,
            Self::Flow => &openapi::FLOW,
            Self::Crate => &extensions::CRATE,
            Self::Conventions => &extensions::CONVENTIONS,
            Self::Paging => &extensions::PAGING,
            Self::PagingUse => &extensions::PAGING_USE,
            Self::NextSource => &extensions::NEXT_SOURCE,
            Self::HeaderSource => &extensions::HEADER_SOURCE,
            Self::FilterRules => &extensions::FILTER_RULES,
            Self::FilterUse => &extensions::FILTER_USE,
            Self::Operators => &extensions::OPERATORS,
            Self::SortRules => &extensions::SORT_RULES,
            Self::SortUse => &extensions::SORT_USE,
            Self::FieldsRules => &extensions::FIELDS_RULES,
            Self::EagerRules => &extensions::EAGER_RULES,
            Self::Signature => &extensions::SIGNATURE,
            Self::RateLimit => &extensions::RATE_LIMIT,
            Self::Retry => &extensions::RETRY,
            Self::Idempotency => &extensions::IDEMPOTENCY,
            Self::ErrorRules => &extensions::ERROR_RULES,
        }
    }

    /// Whether it is the value of one of our own keys.
    pub(super) fn is_extension(self) -> bool {
        self as usize >= Self::Crate as usize
    }
}

impl Shape {
    /// The key with this name.
    pub(super) fn find(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Our own key with this name.
    pub(super) fn find_extension(&self, name: &str) -> Option<&'static Key> {
        self.extensions.iter().find(|key| key.name == name)
    }
}

/// Whether one of our own keys means the same in every description.
pub(super) fn is_in_all(name: &str) -> bool {
    extensions::IN_ALL.contains(&name)
}

/// Whether a key of a path item is an HTTP method; not so `additionalOperations`, which holds several.
pub(super) fn is_operation(name: &str) -> bool {
    ObjectKind::PathItem.shape().find(name).is_some_and(|key| matches!(key.want, Want::One(ObjectKind::Operation)))
}

const fn shape(name: &'static str, keys: &'static [Key]) -> Shape {
    extended(name, keys, &[])
}

const fn extended(name: &'static str, keys: &'static [Key], extensions: &'static [Key]) -> Shape {
    Shape { name, keys, extensions, rest: Rest::Closed, has_required: any_required(keys) || any_required(extensions) }
}

const fn open(name: &'static str, rest: Rest) -> Shape {
    Shape { rest, ..shape(name, &[]) }
}

const fn any_required(keys: &[Key]) -> bool {
    let mut at = 0;
    while at < keys.len() {
        if keys[at].required {
            return true;
        }
        at += 1;
    }
    false
}
