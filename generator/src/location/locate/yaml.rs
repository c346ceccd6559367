//! Positions of the YAML parser.

use crate::location::Span;
use saphyr_parser::{Marker, Parser, StrInput};

/// A position of the parser.
pub(crate) fn spot(marker: Marker, length: usize) -> Span {
    Span { line: marker.line().max(1), column: marker.col() + 1, length: length.max(1) }
}

/// A range of the parser. What goes on in further lines counts into the length, which is cut when rendered.
pub(crate) fn shown(span: saphyr_parser::Span) -> Span {
    spot(span.start, span.end.index().saturating_sub(span.start.index()))
}

/// Events of a text.
pub(crate) fn events(text: &str) -> Parser<'_, StrInput<'_>> {
    Parser::new_from_str(text)
}
