//! Tables, whose rows may do without the bars around them.

use super::inline::inline;
use std::borrow::Cow;

/// Whether a table begins with a line: the one below it is the rule under its head, with a column for each of its cells.
pub fn begins(head: &str, below: Option<&str>) -> bool {
    let below = below.map(str::trim).unwrap_or_default();
    head.contains('|') && is_rule(below) && below.contains('|') && columns(head) == columns(below)
}

/// Whether a line is a row of the table above it. One without a bar is what was written below without an empty line.
pub fn goes_on(line: &str) -> bool {
    line.contains('|')
}

/// A row as a doc line: without a bar before it, it would be wrapped like the lines of a paragraph.
pub fn row(line: &str) -> String {
    let bar = if line.starts_with('|') { "" } else { "| " };
    inline(&format!("{bar}{line}"))
}

/// Whether a text has the shape of the rule under the head of a table, or of a part of one.
pub fn is_rule(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ' | b'\t'))
}

/// How many cells a row has.
fn columns(line: &str) -> usize {
    let line: Cow<'_, str> = if line.contains("\\|") { Cow::Owned(line.replace("\\|", "")) } else { Cow::Borrowed(line) };
    let line = line.strip_prefix('|').unwrap_or(&line);
    line.strip_suffix('|').unwrap_or(line).split('|').count()
}

#[cfg(test)]
mod tests {
    use super::super::markdown;

    #[test]
    fn tables_stay_tables() {
        for (text, lines) in [
            ("Text\na|b\n-|:-\n1 | c_d\n\nEnd", &["Text", "", "| a|b", "| -|:-", "| 1 | `c_d`", "", "End"][..]),
            ("-  |to\n:--|---\nfrom|1->2", &["| -  |to", "| :--|---", "| from|1->2"]),
            ("a | b |\n---|---|\n- c | d<br>e |", &["| a | b |", "| ---|---|", "| - c | d e |"]),
            ("| a |\n|---|\n| b |\nText\nand more", &["| a |", "|---|", "| b |", "", "Text and more"]),
            ("a | b\n---|---|---\nc | d", &["a | b ---|---|--- c | d"]),
            ("a | b\n-----\nc", &["a | b", "", "c"]),
            ("- a\n- b | c\n---|---", &["- a", "", "| - b | c", "| ---|---"]),
            ("a \\| b | c\n---|---\nd | e", &["| a \\| b | c", "| ---|---", "| d | e"]),
            ("a|b\n-|-\n```\nc|d\n```", &["| a|b", "| -|-", "", "```text", "c|d", "```"]),
        ] {
            assert_eq!(markdown(text), lines, "{text}");
        }
    }

    #[test]
    fn a_wrapped_line_is_no_rule_of_a_table() {
        let head = format!("{} | b", "a ".repeat(58).trim_end());
        let lines = markdown(&format!("{head} --|-- text"));
        assert!(lines[1].starts_with("text"), "{lines:?}");
    }
}
