//! Descriptions as doc lines: clean Markdown that never breaks rustdoc and never compiles as a test.

mod html;
mod inline;
mod quote;
mod table;

use crate::ir::Docs;
use html::Html;
use inline::inline;
use std::borrow::Cow;

/// Columns a doc line may take.
const WIDTH: usize = 120;

/// Doc lines of a node: title, description, notes.
pub fn lines(docs: &Docs, fallback: &str) -> Vec<String> {
    let title = docs.title.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let description = docs.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mut out = match (title, description) {
        (None, None) if fallback.is_empty() => Vec::new(),
        (None, None) => markdown(fallback),
        (Some(text), None) | (None, Some(text)) => markdown(text),
        (Some(title), Some(description)) if same(title, description) => markdown(description),
        (Some(title), Some(description)) => {
            let mut out = sentence(title);
            out.push(String::new());
            out.extend(markdown(description));
            out
        }
    };
    notes(&mut out, &docs.notes);
    out
}

/// Doc lines of a member: description, else title, notes, and where more is said.
pub fn member(docs: &Docs) -> Vec<String> {
    let text = docs.description.as_deref().or(docs.title.as_deref()).map(str::trim).unwrap_or_default();
    let mut out = markdown(text);
    notes(&mut out, &docs.notes);
    notes(&mut out, &see(docs));
    out
}

/// Doc lines of a type: as [`lines`], and where more is said.
pub fn of_type(docs: &Docs) -> Vec<String> {
    let mut out = lines(docs, "");
    notes(&mut out, &see(docs));
    out
}

/// The link to more documentation, as a sentence.
fn see(docs: &Docs) -> Vec<String> {
    let link = docs.link.as_deref().map(str::trim);
    let link = link.filter(|url| url.starts_with("http") && !url.contains(|c: char| c.is_whitespace() || "<>".contains(c)));
    link.map(|url| format!("See <{url}>.")).into_iter().collect()
}

/// One paragraph as doc lines, ending in a full stop.
pub fn sentence(text: &str) -> Vec<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let stop = if text.ends_with(['.', '!', '?', ':', '`', ')']) && !text.ends_with("..") { "" } else { "." };
    markdown(&format!("{text}{stop}"))
}

/// Adds facts to the last paragraph, or as a paragraph of their own.
fn notes(out: &mut Vec<String>, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    let text = inline(&notes.join(" "));
    match out.last_mut() {
        Some(last) if out_is_prose(last) => {
            let mut last = std::mem::take(last);
            out.pop();
            if !last.ends_with(['.', '!', '?', ':']) {
                last.push('.');
            }
            wrap(&format!("{last} {text}"), "", "", out);
        }
        Some(_) => {
            out.push(String::new());
            wrap(&text, "", "", out);
        }
        None => wrap(&text, "", "", out),
    }
}

fn out_is_prose(line: &str) -> bool {
    !line.is_empty() && !line.starts_with([' ', '|', '#', '`', '-', '*', '>']) && !line.starts_with(|c: char| c.is_ascii_digit())
}

fn same(title: &str, description: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (title, description) = (plain(title), plain(description));
    description.starts_with(&title)
}

/// Markdown as doc lines.
pub fn markdown(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut block = Block::default();
    let mut fence: Option<String> = None;
    let mut html = Html::default();
    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'));
    let text: Cow<'_, str> = if printable { Cow::Borrowed(text) } else { Cow::Owned(cleaned(text)) };
    let mut table = false;
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(mark) = &fence {
            if trimmed.starts_with(mark.as_str()) && trimmed.trim_matches(mark.chars().next().unwrap_or('`')).is_empty() {
                out.push(mark.clone());
                fence = None;
            } else {
                out.push(line.trim_end().replace('\t', "    "));
            }
            continue;
        }
        if let Some(mark) = fence_mark(trimmed) {
            table = false;
            block.flush(&mut out);
            separate(&mut out);
            out.push(format!("{mark}{}", language(&trimmed[mark.len()..])));
            fence = Some(mark);
            continue;
        }
        if !table && table::begins(trimmed, lines.peek().copied()) {
            block.flush(&mut out);
            separate(&mut out);
            block.list = false;
            table = true;
        }
        if table && table::goes_on(trimmed) {
            out.push(table::row(trimmed));
            continue;
        }
        if std::mem::take(&mut table) {
            separate(&mut out);
        }
        if let Some(quoted) = quote::lines(line, &mut lines) {
            block.flush(&mut out);
            separate(&mut out);
            out.extend(quoted);
            separate(&mut out);
            block.list = false;
            continue;
        }
        for line in html.lines(line).split('\n') {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                block.flush(&mut out);
                separate(&mut out);
            } else {
                block.line(line, trimmed, &mut out);
            }
        }
    }
    block.flush(&mut out);
    out.extend(fence);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// The text with plain ends of lines, and without what a source file may not hold.
fn cleaned(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let lines = lines.chars().map(|c| if c == '\r' || c == '\u{2028}' || c == '\u{2029}' { '\n' } else { c });
    lines.filter(|c| visible(*c)).collect()
}

/// A text without what cannot be seen, on one line.
pub fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| visible(*c)).collect()
}

/// Characters that a source file may hold: no control characters, no marks that turn the text around.
pub fn visible(c: char) -> bool {
    c == '\n'
        || c == '\t'
        || !(c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}' | '\u{061C}'))
}

fn separate(out: &mut Vec<String>) {
    if out.last().is_some_and(|line| !line.is_empty()) {
        out.push(String::new());
    }
}

fn fence_mark(line: &str) -> Option<String> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|other| *other == c).count();
    let rest = &line[count..];
    (count >= 3 && !rest.contains('`')).then(|| c.to_string().repeat(count))
}

/// The language of a fence, where rustdoc does not take it for Rust.
fn language(text: &str) -> &'static str {
    match text.trim().to_ascii_lowercase().as_str() {
        "json" | "javascript+json" => "json",
        "xml" => "xml",
        "yaml" | "yml" => "yaml",
        "sh" | "bash" | "shell" | "curl" => "sh",
        "http" => "http",
        _ => "text",
    }
}

/// A paragraph or list item that is being read.
#[derive(Default)]
struct Block {
    first: String,
    rest: String,
    text: String,
    /// Whether the last thing was a list, so that a paragraph must not continue it by accident.
    list: bool,
}

impl Block {
    fn line(&mut self, line: &str, trimmed: &str, out: &mut Vec<String>) {
        let indent = line.len() - line.trim_start().len();
        if trimmed.starts_with('|') {
            self.flush(out);
            if !out.last().is_some_and(|last| last.is_empty() || last.starts_with('|')) && !out.is_empty() {
                out.push(String::new());
            }
            out.push(inline(trimmed));
            self.list = false;
        } else if heading(trimmed) {
            self.flush(out);
            separate(out);
            out.push(inline(trimmed));
            out.push(String::new());
            self.list = false;
        } else if let Some((mark, text)) = item(trimmed) {
            self.flush(out);
            if !self.list {
                separate(out);
            }
            let nest = if indent >= 2 && self.list { "  " } else { "" };
            self.first = format!("{nest}{mark} ");
            self.rest = " ".repeat(self.first.len());
            text.clone_into(&mut self.text);
            self.list = true;
        } else if rule(trimmed) {
            self.flush(out);
            separate(out);
        } else if self.text.is_empty() {
            if indent == 0 {
                self.list = false;
            }
            // A paragraph inside a list item stays inside it.
            let inside = if self.list { "  " } else { "" };
            inside.clone_into(&mut self.first);
            inside.clone_into(&mut self.rest);
            trimmed.clone_into(&mut self.text);
        } else {
            self.text.push(' ');
            self.text.push_str(trimmed);
        }
    }

    fn flush(&mut self, out: &mut Vec<String>) {
        if !self.text.is_empty() {
            let text = inline(&std::mem::take(&mut self.text));
            wrap(&text, &self.first, &self.rest, out);
        }
    }
}

fn heading(line: &str) -> bool {
    line.starts_with('#') && line.trim_start_matches('#').starts_with(' ')
}

/// A line of dashes or equals signs: a rule or the underline of a heading.
fn rule(line: &str) -> bool {
    line.len() >= 3 && (line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_')))
}

/// The mark and text of a list item.
fn item(line: &str) -> Option<(String, &str)> {
    if let Some(text) = line.strip_prefix(['-', '*', '+', '•']).and_then(|text| text.strip_prefix([' ', '\t'])) {
        return Some(("-".to_owned(), text.trim_start()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let text = line[digits..].strip_prefix(". ")?;
    (1..=3).contains(&digits).then(|| (format!("{}.", &line[..digits]), text.trim_start()))
}

/// Breaks a text at spaces. The first line begins with `first`, every other one with `rest`.
pub fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut empty = true;
    let mut columns = line.chars().count();
    for word in text.split_whitespace() {
        // A word that would turn the line into another block must not start it.
        let starts_block = word.starts_with(['#', '>', '|', '+', '='])
            || word == "-"
            || word == "*"
            || word.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit())
            || word.starts_with("```")
            || word.starts_with("~~~")
            || table::is_rule(word);
        let wide = word.chars().count();
        if !empty && columns + 1 + wide > WIDTH && !starts_block {
            line.shrink_to_fit();
            out.push(std::mem::replace(&mut line, rest.to_owned()));
            columns = line.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += wide;
        empty = false;
    }
    if !empty {
        line.shrink_to_fit();
        out.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn cleans_what_would_break_rustdoc() {
        for (text, lines) in [
            ("a [b] c", &["a \\[b\\] c"][..]),
            ("see https://a.b/c.", &["see <https://a.b/c>."]),
            ("a<br/>b", &["a b"]),
            ("Vec<String> x", &["Vec\\<String> x"]),
            ("    let x = 1;", &["let x = 1;"]),
            ("```\ncode\n```", &["```text", "code", "```"]),
            ("```rust\ncode", &["```text", "code", "```"]),
            ("the external_ref of", &["the `external_ref` of"]),
            ("one ` tick", &["one \\` tick"]),
            ("[a](https://b.c) [d](#e)", &["[a](https://b.c) d"]),
            ("![a](b.png) c ![d](https://e.f/g.png)", &["c ![d](https://e.f/g.png)"]),
            ("![a](https://e.f/g h.png) ok![x]", &["![a](https://e.f/g) ok!\\[x\\]"]),
            ("- a\nb\n- c", &["- a b", "- c"]),
            ("> ```a=b c```", &["> `a=b c`"]),
            ("evil \u{202e}text */", &["evil text */"]),
        ] {
            assert_eq!(markdown(text), lines, "{text}");
        }
    }
}
