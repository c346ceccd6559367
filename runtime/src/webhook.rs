//! Webhooks: reading what a server posts to you.

mod form;

use bytes::Bytes;
use hmac_sha256::HMAC;
use serde::de::DeserializeOwned;

use crate::encode::FormStyle;
use crate::error::{Error, ErrorKind};
use crate::wire;

/// Reads the body of a delivery.
///
/// Check the signature first if the API has one ([`parse_signed`]), answer the delivery, and process it afterwards: servers wait
/// only a few seconds, and repeat what was not accepted. A delivery may arrive late or twice.
///
/// ```
/// let event: serde_json::Value = plansmith_runtime::webhook::parse(r#"{"event": "card.updated"}"#)?;
/// assert_eq!(event["event"], "card.updated");
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
///
/// An event whose name is not in the description becomes the `Other` variant of its payload. One whose name is, but whose data
/// do not fit, is an error that says where and why: [`Error::path`] and [`Error::source`](std::error::Error::source).
///
/// # Errors
/// [`ErrorKind::Decode`] with the path of the first value that does not fit.
pub fn parse<T: DeserializeOwned>(body: impl Into<Bytes>) -> Result<T, Error> {
    wire::from_delivery(&body.into()).map_err(undecoded)
}

fn undecoded(failure: wire::DecodeError) -> Error {
    Error::new(ErrorKind::Decode, "webhook").summary("the delivery is not what the API describes").undecoded(failure)
}

/// Reads the body of a delivery of type `application/x-www-form-urlencoded`. A form has strings only: they are read as the numbers,
/// booleans, dates and enums that `T` has in their place. `styles` names the properties that are arrays or objects, and how each
/// is written; a name that occurs several times is an array in any case.
///
/// ```
/// use plansmith_runtime::call::FormStyle;
///
/// let styles = [("tags", FormStyle::Form)];
/// let event: serde_json::Value = plansmith_runtime::webhook::parse_form(&styles, "event=card.updated&tags=a")?;
/// assert_eq!((&event["event"], &event["tags"][0]), (&"card.updated".into(), &"a".into()));
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
///
/// # Errors
/// As [`parse`]; line and column are those of the JSON that is made of the form.
pub fn parse_form<T: DeserializeOwned>(styles: &[(&str, FormStyle)], body: impl Into<Bytes>) -> Result<T, Error> {
    let body = body.into();
    let wrong = |what: String| {
        Error::new(ErrorKind::Decode, "webhook").summary("the delivery is not what the API describes").context(what)
    };
    let text = std::str::from_utf8(&body).map_err(|_| wrong("the form is not UTF-8".to_owned()))?;
    let object = form::object_of(styles, text).map_err(wrong)?;
    wire::from_form(&object.to_string()).map_err(undecoded)
}

/// Checks the signature of a delivery, then reads its form: [`verify`], then [`parse_form`].
///
/// # Errors
/// [`ErrorKind::Signature`] as [`verify`], else as [`parse_form`].
pub fn parse_signed_form<T: DeserializeOwned>(
    styles: &[(&str, FormStyle)],
    body: impl Into<Bytes>,
    signature: &str,
    key: impl AsRef<[u8]>,
) -> Result<T, Error> {
    let body = body.into();
    verify(&body, signature, key)?;
    parse_form(styles, body)
}

/// Checks the signature of a delivery, then reads its body: [`verify`], then [`parse`].
///
/// # Errors
/// [`ErrorKind::Signature`] as [`verify`], else as [`parse`].
pub fn parse_signed<T: DeserializeOwned>(body: impl Into<Bytes>, signature: &str, key: impl AsRef<[u8]>) -> Result<T, Error> {
    let body = body.into();
    verify(&body, signature, key)?;
    parse(body)
}

/// Checks that `signature` is the HMAC-SHA256 (RFC 2104, FIPS 180-4) of the raw body under `key`, in hexadecimal digits.
///
/// Pass the bytes as received: JSON that was read and written again has another signature. The comparison takes as
/// long for a wrong signature as for a right one. Reject a delivery that has no signature although a key was agreed upon.
///
/// ```
/// let signature = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
/// plansmith_runtime::webhook::verify(b"The quick brown fox jumps over the lazy dog", signature, "key")?;
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Signature`] when it is a different one.
pub fn verify(body: &[u8], signature: &str, key: impl AsRef<[u8]>) -> Result<(), Error> {
    let wrong = || Error::new(ErrorKind::Signature, "webhook");
    let signature = hexadecimal(signature.trim()).ok_or_else(|| wrong().context("the signature is not 64 hexadecimal digits"))?;
    if HMAC::verify(body, key, &signature) { Ok(()) } else { Err(wrong()) }
}

/// The 32 bytes that 64 hexadecimal digits stand for.
fn hexadecimal(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_delivery_is_located() {
        let error = parse::<Vec<u8>>("[1, \"hunter2\"]").unwrap_err();
        assert_eq!((error.kind(), error.operation(), error.path()), (ErrorKind::Decode, "webhook", Some("$[1]")));
        assert_eq!(error.to_string(), "webhook: the delivery is not what the API describes at $[1]");
        assert!(format!("{error:#}").ends_with("invalid type: string, expected u8 at `$[1]` (line 1, column 13)"), "{error:#}");
        assert_eq!((error.status(), parse::<Vec<u8>>("nope").unwrap_err().path()), (None, Some("$")));
    }

    /// Test cases 1, 2, 4 and 6 of RFC 4231.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let (ones, long): (Vec<u8>, Vec<u8>) = ((1..=25).collect(), vec![0xaa; 131]);
        let cases: [(&[u8], &[u8], &str); 4] = [
            (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (&ones, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            (
                &long,
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, body, signature) in cases {
            verify(body, signature, key).unwrap();
            verify(body, &format!(" {} ", signature.to_uppercase()), key).unwrap();
            assert_eq!(parse_signed::<String>(body.to_vec(), signature, key).unwrap_err().kind(), ErrorKind::Decode);
        }
    }

    #[test]
    fn another_body_key_or_signature_is_refused() {
        let right = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
        let fox: &[u8] = b"The quick brown fox jumps over the lazy dog";
        let last = format!("{}9", &right[..63]);
        let wide = format!("{}\u{fc}", &right[..62]);
        let cases = [
            (b"The quick brown fox jumps over the lazy cog".as_slice(), right, "key"),
            (fox, right, "Key"),
            (fox, right, ""),
            (fox, &last, "key"),
            (fox, &right[..62], "key"),
            (fox, &wide, "key"),
            (fox, "", "key"),
        ];
        for (body, signature, key) in cases {
            let error = verify(body, signature, key).unwrap_err();
            assert_eq!((error.kind(), error.operation()), (ErrorKind::Signature, "webhook"), "{signature} {key}");
        }
    }
}
