//! Our own `x-` keys. Curated descriptions are held to all of these tables, any other to those of [`IN_ALL`].

use super::Want::{Any, Array, Bool, Count, Flag, Map, One, Pointer, PointerOr, Ref, String, StringOr, Word};
use super::{Key, ObjectKind, Shape, Want, key, need, shape};

const STRINGS: Want = Array(&String);

const METHODS: Want = Word(&["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "TRACE"]);

pub(super) const ON_ROOT: &[Key] = &[
    need("x-crate", One(ObjectKind::Crate)),
    key("x-conventions", One(ObjectKind::Conventions)),
    key("x-webhooks", Map(&Ref(ObjectKind::PathItem))),
];

const EVIDENCE: Key = key("x-evidence", Word(&["documented", "partial", "client", "inferred"]));

pub(super) const ON_OPERATION: &[Key] = &[
    EVIDENCE,
    key("x-method", String),
    key("x-paging", StringOr(ObjectKind::PagingUse)),
    key("x-filter", One(ObjectKind::FilterUse)),
    key("x-sort", One(ObjectKind::SortUse)),
    key("x-signature", One(ObjectKind::Signature)),
];

/// The keys that mean the same to us in every description, so that a mistake in them is said there too.
pub(super) const IN_ALL: [&str; 4] = ["x-conventions", "x-paging", "x-filter", "x-sort"];

pub(super) const ON_PARAMETER: &[Key] = &[key("x-eager", STRINGS), key("x-name", String)];

pub(super) const ON_MEDIA_TYPE: &[Key] = &[EVIDENCE, key("x-partial", Flag), key("x-json-patch", String)];

pub(super) const ON_SCHEMA: &[Key] =
    &[key("x-name", String), key("x-answered", Flag), key("x-enum-descriptions", Map(&String)), key("x-enum-varnames", STRINGS)];

pub(super) const ON_SECURITY_SCHEME: &[Key] =
    &[key("x-token-field", String), key("x-client-auth", Word(&["basic", "body"])), key("x-renew-early", Count)];

pub(super) static CRATE: Shape = shape("`x-crate`", &[need("name", String), need("version", String), need("title", String)]);

pub(super) static CONVENTIONS: Shape = shape(
    "`x-conventions`",
    &[
        key("paging", Map(&One(ObjectKind::Paging))),
        key("filter", One(ObjectKind::FilterRules)),
        key("sort", One(ObjectKind::SortRules)),
        key("fields", One(ObjectKind::FieldsRules)),
        key("eager", One(ObjectKind::EagerRules)),
        key("rate-limit", One(ObjectKind::RateLimit)),
        key("retry", One(ObjectKind::Retry)),
        key("idempotency", One(ObjectKind::Idempotency)),
        key("refuse-html", Bool),
        key("deprecation-header", String),
        key("error", One(ObjectKind::ErrorRules)),
        key("method-override", String),
        key("quirks", STRINGS),
    ],
);

const STYLES: Want = Word(&["offset", "index", "page", "cursor", "url"]);

pub(super) static PAGING: Shape = shape(
    "a paging style",
    &[
        need("style", STYLES),
        need("items", Pointer),
        key("limit", String),
        key("default-limit", Count),
        key("max-limit", Count),
        key("offset", String),
        key("start", String),
        key("page", String),
        key("cursor", String),
        key("next", PointerOr(ObjectKind::NextSource)),
        key("total", PointerOr(ObjectKind::HeaderSource)),
        key("pages", PointerOr(ObjectKind::HeaderSource)),
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
        key("use", String),
        key("style", STYLES),
        key("items", Pointer),
        key("limit", String),
        key("default-limit", Count),
        key("max-limit", Count),
        key("offset", String),
        key("start", String),
        key("page", String),
        key("cursor", String),
        key("next", PointerOr(ObjectKind::NextSource)),
        key("total", PointerOr(ObjectKind::HeaderSource)),
        key("pages", PointerOr(ObjectKind::HeaderSource)),
        key("more", Pointer),
        key("end", Word(&["short-page", "empty-page"])),
        key("answered-start", Pointer),
        key("page-size", Pointer),
        key("first", Count),
    ],
);

pub(super) static NEXT_SOURCE: Shape =
    shape("the place of the next cursor", &[key("item", Pointer), key("header", String), key("link", String)]);

pub(super) static HEADER_SOURCE: Shape = shape("the place of a number", &[need("header", String)]);

pub(super) static IDEMPOTENCY: Shape =
    shape("the idempotency rules", &[need("header", String), key("methods", Array(&METHODS)), key("operations", STRINGS)]);

pub(super) static FILTER_RULES: Shape = shape(
    "the filter rules",
    &[
        need("parameter", String),
        need("statement", String),
        key("and", String),
        key("or", String),
        key("group", STRINGS),
        key("not", String),
        key("quote", String),
        need("operators", One(ObjectKind::Operators)),
    ],
);

pub(super) static OPERATORS: Shape = shape(
    "the filter operators",
    &[
        key("eq", String),
        key("gt", String),
        key("gte", String),
        key("lt", String),
        key("lte", String),
        key("contains", String),
        key("starts-with", String),
        key("ends-with", String),
        key("has", String),
        key("ne", String),
        key("in", String),
        key("present", String),
    ],
);

pub(super) static FILTER_USE: Shape = shape("`x-filter`", &[key("fields", STRINGS), key("relations", STRINGS)]);

pub(super) static SORT_RULES: Shape = shape(
    "the sort rules",
    &[need("parameter", String), key("separator", String), key("ascending", String), key("descending", String)],
);

pub(super) static SORT_USE: Shape = shape("`x-sort`", &[key("fields", STRINGS)]);

pub(super) static FIELDS_RULES: Shape = shape(
    "the field selection rules",
    &[
        key("show", String),
        key("hide", String),
        key("separator", String),
        key("path-separator", String),
        key("any-index", String),
        key("always", STRINGS),
    ],
);

pub(super) static EAGER_RULES: Shape =
    shape("the eager loading rules", &[need("parameter", String), key("separator", String), key("path-separator", String)]);

pub(super) static SIGNATURE: Shape = shape(
    "`x-signature`",
    &[need("header", String), need("algorithm", Word(&["hmac-sha256"])), need("encoding", Word(&["hex"]))],
);

pub(super) static RATE_LIMIT: Shape = shape(
    "the rate limit rules",
    &[
        key("limit", String),
        key("remaining", String),
        key("reset", String),
        key("reset-unit", Word(&["seconds", "milliseconds", "unix", "unix-milliseconds"])),
        key("field", String),
        key("policy", String),
    ],
);

pub(super) static RETRY: Shape = shape(
    "the retry rules",
    &[
        key("statuses", Array(&Count)),
        key("never-error-codes", Array(&Any)),
        key("methods", Array(&METHODS)),
        key("refresh-on", Array(&Count)),
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
