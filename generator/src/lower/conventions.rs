//! The rules of the API as constants: each is written with what differs from the runtime's default.

use crate::ir::{
    Conventions, EagerRules, ErrorRules, FieldRules, FilterRules, IdempotencyRules, PagingRule, PagingStyle, RateLimitRules,
    ResetUnit, RetryRules, SortRules, Source,
};
use crate::location::{Place, Report};
use crate::name::{Case, Scope, Words};
use crate::rust::{ConstItem, ConstValue};

type Fields = Vec<(&'static str, ConstValue)>;

/// The constants of a crate: `CONVENTIONS`, and one for each paging style.
pub fn constants(rules: &Conventions) -> Vec<ConstItem> {
    let mut fields = Fields::new();
    push(&mut fields, "filter", rules.filter.as_ref().map(filter).map(some));
    push(&mut fields, "sort", rules.sort.as_ref().map(sort).map(some));
    push(&mut fields, "fields", rules.fields.as_ref().map(choice).map(some));
    push(&mut fields, "eager", rules.eager.as_ref().map(eager).map(some));
    push(&mut fields, "rate_limit", rate_limit(&rules.rate_limit));
    push(&mut fields, "retry", retry(&rules.retry));
    push(&mut fields, "idempotency", rules.idempotency.as_ref().map(idempotency).map(some));
    push(&mut fields, "error", error(&rules.error));
    push(&mut fields, "refuse_html", rules.refuse_html.filter(|yes| !yes).map(ConstValue::Bool));
    push(&mut fields, "deprecation_header", rules.deprecation_header.as_ref().map(optional));
    push(&mut fields, "method_override", rules.method_override.as_ref().map(optional));
    let whole = ConstItem {
        docs: vec!["Conventions that all requests of this API follow.".to_owned()],
        name: "CONVENTIONS".to_owned(),
        ty: "Conventions",
        value: default_based("Conventions", fields),
    };
    let styles = rules.paging.iter().zip(style_constants(rules)).map(|((name, rule), (_, constant))| ConstItem {
        docs: vec![format!("The paging style `{name}`.")],
        name: constant,
        ty: "Paging",
        value: paging(rule),
    });
    std::iter::once(whole).chain(styles).collect()
}

/// The paging of an operation: the constant of the style it names, with what it changes, or a rule of its own.
pub fn paging_use(rules: &Conventions, name: Option<&str>, own: &PagingRule) -> ConstValue {
    let base = name.and_then(|name| {
        let (_, constant) = style_constants(rules).into_iter().find(|(style, _)| *style == name)?;
        Some((constant, rules.paging.get(name)?))
    });
    match base {
        Some((constant, base)) if base.style == own.style => {
            let style = vec!["crate".to_owned(), "conventions".to_owned(), constant];
            let fields = paging_fields(own, Some(base));
            if fields.is_empty() { ConstValue::Path(style) } else { ConstValue::Struct("Paging", fields, style) }
        }
        _ => paging(own),
    }
}

/// The constants of paging styles, by the names of the styles. Those of a foreign description may differ in case only, or be the
/// name of another constant.
fn style_constants(rules: &Conventions) -> Vec<(&str, String)> {
    let mut scope = Scope::new(Case::Shouty, "paging style", &["CONVENTIONS"]);
    let mut quiet = Report::new(false);
    let mut claim = |name: &str| scope.claim(name, &Words::split(name), None, &Place::default(), &mut quiet);
    rules.paging.keys().map(|name| (name.as_str(), claim(name))).collect()
}

fn paging(rule: &PagingRule) -> ConstValue {
    let base = match rule.style {
        PagingStyle::Offset => "OFFSET",
        PagingStyle::Index => "INDEX",
        PagingStyle::Page => "PAGE",
        PagingStyle::Cursor => "CURSOR",
        PagingStyle::Url => "URL",
    };
    ConstValue::Struct("Paging", paging_fields(rule, None), vec!["Paging".to_owned(), base.to_owned()])
}

fn paging_fields(rule: &PagingRule, base: Option<&PagingRule>) -> Fields {
    let mut fields = Fields::new();
    let differs = |get: fn(&PagingRule) -> Option<&String>| get(rule).filter(|own| base.and_then(get) != Some(own));
    let number = |get: fn(&PagingRule) -> Option<u64>| get(rule).filter(|own| base.and_then(get) != Some(*own));
    push(&mut fields, "position", differs(|rule| rule.position.as_ref()).map(text));
    push(&mut fields, "limit", differs(|rule| rule.limit.as_ref()).map(optional));
    push(&mut fields, "default_limit", number(|rule| rule.default_limit).map(ConstValue::Number).map(some));
    push(&mut fields, "max_limit", number(|rule| rule.max_limit).map(ConstValue::Number).map(some));
    push(&mut fields, "first", number(|rule| rule.first).map(ConstValue::Number));
    // What the runtime's own rules of a style say is not said again.
    let usual = |rule: &PagingRule| if rule.style == PagingStyle::Url { next(Some(&BODY)) } else { next(None) };
    let own_next = next(rule.next.as_ref());
    let base_next = base.map_or_else(|| usual(rule), |base| next(base.next.as_ref()));
    push(&mut fields, "next", (own_next != base_next).then_some(own_next));
    for (name, own, base) in
        [("total_header", &rule.total, base.map(|base| &base.total)), ("pages_header", &rule.pages, base.map(|base| &base.pages))]
    {
        let (own, base) = (header(own.as_ref()), base.and_then(|base| header(base.as_ref())));
        let none = || ConstValue::Path(vec!["None".to_owned()]);
        push(&mut fields, name, (own != base).then(|| own.map_or_else(none, optional)));
    }
    let ends = |rule: &PagingRule| !rule.empty_page_ends;
    let differs = base.is_none_or(ends) != ends(rule);
    push(&mut fields, "short_page_ends", differs.then(|| ConstValue::Bool(ends(rule))));
    fields
}

const BODY: Source = Source::Body(Vec::new());

/// The name of a header that something is in.
fn header(source: Option<&Source>) -> Option<&String> {
    match source {
        Some(Source::Header(name)) => Some(name),
        _ => None,
    }
}

/// Where the next cursor or URL is.
fn next(source: Option<&Source>) -> ConstValue {
    let path = |variant: &str| vec!["Next".to_owned(), variant.to_owned()];
    let with = |variant, value: &String| ConstValue::Variant(path(variant), Box::new(text(value)));
    match source {
        Some(Source::Body(_)) => ConstValue::Path(path("Body")),
        Some(Source::Header(name)) => with("Header", name),
        Some(Source::Link(relation)) => with("Link", relation),
        Some(Source::LastItem(_)) | None => ConstValue::Path(path("LastItem")),
    }
}

fn filter(rules: &FilterRules) -> ConstValue {
    let mut fields = vec![("parameter", text(&rules.parameter)), ("statement", text(&rules.statement))];
    push(&mut fields, "and", rules.and.as_ref().map(text));
    push(&mut fields, "or", rules.or.as_ref().map(text));
    push(&mut fields, "group", rules.group.as_ref().map(|(open, close)| ConstValue::Tuple(vec![text(open), text(close)])));
    push(&mut fields, "not", rules.not.as_ref().map(text));
    push(&mut fields, "quote", rules.quote.as_ref().map(text));
    let operators = rules.operators.iter().map(|(name, spelling)| ConstValue::Tuple(vec![text(name), text(spelling)]));
    fields.push(("operators", ConstValue::List(operators.collect())));
    default_based("FilterRules", fields)
}

fn sort(rules: &SortRules) -> ConstValue {
    let mut fields = vec![("parameter", text(&rules.parameter))];
    push(&mut fields, "separator", rules.separator.as_ref().map(text));
    push(&mut fields, "ascending", rules.ascending.as_ref().map(text));
    push(&mut fields, "descending", rules.descending.as_ref().map(text));
    default_based("SortRules", fields)
}

fn choice(rules: &FieldRules) -> ConstValue {
    let mut fields = Fields::new();
    push(&mut fields, "show", rules.show.as_ref().map(text));
    push(&mut fields, "hide", rules.hide.as_ref().map(text));
    push(&mut fields, "separator", rules.separator.as_ref().map(text));
    push(&mut fields, "path_separator", rules.path_separator.as_ref().map(text));
    push(&mut fields, "any_index", rules.any_index.as_ref().map(text));
    push(&mut fields, "always", (!rules.always.is_empty()).then(|| ConstValue::List(rules.always.iter().map(text).collect())));
    default_based("FieldRules", fields)
}

fn eager(rules: &EagerRules) -> ConstValue {
    let mut fields = vec![("parameter", text(&rules.parameter))];
    push(&mut fields, "separator", rules.separator.as_ref().map(text));
    push(&mut fields, "path_separator", rules.path_separator.as_ref().map(text));
    default_based("EagerRules", fields)
}

fn rate_limit(rules: &RateLimitRules) -> Option<ConstValue> {
    let mut fields = Fields::new();
    push(&mut fields, "limit", rules.limit.as_ref().map(optional));
    push(&mut fields, "remaining", rules.remaining.as_ref().map(optional));
    push(&mut fields, "reset", rules.reset.as_ref().map(optional));
    let unit = match rules.reset_unit {
        ResetUnit::Seconds => None,
        ResetUnit::Milliseconds => Some("Milliseconds"),
        ResetUnit::Unix => Some("UnixSeconds"),
        ResetUnit::UnixMilliseconds => Some("UnixMilliseconds"),
    };
    let unit = unit.map(|unit| ConstValue::Path(vec!["ResetUnit".to_owned(), unit.to_owned()]));
    push(&mut fields, "reset_unit", unit);
    push(&mut fields, "field", rules.field.as_ref().map(optional));
    push(&mut fields, "policy", rules.policy.as_ref().map(optional));
    (!fields.is_empty()).then(|| default_based("RateLimitRules", fields))
}

fn retry(rules: &RetryRules) -> Option<ConstValue> {
    let numbers = |list: &Vec<u16>| ConstValue::List(list.iter().map(|status| ConstValue::Number((*status).into())).collect());
    let mut fields = Fields::new();
    push(&mut fields, "statuses", rules.statuses.as_ref().map(numbers));
    let codes = || ConstValue::List(rules.never_error_codes.iter().map(text).collect());
    push(&mut fields, "never_error_codes", (!rules.never_error_codes.is_empty()).then(codes));
    push(&mut fields, "methods", rules.methods.as_ref().map(|list| ConstValue::List(list.iter().map(text).collect())));
    push(&mut fields, "refresh_on", rules.refresh_on.as_ref().map(numbers));
    (!fields.is_empty()).then(|| default_based("RetryRules", fields))
}

fn idempotency(rules: &IdempotencyRules) -> ConstValue {
    let list = |list: &[String]| ConstValue::List(list.iter().map(text).collect());
    let fields =
        vec![("header", text(&rules.header)), ("methods", list(&rules.methods)), ("operations", list(&rules.operations))];
    default_based("IdempotencyRules", fields)
}

fn error(rules: &ErrorRules) -> Option<ConstValue> {
    let mut fields = Fields::new();
    push(&mut fields, "reference", rules.reference.as_ref().map(optional));
    push(&mut fields, "code", rules.code.as_ref().map(optional));
    push(&mut fields, "message", rules.message.as_ref().map(optional));
    push(&mut fields, "item_reference", rules.item_reference.as_ref().map(optional));
    push(&mut fields, "details", rules.details.as_ref().map(optional));
    (!fields.is_empty()).then(|| default_based("ErrorRules", fields))
}

fn push(fields: &mut Fields, name: &'static str, value: Option<ConstValue>) {
    fields.extend(value.map(|value| (name, value)));
}

fn default_based(ty: &'static str, fields: Fields) -> ConstValue {
    ConstValue::Struct(ty, fields, vec![ty.to_owned(), "DEFAULT".to_owned()])
}

fn text(value: impl AsRef<str>) -> ConstValue {
    ConstValue::Text(value.as_ref().to_owned())
}

fn some(value: ConstValue) -> ConstValue {
    ConstValue::Some(Box::new(value))
}

fn optional(value: impl AsRef<str>) -> ConstValue {
    some(text(value))
}
