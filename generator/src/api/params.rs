//! Parameters: of the path item and the operation, merged.

use super::ApiReader;
use super::operation::Context;
use super::style::style;
use crate::document::Node;
use crate::ir::{Docs, Location, Param, ParamRole, StringFormat, Style, Type};
use crate::location::Place;
use crate::media::MediaType;
use crate::model::{NamePath, TypeUse, name_path_of};
use crate::schema::{Composition, docs_of};
use serde_json::Value;

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The parameters of an operation, those of the path item first, replaced by those of the operation.
    pub(super) fn params(&mut self, item: &Node<'d>, operation: &Node<'d>, context: &Context<'_>) -> Vec<Param> {
        let mut params: Vec<Param> = Vec::new();
        for owner in [item, operation] {
            let Some(array) = owner.get("parameters") else { continue };
            let mut own: Vec<(String, Location)> = Vec::new();
            for node in array.items() {
                let Some(param) = self.param(&node, context) else { continue };
                // The names of headers have no case (RFC 9110, section 5.1).
                let is_same = |wire: &str, location: Location| {
                    let same =
                        if location == Location::Header { wire.eq_ignore_ascii_case(&param.wire) } else { wire == param.wire };
                    same && location == param.location
                };
                let same = |known: &Param| is_same(&known.wire, known.location);
                if own.iter().any(|(wire, location)| is_same(wire, *location)) {
                    self.builder
                        .schema
                        .report
                        .warning("duplicate-parameter", node.place(), format!("parameter `{}` is given twice", param.wire))
                        .help("the last one is used");
                }
                own.push((param.wire.clone(), param.location));
                match params.iter_mut().find(|known| same(known)) {
                    Some(known) => *known = param,
                    None => params.push(param),
                }
            }
        }
        self.one_query(&params, context);
        params
    }

    fn param(&mut self, given: &Node<'d>, context: &Context<'_>) -> Option<Param> {
        let Some(node) = self.builder.schema.follow(given) else {
            self.leave_out(format!("a parameter of {}", context.name), "its `$ref` leads nowhere", given.place());
            return None;
        };
        let Some(wire) = node.string("name") else {
            self.builder.schema.report.error("missing-key", node.place(), "a parameter has no `name`");
            self.leave_out(format!("a parameter of {}", context.name), "it has no name", node.place());
            return None;
        };
        let location = match node.string("in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            Some("querystring") => Location::QueryString,
            other => {
                let other = other.unwrap_or_default();
                self.builder.schema.report.error(
                    "unknown-location",
                    node.place(),
                    format!("parameters are not sent in `{other}`"),
                );
                self.leave_out(format!("parameter {wire} of {}", context.name), "where it is sent is not known", node.place());
                return None;
            }
        };
        if location == Location::Header && self.is_said_elsewhere(wire, &node) {
            return None;
        }
        let mut docs = docs_of(&node);
        let required = location == Location::Path || node.flag("required");
        let mut constant = None;
        let (schema, json) = match (node.get("schema"), node.get("content").and_then(|content| content.entries().next())) {
            (Some(schema), _) => (Some(schema), false),
            (None, Some((media, content))) => {
                let content = self.builder.schema.follow(&content).unwrap_or(content);
                self.queried(location, media, &content, wire, context);
                (content.get("schema"), MediaType::parse(media).is_json())
            }
            (None, None) => (None, false),
        };
        let ty = match &schema {
            Some(schema) => {
                let composition = Composition::Node(schema.clone());
                if required && !json && location != Location::QueryString {
                    constant = self.builder.schema.constraints(&composition).constant().cloned().map(Box::new);
                }
                let plain = constant.as_ref().and_then(|_| self.builder.plain_constant(&composition));
                let made = match plain {
                    Some(ty) => TypeUse { ty, null: false },
                    None => self.param_type(&node, given, &composition, wire, context),
                };
                let of_schema = composition.docs();
                docs.notes = of_schema.notes;
                docs.description = docs.description.or(of_schema.description);
                docs.deprecated |= of_schema.deprecated;
                if json { made.whole() } else { bare(made.ty) }
            }
            None => Type::String(StringFormat::Plain),
        };
        if node.flag("allowEmptyValue") {
            docs.notes.push("May be empty.".to_owned());
        }
        let (style, explode) = style(&node, location, self.builder.schema.report);
        Some(Param {
            wire: wire.to_owned(),
            rename: node.string("x-name").map(str::to_owned),
            location,
            ty,
            required,
            constant,
            style,
            explode,
            allow_reserved: node.flag("allowReserved"),
            slashes: false,
            json,
            role: self.role(wire, location),
            known: known_names(&node, schema.as_ref()),
            docs,
            place: node.place(),
        })
    }

    /// What of a parameter's content does not become part of the request.
    fn queried(&mut self, location: Location, media: &str, content: &Node<'d>, wire: &str, context: &Context<'_>) {
        if let Some(encoding) = content.get("encoding") {
            let what = format!("the encoding of parameter {wire} of {}", context.name);
            self.leave_out(what, "its properties are written in the usual way", encoding.place());
        }
        let parsed = MediaType::parse(media);
        let known = parsed.is_json() || parsed.main_type() == "text" || parsed.as_str() == "application/x-www-form-urlencoded";
        if location == Location::QueryString && !known {
            let what = format!("the media type `{media}` of parameter {wire} of {}", context.name);
            self.leave_out(what, "the caller passes it as a string", content.place());
        }
    }

    /// Whether a header is none of the parameters (OpenAPI 3.0.3, 4.7.12.2.1), which is said: the caller may miss it.
    fn is_said_elsewhere(&mut self, wire: &str, node: &Node<'d>) -> bool {
        let help = match wire.to_ascii_lowercase().as_str() {
            "accept" => "the content types of the responses say what is accepted",
            "content-type" => "the content type of the body says it",
            "authorization" => "describe a security scheme; until then callers set the header themselves",
            _ => return false,
        };
        let message = format!("`{wire}` is ignored among the header parameters");
        self.builder.schema.report.note("ignored-header", node.place(), message).help(help);
        true
    }

    /// One query string stands for the whole query: other parameters of the query, or a second one, contradict it.
    fn one_query(&mut self, params: &[Param], context: &Context<'_>) {
        let Some(whole) = params.iter().find(|param| param.location == Location::QueryString) else { return };
        let other = params.iter().find(|param| {
            param.location == Location::Query || param.location == Location::QueryString && !std::ptr::eq(*param, whole)
        });
        if let Some(other) = other {
            let message =
                format!("`{}` is the whole query of `{}`, and `{}` is in it as well", whole.wire, context.name, other.wire);
            self.builder.schema.report.warning("duplicate-parameter", other.place.clone(), message).help("both are sent");
        }
    }

    fn param_type(
        &mut self,
        node: &Node<'d>,
        given: &Node<'d>,
        composition: &Composition<'d>,
        wire: &str,
        context: &Context<'_>,
    ) -> TypeUse {
        if node.address() == given.address() {
            let name_path = context.name_path.then(wire);
            return self.builder.type_of(composition, &name_path);
        }
        let found = name_path_of(node);
        let word = found.join(" ");
        self.builder.type_of(composition, &NamePath::root(&word))
    }

    /// A parameter for a name in the path, or in its query, that nothing declares. Only that of the path has to be given.
    pub(super) fn undeclared(wire: &str, location: Location, place: Place) -> Param {
        let in_path = location == Location::Path;
        Param {
            wire: wire.to_owned(),
            rename: None,
            location,
            ty: Type::String(StringFormat::Plain),
            required: in_path,
            constant: None,
            style: if in_path { Style::Simple } else { Style::Form },
            explode: !in_path,
            allow_reserved: false,
            slashes: false,
            json: false,
            role: ParamRole::Plain,
            known: Vec::new(),
            docs: Docs::default(),
            place,
        }
    }
}

/// A type without null, which no style can write.
fn bare(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => *inner,
        other => other,
    }
}

fn known_names(node: &Node<'_>, schema: Option<&Node<'_>>) -> Vec<String> {
    let array = node.value.get("x-eager").or_else(|| schema.and_then(|schema| schema.value.get("x-eager")));
    array.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
