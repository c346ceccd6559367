use crate::location::{Report, Sources};
use crate::options::TextFile;
use crate::source::Input;
use serde_json::{Value, json};

const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: Zoo, version: '1'}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /cats:
    get:
      operationId: listCats
      tags: [a, b]
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: old, in: query, schema: {type: strin}}
        - {name: page, in: query, schema: {type: intege}}
      responses: {'200': {description: ok}}
  /dogs: {}
";

/// The root file under overlays, and the report.
fn overlaid(overlays: &[&str]) -> (Option<Value>, String, Sources, Report) {
    let mut report = Report::new(false);
    let read = |_: &str| Ok(DESCRIPTION.to_owned());
    let input = Input { root: "zoo.yaml", read: &read, strict: false, name: None };
    let texts = overlays.iter().enumerate();
    let overlays: Vec<TextFile> =
        texts.map(|(index, text)| TextFile { path: format!("{index}.overlay.yaml"), text: (*text).to_owned() }).collect();
    let (document, sources) = crate::document::load_with(&input, None, &overlays, &mut report);
    let value = document.as_ref().map(|document| document.root().value.clone());
    if let Some(document) = &document {
        crate::document::check(document, &mut report);
    }
    let sources = document.map_or(sources, crate::document::Document::into_sources);
    report.relocate(&sources.origins);
    let text = report.render(&sources, false);
    (value, text, sources, report)
}

fn overlay(actions: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}")
}

/// The root file under one overlay without mistakes.
fn applied(actions: &str) -> Value {
    let (value, text, ..) = overlaid(&[&overlay(actions)]);
    value.unwrap_or_else(|| panic!("{text}"))
}

/// What is said about an overlay with a mistake.
fn refused(text: &str) -> String {
    let (value, text, _, report) = overlaid(&[text]);
    assert!(value.is_none() && report.prevents_output(), "{text}");
    text
}

#[test]
fn maps_merge_lists_grow_and_scalars_are_replaced() {
    let value = applied(
        "- target: $.paths['/cats'].get
  update: {summary: Cats, tags: [c], operationId: cats, responses: {'404': {description: none}}}
- target: $.tags
  update: {name: d}
- target: $.info.title
  update: Farm
- target: $.paths[*].get.tags[?@ == 'b']
  remove: true
",
    );
    let get = &value["paths"]["/cats"]["get"];
    assert_eq!(get["tags"], json!(["a", "c"]));
    assert_eq!((&get["summary"], &get["operationId"]), (&json!("Cats"), &json!("cats")));
    assert_eq!(get["responses"], json!({"200": {"description": "ok"}, "404": {"description": "none"}}));
    assert_eq!(value["tags"], json!([{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]));
    assert_eq!(value["info"]["title"], "Farm");
}

#[test]
fn functions_of_queries() {
    for (query, count) in [
        ("$.tags[?match(@.name, '[ab]')]", 2),
        ("$.paths[*].*.parameters[?match(@.name, 'li')]", 0),
        ("$.paths[*].*.parameters[?match(@.name, 'li|limit')]", 1),
        ("$.paths[*].*.parameters[?search(@.name, 'l')]", 2),
        ("$.tags[?search(@.name, '\\\\p{Lu}')]", 0),
        ("$.tags[?search(@.name, '(')]", 0),
        ("$.tags[?search(@.nothing, '.*')]", 0),
        ("$.tags[?length(@.name) == 1]", 3),
        ("$.paths[?count(@.get.tags[*]) == 2]", 1),
        ("$.tags[?value(@.name) == 'c']", 1),
    ] {
        let query = super::path::parse(query).unwrap_or_else(|why| panic!("{query}: {why}"));
        let root = crate::source::read_file(
            crate::location::FileId::default(),
            "zoo.yaml",
            DESCRIPTION.to_owned(),
            &mut Report::new(false),
        );
        assert_eq!(super::path::select(&query, &root.value).len(), count, "{query}");
    }
    assert!(super::path::parse("$.tags[?match(@.name)]").is_err());
}

/// `x-name` behind a dot is no name in RFC 9535, but in many an overlay, examples of the specification included.
#[test]
fn names_with_hyphens_are_read_and_told() {
    let actions = "- {target: $.info, update: {x-owner: {first-name: a}, last-list: [1-2]}}
- {target: '$.info.x-owner.first-name', update: b}
- {target: \"$.paths[?@.x-a-b == '.c-d'].get\", remove: true}
";
    let (value, text, ..) = overlaid(&[&overlay(actions)]);
    assert!(value.is_none() && text.contains("selects nothing"), "{text}");
    assert!(text.contains("warning[overlay-target]: `$.info.x-owner.first-name` is no JSONPath by RFC 9535"), "{text}");
    assert!(text.contains("write `$.info['x-owner']['first-name']`"), "{text}");
    assert!(text.contains("write `$.paths[?@['x-a-b'] == '.c-d'].get`"), "{text}");
    for query in ["$.a.-b", "$.a.b-[", "$.a - b"] {
        assert!(refused(&overlay(&format!("- {{target: '{query}', remove: true}}\n"))).contains("is no JSONPath (RFC 9535): "));
    }
}

#[test]
fn a_copy_and_a_removal_move_a_path() {
    let value = applied(
        "- {target: $.paths, update: {/felines: {}}}
- {target: \"$.paths['/felines']\", copy: \"$.paths['/cats']\"}
- {target: \"$.paths['/cats']\", remove: true}
",
    );
    assert_eq!(
        value["paths"].as_object().map(|paths| paths.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["/dogs".into(), "/felines".into()])
    );
    assert_eq!(value["paths"]["/felines"]["get"]["operationId"], "listCats");
}

#[test]
fn several_are_applied_in_order() {
    let first = overlay("- {target: $.info, update: {step: 1}}\n");
    let second = overlay("- {target: $.info.step, update: 2}\n");
    assert_eq!(overlaid(&[&first, &second]).0.map(|value| value["info"]["step"].clone()), Some(json!(2)));
    assert!(overlaid(&[&second, &first]).0.is_none());
}

#[test]
fn messages_point_to_the_file_a_value_came_from() {
    let actions = "- {target: \"$.paths['/cats'].get.parameters[?@.name == 'old']\", remove: true}
- target: $.paths['/cats'].get
  update:
    parametres: []
- {target: $.paths, update: {/lions: {}}}
- {target: \"$.paths['/lions']\", copy: \"$.paths['/cats']\"}
";
    let (_, text, ..) = overlaid(&[&overlay(actions)]);
    // The overlay is at fault.
    assert!(text.contains("`parametres` is not a key of an operation\n --> 0.overlay.yaml:7:5"), "{text}");
    // The description is at fault, in an item that has moved by the removal of another, and in its copy.
    assert!(text.contains("`intege`") && text.contains("zoo.yaml:12:50"), "{text}");
    assert!(!text.contains("zoo.yaml:11"), "what was removed is not spoken of: {text}");
    assert!(!text.contains("`strin`"), "{text}");
}

#[test]
fn an_action_that_selects_nothing_says_why() {
    let text = refused(&overlay("- {target: \"$.paths['/cat'].get\", remove: true}\n"));
    assert!(text.contains("error[overlay-no-match]: `$.paths['/cat'].get` selects nothing"), "{text}");
    assert!(text.contains("0.overlay.yaml:4:12") && text.contains("there is no `/cat`; did you mean `/cats`?"), "{text}");
}

#[test]
fn values_that_do_not_go_together_show_both_places() {
    let text = refused(&overlay("- target: $.info\n  update: {title: {en: Zoo}}\n"));
    assert!(text.contains("an object cannot be merged into a scalar\n --> 0.overlay.yaml:5:12"), "{text}");
    assert!(text.contains("::: zoo.yaml:2:15"), "{text}");
    // An array that is selected takes an item; one that is met on the way takes the items of an array only.
    let text = refused(&overlay("- target: $.paths['/cats'].get\n  update: {tags: c}\n"));
    assert!(text.contains("a scalar cannot be merged into an array\n --> 0.overlay.yaml:5:18"), "{text}");
    let text = refused(&overlay("- target: $.info.*\n  update: 1\n- target: $['info','tags']\n  update: {}\n"));
    assert!(text.contains("selects an object and an array"), "{text}");
}

#[test]
fn mistakes_of_an_overlay_are_reported_at_their_place() {
    for (overlay, code, place) in [
        ("", "overlay", ""),
        ("[1]", "overlay", "0.overlay.yaml:1:1"),
        ("overlay: 1.1.0\n", "overlay", "0.overlay.yaml:1:1"),
        ("overlay: 2.0.0\ninfo: {title: a, version: b}\nactions: [{target: $, update: {}}]", "overlay-version", ":1:10"),
        ("overlay: 1.0.0\ninfo: {title: a, version: b}\nactions: [{target: $.tags, copy: $.tags}]", "overlay-version", ":3:"),
        ("overlay: 1.0.0\ninfo: {title: a, version: b}\nactions: [{target: $.info.title, update: x}]", "overlay-version", ":3:"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: []", "overlay", ":3:"),
        ("overlay: 1.1.0\ninfo: {title: a}\nactions: [{target: $, update: {}}]", "overlay", ":2:"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{tarqet: $}]", "unknown-key", ":3:12"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: '$.a['}]", "overlay-target", ":3:20"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: $, remove: true}]", "overlay-remove", ":3:20"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: $.tags, remove: yes}]", "overlay", ":3:"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: $.tags, copy: '$.tags[*]'}]", "overlay-copy", ":3:"),
        ("overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: $, copy: $.tags, update: {}}]", "overlay", ":3:"),
        (
            "overlay: 1.1.0\ninfo: {title: a, version: b}\nactions: [{target: $.tags, remove: true}, {target: $.tags, remove: true}]",
            "overlay",
            ":3:",
        ),
        ("overlay: [", "syntax", "0.overlay.yaml:"),
    ] {
        let text = refused(overlay);
        assert!(text.contains(&format!("error[{code}]")) && text.contains(place), "{overlay}: {text}");
    }
}

#[test]
fn growth_has_limits() {
    // Every action doubles the list.
    let actions: Vec<String> = (0..40).map(|n| format!("- {{target: $.tags, copy: $.tags, x-n: {n}}}\n")).collect();
    let double = actions.concat();
    assert!(refused(&overlay(&double)).contains("error[too-large]"));
    let nested = format!("$.x{}", "[?(@.a)".repeat(200));
    assert!(refused(&overlay(&format!("- {{target: '{nested}'}}\n"))).contains("nest deeper"));
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let deep =
        format!("- {{target: $.info, update: {{a: {deep}}}}}\n- {{target: '$.info.a{}', update: {deep}}}\n", "[0]".repeat(119));
    assert!(refused(&overlay(&deep)).contains("error[too-deep]"));
}

/// A description of several files: path items in files of their own, a component in one.
const FILES: [(&str, &str); 5] = [
    (
        "spec/zoo.yaml",
        "openapi: 3.1.0
info: {title: Zoo, version: '1'}
paths:
  /cats: {$ref: paths/cats.yaml}
  /dogs: {$ref: 'paths/all.yaml#/~1dogs'}
  /fish: {get: {operationId: listFish, responses: {'200': {description: ok}}}}
components:
  schemas:
    Cat: {$ref: schemas/cat.yaml}
    Fish: {type: object, properties: {id: {type: string}}}
",
    ),
    (
        "spec/paths/cats.yaml",
        "get:
  operationId: listCats
  parametres: []
  responses:
    '200': {description: ok, content: {application/json: {schema: {$ref: ../schemas/cat.yaml}}}}
post:
  operationId: addCat
  requestBody: {content: {application/json: {schema: {$ref: '../zoo.yaml#/components/schemas/Fish'}}}}
  responses: {'204': {description: ok}}
",
    ),
    (
        "spec/paths/all.yaml",
        "/dogs: {$ref: '#/shared'}\nshared: {get: {operationId: listDogs, responses: {'200': {$ref: '#/ok'}}}}\nok: {description: ok}\n",
    ),
    ("spec/schemas/cat.yaml", "type: object\nproperties: {id: {type: string}, kitten: {$ref: '#'}}\n"),
    ("spec/unused.yaml", "a: 1\n"),
];

/// The root file of several under an overlay, what is said, and the report.
fn overlaid_files(actions: &str) -> (Option<Value>, String, Report) {
    let mut report = Report::new(false);
    let read = |path: &str| {
        let found = FILES.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "not there".to_owned())
    };
    let input = Input { root: FILES[0].0, read: &read, strict: false, name: None };
    let overlays = [TextFile { path: "0.overlay.yaml".to_owned(), text: overlay(actions) }];
    let (document, sources) = crate::document::load_with(&input, None, &overlays, &mut report);
    let value = document.as_ref().map(|document| document.root().value.clone());
    if let Some(document) = &document {
        crate::document::check(document, &mut report);
    }
    let sources = document.map_or(sources, crate::document::Document::into_sources);
    report.relocate(&sources.origins);
    let text = report.render(&sources, false);
    (value, text, report)
}

#[test]
fn path_items_of_other_files_are_reached() {
    let actions = "- {target: \"$.paths['/cats'].post\", remove: true}
- {target: \"$.paths[*].get\", update: {x-seen: true}}
- {target: \"$.paths['/cats'].get\", update: {descripton: x}}
";
    let (value, text, report) = overlaid_files(actions);
    let value = value.unwrap_or_else(|| panic!("{text}"));
    assert!(!report.has_errors(), "{text}");
    for path in ["/cats", "/dogs", "/fish"] {
        assert_eq!(value["paths"][path]["get"]["x-seen"], true, "{path}: {value:#}");
    }
    assert!(value["paths"]["/cats"].get("post").is_none());
    // What it refers to is found from the root file.
    let schema = &value["paths"]["/cats"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema, &json!({"$ref": "schemas/cat.yaml"}));
    assert_eq!(value["paths"]["/dogs"]["get"]["responses"]["200"], json!({"$ref": "paths/all.yaml#/ok"}));
    // Messages point into the file that is at fault, once.
    assert_eq!(text.matches("`parametres` is not a key of an operation\n --> spec/paths/cats.yaml:3:3").count(), 1, "{text}");
    assert!(text.contains("`descripton` is not a key of an operation\n --> 0.overlay.yaml:6:"), "{text}");
    assert!(!text.contains("leads nowhere") && !text.contains("cannot read"), "{text}");
}

#[test]
fn a_component_of_another_file_is_not_changed_in_part() {
    for action in [
        "{target: $.components.schemas.Cat.properties.id, update: {type: integer}}",
        "{target: '$.components.schemas[*].properties.id', update: {type: integer}}",
        "{target: '$..properties.id', remove: true}",
        "{target: $.components.schemas.Cat, update: {description: A cat.}}",
    ] {
        let (value, text, _) = overlaid_files(&format!("- {action}\n"));
        assert!(value.is_none() && text.contains("error[overlay-elsewhere]"), "{action}: {text}");
        assert!(text.contains("0.overlay.yaml:4:12") && text.contains("plansmith bundle"), "{action}: {text}");
    }
    for action in [
        "{target: $.components.schemas.Cat, remove: true}",
        "{target: $.components.schemas.Fish.properties.id, update: {type: integer}}",
        "{target: $.components.schemas, update: {Bird: {type: object}}}",
    ] {
        let (value, text, _) = overlaid_files(&format!("- {action}\n"));
        assert!(value.is_some(), "{action}: {text}");
    }
}

/// The known-good sets of the specification, in the folder that the environment names: `openapi.yaml` under
/// `overlay.yaml` gives `output.yaml`.
#[test]
fn the_sets_of_the_specification() {
    let Some(folder) = std::env::var_os("OVERLAY_SETS") else { return };
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let set = entry.expect("an entry can be read").path();
        let text = |name: &str| std::fs::read_to_string(set.join(name));
        let (Ok(root), Ok(overlay), Ok(output)) = (text("openapi.yaml"), text("overlay.yaml"), text("output.yaml")) else {
            continue;
        };
        let mut report = Report::new(false);
        let read = |_: &str| Ok(root.clone());
        let input = Input { root: "openapi.yaml", read: &read, strict: false, name: None };
        let overlays = vec![TextFile { path: "overlay.yaml".to_owned(), text: overlay }];
        let (document, sources) = crate::document::load_with(&input, None, &overlays, &mut report);
        let document = document.unwrap_or_else(|| panic!("{}: {}", set.display(), report.render(&sources, false)));
        let wanted = crate::source::read_file(crate::location::FileId::default(), "output.yaml", output, &mut report).value;
        assert_eq!(*document.root().value, wanted, "{}", set.display());
        count += 1;
    }
    assert!(count > 0, "no sets in the folder");
}
