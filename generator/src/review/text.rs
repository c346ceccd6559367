//! Text of a description inside other formats. Nothing of it may be taken for markup, a link or a command.

use std::fmt::Write as _;

/// One line of text for a terminal or a log: control characters, which would steer it, are replaced.
#[must_use]
pub fn line(text: &str) -> String {
    text.chars().map(|letter| if is_steering(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Text as it is inside a paragraph, a list or a cell of a table of Markdown (`CommonMark` 0.31, GFM): every character
/// that could begin markup is escaped, and line ends become blanks.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A mention, a reference to an issue, a link: GitHub makes them of plain text, and no backslash helps.
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            ':' => out.push_str("&#58;"),
            '\n' | '\r' | '\t' => out.push(' '),
            letter if is_steering(letter) => out.push('\u{fffd}'),
            letter if letter.is_ascii_punctuation() && !matches!(letter, ',' | ';' | '/' | '"' | '\'' | '?' | '%' | '=') => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

/// Text as a code span of Markdown, also inside a cell of a table. Its fence is longer than every row of backticks in
/// it; what would end the cell or the line is replaced.
#[must_use]
pub fn code(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| match letter {
            '\n' | '\r' | '\t' => ' ',
            // No escape works inside a code span, and `|` ends a cell all the same.
            '|' => '\u{2502}',
            letter if is_steering(letter) => '\u{fffd}',
            letter => letter,
        })
        .collect();
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// The value of a workflow command of GitHub: `%`, line ends, and in properties `:` and `,`.
#[must_use]
pub fn command(text: &str, property: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if property => out.push_str("%3A"),
            ',' if property => out.push_str("%2C"),
            letter if is_steering(letter) => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// Part of a URL or path inside a link of Markdown.
#[must_use]
pub fn url(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'#' => {
                out.push(char::from(byte));
            }
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Control characters, and those that change the direction of text or cannot be seen.
fn is_steering(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_what_is_inside() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a|b\nc"), "`a\u{2502}b c`");
    }

    #[test]
    fn nothing_is_left_that_markdown_reads() {
        assert_eq!(markdown("**a** [b](c) <i> @x #1"), "\\*\\*a\\*\\* \\[b\\]\\(c\\) &lt;i&gt; &#64;x &#35;1");
        assert_eq!(markdown("a\n\n# b"), "a  &#35; b");
        assert_eq!(command("100%\n::error::x", false), "100%25%0A::error::x");
        assert_eq!(command("a:b,c", true), "a%3Ab%2Cc");
    }
}
