//! Text of a description stays text, whatever it is.

use crate::support::{compare, text};
use plansmith_generator::review::text as safe;
use proptest::prelude::*;

/// Texts that would mean something in Markdown, HTML, JSON, a terminal or a workflow command.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\n",
        "\r",
        "\t",
        "`",
        "``",
        "```",
        "|",
        "<",
        ">",
        "</details>",
        "<script>",
        "<!--",
        "-->",
        "::error::",
        "::set-output name=a::",
        "](http://x)",
        "[a]",
        "![",
        "*",
        "_",
        "#",
        "# ",
        "- ",
        "1. ",
        "@someone",
        "#1",
        "http://x.example",
        "\"",
        "\\",
        "'",
        "&",
        "&lt;",
        "%0A",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{200b}",
        "\0",
        "a",
        "b ",
        "\u{1f600}",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

fn description(value: &str, id: &str, tag: &str, reason: &str) -> String {
    let quote = |text: &str| serde_json::to_string(text).expect("JSON");
    let (value, id, tag, reason) = (quote(value), quote(id), quote(tag), quote(reason));
    format!(
        r#"{{ "openapi": "3.0.3", "info": {{ "title": "T", "version": {value} }}, "paths": {{ "/a": {{ "get": {{
        "operationId": {id}, "tags": [{tag}],
        "parameters": [{{ "name": "q", "in": "query", "schema": {{ "type": "string", "enum": ["x", {value}],
          "x-accepted-changes": [{{ "code": "enum-value-added", "reason": {reason}, "until": "2999-12-31" }}] }} }}],
        "responses": {{ "200": {{ "description": "A." }} }} }} }} }} }}"#
    )
}

/// What a line of Markdown says outside its code spans (`CommonMark` 0.31, 6.1): a fence ends at the next row of as many
/// backticks.
fn outside_code(line: &str) -> String {
    let letters: Vec<char> = line.chars().collect();
    let run = |at: usize| letters[at..].iter().take_while(|letter| **letter == '`').count();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        if letters[at] == '\\' {
            at += 2;
            continue;
        }
        if letters[at] != '`' {
            out.push(letters[at]);
            at += 1;
            continue;
        }
        let length = run(at);
        let mut end = at + length;
        loop {
            match letters[end..].iter().position(|letter| *letter == '`') {
                Some(step) if run(end + step) == length => {
                    at = end + step + length;
                    break;
                }
                Some(step) => end += step + run(end + step),
                None => panic!("a code span has no end: {line}"),
            }
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_comment_holds_our_markup_only(value in hostile(), id in hostile(), tag in hostile(), reason in hostile()) {
        prop_assume!(value != "x" && !reason.trim().is_empty());
        let (old, new) = (description("x0", "a", "b", "r"), description(&value, &id, &tag, &reason));
        let old = old.replace(r#""enum": ["x", "x0"]"#, r#""enum": ["x"]"#);
        let Ok(compared) = compare(text(&old).expect("readable"), text(&new).expect("readable")) else { return Ok(()) };
        let comment = compared.markdown();
        let allowed = ["<details>", "</details>", "<summary>", "</summary>"];
        for line in comment.lines() {
            let mut rest = outside_code(line);
            for entity in ["&#35;", "&#58;", "&#64;"] {
                rest = rest.replace(entity, "");
            }
            for tag in allowed {
                rest = rest.replace(tag, "");
            }
            prop_assert!(!rest.contains('<') && !rest.contains('>') && !rest.contains('@') && !rest.contains('|'), "{line}");
            prop_assert!(!line.starts_with("::") && !line.starts_with('#'), "{line}");
            let links = rest.matches("](").count();
            prop_assert_eq!(links, rest.matches("](https://example.com/").count(), "{}", line);
            prop_assert!(!line.chars().any(char::is_control), "{line}");
        }
        prop_assert_eq!(comment.matches("<details>").count(), comment.lines().filter(|line| *line == "<details>").count());
        let terminal = compared.terminal();
        prop_assert!(!terminal.chars().any(|letter| letter.is_control() && letter != '\n'), "{terminal}");
        prop_assert!(!terminal.lines().any(|line| line.starts_with("::")), "{terminal}");
        let json: serde_json::Value = serde_json::from_str(&compared.json()).expect("JSON");
        prop_assert!(json["changes"].is_array());
    }

    #[test]
    fn a_command_of_a_workflow_is_one_line(value in hostile()) {
        let message = safe::command(&value, false);
        prop_assert!(!message.contains('\n') && !message.contains('\r'));
        let property = safe::command(&value, true);
        prop_assert!(!property.contains(',') && !property.contains(':') && !property.contains('\n'));
    }

    #[test]
    fn a_code_span_holds_everything(value in hostile()) {
        let span = safe::code(&value);
        prop_assert_eq!(outside_code(&span), "");
        prop_assert!(!span.contains('|') && !span.contains('\n'));
        let paragraph = safe::markdown(&value).replace("&#35;", "").replace("&#58;", "").replace("&#64;", "");
        prop_assert!(!outside_code(&paragraph).contains(['<', '>', '@', '*', '_', '[', '#', '|']), "{paragraph}");
    }
}
