//! HTML in descriptions as Markdown: paragraphs, lists, links and code. What is no markup stays as it is.

use crate::limits::MARKUP_BYTES;
use std::borrow::Cow;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tr",
    "hr",
    "section",
    "blockquote",
    "center",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "details",
    "summary",
    "note",
    "important",
    "caution",
    "warning",
    "aside",
    "para",
    "fullname",
    "zonbook",
    "xhtml",
];

/// Elements whose text is code.
const CODE: &[&str] = &["code", "tt", "kbd", "samp"];

/// Reads the HTML of a description, line by line.
#[derive(Default)]
pub struct Html {
    /// How many lists are open.
    lists: usize,
    /// Whether an item of a list is open.
    item: bool,
}

/// A tag: its name in small letters, whether it closes, and the text between the angles.
struct Tag<'a> {
    name: String,
    closes: bool,
    inner: &'a str,
    /// What follows the tag.
    rest: &'a str,
}

impl Html {
    /// A line as lines of Markdown. A row of a table stays one line.
    pub fn lines<'a>(&mut self, line: &'a str) -> Cow<'a, str> {
        if !line.contains('<') || line.trim_start().starts_with('|') {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        // A comment that nothing closes is looked for once.
        let mut closes = true;
        while let Some(at) = rest.find(['<', '`']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with('`') {
                let end = span(rest);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            } else if let Some(comment) = rest.strip_prefix("<!--").filter(|_| closes) {
                let end = comment.find("-->");
                closes = end.is_some();
                out.push_str(if closes { "" } else { "<!--" });
                rest = end.map_or(comment, |end| &comment[end + "-->".len()..]);
            } else if let Some(tag) = tag(rest) {
                rest = self.tag(&tag, &mut out).unwrap_or_else(|| {
                    out.push_str(&rest[..rest.len() - tag.rest.len()]);
                    tag.rest
                });
            } else {
                out.push('<');
                rest = &rest[1..];
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// Writes what a tag means and gives what comes behind it; nothing where it is left to inline Markdown.
    fn tag<'a>(&mut self, tag: &Tag<'a>, out: &mut String) -> Option<&'a str> {
        match tag.name.as_str() {
            "li" if tag.closes => {
                self.item = false;
                break_line(out, 1);
            }
            "li" => {
                self.item = true;
                break_line(out, 1);
                out.push_str(if self.lists > 1 { "  - " } else { "- " });
                return Some(tag.rest.trim_start());
            }
            "br" => out.push('\n'),
            // The paragraphs of an item are one: few have several.
            "p" | "div" if self.item => out.push(' '),
            name if BLOCKS.contains(&name) => {
                if matches!(name, "ul" | "ol") {
                    self.lists = if tag.closes { self.lists.saturating_sub(1) } else { self.lists + 1 };
                    self.item = false;
                }
                // A list inside an item goes on with its items.
                break_line(out, if self.lists > 1 || tag.closes && self.lists > 0 { 1 } else { 2 });
            }
            name if CODE.contains(&name) && !tag.closes => {
                let (text, rest) = contents(tag)?;
                let text = text.trim();
                if text.is_empty() || text.contains(['`', '<']) {
                    return None;
                }
                out.extend(["`", &decoded(text), "`"]);
                return Some(rest);
            }
            "a" if !tag.closes => {
                let (text, rest) = contents(tag)?;
                let target = href(tag.inner)?;
                if text.trim().is_empty() || text.contains(['<', '[', ']', '`', '!']) {
                    return None;
                }
                out.extend(["[", text.trim(), "](", target, ")"]);
                return Some(rest);
            }
            _ => return None,
        }
        Some(tag.rest)
    }
}

/// Ends the line; with two breaks the paragraph as well.
fn break_line(out: &mut String, breaks: usize) {
    out.truncate(out.trim_end_matches(' ').len());
    let made = out.len() - out.trim_end_matches('\n').len();
    // A line of the description has begun one already.
    let made = if made == out.len() { made + 1 } else { made };
    out.extend(std::iter::repeat_n('\n', breaks.saturating_sub(made)));
}

/// The tag at the start of a text.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find(['<', '>']).filter(|end| inside[*end..].starts_with('>'))?;
    let (inner, rest) = (&inside[..end], &inside[end + 1..]);
    let closes = inner.starts_with('/');
    let name = inner.trim_start_matches('/');
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    (!name.is_empty()).then(|| Tag { name: name.to_ascii_lowercase(), closes, inner, rest })
}

/// What stands between a tag and the one that closes it, and what comes behind. Nothing where that is too far away.
fn contents<'a>(tag: &Tag<'a>) -> Option<(&'a str, &'a str)> {
    let close = format!("</{}>", tag.name);
    let near = &tag.rest.as_bytes()[..tag.rest.len().min(MARKUP_BYTES)];
    let at = near.windows(close.len()).position(|part| part.eq_ignore_ascii_case(close.as_bytes()))?;
    Some((&tag.rest[..at], &tag.rest[at + close.len()..]))
}

/// The page that a tag links to.
fn href(inner: &str) -> Option<&str> {
    let (_, value) = inner.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let target = value[1..].split(quote).next()?.trim();
    let page = target.starts_with("http://") || target.starts_with("https://");
    (page && !target.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')'))).then_some(target)
}

/// The end of a code span, or of its ticks where nothing closes it.
fn span(text: &str) -> usize {
    let ticks = text.bytes().take_while(|byte| *byte == b'`').count();
    let (mark, inside) = text.split_at(ticks);
    inside.find(mark).map_or(ticks, |end| ticks + end + ticks)
}

/// A text of HTML as it is shown: inside a code span nobody else reads its entities.
fn decoded(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, shown)| text.replace(entity, shown))
}

#[cfg(test)]
mod tests {
    use super::super::markdown;
    use super::MARKUP_BYTES;

    #[test]
    fn markup_becomes_markdown() {
        for (text, lines) in [
            ("<p>One.</p> <p>Two.</p>", &["One.", "", "Two."][..]),
            ("<p>Any of:</p> <ul> <li> <p>a</p> </li> <li>b</li> </ul> <p>End.</p>", &["Any of:", "", "- a", "- b", "", "End."]),
            ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", &["- a", "  - b", "- c"]),
            ("Values:<br>- a<br/>- b", &["Values:", "", "- a", "- b"]),
            ("one<br>two<br><br>three", &["one two", "", "three"]),
            ("the <code>a_b&lt;c&gt;</code> of <tt> x </tt>", &["the `a_b<c>` of `x`"]),
            ("see <a href=\"https://a.b/c\">the page</a>, <a href='#x'>here</a>", &["see [the page](https://a.b/c), here"]),
            ("<note> <p>Mind it.</p> </note>", &["Mind it."]),
            ("`<p>` and <name> <b>bold</b> a<b", &["`<p>` and \\<name> bold a\\<b"]),
            ("| a | b<br>c |", &["| a | b c |"]),
            ("a <!-- <p>b</p> -->c <!-- d", &["a c \\<!-- d"]),
            ("<h2>Title</h2>Text", &["Title", "", "Text"]),
        ] {
            assert_eq!(markdown(text), lines, "{text}");
        }
    }

    #[test]
    fn what_nothing_closes_is_looked_for_nearby() {
        let start = std::time::Instant::now();
        for unit in ["<code>", "<a href='https://a.b'>", "<!-- ", "`` ", "<code>x</a>"] {
            markdown(&unit.repeat(20_000));
        }
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
        let long = "x".repeat(MARKUP_BYTES);
        assert_eq!(markdown(&format!("<code>{long}</code>")), [long]);
    }
}
