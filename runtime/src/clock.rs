//! Clocks, timers and time limits: those of tokio, and in a browser its own.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::task::coop::unconstrained;

pub(crate) use self::here::{Instant, Timer, sleep, system_now};

/// A machine with an operating system and a runtime of tokio.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod here {
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::SystemTime;

    pub(crate) use tokio::time::{Instant, sleep};

    /// The time of the system's clock.
    pub(crate) fn system_now() -> SystemTime {
        SystemTime::now()
    }

    /// Rings at an instant.
    pub(crate) struct Timer(Pin<Box<tokio::time::Sleep>>);

    impl Timer {
        pub(crate) fn at(deadline: Instant) -> Self {
            Self(Box::pin(tokio::time::sleep_until(deadline)))
        }

        pub(crate) fn deadline(&self) -> Instant {
            self.0.deadline()
        }
    }

    impl Future for Timer {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            self.0.as_mut().poll(cx)
        }
    }
}

/// A browser: clocks and timers are those of its page, and the clocks of the standard library panic.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod here {
    use std::future::poll_fn;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, ready};
    use std::time::{Duration, SystemTime};

    use gloo_timers::future::TimeoutFuture;
    use tokio::sync::oneshot;
    pub(crate) use web_time::Instant;

    /// The longest time `setTimeout` can wait, in milliseconds: more is none at all.
    const LONGEST: u32 = i32::MAX as u32;

    /// The time of the browser's clock.
    pub(crate) fn system_now() -> SystemTime {
        let since = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH);
        SystemTime::UNIX_EPOCH + since.unwrap_or_default()
    }

    /// Waits.
    pub(crate) async fn sleep(time: Duration) {
        match Instant::now().checked_add(time) {
            Some(deadline) => Timer::at(deadline).await,
            None => std::future::pending().await,
        }
    }

    /// Rings at an instant. The page's own timer stays on its thread, and ends when nobody waits for it any more.
    pub(crate) struct Timer {
        deadline: Instant,
        rings: oneshot::Receiver<()>,
    }

    impl Timer {
        pub(crate) fn at(deadline: Instant) -> Self {
            let (mut sender, rings) = oneshot::channel();
            wasm_bindgen_futures::spawn_local(async move {
                loop {
                    let wait = deadline.saturating_duration_since(Instant::now()).as_micros().div_ceil(1000);
                    if wait == 0 {
                        break;
                    }
                    let mut timer = TimeoutFuture::new(u32::try_from(wait).unwrap_or(LONGEST).min(LONGEST));
                    let mut dropped = pin!(sender.closed());
                    let is_gone = poll_fn(|cx| match dropped.as_mut().poll(cx) {
                        Poll::Ready(()) => Poll::Ready(true),
                        Poll::Pending => Pin::new(&mut timer).poll(cx).map(|()| false),
                    });
                    if is_gone.await {
                        return;
                    }
                }
                // Whether anybody still waits makes no difference.
                let _ = sender.send(());
            });
            Self { deadline, rings }
        }

        pub(crate) fn deadline(&self) -> Instant {
            self.deadline
        }
    }

    impl Future for Timer {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            let _ = ready!(Pin::new(&mut self.rings).poll(cx));
            Poll::Ready(())
        }
    }
}

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
        let timer = timer.get_or_insert_with(|| unconstrained(Timer::at(at)));
        ready!(Pin::new(timer).poll(cx));
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
