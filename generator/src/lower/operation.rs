//! Operations: a request type with its parameters, and what its response becomes.

use super::{Lower, docs};
use crate::ir::{ContentKind, Kind, Location, Operation, Param, ParamRole, Segment, Style, Type, TypeId};
use crate::passes::View;
use crate::rust::{FixedItem, Item, OperationItem, ParamItem, ParamPlace, Passed, StyleItem, Ty};
use serde_json::Value;

impl Lower<'_> {
    /// The item of an operation, with the index of its resource.
    pub fn operation(&mut self, index: usize) -> (usize, OperationItem) {
        let api = self.api;
        let operation = &api.operations[index];
        let names = self.names.operations[index].clone();
        let object = self.object_of(operation);
        let mut params: Vec<(bool, ParamItem, String)> = Vec::new();
        let mut fixed = Vec::new();
        for (param, name) in operation.params.iter().zip(&names.params) {
            if let Some(value) = &param.constant {
                fixed.push(fixed_item(param, value));
                continue;
            }
            let item = self.param(param, name, object.as_ref(), operation);
            params.push((param.required, item, param.wire.clone()));
        }
        let order = path_order(operation);
        params.sort_by_key(|(required, item, wire)| {
            let path = order.iter().position(|name| name == wire);
            let in_path = matches!(item.place, ParamPlace::Parameter { location: "path", .. });
            (!required, if in_path { path.unwrap_or(0) } else { usize::MAX })
        });
        let arguments = params.iter().take_while(|(required, ..)| *required).count();
        let mut params: Vec<ParamItem> = params.into_iter().map(|(_, item, _)| item).collect();
        if let Some(body) = &operation.body
            && let Some(item) = self.body(body, &names.body, &names.words, names.resource, operation.evidence.as_deref())
        {
            let at = if body.required { arguments } else { params.len() };
            params.insert(at, item);
        }
        let output = self.output(operation, &names);
        let (events, values) = self.other_forms(operation);
        let errors = self.errors_of(operation, &names);
        let headers = self.headers_of(operation, &names);
        let page = self.page(operation);
        let resource = &self.names.resources[names.resource];
        let without = ["timeout", "call_timeout", "header"]
            .into_iter()
            .filter(|name| params.iter().any(|param: &ParamItem| param.name == *name && param.value().1));
        let item = OperationItem {
            docs: operation_docs(operation, self.patch_docs(operation), &params),
            about: vec![about(operation, &resource.handle, &names.method)],
            handle: resource.handle.clone(),
            method: names.method.clone(),
            allow: (names.method == "new").then_some("clippy::new_ret_no_self"),
            id: names.id.clone(),
            http: operation.method.as_str().to_owned(),
            path: operation.path_text.clone(),
            page,
            accept: self.accept(operation, &output),
            events,
            values,
            stream: self.has_untyped_body(&output),
            statuses: self.further_statuses(operation),
            without: without.collect(),
            output,
            security: operation.security.as_ref().map(|list| self.alternatives(list)),
            server: operation.servers.first().map(super::client::template),
            errors,
            headers,
            deprecated: operation.docs.deprecated,
            params,
            fixed,
            name: names.request,
        };
        (names.resource, item)
    }

    /// The redirects that are responses, but for those by which the API says that it is not available.
    fn further_statuses(&self, operation: &Operation) -> Vec<u16> {
        let retried = self.api.conventions.retry.statuses.as_deref().unwrap_or_default();
        super::success::further_statuses(operation).into_iter().filter(|status| !retried.contains(status)).collect()
    }

    /// Whether a body may have no typed form: bytes or text. What is described as JSON lines need not be.
    fn has_untyped_body(&self, output: &Ty) -> bool {
        match output {
            Ty::Runtime(decoder) => matches!(*decoder, "Text" | "Raw"),
            Ty::Generic("JsonSequence", _) => true,
            Ty::Local(name) => self.added.iter().any(|(_, item)| match item {
                Item::Responses(item) if item.name == *name => {
                    item.variants.iter().any(|variant| matches!(variant.kind, Some("text" | "bytes")))
                }
                _ => false,
            }),
            _ => false,
        }
    }

    /// The object that filters, sort keys and property lists of an operation speak of.
    fn object_of(&self, operation: &Operation) -> Option<Ty> {
        let response = || {
            let response = operation.responses.iter().find(|response| super::success::is_success(response.status))?;
            response.contents.iter().find(|content| content.kind == ContentKind::Json)?.ty.clone()
        };
        let ty = operation
            .filter
            .as_ref()
            .map(|fields| fields.object.clone())
            .or_else(|| operation.paging.as_ref().map(|paging| paging.item.clone()))
            .or_else(response)?;
        self.object_id(&ty).map(|id| Ty::Local(self.names.of(id, View::Main).to_owned()))
    }

    /// The named object behind a type.
    pub fn object_id(&self, ty: &Type) -> Option<TypeId> {
        match ty.without_null().0 {
            Type::Named(id) => match &self.api.types.get(*id).kind {
                Kind::Object(_) | Kind::Union(_) => Some(*id),
                Kind::Alias(inner) => self.object_id(inner),
                Kind::Enum(_) => None,
            },
            _ => None,
        }
    }

    fn param(&mut self, param: &Param, name: &str, object: Option<&Ty>, operation: &Operation) -> ParamItem {
        let typed = object.filter(|_| param.role != ParamRole::Plain);
        let of = |generic: &'static str, object: &Ty| Ty::Vec(Box::new(Ty::Generic(generic, Box::new(object.clone()))));
        let (ty, role) = match (param.role, typed) {
            (ParamRole::Filter, Some(object)) if operation.filter.is_some() => {
                (Ty::Generic("Filter", Box::new(object.clone())), Some("filter"))
            }
            (ParamRole::Sort, Some(object)) if operation.sort.is_some() => (of("Sort", object), Some("sort")),
            (ParamRole::Eager, Some(object)) => (of("Relation", object), Some("eager")),
            (ParamRole::Show, Some(object)) => (of("Property", object), Some("show")),
            (ParamRole::Hide, Some(object)) => (of("Property", object), Some("hide")),
            _ => (self.ty(&param.ty, View::Sent), None),
        };
        // A null cannot be written in a path, query, header or cookie.
        let ty = match ty {
            Ty::Option(inner) => *inner,
            other => other,
        };
        let place = match role {
            Some(role) => ParamPlace::Role(role),
            None => ParamPlace::Parameter {
                location: location_word(param.location),
                wire: param.wire.clone(),
                style: style(param, takes_explode(&param.ty, self)),
            },
        };
        ParamItem {
            docs: self.member_docs(&param.docs, &param.wire),
            name: name.to_owned(),
            passed: passed(&ty),
            place,
            ty: if param.required { ty } else { Ty::Option(Box::new(ty)) },
            required: param.required,
            deprecated: param.docs.deprecated,
        }
    }
}

/// A parameter whose only value is sent without being asked for.
fn fixed_item(param: &Param, value: &Value) -> FixedItem {
    FixedItem {
        location: location_word(param.location),
        wire: param.wire.clone(),
        style: style(param, false),
        value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    }
}

/// How a caller passes a value of this type.
pub fn passed(ty: &Ty) -> Passed {
    let as_is = |ty: &Ty| matches!(ty, Ty::Prim(name) if *name != "String");
    match ty {
        Ty::Vec(_) => Passed::Arguments,
        ty if as_is(ty) => Passed::AsIs,
        _ => Passed::Argument,
    }
}

/// How a parameter is written: the default of its location, or its own kind and `explode`.
fn style(param: &Param, takes_explode: bool) -> StyleItem {
    let (default, kind, explode) = match param.location {
        Location::Path => ("PATH", Style::Simple, false),
        Location::Query | Location::QueryString => ("QUERY", Style::Form, true),
        Location::Header => ("HEADER", Style::Simple, false),
        Location::Cookie => ("COOKIE", Style::Form, true),
    };
    // A kind that is not the default has a default of its own, by which only arrays and objects differ.
    let exploded =
        if takes_explode { param.explode } else { matches!(param.style, Style::Form | Style::DeepObject | Style::Cookie) };
    StyleItem {
        default,
        kind: (param.style != kind).then(|| (style_kind(param.style), exploded)),
        explode: (param.style == kind && exploded != explode && takes_explode).then_some(exploded),
        reserved: param.allow_reserved,
        slashes: param.slashes,
        json: param.json,
    }
}

/// What the request type says of itself.
fn about(operation: &Operation, handle: &str, method: &str) -> String {
    let path = operation.path_text.replace('`', "'");
    let target = match method.strip_prefix("r#") {
        // rustdoc takes what follows `r#` for a fragment.
        Some(plain) => format!("`{handle}::{plain}`"),
        None => format!("[`{handle}::{method}`]"),
    };
    format!("Request of {target}, `{} {path}`.", operation.method.as_str())
}

/// What a caller passes, as a list: the first paragraph of each argument's documentation, and the list that it announces.
fn argument_docs(params: &[ParamItem]) -> Vec<String> {
    let mut lines = Vec::new();
    for param in params.iter().filter(|param| !param.value().1) {
        let name = param.name.trim_start_matches("r#");
        let text = param.docs.iter().take_while(|line| !line.is_empty());
        let prose =
            text.take_while(|line| !line.starts_with(['|', '#', '<', '>', '~', ' ', '*', '-', '+']) && !line.starts_with("```"));
        let text = prose.map(String::as_str).collect::<Vec<_>>();
        let deprecated = if param.deprecated { "Deprecated. " } else { "" };
        docs::wrap(&text.join(" "), &format!("* `{name}`: {deprecated}"), "  ", &mut lines);
        if text.last().is_some_and(|line| line.ends_with(':')) {
            let rest = param.docs[text.len()..].iter().skip_while(|line| line.is_empty());
            lines.extend(rest.take_while(|line| line.starts_with(['-', ' '])).map(|line| format!("  {line}")));
        }
    }
    lines
}

fn operation_docs(operation: &Operation, patch: Option<String>, params: &[ParamItem]) -> Vec<String> {
    let fallback = format!("Sends `{} {}`.", operation.method.as_str(), operation.path_text);
    let named = operation.docs.title.is_some() || operation.docs.description.is_some();
    let mut lines = docs::lines(&operation.docs, &fallback);
    lines.extend(patch.into_iter().flat_map(|text| [String::new(), text]));
    let arguments = argument_docs(params);
    if !arguments.is_empty() {
        lines.push(String::new());
        lines.extend(arguments);
    }
    let mut facts = Vec::new();
    if named {
        facts.push(format!("`{} {}`", operation.method.as_str(), operation.path_text));
    }
    match (&operation.evidence, &operation.docs.link) {
        (Some(evidence), Some(link)) => facts.push(format!("{evidence}: <{}>", link.trim())),
        (Some(evidence), None) => facts.push(evidence.clone()),
        (None, Some(link)) if link.starts_with("http") && !link.contains(char::is_whitespace) => facts.push(format!("<{link}>")),
        (None, _) => {}
    }
    if !facts.is_empty() {
        lines.push(String::new());
        lines.push(facts.join(", "));
    }
    lines
}

fn path_order(operation: &Operation) -> Vec<String> {
    let names = operation.path.iter().filter_map(|segment| match segment {
        Segment::Param(wire) => Some(wire.clone()),
        Segment::Text(_) => None,
    });
    names.collect()
}

/// Whether a value can be an array or object, so that `explode` matters.
fn takes_explode(ty: &Type, lower: &Lower<'_>) -> bool {
    match ty.without_null().0 {
        Type::Named(id) => match &lower.api.types.get(*id).kind {
            Kind::Enum(_) => false,
            Kind::Alias(inner) => takes_explode(inner, lower),
            Kind::Object(_) | Kind::Union(_) => true,
        },
        Type::Array(_) | Type::Tuple(_) | Type::Map(_) | Type::Json(_) => true,
        _ => false,
    }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::QueryString => "querystring",
    }
}

/// The name of a style in `StyleKind`.
fn style_kind(style: Style) -> &'static str {
    match style {
        Style::Form => "Form",
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    }
}
