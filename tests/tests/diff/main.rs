//! The comparison of descriptions from outside: two descriptions in, changes and verdicts out.

mod fixtures;
mod hostile;
mod judge;
mod page;
mod support;
