//! Tokens to items: just as much of Rust's syntax as generated crates use.

use std::iter::Peekable;

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree, token_stream};

/// A mistake in the input and where it is.
pub struct Fail {
    pub span: Span,
    pub text: String,
}

pub type Res<T> = Result<T, Fail>;

pub fn fail<T>(span: Span, text: impl Into<String>) -> Res<T> {
    Err(Fail { span, text: text.into() })
}

impl Fail {
    /// `compile_error!` at the place of the mistake.
    pub fn into_tokens(self) -> TokenStream {
        let mut text = Literal::string(&self.text);
        text.set_span(self.span);
        let mut bang = Punct::new('!', Spacing::Alone);
        bang.set_span(self.span);
        let mut group = Group::new(Delimiter::Brace, TokenTree::from(text).into());
        group.set_span(self.span);
        let path = "::core::compile_error".parse::<TokenStream>().expect("a path");
        let path = path.into_iter().map(|mut token| {
            token.set_span(self.span);
            token
        });
        path.chain([TokenTree::from(bang), TokenTree::from(group)]).collect()
    }
}

/// Tokens with one token of look-ahead.
pub struct Tokens {
    iter: Peekable<token_stream::IntoIter>,
    /// Where the last token was, for mistakes at the end.
    pub last: Span,
}

impl Tokens {
    pub fn new(stream: TokenStream, span: Span) -> Self {
        Self { iter: stream.into_iter().peekable(), last: span }
    }

    pub fn next(&mut self) -> Option<TokenTree> {
        let token = self.iter.next()?;
        self.last = token.span();
        Some(token)
    }

    pub fn peek(&mut self) -> Option<&TokenTree> {
        self.iter.peek()
    }

    pub fn is_end(&mut self) -> bool {
        self.peek().is_none()
    }

    pub fn fail<T>(&mut self, wanted: &str) -> Res<T> {
        match self.iter.peek() {
            Some(token) => {
                let text = token.to_string();
                let text = if text.len() > 40 { "this" } else { &text };
                fail(token.span(), format!("expected {wanted}, found `{text}`"))
            }
            None => fail(self.last, format!("expected {wanted}")),
        }
    }

    pub fn is_punct(&mut self, wanted: char) -> bool {
        matches!(self.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
    }

    pub fn eat(&mut self, wanted: char) -> bool {
        let found = self.is_punct(wanted);
        if found {
            self.next();
        }
        found
    }

    pub fn punct(&mut self, wanted: char) -> Res<()> {
        if self.eat(wanted) { Ok(()) } else { self.fail(&format!("`{wanted}`")) }
    }

    /// `->`
    pub fn arrow(&mut self) -> Res<()> {
        if self.eat('-') && self.eat('>') { Ok(()) } else { self.fail("`->`") }
    }

    pub fn ident(&mut self, wanted: &str) -> Res<Ident> {
        match self.peek() {
            Some(TokenTree::Ident(_)) => match self.next() {
                Some(TokenTree::Ident(ident)) => Ok(ident),
                _ => self.fail(wanted),
            },
            _ => self.fail(wanted),
        }
    }

    pub fn is_ident(&mut self, wanted: &str) -> bool {
        matches!(self.peek(), Some(TokenTree::Ident(ident)) if ident.to_string() == wanted)
    }

    pub fn literal(&mut self, wanted: &str) -> Res<Literal> {
        match self.peek() {
            Some(TokenTree::Literal(_)) => match self.next() {
                Some(TokenTree::Literal(literal)) => Ok(literal),
                _ => self.fail(wanted),
            },
            _ => self.fail(wanted),
        }
    }

    /// A string literal: its Rust text.
    pub fn string(&mut self, wanted: &str) -> Res<String> {
        let literal = self.literal(wanted)?;
        let text = literal.to_string();
        if text.ends_with(['"', '#']) { Ok(text) } else { fail(literal.span(), format!("expected {wanted}, a string")) }
    }

    pub fn group(&mut self, delimiter: Delimiter, wanted: &str) -> Res<Tokens> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                let tokens = Tokens::new(group.stream(), group.span());
                self.next();
                Ok(tokens)
            }
            _ => self.fail(wanted),
        }
    }

    /// Everything up to a comma outside angle brackets; the comma is taken.
    pub fn until_comma(&mut self) -> Vec<TokenTree> {
        let mut tokens = Vec::new();
        let mut depth = 0usize;
        let mut dash = false;
        while let Some(token) = self.next() {
            if let TokenTree::Punct(punct) = &token {
                match punct.as_char() {
                    ',' if depth == 0 => break,
                    '<' => depth += 1,
                    '>' if !dash => depth = depth.saturating_sub(1),
                    _ => {}
                }
                dash = punct.as_char() == '-';
            } else {
                dash = false;
            }
            tokens.push(token);
        }
        tokens
    }

    /// The comma between two entries, or the end.
    pub fn comma(&mut self) -> Res<()> {
        if self.is_end() || self.eat(',') { Ok(()) } else { self.fail("`,`") }
    }
}

/// `#[name ...]`
pub struct Attr {
    pub name: String,
    pub span: Span,
    group: Group,
}

impl Attr {
    /// What is in the parentheses behind the name.
    pub fn args(&self) -> Tokens {
        let args = self.group.stream().into_iter().nth(1);
        match args {
            Some(TokenTree::Group(group)) => Tokens::new(group.stream(), group.span()),
            _ => Tokens::new(TokenStream::new(), self.span),
        }
    }

    /// The attribute as source text.
    pub fn text(&self) -> String {
        format!("#{}", self.group)
    }
}

pub fn attributes(tokens: &mut Tokens) -> Res<Vec<Attr>> {
    let mut attrs = Vec::new();
    while tokens.eat('#') {
        match tokens.next() {
            Some(TokenTree::Group(group)) => {
                let name = match group.stream().into_iter().next() {
                    Some(TokenTree::Ident(ident)) => ident.to_string(),
                    _ => String::new(),
                };
                attrs.push(Attr { name, span: group.span(), group });
            }
            _ => return tokens.fail("an attribute"),
        }
    }
    Ok(attrs)
}

/// Attributes that follow an item or field wherever it goes.
pub fn kept(attrs: &[Attr]) -> String {
    let mut text = String::new();
    for attr in attrs {
        if matches!(attr.name.as_str(), "doc" | "deprecated" | "cfg" | "allow" | "expect" | "cfg_attr") {
            text.push_str(&attr.text());
            text.push('\n');
        }
    }
    text
}

/// The `cfg` attributes only.
pub fn conditions(attrs: &[Attr]) -> String {
    attrs.iter().filter(|attr| attr.name == "cfg").map(Attr::text).collect()
}

/// `#[allow(deprecated)]` where an expansion has to name something deprecated.
pub fn is_deprecated(attrs: &[Attr]) -> bool {
    attrs.iter().any(|attr| attr.name == "deprecated")
}

pub fn has_docs(attrs: &[Attr]) -> bool {
    attrs.iter().any(|attr| attr.name == "doc")
}

fn visibility(tokens: &mut Tokens) -> String {
    if !tokens.is_ident("pub") {
        return String::new();
    }
    tokens.next();
    match tokens.peek() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let text = format!("pub{group} ");
            tokens.next();
            text
        }
        _ => "pub ".to_owned(),
    }
}

/// A type as tokens.
pub struct Ty(pub Vec<TokenTree>);

impl Ty {
    pub fn text(&self) -> String {
        self.0.iter().cloned().collect::<TokenStream>().to_string()
    }

    /// The last name of a path, before its angle brackets: `Option` of `std::option::Option<T>`. Empty when it is no path.
    pub fn head(&self) -> String {
        let mut head = String::new();
        for token in &self.0 {
            match token {
                TokenTree::Ident(ident) => head = ident.to_string(),
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Punct(punct) if punct.as_char() == '<' => break,
                _ => return String::new(),
            }
        }
        head
    }

    /// What is in the angle brackets, split at commas.
    pub fn args(&self) -> Vec<Ty> {
        let open = self.0.iter().position(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '<'));
        let Some(open) = open else { return Vec::new() };
        let inner = self.0[open + 1..self.0.len().saturating_sub(1).max(open + 1)].iter().cloned().collect();
        let mut inner = Tokens::new(inner, Span::call_site());
        let mut args = Vec::new();
        while !inner.is_end() {
            args.push(Ty(inner.until_comma()));
        }
        args
    }

    /// The only argument, as of `Option<T>`.
    pub fn arg(&self) -> Option<Ty> {
        let mut args = self.args();
        if args.len() == 1 { args.pop() } else { None }
    }
}

pub struct Field {
    pub attrs: Vec<Attr>,
    pub ident: String,
    pub span: Span,
    pub ty: Ty,
}

impl Field {
    /// The name without `r#`.
    pub fn name(&self) -> &str {
        plain(&self.ident)
    }

    /// The attributes with this name, split into their entries.
    pub fn attr<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attr> {
        self.attrs.iter().filter(move |attr| attr.name == name)
    }
}

pub fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

pub struct Variant {
    pub attrs: Vec<Attr>,
    pub ident: String,
    pub span: Span,
    /// The type of the one unnamed field.
    pub content: Option<Ty>,
    /// The literal behind `=`.
    pub value: Option<(String, Span)>,
}

pub enum Body {
    Struct(Vec<Field>),
    /// The type of the one field of a tuple struct.
    Tuple(Ty),
    Enum(Vec<Variant>),
}

/// A struct or enum.
pub struct Item {
    pub attrs: Vec<Attr>,
    pub vis: String,
    pub ident: String,
    pub span: Span,
    pub body: Body,
}

impl Item {
    pub fn parse(stream: TokenStream) -> Res<Self> {
        let mut tokens = Tokens::new(stream, Span::call_site());
        let attrs = attributes(&mut tokens)?;
        let vis = visibility(&mut tokens);
        let keyword = tokens.ident("`struct` or `enum`")?;
        let ident = tokens.ident("a name")?;
        let span = ident.span();
        if tokens.is_punct('<') {
            return tokens.fail("no generic parameters");
        }
        let body = match keyword.to_string().as_str() {
            "struct" => structure(&mut tokens)?,
            "enum" => Body::Enum(variants(&mut tokens.group(Delimiter::Brace, "variants")?)?),
            _ => return fail(keyword.span(), "expected `struct` or `enum`"),
        };
        Ok(Self { attrs, vis, ident: ident.to_string(), span, body })
    }
}

fn structure(tokens: &mut Tokens) -> Res<Body> {
    match tokens.peek() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let mut inner = tokens.group(Delimiter::Parenthesis, "a field")?;
            attributes(&mut inner)?;
            visibility(&mut inner);
            let ty = Ty(inner.until_comma());
            if ty.0.is_empty() || !inner.is_end() { inner.fail("exactly one field") } else { Ok(Body::Tuple(ty)) }
        }
        Some(TokenTree::Group(_)) => {
            let mut inner = tokens.group(Delimiter::Brace, "fields")?;
            let mut fields = Vec::new();
            while !inner.is_end() {
                let attrs = attributes(&mut inner)?;
                visibility(&mut inner);
                let ident = inner.ident("a field")?;
                inner.punct(':')?;
                let ty = Ty(inner.until_comma());
                if ty.0.is_empty() {
                    return inner.fail("a type");
                }
                fields.push(Field { attrs, ident: ident.to_string(), span: ident.span(), ty });
            }
            Ok(Body::Struct(fields))
        }
        _ => Ok(Body::Struct(Vec::new())),
    }
}

fn variants(tokens: &mut Tokens) -> Res<Vec<Variant>> {
    let mut variants = Vec::new();
    while !tokens.is_end() {
        let attrs = attributes(tokens)?;
        let ident = tokens.ident("a variant")?;
        let span = ident.span();
        let content = match tokens.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                let mut inner = tokens.group(Delimiter::Parenthesis, "a field")?;
                let ty = Ty(inner.until_comma());
                if ty.0.is_empty() || !inner.is_end() {
                    return inner.fail("exactly one field");
                }
                Some(ty)
            }
            Some(TokenTree::Group(_)) => return tokens.fail("a variant without named fields"),
            _ => None,
        };
        let mut value = None;
        if tokens.eat('=') {
            let minus = if tokens.eat('-') { "-" } else { "" };
            let literal = tokens.literal("a value")?;
            value = Some((format!("{minus}{literal}"), literal.span()));
        }
        tokens.comma()?;
        variants.push(Variant { attrs, ident: ident.to_string(), span, content, value });
    }
    Ok(variants)
}

/// The text of a string literal.
pub fn unescape(literal: &str) -> String {
    if let Some(raw) = literal.strip_prefix('r') {
        return raw.trim_matches('#').trim_matches('"').to_owned();
    }
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(literal);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some('u') => {
                let code: String = chars.by_ref().take_while(|&char| char != '}').filter(char::is_ascii_hexdigit).collect();
                out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some('x') => {
                let code: String = chars.by_ref().take(2).collect();
                out.extend(u8::from_str_radix(&code, 16).ok().map(char::from));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}
