//! [`Limiter`]: holds requests back while the server accepts none.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clock::{self, Instant};

use super::RateLimit;
use crate::retry::jitter;

/// A wait longer than any window of a rate limit: a header that asks for more is a mistake, or speaks of one request only.
const IMPLAUSIBLE: Duration = Duration::from_secs(32 * 24 * 3600);
/// How far two statements about the end of one window may lie apart.
const SAME_WINDOW: Duration = Duration::from_secs(2);

/// What is known of the limit, shared by all clones of a client.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<Quota>);

#[derive(Debug, Default)]
struct Quota {
    last: Option<RateLimit>,
    blocked_until: Option<Instant>,
}

impl Quota {
    /// How long no request is accepted.
    fn blocked_for(&self) -> Option<Duration> {
        Some(self.blocked_until?.saturating_duration_since(Instant::now())).filter(|wait| !wait.is_zero())
    }
}

impl Limiter {
    pub(crate) fn last(&self) -> Option<RateLimit> {
        self.lock().last.clone()
    }

    /// Whether the server accepts no request now.
    pub(crate) fn is_blocked(&self) -> bool {
        self.lock().blocked_for().is_some()
    }

    /// Takes note of a response, and of how long it asks to wait if it refused the request for its rate. The last statement
    /// counts, except that a response with quota left does not reopen the window another one has just said is used up:
    /// responses overtake each other.
    pub(crate) fn observe(&self, limit: Option<&RateLimit>, refused_for: Option<Duration>) {
        if limit.is_none() && refused_for.is_none() {
            return;
        }
        let now = Instant::now();
        let refused = refused_for.filter(|wait| *wait <= IMPLAUSIBLE).map(|wait| now + wait);
        let exhausted = limit.filter(|limit| limit.remaining == Some(0)).and_then(|limit| limit.reset);
        let exhausted = exhausted.filter(|reset| reset.saturating_duration_since(now) <= IMPLAUSIBLE);
        let mut state = self.lock();
        if let Some(until) = refused.max(exhausted) {
            state.blocked_until = Some(until);
        } else if refused_for.is_none()
            && let Some(limit) = limit.filter(|limit| limit.remaining.is_some_and(|left| left > 0))
        {
            let same_window = state.blocked_until.zip(limit.reset).is_some_and(|(until, reset)| {
                until.saturating_duration_since(reset).max(reset.saturating_duration_since(until)) <= SAME_WINDOW
            });
            if !same_window {
                state.blocked_until = None;
            }
        }
        if let Some(limit) = limit {
            state.last = Some(limit.clone());
        }
    }

    /// Waits until the server accepts requests again. Those who waited together go on spread over `spread`.
    ///
    /// # Errors
    /// How long it would take, when that is longer than `longest` or beyond `deadline`.
    pub(crate) async fn wait(&self, longest: Duration, spread: Duration, deadline: Option<Instant>) -> Result<(), Duration> {
        let mut waited = Duration::ZERO;
        loop {
            let Some(wait) = self.lock().blocked_for() else { return Ok(()) };
            let too_late = deadline.is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) < wait);
            if too_late || waited.saturating_add(wait) > longest {
                return Err(wait);
            }
            tracing::debug!(seconds = wait.as_secs_f64(), "waiting for the rate limit");
            clock::sleep(wait.saturating_add(jitter(spread))).await;
            // Whoever came first may have used the new window up.
            waited = waited.saturating_add(wait);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Quota> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(100);

    fn limit(remaining: u64, reset: u64) -> RateLimit {
        RateLimit { limit: None, remaining: Some(remaining), reset: Instant::now().checked_add(Duration::from_secs(reset)) }
    }

    async fn wait(limiter: &Limiter) -> Result<Duration, Duration> {
        let start = Instant::now();
        limiter.wait(LONG, Duration::ZERO, None).await.map(|()| start.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn an_exhausted_limit_is_waited_for_or_refused_at_once() {
        let limiter = Limiter::default();
        limiter.observe(Some(&limit(1, 30)), None);
        assert_eq!(wait(&limiter).await, Ok(Duration::ZERO));
        limiter.observe(Some(&limit(0, 30)), None);
        let start = Instant::now();
        assert_eq!(limiter.wait(Duration::from_secs(10), Duration::ZERO, None).await, Err(Duration::from_secs(30)));
        let soon = Some(Instant::now() + Duration::from_secs(29));
        assert_eq!(limiter.wait(LONG, Duration::ZERO, soon).await, Err(Duration::from_secs(30)));
        assert_eq!(start.elapsed(), Duration::ZERO, "neither slept");
        assert_eq!(wait(&limiter).await, Ok(Duration::from_secs(30)));
        assert_eq!(wait(&limiter).await, Ok(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_word_of_the_server_counts() {
        type Then = fn(&Limiter);
        let day = Some(Duration::from_secs(86_400));
        let cases: [(Then, Result<u64, u64>); 7] = [
            (|_| {}, Err(86_400)),
            // Quota in another window, with and without its end.
            (|limiter| limiter.observe(Some(&limit(99, 60)), None), Ok(0)),
            (|limiter| limiter.observe(Some(&RateLimit { reset: None, ..limit(99, 0) }), None), Ok(0)),
            // A response of the window that is used up, which was overtaken.
            (|limiter| limiter.observe(Some(&limit(1, 86_401)), None), Err(86_400)),
            (|limiter| limiter.observe(Some(&limit(0, 20)), None), Ok(20)),
            (|limiter| limiter.observe(None, Some(Duration::from_secs(5))), Ok(5)),
            (|limiter| limiter.observe(None, None), Err(86_400)),
        ];
        for (index, (then, expected)) in cases.into_iter().enumerate() {
            let limiter = Limiter::default();
            limiter.observe(None, day);
            then(&limiter);
            let expected = expected.map(Duration::from_secs).map_err(Duration::from_secs);
            assert_eq!(wait(&limiter).await, expected, "case {index}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_cannot_be_meant_blocks_nothing() {
        for years in [1, 56, 8000, u64::MAX / 31_536_000] {
            let limiter = Limiter::default();
            limiter.observe(None, Some(Duration::from_secs(years * 31_536_000)));
            limiter.observe(Some(&limit(0, years * 31_536_000)), None);
            assert_eq!(wait(&limiter).await, Ok(Duration::ZERO), "{years} years");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_waited_together_go_on_apart() {
        let limiter = std::sync::Arc::new(Limiter::default());
        limiter.observe(Some(&limit(0, 10)), None);
        let start = Instant::now();
        let waiters: Vec<_> = (0..100)
            .map(|_| {
                let limiter = limiter.clone();
                tokio::spawn(async move {
                    limiter.wait(LONG, Duration::from_millis(500), None).await.unwrap();
                    start.elapsed()
                })
            })
            .collect();
        let mut ends = Vec::new();
        for waiter in waiters {
            ends.push(waiter.await.unwrap());
        }
        ends.sort();
        assert!(ends[0] >= Duration::from_secs(10) && ends[99] <= Duration::from_millis(10_510), "{ends:?}");
        assert!(ends[90].saturating_sub(ends[10]) > Duration::from_millis(200), "spread over half a second: {ends:?}");
    }
}
