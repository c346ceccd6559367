//! `#[fields(Card)] pub mod card { ... }`: typed names of properties and relations.

use std::fmt::Write;

use proc_macro::{Delimiter, Span, TokenStream};

use crate::args::C;
use crate::parse::{Res, Tokens, attributes, fail, has_docs, plain};

const KINDS: [&str; 9] = ["Text", "Number", "Bool", "Date", "Time", "DateTime", "Id", "Enum", "Relation"];

/// Expands the module.
pub fn fields(owner: &TokenStream, module: TokenStream) -> Res<String> {
    let owner = owner.to_string();
    if owner.is_empty() {
        return fail(Span::call_site(), "expected the type the fields belong to: `#[fields(Card)]`");
    }
    let mut tokens = Tokens::new(module, Span::call_site());
    let mut out = String::new();
    item(&mut tokens, &owner, 1, &mut out)?;
    Ok(out)
}

/// A module or a constant; `depth` is how many modules are between it and the owner.
fn item(tokens: &mut Tokens, owner: &str, depth: usize, out: &mut String) -> Res<()> {
    let attrs = attributes(tokens)?;
    let kept: String = attrs.iter().map(|attr| attr.text() + "\n").collect();
    if !tokens.is_ident("pub") {
        return tokens.fail("`pub`");
    }
    tokens.next();
    let keyword = tokens.ident("`const` or `mod`")?;
    let name = tokens.ident("a name")?;
    match keyword.to_string().as_str() {
        "mod" => {
            let docs = if has_docs(&attrs) { "" } else { "/// Names for filters, sort keys and relations.\n" };
            let _ = write!(out, "{kept}{docs}pub mod {name} {{");
            let mut inner = tokens.group(Delimiter::Brace, "constants")?;
            while !inner.is_end() {
                item(&mut inner, owner, depth + 1, out)?;
            }
            out.push('}');
        }
        "const" => {
            tokens.punct(':')?;
            let kind = tokens.ident("a kind")?;
            let text = kind.to_string();
            if !KINDS.contains(&text.as_str()) {
                return fail(kind.span(), format!("expected a kind: one of {}", KINDS.join(", ")));
            }
            tokens.punct('=')?;
            let wire = tokens.string("the wire name")?;
            tokens.punct(';')?;
            let docs = if has_docs(&attrs) {
                String::new()
            } else {
                let word = if text == "Relation" { "relation" } else { "field" };
                let wire = crate::parse::unescape(&wire).replace('`', "'");
                format!("#[doc = {:?}]", format!(" The {word} `{wire}`."))
            };
            let owner = if owner.starts_with("::") || owner.starts_with("crate") {
                owner.to_owned()
            } else {
                "super::".repeat(depth - 1) + owner
            };
            let name = plain(&name.to_string()).to_owned();
            let _ = if text == "Relation" {
                write!(out, "{kept}{docs}pub const {name}: {C}::Relation<{owner}> = {C}::Relation::new({wire});")
            } else {
                write!(out, "{kept}{docs}pub const {name}: {C}::Field<{owner}, {C}::kind::{text}> = {C}::Field::new({wire});")
            };
        }
        _ => return fail(keyword.span(), "expected `const` or `mod`"),
    }
    Ok(())
}
