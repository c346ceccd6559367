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
//! connections live on a thread of its own. It is never used for calls that are awaited.
//!
//! # Panics
//!
//! Waiting inside an async runtime panics, as it would stop that runtime's thread: `.await` there.

use std::sync::OnceLock;

use tokio::runtime::Runtime;

use crate::error::Error;
use crate::paging::{Items, Pages};

/// `.wait()` for futures: the calls of a client, downloads and everything else that is awaited.
pub trait Wait: Future + Sized {
    /// Blocks the thread until the future is done.
    ///
    /// # Panics
    ///
    /// When it is called inside an async runtime, or when the system has no thread to give.
    fn wait(self) -> Self::Output {
        runtime().block_on(self)
    }
}

impl<F: Future> Wait for F {}

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
        BlockingItems(self)
    }
}

impl<P: Send + 'static> Pages<P> {
    /// The pages as an iterator, for code that is not async. See [`blocking`](crate::blocking).
    #[must_use]
    pub fn blocking(self) -> BlockingPages<P> {
        BlockingPages(self)
    }
}

/// The records of a list as an iterator. An error is the last item.
#[derive(Debug)]
pub struct BlockingItems<I>(Items<I>);

impl<I: Send + 'static> Iterator for BlockingItems<I> {
    type Item = Result<I, Error>;

    /// Blocks while a page is fetched; panics inside an async runtime.
    fn next(&mut self) -> Option<Self::Item> {
        self.0.try_next().wait().transpose()
    }
}

/// The pages of a list as an iterator. An error is the last item.
#[derive(Debug)]
pub struct BlockingPages<P>(Pages<P>);

impl<P: Send + 'static> Iterator for BlockingPages<P> {
    type Item = Result<P, Error>;

    /// Blocks while a page is fetched; panics inside an async runtime.
    fn next(&mut self) -> Option<Self::Item> {
        self.0.try_next().wait().transpose()
    }
}
