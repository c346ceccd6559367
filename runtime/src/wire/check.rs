//! The forms of the string types.

/// RFC 3339 `full-date`.
pub(crate) fn date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(&bytes[..4]), digits(&bytes[5..7]), digits(&bytes[8..])) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `HH:MM`, optional seconds, optional fraction, optional offset.
pub(crate) fn time(text: &str) -> bool {
    clock(text).is_some_and(|rest| rest.is_empty() || offset(rest))
}

/// RFC 3339 `date-time`; a space or a small `t` as separator is allowed there.
pub(crate) fn date_time(text: &str) -> bool {
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    date(day)
        && rest
            .strip_prefix(['T', 't', ' '])
            .is_some_and(|rest| rest.len() >= 8 && rest.as_bytes()[5] == b':' && clock(rest).is_some_and(offset))
}

/// Reads the clock part and gives the rest.
fn clock(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes[2] != b':' || digits(&bytes[..2])? > 23 || digits(&bytes[3..5])? > 59 {
        return None;
    }
    let mut end = 5;
    if bytes.get(5) == Some(&b':') {
        if digits(bytes.get(6..8)?)? > 60 {
            return None;
        }
        end = 8;
        if bytes.get(8) == Some(&b'.') {
            let fraction = bytes[9..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if fraction == 0 {
                return None;
            }
            end = 9 + fraction;
        }
    }
    text.get(end..)
}

fn offset(text: &str) -> bool {
    if matches!(text, "Z" | "z") {
        return true;
    }
    let bytes = text.as_bytes();
    bytes.len() == 6
        && matches!(bytes[0], b'+' | b'-')
        && bytes[3] == b':'
        && digits(&bytes[1..3]).is_some_and(|hours| hours < 24)
        && digits(&bytes[4..]).is_some_and(|minutes| minutes < 60)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// ISO 8601 duration (RFC 3339, appendix A), with optional sign and fractions.
pub(crate) fn duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(text) = text.strip_prefix('P') else { return false };
    let (days, time) = match text.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (text, None),
    };
    !(text.is_empty() || time == Some("")) && units(days, "YMWD") && units(time.unwrap_or_default(), "HMS")
}

/// Numbers, each with a unit, units in order.
fn units(mut text: &str, mut units: &str) -> bool {
    while !text.is_empty() {
        let end = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        let (number, rest) = text.split_at(end);
        let Some(unit) = rest.chars().next() else { return false };
        let Some(at) = units.find(unit) else { return false };
        if !number.starts_with(|first: char| first.is_ascii_digit()) || !number.ends_with(|last: char| last.is_ascii_digit()) {
            return false;
        }
        units = &units[at + 1..];
        text = &rest[1..];
    }
    true
}

/// RFC 9562 text form, either case.
pub(crate) fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Characters of RFC 3986 (and those of IRIs, RFC 3987); the parts are not looked at.
pub(crate) fn uri(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|char| {
            !char.is_ascii() && !char.is_control() || char.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(char)
        })
}

/// Either alphabet of RFC 4648, padding optional.
pub(crate) fn base64(text: &str) -> bool {
    super::base64::decode(text).is_some()
}

/// A JSON number; a plus sign and missing digits around the point are not.
pub(crate) fn number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = count(rest);
    if whole == 0 || (whole > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = count(fraction);
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let digits = count(exponent);
        if digits == 0 {
            return false;
        }
        rest = &exponent[digits..];
    }
    rest.is_empty()
}

fn count(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
