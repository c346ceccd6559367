//! Descriptions in, types out, as short text: one line per type, property or variant.

use crate::ir::{Access, Api, Extra, Kind, Origin, Presence, Type, TypeId};
use crate::location::Report;
use crate::source::Input;
use std::fmt::Write;

mod all_of;
mod any_of;
mod operations;
mod scalars;
mod traps;

/// Resolves a description.
fn api(text: &str) -> (Api, Report) {
    let read = |_: &str| Ok(text.to_owned());
    let input = Input { root: "api.yaml", read: &read, strict: false, name: None };
    let mut report = Report::new(false);
    let (document, sources) = crate::document::load(&input, &mut report);
    let Some(document) = document else { panic!("{}", report.render(&sources, false)) };
    let mut api = super::read(&document, &mut report);
    crate::passes::run(&mut api, false);
    crate::check::check(&api, &mut report);
    (api, report)
}

/// Resolves component schemas, given indented by four spaces.
fn schemas(version: &str, text: &str) -> (Api, Report) {
    api(&format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{text}"))
}

/// The types of component schemas as text.
fn types(version: &str, text: &str) -> String {
    show_types(&schemas(version, text).0)
}

fn show_types(api: &Api) -> String {
    let mut out = String::new();
    for (id, named) in api.types.iter() {
        let name = show(api, &Type::Named(id));
        match &named.kind {
            Kind::Alias(ty) => writeln!(out, "{name} = {}", show(api, ty)),
            Kind::Enum(list) => {
                let values: Vec<String> = list.values.iter().map(|value| value.value.to_string()).collect();
                writeln!(out, "{name} = {}", values.join(" | "))
            }
            Kind::Object(object) => {
                let _ = writeln!(out, "{name}:");
                for field in &object.fields {
                    let sign = match field.presence {
                        Presence::Required => "",
                        Presence::Optional => "?",
                        Presence::Nullable => "~",
                        Presence::OptionalNullable => "?~",
                    };
                    let access = match field.access {
                        Access::Both => "",
                        Access::ReadOnly => " read",
                        Access::WriteOnly => " write",
                    };
                    let constant = field.constant.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
                    let _ = writeln!(out, "  {}{sign} {}{constant}{access}", field.wire, show(api, &field.ty));
                }
                match &object.extra {
                    Extra::Ignored => Ok(()),
                    Extra::Closed => writeln!(out, "  closed"),
                    Extra::Kept(ty) => writeln!(out, "  * {}", show(api, ty)),
                }
            }
            Kind::Union(union) => {
                let by = union.discriminator.as_ref().map(|by| format!(" by {}", by.wire)).unwrap_or_default();
                let _ = writeln!(out, "{name}: union{by}");
                for variant in &union.variants {
                    let tags = if variant.tags.is_empty() { String::new() } else { format!(" [{}]", variant.tags.join(", ")) };
                    let _ = writeln!(out, "  <{}> {}{tags}", variant.name, show(api, &variant.ty));
                }
                Ok(())
            }
        }
        .expect("text takes text");
    }
    out
}

fn show(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(TypeId(_)) => {
            let Type::Named(id) = ty else { return String::new() };
            match &api.types.get(*id).origin {
                Origin::Component(key) => key.clone(),
                Origin::Inline(words) => words.join("."),
            }
        }
        Type::Tuple(items) => format!("({})", items.iter().map(|item| show(api, item)).collect::<Vec<_>>().join(", ")),
        Type::Array(item) => format!("[{}]", show(api, item)),
        Type::Map(value) => format!("{{{}}}", show(api, value)),
        Type::Nullable(inner) => format!("{}~", show(api, inner)),
        Type::Bool => "bool".to_owned(),
        Type::Binary => "file".to_owned(),
        Type::Int(int) => format!("{int:?}"),
        Type::Float(float) => format!("{float:?}"),
        Type::String(format) => format!("{format:?}"),
        Type::Json(reason) => format!("json({reason:?})"),
    }
}

/// Compares text without its indentation by four spaces.
#[track_caller]
fn same(left: &str, right: &str) {
    let right: String = right.trim_start_matches('\n').lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).fold(
        String::new(),
        |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        },
    );
    assert!(left.trim_end() == right.trim_end(), "--- is\n{left}\n--- should be\n{right}");
}
