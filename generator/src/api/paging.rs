//! How the list of an operation is paged (`x-paging`): the rule it names or states, held against its parameters and responses.

use super::{ApiReader, rules};
use crate::document::Node;
use crate::ir::{
    ContentKind, Header, Kind, Location, Operation, Paging, PagingRule, PagingStyle, Source, Status, StringFormat, Type,
};
use crate::suggest::suggest_name;

/// The keys that only some styles have.
const OF_STYLES: [(&str, &[PagingStyle]); 8] = [
    ("offset", &[PagingStyle::Offset]),
    ("start", &[PagingStyle::Index]),
    ("answered-start", &[PagingStyle::Index]),
    ("page", &[PagingStyle::Page]),
    ("pages", &[PagingStyle::Page]),
    ("cursor", &[PagingStyle::Cursor]),
    ("next", &[PagingStyle::Cursor, PagingStyle::Url]),
    ("end", &[PagingStyle::Offset, PagingStyle::Index, PagingStyle::Page]),
];

/// What is wrong with a rule: the key that says it, the sentence, and what may have been meant.
struct Fault {
    key: &'static str,
    message: String,
    help: Option<String>,
}

impl Fault {
    fn new(key: &'static str, message: impl Into<String>) -> Self {
        Self { key, message: message.into(), help: None }
    }

    fn meaning(self, word: &str, known: &[String]) -> Self {
        let help = suggest_name(word, known).map(|near| format!("did you mean `{near}`?"));
        let listed = || known.iter().take(8).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let help = help.or_else(|| (!known.is_empty()).then(|| format!("there are {}", listed())));
        Self { help: help.or(self.help), ..self }
    }
}

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// Reads `x-paging` of an operation; what does not fit is said, and the operation then does not page.
    pub(super) fn paging(&mut self, node: &Node<'d>, operation: &Operation) -> Option<Paging> {
        let name = node.str().or_else(|| node.string("use"));
        let styles = self.builder.schema.root.get("x-conventions").and_then(|rules| rules.get("paging"));
        let stated = name.and_then(|name| styles.as_ref()?.get(name));
        let found = match name {
            Some(name) if stated.is_none() => {
                let known: Vec<String> = styles.iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()).collect();
                Err(Fault::new("use", format!("`x-conventions` has no paging rule `{name}`")).meaning(name, &known))
            }
            None if node.string("style").is_none() => {
                let help = "write `x-paging: list`, `use: list` and what differs, or a whole rule with its `style`".to_owned();
                Err(Fault { help: Some(help), ..Fault::new("use", "`x-paging` names no paging rule") })
            }
            name => {
                let get = |key: &str| node.get(key).or_else(|| stated.as_ref()?.get(key));
                let rule = rules::paging_rule(node.value, stated.as_ref().map(|stated| stated.value));
                let fits = self.fit(&rule, get, operation);
                fits.map(|item| Paging { name: name.map(str::to_owned), rule, item })
            }
        };
        found.map_err(|fault| self.say(node, stated.as_ref(), fault, operation)).ok()
    }

    /// Says a fault where the operation states the key, else at `x-paging` with the place in the conventions.
    fn say(&mut self, node: &Node<'d>, stated: Option<&Node<'d>>, fault: Fault, operation: &Operation) {
        let Fault { key, message, help } = fault;
        let path = || format!("{} {}", operation.method.as_str(), operation.path_text);
        let what = format!("paging of operation {}", operation.id.clone().unwrap_or_else(path));
        self.leave_out(what, &message, node.place());
        let own = node.get(key);
        let place = own.as_ref().unwrap_or(node).place();
        let said = self.builder.schema.report.error("bad-paging", place, message);
        if let (None, Some(rule)) = (own, stated) {
            said.also(rule.get(key).as_ref().unwrap_or(rule).place(), "the rule");
        }
        if let Some(help) = help {
            said.help(help);
        }
    }

    /// Holds a rule against its operation; the type of an item.
    fn fit(&self, rule: &PagingRule, get: impl Fn(&str) -> Option<Node<'d>>, operation: &Operation) -> Result<Type, Fault> {
        if get("next").and_then(|next| next.value.as_object()).is_some_and(|map| map.len() != 1) {
            let message = "`next` is one place: a pointer into the body, or `item`, `header` or `link` in an object";
            return Err(Fault::new("next", message));
        }
        if let Some((key, _)) = OF_STYLES.iter().find(|(key, styles)| get(key).is_some() && !styles.contains(&rule.style)) {
            return Err(Fault::new(key, format!("`{key}` means nothing in this style of paging")));
        }
        let (response, headers) =
            success(operation).ok_or_else(|| Fault::new("", "`x-paging` on an operation that answers no JSON"))?;
        let list = self.walk(response, &rule.items, "items", "the response").map(|array| self.plain(&array));
        let item = match list {
            Ok(Type::Array(item)) => item.without_null().0.clone(),
            Ok(_) => return Err(Fault::new("items", format!("`{}` is no array in the response", shown(&rule.items)))),
            Err(fault) => return Err(fault),
        };
        if let Some(key) = rules::position_key(rule.style) {
            let own = match rule.style {
                PagingStyle::Index => "startIndex",
                _ => key,
            };
            self.given(rule.position.as_deref().unwrap_or(own), key, rule.style == PagingStyle::Cursor, operation)?;
        }
        if let Some(limit) = &rule.limit {
            self.given(limit, "limit", false, operation)?;
        }
        for (key, path) in [("answered-start", &rule.answered_start), ("page-size", &rule.page_size)] {
            path.as_ref().map_or(Ok(()), |path| self.count(response, path, key))?;
        }
        for (key, source) in [("total", &rule.total), ("pages", &rule.pages)] {
            match source {
                Some(Source::Body(path)) => self.count(response, path, key)?,
                Some(Source::Header(name)) => header(headers, name, key)?,
                Some(_) => return Err(Fault::new(key, format!("`{key}` is a pointer into the body, or names a `header`"))),
                None => {}
            }
        }
        if let Some(path) = &rule.more
            && self.plain(&self.walk(response, path, "more", "the response")?) != Type::Bool
        {
            return Err(Fault::new("more", format!("`{}` is not true or false", shown(path))));
        }
        self.next(rule, response, headers, &item)?;
        Ok(item)
    }

    /// Where the next cursor or URL is.
    fn next(&self, rule: &PagingRule, response: &Type, headers: &[Header], item: &Type) -> Result<(), Fault> {
        let named = matches!(rule.style, PagingStyle::Cursor | PagingStyle::Url);
        match &rule.next {
            None if named => {
                let help = "a pointer into the body, or `item`, `header` or `link` in an object".to_owned();
                Err(Fault { help: Some(help), ..Fault::new("next", "this style of paging needs `next`") })
            }
            Some(Source::Body(path)) => {
                let found = self.walk(response, path, "next", "the response");
                // What was written before there were cursors in the envelope.
                let found = found.map_err(|fault| match self.walk(item, path, "next", "an item") {
                    Ok(_) => Fault { help: Some(format!("did you mean `next: {{ item: {} }}`?", shown(path))), ..fault },
                    Err(_) => fault,
                });
                self.is_scalar(&found?, path)
            }
            Some(Source::LastItem(path)) => self.is_scalar(&self.walk(item, path, "next", "an item")?, path),
            Some(Source::Header(name)) => header(headers, name, "next"),
            Some(Source::Link(relation)) if relation.trim().is_empty() || relation.contains(char::is_whitespace) => {
                Err(Fault::new("next", format!("`{relation}` is no relation of a link")))
            }
            // `Link` is a header of the HTTP standards: any response may have it.
            None | Some(Source::Link(_)) => Ok(()),
        }
    }

    /// Whether a request takes what chooses the page: as a query parameter, or as a property of its JSON body.
    fn given(&self, name: &str, key: &'static str, string: bool, operation: &Operation) -> Result<(), Fault> {
        if !name.starts_with('/') {
            let query = operation.params.iter().filter(|param| param.location == Location::Query);
            let known: Vec<String> = query.map(|param| param.wire.clone()).collect();
            if known.iter().any(|known| known == name) {
                return Ok(());
            }
            return Err(Fault::new(key, format!("the operation has no query parameter `{name}`")).meaning(name, &known));
        }
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let Some(body) = contents.filter(|content| content.kind == ContentKind::Json).find_map(|content| content.ty.as_ref())
        else {
            return Err(Fault::new(key, format!("`{name}` points into a JSON body, and the operation has none")));
        };
        let path: Vec<String> = crate::location::tokens(name).collect();
        let ty = self.plain(&self.walk(body, &path, key, "the body")?);
        match ty {
            Type::Int(_) | Type::Float(_) | Type::Json(_) if !string => Ok(()),
            Type::String(_) | Type::Json(_) if string => Ok(()),
            _ => Err(Fault::new(key, format!("`{name}` of the body is no {}", if string { "string" } else { "number" }))),
        }
    }

    fn count(&self, response: &Type, path: &[String], key: &'static str) -> Result<(), Fault> {
        match self.plain(&self.walk(response, path, key, "the response")?) {
            Type::Int(crate::ir::Int::I128) | Type::Float(crate::ir::Float::Decimal) => {}
            Type::Int(_) | Type::Float(_) | Type::String(StringFormat::Plain) => return Ok(()),
            _ => {}
        }
        Err(Fault::new(key, format!("`{}` is no number that counts", shown(path))))
    }

    fn is_scalar(&self, ty: &Type, path: &[String]) -> Result<(), Fault> {
        match self.plain(ty) {
            Type::Int(_) | Type::Float(_) | Type::String(_) | Type::Json(_) => Ok(()),
            Type::Named(id) if matches!(self.builder.types.get(id).kind, Kind::Enum(_)) => Ok(()),
            _ => Err(Fault::new("next", format!("`{}` is no string or number", shown(path)))),
        }
    }

    /// The type behind wire names.
    fn walk(&self, from: &Type, path: &[String], key: &'static str, whole: &str) -> Result<Type, Fault> {
        let mut ty = from.clone();
        for (depth, name) in path.iter().enumerate() {
            let here = if depth == 0 { whole.to_owned() } else { format!("`{}`", shown(&path[..depth])) };
            let object = match self.plain(&ty) {
                Type::Named(id) => match &self.builder.types.get(id).kind {
                    Kind::Object(object) => Some(object),
                    _ => None,
                },
                _ => None,
            };
            let Some(object) = object else {
                let message = format!("`{}` leads nowhere: {here} is no object with described properties", shown(path));
                return Err(Fault::new(key, message));
            };
            let Some(field) = object.fields.iter().find(|field| field.wire == *name) else {
                let known: Vec<String> = object.fields.iter().map(|field| field.wire.clone()).collect();
                let message = format!("`{}` leads nowhere: {here} has no property `{name}`", shown(path));
                return Err(Fault::new(key, message).meaning(name, &known));
            };
            ty = field.ty.clone();
        }
        Ok(ty)
    }
}

/// A path as the pointer it is written as.
fn shown(path: &[String]) -> String {
    let mut pointer = String::new();
    for name in path {
        crate::location::push_token(&mut pointer, name);
    }
    pointer
}

/// Whether the responses have a header.
fn header(headers: &[Header], name: &str, key: &'static str) -> Result<(), Fault> {
    if headers.iter().any(|header| header.wire.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    let known: Vec<String> = headers.iter().map(|header| header.wire.clone()).collect();
    Err(Fault::new(key, format!("the response has no header `{name}`")).meaning(name, &known))
}

/// The JSON of the first response that means success, and the headers of that response.
fn success(operation: &Operation) -> Option<(&Type, &[Header])> {
    let successes =
        operation.responses.iter().filter(|response| matches!(response.status, Status::Code(200..=299) | Status::Range(2)));
    let mut json = successes.filter_map(|response| {
        let content = response.contents.iter().find(|content| content.kind == ContentKind::Json)?;
        Some((content.ty.as_ref()?, response.headers.as_slice()))
    });
    json.next()
}
