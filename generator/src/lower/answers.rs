//! What an operation answers: one type, or an enum by status and content type; typed errors and headers.

use super::{HeadersKey, Lower, answers_item, headers_item, rule};
use crate::ir::{Content, ContentKind, Operation, Response, Status, Type};
use crate::location::Report;
use crate::media::MediaType;
use crate::name::{Case, OperationNames, Scope, Words};
use crate::passes::View;
use crate::rust::{Accept, AnswerVariant, FieldItem, StructItem, Ty};

/// Whether a status means success.
pub fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

impl Lower<'_> {
    /// The decoder of an operation's success answers.
    pub fn output(&mut self, operation: &Operation, names: &OperationNames) -> Ty {
        let answers = successes(operation);
        let other_forms = streams(operation);
        let mut variants: Vec<(Status, Option<&Content>)> = Vec::new();
        for response in &answers {
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
        if let Some(optional) = optional(&decoders) {
            return optional;
        }
        let several = |status: Status| variants.iter().filter(|(other, _)| *other == status).count() > 1;
        let list: Vec<AnswerVariant> =
            variants.iter().map(|(status, content)| self.success(*status, *content, several(*status))).collect();
        let list = unique(list);
        let name = self.claim(&names.words.and("answer"), &names.words.and("answers"));
        let docs = vec![format!("Answers of `{}`.", names.request)];
        self.added.push((names.resource, answers_item(name.clone(), docs, list)));
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

    /// An answer that is asked for by its media type.
    fn success(&mut self, status: Status, content: Option<&Content>, several: bool) -> AnswerVariant {
        let mut variant = self.answer(status, content, several);
        let named = content.filter(|content| content.kind == ContentKind::Json).and_then(asked);
        variant.media = variant.media.or(named.filter(|media| media != "application/json"));
        variant
    }

    fn answer(&mut self, status: Status, content: Option<&Content>, several: bool) -> AnswerVariant {
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
        AnswerVariant { docs: Vec::new(), name, status, kind, media, ty }
    }

    /// The type of an operation's error answers, shared by all operations with the same ones.
    pub fn errors_of(&mut self, operation: &Operation, names: &OperationNames) -> Option<String> {
        // An answer that is given for every status is that of errors too.
        let successes = successes(operation).into_iter().map(|response| response.status);
        let used: Vec<Status> = successes.filter(|status| *status != Status::Default).collect();
        let mut list = Vec::new();
        for response in operation.responses.iter().filter(|response| !used.contains(&response.status)) {
            if let Some(content) =
                readable(response).into_iter().find(|content| content.kind == ContentKind::Json && content.ty.is_some())
            {
                list.push(self.answer(response.status, Some(content), false));
            }
        }
        if list.is_empty() {
            return None;
        }
        let list = unique(list);
        // One type for every status needs no enum.
        if let [AnswerVariant { kind: Some("json"), ty: Some(Ty::Local(one)), .. }, rest @ ..] = list.as_slice()
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
            [one] => Words::split(one).and("answer"),
            [one, two] => Words::split(one).and("or").then(&Words::split(two)).and("answer"),
            _ => own.clone(),
        };
        let name = self.claim(&words, &own);
        let docs = vec!["Error answers by status.".to_owned()];
        self.added.push((names.resource, answers_item(name.clone(), docs, list.clone())));
        self.errors.insert(list, name.clone());
        Some(name)
    }

    /// The type of the headers of an operation's success answers.
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
        for (wire, ty) in &key {
            let place = &operation.place;
            let field = scope.claim(wire, &Words::split(wire), Some(&Words::spelled(wire)), place, &mut Report::new(false));
            let docs = self.header_docs(operation, wire);
            fields.push(FieldItem {
                docs,
                name: field,
                wire: Some(wire.clone()),
                flag: None,
                part: None,
                ty: Ty::Option(Box::new(ty.clone())),
                deprecated: false,
            });
        }
        let rule = rule::best(&fields.iter().map(|field| (field.name.as_str(), field.wire.as_deref().unwrap_or_default())));
        for field in &mut fields {
            if field.wire.as_deref() == Some(rule::apply(rule, &field.name).as_str()) {
                field.wire = None;
            }
        }
        let docs = vec![if shared {
            "Headers that several answers have.".to_owned()
        } else {
            format!("Headers of the answer of `{}`.", names.request)
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

    fn header_key(&self, operation: &Operation) -> HeadersKey {
        let mut key = HeadersKey::new();
        for response in successes(operation) {
            for header in &response.headers {
                if !key.iter().any(|(wire, _)| wire.eq_ignore_ascii_case(&header.wire)) {
                    key.push((header.wire.clone(), header_type(&header.ty)));
                }
            }
        }
        key
    }

    fn header_docs(&self, operation: &Operation, wire: &str) -> Vec<String> {
        let header = successes(operation).into_iter().flat_map(|response| &response.headers).find(|header| header.wire == *wire);
        header.map(|header| self.member_docs(&header.docs, wire)).unwrap_or_default()
    }
}

/// The media type to ask for to get a content; none where its name is no media type, or any.
fn asked(content: &Content) -> Option<String> {
    let media = MediaType::parse(&content.media);
    if !media.as_str().contains('/') || media.as_str() == "*/*" {
        return None;
    }
    if content.kind == ContentKind::Json && media.is_plain_json() {
        return Some("application/json".to_owned());
    }
    let parameters = MediaType::parameters(&content.media);
    Some(std::iter::once(media.as_str().to_owned()).chain(parameters).collect::<Vec<_>>().join(";"))
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

/// The answers that mean success: `2XX`, else `default`.
fn successes(operation: &Operation) -> Vec<&Response> {
    let found: Vec<&Response> = operation.responses.iter().filter(|response| is_success(response.status)).collect();
    if found.is_empty() {
        operation.responses.iter().filter(|response| response.status == Status::Default).collect()
    } else {
        found
    }
}

/// The content types of an answer that are worth telling apart: JSON stands for XML and for other JSON of the same type.
fn readable(response: &Response) -> Vec<&Content> {
    let json = response.contents.iter().find(|content| content.kind == ContentKind::Json);
    let mut out: Vec<&Content> = Vec::new();
    for content in &response.contents {
        let lesser = json.is_some() && matches!(content.kind, ContentKind::Bytes | ContentKind::Form | ContentKind::Multipart);
        let same_text = json.is_some_and(|json| content.kind == ContentKind::Text && content.ty == json.ty);
        // Texts of one type differ by their media type all the same: CSV is no TSV.
        let twin =
            content.kind != ContentKind::Text && out.iter().any(|other| other.kind == content.kind && other.ty == content.ty);
        let vague =
            content.kind == ContentKind::Json && content.ty.is_none() && out.iter().any(|other| other.kind == ContentKind::Json);
        if !lesser && !same_text && !twin && !vague {
            out.push(content);
        }
    }
    out
}

/// Events and sequences of values that stand beside another answer, which a request can ask for instead. Events of several types
/// are not told apart, and stay texts among the other answers.
fn streams(operation: &Operation) -> Vec<&Content> {
    let contents: Vec<&Content> = successes(operation).into_iter().flat_map(readable).collect();
    let of = |kind: ContentKind| {
        let mut found = contents.iter().copied().filter(move |content| content.kind == kind);
        let first = found.next()?;
        found.all(|other| other.ty == first.ty).then_some(first)
    };
    let found: Vec<&Content> = [ContentKind::Events, ContentKind::Values].into_iter().filter_map(of).collect();
    let has_other = contents.iter().any(|content| !found.iter().any(|stream| stream.kind == content.kind));
    if has_other { found } else { Vec::new() }
}

/// Variants with names of their own, the first of a status and content type winning.
fn unique(list: Vec<AnswerVariant>) -> Vec<AnswerVariant> {
    let mut out: Vec<AnswerVariant> = Vec::new();
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

/// The type of a header's value: scalars keep theirs, the rest is text.
fn header_type(ty: &Type) -> Ty {
    match ty.without_null().0 {
        Type::Bool => Ty::Prim("bool"),
        Type::Int(_) => Ty::Prim("i64"),
        Type::Float(_) => Ty::Prim("f64"),
        _ => Ty::Prim("String"),
    }
}

/// A variant name for a status, after its reason phrase (RFC 9110).
fn status_name(status: Status) -> String {
    let code = match status {
        Status::Code(code) => code,
        Status::Range(digit) => {
            return format!(
                "{}Range",
                ["", "Informational", "Success", "Redirect", "ClientError", "ServerError"]
                    .get(usize::from(digit))
                    .unwrap_or(&"Unknown")
            )
            .replace("Range", "");
        }
        Status::Default => return "Default".to_owned(),
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return format!("Status{code}"),
    };
    name.to_owned()
}
