//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1): changes to a description that is not one's own.
//!
//! An overlay is an array of actions. Each selects values of the root file by `JSONPath` (RFC 9535), path items of other files
//! included, and updates, copies or removes them. Values keep the place they came from, so that a message about an overlaid value points into the overlay
//! and a message about any other value into the description.

mod action;
mod apply;
mod functions;
mod path;
#[cfg(test)]
mod tests;

use crate::location::{FileId, Level, Place, Report, Sources};
use crate::options::TextFile;
use crate::source::read_file;

/// A component of the root file that is nothing but a reference to another file.
#[derive(Clone, Debug)]
pub(crate) struct Elsewhere {
    /// The keys that lead to it.
    pub(crate) way: Vec<String>,
    /// The reference.
    pub(crate) target: String,
    /// What stands there.
    pub(crate) value: serde_json::Value,
}

/// Applies overlays to the root file in order, and keeps their texts in `sources` at [`FileId::attached`] from `first` on.
///
/// Returns whether all actions could be applied. Mistakes are fatal: half an overlay is another API.
pub(crate) fn apply(texts: &[TextFile], first: u16, elsewhere: &[Elsewhere], sources: &mut Sources, report: &mut Report) -> bool {
    let mut fine = true;
    for (text, index) in texts.iter().zip(first..) {
        let id = FileId::attached(index);
        let before = report.count(Level::Error);
        let file = read_file(id, &text.path, text.text.clone(), report);
        let value = file.value.clone();
        sources.attached.push(file);
        if value.is_null() {
            if report.count(Level::Error) == before {
                report.fatal("overlay", Place::new(id, ""), "the overlay is empty");
            }
            report.forbid_output();
            fine = false;
            continue;
        }
        let Some(actions) = action::read(id, &value, report) else {
            fine = false;
            continue;
        };
        let root = std::mem::take(&mut sources.files[0].value);
        let origins = std::mem::take(&mut sources.origins);
        let mut target = apply::Target { root, origins, elsewhere, brought: 0, report, fine: true, stopped: false };
        for action in &actions {
            target.apply(action);
        }
        fine &= target.fine;
        let apply::Target { root, origins, .. } = target;
        sources.files[0].value = root;
        sources.origins = origins;
    }
    fine
}
