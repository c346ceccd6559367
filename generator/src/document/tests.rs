mod references;

use super::*;
use crate::location::{FileId, Level, Place, Report, Sources};
use crate::source::Input;
use serde_json::Value;

/// Loads and checks files; the first one is the root.
fn check_files(files: &[(&str, &str)], strict: bool) -> (Option<Document>, Sources, Report) {
    let read = |path: &str| {
        files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    };
    let input = Input { root: files[0].0, read: &read, strict, name: None };
    let mut report = Report::new(strict);
    let (document, sources) = load(&input, &mut report);
    if let Some(document) = &document {
        check(document, &mut report);
    }
    (document, sources, report)
}

/// Code and pointer of each diagnostic of a foreign description.
fn said(text: &str) -> Vec<(&'static str, String)> {
    listed(&check_files(&[("api/a.yaml", text)], false).2)
}

fn listed(report: &Report) -> Vec<(&'static str, String)> {
    report.diagnostics().iter().map(|one| (one.code, one.place.pointer.to_string())).collect()
}

fn one(text: &str) -> (&'static str, String, Option<String>) {
    let (_, _, report) = check_files(&[("api/a.yaml", text)], false);
    let [only] = report.diagnostics() else { panic!("one diagnostic, not {:?}", report.diagnostics()) };
    (only.code, only.message.clone(), only.help.clone())
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
const HEAD31: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

fn schema30(text: &str) -> String {
    format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{S: {text}}}}}\n")
}

fn schema31(text: &str) -> String {
    format!("{HEAD31}components: {{schemas: {{S: {text}}}}}\n")
}

#[test]
fn versions() {
    let version = |text: &str| check_files(&[("a.yaml", text)], false).0.map(|document| document.version);
    assert_eq!(version(HEAD), Some(Version::V30));
    assert_eq!(version(HEAD31), Some(Version::V31));
    assert_eq!(version("openapi: 3.1\n"), Some(Version::V31));
    assert_eq!(version("openapi: 3.2.0\n"), Some(Version::V32));
    for (text, code) in [
        ("swagger: '2.0'", "unsupported-version"),
        ("openapi: 4.0.0", "unsupported-version"),
        ("openapi: [3]", "no-openapi"),
        ("a: 1", "no-openapi"),
        ("12", "no-openapi"),
        ("", "no-openapi"),
        ("a: [", "syntax"),
    ] {
        let (document, sources, report) = check_files(&[("a.yaml", text)], false);
        assert!(document.is_none() && report.has_errors(), "{text}");
        assert_eq!((sources.files.len(), report.diagnostics()[0].code), (1, code), "{text}");
        assert!(!report.render(&sources, false).is_empty());
    }
}

#[test]
fn a_sound_description_needs_no_word() {
    assert_eq!(said(&format!("{HEAD}paths: {{}}\n")), []);
    assert_eq!(said(&format!("{HEAD31}webhooks: {{}}\n")), []);
    assert_eq!(said(&schema31("{$id: x, const: a, prefixItems: [{}], type: [string, 'null'], exclusiveMinimum: 3}")), []);
    assert_eq!(said(&schema30("{type: number, exclusiveMinimum: true, nullable: true, x-any: {thing: 1}}")), []);
}

#[test]
fn unknown_keys_have_help() {
    let (code, message, help) = one(&format!("{HEAD}paths:\n  /a:\n    get: {{operationID: x, responses: {{}}}}\n"));
    assert_eq!((code, message.as_str()), ("unknown-key", "`operationID` is not a key of an operation"));
    assert_eq!(help.as_deref(), Some("did you mean `operationId`?"));
    let parameter = format!("{HEAD}paths:\n  /a:\n    parameters: [{{in: query, name: a, type: string, schema: {{}}}}]\n");
    assert_eq!(one(&parameter).2.as_deref(), Some("`type` belongs in `schema`"));
    assert_eq!(one(&format!("{HEAD}paths: {{a: {{}}}}\n")).2.as_deref(), Some("it is read as `/a`"));
    let status = format!("{HEAD}paths: {{/a: {{get: {{responses: {{20O: {{description: d}}}}}}}}}}\n");
    assert_eq!(one(&status).0, "unknown-key");
    // JSON Schema lets schemas of 3.1 have further keys.
    let (_, _, report) = check_files(&[("a.yaml", &schema31("{embed: true, titel: x}"))], false);
    assert_eq!(report.diagnostics().iter().map(|one| one.level).collect::<Vec<_>>(), [Level::Note, Level::Warning]);
}

#[test]
fn values_of_the_wrong_type() {
    for (schema, message) in [
        ("{type: integr}", "`integr` is not a type"),
        ("{type: 1}", "`type` is a number where the name of a type belongs"),
        ("{required: true}", "`required` is true where an array belongs"),
        ("{properties: [a]}", "`properties` is an array where an object belongs"),
        ("{items: 5}", "`items` is a number where a schema belongs"),
        ("{maxLength: -1}", "`maxLength` is a number where a whole number from 0 belongs"),
        ("{minimum: '1'}", "`minimum` is a string where a number belongs"),
        ("{description: null}", "`description` is null where a string belongs"),
        ("{exclusiveMinimum: 3}", "`exclusiveMinimum` is a number where true or false belongs"),
        ("{oneOf: [{}, 3]}", "a schema is a number where a schema belongs"),
        ("[]", "`S` is an array where a schema belongs"),
        ("{type: [string]}", "an array of types comes with OpenAPI 3.1, and this is 3.0"),
        ("{const: 1}", "`const` of a schema comes with OpenAPI 3.1, and this is 3.0"),
        ("{type: array}", "a schema of an array needs the key `items`"),
        ("{discriminator: {}}", "a discriminator needs the key `propertyName`"),
    ] {
        assert_eq!(one(&schema30(schema)).1, message, "{schema}");
    }
    assert_eq!(one(&schema30("{type: integr}")).2.as_deref(), Some("did you mean `integer`?"));
    assert_eq!(one(&schema30("{type: file}")).2.as_deref(), Some("a file is `type: string` with `format: binary`"));
}

#[test]
fn operation_ids_are_used_once() {
    let text = format!(
        "{HEAD}paths:\n  /a: {{get: {{operationId: x, responses: {{}}}}}}\n  /b: {{get: {{operationId: x, responses: {{}}}}}}\n"
    );
    let (_, _, report) = check_files(&[("a.yaml", &text)], false);
    assert_eq!(listed(&report), [("duplicate-operation-id", "/paths/~1b/get/operationId".to_owned())]);
    assert_eq!(&*report.diagnostics()[0].related[0].place.pointer, "/paths/~1a/get/operationId");
}

#[test]
fn damage_is_repaired() {
    let text = "openapi: 3.0\ninfo: {title: T}\nsecurity: [null, {key: null}]\npaths:\n  /a: {get: {security: null, responses: {200: {description: d}}}}\n";
    let (document, _, report) = check_files(&[("a.yaml", text)], false);
    assert!(report.diagnostics().iter().all(|one| one.level == Level::Note), "{:?}", report.diagnostics());
    assert_eq!(report.count_of("repaired"), 5);
    let document = document.expect("it can be read");
    assert_eq!(document.root().get("security").expect("it is there").value, &serde_json::json!([{}, {"key": []}]));
    assert_eq!(document.at(FileId(0), "/info/version").and_then(|node| node.str()), Some("0.0.0"));
    assert!(document.at(FileId(0), "/paths/~1a/get/security").is_none());
}

#[test]
fn files_are_followed_within_their_folder() {
    let root = format!("{HEAD}paths:\n  /a: {{$ref: 'parts/a.yaml#/paths/~1a'}}\n");
    let part = "paths:\n  /a:\n    get:\n      responses:\n        '200': {description: d, content: {application/json: {schema: {$ref: '../b.yaml#/components/schemas/B'}}}}\n";
    let other = "components: {schemas: {B: {tpye: string}}}\n";
    let (document, _, report) =
        check_files(&[("spec/api/r.yaml", &root), ("spec/api/parts/a.yaml", part), ("spec/api/b.yaml", other)], false);
    let document = document.expect("it can be read");
    assert_eq!(
        document.sources.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["spec/api/r.yaml", "spec/api/parts/a.yaml", "spec/api/b.yaml"]
    );
    assert_eq!(listed(&report), [("unknown-key", "/components/schemas/B/tpye".to_owned())]);
    assert_eq!(report.diagnostics()[0].place.file, FileId(2));
    let item = document.at(FileId(0), "/paths/~1a").expect("it is there");
    let target = item.follow(&mut Report::new(false)).expect("it leads somewhere");
    assert_eq!((target.file(), target.pointer().as_str()), (FileId(1), "/paths/~1a"));
}

#[test]
fn files_without_paths_are_checked_as_what_they_are_used_for() {
    let root = format!("{HEAD}paths:\n  /a: {{$ref: a.yaml}}\ncomponents: {{schemas: {{S: {{$ref: 's.json'}}}}}}\n");
    let files = [
        ("r.yaml", root.as_str()),
        ("a.yaml", "get: {responses: {}, tgas: [x]}\n"),
        ("s.json", "{\"type\": \"object\", \"items\": 1}"),
    ];
    let (_, _, report) = check_files(&files, false);
    let mut said = listed(&report);
    said.sort();
    assert_eq!(said, [("unknown-key", "/get/tgas".to_owned()), ("wrong-type", "/items".to_owned())]);
}

#[test]
fn references_are_decoded_and_anchors_found() {
    let text = format!(
        "{HEAD31}components: {{schemas: {{'a b/c': {{type: string}}, A: {{$anchor: here, type: object}}, L: [1, 2]}}}}\n"
    );
    let (document, ..) = check_files(&[("a.yaml", &text)], false);
    let document = document.expect("it can be read");
    let lead = |target: &str| document.root().resolve(target).map(|node| node.pointer());
    assert_eq!(lead("#/components/schemas/a%20b~1c").as_deref(), Some("/components/schemas/a b~1c"));
    assert_eq!(lead("#here").as_deref(), Some("/components/schemas/A"));
    assert_eq!(lead("a.yaml#/components/schemas/L/1").as_deref(), Some("/components/schemas/L/1"));
    assert_eq!(lead("#").as_deref(), Some(""));
    assert_eq!(lead("#/components/schemas/L/2"), None);
}

#[test]
fn nodes_tolerate_anything() {
    let (document, ..) = check_files(&[("a.yaml", &schema31("{n: 1.0, t: x, l: [a, {b: 1}]}"))], false);
    let document = document.expect("it can be read");
    let node = document.at(FileId(0), "/components/schemas/S").expect("it is there");
    assert_eq!(node.get("n").and_then(|node| node.u64()), Some(1));
    assert_eq!((node.string("t"), node.string("n"), node.flag("t")), (Some("x"), None, false));
    assert_eq!(
        node.get("t").map(|node| (node.items().count(), node.entries().count(), node.get("x").is_none())),
        Some((0, 0, true))
    );
    let inner = node.get("l").and_then(|list| list.at(1)).and_then(|item| item.get("b")).expect("it is there");
    assert_eq!(inner.place(), Place::new(FileId(0), "/components/schemas/S/l/1/b"));
    assert_eq!(
        (inner.last().as_deref(), inner.address()),
        (Some("b"), document.at(FileId(0), &inner.pointer()).expect("the same").address())
    );
    assert_eq!((inner.file(), inner.pointer()), (FileId(0), "/components/schemas/S/l/1/b".to_owned()));
}

const CURATED: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
x-crate: {name: t-client, version: 0.1.0, title: T}
x-conventions: {paging: {list: {style: offset, items: /data}}}
paths:
  /cards/{id}:
    get:
      operationId: getCard
      summary: Reads a card
      tags: [Cards]
      x-method: get
      x-evidence: documented
      externalDocs: {url: https://example.com/cards}
      parameters:
        - {name: id, in: path, required: true, description: Which card, schema: {type: string}}
      responses:
        '200':
          description: The card
          content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}
components:
  schemas:
    Card:
      type: object
      description: A card
      properties:
        title: {type: string, description: Its title}
        nullable_self: {nullable: true, allOf: [{$ref: '#/components/schemas/Card'}]}
";

fn curated(from: &str, to: &str) -> Vec<(&'static str, String)> {
    assert!(CURATED.contains(from), "{from}");
    listed(&check_files(&[("a.yaml", &CURATED.replacen(from, to, 1))], true).2)
}

#[test]
fn curated_descriptions_keep_the_house_rules() {
    assert_eq!(curated("", ""), []);
    let operation = "/paths/~1cards~1{id}/get";
    let card = "/components/schemas/Card";
    for (from, to, code, pointer) in [
        ("      x-method: get\n", "", "missing-method", operation.to_owned()),
        ("      x-evidence: documented\n", "", "missing-evidence", operation.to_owned()),
        ("      externalDocs: {url: https://example.com/cards}\n", "", "missing-docs", operation.to_owned()),
        ("      summary: Reads a card\n", "", "missing-docs", operation.to_owned()),
        ("tags: [Cards]", "tags: [Cards, Boards]", "tag-count", operation.to_owned()),
        ("description: Which card, ", "", "missing-docs", format!("{operation}/parameters/0")),
        ("      description: A card\n", "", "missing-docs", card.to_owned()),
        (", description: Its title", "", "missing-docs", format!("{card}/properties/title")),
        (
            "type: string, description: Its",
            "readOnly: false, type: string, description: Its",
            "explicit-default",
            format!("{card}/properties/title/readOnly"),
        ),
        ("x-evidence: documented", "x-evidence: guessed", "bad-extension", format!("{operation}/x-evidence")),
        ("x-method: get\n", "x-method: get\n      x-metod: get\n", "unknown-extension", format!("{operation}/x-metod")),
        ("items: /data", "items: data", "bad-extension", "/x-conventions/paging/list/items".to_owned()),
        ("style: offset, ", "style: offset, limt: x, ", "bad-extension", "/x-conventions/paging/list/limt".to_owned()),
        ("title: T}\nx-conv", "titel: T}\nx-conv", "bad-extension", "/x-crate/titel".to_owned()),
        ("      type: object\n", "      type: object\n      xml: {name: c}\n", "vanished-key", format!("{card}/xml")),
        (
            "title: {type: string",
            "title: {type: string, default: yes",
            "ambiguous-scalar",
            format!("{card}/properties/title/default"),
        ),
    ] {
        let said = curated(from, to);
        assert!(said.contains(&(code, pointer.clone())), "{code} at {pointer} is not in {said:?}");
    }
}

#[test]
fn schemas_of_further_files_are_used() {
    let root = CURATED.replace("#/components/schemas/Card'}}}", "b.yaml#/components/schemas/Board'}}}");
    let other =
        "components:\n  schemas:\n    Board: {type: string, description: d}\n    Unused: {type: string, description: d}\n";
    let (_, _, report) = check_files(&[("a.yaml", &root), ("b.yaml", other)], true);
    assert_eq!(listed(&report), [("unused-schema", "/components/schemas/Unused".to_owned())]);
    let (_, _, report) = check_files(&[("a.yaml", &root), ("b.yaml", other)], false);
    assert_eq!(listed(&report), []);
}

#[test]
fn foreign_descriptions_have_their_own_extensions() {
    let text = CURATED.replace("x-evidence: documented", "x-evidence: 7").replace("x-crate", "x-speakeasy");
    assert_eq!(said(&text), []);
}

#[test]
fn anything_anywhere_is_survived() {
    let text =
        schema31("{properties: {a: {items: {allOf: [{not: {if: {}}}]}}}, discriminator: {propertyName: a, mapping: {x: S}}}");
    let text = format!(
        "{text}paths: {{/a: {{get: {{parameters: [{{name: a, in: query, schema: {{}}}}], responses: {{'200': {{description: d}}}}}}}}}}\n"
    );
    let (document, ..) = check_files(&[("a.yaml", &text)], false);
    let sound = document.expect("it can be read").sources.files[0].value.clone();
    let mut pointers = Vec::new();
    all_pointers(&sound, &mut String::new(), &mut pointers);
    assert!(pointers.len() > 25);
    for pointer in pointers {
        for wrong in
            [Value::Null, true.into(), 7.into(), "#/x".into(), serde_json::json!([[]]), serde_json::json!({"$ref": "#/paths"})]
        {
            let mut value = sound.clone();
            *value.pointer_mut(&pointer).expect("the pointer is of the value") = wrong;
            let (document, sources, report) = check_files(&[("a.json", &value.to_string())], true);
            let sources = document.map_or(sources, Document::into_sources);
            assert!(report.diagnostics().is_empty() || !report.render(&sources, true).is_empty());
        }
    }
}

fn all_pointers(value: &Value, pointer: &mut String, out: &mut Vec<String>) {
    out.push(pointer.clone());
    let length = pointer.len();
    let children: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        Value::Object(map) => map.iter().map(|(key, item)| (key.clone(), item)).collect(),
        _ => Vec::new(),
    };
    for (token, child) in children {
        crate::location::push_token(pointer, &token);
        all_pointers(child, pointer, out);
        pointer.truncate(length);
    }
}

#[test]
fn deep_schemas_do_not_exhaust_the_stack() {
    let deep = format!("{}{{}}{}", "{items: ".repeat(120), "}".repeat(120));
    assert_eq!(said(&schema31(&deep)), []);
}

#[test]
fn a_long_chain_of_references_is_no_circle() {
    let mut links = String::new();
    for at in 0..3000 {
        let _ = std::fmt::Write::write_fmt(&mut links, format_args!("    S{at}: {{$ref: '#/components/schemas/S{}'}}\n", at + 1));
    }
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{links}    S3000: {{type: string}}\n"
    );
    let (document, _, mut report) = check_files(&[("a.yaml", &text)], false);
    let document = document.expect("a document");
    let start = document.at(FileId::default(), "/components/schemas/S0").expect("the first one");
    assert!(start.follow(&mut report).is_none(), "it is longer than anybody means");
    let near = document.at(FileId::default(), "/components/schemas/S2800").expect("a late one");
    assert_eq!(near.follow(&mut report).expect("the chain has an end").pointer(), "/components/schemas/S3000");
    assert_eq!(report.count_of("circular-ref"), 0);
    assert_eq!(report.count_of("too-deep"), 1);
}

#[test]
fn only_names_that_are_restricted_need_a_note() {
    let said = |names: &str| {
        let schema = format!("{{type: object, propertyNames: {names}}}");
        said(&format!("{HEAD31}paths: {{}}\ncomponents: {{schemas: {{S: {schema}}}}}\n"))
    };
    // utoipa writes it for every map.
    assert_eq!(said("{type: string}"), []);
    assert_eq!(said("true"), []);
    assert_eq!(said("{type: string, pattern: '^x'}"), [("no-effect", "/components/schemas/S/propertyNames".to_owned())]);
}

#[test]
fn only_schemas_have_ids() {
    let has_ids =
        |schema: &str| check_files(&[("a.yaml", &schema31(schema))], false).0.is_some_and(|document| document.has_ids());
    assert!(has_ids("{$id: 'https://a.example/s'}"));
    assert!(has_ids("{properties: {example: {$id: 'https://a.example/s'}}}"));
    for data in ["example: {$id: x}", "examples: [{$id: x}]", "default: {a: [{$id: x}]}", "x-data: {$id: x}"] {
        assert!(!has_ids(&format!("{{{data}}}")), "{data}");
    }
    assert!(!has_ids("{properties: {$id: {type: string}}}"));
}
