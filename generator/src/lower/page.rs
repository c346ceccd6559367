//! `api.md`: everything a caller sees of a crate, one short line each, so that a reviewer sees every change of it.

use super::page_files::heading;
use super::surface::{response, ty_text};
use super::{docs, rule, values};
use crate::rust::{
    ConstItem, Crate, CredentialItem, CredentialKind, FieldsItem, Item, OperationItem, PageSection, ParamItem, ParamPlace,
    PatchesItem, StructItem, Surface, Ty, WireValue,
};
use std::collections::BTreeMap;

/// Characters of a line; longer ones go on in the next.
const WIDTH: usize = 180;

/// The sections of the page.
pub fn sections(krate: &Crate, surface: &Surface) -> Vec<PageSection> {
    if krate.types_only {
        return Vec::new();
    }
    let mut sections = vec![access(krate)];
    let constants: Vec<String> =
        items(krate).filter_map(|item| if let Item::Const(one) = item { Some(one) } else { None }).flat_map(constant).collect();
    push(&mut sections, "Rules of all requests", constants);
    let evidence: BTreeMap<(&str, &str), &str> = surface
        .resources
        .iter()
        .flat_map(|resource| &resource.operations)
        .map(|operation| ((operation.method.as_str(), operation.path.as_str()), operation.evidence.as_str()))
        .collect();
    for (resource, handle) in surface.resources.iter().zip(handles(krate)) {
        let mine = items(krate).filter_map(Item::operation).filter(|item| item.handle == handle);
        let lines = mine.flat_map(|item| {
            let path = docs::shown(&item.path);
            operation(item, evidence.get(&(item.http.as_str(), path.as_str())).copied().unwrap_or_default())
        });
        let lines = lines.collect();
        push(&mut sections, &heading(&resource.title, &resource.accessor), lines);
    }
    let mut types: Vec<(String, Vec<String>)> = items(krate).filter_map(ty).collect();
    types.sort();
    push(&mut sections, "Types", types.into_iter().flat_map(|(_, lines)| lines).collect());
    push(
        &mut sections,
        "Fields to filter and sort by",
        items(krate).flat_map(|item| if let Item::Fields(one) = item { fields(one) } else { Vec::new() }).collect(),
    );
    push(
        &mut sections,
        "Properties to change by JSON Patch",
        items(krate).flat_map(|item| if let Item::Patches(one) = item { patches(one) } else { Vec::new() }).collect(),
    );
    let webhooks = items(krate).filter_map(|item| if let Item::Webhook(one) = item { Some(one) } else { None });
    push(
        &mut sections,
        "Readers of webhooks",
        webhooks.flat_map(|one| line(0, &format!("webhooks::{}(body) -> {}", one.name, ty_text(&one.ty)), "")).collect(),
    );
    push(&mut sections, "Features", krate.manifest.features.iter().flat_map(|name| line(0, name, "")).collect());
    sections
}

fn push(sections: &mut Vec<PageSection>, title: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        sections.push(PageSection { title: title.to_owned(), lines });
    }
}

fn items(krate: &Crate) -> impl Iterator<Item = &Item> {
    krate.files.iter().flat_map(|file| &file.items)
}

/// The handles in the order of the resources.
fn handles(krate: &Crate) -> Vec<&str> {
    let client = items(krate).flat_map(|item| match item {
        Item::Client(client) => client.accessors.as_slice(),
        Item::Accessors(list) => list.as_slice(),
        _ => &[],
    });
    client.map(|accessor| accessor.handle.as_str()).collect()
}

/// A line: code, then words. What is too long goes on in lines below it.
fn line(depth: usize, code: &str, words: &str) -> Vec<String> {
    let code = docs::shown(code).replace('`', "'");
    let indent = "  ".repeat(depth);
    let words = if words.is_empty() { String::new() } else { format!(" {words}") };
    let whole = format!("{indent}- `{code}`{words}");
    if whole.chars().count() <= WIDTH {
        return vec![whole];
    }
    let letters: Vec<char> = code.chars().collect();
    let mut out = Vec::new();
    for part in pieces(&letters) {
        let indent = if out.is_empty() { indent.clone() } else { format!("{indent}  ") };
        out.push(format!("{indent}- `{part}`"));
    }
    let words: Vec<char> = words.trim().chars().collect();
    out.extend(pieces(&words).into_iter().map(|part| format!("{indent}  - {part}")));
    out
}

/// A text in parts that fit a line, cut at blanks where there are some.
fn pieces(letters: &[char]) -> Vec<String> {
    let most = WIDTH - 30;
    let mut parts = Vec::new();
    let mut rest = letters;
    while rest.len() > most {
        let cut = rest[..most].iter().rposition(|letter| *letter == ' ').filter(|cut| *cut > most / 2).unwrap_or(most);
        parts.push(rest[..cut].iter().collect::<String>().trim().to_owned());
        rest = &rest[cut..];
    }
    parts.push(rest.iter().collect::<String>().trim().to_owned());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A name on the wire, where it is not the name in Rust.
fn wire(name: &str, wire: &str) -> String {
    if name.trim_start_matches("r#") == wire { String::new() } else { format!(" = {wire:?}") }
}

/// Servers and credentials.
fn access(krate: &Crate) -> PageSection {
    let mut lines = Vec::new();
    for item in items(krate) {
        match item {
            Item::Client(client) => {
                for (server, text) in client.servers.iter().zip(&client.server_texts) {
                    let text = if text.is_empty() { String::new() } else { format!(": {text}") };
                    lines.extend(line(0, server, &format!("server{text}")));
                }
                for (name, default, text) in &client.variables {
                    let text = if text.is_empty() { String::new() } else { format!(": {text}") };
                    lines.extend(line(0, &format!("{name} = {default:?}"), &format!("variable of the server{text}")));
                }
                for alternative in &client.security {
                    let names = if alternative.is_empty() { "none".to_owned() } else { alternative.join(" + ") };
                    lines.extend(line(0, &names, "credentials of operations that state none of their own"));
                }
            }
            Item::Credential(item) => lines.extend(credential(item)),
            _ => {}
        }
    }
    lines.sort_by_key(|line| line.contains("auth::"));
    if lines.is_empty() {
        lines.push("- No server is stated, and no credentials.".to_owned());
    }
    PageSection { title: "Servers and credentials".to_owned(), lines }
}

fn credential(item: &CredentialItem) -> Vec<String> {
    let path = format!("auth::{}", item.name);
    let code = match &item.kind {
        CredentialKind::Keys(keys) => {
            let names: Vec<&str> = keys.iter().map(|(name, ..)| name.as_str()).collect();
            let sent: Vec<String> = keys.iter().map(|(_, location, wire)| format!("{location} {wire:?}")).collect();
            format!("{path}::new({}) = {}", names.join(", "), sent.join(", "))
        }
        CredentialKind::Basic => format!("{path}::new(user, password) = basic"),
        CredentialKind::Bearer => format!("{path}::new(token) = bearer"),
        CredentialKind::Http(name) => format!("{path}::new(token) = {name:?}"),
        CredentialKind::Code { authorize, token, refresh } => {
            let refresh = refresh.as_ref().map_or_else(String::new, |url| format!(", refreshed at {url}"));
            format!("{path}(client_id) = code from {authorize} for a token of {token}{refresh}")
        }
        CredentialKind::ClientCredentials { token, field, basic, early } => {
            let place = if *basic { "a header" } else { "the body" };
            format!("{path}::new(client_id, client_secret) = {field:?} of {token}, asked for in {place}, renewed {early} s early")
        }
    };
    line(0, &code, &format!("for {}", item.schemes.iter().map(|name| docs::shown(name)).collect::<Vec<_>>().join(" + ")))
}

/// A constant, one line for each value in it.
fn constant(item: &ConstItem) -> Vec<String> {
    let mut lines = Vec::new();
    values::leaves(&item.name, &item.value, &mut lines);
    lines.into_iter().flat_map(|text| line(0, &text, "")).collect()
}

/// An operation: its signature, then a line for every argument with a wire name of its own, every setter, and what else
/// a call shows.
fn operation(item: &OperationItem, evidence: &str) -> Vec<String> {
    let (optional, needed): (Vec<&ParamItem>, Vec<&ParamItem>) = item.params.iter().partition(|param| param.value().1);
    let arguments: Vec<String> = needed.iter().map(|param| format!("{}: {}", param.name, ty_text(&param.ty))).collect();
    let mut words = vec![format!("{} {}", item.http, docs::shown(&item.path))];
    words.extend((!evidence.is_empty()).then(|| evidence.to_owned()));
    words.extend(item.deprecated.then(|| "deprecated".to_owned()));
    let code = format!("{}({}) -> {}", item.method, arguments.join(", "), response(&item.output));
    let mut lines = line(0, &code, &words.join(", "));
    for param in needed {
        let sent = sent(param);
        if !sent.is_empty() {
            lines.extend(line(1, &param.name, &sent));
        }
    }
    for param in optional {
        let deprecated = if param.deprecated { ", deprecated" } else { "" };
        let words = format!("{}{deprecated}", sent(param));
        lines.extend(line(1, &format!("[{}: {}]", param.name, ty_text(param.value().0)), words.trim_start_matches(", ")));
    }
    for fixed in &item.fixed {
        let place = if fixed.location == "query" { "" } else { fixed.location };
        lines.extend(line(1, &format!("{} = {:?}", fixed.wire, fixed.value), place));
    }
    lines.extend(line(1, &item.name, &format!("request, `{}`", docs::shown(&item.id).replace('`', "'"))));
    if let Some(events) = &item.events {
        lines.extend(line(1, &format!("send_events() -> EventStream<{}>", ty_text(events)), ""));
    }
    if let Some((media, value)) = &item.values {
        lines.extend(line(1, &format!("send_values() -> JsonStream<{}>", ty_text(value)), &docs::shown(media)));
    }
    if let Some(page) = &item.page {
        lines.extend(line(1, &format!("items() -> {}", ty_text(&page.item)), &page.reads));
        lines.extend(line(1, &format!("paging = {}", values::based(&page.rule)), ""));
    }
    if !item.statuses.is_empty() {
        let statuses: Vec<String> = item.statuses.iter().map(u16::to_string).collect();
        lines.extend(line(1, &statuses.join(", "), "responses, not followed"));
    }
    if let Some(errors) = &item.errors {
        lines.extend(line(1, errors, "errors"));
    }
    if let Some(headers) = &item.headers {
        lines.extend(line(1, headers, "headers of the response"));
    }
    if let Some(server) = &item.server {
        lines.extend(line(1, server, "server"));
    }
    if let Some(security) = &item.security {
        for alternative in security {
            let names = if alternative.is_empty() { "none".to_owned() } else { alternative.join(" + ") };
            lines.extend(line(1, &names, "credentials"));
        }
        if security.is_empty() {
            lines.extend(line(1, "none", "credentials"));
        }
    }
    lines
}

/// How a parameter is sent, where its name and type do not say it.
fn sent(param: &ParamItem) -> String {
    match &param.place {
        ParamPlace::Parameter { location, wire: name, style } => {
            let mut words = Vec::new();
            if *location != "path" && *location != "query" {
                words.push((*location).to_owned());
            }
            if param.name.trim_start_matches("r#") != name {
                words.push(format!("`{}`", docs::shown(name).replace('`', "'")));
            }
            if let Some((kind, explode)) = style.kind {
                words.push(format!("{}{}", kind, if explode { ", exploded" } else { "" }));
            }
            if let Some(explode) = style.explode {
                words.push(if explode { "exploded" } else { "not exploded" }.to_owned());
            }
            if style.reserved {
                words.push("reserved characters as they are".to_owned());
            }
            if style.slashes {
                words.push("with its slashes".to_owned());
            }
            if style.json {
                words.push("JSON text".to_owned());
            }
            words.join(", ")
        }
        ParamPlace::Role(role) => format!("role `{role}`"),
        ParamPlace::Body(body) => match &body.media {
            Some(media) => format!("body, {}", docs::shown(media)),
            None if body.kind == "json" => String::new(),
            None => format!("body, {}", body.kind),
        },
    }
}

/// What a type can be used for.
fn uses(derives: &[&str]) -> String {
    let words: Vec<&str> = derives
        .iter()
        .filter_map(|name| match *name {
            "ReadJson" | "Received" | "Deserialize" => Some("read"),
            "WriteJson" | "Sent" | "Serialize" => Some("sent"),
            "Multipart" => Some("sent as a form"),
            _ => None,
        })
        .collect();
    words.join(" and ")
}

/// A type with its members; the name to sort by.
fn ty(item: &Item) -> Option<(String, Vec<String>)> {
    Some(match item {
        Item::Struct(item) => (item.name.clone(), structure(item)),
        Item::Enum(item) => {
            let mut lines = line(0, &format!("enum {}", item.name), "");
            for variant in &item.variants {
                let value = match &variant.value {
                    WireValue::Text(text) => format!("{text:?}"),
                    WireValue::Integer(number) => number.to_string(),
                };
                lines.extend(line(1, &format!("{} = {value}", variant.name), ""));
            }
            (item.name.clone(), lines)
        }
        Item::Union(item) => {
            let tag = item.tag.as_ref().map(|tag| format!("told apart by {:?}", docs::shown(tag))).unwrap_or_default();
            let mut words = vec![uses(&item.derives), tag];
            words.retain(|word| !word.is_empty());
            let mut lines = line(0, &format!("union {}", item.name), &words.join(", "));
            for variant in &item.variants {
                let tags: Vec<String> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
                let tags = if tags.is_empty() { String::new() } else { format!(" = {}", tags.join(", ")) };
                lines.extend(line(1, &format!("{}({}){tags}", variant.name, ty_text(&variant.ty)), ""));
            }
            (item.name.clone(), lines)
        }
        Item::Newtype(item) => (item.name.clone(), line(0, &format!("newtype {}({})", item.name, ty_text(&item.ty)), "")),
        Item::Alias(item) => (item.name.clone(), line(0, &format!("type {} = {}", item.name, ty_text(&item.ty)), "")),
        Item::Responses(item) => {
            let mut lines = line(0, &format!("responses {}", item.name), "");
            for variant in &item.variants {
                let ty = variant.ty.as_ref().map(|ty| format!("({})", ty_text(ty))).unwrap_or_default();
                let media = variant.media.as_deref().map(|media| format!(" {media}")).unwrap_or_default();
                lines.extend(line(1, &format!("{}{ty} = {}{media}", variant.name, variant.status), ""));
            }
            (item.name.clone(), lines)
        }
        Item::Content(item) => {
            let mut lines = line(0, &format!("body {}", item.name), "");
            for variant in &item.variants {
                let media = variant.body.media.as_deref().unwrap_or(variant.body.kind);
                lines.extend(line(1, &format!("{}({}) = {media}", variant.name, ty_text(&variant.ty)), ""));
            }
            (item.name.clone(), lines)
        }
        _ => return None,
    })
}

fn structure(item: &StructItem) -> Vec<String> {
    let mut words = vec![uses(&item.derives)];
    if item.closed {
        words.push("nothing else".to_owned());
    }
    words.retain(|word| !word.is_empty());
    let mut lines = line(0, &format!("struct {}", item.name), &words.join(", "));
    for (name, value) in &item.tags {
        lines.extend(line(1, &format!("{name:?} = {value}"), "always"));
    }
    for field in &item.fields {
        let wire = wire(&field.name, &rule::wire_name(item.rule, &field.name, field.wire.as_deref()));
        let extra = matches!(field.flag, Some("extra"));
        let mut words = Vec::new();
        words.extend(extra.then_some("all other properties"));
        words.extend((field.flag == Some("null")).then_some("may be null"));
        words.extend((field.flag == Some("json")).then_some("JSON text"));
        words.extend(field.deprecated.then_some("deprecated"));
        let headers = field.part.iter().flat_map(|part| &part.headers);
        let headers: Vec<String> = headers.map(|(name, value)| format!("header `{name}: {value}`")).collect();
        let headers: Vec<String> = headers.iter().map(|text| docs::shown(text)).collect();
        words.extend(headers.iter().map(String::as_str));
        let wire = if extra { String::new() } else { wire };
        lines.extend(line(1, &format!("{}: {}{wire}", field.name, ty_text(&field.ty)), &words.join(", ")));
    }
    lines
}

fn fields(item: &FieldsItem) -> Vec<String> {
    let mut lines = line(0, &format!("fields::{}", item.module), &format!("of {}", item.object));
    for field in &item.fields {
        let of = field.of.as_ref().map(|of: &Ty| format!("<{}>", ty_text(of))).unwrap_or_default();
        lines.extend(line(1, &format!("{}: {}{of} = {:?}", field.name, field.kind, field.wire), ""));
    }
    for relation in &item.related {
        lines.extend(line(1, &format!("{}: Relation = {:?}", relation.name, relation.wire), ""));
    }
    for relation in &item.with {
        lines.extend(line(1, &format!("with::{}: Relation = {:?}", relation.name, relation.wire), ""));
    }
    lines
}

fn patches(item: &PatchesItem) -> Vec<String> {
    let mut lines = line(0, &format!("patches::{}", item.module), &format!("of {}", item.object));
    for field in &item.fields {
        lines.extend(line(1, &format!("{}: {}<{}> = {:?}", field.name, field.kind, ty_text(&field.ty), field.wire), ""));
    }
    lines
}
