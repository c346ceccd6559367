use super::*;

#[test]
fn no_table_names_a_key_twice() {
    for kind in [
        Kind::Root,
        Kind::Components,
        Kind::PathItem,
        Kind::Operation,
        Kind::Parameter,
        Kind::Schema,
        Kind::Conventions,
        Kind::Paging,
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
const STANDARD: [Kind; 29] = [
    Kind::Root,
    Kind::Part,
    Kind::Info,
    Kind::Contact,
    Kind::License,
    Kind::Server,
    Kind::ServerVariable,
    Kind::Components,
    Kind::PathItem,
    Kind::Operation,
    Kind::ExternalDocs,
    Kind::Parameter,
    Kind::RequestBody,
    Kind::MediaType,
    Kind::Encoding,
    Kind::Response,
    Kind::Example,
    Kind::Link,
    Kind::Header,
    Kind::Tag,
    Kind::Schema,
    Kind::Discriminator,
    Kind::SecurityScheme,
    Kind::Flows,
    Kind::Flow,
    Kind::Paths,
    Kind::Responses,
    Kind::Callback,
    Kind::Xml,
];

/// Keys below a key without effect, and keys that are for readers of the description only.
fn is_silent(kind: Kind, key: &str) -> bool {
    matches!(kind, Kind::Xml | Kind::Link) || matches!((kind, key), (Kind::Schema, "$comment"))
}

/// The code that reads descriptions, without these tables and what checks by them.
fn readers() -> String {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<_> = ["schema", "model", "api", "document"].iter().map(|name| source.join(name)).collect();
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the generator") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() && !["keys", "check", "tests"].contains(&name.as_str()) {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
                let code = std::fs::read_to_string(&path).expect("a source");
                text.push_str(code.split("#[cfg(test)]").next().unwrap_or_default());
            }
        }
    }
    text
}

/// Nothing in silence: a key is read by code, or a note says that it has no effect.
#[test]
fn every_key_is_read_or_said_to_have_no_effect() {
    let readers = readers();
    for kind in STANDARD {
        for key in kind.shape().keys {
            let read = readers.contains(&format!("\"{}\"", key.name)) || (kind == Kind::PathItem && is_operation(key.name));
            assert!(
                read || key.idle || is_silent(kind, key.name),
                "`{}` of {} is neither read nor marked as having no effect",
                key.name,
                kind.shape().name
            );
        }
    }
}

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
