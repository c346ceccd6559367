//! Path templates in pieces.

use crate::ir::Segment;

/// A path template.
pub(super) struct Template {
    /// As written, without query and fragment.
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    /// The query or fragment that was cut off.
    pub(super) cut: Option<String>,
}

/// Takes a path template apart. A brace without its partner is text.
pub(super) fn parse(path: &str) -> Template {
    let end = cut_at(path).unwrap_or(path.len());
    let (text, cut) = path.split_at(end);
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
    // A fixed query, as in `/files?beta=true`, is sent as it stands; a fragment or a query with parameters is not.
    if cut.starts_with('?') && !cut.contains(['{', '#', ' ', '"']) {
        return Template { text: path.to_owned(), segments, cut: None };
    }
    Template { text: text.to_owned(), segments, cut: (!cut.is_empty()).then(|| cut.to_owned()) }
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
    fn query_and_fragment_are_cut() {
        let template = parse("/a?x=1");
        assert_eq!((template.text.as_str(), template.cut.as_deref()), ("/a?x=1", None));
        assert_eq!(parse("/a?x={y}").cut.as_deref(), Some("?x={y}"));
        assert_eq!(parse("/a#b").cut.as_deref(), Some("#b"));
        assert_eq!(parse("/a/{b#c}").cut, None);
    }
}
