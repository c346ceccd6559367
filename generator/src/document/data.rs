//! Which keys hold data, and which hold nodes by name.

/// Keys whose value is data of the API, where `$ref` is a key like any other.
const DATA: [&str; 5] = ["example", "default", "enum", "const", "dataValue"];
/// Keys whose value maps names to nodes, so that a name such as `default` is no key of OpenAPI.
const NAMES: [&str; 20] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "paths",
    "webhooks",
    "x-webhooks",
    "content",
    "mediaTypes",
    "additionalOperations",
];

/// Whether the value of a key is data of the API or of other tools. `examples` are too, but may be references.
pub(crate) fn is_data(key: &str) -> bool {
    DATA.contains(&key) || key.starts_with("x-") && key != "x-webhooks"
}

/// Whether the value of a key maps names to nodes.
pub(crate) fn maps_names(key: &str) -> bool {
    NAMES.contains(&key)
}
