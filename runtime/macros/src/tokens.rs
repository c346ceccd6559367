//! Tokens read one by one, and mistakes with their place.

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
