//! Tokens to items: just as much of Rust's syntax as generated crates use.

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};

pub use crate::tokens::{Fail, Res, Tokens, fail};

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
