//! The generator from outside: descriptions in, files and messages out.
//!
//! Fixtures stand in `tests/fixtures/`, each as small as it can be, named after the one thing it shows, its
//! snapshot beside it. `INSTA_UPDATE=always cargo test -p plansmith-tests --test generator` rewrites the
//! snapshots; the difference is for a person to read.

mod crates;
mod damaged;
mod fixtures;
mod fourth;
mod hostile;
mod large;
mod lint;
mod mutated;
mod names;
mod run;
mod secrets;
mod support;
mod surface;
