//! Percent-encoding and query strings, decoded without any library the clients use.

/// Decodes `%XX`; a malformed escape stays as it is, bytes that are no UTF-8 become U+FFFD.
#[must_use]
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        if let Some(byte) = escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Decodes a piece of a query or form: `+` is a space.
#[must_use]
pub fn decode_form(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// Splits a query or form into pairs that are still encoded.
#[must_use]
pub fn raw_pairs(text: &str) -> Vec<(&str, &str)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_spaces() {
        assert_eq!(decode("a%20b+c%2"), "a b+c%2");
        assert_eq!(decode_form("a%20b+c"), "a b c");
        assert_eq!(decode("%C3%A9"), "é");
        assert_eq!(raw_pairs("a=1&&b&c=x=y"), [("a", "1"), ("b", ""), ("c", "x=y")]);
    }
}
