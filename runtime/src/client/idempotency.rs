//! The key by which a server knows that a request is a repetition.

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue};

use crate::conventions::IdempotencyRules;
use crate::error::Error;
use crate::request::Request;

/// The header that carries a key.
pub(super) type Key = (HeaderName, HeaderValue);

/// A new key for a call; `None` for an operation without one, and where the caller set a key.
///
/// # Errors
/// When the name is not that of a header, or the operating system has no random numbers: without a key a repetition would not be safe.
#[inline(never)]
pub(super) fn key(rules: &IdempotencyRules, request: &Request) -> Result<Option<Box<Key>>, Error> {
    let meta = request.meta();
    if !meta.has_key(rules) {
        return Ok(None);
    }
    let name = HeaderName::try_from(rules.header);
    let name = name.map_err(|_| Error::request(meta.id, format!("`{}` is not a header name", rules.header)))?;
    if request.headers.iter().any(|(own, _)| *own == name) {
        return Ok(None);
    }
    let text = uuid().map_err(|error| Error::request(meta.id, format!("no key that marks a repetition: {error}")))?;
    Ok(HeaderValue::try_from(text).ok().map(|value| Box::new((name, value))))
}

/// A random UUID (RFC 9562, section 5.4) of the operating system.
fn uuid() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&index) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_random_uuid() {
        let keys: Vec<String> = (0..64).map(|_| uuid().unwrap()).collect();
        for key in &keys {
            let parts: Vec<usize> = key.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
            assert!(key.as_bytes()[14] == b'4' && b"89ab".contains(&key.as_bytes()[19]), "{key}");
            assert!(key.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)), "{key}");
        }
        assert_eq!(keys.iter().collect::<std::collections::HashSet<_>>().len(), 64);
    }
}
