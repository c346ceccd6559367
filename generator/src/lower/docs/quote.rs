//! Quotations: the lines behind `>` are Markdown of their own.

use super::{fence_mark, heading, item, markdown};
use std::iter::Peekable;
use std::str::Split;

/// The quotation that begins with a line, as doc lines; nothing where the line begins none.
pub fn lines(line: &str, below: &mut Peekable<Split<'_, char>>) -> Option<Vec<String>> {
    let mut quoted = inside(line)?.to_owned();
    let mut open = continues(&quoted);
    while let Some(line) = below.next_if(|line| inside(line).is_some() || open && continues(line)) {
        let line = inside(line).unwrap_or(line);
        open = continues(line);
        quoted.push('\n');
        quoted.push_str(line);
    }
    let lines = markdown(&quoted).into_iter();
    Some(lines.map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect())
}

/// The text of a quoted line. A quotation in a quotation is one: it would only be narrower.
fn inside(line: &str) -> Option<&str> {
    let mut text = line.trim_start().strip_prefix('>')?;
    while let Some(deeper) = text.trim_start().strip_prefix('>') {
        text = deeper;
    }
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// Whether a line is text of a paragraph, which goes on without a mark before its lines.
fn continues(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('|') && fence_mark(line).is_none() && item(line).is_none() && !heading(line)
}

#[cfg(test)]
mod tests {
    use super::super::markdown;

    #[test]
    fn quotations_keep_their_blocks() {
        for (text, lines) in [
            ("> ### Early\n> Text of\nthe quote.\n\nAfter", &["> ### Early", ">", "> Text of the quote.", "", "After"][..]),
            ("Before\n> a\n>\n> - b\n>   c\n- d", &["Before", "", "> a", ">", "> - b c", "", "- d"]),
            ("> > a\n>> b", &["> a b"]),
            ("> a | b\n> --|--\n> c | d", &["> | a | b", "> | --|--", "> | c | d"]),
            ("> ```rust\n> code\n> ```\nAfter", &["> ```text", "> code", "> ```", "", "After"]),
            (">", &[]),
        ] {
            assert_eq!(markdown(text), lines, "{text}");
        }
    }
}
