use super::*;
use crate::location::{FileId, Format, SourceFile, Sources};
use serde_json::Value;

fn sources(text: &str) -> Sources {
    let file = SourceFile {
        path: "spec/boards.yaml".to_owned(),
        text: text.to_owned(),
        value: Value::Null,
        format: Format::Yaml,
        has_repeats: false,
    };
    Sources { files: vec![file], ..Sources::default() }
}

#[test]
fn a_diagnostic_shows_its_line() {
    let sources = sources("paths:\n  /cards:\n    get:\n      operationID: listCards\n");
    let mut report = Report::new(true);
    let place = Place::default().join("paths").join("/cards").join("get").join("operationID").key();
    report.warning("unknown-key", place, "`operationID` is not a key of an operation").help("did you mean `operationId`?");
    assert_eq!(
        report.render(&sources, false),
        "\
error[unknown-key]: `operationID` is not a key of an operation
 --> spec/boards.yaml:4:7
  |
4 |       operationID: listCards
  |       ^^^^^^^^^^^
  = help: did you mean `operationId`?

"
    );
}

#[test]
fn a_second_place_is_shown_with_its_label() {
    let sources = sources(&"a: x\n".repeat(8).replacen('a', "b", 1));
    let mut report = Report::new(false);
    let first = Place::default().join("b");
    let span = Span { line: 8, column: 4, length: 1 };
    report.warning("twice", first.clone(), "`x` is used twice").at(span).also(first.key(), "first used here");
    assert_eq!(
        report.render(&sources, false),
        "\
warning[twice]: `x` is used twice
 --> spec/boards.yaml:8:4
  |
8 | a: x
  |    ^
 ::: spec/boards.yaml:1:1
  |
1 | b: x
  | - first used here

"
    );
}

#[test]
fn diagnostics_are_in_the_order_of_the_text() {
    let sources = sources("a: 1\nb: 2\nc: 3\n");
    let mut report = Report::new(false);
    for key in ["c", "a", "b"] {
        report.note("order", Place::default().join(key), format!("`{key}`"));
    }
    let text = report.render(&sources, false);
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with("note")).collect();
    assert_eq!(heads, ["note[order]: `a`", "note[order]: `b`", "note[order]: `c`"]);
}

#[test]
fn the_same_is_said_once() {
    let mut report = Report::new(false);
    for _ in 0..3 {
        report.error("dangling-ref", Place::default(), "it leads nowhere").also(Place::default(), "here");
    }
    report.error("dangling-ref", Place::default().join("x"), "it leads nowhere");
    assert_eq!((report.diagnostics().len(), report.count(Level::Error)), (2, 2));
    assert_eq!(report.diagnostics()[0].related.len(), 1);
}

#[test]
fn levels_depend_on_who_wrote_the_description() {
    let say = |strict: bool| {
        let mut report = Report::new(strict);
        report.warning("w", Place::default(), "w");
        report.note("n", Place::default(), "n");
        (report.has_errors(), report.prevents_output())
    };
    assert_eq!(say(true), (true, true));
    assert_eq!(say(false), (false, false));
    let mut report = Report::new(false);
    report.error("e", Place::default(), "an operation is missing");
    assert_eq!((report.has_errors(), report.prevents_output()), (true, false));
    report.fatal("f", Place::default(), "there is nothing");
    assert!(report.prevents_output());
}

#[test]
fn what_is_said_too_often_is_counted() {
    let sources = sources("a: 1\n");
    let mut report = Report::new(false);
    for number in 0..5000 {
        report.warning("many", Place::default(), format!("number {number}")).help("help").also(Place::default(), "there");
    }
    assert_eq!((report.diagnostics().len(), report.count(Level::Warning), report.count_of("many")), (1000, 5000, 5000));
    assert!(report.is_full("many") && !report.is_full("few"));
    let text = report.render(&sources, false);
    assert_eq!(text.matches("= help").count(), 20);
    assert!(text.ends_with("warning[many]: and 4980 more\n\n"));
}

#[test]
fn long_lines_are_cut_and_control_characters_replaced() {
    let long = format!("{{\"k\u{1b}[31m\": \"{}\", \"end\": 1}}", "x".repeat(1_000_000));
    let mut sources = sources(&long);
    sources.files[0].format = Format::Json;
    let mut report = Report::new(false);
    report.note("far", Place::default().join("end"), "far \u{7} away");
    report.note("near", Place::default(), "near");
    let text = report.render(&sources, false);
    assert!(text.len() < 2000, "{} bytes", text.len());
    assert!(!text.contains(['\u{1b}', '\u{7}']));
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("\"end\": 1")).expect("the line is shown");
    let column = lines[at].find("\"end\": 1").expect("it is in it") + "\"end\": ".len();
    assert_eq!(lines[at + 1].find('^'), Some(column));
    assert!(lines[at - 2].ends_with(" #/end"), "a column is not enough: {}", lines[at - 2]);
}

#[test]
fn colors_can_be_had() {
    let mut report = Report::new(false);
    report.error("e", Place::new(FileId(0), "/a"), "message");
    assert!(report.render(&sources("a: 1"), true).starts_with("\u{1b}[1;31merror[e]\u{1b}[0m"));
}

#[test]
fn notes_that_say_the_same_are_one() {
    let sources = sources(&"a: x\n".repeat(9));
    let mut report = Report::new(false);
    for line in 1..=8 {
        report.note("same", Place::default().join("a"), "`x` is ignored").at(Span { line, column: 1, length: 1 });
        report
            .note("same", Place::default().join(&line.to_string()), "`x` is ignored")
            .at(Span { line, column: 4, length: 1 })
            .help("h");
        report.warning("each", Place::default().join(&line.to_string()), "no").at(Span { line, column: 4, length: 1 });
    }
    let text = report.render(&sources, false);
    let others = "  = the same: spec/boards.yaml:2:4, spec/boards.yaml:3:4, spec/boards.yaml:4:4, spec/boards.yaml:5:4, spec/boards.yaml:6:4, 2 more places\n";
    assert!(text.contains(&format!("\n  = help: h\n{others}")), "{text}");
    assert_eq!((text.matches("note[same]").count(), text.matches("warning[each]").count()), (2, 8), "{text}");
}
