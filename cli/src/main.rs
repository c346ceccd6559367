//! `plansmith`: see `plansmith --help`.

use clap::Parser as _;
use plansmith::arguments::Arguments;
use plansmith::command;
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(Arguments::parse()).into()
}
