//! Percent-encoding (RFC 3986, section 2).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters (section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Keeps what a path segment may hold (section 3.3, `pchar`).
const SEGMENT: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// Keeps what a query value may hold (section 3.4) without becoming something else.
const QUERY: &AsciiSet = &SEGMENT.remove(b'/').remove(b'?').add(b'&').add(b'+');

/// Which characters stay as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Allow {
    /// Unreserved characters.
    Unreserved,
    /// Also the reserved ones a path segment may hold, and percent-encoded triplets.
    Segment,
    /// Also the reserved ones a query value may hold without becoming something else, and percent-encoded triplets.
    Query,
    /// All: for headers.
    All,
}

/// Text with everything but unreserved characters percent-encoded.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// Appends percent-encoded text.
pub(super) fn push(out: &mut String, text: &str, allow: Allow) {
    match allow {
        Allow::Unreserved => out.extend(utf8_percent_encode(text, UNRESERVED)),
        Allow::Segment => push_reserved(out, text, SEGMENT),
        Allow::Query => push_reserved(out, text, QUERY),
        Allow::All => out.push_str(text),
    }
}

/// Appends text in which triplets such as `%2F` stay.
fn push_reserved(out: &mut String, text: &str, set: &'static AsciiSet) {
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, set));
        let triplet = after.get(..3).filter(|text| text[1..].bytes().all(|byte| byte.is_ascii_hexdigit()));
        out.push_str(triplet.unwrap_or("%25"));
        rest = &after[triplet.map_or(1, str::len)..];
    }
    out.extend(utf8_percent_encode(rest, set));
}
