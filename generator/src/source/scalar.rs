//! Plain YAML scalars: what they mean in the core schema of YAML 1.2, and which of them YAML 1.1 reads otherwise.

use serde_json::{Number, Value};

/// The value of a plain scalar in the core schema (YAML 1.2.2, 10.3.2).
///
/// Integers beyond 64 bits become floats. Infinity and NaN, which JSON lacks, stay strings.
pub(super) fn plain(text: &str) -> Value {
    match text.as_bytes() {
        [] | b"~" | b"null" | b"Null" | b"NULL" => Value::Null,
        b"true" | b"True" | b"TRUE" => Value::Bool(true),
        b"false" | b"False" | b"FALSE" => Value::Bool(false),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
        _ => Value::String(text.to_owned()),
    }
}

/// The number a plain scalar stands for, if it stands for one.
pub(super) fn number(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    if let [b'0', base @ (b'o' | b'x'), digits @ ..] = bytes {
        let radix = if *base == b'o' { 8 } else { 16 };
        let valid = !digits.is_empty() && digits.iter().all(|digit| char::from(*digit).is_digit(radix));
        return valid.then(|| u64::from_str_radix(&text[2..], radix).ok().map(Number::from))?;
    }
    let (negative, unsigned) = match bytes {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if unsigned.is_empty() {
        return None;
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let whole =
            if negative { text.parse::<i64>().ok().map(Number::from) } else { unsigned.parse::<u64>().ok().map(Number::from) };
        return whole.or_else(|| Number::from_f64(text.parse().ok()?));
    }
    is_float(unsigned.as_bytes()).then(|| Number::from_f64(text.parse().ok()?))?
}

/// `[0-9]+ ( "." [0-9]* )?` or `"." [0-9]+`, then an optional exponent.
fn is_float(bytes: &[u8]) -> bool {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    let mut at = whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        fraction = digits(at);
        at += fraction;
    }
    if whole + fraction == 0 {
        return false;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let exponent = digits(at);
        if exponent == 0 {
            return false;
        }
        at += exponent;
    }
    at == bytes.len()
}

/// Whether readers of YAML 1.1 and 1.2 disagree about a plain scalar: `yes`, `010`, `1_000`, `12:30`, dates.
pub(super) fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    if text.len() <= 3 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let bytes = unsigned.as_bytes();
    let Some(b'0'..=b'9' | b'.') = bytes.first() else { return false };
    let only = |extra: &[u8]| bytes.iter().all(|byte| byte.is_ascii_digit() || extra.contains(byte));
    let octal = bytes.len() > 1 && bytes[0] == b'0' && only(b"");
    let binary_or_octal =
        matches!(bytes, [b'0', b'b' | b'o', rest @ ..] if !rest.is_empty() && rest.iter().all(u8::is_ascii_digit));
    let grouped = bytes.contains(&b'_') && only(b"_.");
    let sexagesimal = bytes.contains(&b':') && only(b":.") && !bytes.starts_with(b":") && !bytes.ends_with(b":");
    octal || binary_or_octal || grouped || sexagesimal || is_date(bytes) || is_bare_exponent(bytes)
}

/// `2024-01-31` with or without a time: a timestamp in YAML 1.1, a string in 1.2.
fn is_date(bytes: &[u8]) -> bool {
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && digits(5..7)
        && bytes.get(7) == Some(&b'-')
        && digits(8..10)
        && matches!(bytes.get(10), None | Some(b'T' | b't' | b' '))
}

/// `1e3`: a float in YAML 1.2; YAML 1.1 wants a dot and a signed exponent.
fn is_bare_exponent(bytes: &[u8]) -> bool {
    is_float(bytes) && bytes.iter().any(|byte| matches!(byte, b'e' | b'E')) && !bytes.contains(&b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_core_schema_is_kept() {
        for (text, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("NULL", json!(null)),
            ("nUll", json!("nUll")),
            ("True", json!(true)),
            ("yes", json!("yes")),
            ("010", json!(10)),
            ("0o10", json!(8)),
            ("0x1F", json!(31)),
            ("0x", json!("0x")),
            ("+7", json!(7)),
            ("-7", json!(-7)),
            ("-", json!("-")),
            (".", json!(".")),
            (".5", json!(0.5)),
            ("5.", json!(5.0)),
            ("-1.5e3", json!(-1500.0)),
            ("1e", json!("1e")),
            ("1.2.3", json!("1.2.3")),
            ("2024-01-01", json!("2024-01-01")),
            ("12:30", json!("12:30")),
            ("1_000", json!("1_000")),
            ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
            ("-9223372036854775809", json!(-9_223_372_036_854_775_809.0)),
            (".inf", json!(".inf")),
            ("1e999", json!("1e999")),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }

    #[test]
    fn ambiguous_scalars_are_known() {
        for text in
            ["yes", "No", "ON", "off", "y", "N", "010", "-07", "1_000", "12:30", "1:20:30.5", "2024-01-31", "0o17", "0b1", "1e3"]
        {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in
            ["0", "10", "1.5", "true", "null", "only", "none", "a:b", ":80", "1.2.3", "1.5e+3", "2024", "v1", "", "-", "08a"]
        {
            assert!(!is_ambiguous(text), "{text}");
        }
    }
}
