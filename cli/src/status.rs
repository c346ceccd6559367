//! How a command ended. The numbers are a promise to scripts.

use std::process::ExitCode;

/// How a command ended, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything was generated, or there is nothing to complain of: 0.
    Complete,
    /// `--check`: the folder does not hold what the description gives: 1.
    Differs,
    /// A crate was generated, and the report lists what it lacks: 3. With `--allow-left-out` this is 0.
    LeftOut,
    /// The description cannot be used, nothing was written: 4.
    Nothing,
    /// The command line, the configuration, an overlay, a path or a folder is wrong, nothing was written: 2.
    BadInput,
}

impl Status {
    /// The exit status of the program.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Differs => 1,
            Self::BadInput => 2,
            Self::LeftOut => 3,
            Self::Nothing => 4,
        }
    }

    /// The word in a report for machines.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Differs => "differs",
            Self::BadInput => "bad-input",
            Self::LeftOut => "left-out",
            Self::Nothing => "nothing-written",
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}
