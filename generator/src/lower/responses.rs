//! What an operation responses: one type, or an enum by status and content type; typed errors and headers.

use super::success::{asked, is_redirect, readable, status_name, streams, successes};
use super::surface::first_sentence;
use super::{HeadersKey, Lower, headers_item, responses_item, rule};
use crate::ir::{Content, ContentKind, Header, Kind, Operation, Response, Status, Type};
use crate::location::Report;
use crate::name::{Case, OperationNames, Scope, Words};
use crate::passes::View;
use crate::rust::{Accept, FieldItem, ResponseVariant, StructItem, Ty};

impl Lower<'_> {
    /// The decoder of an operation's success responses.
    pub fn output(&mut self, operation: &Operation, names: &OperationNames) -> Ty {
        let responses = successes(operation);
        let other_forms = streams(operation);
        let mut variants: Vec<(Status, Option<&Content>)> = Vec::new();
        for response in &responses {
            let mut contents = readable(response);
            if other_forms.iter().any(|stream| contents.iter().any(|content| std::ptr::eq(*stream, *content))) {
                contents.retain(|content| !other_forms.iter().any(|stream| stream.kind == content.kind));
                if contents.is_empty() {
                    continue;
                }
            }
            if contents.is_empty() {
                variants.push((response.status, None));
            }
            variants.extend(contents.into_iter().map(|content| (response.status, Some(content))));
        }
        let mut decoders: Vec<Ty> = variants.iter().map(|(_, content)| self.decoder(*content)).collect();
        decoders.dedup();
        if let [one] = decoders.as_slice() {
            return one.clone();
        }
        if decoders.is_empty() {
            return Ty::Runtime("Empty");
        }
        // The body of a redirect is for people, and is none of what is asked for.
        let redirects = variants.iter().any(|(status, _)| is_redirect(*status));
        if let Some(optional) = optional(&decoders).filter(|_| !redirects) {
            return optional;
        }
        let several = |status: Status| variants.iter().filter(|(other, _)| *other == status).count() > 1;
        let list: Vec<ResponseVariant> =
            variants.iter().map(|(status, content)| self.success(*status, *content, several(*status), operation)).collect();
        let list = unique(list);
        let name = self.claim(&names.words.and("response"), &names.words.and("responses"));
        let docs = vec![format!("Responses of `{}`.", names.request)];
        self.added.push((names.resource, responses_item(name.clone(), docs, list)));
        Ty::Local(name)
    }

    /// What the server can answer with instead of the output, as it arrives: the data of events, and the media type and type of
    /// the values of a sequence.
    pub fn other_forms(&mut self, operation: &Operation) -> (Option<Ty>, Option<(String, Ty)>) {
        let (mut events, mut values) = (None, None);
        for content in streams(operation) {
            let ty = content.ty.as_ref().map_or(Ty::Prim("String"), |ty| self.ty(ty, View::Main));
            if content.kind == ContentKind::Events {
                events = Some(ty);
            } else {
                values = Some((asked(content).unwrap_or_default(), ty));
            }
        }
        (events, values)
    }

    /// What a request accepts: the media types that are described.
    pub fn accept(&self, operation: &Operation, output: &Ty) -> Accept {
        if matches!(output, Ty::Local(_) | Ty::Generic("Events", _)) {
            return Accept::Decoder;
        }
        let is_json = matches!(output, Ty::Generic("Json", _) | Ty::Runtime("Empty"));
        let mut names: Vec<String> = Vec::new();
        let other_forms = streams(operation);
        let contents = successes(operation).into_iter().flat_map(readable);
        for content in contents.filter(|content| !other_forms.iter().any(|stream| stream.kind == content.kind)) {
            if let Some(name) = asked(content).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        let usual = if is_json { "application/json" } else { "text/plain" };
        match names.as_slice() {
            [] if is_json => Accept::Json,
            [one] if one == usual => {
                if is_json {
                    Accept::Json
                } else {
                    Accept::Decoder
                }
            }
            [] => Accept::Decoder,
            names if is_json => Accept::Named(names.join(", ")),
            // Errors may come as anything.
            names => Accept::Named(format!("{}, */*;q=0.5", names.join(", "))),
        }
    }

    fn decoder(&mut self, content: Option<&Content>) -> Ty {
        let Some(content) = content else { return Ty::Runtime("Empty") };
        let value = |lower: &mut Self| content.ty.as_ref().map_or(Ty::Runtime("Value"), |ty| lower.ty(ty, View::Main));
        match content.kind {
            ContentKind::Json => Ty::Generic("Json", Box::new(value(self))),
            ContentKind::Text => Ty::Runtime("Text"),
            ContentKind::Form | ContentKind::Multipart | ContentKind::Bytes => Ty::Runtime("Raw"),
            ContentKind::Stream => Ty::Runtime("Download"),
            ContentKind::Values => Ty::Generic("JsonSequence", Box::new(value(self))),
            ContentKind::Events => {
                Ty::Generic("Events", Box::new(content.ty.as_ref().map_or(Ty::Prim("String"), |ty| self.ty(ty, View::Main))))
            }
        }
    }

    /// A response that is asked for by its media type.
    fn success(&mut self, status: Status, content: Option<&Content>, several: bool, operation: &Operation) -> ResponseVariant {
        let mut variant = self.response(status, content, several);
        let response = operation.responses.iter().find(|response| response.status == status);
        let text = response.and_then(|response| response.docs.title.as_deref().or(response.docs.description.as_deref()));
        variant.docs = text.map(|text| first_sentence(&super::docs::markdown(text))).into_iter().collect();
        let named = content.filter(|content| content.kind == ContentKind::Json).and_then(asked);
        variant.media = variant.media.or(named.filter(|media| media != "application/json"));
        variant
    }

    fn response(&mut self, status: Status, content: Option<&Content>, several: bool) -> ResponseVariant {
        let (kind, ty) = match content {
            None => (None, None),
            Some(content) => match content.kind {
                ContentKind::Json => {
                    (Some("json"), Some(content.ty.as_ref().map_or(Ty::Runtime("Value"), |ty| self.ty(ty, View::Main))))
                }
                ContentKind::Text | ContentKind::Events | ContentKind::Values => (Some("text"), Some(Ty::Prim("String"))),
                _ => (Some("bytes"), Some(Ty::Runtime("Bytes"))),
            },
        };
        let media = content.filter(|_| several).map(|content| content.media.clone());
        let mut name = status_name(status);
        if several && let Some(content) = content {
            let media = content.media.split(';').next().unwrap_or_default();
            let word = media.rsplit('/').next().unwrap_or_default();
            name.push_str(&Words::split(word).render(Case::Camel));
        }
        let status = match status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("\"{digit}XX\""),
            Status::Default => "default".to_owned(),
        };
        ResponseVariant { docs: Vec::new(), name, status, kind, media, ty }
    }

    /// The type of an operation's error responses, shared by all operations with the same ones.
    pub fn errors_of(&mut self, operation: &Operation, names: &OperationNames) -> Option<String> {
        // A response that is given for every status is that of errors too.
        let successes = successes(operation).into_iter().map(|response| response.status);
        let used: Vec<Status> = successes.filter(|status| *status != Status::Default).collect();
        let mut list = Vec::new();
        for response in operation.responses.iter().filter(|response| !used.contains(&response.status)) {
            if let Some(content) =
                readable(response).into_iter().find(|content| content.kind == ContentKind::Json && content.ty.is_some())
            {
                list.push(self.response(response.status, Some(content), false));
            }
        }
        if list.is_empty() {
            return None;
        }
        let list = unique(list);
        // One type for every status needs no enum.
        if let [ResponseVariant { kind: Some("json"), ty: Some(Ty::Local(one)), .. }, rest @ ..] = list.as_slice()
            && rest.iter().all(|other| other.kind == Some("json") && other.ty.as_ref() == Some(&Ty::Local(one.clone())))
        {
            return Some(one.clone());
        }
        if let Some(name) = self.errors.get(&list) {
            return Some(name.clone());
        }
        let mut types: Vec<String> = Vec::new();
        for variant in &list {
            if let Some(Ty::Local(name)) = &variant.ty
                && !types.contains(name)
            {
                types.push(name.clone());
            }
        }
        let own = names.words.and("error");
        let words = match types.as_slice() {
            [one] => Words::split(one).and("response"),
            [one, two] => Words::split(one).and("or").then(&Words::split(two)).and("response"),
            _ => own.clone(),
        };
        let name = self.claim(&words, &own);
        let docs = vec!["Error responses by status.".to_owned()];
        self.added.push((names.resource, responses_item(name.clone(), docs, list.clone())));
        self.errors.insert(list, name.clone());
        Some(name)
    }

    /// The type of the headers of an operation's success responses.
    pub fn headers_of(&mut self, operation: &Operation, names: &OperationNames) -> Option<String> {
        let key = self.header_key(operation);
        if key.is_empty() {
            return None;
        }
        if let Some(name) = self.headers.get(&key) {
            return Some(name.clone());
        }
        let shared =
            (0..self.api.operations.len()).filter(|index| self.header_key(&self.api.operations[*index]) == key).take(2).count()
                > 1;
        let own = names.words.and("headers");
        let words = if shared { Words::split("common headers") } else { own.clone() };
        let name = self.claim(&words, &own);
        let mut fields = Vec::new();
        let mut scope = Scope::new(Case::Snake, "header", &[]);
        for (wire, ty, required) in &key {
            let place = &operation.place;
            let field = scope.claim(wire, &Words::split(wire), Some(&Words::spelled(wire)), place, &mut Report::new(false));
            let docs = self.header_docs(operation, wire);
            fields.push(FieldItem {
                docs,
                name: field,
                wire: Some(wire.clone()),
                flag: None,
                own: false,
                part: None,
                ty: if *required { ty.clone() } else { Ty::Option(Box::new(ty.clone())) },
                deprecated: Self::is_deprecated_header(operation, wire),
            });
        }
        let rule = rule::best(&fields.iter().map(|field| (field.name.as_str(), field.wire.as_deref().unwrap_or_default())));
        for field in &mut fields {
            if field.wire.as_deref() == Some(rule::apply(rule, &field.name).as_str()) {
                field.wire = None;
            }
        }
        let docs = vec![if shared {
            "Headers that several responses have.".to_owned()
        } else {
            format!("Response headers of `{}`.", names.request)
        }];
        let item = StructItem {
            docs,
            name: name.clone(),
            derives: vec!["Clone", "Debug", "Headers"],
            rule: rule::word(rule),
            tags: Vec::new(),
            closed: false,
            non_exhaustive: true,
            many_bools: false,
            fields,
        };
        self.added.push((names.resource, headers_item(item)));
        self.headers.insert(key, name.clone());
        Some(name)
    }

    /// Headers of the success responses: name, type, and whether every one of them has to have it.
    fn header_key(&self, operation: &Operation) -> HeadersKey {
        let responses = successes(operation);
        let mut key = HeadersKey::new();
        for header in responses.iter().flat_map(|response| &response.headers) {
            if !key.iter().any(|(wire, ..)| wire.eq_ignore_ascii_case(&header.wire)) {
                let is_required = |response: &&&Response| {
                    response.headers.iter().any(|other| other.required && other.wire.eq_ignore_ascii_case(&header.wire))
                };
                let required = responses.iter().filter(is_required).count() == responses.len();
                key.push((header.wire.clone(), self.header_type(header), required));
            }
        }
        key
    }

    /// The type of a header's value: of JSON whatever it is, else of a scalar and of an array of scalars; the rest is a string.
    fn header_type(&self, header: &Header) -> Ty {
        let (ty, _) = header.ty.without_null();
        let own = |ty: &Type| matches!(ty, Type::Named(id) if self.own.schemas.contains_key(id));
        let typed = (header.json && !own(ty))
            || self.is_scalar(ty)
            || matches!(ty, Type::Array(item) if self.is_scalar(item.without_null().0));
        if typed { self.ty(ty, View::Main) } else { Ty::Prim("String") }
    }

    /// Whether a value is a single string in a header. A type of the caller is read from JSON only.
    fn is_scalar(&self, ty: &Type) -> bool {
        match ty {
            Type::Bool | Type::Int(_) | Type::Float(_) | Type::String(_) | Type::Binary => true,
            Type::Named(id) if self.own.schemas.contains_key(id) => false,
            Type::Named(id) => match &self.api.types.get(*id).kind {
                Kind::Enum(_) => true,
                Kind::Alias(inner) => self.is_scalar(inner),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_deprecated_header(operation: &Operation, wire: &str) -> bool {
        successes(operation)
            .into_iter()
            .flat_map(|response| &response.headers)
            .any(|header| header.wire == wire && header.docs.deprecated)
    }

    fn header_docs(&self, operation: &Operation, wire: &str) -> Vec<String> {
        let header = successes(operation).into_iter().flat_map(|response| &response.headers).find(|header| header.wire == *wire);
        header.map(|header| self.member_docs(&header.docs, wire)).unwrap_or_default()
    }
}

/// One JSON type, or nothing: no enum is needed to tell them apart.
fn optional(decoders: &[Ty]) -> Option<Ty> {
    let mut values = decoders.iter().filter(|decoder| **decoder != Ty::Runtime("Empty"));
    let Ty::Generic("Json", value) = values.next()? else { return None };
    let alone = values.all(|other| *other == Ty::Generic("Json", value.clone()));
    alone.then(|| match &**value {
        Ty::Option(_) => Ty::Generic("Json", value.clone()),
        value => Ty::Generic("Json", Box::new(Ty::Option(Box::new(value.clone())))),
    })
}

/// Variants with names of their own, the first of a status and content type winning.
fn unique(list: Vec<ResponseVariant>) -> Vec<ResponseVariant> {
    let mut out: Vec<ResponseVariant> = Vec::new();
    for mut variant in list {
        if out.iter().any(|other| other.status == variant.status && other.kind == variant.kind && other.media == variant.media) {
            continue;
        }
        while out.iter().any(|other| other.name == variant.name) || variant.name == "Other" {
            variant.name.push('2');
        }
        out.push(variant);
    }
    out
}
