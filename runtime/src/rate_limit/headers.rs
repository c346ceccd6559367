//! What headers say of the rate limit and of waiting.

use std::time::{Duration, SystemTime};

use crate::clock::{self, Instant};
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use super::fields::{self, Stated};
use crate::conventions::{RateLimitRules, ResetUnit, header};

/// The most recent rate limit reported by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub(super) limit: Option<u64>,
    pub(super) remaining: Option<u64>,
    pub(super) reset: Option<Instant>,
}

impl RateLimit {
    /// How much a window allows, in the server's unit (requests or points).
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// How much of it was left.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// How long until the window ends; zero when it has ended.
    #[must_use]
    pub fn resets_in(&self) -> Option<Duration> {
        self.reset.map(|reset| reset.saturating_duration_since(Instant::now()))
    }

    pub(crate) fn read(rules: &RateLimitRules, headers: &HeaderMap) -> Option<Self> {
        let find = |name: Option<&str>| header(headers, name?)?.to_str().ok();
        let reset = find(rules.reset).and_then(|text| Instant::now().checked_add(reset_in(rules, headers, text)?));
        let state = Self { limit: find(rules.limit).and_then(number), remaining: find(rules.remaining).and_then(number), reset };
        if rules.field.is_some() {
            return state.refined(rules, headers);
        }
        state.said()
    }

    /// The state, unless nothing is known.
    fn said(self) -> Option<Self> {
        (self.limit.is_some() || self.remaining.is_some() || self.reset.is_some()).then_some(self)
    }

    /// With what the structured fields say, which counts before the single headers.
    #[cold]
    fn refined(mut self, rules: &RateLimitRules, headers: &HeaderMap) -> Option<Self> {
        if let Some(Stated { limit, remaining, reset }) = fields::read(rules, headers) {
            self.limit = limit.or(self.limit);
            self.remaining = remaining;
            self.reset = reset.and_then(|wait| Instant::now().checked_add(wait));
        }
        self.said()
    }
}

/// Seconds from which on a number is a time since 1970 and no time to wait: September 2001, or 31 years.
const EPOCH: u64 = 1_000_000_000;

/// How long until a window ends. A number says by its size whether it counts from now or from 1970, in seconds or in
/// milliseconds; the description's word decides where more than one is possible. Dates and durations with units are read too.
fn reset_in(rules: &RateLimitRules, headers: &HeaderMap, text: &str) -> Option<Duration> {
    let Some(wait) = seconds(text) else { return unusual(headers, text) };
    let since_1970 = match wait.as_secs() {
        // Milliseconds since 1970.
        large if large >= EPOCH * 1000 => Duration::from_millis(large),
        large if large >= EPOCH => wait,
        // Near zero the server's clock would be at 1970: what is left is a wait.
        small if rules.reset_unit == ResetUnit::UnixSeconds && small >= EPOCH / 1000 => wait,
        _ if rules.reset_unit == ResetUnit::Milliseconds => return Some(wait / 1000),
        _ => return Some(wait),
    };
    let now = server_time(headers).duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since_1970.saturating_sub(now))
}

/// How long until a window ends that no plain number tells.
#[cold]
fn unusual(headers: &HeaderMap, text: &str) -> Option<Duration> {
    let wait = with_units(text).or_else(|| until(headers, text));
    wait.or_else(|| number(text).map(Duration::from_secs))
}

/// A duration with units: `1s`, `6m0s`, `20ms`, `1h30m`.
fn with_units(text: &str) -> Option<Duration> {
    let mut rest = Some(text.trim()).filter(|text| !text.is_empty())?;
    let mut sum = Duration::ZERO;
    while !rest.is_empty() {
        let amount = rest.find(|letter: char| letter.is_ascii_alphabetic())?;
        let unit = rest[amount..].find(|letter: char| !letter.is_ascii_alphabetic()).map_or(rest.len(), |end| amount + end);
        let one = match &rest[amount..unit] {
            "ms" => Duration::from_millis(1),
            "s" => Duration::from_secs(1),
            "m" => Duration::from_secs(60),
            "h" => Duration::from_secs(3600),
            "d" => Duration::from_secs(86_400),
            _ => return None,
        };
        let amount = seconds(&rest[..amount])?.as_secs_f64() * one.as_secs_f64();
        sum = sum.checked_add(Duration::try_from_secs_f64(amount).ok()?)?;
        rest = &rest[unit..];
    }
    Some(sum)
}

/// How long a response asks to wait (RFC 9110, section 10.2.3): seconds, also with a fraction, or a date in any of the three
/// forms of section 5.6.7. A date is measured against the response's own `Date`, so a wrong clock here does no harm.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(text).or_else(|| until(headers, text))
}

/// Digits with or without a fraction; a number beyond what time can hold is the longest time.
fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let seconds = whole.parse().unwrap_or(u64::MAX);
    let nanos = fraction.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Some(Duration::new(seconds, nanos))
}

/// How long until a date, zero when it has passed.
fn until(headers: &HeaderMap, text: &str) -> Option<Duration> {
    Some(http_date(text)?.duration_since(server_time(headers)).unwrap_or_default())
}

fn server_time(headers: &HeaderMap) -> SystemTime {
    let stated = headers.get(DATE).and_then(|value| http_date(value.to_str().ok()?));
    stated.unwrap_or_else(clock::system_now)
}

/// A date in one of the forms of RFC 9110, section 5.6.7, as mail has it, with a numeric zone or without a weekday, or as in RFC
/// 3339.
fn http_date(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    let mail = || jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let date = httpdate::parse_http_date(text).ok();
    date.or_else(|| mail().or_else(|| text.parse::<jiff::Timestamp>().ok()).and_then(|time| time.try_into().ok()))
}

/// The first number: `100`, and also `100, 100;w=60` and `59.5` (without its fraction).
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    const RULES: RateLimitRules =
        RateLimitRules { limit: Some("x-limit"), remaining: Some("x-left"), reset: Some("x-reset"), ..RateLimitRules::DEFAULT };

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), v.parse().unwrap())).collect()
    }

    /// The server's clock, far from the clock of the test.
    const NOW: &str = "Fri, 12 Mar 2021 14:20:09 GMT";

    #[tokio::test(start_paused = true)]
    async fn every_dialect_of_a_reset_is_read_whatever_the_description_says() {
        let seconds = RULES;
        let unix = RateLimitRules { reset_unit: ResetUnit::UnixSeconds, ..RULES };
        let told = [("x-left", "3"), ("x-reset", "40"), ("x-limit", "100, 100;w=60")];
        let limit = RateLimit::read(&seconds, &headers(&told)).unwrap();
        assert_eq!((limit.limit(), limit.remaining(), limit.resets_in()), (Some(100), Some(3), Some(Duration::from_secs(40))));
        for rules in [&seconds, &unix] {
            for (text, wait) in [
                ("1615558869", 60_000),
                ("1615558869123", 60_123),
                ("1615558000", 0),
                ("40", 40_000),
                ("40.25", 40_250),
                ("Fri, 12 Mar 2021 14:21:09 GMT", 60_000),
                ("2021-03-12T14:21:09Z", 60_000),
                ("2021-03-12T15:21:09.5+01:00", 60_500),
                ("6m0s", 360_000),
                ("20ms", 20),
                ("1h1.5s", 3_601_500),
                ("40, 40;w=60", 40_000),
            ] {
                let limit = RateLimit::read(rules, &headers(&[("x-reset", text), ("date", NOW)])).unwrap();
                assert_eq!(limit.resets_in(), Some(Duration::from_millis(wait)), "{text}");
            }
            assert_eq!(RateLimit::read(rules, &headers(&[("x-reset", "soon")])), None);
        }
        let small = |unit, text| {
            let rules = RateLimitRules { reset_unit: unit, ..RULES };
            let limit = RateLimit::read(&rules, &headers(&[("x-reset", text), ("date", NOW)])).unwrap();
            limit.resets_in().unwrap().as_millis()
        };
        assert_eq!(small(ResetUnit::Milliseconds, "1500"), 1500);
        assert_eq!(small(ResetUnit::Seconds, "1500"), 1_500_000);
        assert_eq!(small(ResetUnit::Milliseconds, "1615558869"), 60_000, "no wait of three weeks");
        assert_eq!(small(ResetUnit::UnixMilliseconds, "1615558869123"), 60_123);
    }

    #[tokio::test(start_paused = true)]
    async fn a_structured_field_counts_before_the_single_headers() {
        let rules = RateLimitRules { field: Some("RateLimit"), policy: Some("RateLimit-Policy"), ..RULES };
        let trio = [("x-limit", "100"), ("x-left", "60"), ("x-reset", "5")];
        let read = |more: &[(&'static str, &str)]| {
            let limit = RateLimit::read(&rules, &headers(&[&trio, more].concat())).unwrap();
            (limit.limit().unwrap(), limit.remaining().unwrap(), limit.resets_in().unwrap().as_secs())
        };
        assert_eq!(read(&[]), (100, 60, 5));
        assert_eq!(read(&[("ratelimit", r#""default";r=0;t=30"#)]), (100, 0, 30));
        let both = [("ratelimit", r#""default";r=1;t=30"#), ("ratelimit-policy", r#""default";q=9;w=60"#)];
        assert_eq!(read(&both), (9, 1, 30));
    }

    #[test]
    fn every_form_of_retry_after_is_read() {
        let read = |text: &str| retry_after(&headers(&[("retry-after", text), ("date", NOW)]));
        for (text, millis) in [
            ("7", 7000),
            ("0", 0),
            ("2.5", 2500),
            ("299.997", 299_997),
            ("Fri, 12 Mar 2021 14:21:09 GMT", 60_000),
            ("Friday, 12-Mar-21 14:21:09 GMT", 60_000),
            ("Fri Mar 12 14:21:09 2021", 60_000),
            ("Fri, 12 Mar 2021 15:21:09 +0100", 60_000),
            ("12 Mar 2021 14:21:09 GMT", 60_000),
            ("Fri, 12 Mar 2021 14:19:09 GMT", 0),
        ] {
            assert_eq!(read(text), Some(Duration::from_millis(millis)), "{text}");
        }
        let years = |text: &str| read(text).map(|wait| wait.as_secs() / 31_556_952);
        assert_eq!(years("Fri, 31 Dec 9999 23:59:59 GMT"), Some(7978));
        assert_eq!(read("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        for text in ["soon", "", "-1", "1, 2", "1.x", ".5", "1e3", "Fri, 32 Mar 2021 14:21:09 GMT"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(retry_after(&headers(&[("retry-after", NOW)])), Some(Duration::ZERO), "against the clock here");
    }
}
