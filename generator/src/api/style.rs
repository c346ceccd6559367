//! Styles: how parameters and form properties are written (OpenAPI `style` and `explode`).

use crate::document::Node;
use crate::ir::{Location, Style};
use crate::location::Report;

/// The style of a parameter, and whether it is exploded.
pub(super) fn style(node: &Node<'_>, location: Location, report: &mut Report) -> (Style, bool) {
    let usual = match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie | Location::QueryString => Style::Form,
    };
    let collection = node
        .string("collectionFormat")
        .or_else(|| node.value.get("schema").and_then(|schema| schema.get("collectionFormat")?.as_str()));
    let style = match (node.string("style"), collection) {
        (Some(name), _) => style_of(name),
        (None, Some("ssv")) => Some(Style::SpaceDelimited),
        (None, Some("pipes")) => Some(Style::PipeDelimited),
        (None, _) => Some(usual),
    };
    let fits = |style: Style| match location {
        Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
        Location::Header => style == Style::Simple,
        Location::Query => matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject),
        Location::Cookie => matches!(style, Style::Form | Style::Cookie),
        Location::QueryString => style == Style::Form,
    };
    let chosen = style.filter(|style| fits(*style));
    if chosen.is_none() {
        let name = node.string("style").unwrap_or_default();
        report
            .warning("bad-style", node.place(), format!("style `{name}` does not fit this parameter"))
            .help("the default of its location is used");
    }
    let style = chosen.unwrap_or(usual);
    let explode = node.get("explode").and_then(|explode| explode.bool()).unwrap_or(match collection {
        Some("csv") => false,
        Some("multi") => true,
        _ => matches!(style, Style::Form | Style::DeepObject | Style::Cookie),
    });
    (style, explode)
}

/// The style behind its name.
pub(super) fn style_of(name: &str) -> Option<Style> {
    Some(match name {
        "form" => Style::Form,
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        "cookie" => Style::Cookie,
        _ => return None,
    })
}
