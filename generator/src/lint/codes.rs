//! Every code of a diagnostic. `spec/RULES.md` has a section for each, with a bad and a good example.

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, as messages show it.
    pub code: &'static str,
    /// One sentence: how it should be.
    pub title: &'static str,
    /// Whether it is a house rule, which `x-waive` can set aside.
    pub rule: bool,
}

/// All codes, house rules first.
pub const CODES: &[Code] = &[
    Code { code: "missing-summary", title: "An operation has a summary.", rule: true },
    Code { code: "missing-description", title: "Operations and tags have a description.", rule: true },
    Code { code: "summary-style", title: "A summary is a short line in the imperative without a full stop.", rule: true },
    Code { code: "missing-operation-id", title: "An operation has an `operationId`.", rule: true },
    Code { code: "operation-id-case", title: "An `operationId` is in camelCase.", rule: true },
    Code { code: "undeclared-tag", title: "Every tag of an operation is declared at the root.", rule: true },
    Code { code: "unused-tag", title: "Every declared tag has an operation.", rule: true },
    Code { code: "unpaged-list", title: "Every list that has pages tells them by `x-paging`.", rule: true },
    Code { code: "missing-error-response", title: "An operation tells how it fails.", rule: true },
    Code { code: "error-without-body", title: "A failed response has the error body that all operations share.", rule: true },
    Code { code: "ineffective-fields", title: "`x-filter` and `x-sort` both list fields, or neither does.", rule: true },
    Code { code: "unused-component", title: "Every component is referred to.", rule: true },
    Code { code: "unreferenced-path", title: "Every path of a resource file is referred to by the root file.", rule: true },
    Code { code: "repeated-enum-value", title: "Values of an `enum` are unique.", rule: true },
    Code { code: "deprecated-without-successor", title: "What is deprecated names its successor.", rule: true },
    Code { code: "nullable-without-type", title: "`nullable` of OpenAPI 3.0 stands beside a `type`.", rule: true },
    Code { code: "null-not-listed", title: "A nullable `enum` lists null.", rule: true },
    Code { code: "wrong-example", title: "Every example fits its schema.", rule: true },
    Code { code: "wrong-default", title: "Every default fits its schema.", rule: true },
    Code { code: "bad-waiver", title: "A waiver has `code`, `reason` and an end.", rule: false },
    Code { code: "expired-waiver", title: "A waiver that ended is mended or argued for again.", rule: false },
    Code { code: "unused-waiver", title: "A waiver accepts something.", rule: false },
    Code { code: "syntax", title: "The text is YAML or JSON.", rule: false },
    Code { code: "too-deep", title: "Values nest at most 128 deep.", rule: false },
    Code { code: "too-large", title: "Anchors copy at most 128 MiB.", rule: false },
    Code { code: "merge-key", title: "Merge keys (`<<`) are not used.", rule: false },
    Code { code: "several-documents", title: "A file holds one YAML document.", rule: false },
    Code { code: "complex-key", title: "Keys are strings.", rule: false },
    Code { code: "repeated-key", title: "An object has each key once.", rule: false },
    Code { code: "numeric-key", title: "Statuses are quoted.", rule: false },
    Code { code: "ambiguous-scalar", title: "What YAML 1.1 and 1.2 read differently is quoted.", rule: false },
    Code { code: "ignored-tag", title: "Tags of YAML are not used.", rule: false },
    Code { code: "circular-alias", title: "An alias does not contain itself.", rule: false },
    Code { code: "no-openapi", title: "The root file has `openapi`.", rule: false },
    Code { code: "unsupported-version", title: "The version is 3.0, 3.1 or 3.2.", rule: false },
    Code { code: "too-many-files", title: "A description has a bounded number of files.", rule: false },
    Code { code: "missing-file", title: "Every file that is named can be read.", rule: false },
    Code { code: "outside-ref", title: "References stay in the folder of the root file.", rule: false },
    Code { code: "remote-ref", title: "References are relative paths.", rule: false },
    Code { code: "repaired", title: "Common damage is mended and said.", rule: false },
    Code { code: "unknown-key", title: "Keys are those of OpenAPI.", rule: false },
    Code { code: "unknown-extension", title: "`x-` keys of curated descriptions are those of `spec/README.md`.", rule: false },
    Code { code: "bad-extension", title: "An `x-` key has the value that `spec/README.md` asks for.", rule: false },
    Code { code: "missing-key", title: "Required keys are there.", rule: false },
    Code { code: "wrong-type", title: "Values have the type that their key takes.", rule: false },
    Code { code: "unknown-value", title: "Values are among those that their key takes.", rule: false },
    Code { code: "unknown-type", title: "`type` is one of JSON Schema.", rule: false },
    Code { code: "newer-key", title: "Keys belong to the version.", rule: false },
    Code { code: "older-key", title: "Keys belong to the version.", rule: false },
    Code { code: "explicit-default", title: "What holds anyway is not written.", rule: false },
    Code { code: "ref-sibling", title: "Nothing stands beside a `$ref` of 3.0.", rule: false },
    Code { code: "dangling-ref", title: "Every reference leads to something.", rule: false },
    Code { code: "circular-ref", title: "References do not lead back to themselves.", rule: false },
    Code { code: "dynamic-ref", title: "`$dynamicRef` is not used.", rule: false },
    Code { code: "component-name", title: "Component names have letters, digits, `.`, `-` and `_`.", rule: false },
    Code { code: "duplicate-operation-id", title: "Operation ids are unique.", rule: false },
    Code { code: "path-required", title: "Path parameters are required.", rule: false },
    Code { code: "ignored-header", title: "Credentials and media types are no header parameters.", rule: false },
    Code { code: "path-query", title: "A path has no query and no fragment.", rule: false },
    Code { code: "schema-and-content", title: "A parameter has `schema` or `content`.", rule: false },
    Code { code: "unused-schema", title: "Every schema is referred to.", rule: false },
    Code { code: "missing-docs", title: "What callers see is described, and every operation links its page.", rule: false },
    Code {
        code: "missing-method",
        title: "An operation of a curated description has `operationId` and `x-method`.",
        rule: false,
    },
    Code { code: "missing-evidence", title: "An operation of a curated description has `x-evidence`.", rule: false },
    Code { code: "tag-count", title: "An operation of a curated description has one tag.", rule: false },
    Code { code: "nonconforming", title: "Another reader accepts a description of 3.0.", rule: false },
    Code { code: "vanished-key", title: "Another reader keeps every key of a description of 3.0.", rule: false },
    Code { code: "unknown-location", title: "Parameters are in path, query, querystring, header or cookie.", rule: false },
    Code { code: "unknown-status", title: "Statuses are 100 to 599, `4XX` or `default`.", rule: false },
    Code { code: "unknown-scheme", title: "`security` names declared schemes.", rule: false },
    Code {
        code: "same-credential-place",
        title: "Credentials that are needed together are sent in different places.",
        rule: false,
    },
    Code { code: "unknown-schema", title: "`x-json-patch` names a schema.", rule: false },
    Code { code: "unknown-filter-field", title: "Fields of `x-filter` are properties of the items.", rule: false },
    Code { code: "unknown-sort-field", title: "Fields of `x-sort` are properties of the items.", rule: false },
    Code { code: "bad-paging", title: "A paging style fits its operation.", rule: false },
    Code { code: "tag-parent", title: "The parent of a tag is a tag above it.", rule: false },
    Code { code: "unused-type", title: "What a schema says of a body is used.", rule: false },
    Code { code: "undefined-style", title: "The style of a parameter says how all of its values are written.", rule: false },
    Code { code: "bad-style", title: "A parameter's style fits its place and type.", rule: false },
    Code { code: "duplicate-parameter", title: "A parameter is declared once.", rule: false },
    Code { code: "nameless-parameter", title: "Every variable of a path has a name.", rule: false },
    Code { code: "undeclared-parameter", title: "Every variable of a path is declared.", rule: false },
    Code { code: "path-expression", title: "A variable of a path is a name.", rule: false },
    Code { code: "unused-parameter", title: "Every path parameter occurs in the path.", rule: false },
    Code { code: "duplicate-path", title: "Two paths differ in more than the names of their variables.", rule: false },
    Code { code: "circular-all-of", title: "A schema is no part of itself by `allOf`.", rule: false },
    Code { code: "contradiction", title: "Schemas that hold together have a value.", rule: false },
    Code { code: "name-collision", title: "Names differ after they are written as Rust.", rule: false },
    Code { code: "reserved-name", title: "Names are not those of generated code.", rule: false },
    Code { code: "useless-name", title: "`x-name` changes something.", rule: false },
    Code { code: "repeated-file", title: "No two modules of a crate have one path.", rule: false },
    Code {
        code: "overlay",
        title: "An overlay is a document of the OpenAPI Overlay Specification 1.0 or 1.1, with its keys and no others.",
        rule: false,
    },
    Code {
        code: "overlay-action",
        title: "An action of an overlay says what it does, and its target matches something.",
        rule: false,
    },
    Code { code: "overlay-target", title: "The target of an overlay's action is JSONPath by RFC 9535.", rule: false },
    Code {
        code: "misplaced-key",
        title: "`x-signature` stands on the operation of a webhook: the server signs what it sends by itself, and no responses.",
        rule: false,
    },
    Code { code: "ambiguous-path", title: "No two path templates match the same path.", rule: false },
    Code { code: "circular-choice", title: "A `oneOf` or `anyOf` leads to something but itself.", rule: false },
    Code { code: "no-effect", title: "A key of the standard that changes nothing of the crate.", rule: false },
    Code { code: "recursive-ref", title: "`$recursiveRef` belongs to JSON Schema 2019-09.", rule: false },
    Code { code: "idle-keyword", title: "Keywords for contents stand beside a type that has contents.", rule: false },
    Code { code: "shadowed-property", title: "No pattern of a schema matches a property that it lists.", rule: false },
    Code {
        code: "value-type",
        title: "A default, an example of a constant or a value of an `enum` has the type of its schema.",
        rule: false,
    },
];

/// The house rule with this code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|known| known.rule && known.code == code)
}

/// Whether a code is a house rule.
#[must_use]
pub fn is_rule(code: &str) -> bool {
    rule(code).is_some()
}

/// How it should be, in a sentence; empty for a code that is unknown.
#[must_use]
pub fn title(code: &str) -> &'static str {
    CODES.iter().find(|known| known.code == code).map_or("", |known| known.title)
}
