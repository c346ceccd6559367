//! What a generated crate states about its API: [`Api`], and the [`Conventions`] all its operations share.
//!
//! Every value here is a constant of a generated crate. A rule is written with what differs from its `DEFAULT`, so that
//! rules can be added without changing the crates that do not state them:
//!
//! ```
//! use plansmith_runtime::conventions::{Conventions, Paging, RetryRules, SortRules};
//!
//! const CONVENTIONS: Conventions = Conventions {
//!     sort: Some(SortRules { descending: "{field}:desc", ..SortRules::DEFAULT }),
//!     retry: RetryRules { statuses: &[429], ..RetryRules::DEFAULT },
//!     ..Conventions::DEFAULT
//! };
//! const LIST: Paging = Paging { limit: Some("limit"), max_limit: Some(1000), ..Paging::OFFSET };
//! ```

mod paging;

use http::{HeaderMap, HeaderValue};

pub use self::paging::{Next, Paging, PagingStyle};

/// The facts about one API that all its operations share. Written by the generator, once per crate.
#[derive(Debug)]
pub struct Api {
    /// The product's name, for messages.
    pub name: &'static str,
    /// The `User-Agent` sent unless the builder sets another.
    pub user_agent: &'static str,
    /// Base URLs; the first is the default. `{name}` is a server variable, `{name=value}` one with a default,
    /// and `{name=value|other}` one that takes these values only.
    pub servers: &'static [&'static str],
    /// The rules all operations follow.
    pub conventions: &'static Conventions,
    /// Security requirements of operations that state none: alternatives, each with its scheme names.
    pub security: &'static [&'static [&'static str]],
}

/// The rules of an API, as data.
#[derive(Clone, Copy, Debug)]
pub struct Conventions {
    /// How filters are written; `None` when the API has none.
    pub filter: Option<FilterRules>,
    /// How sort keys are written; `None` when the API has none.
    pub sort: Option<SortRules>,
    /// How properties are shown and hidden; `None` when the API cannot.
    pub fields: Option<FieldRules>,
    /// How related objects are included; `None` when the API cannot.
    pub eager: Option<EagerRules>,
    /// Where responses report the rate limit.
    pub rate_limit: RateLimitRules,
    /// Which requests may be repeated.
    pub retry: RetryRules,
    /// Which requests carry a key that makes them repeatable; `None` when the API has none.
    pub idempotency: Option<IdempotencyRules>,
    /// Where an error body holds its parts.
    pub error: ErrorRules,
    /// HTML where data was promised is an error, even with status 200.
    pub refuse_html: bool,
    /// The header that marks a call as deprecated.
    pub deprecation_header: Option<&'static str>,
    /// The header that carries the method of a request sent as POST.
    pub method_override: Option<&'static str>,
}

impl Conventions {
    /// An API that documents no conventions.
    pub const DEFAULT: Self = Self {
        filter: None,
        sort: None,
        fields: None,
        eager: None,
        rate_limit: RateLimitRules::DEFAULT,
        retry: RetryRules::DEFAULT,
        idempotency: None,
        error: ErrorRules::DEFAULT,
        refuse_html: true,
        deprecation_header: None,
        method_override: None,
    };
}

/// The grammar of a filter expression.
#[derive(Clone, Copy, Debug)]
pub struct FilterRules {
    /// The query parameter.
    pub parameter: &'static str,
    /// A condition, with `{field}`, `{operator}` and `{value}`.
    pub statement: &'static str,
    /// Joins conditions that must all hold.
    pub and: &'static str,
    /// Joins conditions of which one must hold.
    pub or: &'static str,
    /// Opens and closes a group; empty when conditions cannot be grouped.
    pub group: (&'static str, &'static str),
    /// The prefix of a negated operator; empty when conditions cannot be negated.
    pub not: &'static str,
    /// Surrounds every value; empty when values are written bare.
    pub quote: &'static str,
    /// Common names of the operators (`eq`, `starts-with`, ...) with the API's spelling of each.
    pub operators: &'static [(&'static str, &'static str)],
}

impl FilterRules {
    /// `field:operator:value`, joined by `,` and `|`, grouped by parentheses. No operator is known.
    pub const DEFAULT: Self = Self {
        parameter: "filter",
        statement: "{field}:{operator}:{value}",
        and: ",",
        or: "|",
        group: ("(", ")"),
        not: "",
        quote: "",
        operators: &[],
    };

    /// The API's spelling of an operator.
    pub(crate) fn operator(&self, name: &str) -> Option<&'static str> {
        self.operators.iter().find(|(common, _)| *common == name).map(|(_, spelling)| *spelling)
    }
}

/// The grammar of sort keys.
#[derive(Clone, Copy, Debug)]
pub struct SortRules {
    /// The query parameter.
    pub parameter: &'static str,
    /// Between two keys.
    pub separator: &'static str,
    /// An ascending key, with `{field}`.
    pub ascending: &'static str,
    /// A descending key, with `{field}`.
    pub descending: &'static str,
}

impl SortRules {
    /// `sort=name,-size`.
    pub const DEFAULT: Self = Self { parameter: "sort", separator: ",", ascending: "{field}", descending: "-{field}" };
}

/// The grammar of the parameters that choose properties.
#[derive(Clone, Copy, Debug)]
pub struct FieldRules {
    /// The query parameter that lists the only properties to return.
    pub show: &'static str,
    /// The query parameter that lists properties to leave out.
    pub hide: &'static str,
    /// Between two properties.
    pub separator: &'static str,
    /// Between a related object and its property.
    pub path_separator: &'static str,
    /// Matches every element of an array.
    pub any_index: &'static str,
    /// Properties that are asked for with every choice, because the types of responses require them.
    pub always: &'static [&'static str],
}

impl FieldRules {
    /// `show=name,rows.*.id`.
    pub const DEFAULT: Self =
        Self { show: "show", hide: "hide", separator: ",", path_separator: ".", any_index: "*", always: &[] };
}

/// The grammar of the parameter that loads related objects.
#[derive(Clone, Copy, Debug)]
pub struct EagerRules {
    /// The query parameter.
    pub parameter: &'static str,
    /// Between two relations.
    pub separator: &'static str,
    /// Between a relation and one of its own.
    pub path_separator: &'static str,
}

impl EagerRules {
    /// `with=rows,rows.item`.
    pub const DEFAULT: Self = Self { parameter: "with", separator: ",", path_separator: "." };
}

/// Which headers report the rate limit. Where one is missing from a response, the others still count.
#[derive(Clone, Copy, Debug)]
pub struct RateLimitRules {
    /// The header with the size of the window.
    pub limit: Option<&'static str>,
    /// The header with the number of requests left.
    pub remaining: Option<&'static str>,
    /// The header with the time at which the window ends.
    pub reset: Option<&'static str>,
    /// The unit of `reset`.
    pub reset_unit: ResetUnit,
    /// The structured field with what is left of each limit, as the IETF draft `ratelimit-headers` has it:
    /// `"default";r=50;t=30`, or in its older versions `limit=100, remaining=50, reset=30`.
    pub field: Option<&'static str>,
    /// The structured field with the limits themselves: `"default";q=100;w=60`.
    pub policy: Option<&'static str>,
}

impl RateLimitRules {
    /// No header is documented.
    pub const DEFAULT: Self =
        Self { limit: None, remaining: None, reset: None, reset_unit: ResetUnit::Seconds, field: None, policy: None };
}

/// What a small number in the header with the end of a rate-limit window counts. Numbers that can only be seconds or
/// milliseconds since 1970, dates, and durations with units such as `6m0s` are read as what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResetUnit {
    /// Seconds from now.
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970-01-01T00:00:00Z.
    UnixSeconds,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    UnixMilliseconds,
}

/// Which requests may be repeated.
#[derive(Clone, Copy, Debug)]
pub struct RetryRules {
    /// Statuses that are tried again.
    pub statuses: &'static [u16],
    /// Error codes of the API that are never tried again.
    pub never_error_codes: &'static [&'static str],
    /// Methods that may be repeated when the first attempt may have been processed.
    pub methods: &'static [&'static str],
    /// Statuses on which the credential is renewed, once.
    pub refresh_on: &'static [u16],
}

impl RetryRules {
    /// 429 and 503, for the methods that RFC 9110, section 9.2.2, calls idempotent, and for QUERY, which changes nothing; 401 renews
    /// the credential.
    pub const DEFAULT: Self = Self {
        statuses: &[429, 503],
        never_error_codes: &[],
        methods: &["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY"],
        refresh_on: &[401],
    };
}

/// Which requests carry a key by which the server knows a repetition, so that they may be repeated whatever their method.
///
/// The key is a random UUID, the same for all attempts of a call and another one for each call. A call that sets the header
/// itself keeps its own.
#[derive(Clone, Copy, Debug)]
pub struct IdempotencyRules {
    /// The header.
    pub header: &'static str,
    /// Methods whose requests carry a key.
    pub methods: &'static [&'static str],
    /// Ids of operations whose requests carry a key, beside those of the methods.
    pub operations: &'static [&'static str],
}

impl IdempotencyRules {
    /// `Idempotency-Key`, for every POST.
    pub const DEFAULT: Self = Self { header: "Idempotency-Key", methods: &["POST"], operations: &[] };
}

/// Where an error body holds what [`Error`](crate::Error) reports: JSON pointers (RFC 6901).
#[derive(Clone, Copy, Debug)]
pub struct ErrorRules {
    /// The server's reference for this failure.
    pub reference: Option<&'static str>,
    /// The error code.
    pub code: Option<&'static str>,
    /// The message.
    pub message: Option<&'static str>,
    /// The reference of a single mistake.
    pub item_reference: Option<&'static str>,
    /// What is wrong in detail: a string, or strings by property.
    pub details: Option<&'static str>,
}

impl ErrorRules {
    /// Nothing is documented.
    pub const DEFAULT: Self = Self { reference: None, code: None, message: None, item_reference: None, details: None };
}

/// How many headers are compared one after the other before a search by hash is faster.
const FEW_HEADERS: usize = 16;

/// The first header with a name that the conventions state, in any case of letters.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    if headers.len() > FEW_HEADERS {
        return headers.get(name);
    }
    headers.iter().find(|(found, _)| found.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    #[test]
    fn a_header_is_found_among_few_and_many() {
        for others in [0, 30] {
            let mut headers = HeaderMap::new();
            for other in 0..others {
                headers.append(HeaderName::try_from(format!("x-{other}")).unwrap(), HeaderValue::from(other));
            }
            headers.append("x-limit", HeaderValue::from_static("first"));
            headers.append("x-limit", HeaderValue::from_static("second"));
            headers.append("retry-after", HeaderValue::from_static("7"));
            let text = |name| header(&headers, name).map(HeaderValue::as_bytes);
            assert_eq!(text("X-Limit"), Some(&b"first"[..]));
            assert_eq!(text("Retry-After"), Some(&b"7"[..]));
            assert_eq!((text("x-limi"), text("x limit"), text("")), (None, None, None));
        }
    }
}
