//! Runs a command line.

use crate::arguments::{Arguments, Command};
use crate::status::Status;
use crate::{bundle, check, generate, manual};
use clap::CommandFactory as _;
use std::io;

/// Runs a command and says how it ended. Mistakes are shown on standard error.
#[must_use]
pub fn run(arguments: Arguments) -> Status {
    let done = match arguments.command {
        Command::Generate(options) => generate::generate(&options),
        Command::Check(options) => check::check(&options),
        Command::Bundle(options) => bundle::bundle(&options),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "plansmith", &mut io::stdout());
            Ok(Status::Complete)
        }
        Command::Man { of } => manual::page(of.as_deref(), &mut io::stdout()).map(|()| Status::Complete),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        Status::BadInput
    })
}
