//! `#[derive(Headers)]` and `#[derive(Multipart)]`.

use std::fmt::Write;

use crate::args::C;
use crate::model::{Presence, Record, header};
use crate::parse::{Field, Item, Res, Ty};

/// `#[derive(Headers)]`.
pub fn headers(item: &Item, fields: &[Field]) -> Res<String> {
    let record = Record::new(item, fields)?;
    let mut out = header(item, "", "FromHeaders");
    let _ = write!(
        out,
        "fn from_headers(h: &{C}::HeaderMap) -> ::core::result::Result<Self, ::std::string::String> {{ ::core::result::Result::Ok(Self {{"
    );
    for slot in &record.slots {
        let function = if slot.presence == Presence::Required { "header" } else { "header_opt" };
        let into = if slot.presence == Presence::Patch { ".into()" } else { "" };
        let _ = write!(out, "{}: {C}::{function}(h, {})?{into},", slot.field.ident, slot.wire);
    }
    out.push_str("}) } }");
    Ok(out)
}

/// `#[derive(Multipart)]`.
pub fn multipart(item: &Item, fields: &[Field]) -> Res<String> {
    let record = Record::new(item, fields)?;
    let mut out = header(item, "", "IntoMultipart");
    let _ = write!(out, "fn into_multipart(self) -> {C}::MultipartForm {{ let f = {C}::MultipartForm::new();");
    for (name, value) in &record.tags {
        let _ = write!(out, "let f = f.value({name}, &{value});");
    }
    for slot in &record.slots {
        let is_json = slot.field.attr("wire").any(|attr| {
            let mut args = attr.args();
            let mut found = false;
            while let Some(token) = args.next() {
                found |= token.to_string() == "json";
            }
            found
        });
        part(&mut out, &slot.wire, &format!("self.{}", slot.field.ident), &slot.field.ty, is_json, slot.presence);
    }
    out.push_str("f } }");
    Ok(out)
}

fn part(out: &mut String, wire: &str, value: &str, ty: &Ty, is_json: bool, presence: Presence) {
    if presence == Presence::Extra {
        let _ = write!(out, "let f = {value}.into_iter().fold(f, |f, (k, v)| f.value(&k, &v));");
        return;
    }
    let head = ty.head();
    let inner = ty.arg();
    match (head.as_str(), inner) {
        ("Option", Some(inner)) => {
            out.push_str("let f = match ");
            out.push_str(value);
            out.push_str(" { ::core::option::Option::Some(v) => {");
            part(out, wire, "v", &inner, is_json, Presence::Required);
            out.push_str("f } ::core::option::Option::None => f };");
        }
        ("Vec", Some(inner)) if !is_json => {
            let _ = write!(out, "let f = {value}.into_iter().fold(f, |f, v| {{");
            part(out, wire, "v", &inner, is_json, Presence::Required);
            out.push_str("f });");
        }
        ("FilePart", _) => {
            let _ = write!(out, "let f = f.file({wire}, {value});");
        }
        _ if is_json => {
            let _ = write!(out, "let f = f.json({wire}, &{value});");
        }
        _ => {
            let _ = write!(out, "let f = f.value({wire}, &{value});");
        }
    }
}
