//! `#[patch_fields(Card)] pub mod card { ... }`: typed paths for JSON Patch.

use std::fmt::Write;

use proc_macro::{Delimiter, Span, TokenStream, TokenTree};

use crate::args::C;
use crate::parse::{Res, Tokens, Ty, attributes, fail, has_docs, plain, unescape};

/// Types that every module sees.
const PRELUDE: [&str; 19] = [
    "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64",
    "String", "Vec", "Option",
];

/// Expands the module.
pub fn patch_fields(owner: TokenStream, module: TokenStream) -> Res<String> {
    let owner = Ty(owner.into_iter().collect());
    if owner.head().is_empty() {
        return fail(Span::call_site(), "expected the type the properties belong to: `#[patch_fields(Card)]`");
    }
    let owner = from_inside(&owner);
    let mut tokens = Tokens::new(module, Span::call_site());
    let attrs = attributes(&mut tokens)?;
    if !tokens.is_ident("pub") {
        return tokens.fail("`pub`");
    }
    tokens.next();
    if !tokens.is_ident("mod") {
        return tokens.fail("`mod`");
    }
    tokens.next();
    let name = tokens.ident("a name")?;
    let docs = if has_docs(&attrs) { "" } else { "/// Properties for JSON Patch.\n" };
    let mut out: String = attrs.iter().map(|attr| attr.text() + "\n").collect();
    let _ = write!(out, "{docs}pub mod {name} {{");
    let mut inner = tokens.group(Delimiter::Brace, "constants")?;
    while !inner.is_end() {
        constant(&mut inner, &owner, &mut out)?;
    }
    out.push('}');
    Ok(out)
}

/// `pub const TITLE: String = "title";`
fn constant(tokens: &mut Tokens, owner: &str, out: &mut String) -> Res<()> {
    let attrs = attributes(tokens)?;
    for word in ["pub", "const"] {
        if !tokens.is_ident(word) {
            return tokens.fail(&format!("`{word}`"));
        }
        tokens.next();
    }
    let name = tokens.ident("a name")?;
    tokens.punct(':')?;
    let mut ty = Vec::new();
    while !tokens.is_end() && !tokens.is_punct('=') {
        ty.extend(tokens.next());
    }
    let ty = Ty(ty);
    if ty.head().is_empty() {
        return fail(name.span(), "expected the type of the property, as a path");
    }
    tokens.punct('=')?;
    let wire = tokens.string("the wire name")?;
    tokens.punct(';')?;
    for attr in &attrs {
        out.push_str(&attr.text());
        out.push('\n');
    }
    if !has_docs(&attrs) {
        let docs = format!(" The property `{}`.", unescape(&wire).replace('`', "'"));
        let _ = write!(out, "#[doc = {docs:?}]");
    }
    let (kind, value) = match ty.arg() {
        Some(item) if ty.head() == "Vec" => ("PatchList", item),
        _ => ("PatchField", ty),
    };
    let (name, value) = (name.to_string(), from_inside(&value));
    let _ = write!(out, "pub const {}: {C}::{kind}<{owner}, {value}> = {C}::{kind}::new({wire});", plain(&name));
    Ok(())
}

/// A type as it is named inside the module: what the surrounding one imports is one level up.
fn from_inside(ty: &Ty) -> String {
    let mut out = String::new();
    let mut inside = false;
    for token in &ty.0 {
        match token {
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                if !inside && text != "crate" && !PRELUDE.contains(&text.as_str()) {
                    out.push_str("super::");
                }
                out.push_str(&text);
                inside = false;
            }
            other => {
                inside = matches!(other, TokenTree::Punct(punct) if punct.as_char() == ':');
                out.push_str(&other.to_string());
            }
        }
    }
    out
}
