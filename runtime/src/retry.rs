//! When a failed request is sent again, and after how long.

use std::time::Duration;

use crate::call::Meta;
use crate::conventions::RetryRules;
use crate::error::{Error, ErrorKind};

/// How often and how fast failed requests are repeated. What may be repeated at all is the API's rule:
/// refused connections and 429 for every method, other temporary failures only for methods that are safe to repeat.
///
/// The wait before repetition `n` is drawn evenly from zero to `base_delay * 2^(n-1)`, at most `max_delay`
/// ("full jitter"). A time the server states is waited for on top, unless it is longer than `max_wait`.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_wait: Duration,
}

impl Default for Retry {
    /// Four attempts, delays from 500 ms to 30 s, and 2 minutes at most when the server says how long to wait.
    fn default() -> Self {
        Self {
            attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(30),
            max_wait: Duration::from_secs(120),
        }
    }
}

impl Retry {
    /// The default policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends every request once.
    #[must_use]
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How often a request is sent at most, the first time included.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest wait before the first repetition; doubled for each further one.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The longest wait this policy chooses by itself.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest time to wait because the server says so. A failure that asks for more is returned at once,
    /// with [`Error::retry_after`]; an exhausted rate limit is waited for this long before a request is tried.
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// How long to wait after `error` ended attempt number `attempt` (from 1); `None` when it is final.
    pub(crate) fn delay(&self, rules: &RetryRules, error: &Error, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts || !error.is_retryable() {
            return None;
        }
        let wanted = match error.status() {
            Some(status) => rules.statuses.contains(&status),
            None => matches!(error.kind(), ErrorKind::Connect | ErrorKind::Interrupted),
        };
        let stated = error.retry_after().unwrap_or_default();
        if !wanted || stated > self.max_wait {
            return None;
        }
        let longest = self.base_delay.saturating_mul(1 << (attempt - 1).min(20)).min(self.max_delay);
        Some(stated + longest.mul_f64(fastrand::f64()))
    }
}

impl RetryRules {
    /// Whether the operation may be sent again although the server may have processed it.
    pub(crate) fn repeatable(&self, meta: &Meta) -> bool {
        self.methods.contains(&meta.method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_are_capped() {
        let rules = RetryRules::DEFAULT;
        let retry = Retry::new().attempts(9).base_delay(Duration::from_secs(1)).max_delay(Duration::from_secs(5));
        let error = Error::new(ErrorKind::Connect, "x");
        for (attempt, longest) in [(1, 1), (2, 2), (3, 4), (4, 5), (8, 5)] {
            let drawn: Vec<_> = (0..200).map(|_| retry.delay(&rules, &error, attempt).unwrap()).collect();
            assert!(drawn.iter().all(|delay| *delay <= Duration::from_secs(longest)));
            assert!(drawn.iter().any(|delay| *delay > Duration::from_secs(longest) / 2), "jitter reaches the upper half");
            assert!(drawn.iter().any(|delay| *delay < Duration::from_secs(longest) / 2), "and the lower half");
        }
        assert_eq!(retry.delay(&rules, &error, 9), None);
    }

    #[test]
    fn a_stated_wait_is_kept_or_refused() {
        let rules = RetryRules::DEFAULT;
        let error = |seconds| Error::new(ErrorKind::Connect, "x").with_retry_after(Some(Duration::from_secs(seconds)));
        assert!(Retry::new().delay(&rules, &error(100), 1).unwrap() >= Duration::from_secs(100));
        assert_eq!(Retry::new().delay(&rules, &error(121), 1), None);
    }
}
