//! When a failed request is sent again, and after how long.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

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
    budget: u32,
}

impl Default for Retry {
    /// Four attempts, delays from 500 ms to 30 s, 2 minutes at most when the server says how long to wait, and a budget of 500.
    fn default() -> Self {
        Self {
            attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(30),
            max_wait: Duration::from_secs(120),
            budget: 500,
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

    /// The longest time to wait because the server says so. A failure that asks for more is returned at once, with
    /// [`Error::retry_after`], and so is a call while the rate limit is exhausted for longer.
    #[must_use]
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// What repetitions may cost a client and its clones together, so that an outage is not made worse: each takes 10 tokens
    /// (5 after a 429) of this many, a call that succeeds at once gives back 1, one that succeeds on repetition what it took.
    /// Requests are sent once while too few are left. `u32::MAX` is as good as no budget.
    #[must_use]
    pub fn budget(mut self, tokens: u32) -> Self {
        self.budget = tokens;
        self
    }

    /// How far apart those are let go who waited together.
    pub(crate) fn spread(&self) -> Duration {
        self.base_delay.min(self.max_delay)
    }

    pub(crate) fn most_attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// How long to wait after `error` ended attempt number `attempt` (from 1); `None` when it is final.
    pub(crate) fn delay(&self, rules: &RetryRules, error: &Error, attempt: u32) -> Option<Duration> {
        let wanted = match error.status() {
            Some(status) => rules.statuses.contains(&status),
            None => matches!(error.kind(), ErrorKind::Connect | ErrorKind::Interrupted),
        };
        if wanted { self.delay_if_retryable(error, attempt) } else { None }
    }

    /// The same for a request of which every failure that is retryable may be repeated.
    pub(crate) fn delay_if_retryable(&self, error: &Error, attempt: u32) -> Option<Duration> {
        let stated = error.retry_after().unwrap_or_default();
        if attempt >= self.attempts || !error.is_retryable() || stated > self.max_wait {
            return None;
        }
        let longest = self.base_delay.saturating_mul(1 << (attempt - 1).min(20)).min(self.max_delay);
        Some(stated.saturating_add(jitter(longest)))
    }
}

/// What repetitions may cost a client and its clones together: a bucket of tokens as in the AWS SDKs. A repetition takes
/// some, a success gives some back; when the bucket is empty, requests are sent once.
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    left: AtomicU32,
}

/// What a repetition costs after the server refused a request for its rate, which says when to come again.
const COST_OF_RATE: u32 = 5;
/// What any other repetition costs.
const COST: u32 = 10;
/// What a request that succeeds at once gives back.
const REFILL: u32 = 1;

impl Budget {
    pub(crate) fn of(retry: &Retry) -> Self {
        Self { capacity: retry.budget, left: AtomicU32::new(retry.budget) }
    }

    /// Takes what a repetition after `error` costs; `None` when too little is left.
    pub(crate) fn take(&self, error: &Error) -> Option<u32> {
        let cost = if error.kind() == ErrorKind::RateLimited { COST_OF_RATE } else { COST };
        let take = |left: u32| left.checked_sub(cost);
        // No other memory depends on the number.
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok().map(|_| cost)
    }

    /// Gives back what the repetition that succeeded took, or a little for a request that needed none.
    pub(crate) fn succeeded(&self, taken: u32) {
        if self.left.load(Ordering::Relaxed) < self.capacity {
            let give = |left: u32| Some(left.saturating_add(taken.max(REFILL)).min(self.capacity));
            let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
        }
    }
}

/// The longest wait that is computed with; longer ones overflow nothing and are as good as for ever.
const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// A time drawn evenly from zero to `longest` ("full jitter").
pub(crate) fn jitter(longest: Duration) -> Duration {
    longest.min(FOR_EVER).mul_f64(fastrand::f64())
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

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = Budget::of(&Retry::new().budget(26));
        let (outage, rate) = (Error::new(ErrorKind::Unavailable, "x"), Error::new(ErrorKind::RateLimited, "x"));
        assert_eq!((budget.take(&outage), budget.take(&outage), budget.take(&outage)), (Some(10), Some(10), None));
        assert_eq!((budget.take(&rate), budget.take(&rate)), (Some(5), None));
        (0..4).for_each(|_| budget.succeeded(0));
        assert_eq!((budget.take(&rate), budget.take(&rate)), (Some(5), None));
        budget.succeeded(10);
        assert_eq!((budget.take(&outage), budget.take(&rate)), (Some(10), None));
        (0..1000).for_each(|_| budget.succeeded(10));
        assert_eq!(
            (budget.take(&outage), budget.take(&outage), budget.take(&outage)),
            (Some(10), Some(10), None),
            "no more than at first"
        );
        assert_eq!(Budget::of(&Retry::new().budget(0)).take(&rate), None);
    }

    #[test]
    fn no_wait_overflows() {
        let rules = RetryRules::DEFAULT;
        let longest = Duration::MAX;
        let retry = Retry::new().attempts(u32::MAX).base_delay(longest).max_delay(longest).max_wait(longest);
        let error = Error::new(ErrorKind::Connect, "x").with_retry_after(Some(longest));
        assert_eq!(retry.delay(&rules, &error, 40), Some(longest));
    }
}
