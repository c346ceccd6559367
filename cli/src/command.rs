//! Runs a command line.

use crate::arguments::{Arguments, Command};
use crate::refusal::Refusal;
use crate::status::Status;
use crate::{bundle, check, diff, generate, manual, out};
use clap::CommandFactory as _;
use std::path::Path;

/// Runs a command and says how it ended. Mistakes are shown on standard error.
#[must_use]
pub fn run(arguments: Arguments) -> Status {
    let done = match arguments.command {
        Command::Generate(options) => generate::generate(&options),
        Command::Check(options) => check::check(&options),
        Command::Diff(options) => {
            // The statuses of a comparison are those of the other commands.
            return match diff::run(Path::new("."), &options.into()) {
                0 => Status::Complete,
                1 => Status::Differs,
                _ => Status::BadInput,
            };
        }
        Command::Bundle(options) => bundle::bundle(&options),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "plansmith", &mut text);
            out::write(&String::from_utf8_lossy(&text)).map(|()| Status::Complete).map_err(Refusal::from)
        }
        Command::Man { of } => {
            let mut text = Vec::new();
            let page = manual::page(of.as_deref(), &mut text);
            page.and_then(|()| out::write(&String::from_utf8_lossy(&text))).map(|()| Status::Complete).map_err(Refusal::from)
        }
    };
    done.unwrap_or_else(|refusal| {
        refusal.show();
        Status::BadInput
    })
}
