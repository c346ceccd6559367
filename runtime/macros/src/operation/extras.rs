//! The arguments of `#[operation(...)]`.

use std::fmt::Write;

use proc_macro::{Delimiter, Span, TokenStream, TokenTree};

use crate::args::C;
use crate::case;
use crate::model::word;
use crate::parse::{Attr, Res, Tokens, Ty, fail};

pub struct Extras {
    pub handle: String,
    pub function: String,
    /// Literals.
    pub id: String,
    pub path: String,
    pub accept: String,
    pub server: Option<String>,
    pub method: String,
    pub decoder: String,
    pub output: String,
    pub errors: String,
    pub headers: Option<String>,
    /// `&[&["a", "b"], &["c"]]`
    pub security: Option<String>,
    pub rule: String,
    pub page: Option<Page>,
}

pub struct Page {
    /// A literal.
    pub name: String,
    pub item: String,
    pub items: Vec<String>,
    pub total: Option<Vec<String>>,
    pub start: Option<Vec<String>>,
    pub size: Option<Vec<String>>,
    pub cursor: Option<Vec<String>>,
    /// The type of a page where the operation can also answer something else.
    pub json: Option<String>,
    /// JSON text or nothing.
    pub overrides: String,
}

impl Page {
    /// Whether any path goes through another struct.
    pub fn is_nested(&self) -> bool {
        [&self.total, &self.start, &self.size, &self.cursor].into_iter().flatten().chain([&self.items]).any(|path| path.len() > 1)
    }
}

/// Attributes beside `#[operation]` that tell method and path: `#[get("/cards")]`.
const VERBS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Extras {
    /// Reads the arguments of `#[operation]`, and of `#[call]` and `#[page]` beside it.
    pub fn parse(args: TokenStream, attrs: &[Attr]) -> Res<Self> {
        let mut tokens = Tokens::new(args, Span::call_site());
        let (handle, function) = method(&mut tokens)?;
        let id = tokens.string("the operation id")?;
        tokens.punct(',')?;
        let (verb, path) = if let Some(attr) = attrs.iter().find(|attr| VERBS.contains(&attr.name.as_str())) {
            (attr.name.to_uppercase(), attr.args().string("the path")?)
        } else {
            let verb = tokens.ident("an HTTP method")?.to_string();
            let path = tokens.string("the path")?;
            tokens.arrow()?;
            (verb, path)
        };
        let decoder = Ty(tokens.until_comma());
        if decoder.0.is_empty() {
            return tokens.fail("a decoder such as `Json<T>` or `Empty`");
        }
        let (decoder, output, accept) = decode(&decoder);
        let mut extras = Self {
            handle,
            function,
            id,
            path,
            accept,
            server: None,
            method: verb,
            decoder,
            output,
            errors: format!("{C}::Value"),
            headers: None,
            security: None,
            rule: String::new(),
            page: None,
        };
        while !tokens.is_end() {
            extras.extra(&mut tokens)?;
            tokens.comma()?;
        }
        for attr in attrs {
            let mut tokens = attr.args();
            match attr.name.as_str() {
                "page" => extras.page = Some(page(&mut tokens)?),
                "call" => {
                    while !tokens.is_end() {
                        extras.extra(&mut tokens)?;
                        tokens.comma()?;
                    }
                }
                _ => {}
            }
        }
        Ok(extras)
    }

    fn extra(&mut self, tokens: &mut Tokens) -> Res<()> {
        let (word, span) = word(tokens)?;
        if case::RULES.contains(&word.as_str()) {
            self.rule = word;
            return Ok(());
        }
        let wanted =
            "`page(...)`, `auth(...)`, `server(\"...\")`, `errors(Type)`, `accept(\"...\")`, `headers(Type)` or a case rule";
        if !matches!(word.as_str(), "page" | "auth" | "server" | "errors" | "accept" | "headers") {
            return fail(span, format!("expected {wanted}"));
        }
        let mut inner = tokens.group(Delimiter::Parenthesis, "parentheses")?;
        match word.as_str() {
            "page" => self.page = Some(page(&mut inner)?),
            "auth" => self.security = Some(security(&mut inner)?),
            "server" => self.server = Some(inner.string("a URL")?),
            "accept" => self.accept = inner.string("a media type")?,
            "errors" => self.errors = Ty(inner.until_comma()).text(),
            _ => self.headers = Some(Ty(inner.until_comma()).text()),
        }
        if inner.is_end() { Ok(()) } else { inner.fail("`)`") }
    }
}

/// `Cards::list,`
fn method(tokens: &mut Tokens) -> Res<(String, String)> {
    let path = tokens.until_comma();
    match path.as_slice() {
        [handle @ .., TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(function)]
            if !handle.is_empty() && first.as_char() == ':' && second.as_char() == ':' =>
        {
            Ok((Ty(handle.to_vec()).text(), function.to_string()))
        }
        _ => fail(tokens.last, "expected `Handle::method`"),
    }
}

/// Decoder, output and, as an expression, what is accepted.
fn decode(ty: &Ty) -> (String, String, String) {
    let text = ty.text();
    let own = |text: String| (text.clone(), text.clone(), format!("<{text} as {C}::Decoder>::ACCEPT"));
    let simple = ty.0.len() == 1 || matches!(ty.0.get(1), Some(TokenTree::Punct(punct)) if punct.as_char() == '<');
    if !simple {
        return own(text);
    }
    let ours = format!("{C}::{text}");
    let (decoder, output, accept) = match (ty.head().as_str(), ty.arg()) {
        ("Json", Some(inner)) => (ours, inner.text(), "application/json"),
        ("Events", Some(inner)) => (ours, format!("{C}::EventStream<{}>", inner.text()), "text/event-stream"),
        ("Text", None) => (ours, "::std::string::String".to_owned(), "text/plain, text/*;q=0.9, */*;q=0.5"),
        ("Raw", None) => (ours, format!("{C}::Bytes"), "*/*"),
        ("Download", None) => (ours, format!("{C}::ByteStream"), "*/*"),
        ("Empty", None) => (ours, "()".to_owned(), "application/json"),
        _ => return own(text),
    };
    (decoder, output, format!("{accept:?}"))
}

/// `none`, or `a + b | c | none`.
fn security(tokens: &mut Tokens) -> Res<String> {
    let mut out = String::from("&[&[");
    while !tokens.is_end() {
        if tokens.is_ident("none") {
            tokens.next();
        } else if matches!(tokens.peek(), Some(TokenTree::Literal(_))) {
            out.push_str(&tokens.string("the name of a scheme")?);
        } else {
            let _ = write!(out, "{:?}", crate::parse::plain(&tokens.ident("the name of a scheme")?.to_string()));
        }
        if tokens.eat('+') {
            out.push(',');
        } else if tokens.eat('|') {
            out.push_str("], &[");
        } else if !tokens.is_end() {
            return tokens.fail("`+` or `|`");
        }
    }
    out.push_str("]]");
    Ok(out)
}

fn page(tokens: &mut Tokens) -> Res<Page> {
    let name = match tokens.peek() {
        Some(TokenTree::Literal(_)) => tokens.string("the name of a paging style")?,
        _ => format!("{:?}", word(tokens)?.0),
    };
    if !tokens.eat(',') {
        tokens.arrow()?;
    }
    let item = Ty(tokens.until_comma()).text();
    let mut page = Page {
        name,
        item,
        items: Vec::new(),
        total: None,
        start: None,
        size: None,
        cursor: None,
        json: None,
        overrides: String::new(),
    };
    let mut position = 0;
    while !tokens.is_end() {
        if let Some(TokenTree::Group(group)) = tokens.peek() {
            page.overrides = group.to_string();
            tokens.next();
        } else {
            let before = tokens.last;
            let span = tokens.peek().map_or(before, TokenTree::span);
            let mut first = path(tokens)?;
            if first == ["json"] && tokens.eat('=') {
                page.json = Some(Ty(tokens.until_comma()).text());
                continue;
            } else if tokens.eat('=') {
                let value = path(tokens)?;
                match std::mem::take(&mut first).join(".").as_str() {
                    "total" => page.total = Some(value),
                    "start" => page.start = Some(value),
                    "size" => page.size = Some(value),
                    "cursor" => page.cursor = Some(value),
                    _ => return fail(span, "expected `total`, `start`, `size` or `cursor`"),
                }
            } else {
                position += 1;
                match position {
                    1 if first == ["_"] => {}
                    1 => page.items = first,
                    2 => page.total = Some(first),
                    _ => return fail(span, "expected at most two paths: the items and the total"),
                }
            }
        }
        tokens.comma()?;
    }
    if position == 0 {
        return tokens.fail("the path of the items, or `_` when the answer is the list");
    }
    Ok(page)
}

/// `page_meta.total_records`
fn path(tokens: &mut Tokens) -> Res<Vec<String>> {
    let mut path = vec![tokens.ident("a path of fields")?.to_string()];
    while tokens.eat('.') {
        path.push(tokens.ident("a field")?.to_string());
    }
    Ok(path)
}
