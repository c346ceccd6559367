//! Inline Markdown: code spans, links, tags and names of code.

/// Inline Markdown that rustdoc takes as it is meant: code stays, links to pages stay, everything that
/// would become an item link or an HTML tag is escaped.
pub fn inline(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().filter(|c| super::visible(*c)).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let taken = match chars[at] {
            '`' => code(rest, &mut out),
            '[' => link(rest, &mut out),
            '!' if rest.get(1) == Some(&'[') => image(rest, &mut out),
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

/// Whether a text is words and punctuation only, as most are: there is nothing to mark or escape in it.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    text.bytes().all(|byte| {
        let plain = match byte {
            b'a'..=b'z' | b'0'..=b'9' => !matches!(before, b'.' | b':'),
            // A capital after a small letter may make a word the name of something.
            b'A'..=b'Z' => matches!(before, b' ' | b'(' | b'"' | b'\'' | b'-' | b'A'..=b'Z'),
            b' ' | b',' | b'.' | b':' | b';' | b'(' | b')' | b'!' | b'?' | b'\'' | b'"' | b'%' | b'-' | b'+' | b'=' => true,
            _ => false,
        };
        before = byte;
        plain
    })
}

fn starts(chars: &[char], text: &str) -> bool {
    chars.len() >= text.len() && chars.iter().zip(text.chars()).all(|(a, b)| *a == b)
}

/// A code span, with no more ticks than it takes: three at the start of a line would open a block. An unclosed backtick
/// is escaped.
fn code(chars: &[char], out: &mut String) -> usize {
    let ticks = chars.iter().take_while(|c| **c == '`').count();
    let close = (ticks..chars.len())
        .find(|at| chars[*at] == '`' && chars[at - 1] != '`' && chars[*at..].iter().take_while(|c| **c == '`').count() == ticks);
    if let Some(at) = close {
        let inside: String = chars[ticks..at].iter().collect();
        let mark = if ticks > 2 && !inside.contains('`') { "`" } else { &"`".repeat(ticks) };
        out.extend([mark, &inside, mark]);
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

/// An image of the web is kept. One in a folder that nobody has is left out, with its caption.
fn image(chars: &[char], out: &mut String) -> usize {
    let mut link_only = String::new();
    let taken = link(&chars[1..], &mut link_only);
    let is_page = link_only.contains("](http");
    if is_page || link_only.starts_with("\\[") {
        out.push('!');
        out.push_str(&link_only);
    }
    taken + 1
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
    if [
        "b",
        "strong",
        "i",
        "em",
        "code",
        "a",
        "span",
        "sup",
        "sub",
        "tt",
        "small",
        "u",
        "pre",
        "font",
        "img",
        "kbd",
        "replaceable",
    ]
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
