//! Operations: a request type with its parameters, and what its answer becomes.

use super::{Lower, docs, rule};
use crate::ir::{Body, Content, ContentKind, Kind, Location, Operation, Param, ParamRole, Segment, Style, Type, TypeId};
use crate::name::Words;
use crate::rust::{ContentItem, Item, OperationItem, PageItem, ParamAttr, ParamItem, Ty};
use crate::usage::View;

impl Lower<'_> {
    /// The item of an operation, with the index of its resource.
    pub fn operation(&mut self, index: usize) -> (usize, OperationItem) {
        let api = self.api;
        let operation = &api.operations[index];
        let names = self.names.operations[index].clone();
        let object = self.object_of(operation);
        let mut params: Vec<(bool, ParamItem, String)> = Vec::new();
        for (param, name) in operation.params.iter().zip(&names.params) {
            let item = self.param(param, name, object.as_ref(), operation);
            params.push((param.required, item, param.wire.clone()));
        }
        let pairs = params.iter().map(|(_, item, wire)| (item.name.as_str(), wire.as_str()));
        let best = rule::best(&pairs);
        for (_, item, wire) in &mut params {
            if rule::apply(best, &item.name) != *wire {
                set_wire(item, wire);
            }
        }
        let order = path_order(operation);
        params.sort_by_key(|(required, item, wire)| {
            let path = order.iter().position(|name| name == wire);
            let in_path = path.is_some() && !matches!(&item.attr, Some(ParamAttr::Param { location: Some(_), .. }));
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
        let resource = &self.names.resources[names.resource];
        let item = OperationItem {
            docs: operation_docs(operation, self.patch_docs(operation)),
            handle: resource.handle.clone(),
            method: names.method.clone(),
            id: names.id.clone(),
            http: operation.method.as_str(),
            path: operation.path_text.clone(),
            page: self.page(operation, &output),
            output,
            security: operation.security.as_ref().map(|list| self.alternatives(list)),
            server: operation.servers.first().map(super::client::template),
            errors: self.errors_of(operation, &names),
            headers: self.headers_of(operation, &names),
            accept: None,
            rule: best,
            deprecated: operation.docs.deprecated,
            params,
            name: names.request,
        };
        (names.resource, item)
    }

    /// The object that filters, sort keys and property lists of an operation speak of.
    fn object_of(&self, operation: &Operation) -> Option<Ty> {
        let answer = || {
            let response = operation.responses.iter().find(|response| super::answers::is_success(response.status))?;
            response.contents.iter().find(|content| content.kind == ContentKind::Json)?.ty.clone()
        };
        let ty = operation
            .filter
            .as_ref()
            .map(|fields| fields.object.clone())
            .or_else(|| operation.paging.as_ref().map(|paging| paging.item.clone()))
            .or_else(answer)?;
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
        let in_path = operation.path.iter().any(|segment| matches!(segment, Segment::Param(wire) if *wire == param.wire));
        let default = if in_path { Location::Path } else { Location::Query };
        let (style, explode) = default_style(param.location);
        let location = (param.location != default).then(|| location_word(param.location));
        let style = (param.style != style).then(|| style_word(param.style));
        let explode = (param.explode != explode && role.is_none() && takes_explode(&param.ty, self)).then_some(param.explode);
        let plain =
            location.is_none() && style.is_none() && explode.is_none() && !param.allow_reserved && !param.json && role.is_none();
        let attr = (!plain).then_some(match role {
            Some(role) => ParamAttr::Param {
                location: None,
                wire: None,
                style: None,
                explode: None,
                reserved: false,
                json: false,
                role: Some(role),
            },
            None => ParamAttr::Param {
                location,
                wire: None,
                style,
                explode,
                reserved: param.allow_reserved,
                json: param.json,
                role: None,
            },
        });
        let ty = if param.required { ty } else { Ty::Option(Box::new(ty)) };
        ParamItem {
            docs: self.member_docs(&param.docs, &param.wire),
            name: name.to_owned(),
            attr,
            ty,
            deprecated: param.docs.deprecated,
        }
    }

    fn body(&mut self, body: &Body, name: &str, words: &Words, resource: usize, evidence: Option<&str>) -> Option<ParamItem> {
        let has_json = body.contents.iter().any(|content| content.kind == ContentKind::Json);
        let mut contents: Vec<&Content> = Vec::new();
        for content in &body.contents {
            let twin = contents.iter().any(|other| {
                other.kind == content.kind
                    && (other.ty == content.ty || content.kind == ContentKind::Json && other.ty.is_some() && content.ty.is_none())
            });
            let lesser = has_json && matches!(content.kind, ContentKind::Bytes);
            if !twin && !lesser {
                contents.push(content);
            }
        }
        let (attr, ty) = match contents.as_slice() {
            [] => return None,
            [one] => self.content(one),
            several => {
                let mut variants = Vec::new();
                let mut taken: Vec<String> = Vec::new();
                for content in several {
                    let (attr, ty) = self.content(content);
                    let mut variant = Words::split(content_word(content)).render(crate::name::Case::Camel);
                    if taken.contains(&variant) {
                        variant = Words::split(&content.media).render(crate::name::Case::Camel);
                    }
                    taken.push(variant.clone());
                    let evidence = content.evidence.as_deref().or(evidence).map_or_else(String::new, |word| format!(", {word}"));
                    variants.push((vec![format!("`{}`{evidence}.", content.media)], variant, attr, ty));
                }
                let item = self.claim(&words.and("body"), &words.and("content"));
                let docs = vec![format!("Body of a `{}` request, by content type.", words.render(crate::name::Case::Snake))];
                self.added.push((resource, Item::Content(ContentItem { docs, name: item.clone(), variants })));
                (ParamAttr::Body { kind: "choice", media: None, styles: Vec::new() }, Ty::Local(item))
            }
        };
        let ty = if body.required { ty } else { Ty::Option(Box::new(ty)) };
        let mut lines = self.member_docs(&body.docs, "body");
        if lines.is_empty() && !body.required {
            lines = vec!["Request body.".to_owned()];
        }
        Some(ParamItem { docs: lines, name: name.to_owned(), attr: Some(attr), ty, deprecated: false })
    }

    /// How a content type is sent, and as what.
    fn content(&mut self, content: &Content) -> (ParamAttr, Ty) {
        let named = |media: &str, default: &str| (!media.eq_ignore_ascii_case(default)).then(|| media.to_owned());
        let attr = |kind, media| ParamAttr::Body { kind, media, styles: Vec::new() };
        match content.kind {
            ContentKind::Json => {
                let view = if content.partial { View::Partial } else { View::Sent };
                let ty = match (self.patch_body(content), &content.ty) {
                    (Some(patch), _) => patch,
                    (None, Some(Type::Named(id)))
                        if content.partial && matches!(self.api.types.get(*id).kind, Kind::Object(_)) =>
                    {
                        Ty::Local(self.names.of(*id, view).to_owned())
                    }
                    (None, Some(ty)) => self.ty(ty, View::Sent),
                    (None, None) => Ty::Runtime("Value"),
                };
                (attr("json", named(&content.media, "application/json")), ty)
            }
            ContentKind::Form => {
                let ty = content.ty.as_ref().map_or(Ty::Runtime("Value"), |ty| self.ty(ty, View::Sent));
                let styles = content
                    .encodings
                    .iter()
                    .filter_map(|encoding| Some((encoding.wire.clone(), form_style(encoding)?)))
                    .collect();
                (ParamAttr::Body { kind: "form", media: None, styles }, ty)
            }
            ContentKind::Multipart => match &content.ty {
                Some(Type::Named(id)) if self.usage.views(*id).contains(&View::Form) => (
                    attr("multipart", named(&content.media, "multipart/form-data")),
                    Ty::Local(self.names.of(*id, View::Form).to_owned()),
                ),
                _ => (attr("bytes", Some(content.media.clone())), Ty::Runtime("Body")),
            },
            ContentKind::Text | ContentKind::Events => (attr("text", Some(content.media.clone())), Ty::Prim("String")),
            ContentKind::Bytes | ContentKind::Stream => (attr("bytes", Some(content.media.clone())), Ty::Runtime("Body")),
        }
    }

    fn page(&mut self, operation: &Operation, output: &Ty) -> Option<PageItem> {
        let paging = operation.paging.as_ref()?;
        let answer = operation.responses.iter().find(|response| super::answers::is_success(response.status))?;
        let ty = answer.contents.iter().find(|content| content.kind == ContentKind::Json)?.ty.clone()?;
        let items = self.field_path(&ty, &paging.items)?;
        let mut paths = Vec::new();
        for (key, path) in [("total", &paging.total), ("start", &paging.start), ("size", &paging.size)] {
            if let Some(path) = path {
                paths.push((key, self.field_path(&ty, path)?));
            }
        }
        if let Some(path) = &paging.cursor {
            paths.push(("cursor", self.field_path(&paging.item, path)?));
        }
        let overrides = (!paging.overrides.is_null()).then(|| paging.overrides.to_string());
        let json = (!matches!(output, Ty::Generic("Json", _))).then(|| self.ty(&ty, View::Main));
        Some(PageItem { name: paging.name.clone(), json, item: self.ty(&paging.item, View::Main), items, paths, overrides })
    }

    /// The fields that wire names lead through.
    fn field_path(&self, ty: &Type, path: &[String]) -> Option<Vec<String>> {
        let Some((first, rest)) = path.split_first() else { return Some(Vec::new()) };
        let id = self.object_id(ty)?;
        let Kind::Object(object) = &self.api.types.get(id).kind else { return None };
        let index = object.fields.iter().position(|field| field.wire == *first)?;
        let mut out = vec![self.names.members(id)[index].clone()];
        out.extend(self.field_path(&object.fields[index].ty, rest)?);
        Some(out)
    }
}

fn operation_docs(operation: &Operation, patch: Option<String>) -> Vec<String> {
    let fallback = format!("Sends `{} {}`.", operation.method.as_str(), operation.path_text);
    let named = operation.docs.title.is_some() || operation.docs.description.is_some();
    let mut lines = docs::lines(&operation.docs, &fallback);
    lines.extend(patch.into_iter().flat_map(|text| [String::new(), text]));
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

fn set_wire(item: &mut ParamItem, name: &str) {
    match &mut item.attr {
        Some(ParamAttr::Param { role: Some(_), .. } | ParamAttr::Body { .. }) => {}
        Some(ParamAttr::Param { wire, .. }) => *wire = Some(name.to_owned()),
        None => {
            item.attr = Some(ParamAttr::Param {
                location: None,
                wire: Some(name.to_owned()),
                style: None,
                explode: None,
                reserved: false,
                json: false,
                role: None,
            });
        }
    }
}

fn default_style(location: Location) -> (Style, bool) {
    match location {
        Location::Path | Location::Header => (Style::Simple, false),
        Location::Query | Location::Cookie => (Style::Form, true),
    }
}

/// Whether a value can be a list or object, so that `explode` matters.
fn takes_explode(ty: &Type, lower: &Lower<'_>) -> bool {
    match ty.without_null().0 {
        Type::Named(id) => match &lower.api.types.get(*id).kind {
            Kind::Enum(_) => false,
            Kind::Alias(inner) => takes_explode(inner, lower),
            Kind::Object(_) | Kind::Union(_) => true,
        },
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Json(_) => true,
        _ => false,
    }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn style_word(style: Style) -> &'static str {
    match style {
        Style::Form => "form",
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}

fn form_style(encoding: &crate::ir::PartEncoding) -> Option<&'static str> {
    if encoding.media.as_deref().is_some_and(|media| media.contains("json")) {
        return Some("json");
    }
    match (encoding.style, encoding.explode) {
        (Some(Style::DeepObject), _) => Some("deepObject"),
        (Some(Style::SpaceDelimited), Some(false) | None) => Some("spaceDelimited"),
        (Some(Style::PipeDelimited), Some(false) | None) => Some("pipeDelimited"),
        (Some(Style::Form) | None, Some(false)) => Some("formJoined"),
        (Some(Style::Form), Some(true)) => Some("form"),
        _ => None,
    }
}

fn content_word(content: &Content) -> &str {
    match content.kind {
        ContentKind::Json => "json",
        ContentKind::Form => "form",
        ContentKind::Multipart => "multipart",
        ContentKind::Text if content.media.starts_with("text/plain") => "text",
        ContentKind::Text | ContentKind::Events | ContentKind::Bytes | ContentKind::Stream => {
            match content.media.split([';', ' ']).next().unwrap_or_default() {
                "application/octet-stream" | "*/*" => "bytes",
                media => media.rsplit('/').next().unwrap_or(media),
            }
        }
    }
}
