//! Time limits.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::task::coop::unconstrained;
use tokio::time::Instant;

/// A time limit that a call may set for itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// That of the client.
    OfClient,
    /// Its own, `None` for no limit.
    Own(Option<Duration>),
}

impl Limit {
    pub(crate) fn or(self, client: Option<Duration>) -> Option<Duration> {
        match self {
            Self::OfClient => client,
            Self::Own(limit) => limit,
        }
    }
}

/// When a limit ends that begins now; `None` without one, or when it ends later than the clock can say.
pub(crate) fn end_of(limit: Option<Duration>) -> Option<Instant> {
    let limit = limit?;
    Instant::now().checked_add(limit)
}

/// The result of `work`, or `None` when it is not there at `deadline`. Without a deadline no timer is made. The work is
/// pinned by the caller, which keeps it from being in the future twice.
pub(crate) async fn within<T>(deadline: Option<Instant>, mut work: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
    let mut timer = None;
    poll_fn(|cx| {
        if let Poll::Ready(result) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(result));
        }
        // Made only for work that has to wait.
        let Some(at) = deadline else { return Poll::Pending };
        // Work that always has something to do would otherwise use up the time slice in which the timer could ring.
        let timer = timer.get_or_insert_with(|| Box::pin(unconstrained(tokio::time::sleep_until(at))));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(None)
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_ready_in_time_counts() {
        let wait = |seconds| {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                seconds
            })
        };
        assert_eq!(within(end_of(Some(Duration::from_secs(2))), wait(1).as_mut()).await, Some(1));
        assert_eq!(within(end_of(Some(Duration::from_secs(2))), wait(2).as_mut()).await, Some(2));
        assert_eq!(within(end_of(Some(Duration::from_secs(2))), wait(3).as_mut()).await, None);
        assert_eq!(within(end_of(Some(Duration::MAX)), wait(3).as_mut()).await, Some(3));
        assert_eq!(within(end_of(Some(Duration::ZERO)), pin!(async { 7 })).await, Some(7));
    }
}
