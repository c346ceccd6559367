//! A line on the terminal that says that a long run goes on.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a run stays without a line, and how often the line says how long it has been.
const PATIENCE: Duration = Duration::from_millis(500);

/// Goes to the start of the line and empties it.
const EMPTY_LINE: &str = "\r\x1b[2K";

/// Does something; a line on standard error says so where it takes longer and standard error is a terminal.
pub fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let start = Instant::now();
            let mut shown = false;
            while ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown = true;
                let _ = write!(stderr(), "{EMPTY_LINE}{what} ({} s)", start.elapsed().as_secs());
            }
            if shown {
                let _ = write!(stderr(), "{EMPTY_LINE}");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// The steps of a long run, on a line of the terminal.
#[derive(Debug)]
pub struct Steps {
    all: usize,
    done: AtomicUsize,
}

impl Steps {
    /// A run of so many steps.
    #[must_use]
    pub fn new(all: usize) -> Self {
        Self { all, done: AtomicUsize::new(0) }
    }

    /// Shows what is done now.
    pub fn say(&self, what: &str) {
        if stderr().is_terminal() {
            let _ = write!(stderr(), "{EMPTY_LINE}{} of {} {what}", self.done.load(Ordering::Relaxed), self.all);
        }
    }

    /// Counts a step.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if stderr().is_terminal() {
            let _ = write!(stderr(), "{EMPTY_LINE}");
        }
    }
}
