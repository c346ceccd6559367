//! Percent-encoding (RFC 3986, section 2).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Which characters stay as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Allow {
    /// Unreserved characters.
    Unreserved,
    /// Also the reserved ones a path segment may hold, and percent-encoded triplets.
    Segment,
    /// The same and the slash between segments.
    Segments,
    /// Also the reserved ones a query value may hold without becoming something else, and percent-encoded triplets.
    Query,
    /// All: for headers.
    All,
}

/// All but the unreserved characters of RFC 3986.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Also not the reserved ones that a path segment may hold.
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
/// The same for several segments.
const SEGMENTS: &AsciiSet = &SEGMENT.remove(b'/');
/// Also not the reserved ones that a query value may hold.
const QUERY: &AsciiSet = &SEGMENT.remove(b'/').remove(b'?').add(b'&').add(b'+');

/// Text with everything but unreserved characters percent-encoded.
pub(crate) fn escape(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, UNRESERVED)
}

/// The same as a string.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    if is_unreserved(text) { text.to_owned() } else { escape(text).to_string() }
}

/// The unreserved characters of RFC 3986, by byte.
const IS_UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// Whether a text is the same percent-encoded, as names, numbers and identifiers are.
pub(crate) fn is_unreserved(text: &str) -> bool {
    text.bytes().all(|byte| IS_UNRESERVED[usize::from(byte)])
}

/// Appends text with everything but unreserved characters percent-encoded.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    if is_unreserved(text) {
        out.push_str(text);
    } else {
        out.extend(escape(text));
    }
}

/// Appends percent-encoded text.
pub(super) fn push(out: &mut String, text: &str, allow: Allow) {
    // Nearly every value stays as it is.
    if allow == Allow::All || is_unreserved(text) {
        return out.push_str(text);
    }
    let set = match allow {
        Allow::All | Allow::Unreserved => return out.extend(escape(text)),
        Allow::Segment => SEGMENT,
        Allow::Segments => SEGMENTS,
        Allow::Query => QUERY,
    };
    // Triplets stay as they are, so the text between them is encoded.
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find('%').map(|at| from + at) {
        from = at + 1;
        if is_triplet(&rest.as_bytes()[at..]) {
            out.extend(utf8_percent_encode(&rest[..at], set));
            out.push_str(&rest[at..at + 3]);
            rest = &rest[at + 3..];
            from = 0;
        }
    }
    out.extend(utf8_percent_encode(rest, set));
}

fn is_triplet(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
