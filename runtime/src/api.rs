//! What a generated crate states about its API: [`Api`], and the [`Conventions`] read from its JSON.

use std::collections::BTreeMap;

use http::HeaderName;
use serde_json::Value;

use crate::meta::Meta;

/// The facts about one API that all its operations share. Written by the generator, once per crate.
#[derive(Debug)]
pub struct Api {
    /// The product's name, for messages.
    pub name: &'static str,
    /// The `User-Agent` sent unless the builder sets another.
    pub user_agent: &'static str,
    /// Base URLs; the first is the default. `{name}` is a server variable, `{name=value}` one with a default.
    pub servers: &'static [&'static str],
    /// The `x-conventions` of the description, as JSON; empty means none.
    pub conventions: &'static str,
    /// Security requirements of operations that state none: alternatives, each a list of scheme names.
    pub security: &'static [&'static [&'static str]],
}

/// The rules of an API, as data.
#[derive(Debug)]
pub struct Conventions {
    /// Named paging styles; kept as JSON because an operation may override single keys.
    pub(crate) paging: BTreeMap<String, Value>,
    /// How filters are written; `None` when the API has none.
    pub filter: Option<FilterRules>,
    /// How sort keys are written.
    pub sort: Option<SortRules>,
    /// How properties are shown and hidden.
    pub fields: Option<FieldRules>,
    /// How related objects are loaded along.
    pub eager: Option<EagerRules>,
    pub(crate) rate_limit: RateLimitRules,
    pub(crate) retry: RetryRules,
    pub(crate) error: ErrorPointers,
    pub(crate) refuse_html: bool,
    pub(crate) deprecation_header: Option<HeaderName>,
    pub(crate) method_override: Option<HeaderName>,
}

/// The grammar of a filter expression.
#[derive(Clone, Debug)]
pub struct FilterRules {
    /// The query parameter.
    pub parameter: String,
    /// A statement, with `{field}`, `{operator}` and `{value}`.
    pub statement: String,
    /// Joins statements that must all hold.
    pub and: String,
    /// Joins statements of which one must hold.
    pub or: String,
    /// Opens and closes a group.
    pub group: (String, String),
    /// The prefix of a negated operator.
    pub not: String,
    /// Surrounds every value; empty means values stand bare.
    pub quote: String,
    /// Wire names of the operators by their common names (`eq`, `starts-with`, ...).
    pub operators: BTreeMap<String, String>,
}

/// The grammar of sort keys.
#[derive(Clone, Debug)]
pub struct SortRules {
    /// The query parameter.
    pub parameter: String,
    /// Between two keys.
    pub separator: String,
    /// An ascending key, with `{field}`.
    pub ascending: String,
    /// A descending key, with `{field}`.
    pub descending: String,
}

/// The grammar of the parameters that choose properties.
#[derive(Clone, Debug)]
pub struct FieldRules {
    /// The query parameter that lists the only properties to return.
    pub show: String,
    /// The query parameter that lists properties to leave out.
    pub hide: String,
    /// Between two properties.
    pub separator: String,
    /// Between a related object and its property.
    pub path_separator: String,
    /// Stands for every element of a list.
    pub any_index: String,
}

/// The grammar of the parameter that loads related objects.
#[derive(Clone, Debug)]
pub struct EagerRules {
    /// The query parameter.
    pub parameter: String,
    /// Between two relations.
    pub separator: String,
    /// Between a relation and one of its own.
    pub path_separator: String,
}

/// Which headers tell the rate limit.
#[derive(Debug, Default)]
pub(crate) struct RateLimitRules {
    pub limit: Option<HeaderName>,
    pub remaining: Option<HeaderName>,
    pub reset: Option<HeaderName>,
    /// The reset is seconds since 1970 instead of seconds from now.
    pub reset_is_unix: bool,
    /// Says what the server documents; every form is read.
    #[allow(dead_code)]
    pub retry_after: RetryAfter,
}

/// What `Retry-After` may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    Seconds,
    HttpDate,
    #[default]
    Either,
}

/// What may be repeated.
#[derive(Debug)]
pub(crate) struct RetryRules {
    pub statuses: Vec<u16>,
    pub never_error_codes: Vec<String>,
    pub methods: Vec<String>,
    pub refresh_on: Vec<u16>,
}

/// Where an error body holds what [`crate::Error`] reports: JSON pointers.
#[derive(Debug, Default)]
pub(crate) struct ErrorPointers {
    pub reference: Option<String>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub item_reference: Option<String>,
    /// What is wrong in detail: a text, or texts by property.
    pub details: Option<String>,
}

impl Conventions {
    /// Reads the JSON; a text that cannot be read is reported with what is wrong in it.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        let value: Value = match json.trim() {
            "" => Value::Null,
            text => serde_json::from_str(text).map_err(|e| e.to_string())?,
        };
        let paging = value["paging"].as_object().map(|map| map.iter().map(|(k, v)| (k.clone(), v.clone())).collect());
        Ok(Self {
            paging: paging.unwrap_or_default(),
            filter: object(&value["filter"]).map(FilterRules::read),
            sort: object(&value["sort"]).map(SortRules::read),
            fields: object(&value["fields"]).map(FieldRules::read),
            eager: object(&value["eager"]).map(EagerRules::read),
            rate_limit: RateLimitRules::read(&value["rate-limit"])?,
            retry: RetryRules::read(&value["retry"]),
            error: ErrorPointers::read(&value["error"]),
            refuse_html: value["refuse-html"].as_bool().unwrap_or(true),
            deprecation_header: header(&value["deprecation-header"])?,
            method_override: header(&value["method-override"])?,
        })
    }
}

fn object(value: &Value) -> Option<&Value> {
    value.is_object().then_some(value)
}

fn text(value: &Value, default: &str) -> String {
    value.as_str().unwrap_or(default).to_owned()
}

fn optional(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn header(value: &Value) -> Result<Option<HeaderName>, String> {
    match value.as_str() {
        None => Ok(None),
        Some(name) => name.parse().map(Some).map_err(|_| format!("`{name}` is not a header name")),
    }
}

fn numbers(value: &Value, default: &[u16]) -> Vec<u16> {
    match value.as_array() {
        None => default.to_vec(),
        Some(list) => list.iter().filter_map(|n| n.as_u64().and_then(|n| u16::try_from(n).ok())).collect(),
    }
}

/// Numbers and strings alike, as text.
fn words(value: &Value, default: &[&str]) -> Vec<String> {
    match value.as_array() {
        None => default.iter().map(|&w| w.to_owned()).collect(),
        Some(list) => list.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect(),
    }
}

impl FilterRules {
    fn read(value: &Value) -> Self {
        let operators = value["operators"].as_object();
        Self {
            parameter: text(&value["parameter"], "filter"),
            statement: text(&value["statement"], "{field}:{operator}:{value}"),
            and: text(&value["and"], ","),
            or: text(&value["or"], "|"),
            group: (text(&value["group"][0], "("), text(&value["group"][1], ")")),
            not: text(&value["not"], ""),
            quote: text(&value["quote"], ""),
            operators: operators.map(|map| map.iter().map(|(k, v)| (k.clone(), text(v, k))).collect()).unwrap_or_default(),
        }
    }
}

impl SortRules {
    fn read(value: &Value) -> Self {
        Self {
            parameter: text(&value["parameter"], "sort"),
            separator: text(&value["separator"], ","),
            ascending: text(&value["ascending"], "{field}"),
            descending: text(&value["descending"], "-{field}"),
        }
    }
}

impl FieldRules {
    fn read(value: &Value) -> Self {
        Self {
            show: text(&value["show"], "show"),
            hide: text(&value["hide"], "hide"),
            separator: text(&value["separator"], ","),
            path_separator: text(&value["path-separator"], "."),
            any_index: text(&value["any-index"], "*"),
        }
    }
}

impl EagerRules {
    fn read(value: &Value) -> Self {
        Self {
            parameter: text(&value["parameter"], "with"),
            separator: text(&value["separator"], ","),
            path_separator: text(&value["path-separator"], "."),
        }
    }
}

impl RateLimitRules {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(Self {
            limit: header(&value["limit"])?,
            remaining: header(&value["remaining"])?,
            reset: header(&value["reset"])?,
            reset_is_unix: value["reset-unit"] == "unix",
            retry_after: match value["retry-after"].as_str() {
                Some("seconds") => RetryAfter::Seconds,
                Some("http-date") => RetryAfter::HttpDate,
                _ => RetryAfter::Either,
            },
        })
    }
}

impl RetryRules {
    /// Whether the operation may be sent again although the server may have processed it.
    pub(crate) fn repeatable(&self, meta: &Meta) -> bool {
        self.methods.iter().any(|method| method == meta.method)
    }

    fn read(value: &Value) -> Self {
        Self {
            statuses: numbers(&value["statuses"], &[429, 503]),
            never_error_codes: words(&value["never-error-codes"], &[]),
            methods: words(&value["methods"], &["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]),
            refresh_on: numbers(&value["refresh-on"], &[401]),
        }
    }
}

impl ErrorPointers {
    fn read(value: &Value) -> Self {
        Self {
            reference: optional(&value["reference"]),
            code: optional(&value["code"]),
            message: optional(&value["message"]),
            item_reference: optional(&value["item-reference"]),
            details: optional(&value["details"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stated_gives_safe_defaults() {
        let rules = Conventions::parse("").unwrap();
        assert_eq!(rules.retry.statuses, [429, 503]);
        assert!(rules.refuse_html);
        assert!(rules.filter.is_none());
    }

    #[test]
    fn stated_rules_are_read() {
        let rules = Conventions::parse(
            r#"{"filter": {"statement": "{field}:{operator}:{value}", "group": ["(", ")"], "quote": "'",
                "operators": {"starts-with": "starts_with"}},
                "retry": {"statuses": [429, 303], "never-error-codes": [10005], "methods": ["GET"]},
                "rate-limit": {"remaining": "X-Left", "reset-unit": "unix", "retry-after": "http-date"},
                "error": {"code": "/errors/0/code"}}"#,
        )
        .unwrap();
        assert_eq!(rules.filter.unwrap().operators["starts-with"], "starts_with");
        assert_eq!(rules.retry.never_error_codes, ["10005"]);
        assert_eq!(rules.retry.refresh_on, [401]);
        assert_eq!(rules.rate_limit.retry_after, RetryAfter::HttpDate);
        assert!(rules.rate_limit.reset_is_unix);
        assert_eq!(rules.error.code.as_deref(), Some("/errors/0/code"));
    }

    #[test]
    fn a_bad_header_name_is_named() {
        assert!(Conventions::parse(r#"{"deprecation-header": "not a name"}"#).unwrap_err().contains("not a name"));
        assert!(Conventions::parse("{").is_err());
    }
}
