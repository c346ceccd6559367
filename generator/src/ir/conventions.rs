//! The rules that all operations of an API follow: `x-conventions`, typed. `None` and empty lists mean that the description
//! does not state the rule, and the runtime's default holds.

use indexmap::IndexMap;

/// The rules of an API.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Paging styles by name.
    pub paging: IndexMap<String, PagingRule>,
    /// Grammar of filters.
    pub filter: Option<FilterRules>,
    /// Grammar of sort keys.
    pub sort: Option<SortRules>,
    /// Grammar of the parameters that choose properties.
    pub fields: Option<FieldRules>,
    /// Grammar of the parameter that loads related objects.
    pub eager: Option<EagerRules>,
    /// Headers that report the rate limit.
    pub rate_limit: RateLimitRules,
    /// Which requests may be repeated.
    pub retry: RetryRules,
    /// Which requests carry a key that makes them repeatable.
    pub idempotency: Option<IdempotencyRules>,
    /// Where an error body holds its parts.
    pub error: ErrorRules,
    /// Whether HTML where data was promised is an error.
    pub refuse_html: Option<bool>,
    /// Header that marks a call as deprecated.
    pub deprecation_header: Option<String>,
    /// Header that carries the method of a POST.
    pub method_override: Option<String>,
    /// Facts about the server that readers should know, as sentences.
    pub quirks: Vec<String>,
}

impl Conventions {
    /// Whether the description states any rule.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        let Self { paging, filter, sort, fields, eager, rate_limit, retry, error, idempotency, .. } = self;
        let RateLimitRules { limit, remaining, reset, field, policy, .. } = rate_limit;
        let rate_limit = [limit, remaining, reset, field, policy];
        let error = [&error.reference, &error.code, &error.message, &error.item_reference, &error.details];
        !paging.is_empty()
            || filter.is_some()
            || sort.is_some()
            || fields.is_some()
            || eager.is_some()
            || idempotency.is_some()
            || rate_limit.iter().any(|header| header.is_some())
            || retry.statuses.is_some()
            || !retry.never_error_codes.is_empty()
            || retry.methods.is_some()
            || retry.refresh_on.is_some()
            || error.iter().any(|pointer| pointer.is_some())
            || self.refuse_html.is_some()
            || self.deprecation_header.is_some()
            || self.method_override.is_some()
    }
}

/// How a list is paged. A name that a request is given, in `position` and `limit`, is that of a query parameter, or a JSON
/// pointer into its JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagingRule {
    /// What the position of a page is.
    pub style: PagingStyle,
    /// What is given for the position; `None` for the style's own.
    pub position: Option<String>,
    /// What is given for the size of a page.
    pub limit: Option<String>,
    /// Size of a page when none is asked for.
    pub default_limit: Option<u64>,
    /// Largest size of a page.
    pub max_limit: Option<u64>,
    /// Position of the first record or number of the first page; `None` for the style's own.
    pub first: Option<u64>,
    /// Wire names that lead from the response to the items; empty where the response is the array itself.
    pub items: Vec<String>,
    /// Where the number of all records is: in the body or a header.
    pub total: Option<Source>,
    /// Where the number of all pages is: in the body or a header.
    pub pages: Option<Source>,
    /// Wire names that lead to the flag that there are more records.
    pub more: Option<Vec<String>>,
    /// Wire names that lead to the answered start (index style).
    pub answered_start: Option<Vec<String>>,
    /// Wire names that lead to the answered page size.
    pub page_size: Option<Vec<String>>,
    /// Where the next cursor or the URL of the next page is.
    pub next: Option<Source>,
    /// Whether only a page without records is an end where nothing else tells it; otherwise one with fewer than its size is.
    pub empty_page_ends: bool,
}

/// Where a response has something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the body, where these wire names lead.
    Body(Vec<String>),
    /// In the last item, where these wire names lead.
    LastItem(Vec<String>),
    /// In this header.
    Header(String),
    /// The target of the first link of this relation in the `Link` header (RFC 8288).
    Link(String),
}

/// What the position of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingStyle {
    /// The number of records to skip.
    Offset,
    /// The index of the first record.
    Index,
    /// The number of the page.
    Page,
    /// A value from the page before.
    Cursor,
    /// The URL of the page, from the page before.
    Url,
}

/// Grammar of filters.
#[derive(Clone, Debug)]
pub struct FilterRules {
    /// Query parameter.
    pub parameter: String,
    /// A condition with `{field}`, `{operator}` and `{value}`.
    pub statement: String,
    /// Joins conditions that must all hold.
    pub and: Option<String>,
    /// Joins conditions of which one must hold.
    pub or: Option<String>,
    /// Opens and closes a group.
    pub group: Option<(String, String)>,
    /// Prefix of a negated operator.
    pub not: Option<String>,
    /// Surrounds values.
    pub quote: Option<String>,
    /// Common names of operators with the API's spelling.
    pub operators: Vec<(String, String)>,
}

/// Grammar of sort keys.
#[derive(Clone, Debug)]
pub struct SortRules {
    /// Query parameter.
    pub parameter: String,
    /// Between two keys.
    pub separator: Option<String>,
    /// An ascending key with `{field}`.
    pub ascending: Option<String>,
    /// A descending key with `{field}`.
    pub descending: Option<String>,
}

/// Grammar of the parameters that choose properties.
#[derive(Clone, Debug)]
pub struct FieldRules {
    /// Query parameter that lists the only properties to return.
    pub show: Option<String>,
    /// Query parameter that lists properties to leave out.
    pub hide: Option<String>,
    /// Between two properties.
    pub separator: Option<String>,
    /// Between a related object and its property.
    pub path_separator: Option<String>,
    /// Matches every element of an array.
    pub any_index: Option<String>,
    /// Properties that are asked for with every choice, because the types of responses require them.
    pub always: Vec<String>,
}

/// Grammar of the parameter that loads related objects.
#[derive(Clone, Debug)]
pub struct EagerRules {
    /// Query parameter.
    pub parameter: String,
    /// Between two relations.
    pub separator: Option<String>,
    /// Between a relation and one of its own.
    pub path_separator: Option<String>,
}

/// Headers that report the rate limit.
#[derive(Clone, Debug, Default)]
pub struct RateLimitRules {
    /// Size of the window.
    pub limit: Option<String>,
    /// Requests left.
    pub remaining: Option<String>,
    /// End of the window.
    pub reset: Option<String>,
    /// What the end counts.
    pub reset_unit: ResetUnit,
    /// Structured field with what is left (IETF draft).
    pub field: Option<String>,
    /// Structured field with the limits (IETF draft).
    pub policy: Option<String>,
}

/// What the end of a window counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResetUnit {
    /// Seconds from now.
    #[default]
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMilliseconds,
}

/// Which requests carry a key by which the server knows a repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyRules {
    /// The header.
    pub header: String,
    /// Methods whose requests carry one.
    pub methods: Vec<String>,
    /// Ids of further operations whose requests carry one.
    pub operations: Vec<String>,
}

/// Which requests may be repeated.
#[derive(Clone, Debug, Default)]
pub struct RetryRules {
    /// Statuses that are tried again.
    pub statuses: Option<Vec<u16>>,
    /// Error codes that are never tried again.
    pub never_error_codes: Vec<String>,
    /// Methods that may be repeated when the first attempt may have been processed.
    pub methods: Option<Vec<String>>,
    /// Statuses on which the credential is renewed.
    pub refresh_on: Option<Vec<u16>>,
}

/// Where an error body holds its parts: JSON pointers.
#[derive(Clone, Debug, Default)]
pub struct ErrorRules {
    /// The server's reference for a failure.
    pub reference: Option<String>,
    /// The error code.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The reference of a single mistake.
    pub item_reference: Option<String>,
    /// What is wrong in detail.
    pub details: Option<String>,
}
