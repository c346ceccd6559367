//! The server's rate limit: read from answers, kept by waiting.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use tokio::time::Instant;

use crate::conventions::{RateLimitRules, ResetUnit};

/// The rate limit as an answer told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    limit: Option<u64>,
    remaining: Option<u64>,
    reset: Option<Instant>,
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
        let find = |name: Option<&str>| number(headers.get(name?)?.to_str().ok()?);
        let reset = find(rules.reset).and_then(|value| {
            let wait = if rules.reset_unit == ResetUnit::UnixSeconds {
                let server = server_time(headers).duration_since(SystemTime::UNIX_EPOCH).ok()?;
                Duration::from_secs(value).saturating_sub(server)
            } else {
                Duration::from_secs(value)
            };
            Instant::now().checked_add(wait)
        });
        let state = Self { limit: find(rules.limit), remaining: find(rules.remaining), reset };
        (state.limit.is_some() || state.remaining.is_some() || state.reset.is_some()).then_some(state)
    }
}

/// How long an answer asks to wait. A date is measured against the answer's own `Date`, so a wrong clock here does no harm.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse().ok() {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        None => Some(http_date(text)?.duration_since(server_time(headers)).unwrap_or_default()),
    }
}

fn server_time(headers: &HeaderMap) -> SystemTime {
    let stated = headers.get(DATE).and_then(|value| http_date(value.to_str().ok()?));
    stated.unwrap_or_else(SystemTime::now)
}

/// A date in the preferred format of RFC 9110, section 5.6.7.
fn http_date(text: &str) -> Option<SystemTime> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(date.into())
}

/// The first number: `100`, and also `100, 100;w=60` and `59.5` (without its fraction).
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

/// What is known of the limit, shared by all clones of a client.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    last: Option<RateLimit>,
    blocked_until: Option<Instant>,
}

impl Limiter {
    pub(crate) fn last(&self) -> Option<RateLimit> {
        self.lock().last.clone()
    }

    /// Takes note of an answer, and of how long it asks to wait if it refused the request for its rate.
    pub(crate) fn observe(&self, limit: Option<&RateLimit>, refused_for: Option<Duration>) {
        if limit.is_none() && refused_for.is_none() {
            return;
        }
        let exhausted = limit.filter(|limit| limit.remaining == Some(0)).and_then(|limit| limit.reset);
        let refused = refused_for.and_then(|wait| Instant::now().checked_add(wait));
        let mut state = self.lock();
        state.blocked_until = state.blocked_until.max(exhausted).max(refused);
        if let Some(limit) = limit {
            state.last = Some(limit.clone());
        }
    }

    /// Waits until the server accepts requests again, `longest` at most.
    pub(crate) async fn wait(&self, longest: Duration) {
        let until = self.lock().blocked_until;
        if let Some(until) = until {
            let now = Instant::now();
            if until > now {
                let wait = (until - now).min(longest);
                tracing::debug!(seconds = wait.as_secs(), "waiting for the rate limit");
                tokio::time::sleep(wait).await;
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderName;

    const RULES: RateLimitRules =
        RateLimitRules { limit: Some("x-limit"), remaining: Some("x-left"), reset: Some("x-reset"), ..RateLimitRules::DEFAULT };

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), v.parse().unwrap())).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn seconds_and_unix_time_mean_the_same_wait() {
        let limit =
            RateLimit::read(&RULES, &headers(&[("x-left", "3"), ("x-reset", "40"), ("x-limit", "100, 100;w=60")])).unwrap();
        assert_eq!((limit.limit(), limit.remaining(), limit.resets_in()), (Some(100), Some(3), Some(Duration::from_secs(40))));

        let unix = RateLimitRules { reset_unit: ResetUnit::UnixSeconds, ..RULES };
        // The server's clock says 2021-03-12 14:20:09, far from the clock of the test.
        let told = headers(&[("x-reset", "1615558869"), ("date", "Fri, 12 Mar 2021 14:20:09 GMT")]);
        assert_eq!(RateLimit::read(&unix, &told).unwrap().resets_in(), Some(Duration::from_secs(60)));
        assert_eq!(RateLimit::read(&unix, &headers(&[])), None);
    }

    #[test]
    fn retry_after_in_both_dialects() {
        let date = [("retry-after", "Fri, 12 Mar 2021 14:21:09 GMT"), ("date", "Fri, 12 Mar 2021 14:20:09 GMT")];
        assert_eq!(retry_after(&headers(&[("retry-after", "7")])), Some(Duration::from_secs(7)));
        assert_eq!(retry_after(&headers(&date)), Some(Duration::from_secs(60)));
        assert_eq!(retry_after(&headers(&date[..1])), Some(Duration::ZERO), "a date in the past");
        assert_eq!(retry_after(&headers(&[("retry-after", "soon")])), None);
    }

    #[tokio::test(start_paused = true)]
    async fn an_exhausted_limit_is_waited_for() {
        let limiter = Limiter::default();
        let start = Instant::now();
        limiter.observe(RateLimit::read(&RULES, &headers(&[("x-left", "1"), ("x-reset", "30")])).as_ref(), None);
        limiter.wait(Duration::from_secs(100)).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        limiter.observe(RateLimit::read(&RULES, &headers(&[("x-left", "0"), ("x-reset", "30")])).as_ref(), None);
        limiter.wait(Duration::from_secs(10)).await;
        assert_eq!(start.elapsed(), Duration::from_secs(10), "capped");
        limiter.wait(Duration::from_secs(100)).await;
        assert_eq!(start.elapsed(), Duration::from_secs(30));
        limiter.wait(Duration::from_secs(100)).await;
        assert_eq!(start.elapsed(), Duration::from_secs(30));
    }
}
