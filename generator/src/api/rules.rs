//! `x-conventions` to typed rules. The keys and their kinds were checked against the tables before; what still cannot be a
//! rule, such as a header name with a space, is reported here.

use crate::document::Node;
use crate::ir::{
    Conventions, EagerRules, ErrorRules, FieldRules, FilterRules, PagingRule, PagingStyle, RateLimitRules, RetryRules, SortRules,
};
use crate::location::Report;
use serde_json::Value;

/// Reads the rules of a description; the default where it has none.
pub(super) fn conventions(root: &Node<'_>, report: &mut Report) -> Conventions {
    let Some(node) = root.get("x-conventions") else { return Conventions::default() };
    let group = |key: &str| node.get(key).filter(|node| node.value.is_object());
    let paging = node.value.get("paging").and_then(Value::as_object);
    Conventions {
        paging: paging.into_iter().flatten().map(|(name, rule)| (name.clone(), paging_rule(rule, None))).collect(),
        filter: group("filter").map(|node| filter(&node)),
        sort: group("sort").map(|node| SortRules {
            parameter: text(&node, "parameter").unwrap_or_default(),
            separator: text(&node, "separator"),
            ascending: text(&node, "ascending"),
            descending: text(&node, "descending"),
        }),
        fields: group("fields").map(|node| FieldRules {
            show: text(&node, "show"),
            hide: text(&node, "hide"),
            separator: text(&node, "separator"),
            path_separator: text(&node, "path-separator"),
            any_index: text(&node, "any-index"),
            always: list(&node, "always").unwrap_or_default(),
        }),
        eager: group("eager").map(|node| EagerRules {
            parameter: text(&node, "parameter").unwrap_or_default(),
            separator: text(&node, "separator"),
            path_separator: text(&node, "path-separator"),
        }),
        rate_limit: group("rate-limit").map_or_else(RateLimitRules::default, |node| RateLimitRules {
            limit: header(&node, "limit", report),
            remaining: header(&node, "remaining", report),
            reset: header(&node, "reset", report),
            reset_is_unix: node.text("reset-unit") == Some("unix"),
        }),
        retry: group("retry").map_or_else(RetryRules::default, |node| RetryRules {
            statuses: statuses(&node, "statuses"),
            never_error_codes: list(&node, "never-error-codes").unwrap_or_default(),
            methods: list(&node, "methods"),
            refresh_on: statuses(&node, "refresh-on"),
        }),
        error: group("error").map_or_else(ErrorRules::default, |node| ErrorRules {
            reference: text(&node, "reference"),
            code: text(&node, "code"),
            message: text(&node, "message"),
            item_reference: text(&node, "item-reference"),
            details: text(&node, "details"),
        }),
        refuse_html: node.value.get("refuse-html").and_then(Value::as_bool),
        deprecation_header: header(&node, "deprecation-header", report),
        method_override: header(&node, "method-override", report),
        quirks: list(&node, "quirks").unwrap_or_default(),
    }
}

/// One paging rule; of an operation, with what it changes of the `base`.
pub(super) fn paging_rule(own: &Value, base: Option<&Value>) -> PagingRule {
    let get = |key: &str| own.get(key).or_else(|| base?.get(key));
    let text = |key: &str| get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| get(key).and_then(Value::as_u64);
    let pointer = |key: &str| get(key).and_then(Value::as_str).map(pointer);
    let style = match get("style").and_then(Value::as_str) {
        Some("index") => PagingStyle::Index,
        Some("cursor") => PagingStyle::Cursor,
        _ => PagingStyle::Offset,
    };
    PagingRule {
        style,
        position: text(match style {
            PagingStyle::Offset => "offset",
            PagingStyle::Index => "start",
            PagingStyle::Cursor => "cursor",
        }),
        limit: text("limit"),
        default_limit: number("default-limit"),
        max_limit: number("max-limit"),
        first: number("first"),
        items: pointer("items").unwrap_or_default(),
        total: pointer("total"),
        answered_start: pointer("answered-start"),
        page_size: pointer("page-size"),
        next: pointer("next"),
    }
}

/// The names a JSON pointer leads through.
fn pointer(text: &str) -> Vec<String> {
    crate::location::tokens(text).collect()
}

fn filter(node: &Node<'_>) -> FilterRules {
    let group = list(node, "group").and_then(|group| <[String; 2]>::try_from(group).ok()).map(|[open, close]| (open, close));
    let operators = node.value.get("operators").and_then(Value::as_object);
    FilterRules {
        parameter: text(node, "parameter").unwrap_or_default(),
        statement: text(node, "statement").unwrap_or_default(),
        and: text(node, "and"),
        or: text(node, "or"),
        group,
        not: text(node, "not"),
        quote: text(node, "quote"),
        operators: operators
            .into_iter()
            .flatten()
            .filter_map(|(name, spelling)| Some((name.clone(), spelling.as_str()?.to_owned())))
            .collect(),
    }
}

fn text(node: &Node<'_>, key: &str) -> Option<String> {
    node.text(key).map(str::to_owned)
}

/// Strings, and numbers as text.
fn list(node: &Node<'_>, key: &str) -> Option<Vec<String>> {
    let list = node.value.get(key)?.as_array()?;
    Some(list.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect())
}

fn statuses(node: &Node<'_>, key: &str) -> Option<Vec<u16>> {
    let list = node.value.get(key)?.as_array()?;
    Some(list.iter().filter_map(|value| value.as_u64().and_then(|status| u16::try_from(status).ok())).collect())
}

/// The name of a header (RFC 9110, section 5.1); another text is reported.
fn header(node: &Node<'_>, key: &str, report: &mut Report) -> Option<String> {
    let name = node.text(key)?;
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        let place = node.get(key).map_or_else(|| node.place(), |node| node.place());
        report.error("bad-extension", place, format!("`{name}` is not the name of a header"));
        return None;
    }
    Some(name.to_owned())
}
