//! Keys that are given more than once.

use crate::location::{FileId, Place, Report, Span};

/// Reports a key that is in an object more than once.
pub(super) fn report_repeat(id: FileId, pointer: &str, key: &str, spans: Option<(Span, Span)>, report: &mut Report) {
    let place = Place::new(id, pointer).key();
    let message = format!("`{key}` stands here more than once; the last one counts");
    let said = report.warning("repeated-key", place.clone(), message);
    if let Some((first, last)) = spans {
        said.at(last).also_at(place, first, "first one here");
    }
}
