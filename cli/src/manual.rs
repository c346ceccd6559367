//! The manual page.

use crate::arguments::Arguments;
use clap::CommandFactory as _;
use std::io::{self, Write};

/// Writes the manual page of a command, or of the program, as `man` reads it.
///
/// # Errors
///
/// When there is no such command, or the page cannot be written.
pub fn page(of: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let mut program = Arguments::command();
    program.build();
    let command = match of {
        None => program,
        Some(name) => {
            let unknown = || io::Error::other(format!("there is no command `{name}`; see `plansmith --help`"));
            program.find_subcommand(name).cloned().ok_or_else(unknown)?
        }
    };
    clap_mangen::Man::new(command).render(out)
}
