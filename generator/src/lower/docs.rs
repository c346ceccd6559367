//! Descriptions as doc lines: clean Markdown that never breaks rustdoc and never compiles as a test.

use crate::ir::Docs;

/// Columns a doc line may take.
const WIDTH: usize = 100;

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

/// Doc lines of a member: description, else title, and notes.
pub fn member(docs: &Docs) -> Vec<String> {
    let text = docs.description.as_deref().or(docs.title.as_deref()).map(str::trim).unwrap_or_default();
    let mut out = markdown(text);
    notes(&mut out, &docs.notes);
    out
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
        Some(last) if out_is_prose(last) && last.len() + 1 + text.len() <= WIDTH => {
            if !last.ends_with(['.', '!', '?', ':']) {
                last.push('.');
            }
            last.push(' ');
            last.push_str(&text);
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
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' || c == '\u{2028}' || c == '\u{2029}' { '\n' } else { c })
        .filter(|c| visible(*c))
        .collect();
    for line in text.split('\n') {
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
            block.flush(&mut out);
            separate(&mut out);
            out.push(format!("{mark}{}", language(&trimmed[mark.len()..])));
            fence = Some(mark);
        } else if trimmed.is_empty() {
            block.flush(&mut out);
            separate(&mut out);
        } else {
            block.line(line, trimmed, &mut out);
        }
    }
    block.flush(&mut out);
    out.extend(fence);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// Characters that a source file may hold: no control characters, no marks that turn the text around.
fn visible(c: char) -> bool {
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
        } else if trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with(' ') {
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
            let quote = trimmed.starts_with('>');
            let text = trimmed.trim_start_matches(['>', ' ']);
            let lead = if quote { "> " } else { "" };
            if self.list && !quote && indent == 0 {
                self.list = false;
            }
            // A paragraph inside a list item stays inside it.
            let inside = if self.list && !quote { "  " } else { lead };
            inside.clone_into(&mut self.first);
            inside.clone_into(&mut self.rest);
            text.clone_into(&mut self.text);
        } else {
            self.text.push(' ');
            self.text.push_str(trimmed.trim_start_matches(['>', ' ']));
        }
    }

    fn flush(&mut self, out: &mut Vec<String>) {
        if !self.text.is_empty() {
            let text = inline(&std::mem::take(&mut self.text));
            wrap(&text, &self.first, &self.rest, out);
        }
    }
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

/// Breaks a text at spaces.
fn wrap(text: &str, first: &str, rest: &str, out: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        // A word that would turn the line into another block must not start it.
        let starts_block = word.starts_with(['#', '>', '|', '+', '='])
            || word == "-"
            || word == "*"
            || word.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit())
            || word.starts_with("```")
            || word.starts_with("~~~")
            || word.chars().all(|c| c == '-');
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH && !starts_block {
            out.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    if !empty {
        out.push(line);
    }
}

/// Inline Markdown that rustdoc takes as it is meant: code stays, links to pages stay, everything that
/// would become an item link or an HTML tag is escaped.
fn inline(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let taken = match chars[at] {
            '`' => code(rest, &mut out),
            '[' => link(rest, &mut out),
            '<' => angle(rest, &mut out),
            '\\' if rest.get(1).is_some_and(char::is_ascii_punctuation) => {
                out.extend(&rest[..2]);
                2
            }
            'h' if starts(rest, "http://") || starts(rest, "https://") => url(rest, &mut out),
            c if c.is_alphanumeric() || c == '_' => word(rest, &mut out),
            c @ (']' | '*') => {
                // Unpaired marks of emphasis and links are the usual damage; a literal is always right.
                if c == ']' || rest.get(1).is_none_or(|next| next.is_whitespace()) && out.ends_with([' ']) {
                    out.push('\\');
                }
                out.push(c);
                1
            }
            c => {
                out.push(if c == '\t' || c == '\n' { ' ' } else { c });
                1
            }
        };
        at += taken.max(1);
    }
    out
}

fn starts(chars: &[char], text: &str) -> bool {
    chars.len() >= text.len() && chars.iter().zip(text.chars()).all(|(a, b)| *a == b)
}

/// A code span, copied; an unclosed backtick is escaped.
fn code(chars: &[char], out: &mut String) -> usize {
    let ticks = chars.iter().take_while(|c| **c == '`').count();
    let close = (ticks..chars.len())
        .find(|at| chars[*at] == '`' && chars[at - 1] != '`' && chars[*at..].iter().take_while(|c| **c == '`').count() == ticks);
    if let Some(at) = close {
        out.extend(&chars[..at + ticks]);
        return at + ticks;
    }
    for _ in 0..ticks {
        out.push_str("\\`");
    }
    ticks
}

/// A link to a page is kept, any other bracket is escaped.
fn link(chars: &[char], out: &mut String) -> usize {
    let close = chars.iter().take(400).position(|c| *c == ']');
    if let Some(close) = close
        && chars.get(close + 1) == Some(&'(')
        && let Some(end) = chars[close + 1..].iter().take(600).position(|c| *c == ')')
    {
        let target: String = chars[close + 2..=close + end].iter().collect();
        let text: String = chars[1..close].iter().collect();
        let target = target.split_whitespace().next().unwrap_or_default();
        if (target.starts_with("http://") || target.starts_with("https://"))
            && !text.contains(['[', '`', '<', '!'])
            && !target.contains(['<', '>', '('])
        {
            let text = text.replace('_', "\\_");
            out.extend(["[", &text, "](", target, ")"]);
        } else {
            out.push_str(&inline(&text.replace(['[', ']'], " ")));
        }
        return close + end + 2;
    }
    out.push_str("\\[");
    1
}

/// An autolink is kept, a line break becomes a space, other tags are dropped or escaped.
fn angle(chars: &[char], out: &mut String) -> usize {
    let close = chars.iter().take(300).position(|c| *c == '>');
    let Some(close) = close else {
        out.push_str("\\<");
        return 1;
    };
    let inner: String = chars[1..close].iter().collect();
    if (inner.starts_with("http://") || inner.starts_with("https://")) && !inner.contains(char::is_whitespace) {
        out.extend(&chars[..=close]);
        return close + 1;
    }
    let name: String = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if ["br", "p", "ul", "li", "ol", "div", "hr", "tr", "table", "td", "th", "tbody", "thead", "h1", "h2", "h3", "h4"]
        .contains(&name.as_str())
    {
        out.push(' ');
        return close + 1;
    }
    if ["b", "strong", "i", "em", "code", "a", "span", "sup", "sub", "tt", "small", "u", "pre", "font", "img", "kbd"]
        .contains(&name.as_str())
    {
        return close + 1;
    }
    out.push_str("\\<");
    1
}

/// A bare URL becomes an autolink.
fn url(chars: &[char], out: &mut String) -> usize {
    let mut end = chars
        .iter()
        .position(|c| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '[' | ']' | '{' | '}' | '\\' | '^'))
        .unwrap_or(chars.len());
    while end > 0 && matches!(chars[end - 1], '.' | ',' | ';' | ':' | '!' | '?' | ')' | '\'' | '*' | '_') {
        end -= 1;
    }
    let text: String = chars[..end].iter().collect();
    if text.ends_with("://") {
        out.push_str(&text);
    } else {
        out.extend(["<", &text, ">"]);
    }
    end
}

/// A word; names of code are marked as such.
fn word(chars: &[char], out: &mut String) -> usize {
    let end =
        chars.iter().position(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/'))).unwrap_or(chars.len());
    let mut end = end;
    while end > 1 && matches!(chars[end - 1], '.' | ':' | '/' | '-') {
        end -= 1;
    }
    let text: String = chars[..end].iter().collect();
    let underscores = text.trim_matches('_').contains('_') && text.contains(|c: char| c.is_alphanumeric());
    let humps = text.chars().next().is_some_and(char::is_lowercase)
        && text.chars().skip(1).any(char::is_uppercase)
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.chars().filter(|c| c.is_uppercase()).count() < text.len() / 2
        && !product(&text);
    if underscores || humps || text.contains("::") {
        out.push('`');
        out.push_str(&text);
        out.push('`');
    } else {
        out.push_str(&text.replace('_', "\\_"));
    }
    end
}

/// A word with one capital after one small letter is a product's name, not code.
fn product(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next();
    chars.next().is_some_and(char::is_uppercase) && !chars.any(char::is_uppercase)
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
            ("- a\nb\n- c", &["- a b", "- c"]),
            ("evil \u{202e}text */", &["evil text */"]),
        ] {
            assert_eq!(markdown(text), lines, "{text}");
        }
    }
}
