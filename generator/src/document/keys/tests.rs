mod effects;

use super::*;

#[test]
fn no_table_names_a_key_twice() {
    for kind in [
        ObjectKind::Root,
        ObjectKind::Components,
        ObjectKind::PathItem,
        ObjectKind::Operation,
        ObjectKind::Parameter,
        ObjectKind::Schema,
        ObjectKind::Conventions,
        ObjectKind::Paging,
    ] {
        let shape = kind.shape();
        let mut names: Vec<_> = shape.keys.iter().chain(shape.extensions).map(|key| key.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", shape.name);
    }
}

/// Kinds of objects of OpenAPI and JSON Schema.
const STANDARD: [ObjectKind; 29] = [
    ObjectKind::Root,
    ObjectKind::Part,
    ObjectKind::Info,
    ObjectKind::Contact,
    ObjectKind::License,
    ObjectKind::Server,
    ObjectKind::ServerVariable,
    ObjectKind::Components,
    ObjectKind::PathItem,
    ObjectKind::Operation,
    ObjectKind::ExternalDocs,
    ObjectKind::Parameter,
    ObjectKind::RequestBody,
    ObjectKind::MediaType,
    ObjectKind::Encoding,
    ObjectKind::Response,
    ObjectKind::Example,
    ObjectKind::Link,
    ObjectKind::Header,
    ObjectKind::Tag,
    ObjectKind::Schema,
    ObjectKind::Discriminator,
    ObjectKind::SecurityScheme,
    ObjectKind::Flows,
    ObjectKind::Flow,
    ObjectKind::Paths,
    ObjectKind::Responses,
    ObjectKind::Callback,
    ObjectKind::Xml,
];

/// The support table of the README names exactly the keys of schemas that have no effect.
#[test]
fn the_readme_names_the_keys_without_effect() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(path).expect("there is a README");
    let row = |line: &&str| line.starts_with("| ") && line.contains("| no effect on the types");
    let rows: Vec<&str> = readme.lines().filter(row).collect();
    let features = rows.iter().filter_map(|line| line.split(" | ").next());
    let mut named: Vec<&str> = features.flat_map(|feature| feature.split('`').skip(1).step_by(2)).collect();
    let mut idle: Vec<&str> = schema::SCHEMA.keys.iter().filter(|key| key.idle).map(|key| key.name).collect();
    named.sort_unstable();
    idle.sort_unstable();
    assert_eq!(named, idle);
}

/// And those of all other objects, a row for each kind of object.
#[test]
fn the_readme_names_the_keys_of_openapi_without_effect() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(path).expect("there is a README");
    let rows =
        readme.lines().filter_map(|line| line.strip_prefix("| Keys of ")?.split_once(" | no effect; a note counts them |"));
    let mut named: Vec<(String, Vec<String>)> = rows
        .map(|(row, _)| {
            let (owner, keys) = row.split_once(": ").expect("the keys stand behind their owner");
            let mut keys: Vec<String> = keys.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            keys.sort();
            (owner.to_owned(), keys)
        })
        .collect();
    named.sort();
    // A part has the keys of a description.
    let others =
        STANDARD.into_iter().filter(|kind| !matches!(kind, ObjectKind::Schema | ObjectKind::Part)).map(ObjectKind::shape);
    let mut idle: Vec<(String, Vec<String>)> = others
        .map(|shape| {
            let mut keys: Vec<String> = shape.keys.iter().filter(|key| key.idle).map(|key| key.name.to_owned()).collect();
            keys.sort();
            (shape.name.to_owned(), keys)
        })
        .filter(|(_, keys)| !keys.is_empty())
        .collect();
    idle.sort();
    assert_eq!(named, idle);
}

/// `spec/x-keys.schema.json` says the same to other tools.
#[test]
fn our_keys_are_those_of_the_json_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/x-keys.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema of our keys stands beside the descriptions");
    let schema: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let definition = |name: &str| -> Vec<String> {
        let properties = schema.pointer(&format!("/$defs/{name}/properties")).and_then(serde_json::Value::as_object);
        let mut names: Vec<_> = properties.expect("the schema defines it").keys().cloned().collect();
        names.sort();
        names
    };
    let table = |keys: &[Key], without: &[&str]| -> Vec<String> {
        let mut names: Vec<_> =
            keys.iter().map(|key| key.name.to_owned()).filter(|name| !without.contains(&name.as_str())).collect();
        names.sort();
        names
    };
    assert_eq!(table(extensions::ON_ROOT, &[]), definition("root"));
    assert_eq!(table(extensions::ON_OPERATION, &[]), definition("operation"));
    assert_eq!(table(extensions::ON_PARAMETER, &[]), definition("parameter"));
    assert_eq!(table(extensions::ON_MEDIA_TYPE, &[]), definition("mediaType"));
    assert_eq!(table(extensions::ON_SCHEMA, &[]), definition("schema"));
    assert_eq!(table(extensions::CRATE.keys, &[]), definition("crate"));
    assert_eq!(table(extensions::CONVENTIONS.keys, &[]), definition("conventions"));
    assert_eq!(table(extensions::PAGING.keys, &["style"]), definition("pagingKeys"));
    assert_eq!(table(extensions::PAGING_USE.keys, &["use", "style"]), definition("pagingKeys"));
    assert_eq!(table(extensions::NEXT_SOURCE.keys, &[]), definition("pagingKeys/properties/next/oneOf/1"));
    assert_eq!(table(extensions::HEADER_SOURCE.keys, &[]), definition("headerSource/oneOf/1"));
    assert_eq!(table(extensions::SIGNATURE.keys, &[]), definition("operation/properties/x-signature"));
    for (part, shape) in [
        ("filter", &extensions::FILTER_RULES),
        ("sort", &extensions::SORT_RULES),
        ("fields", &extensions::FIELDS_RULES),
        ("eager", &extensions::EAGER_RULES),
        ("rate-limit", &extensions::RATE_LIMIT),
        ("retry", &extensions::RETRY),
        ("idempotency", &extensions::IDEMPOTENCY),
        ("error", &extensions::ERROR_RULES),
    ] {
        assert_eq!(table(shape.keys, &[]), definition(&format!("conventions/properties/{part}")), "{part}");
    }
}
