//! Parameters: of the path item and the operation, merged.

use super::Resolver;
use super::docs::docs_of;
use super::expr::Expr;
use super::operation::Context;
use super::words::{Words, words_of_pointer};
use crate::document::Node;
use crate::ir::{LeftOut, Location, Param, ParamRole, Style, Text, Type};
use crate::source::Place;
use serde_json::Value;

impl<'d> Resolver<'d, '_> {
    /// The parameters of an operation, those of the path item first, replaced by those of the operation.
    pub(super) fn params(&mut self, item: &Node<'d>, operation: &Node<'d>, context: &Context<'_>) -> Vec<Param> {
        let mut params: Vec<Param> = Vec::new();
        for owner in [item, operation] {
            let Some(list) = owner.get("parameters") else { continue };
            let start = params.len();
            let mut own: Vec<(String, Location)> = Vec::new();
            for node in list.items() {
                let Some(param) = self.param(&node, context) else { continue };
                let same = |known: &Param| known.wire == param.wire && known.location == param.location;
                if own.contains(&(param.wire.clone(), param.location)) {
                    self.report
                        .warning("duplicate-parameter", node.place(), format!("parameter `{}` is given twice", param.wire))
                        .help("the last one is used");
                }
                own.push((param.wire.clone(), param.location));
                debug_assert!(start <= params.len(), "parameters are only added");
                match params.iter_mut().find(|known| same(known)) {
                    Some(known) => *known = param,
                    None => params.push(param),
                }
            }
        }
        params
    }

    fn param(&mut self, given: &Node<'d>, context: &Context<'_>) -> Option<Param> {
        let Some(node) = self.follow(given) else {
            self.leave_out(format!("a parameter of {}", context.name), "its `$ref` leads nowhere", given.place());
            return None;
        };
        let Some(wire) = node.text("name") else {
            self.report.error("missing-key", node.place(), "a parameter has no `name`");
            self.leave_out(format!("a parameter of {}", context.name), "it has no name", node.place());
            return None;
        };
        let location = match node.text("in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            other => {
                let other = other.unwrap_or_default();
                self.report.error("unknown-location", node.place(), format!("parameters are not sent in `{other}`"));
                self.leave_out(format!("parameter {wire} of {}", context.name), "where it is sent is not known", node.place());
                return None;
            }
        };
        if location == Location::Header
            && ["accept", "content-type", "authorization"].contains(&wire.to_ascii_lowercase().as_str())
        {
            return None;
        }
        let mut docs = docs_of(&node);
        let (schema, json) = match (node.get("schema"), node.get("content").and_then(|content| content.entries().next())) {
            (Some(schema), _) => (Some(schema), false),
            (None, Some((media, content))) => (content.get("schema"), super::body::is_json(media)),
            (None, None) => (None, false),
        };
        let ty = match &schema {
            Some(schema) => {
                let expr = Expr::Node(schema.clone());
                let made = self.param_type(&node, given, &expr, wire, context);
                let texts = self.docs(&expr);
                docs.notes = texts.notes;
                docs.description = docs.description.or(texts.description);
                docs.deprecated |= texts.deprecated;
                if json { made.whole() } else { bare(made.ty) }
            }
            None => Type::Text(Text::Plain),
        };
        if node.flag("allowEmptyValue") {
            docs.notes.push("May be empty.".to_owned());
        }
        let (style, explode) = self.style(&node, location);
        Some(Param {
            wire: wire.to_owned(),
            rename: node.text("x-name").map(str::to_owned),
            location,
            ty,
            required: location == Location::Path || node.flag("required"),
            style,
            explode,
            allow_reserved: node.flag("allowReserved"),
            json,
            role: self.role(wire, location),
            known: known_names(&node, schema.as_ref()),
            docs,
            place: node.place(),
        })
    }

    fn param_type(
        &mut self,
        node: &Node<'d>,
        given: &Node<'d>,
        expr: &Expr<'d>,
        wire: &str,
        context: &Context<'_>,
    ) -> super::Use {
        if node.address() == given.address() {
            let words = context.words.then(wire);
            return self.type_of(expr, &words);
        }
        let found = words_of_pointer(node);
        let word = found.join(" ");
        self.type_of(expr, &Words::root(&word))
    }

    fn style(&mut self, node: &Node<'d>, location: Location) -> (Style, bool) {
        let usual = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        let collection = node
            .text("collectionFormat")
            .or_else(|| node.value.get("schema").and_then(|schema| schema.get("collectionFormat")?.as_str()));
        let style = match (node.text("style"), collection) {
            (Some(name), _) => style_of(name),
            (None, Some("ssv")) => Some(Style::SpaceDelimited),
            (None, Some("pipes")) => Some(Style::PipeDelimited),
            (None, _) => Some(usual),
        };
        let fits = |style: Style| match location {
            Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
            Location::Header => style == Style::Simple,
            Location::Query => matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject),
            Location::Cookie => style == Style::Form,
        };
        let chosen = style.filter(|style| fits(*style));
        if chosen.is_none() {
            let name = node.text("style").unwrap_or_default();
            self.report
                .warning("bad-style", node.place(), format!("style `{name}` does not fit this parameter"))
                .help("the default of its location is used");
        }
        let style = chosen.unwrap_or(usual);
        let explode = node.get("explode").and_then(|explode| explode.bool()).unwrap_or(match collection {
            Some("csv") => false,
            Some("multi") => true,
            _ => style == Style::Form || style == Style::DeepObject,
        });
        (style, explode)
    }

    pub(super) fn leave_out(&mut self, what: String, reason: &str, place: Place) {
        self.left_out.push(LeftOut { what, reason: reason.to_owned(), operation: false, place });
    }

    /// A parameter for a name in the path that nothing declares.
    pub(super) fn undeclared(wire: &str, place: Place) -> Param {
        Param {
            wire: wire.to_owned(),
            rename: None,
            location: Location::Path,
            ty: Type::Text(Text::Plain),
            required: true,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            json: false,
            role: ParamRole::Plain,
            known: Vec::new(),
            docs: crate::ir::Docs::default(),
            place,
        }
    }
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
        _ => return None,
    })
}

/// A type without null, which no style can write.
fn bare(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => *inner,
        other => other,
    }
}

fn known_names(node: &Node<'_>, schema: Option<&Node<'_>>) -> Vec<String> {
    let list = node.value.get("x-eager").or_else(|| schema.and_then(|schema| schema.value.get("x-eager")));
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
