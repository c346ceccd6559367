//! `cargo xtask lint`: what there is to say about the curated descriptions, without writing anything.

use crate::repository::Repository;
use crate::run::{self, Counts};
use plansmith_generator::Purpose;
use std::io;

/// Shows the diagnostics of the chosen APIs (all when none is named). Returns whether there is none.
///
/// # Errors
///
/// When a name is unknown or `spec/` cannot be read.
pub fn lint(repository: &Repository, apis: &[String]) -> io::Result<bool> {
    let mut fine = true;
    for api in repository.chosen(apis)? {
        let run = run::run(repository.root(), &crate::codegen::root(&api), true, None, Purpose::Publish);
        run.show();
        if run.is_fine() {
            let summary = &run.generated.summary;
            println!("{api}: fine ({} operations, {} types, {} ms)", summary.operations, summary.types, run.time.as_millis());
        } else {
            let counts = Counts::of(&run.generated.report);
            println!("{api}: {} errors, {} warnings", counts.errors, counts.warnings);
            fine = false;
        }
    }
    Ok(fine)
}
