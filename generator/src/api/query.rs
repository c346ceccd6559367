//! What stands behind the path in a path template: a query in which parameters are written, and a fragment.
//!
//! OpenAPI has neither. The query says what is sent, so its parameters are read as what they mean; a fragment is never
//! sent, and only tells operations of one path apart.

use super::ApiReader;
use super::path::Template;
use crate::document::Node;
use crate::ir::{Location, Param, Segment, Style};

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// Makes query parameters of what the query of a path template names, and says what of it is not sent.
    pub(super) fn beyond_path(&mut self, template: &Template, params: &mut Vec<Param>, node: &Node<'d>) {
        for (wire, variable) in &template.query {
            self.query_parameter(wire, variable, template, params, node);
        }
        for part in &template.cut {
            let message = format!("`{part}` is no part of a path and is not sent");
            self.builder.schema.report.warning("path-query", node.place(), message).help("describe it as a parameter");
        }
        if let Some(fragment) = &template.fragment {
            self.fragment(fragment, params, node);
        }
    }

    /// `?wire={variable}`, which is declared as a query parameter, as one of the path, or not at all.
    fn query_parameter(&mut self, wire: &str, variable: &str, template: &Template, params: &mut Vec<Param>, node: &Node<'d>) {
        let place =
            |name: &str, location: Location| params.iter().position(|param| param.location == location && param.wire == name);
        let strict = self.builder.schema.report.strict;
        if place(wire, Location::Query).is_some() && !strict {
            return;
        }
        let in_path = template.segments.iter().any(|segment| matches!(segment, Segment::Param(name) if name == variable));
        let declared = place(variable, Location::Path).filter(|_| !in_path).or_else(|| place(variable, Location::Query));
        let help = match declared {
            Some(index) => {
                let param = &mut params[index];
                if param.location == Location::Path {
                    (param.location, param.style, param.explode) = (Location::Query, Style::Form, true);
                }
                wire.clone_into(&mut param.wire);
                format!("it is read as the query parameter `{wire}`")
            }
            None if place(wire, Location::Query).is_some() => "leave it out of the path".to_owned(),
            None => {
                params.push(Self::undeclared(wire, Location::Query, node.place()));
                format!("it is taken as an optional string `{wire}` of the query")
            }
        };
        let message = format!("`{wire}={{{variable}}}` stands in a path, and a path has no query");
        self.builder.schema.report.warning("path-query", node.place(), message).help(help);
    }

    /// A fragment that names what is sent anyway is a name for the operation; any other may be meant to be sent.
    fn fragment(&mut self, fragment: &str, params: &[Param], node: &Node<'d>) {
        let report = &mut *self.builder.schema.report;
        let message = format!("`#{fragment}` is not sent: no request has a fragment");
        if report.strict {
            report.warning("path-query", node.place(), message).help("describe it as a parameter");
            return;
        }
        let is_sent = fragment.split('&').all(|part| {
            let name = part.split_once('=').map_or(part, |(name, _)| name);
            params.iter().any(|param| param.wire.eq_ignore_ascii_case(name))
        });
        if !is_sent {
            let said = report.note("path-query", node.place(), message);
            said.help("parameters or the body tell the operations of a path apart");
        }
    }
}
