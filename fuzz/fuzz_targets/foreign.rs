//! A description of others, YAML or JSON, to the files of a crate.
#![no_main]

#[path = "check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::check(data, false));
