//! Percent-encoding (RFC 3986, section 2).

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
    let mut out = String::with_capacity(text.len());
    push(&mut out, text, Allow::Unreserved);
    out
}

/// Appends percent-encoded text.
pub(super) fn push(out: &mut String, text: &str, allow: Allow) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = text.as_bytes();
    // Runs of characters that stay are copied at once; they are ASCII, so both their ends are character boundaries.
    let mut run = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if stays(allow, byte) || (byte == b'%' && allow != Allow::Unreserved && is_triplet(&bytes[at..])) {
            continue;
        }
        if run < at {
            out.push_str(&text[run..at]);
        }
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        run = at + 1;
    }
    if run < text.len() {
        out.push_str(&text[run..]);
    }
}

fn stays(allow: Allow, byte: u8) -> bool {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
        return true;
    }
    match allow {
        Allow::Unreserved => false,
        Allow::Segment => {
            matches!(byte, b':' | b'@' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
        }
        Allow::Query => matches!(byte, b':' | b'/' | b'?' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';' | b'='),
        Allow::All => true,
    }
}

fn is_triplet(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
