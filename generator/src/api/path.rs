//! Path templates in pieces.

use crate::ir::Segment;
use std::borrow::Cow;
use std::fmt::Write;

/// A path template.
pub(super) struct Template {
    /// As it is sent, with `{name}` for parameters; without query and fragment, but for the fixed parts of a query.
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    /// Parts of the query that are a parameter: its name as sent, and the name in braces.
    pub(super) query: Vec<(String, String)>,
    /// Parts of the query that are neither fixed nor a parameter.
    pub(super) cut: Vec<String>,
    /// The fragment, which no request has: authors tell operations of one path apart by it.
    pub(super) fragment: Option<String>,
}

impl Template {
    /// Calls a parameter by another name.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        for segment in &mut self.segments {
            if let Segment::Param(name) = segment
                && name == from
            {
                to.clone_into(name);
            }
        }
        self.text = self.text.replace(&format!("{{{from}}}"), &format!("{{{to}}}"));
    }
}

/// The name in an expression, and whether its value keeps slashes: `{+name}` and `{name*}` (RFC 6570), `{name+}`, `{*name}`,
/// `{name:.*}`, `{name:[0-9]+}`.
pub(super) fn operand(expression: &str) -> Option<(&str, bool)> {
    let (marked, pattern) = expression.split_once(':').unwrap_or((expression, ""));
    let name = marked.trim_start_matches(['+', '*']).trim_end_matches(['+', '*']);
    let slashes = name != marked || pattern.starts_with(".*") || pattern.starts_with(".+");
    let name = name.trim();
    (name != expression && !name.is_empty()).then_some((name, slashes))
}

/// Takes a path template apart. A brace without its partner is text, and a path begins with a slash whether it is written or not.
pub(super) fn parse(path: &str) -> Template {
    let end = cut_at(path).unwrap_or(path.len());
    let (text, rest) = path.split_at(end);
    let rooted = if text.starts_with('/') { Cow::Borrowed(text) } else { Cow::Owned(format!("/{text}")) };
    let segments = segments(&rooted);
    let mut text = String::with_capacity(path.len());
    for segment in &segments {
        match segment {
            Segment::Text(plain) => text.push_str(&escaped(plain)),
            Segment::Param(name) => text.extend(["{", name, "}"]),
        }
    }
    let (asked, fragment) = rest.split_once('#').map_or((rest, None), |(asked, fragment)| (asked, Some(fragment.to_owned())));
    let (mut query, mut cut) = (Vec::new(), Vec::new());
    let mut separator = '?';
    for part in asked.trim_start_matches('?').split('&').filter(|part| !part.is_empty()) {
        if let Some((name, variable)) = queried(part) {
            query.push((name.to_owned(), variable.to_owned()));
        } else if part.contains(['{', ' ', '"']) {
            cut.push(part.to_owned());
        } else {
            // A fixed part, as in `/files?beta=true`, is sent as it stands.
            text.push(separator);
            text.push_str(part);
            separator = '&';
        }
    }
    Template { text, segments, query, cut, fragment }
}

/// The name and the variable of `name={variable}`.
fn queried(part: &str) -> Option<(&str, &str)> {
    let (name, value) = part.split_once('=')?;
    let variable = value.strip_prefix('{')?.strip_suffix('}')?.trim();
    let plain = |text: &str| !text.is_empty() && !text.contains(['{', '}', ' ', '"']);
    (plain(name) && plain(variable)).then_some((name, variable))
}

/// Whether a path has a parameter without a name.
pub(super) fn has_nameless(path: &str) -> bool {
    path.split('{').skip(1).any(|rest| rest.split_once('}').is_some_and(|(name, _)| name.trim().is_empty()))
}

/// A literal part of a path with what no path may have in it percent-encoded (RFC 3986, section 3.3).
fn escaped(text: &str) -> Cow<'_, str> {
    let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let fits = |index: usize| match bytes[index] {
        b'%' => is_hex(bytes.get(index + 1)) && is_hex(bytes.get(index + 2)),
        byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte),
    };
    if (0..bytes.len()).all(fits) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (index, byte) in bytes.iter().enumerate() {
        if fits(index) {
            out.push(char::from(*byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

/// The pieces of a path.
fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = text;
    let mut plain = String::new();
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let close = inside.find(['{', '}', '/']).filter(|close| inside[*close..].starts_with('}') && *close > 0);
        let Some(close) = close else {
            plain.push_str(&rest[..=open]);
            rest = inside;
            continue;
        };
        plain.push_str(&rest[..open]);
        if !plain.is_empty() {
            segments.push(Segment::Text(std::mem::take(&mut plain)));
        }
        segments.push(Segment::Param(inside[..close].trim().to_owned()));
        rest = &inside[close + 1..];
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        segments.push(Segment::Text(plain));
    }
    segments
}

/// Where the query or fragment starts, outside braces.
fn cut_at(path: &str) -> Option<usize> {
    let mut depth = 0_u32;
    path.char_indices().find_map(|(index, letter)| match letter {
        '{' => {
            depth += 1;
            None
        }
        '}' => {
            depth = depth.saturating_sub(1);
            None
        }
        '?' | '#' if depth == 0 => Some(index),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> Vec<String> {
        parse(path)
            .segments
            .into_iter()
            .map(|segment| match segment {
                Segment::Text(text) => text,
                Segment::Param(name) => format!("<{name}>"),
            })
            .collect()
    }

    #[test]
    fn a_segment_can_hold_several_parameters() {
        assert_eq!(shown("/a/{from}..{to}/x"), ["/a/", "<from>", "..", "<to>", "/x"]);
        assert_eq!(shown("/{a}{b}"), ["/", "<a>", "<b>"]);
    }

    #[test]
    fn a_lonely_brace_is_text() {
        assert_eq!(shown("/a/{b/c"), ["/a/{b/c"]);
        assert_eq!(shown("/a/{}"), ["/a/{}"]);
        assert_eq!(shown("/a/b}"), ["/a/b}"]);
    }

    #[test]
    fn a_path_is_written_as_it_is_sent() {
        for (path, sent) in [
            ("pets", "/pets"),
            ("@127.0.0.1/y", "/@127.0.0.1/y"),
            ("/a/{ id }", "/a/{id}"),
            ("/a b/\u{e4}|[x]", "/a%20b/%C3%A4%7C%5Bx%5D"),
            ("/100%/%2F;v=1/x:y", "/100%25/%2F;v=1/x:y"),
            ("/a/{b/c", "/a/%7Bb/c"),
        ] {
            assert_eq!(parse(path).text, sent, "{path}");
        }
    }

    #[test]
    fn a_parameter_needs_a_name() {
        assert!(has_nameless("/{}") && has_nameless("/a/{ }/b") && !has_nameless("/{a}"));
    }

    #[test]
    fn a_query_is_fixed_or_of_parameters_and_a_fragment_is_cut() {
        assert_eq!(parse("/a?x=1").text, "/a?x=1");
        let template = parse("/a?x=1&y={b}&z={c}{d}&w=2#e=f");
        assert_eq!(template.text, "/a?x=1&w=2");
        assert_eq!(template.query, [("y".to_owned(), "b".to_owned())]);
        assert_eq!(template.cut, ["z={c}{d}"]);
        assert_eq!(template.fragment.as_deref(), Some("e=f"));
        let template = parse("/a/{b#c}");
        assert!(template.query.is_empty() && template.cut.is_empty() && template.fragment.is_none());
    }
}
