//! Why nothing was done: what is wrong with the command line, the configuration or a path.

use crate::run;
use plansmith_generator::Report;
use plansmith_generator::location::{Place, Sources};
use std::io;

/// Why nothing was done.
#[derive(Debug)]
pub enum Refusal {
    /// What a person can act on, without a place in a file.
    Said(io::Error),
    /// Mistakes at their places.
    Reported(Box<(Report, Sources)>),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Said(error)
    }
}

impl Refusal {
    /// Mistakes at their places.
    #[must_use]
    pub fn reported(report: Report, sources: Sources) -> Self {
        Self::Reported(Box::new((report, sources)))
    }

    /// Shows it on standard error.
    pub fn show(&self) {
        match self {
            Self::Said(error) => eprintln!("error: {error}"),
            Self::Reported(said) => run::show(&said.0, &said.1),
        }
    }

    /// The same as a report, for machines.
    #[must_use]
    pub fn into_report(self) -> (Report, Sources) {
        match self {
            Self::Said(error) => {
                let mut report = Report::new(false);
                report.fatal("input", Place::nowhere(), error.to_string());
                (report, Sources::default())
            }
            Self::Reported(said) => *said,
        }
    }
}
