//! `x-conventions` to typed rules. The keys and their kinds were checked against the tables before; what still cannot be a
//! rule, such as a header name with a space, is reported here.

use crate::document::Node;
use crate::ir::{
    Conventions, EagerRules, ErrorRules, FieldRules, FilterRules, IdempotencyRules, PagingRule, PagingStyle, RateLimitRules,
    ResetUnit, RetryRules, SortRules, Source,
};
use crate::location::Report;
use crate::suggest::suggest_name;
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
            parameter: string(&node, "parameter").unwrap_or_default(),
            separator: string(&node, "separator"),
            ascending: string(&node, "ascending"),
            descending: string(&node, "descending"),
        }),
        fields: group("fields").map(|node| FieldRules {
            show: string(&node, "show"),
            hide: string(&node, "hide"),
            separator: string(&node, "separator"),
            path_separator: string(&node, "path-separator"),
            any_index: string(&node, "any-index"),
            always: strings(&node, "always").unwrap_or_default(),
        }),
        eager: group("eager").map(|node| EagerRules {
            parameter: string(&node, "parameter").unwrap_or_default(),
            separator: string(&node, "separator"),
            path_separator: string(&node, "path-separator"),
        }),
        rate_limit: group("rate-limit").map_or_else(RateLimitRules::default, |node| RateLimitRules {
            limit: header(&node, "limit", report),
            remaining: header(&node, "remaining", report),
            reset: header(&node, "reset", report),
            reset_unit: match node.string("reset-unit") {
                Some("milliseconds") => ResetUnit::Milliseconds,
                Some("unix") => ResetUnit::Unix,
                Some("unix-milliseconds") => ResetUnit::UnixMilliseconds,
                _ => ResetUnit::Seconds,
            },
            field: header(&node, "field", report),
            policy: header(&node, "policy", report),
        }),
        retry: group("retry").map_or_else(RetryRules::default, |node| RetryRules {
            statuses: statuses(&node, "statuses"),
            never_error_codes: strings(&node, "never-error-codes").unwrap_or_default(),
            methods: strings(&node, "methods"),
            refresh_on: statuses(&node, "refresh-on"),
        }),
        idempotency: group("idempotency").and_then(|node| idempotency(&node, root, report)),
        error: group("error").map_or_else(ErrorRules::default, |node| ErrorRules {
            reference: string(&node, "reference"),
            code: string(&node, "code"),
            message: string(&node, "message"),
            item_reference: string(&node, "item-reference"),
            details: string(&node, "details"),
        }),
        refuse_html: node.value.get("refuse-html").and_then(Value::as_bool),
        deprecation_header: header(&node, "deprecation-header", report),
        method_override: header(&node, "method-override", report),
        quirks: strings(&node, "quirks").unwrap_or_default(),
    }
}

/// Which requests carry a key: those of the methods that are named, else of the operations that are, else every POST.
fn idempotency(node: &Node<'_>, root: &Node<'_>, report: &mut Report) -> Option<IdempotencyRules> {
    let operations = strings(node, "operations").unwrap_or_default();
    let known: Vec<String> = operation_ids(root);
    for (index, id) in operations.iter().enumerate().filter(|(_, id)| !known.contains(id)) {
        let place = node.get("operations").and_then(|array| array.at(index)).map_or_else(|| node.place(), |id| id.place());
        let said = report.error("bad-extension", place, format!("there is no operation `{id}`"));
        if let Some(near) = suggest_name(id, &known) {
            said.help(format!("did you mean `{near}`?"));
        }
    }
    let methods = strings(node, "methods");
    let every_post = || if operations.is_empty() { vec!["POST".to_owned()] } else { Vec::new() };
    Some(IdempotencyRules { header: header(node, "header", report)?, methods: methods.unwrap_or_else(every_post), operations })
}

/// The ids of all operations, as they are written.
fn operation_ids(root: &Node<'_>) -> Vec<String> {
    let paths = root.get("paths");
    let items = paths.iter().flat_map(Node::entries).filter_map(|(_, item)| match item.ref_target() {
        Some(target) => item.resolve(target),
        None => Some(item),
    });
    let operations = items.flat_map(|item| item.entries().map(|(_, node)| node).collect::<Vec<_>>());
    operations.filter_map(|operation| operation.string("operationId").map(str::to_owned)).collect()
}

/// One paging rule; of an operation, with what it changes of the `base`.
pub(super) fn paging_rule(own: &Value, base: Option<&Value>) -> PagingRule {
    let get = |key: &str| own.get(key).or_else(|| base?.get(key));
    let string = |key: &str| get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| get(key).and_then(Value::as_u64);
    let pointer = |key: &str| get(key).and_then(Value::as_str).map(pointer);
    let source = |key: &str| get(key).and_then(source);
    let style = match get("style").and_then(Value::as_str) {
        Some("index") => PagingStyle::Index,
        Some("page") => PagingStyle::Page,
        Some("cursor") => PagingStyle::Cursor,
        Some("url") => PagingStyle::Url,
        _ => PagingStyle::Offset,
    };
    PagingRule {
        style,
        position: position_key(style).and_then(string),
        limit: string("limit"),
        default_limit: number("default-limit"),
        max_limit: number("max-limit"),
        first: number("first"),
        items: pointer("items").unwrap_or_default(),
        total: source("total"),
        pages: source("pages"),
        more: pointer("more"),
        answered_start: pointer("answered-start"),
        page_size: pointer("page-size"),
        next: source("next"),
        empty_page_ends: get("end").and_then(Value::as_str) == Some("empty-page"),
    }
}

/// The key that says what is given for the position of a page.
pub(super) fn position_key(style: PagingStyle) -> Option<&'static str> {
    match style {
        PagingStyle::Offset => Some("offset"),
        PagingStyle::Index => Some("start"),
        PagingStyle::Page => Some("page"),
        PagingStyle::Cursor => Some("cursor"),
        PagingStyle::Url => None,
    }
}

/// Where a response has something: a pointer into its body, or an object that names another location.
fn source(value: &Value) -> Option<Source> {
    let string = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(body) = value.as_str() {
        return Some(Source::Body(pointer(body)));
    }
    let header = || string("header").map(|name| Source::Header(name.to_owned()));
    let link = || string("link").map(|relation| Source::Link(relation.to_owned()));
    string("item").map(|item| Source::LastItem(pointer(item))).or_else(header).or_else(link)
}

/// The names a JSON pointer leads through.
fn pointer(pointer: &str) -> Vec<String> {
    crate::location::tokens(pointer).collect()
}

fn filter(node: &Node<'_>) -> FilterRules {
    let group = strings(node, "group").and_then(|group| <[String; 2]>::try_from(group).ok()).map(|[open, close]| (open, close));
    let operators = node.value.get("operators").and_then(Value::as_object);
    FilterRules {
        parameter: string(node, "parameter").unwrap_or_default(),
        statement: string(node, "statement").unwrap_or_default(),
        and: string(node, "and"),
        or: string(node, "or"),
        group,
        not: string(node, "not"),
        quote: string(node, "quote"),
        operators: operators
            .into_iter()
            .flatten()
            .filter_map(|(name, spelling)| Some((name.clone(), spelling.as_str()?.to_owned())))
            .collect(),
    }
}

fn string(node: &Node<'_>, key: &str) -> Option<String> {
    node.string(key).map(str::to_owned)
}

/// Strings, and other values as their JSON.
fn strings(node: &Node<'_>, key: &str) -> Option<Vec<String>> {
    let array = node.value.get(key)?.as_array()?;
    Some(array.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect())
}

fn statuses(node: &Node<'_>, key: &str) -> Option<Vec<u16>> {
    let array = node.value.get(key)?.as_array()?;
    Some(array.iter().filter_map(|value| value.as_u64().and_then(|status| u16::try_from(status).ok())).collect())
}

/// The name of a header (RFC 9110, section 5.1); any other string is reported.
fn header(node: &Node<'_>, key: &str, report: &mut Report) -> Option<String> {
    let name = node.string(key)?;
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        let place = node.get(key).map_or_else(|| node.place(), |node| node.place());
        report.error("bad-extension", place, format!("`{name}` is not the name of a header"));
        return None;
    }
    Some(name.to_owned())
}
