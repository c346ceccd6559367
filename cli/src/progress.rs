//! A line on the terminal that says that a long run goes on.

use indicatif::ProgressBar;
use std::io::{IsTerminal as _, stderr};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a run stays without a line.
const PATIENCE: Duration = Duration::from_millis(500);

/// Does something; a line on standard error says so where it takes longer and standard error is a terminal.
pub fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                let line = ProgressBar::new_spinner().with_message(what.to_owned());
                line.enable_steady_tick(Duration::from_millis(100));
                let _ = ended.recv();
                line.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
