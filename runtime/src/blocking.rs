//! Calls from code that is not async (feature `blocking`).
//!
//! Nothing has a second form: a request is built as always, and [`wait`](Wait::wait) takes the place of `.await`. Lists
//! become iterators by [`Items::blocking`] and [`Pages::blocking`].
//!
//! ```
//! use plansmith_runtime::blocking::Wait;
//! use plansmith_runtime::{Error, Items};
//!
//! fn print(me: impl Future<Output = Result<String, Error>>, cards: Items<String>) -> Result<(), Error> {
//!     // With a generated crate: `client.me().get().send()` and `client.cards().list().items()`.
//!     println!("{}", me.wait()?);
//!     for card in cards.blocking() {
//!         println!("{}", card?);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! The work is done by one runtime that all clients of the process share and that is started by the first call; timers and
//! connections live on a thread of its own. It is never used for calls that are awaited. It ends with the process: a token refresh
//! that goes on without its callers is not waited for when `main` returns.
//!
//! Waiting inside an async function would stop the thread that runs it, and what it waits for may need that thread. It is an error
//! and sends nothing: `.await` there, or wait within `tokio::task::spawn_blocking`.

use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Handle, Runtime};
use tokio::task::coop;

use crate::error::Error;
use crate::paging::{Items, Pages};

/// `.wait()` for futures: the calls of a client, downloads and everything else that is awaited.
pub trait Wait: Future + Sized {
    /// Blocks the thread until the future is done.
    ///
    /// # Errors
    ///
    /// What the future fails with, and [`ErrorKind::Request`](crate::ErrorKind::Request) inside an async function, where the future is
    /// not begun.
    ///
    /// # Panics
    ///
    /// When the system has no thread to give.
    fn wait<T, E>(self) -> Result<T, E>
    where
        Self: Future<Output = Result<T, E>>,
        E: From<Error>,
    {
        may_wait()?;
        runtime().block_on(self)
    }
}

impl<F: Future> Wait for F {}

fn may_wait() -> Result<(), Error> {
    if is_async() {
        let what = "waiting would stop the thread of the async runtime it is called in; `.await` there, or wait within \
                    `tokio::task::spawn_blocking`";
        return Err(Error::request("wait", what));
    }
    Ok(())
}

/// Whether the thread runs an async function of tokio, which may not be held up. A thread that belongs to a runtime and may wait,
/// as in `spawn_blocking`, is told apart by the number of steps it may do in a row, which is limited in async functions only.
fn is_async() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // More steps than any limit has.
    let mut steps = Vec::with_capacity(256);
    let limited = loop {
        match coop::poll_proceed(&mut context) {
            Poll::Pending => break true,
            Poll::Ready(_) if steps.len() == 256 => break false,
            Poll::Ready(step) => steps.push(step),
        }
    };
    // Each gives back what was left before it, so the first one goes last.
    while steps.pop().is_some() {}
    limited
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("plansmith-blocking")
            .enable_all()
            .build()
            .expect("the system has a thread and a poller to give")
    })
}

impl<I: Send + 'static> Items<I> {
    /// The records as an iterator, for code that is not async. See [`blocking`](crate::blocking).
    #[must_use]
    pub fn blocking(self) -> BlockingItems<I> {
        BlockingItems { items: self, over: false }
    }
}

impl<P: Send + 'static> Pages<P> {
    /// The pages as an iterator, for code that is not async. See [`blocking`](crate::blocking).
    #[must_use]
    pub fn blocking(self) -> BlockingPages<P> {
        BlockingPages { pages: self, over: false }
    }
}

/// The records of a list as an iterator. An error is the last item, but for records that cannot be read.
#[derive(Debug)]
pub struct BlockingItems<I> {
    items: Items<I>,
    over: bool,
}

impl<I: Send + 'static> Iterator for BlockingItems<I> {
    type Item = Result<I, Error>;

    /// Blocks while a page is fetched; inside an async function it is an error, as [`Wait::wait`] says.
    fn next(&mut self) -> Option<Self::Item> {
        match may_wait() {
            Ok(()) => self.items.try_next().wait().transpose(),
            Err(error) => (!std::mem::replace(&mut self.over, true)).then_some(Err(error)),
        }
    }
}

/// The pages of a list as an iterator. An error is the last item.
#[derive(Debug)]
pub struct BlockingPages<P> {
    pages: Pages<P>,
    over: bool,
}

impl<P: Send + 'static> Iterator for BlockingPages<P> {
    type Item = Result<P, Error>;

    /// Blocks while a page is fetched; inside an async function it is an error, as [`Wait::wait`] says.
    fn next(&mut self) -> Option<Self::Item> {
        match may_wait() {
            Ok(()) => self.pages.try_next().wait().transpose(),
            Err(error) => (!std::mem::replace(&mut self.over, true)).then_some(Err(error)),
        }
    }
}
