//! What calls returned, beside what a server answered: a property under a wrong name would be lost without a word.

use crate::coverage::made_up_texts;
use crate::service::Entry;
use std::cell::RefCell;
use std::error::Error;
use std::fmt::{Debug, Write as _};

thread_local! {
    /// What the calls of this test returned, in `Debug` form.
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what a call returned.
pub fn see(response: &impl Debug) {
    SEEN.with_borrow_mut(|seen| seen.push(format!("{response:?}")));
}

/// What was kept since the last call.
#[must_use]
pub fn take() -> Vec<String> {
    SEEN.take()
}

/// Compares responses with what the calls returned, and counts the texts.
///
/// # Panics
///
/// When a text of a response is not in what its call returned, or a value fitted no variant.
#[must_use]
pub fn compare(log: &[Entry], seen: &[String]) -> usize {
    assert_eq!(seen.len(), log.len());
    let mut lost = Vec::new();
    let mut compared = 0;
    for (entry, seen) in log.iter().zip(seen) {
        let operation = entry.operation.as_deref().unwrap_or_default();
        let texts = made_up_texts(&serde_json::from_slice(&entry.response).unwrap_or_default());
        compared += texts.len();
        // A secret was read and does not print.
        let hidden = seen.matches("Secret(***)").count();
        let missing = texts.into_iter().filter(|(_, text)| !seen.contains(&format!("{text:?}"))).skip(hidden);
        lost.extend(missing.map(|(path, text)| format!("{operation} {path}: {text}")));
        if seen.contains("Other(") {
            lost.push(format!("{operation}: a value fits no variant: {seen}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    compared
}

/// An error with its causes.
#[must_use]
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let _ = write!(text, "\n  caused by: {source}");
        next = source.source();
    }
    text
}
