//! [`SingleFlight`]: one token request for all who need a token.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::clock::{end_of, within};
use crate::error::Error;

/// How long work is waited for before anybody asks whether its runtime still runs, and how long that may take to show.
const PATIENCE: Duration = Duration::from_secs(1);

/// The runtime that work depends on; `None` for work that has its own.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
type Driver = Option<Handle>;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
type Driver = Option<std::convert::Infallible>;

type Outcome<T> = Result<T, Arc<Error>>;

/// Work that runs once for all who wait for it, in a task of its own that no caller can cancel. Everybody gets its result,
/// good or bad, so that forty calls with a wrong secret are one token request.
pub(super) struct SingleFlight<T>(Mutex<Option<Flight<T>>>);

#[derive(Clone)]
struct Flight<T> {
    landed: watch::Receiver<Option<Outcome<T>>>,
    driver: Driver,
}

impl<T> Flight<T> {
    fn is_under_way(&self) -> bool {
        self.landed.borrow().is_none() && self.landed.has_changed().is_ok()
    }
}

/// Where the task leaves its result.
pub(super) struct Landing<T>(watch::Sender<Option<Outcome<T>>>);

impl<T> Landing<T> {
    pub(super) fn land(self, result: Result<T, Error>) {
        // Whether anybody still waits makes no difference.
        let _ = self.0.send(Some(result.map_err(Arc::new)));
    }
}

impl<T: Clone> SingleFlight<T> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// The result of the work under way, or `ready`, or else the result of work that `start` begins.
    /// `None` when the work ended without a result: it panicked, its runtime was shut down, or nobody runs that any more.
    pub(super) async fn join(
        &self,
        ready: impl FnOnce() -> Option<T>,
        start: impl FnOnce(Landing<T>) -> Driver,
    ) -> Option<Result<T, Error>> {
        let mut flight = {
            let mut current = self.lock();
            if let Some(flight) = current.as_ref().filter(|flight| flight.is_under_way()) {
                flight.clone()
            } else if let Some(value) = ready() {
                return Some(Ok(value));
            } else {
                let (sender, landed) = watch::channel(None);
                let flight = Flight { landed, driver: start(Landing(sender)) };
                *current = Some(flight.clone());
                flight
            }
        };
        loop {
            let limit = flight.driver.as_ref().and_then(|_| end_of(Some(PATIENCE)));
            let landed = within(limit, pin!(flight.landed.wait_for(Option::is_some))).await;
            let landed = landed.map(|landed| landed.ok().and_then(|outcome| outcome.clone()));
            if let Some(outcome) = landed {
                return Some(outcome?.map_err(|error| Error::copy_of(&error)));
            }
            if !is_driven(&flight.driver).await {
                let mut current = self.lock();
                // Whoever sees it first makes room for other work.
                if current.as_ref().is_some_and(|other| other.landed.same_channel(&flight.landed)) {
                    *current = None;
                }
                return None;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Flight<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether somebody runs the tasks of a runtime: one of a single thread stands still between two calls of `block_on`.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
async fn is_driven(driver: &Driver) -> bool {
    let Some(runtime) = driver else { return true };
    within(end_of(Some(PATIENCE)), pin!(runtime.spawn(async {}))).await.is_some_and(|ran| ran.is_ok())
}

/// The queue of a browser always runs.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
#[expect(clippy::unused_async, reason = "the same signature everywhere")]
async fn is_driven(_: &Driver) -> bool {
    true
}

/// Runs work in a task of the caller's runtime.
#[cfg(not(target_family = "wasm"))]
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Driver {
    let Ok(runtime) = Handle::try_current() else { return spawn_detached(work) };
    drop(runtime.spawn(work));
    Some(runtime)
}

/// Runs work in a task of the caller's runtime.
#[cfg(all(target_family = "wasm", not(target_os = "unknown")))]
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Driver {
    drop(Handle::current().spawn(work));
    None
}

/// Runs work on the queue of the browser.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Driver {
    wasm_bindgen_futures::spawn_local(work);
    None
}

/// Runs work to its end whatever becomes of the caller and its runtime: on a thread with a runtime of its own. A runtime that
/// is dropped meanwhile waits for it, so a program does not end within the work either.
#[cfg(not(target_family = "wasm"))]
pub(super) fn spawn_detached(work: impl Future<Output = ()> + Send + 'static) -> Driver {
    let run = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime for one task can be made where one runs already");
        runtime.block_on(work);
        // A look-up of a name that nobody waits for any more must not hold the thread.
        runtime.shutdown_background();
    };
    match Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn_blocking(run)),
        Err(_) => drop(std::thread::spawn(run)),
    }
    None
}

/// Without threads the task lives as long as the page does.
#[cfg(target_family = "wasm")]
pub(super) fn spawn_detached(work: impl Future<Output = ()> + Send + 'static) -> Driver {
    spawn(work)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test]
    async fn all_get_one_result_and_the_next_begins_anew() {
        let flights = Arc::new(SingleFlight::<u32>::new());
        let started = Arc::new(Mutex::new(0));
        let join = |result: Result<u32, ErrorKind>| {
            let (flights, started) = (flights.clone(), started.clone());
            async move {
                let start = |landing: Landing<u32>| {
                    *started.lock().unwrap() += 1;
                    spawn_detached(async move {
                        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                        landing.land(result.map_err(|kind| Error::new(kind, "token")));
                    })
                };
                flights.join(|| None, start).await
            }
        };
        let all = [tokio::spawn(join(Ok(1))), tokio::spawn(join(Ok(2))), tokio::spawn(join(Ok(3)))];
        for call in all {
            assert_eq!(call.await.unwrap().unwrap().unwrap(), 1);
        }
        assert_eq!(join(Err(ErrorKind::Auth)).await.unwrap().unwrap_err().kind(), ErrorKind::Auth);
        assert_eq!(*started.lock().unwrap(), 2);
        assert!(flights.join(|| None, |landing| spawn(async move { drop(landing) })).await.is_none());
        assert_eq!(flights.join(|| Some(7), |_| unreachable!()).await.unwrap().unwrap(), 7);
    }

    #[test]
    fn detached_work_outlives_the_runtime_it_began_in() {
        let done = Arc::new(Mutex::new(false));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let seen = done.clone();
        runtime.block_on(async {
            spawn_detached(async move {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                *seen.lock().unwrap() = true;
            });
            // Long enough for the thread to begin.
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        });
        drop(runtime);
        assert!(*done.lock().unwrap(), "the runtime waited for it");
    }
}
