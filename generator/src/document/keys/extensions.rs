//! Our own `x-` keys. Curated descriptions are held to all of these tables, any other to those of [`IN_ALL`].

use super::Want::{Any, Bool, Count, Flag, List, Map, One, Pointer, PointerOr, Ref, Text, TextOr, Word};
use super::{Key, Kind, Shape, Want, key, need, shape};

const TEXTS: Want = List(&Text);

const METHODS: Want = Word(&["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "TRACE"]);

pub(super) const ON_ROOT: &[Key] = &[
    need("x-crate", One(Kind::Crate)),
    key("x-conventions", One(Kind::Conventions)),
    key("x-webhooks", Map(&Ref(Kind::PathItem))),
];

const EVIDENCE: Key = key("x-evidence", Word(&["documented", "partial", "client", "inferred"]));

pub(super) const ON_OPERATION: &[Key] = &[
    EVIDENCE,
    key("x-method", Text),
    key("x-paging", TextOr(Kind::PagingUse)),
    key("x-filter", One(Kind::FilterUse)),
    key("x-sort", One(Kind::SortUse)),
    key("x-signature", One(Kind::Signature)),
];

/// The keys that mean the same to us in every description, so that a mistake in them is said there too.
pub(super) const IN_ALL: [&str; 4] = ["x-conventions", "x-paging", "x-filter", "x-sort"];

pub(super) const ON_PARAMETER: &[Key] = &[key("x-eager", TEXTS), key("x-name", Text)];

pub(super) const ON_MEDIA_TYPE: &[Key] = &[EVIDENCE, key("x-partial", Flag), key("x-json-patch", Text)];

pub(super) const ON_SCHEMA: &[Key] =
    &[key("x-name", Text), key("x-answered", Flag), key("x-enum-descriptions", Map(&Text)), key("x-enum-varnames", TEXTS)];

pub(super) const ON_SECURITY_SCHEME: &[Key] =
    &[key("x-token-field", Text), key("x-client-auth", Word(&["basic", "body"])), key("x-renew-early", Count)];

pub(super) static CRATE: Shape = shape("`x-crate`", &[need("name", Text), need("version", Text), need("title", Text)]);

pub(super) static CONVENTIONS: Shape = shape(
    "`x-conventions`",
    &[
        key("paging", Map(&One(Kind::Paging))),
        key("filter", One(Kind::FilterRules)),
        key("sort", One(Kind::SortRules)),
        key("fields", One(Kind::FieldsRules)),
        key("eager", One(Kind::EagerRules)),
        key("rate-limit", One(Kind::RateLimit)),
        key("retry", One(Kind::Retry)),
        key("idempotency", One(Kind::Idempotency)),
        key("refuse-html", Bool),
        key("deprecation-header", Text),
        key("error", One(Kind::ErrorRules)),
        key("method-override", Text),
        key("quirks", TEXTS),
    ],
);

const STYLES: Want = Word(&["offset", "index", "page", "cursor", "url"]);

pub(super) static PAGING: Shape = shape(
    "a paging style",
    &[
        need("style", STYLES),
        need("items", Pointer),
        key("limit", Text),
        key("default-limit", Count),
        key("max-limit", Count),
        key("offset", Text),
        key("start", Text),
        key("page", Text),
        key("cursor", Text),
        key("next", PointerOr(Kind::NextSource)),
        key("total", PointerOr(Kind::HeaderSource)),
        key("pages", PointerOr(Kind::HeaderSource)),
        key("more", Pointer),
        key("end", Word(&["short-page", "empty-page"])),
        key("answered-start", Pointer),
        key("page-size", Pointer),
        key("first", Count),
    ],
);

pub(super) static PAGING_USE: Shape = shape(
    "`x-paging`",
    &[
        key("use", Text),
        key("style", STYLES),
        key("items", Pointer),
        key("limit", Text),
        key("default-limit", Count),
        key("max-limit", Count),
        key("offset", Text),
        key("start", Text),
        key("page", Text),
        key("cursor", Text),
        key("next", PointerOr(Kind::NextSource)),
        key("total", PointerOr(Kind::HeaderSource)),
        key("pages", PointerOr(Kind::HeaderSource)),
        key("more", Pointer),
        key("end", Word(&["short-page", "empty-page"])),
        key("answered-start", Pointer),
        key("page-size", Pointer),
        key("first", Count),
    ],
);

pub(super) static NEXT_SOURCE: Shape =
    shape("the place of the next cursor", &[key("item", Pointer), key("header", Text), key("link", Text)]);

pub(super) static HEADER_SOURCE: Shape = shape("the place of a number", &[need("header", Text)]);

pub(super) static IDEMPOTENCY: Shape =
    shape("the idempotency rules", &[need("header", Text), key("methods", List(&METHODS)), key("operations", TEXTS)]);

pub(super) static FILTER_RULES: Shape = shape(
    "the filter rules",
    &[
        need("parameter", Text),
        need("statement", Text),
        key("and", Text),
        key("or", Text),
        key("group", TEXTS),
        key("not", Text),
        key("quote", Text),
        need("operators", One(Kind::Operators)),
    ],
);

pub(super) static OPERATORS: Shape = shape(
    "the filter operators",
    &[
        key("eq", Text),
        key("gt", Text),
        key("gte", Text),
        key("lt", Text),
        key("lte", Text),
        key("contains", Text),
        key("starts-with", Text),
        key("ends-with", Text),
        key("has", Text),
        key("ne", Text),
        key("in", Text),
        key("present", Text),
    ],
);

pub(super) static FILTER_USE: Shape = shape("`x-filter`", &[key("fields", TEXTS), key("relations", TEXTS)]);

pub(super) static SORT_RULES: Shape =
    shape("the sort rules", &[need("parameter", Text), key("separator", Text), key("ascending", Text), key("descending", Text)]);

pub(super) static SORT_USE: Shape = shape("`x-sort`", &[key("fields", TEXTS)]);

pub(super) static FIELDS_RULES: Shape = shape(
    "the field selection rules",
    &[
        key("show", Text),
        key("hide", Text),
        key("separator", Text),
        key("path-separator", Text),
        key("any-index", Text),
        key("always", TEXTS),
    ],
);

pub(super) static EAGER_RULES: Shape =
    shape("the eager loading rules", &[need("parameter", Text), key("separator", Text), key("path-separator", Text)]);

pub(super) static SIGNATURE: Shape =
    shape("`x-signature`", &[need("header", Text), need("algorithm", Word(&["hmac-sha256"])), need("encoding", Word(&["hex"]))]);

pub(super) static RATE_LIMIT: Shape = shape(
    "the rate limit rules",
    &[
        key("limit", Text),
        key("remaining", Text),
        key("reset", Text),
        key("reset-unit", Word(&["seconds", "milliseconds", "unix", "unix-milliseconds"])),
        key("field", Text),
        key("policy", Text),
    ],
);

pub(super) static RETRY: Shape = shape(
    "the retry rules",
    &[
        key("statuses", List(&Count)),
        key("never-error-codes", List(&Any)),
        key("methods", List(&METHODS)),
        key("refresh-on", List(&Count)),
    ],
);

pub(super) static ERROR_RULES: Shape = shape(
    "the error rules",
    &[
        key("reference", Pointer),
        key("code", Pointer),
        key("message", Pointer),
        key("details", Pointer),
        key("item-reference", Pointer),
    ],
);
