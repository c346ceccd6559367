//! Blank lines between items, which the printer leaves out, and the documentation that was set aside. Nothing else touches
//! printed text.

use super::texts::marked;

/// Inserts a blank line between items and between methods, where the next one has docs or attributes or is long, and puts
/// the doc lines in the places of their marks.
pub fn layout(text: &str, texts: &[Vec<String>]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before: Option<&str> = None;
    let mut open = 0usize;
    let mut head = "";
    for line in text.lines() {
        if open == 0 && keyword(line) {
            if before.is_some_and(|previous| !previous.is_empty() && !leads(previous)) && same_kind(head, line) {
                before = None;
            }
            head = line;
        }
        if let Some(previous) = before
            && separates(previous, line, open)
        {
            out.push('\n');
        }
        if !line.trim_start().starts_with("//") {
            open = open + line.matches(['{', '(', '[']).count()
                - line.matches(['}', ')', ']']).count().min(open + line.matches(['{', '(', '[']).count());
        }
        if let Some((start, lines)) = marked(line, texts) {
            for text in lines {
                out.push_str(start);
                out.push_str(text);
                out.push('\n');
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
        before = Some(line);
    }
    out
}

/// Whether a blank line belongs between two lines.
fn separates(previous: &str, line: &str, open: usize) -> bool {
    if previous.is_empty() || line.is_empty() {
        return false;
    }
    let indent = line.len() - line.trim_start().len();
    let (was, is) = (previous.trim_start(), line.trim_start());
    if was.starts_with("//!") {
        return !is.starts_with("//!");
    }
    let starts_item = is.starts_with("///") || is.starts_with("#[") || keyword(is);
    match indent {
        0 => open == 0 && starts_item && !leads(was) && was != ")]",
        4 => open == 1 && starts_item && was == "}",
        _ => false,
    }
}

/// Whether a line belongs to what follows it.
fn leads(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[") || line.ends_with(['{', '(', ',', '['])
}

/// Consecutive imports or module lines stay together.
fn same_kind(was: &str, is: &str) -> bool {
    let kind = |line: &str| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        if line.starts_with("use ") {
            1
        } else if line.starts_with("mod ") && line.ends_with(';') {
            2
        } else {
            0
        }
    };
    kind(was) != 0 && kind(was) == kind(is)
}

fn keyword(line: &str) -> bool {
    ["pub ", "use ", "impl", "mod ", "fn ", "struct ", "enum ", "static ", "const ", "type "]
        .iter()
        .any(|word| line.starts_with(word))
}
