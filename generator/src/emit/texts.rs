//! Documentation, on a way of its own: printed as tokens it would cost as much as all the rest of a file. A mark stands in
//! its place until the file is laid out.

use std::cell::RefCell;

thread_local! {
    /// Doc lines of the file this thread is printing, by the number in their mark.
    static ASIDE: RefCell<Vec<Vec<String>>> = const { RefCell::new(Vec::new()) };
}

const MARK: &str = "§";

/// Sets doc lines aside. The text of a `#[doc]` attribute that stands for them; `None` where there are none.
pub fn mark(lines: &[String]) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    ASIDE.with_borrow_mut(|aside| {
        aside.push(lines.iter().map(|line| doc_line(line)).collect());
        Some(format!("{MARK}{}", aside.len() - 1))
    })
}

/// What was set aside since the last call.
pub fn take() -> Vec<Vec<String>> {
    ASIDE.take()
}

/// What a printed line begins with and the doc lines its mark stands for.
pub fn marked<'a>(line: &'a str, texts: &'a [Vec<String>]) -> Option<(&'a str, &'a [String])> {
    let (start, number) = line.split_once(MARK)?;
    if !matches!(start.trim_start(), "///" | "//!") {
        return None;
    }
    Some((start, texts.get(number.parse::<usize>().ok()?)?))
}

/// Characters that end a line or turn the text around.
pub fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A line as a doc comment can hold it: characters that end a line or turn the text around become spaces.
pub fn doc_line(line: &str) -> String {
    match line {
        "" => String::new(),
        line if line.contains(breaks) => format!(" {}", line.replace(breaks, " ")),
        line => format!(" {line}"),
    }
}
