use super::*;
use crate::limits::NESTED_VALUES;
use crate::location::{FileId, Format, Level, Place, Report, Sources, Span};
use serde_json::{Value, json};
use std::fmt::Write;

fn read(path: &str, text: &str, strict: bool) -> (Sources, Report) {
    let mut report = Report::new(strict);
    let file = read_file(FileId::default(), path, text.to_owned(), &mut report);
    (Sources { files: vec![file], ..Sources::default() }, report)
}

fn value(text: &str) -> Value {
    let (sources, report) = read("a.yaml", text, false);
    assert_eq!(report.diagnostics(), [], "{text}");
    sources.files[0].value.clone()
}

fn codes(text: &str, strict: bool) -> Vec<&'static str> {
    read("a.yaml", text, strict).1.diagnostics().iter().map(|one| one.code).collect()
}

#[test]
fn yaml_becomes_json_in_its_order() {
    let text = "b: 1\na: [x, 'y', \"z\\n\", ~, true, 0x10]\nc:\n  - d: |\n      two\n      lines\n  - {}\n'200': ok\ne:\n";
    let read = value(text);
    assert_eq!(
        read,
        json!({"b": 1, "a": ["x", "y", "z\n", null, true, 16], "c": [{"d": "two\nlines\n"}, {}], "200": "ok", "e": null})
    );
    assert_eq!(
        read.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>()).unwrap_or_default(),
        ["b", "a", "c", "200", "e"]
    );
}

#[test]
fn anchors_are_copied_also_as_keys() {
    let read = value("a: &one {x: [1, 2]}\nb: *one\n&key k: &k2 text\nl: [*k2, *key]\nm: {*key : 1}\n");
    assert_eq!(read, json!({"a": {"x": [1, 2]}, "b": {"x": [1, 2]}, "k": "text", "l": ["text", "k"], "m": {"k": 1}}));
}

#[test]
fn core_tags_are_followed_and_others_reported() {
    assert_eq!(
        value("a: !!str 12\nb: !!int '3'\nc: !!float 1\nd: !!map {}\ne: ! 5"),
        json!({"a": "12", "b": 3, "c": 1, "d": {}, "e": "5"})
    );
    assert_eq!(codes("a: !thing 1\nb: !!binary aGk=\nc: !x {}\nd: !y []", false), ["ignored-tag"; 4]);
}

#[test]
fn repeated_keys_show_both_places() {
    for (path, text) in [("a.yaml", "x:\n  - k: 1\n    k: 2\n"), ("a.json", "{\"x\": [\n  {\"k\": 1,\n \"k\": 2}]}")] {
        let (sources, report) = read(path, text, true);
        assert_eq!(sources.files[0].value, json!({"x": [{"k": 2}]}), "{path}");
        let [only] = report.diagnostics() else { panic!("one diagnostic, not {:?}", report.diagnostics()) };
        assert_eq!((only.code, only.level, &*only.place.pointer), ("repeated-key", Level::Error, "/x/0/k"));
        assert_eq!(only.span.map(|span| span.line), Some(3));
        assert_eq!(only.related.iter().map(|related| related.span.map(|span| span.line)).collect::<Vec<_>>(), [Some(2)]);
    }
}

#[test]
fn keys_that_are_not_text() {
    assert_eq!(codes("? [a]\n: 1\n", false), ["complex-key"]);
    assert_eq!(codes("{a: 1}: 2\nb: {[c]: d}\n", false), ["complex-key"; 2]);
    assert_eq!(codes("<<: {a: 1}\n", false), Vec::<&str>::new());
    assert_eq!(codes("<<: {a: 1}\n", true), ["merge-key"]);
    assert_eq!(codes("<<: 1\n", false), ["merge-key"]);
    assert_eq!(codes("200: a\n404: b\n", false), ["numeric-key"]);
    assert_eq!(read("a.yaml", "200: a\n404: b\ntrue: c", false).0.files[0].value, json!({"200": "a", "404": "b", "true": "c"}));
}

#[test]
fn ambiguous_scalars_are_for_curated_descriptions() {
    let text = "a: yes\non: 'no'\nb: [010, \"010\"]\n";
    assert_eq!(codes(text, false), [""; 0]);
    let (_, report) = read("a.yaml", text, true);
    let pointers: Vec<_> = report.diagnostics().iter().map(|one| &*one.place.pointer).collect();
    assert_eq!(pointers, ["/a", "", "/b/0"]);
    assert!(report.has_errors());
}

#[test]
fn what_is_no_yaml_has_a_position() {
    let (_, report) = read("a.yaml", "a: 1\nb: [1, 2\nc: 3\n", false);
    let [only] = report.diagnostics() else { panic!("one diagnostic, not {:?}", report.diagnostics()) };
    assert_eq!(only.code, "syntax");
    assert!(only.span.is_some_and(|span| span.line >= 2));
    assert_eq!(codes("a: 1\n---\nb: 2\n", false), ["several-documents"]);
    assert_eq!(read("a.yaml", "a: 1\n---\nb: 2\n", false).0.files[0].value, json!({"a": 1}));
    assert_eq!(value(""), json!(null));
}

#[test]
fn json_is_read_whatever_the_file_is_called() {
    assert_eq!(read("a.yaml", " {\"a\": 1}", false).0.files[0].format, Format::Json);
    assert_eq!(read("a.yaml", "{a: 1}", false).0.files[0].value, json!({"a": 1}));
    assert_eq!(read("a.json", "a: 1", false).0.files[0].value, json!({"a": 1}));
    let (_, report) = read("a.json", "{\n\"a\": 1,\n}", false);
    assert_eq!(
        report.diagnostics().iter().map(|one| (one.code, one.span.map(|span| span.line))).collect::<Vec<_>>(),
        [("syntax", Some(3))]
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let (sources, report) = read("a.json", "\u{feff}{\"a\": 1}", false);
    assert_eq!((sources.files[0].value.clone(), report.diagnostics().len()), (json!({"a": 1}), 0));
    assert_eq!(value("\u{feff}a: 1"), json!({"a": 1}));
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(codes(&nested(NESTED_VALUES), false), [""; 0], "{open}");
        assert_eq!(codes(&nested(NESTED_VALUES + 1), false), ["too-deep"], "{open}");
        assert_eq!(codes(&nested(100_000), false).len(), 1, "{open}");
    }
    let json = "[".repeat(100_000);
    assert_eq!(read("a.json", &json, false).1.diagnostics().len(), 1);
    let lines = (0..1000).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>();
    assert_eq!(codes(&lines, false), ["too-deep"]);
}

#[test]
fn aliases_cannot_multiply_without_bounds() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let parts = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{parts}]").expect("text takes everything");
    }
    assert_eq!(codes(&bomb, false), ["too-large"]);
    // Each level nests one deeper than the level it repeats.
    let mut tower = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        writeln!(tower, "a{level}: &a{level} [*a{}]", level - 1).expect("text takes everything");
    }
    assert_eq!(codes(&tower, false), ["too-deep"]);
    assert_eq!(codes("a: &a [*a]", false).len(), 1);
}

#[test]
fn places_are_found() {
    let yaml = "info:\n  title: 'Ä b'   # note\n  \"x/y\": {k: [1, two]}\nlist:\n  - name: a\n  - name: b\n";
    let json = "{\"info\": {\n  \"title\": \"Ä b\",\n  \"x/y\": {\"k\": [1, \"two\"]}},\n \"list\": [\n  {\"name\": \"a\"},\n  {\"n\\u0061me\": \"b\"}]}";
    for (path, text, expected) in [
        ("a.yaml", yaml, [(2, 10, 5), (2, 3, 5), (3, 18, 3), (6, 5, 4), (4, 1, 4), (1, 1, 4), (1, 1, 4)]),
        ("a.json", json, [(2, 12, 5), (2, 3, 7), (3, 20, 5), (6, 4, 11), (4, 2, 6), (1, 2, 6), (1, 2, 6)]),
    ] {
        let (sources, _) = read(path, text, false);
        let root = Place::default();
        let places = [
            root.join("info").join("title"),
            root.join("info").join("title").key(),
            root.join("info").join("x/y").join("k").index(1),
            root.join("list").index(1).join("name").key(),
            root.join("list"),
            // What is missing has the position of what is around it.
            root.join("info").join("version"),
            root.join("info").join("version").join("further").key(),
        ];
        let found: Vec<_> =
            sources.locate(&places).into_iter().map(|span| span.map(|span| (span.line, span.column, span.length))).collect();
        assert_eq!(found, expected.map(Some), "{path}");
    }
}

#[test]
fn places_without_text_are_none_or_the_start() {
    let (sources, _) = read("a.yaml", "a: 1", false);
    assert_eq!(sources.locate(&[Place::new(FileId(7), "/a")]), [None]);
    assert_eq!(sources.locate(&[Place::default()]), [Some(Span { line: 1, column: 1, length: 1 })]);
    assert_eq!(sources.locate(&[]), []);
}

#[test]
fn every_place_of_a_value_has_a_position() {
    let yaml = "a: &x {b: [1, {c: d}]}\ne: *x\nf:\n- g: 1\n- - 2\n  - 3\n? complex\n: |\n  text\n";
    let (sources, _) = read("a.yaml", yaml, false);
    let mut places = Vec::new();
    all_places(&sources.files[0].value, &Place::default(), &mut places);
    assert!(places.len() > 15);
    assert!(sources.locate(&places).iter().all(Option::is_some));
}

fn all_places(value: &Value, place: &Place, out: &mut Vec<Place>) {
    out.push(place.clone());
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(index, item)| all_places(item, &place.index(index), out)),
        Value::Object(map) => map.iter().for_each(|(key, item)| all_places(item, &place.join(key), out)),
        _ => {}
    }
}
