//! The commands of `plansmith`: everything about files, folders, settings and people. What a crate looks like is decided
//! in `plansmith-generator`.
//!
//! The program is [`run`](command::run) on [`Arguments`](arguments::Arguments).

#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod arguments;
pub mod bundle;
pub mod check;
#[cfg(feature = "program")]
pub mod command;
pub mod config;
pub mod date;
pub mod diff;
pub mod files;
pub mod folder;
pub mod generate;
pub mod input;
pub mod json;
#[cfg(feature = "program")]
pub mod manual;
pub mod out;
pub mod progress;
pub mod refusal;
pub mod run;
pub mod settings;
pub mod status;
pub mod workspace;
