//! Requests: the type, what is fixed about it, its setters, and the method that makes one.

use super::attributes::{self, deprecated, tokens};
use super::constants;
use super::names::{Renamed, known, ty};
use super::syntax::{self, Takes, docs, ident};
use crate::rust::{Accept, BodyItem, OperationItem, PageItem, ParamItem, ParamPlace, Passed, Reach, Step, StyleItem, Ty};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, ImplItem, Type};

/// The request of an operation: its type, what is fixed about it and its setters.
pub fn operation(item: &OperationItem, renamed: &Renamed) -> Vec<syn::Item> {
    let mut attributes = docs(&item.about);
    attributes.push(syntax::derives(&["Clone", "Debug", "Request"]));
    attributes.extend(attributes::request(item));
    attributes.push(syntax::named_value("must_use", "a request does nothing until it is sent"));
    let call = syntax::generic(known("Call", renamed), [ty(&item.output)]);
    let setters = item.params.iter().filter(|param| param.value().1).map(|param| {
        let mut attributes = docs(&param.docs);
        attributes.extend(deprecated(param.deprecated));
        let body = syntax::call(syntax::value(&["Self"]), [put(param, syntax::inner(), renamed)]);
        let arguments = std::iter::once(argument(param, renamed));
        syntax::method(attributes, &param.name, Takes::Value, arguments, "Self", body)
    });
    let mut items = vec![syntax::constant(meta(item, renamed))];
    items.extend(item.page.as_ref().map(|page| syntax::constant(pages(page, renamed))));
    items.extend(setters);
    vec![syntax::newtype(attributes, &item.name, syntax::of_path(call)), syntax::implementation(&item.name, items)]
}

/// The methods of a handle, which make the requests of a file.
pub fn methods(items: &[&OperationItem], renamed: &Renamed) -> Option<syn::Item> {
    let first = items.first()?;
    Some(syntax::implementation(&first.handle, items.iter().map(|item| method(item, renamed)).collect()))
}

/// The method that creates a request; required parameters are its arguments.
fn method(item: &OperationItem, renamed: &Renamed) -> ImplItem {
    let mut attributes = docs(&item.docs);
    attributes.extend(deprecated(item.deprecated));
    attributes.extend(item.allow.map(|lint| syntax::list("allow", tokens(lint))));
    let required = || item.params.iter().filter(|param| !param.value().1);
    let call = renamed.get("Call").map_or("Call", String::as_str);
    let meta = syntax::reference(syntax::value(&[&item.name, "META"]));
    let call = syntax::call(syntax::value(&[call, "new"]), [syntax::reference(syntax::inner()), meta]);
    let call = required().fold(call, |call, param| put(param, call, renamed));
    let call = item.fixed.iter().fold(call, |call, fixed| {
        let arguments = [syntax::text(&fixed.wire), style(&fixed.style, renamed), syntax::text(&fixed.value)];
        syntax::method_call(call, fixed.location, arguments)
    });
    let body = syntax::call(syntax::value(&[&item.name]), [call]);
    let arguments = required().map(|param| argument(param, renamed));
    syntax::method(attributes, &item.method, Takes::Reference, arguments, &item.name, body)
}

fn meta(item: &OperationItem, renamed: &Renamed) -> TokenStream {
    let meta = known("Meta", renamed);
    let (id, method, path) = (&item.id, &item.http, &item.path);
    let security = item.security.as_ref().map(|list| {
        let list = list.iter().map(|schemes| quote! { &[#(#schemes),*] });
        // No alternative at all is a call without credentials.
        let list = if item.security.as_ref().is_some_and(Vec::is_empty) {
            quote! { &[] }
        } else {
            quote! { #(#list),* }
        };
        quote! { security: Some(&[#list]), }
    });
    let server = item.server.as_ref().map(|url| quote! { server: Some(#url), });
    let accept = match &item.accept {
        Accept::Json => None,
        Accept::Decoder => {
            let (output, decoder) = (ty(&item.output), known("Decoder", renamed));
            Some(quote! { accept: <#output as #decoder>::ACCEPT, })
        }
        Accept::Named(media) => Some(quote! { accept: #media, }),
    };
    let deprecated = item.deprecated.then(|| quote! { deprecated: true, });
    let responses = (!item.statuses.is_empty()).then(|| {
        let statuses = item.statuses.iter().map(|status| attributes::integer((*status).into()));
        quote! { statuses: &[#(#statuses),*], }
    });
    let paging = item.page.as_ref().map(|page| {
        let rule = constants::value(&page.rule, renamed);
        quote! { paging: Some(#rule), }
    });
    quote! {
        const META: #meta =
            #meta { id: #id, method: #method, path: #path, #security #server #accept #deprecated #paging #responses ..#meta::DEFAULT };
    }
}

/// Name and type of a parameter, as a caller passes it.
fn argument(param: &ParamItem, renamed: &Renamed) -> (Ident, Type) {
    let value = param.value().0;
    let item = match value {
        Ty::Vec(item) => item,
        other => other,
    };
    let implements = |bound: Ident, of: &Ty| syntax::implements(syntax::generic(bound, [ty(of)]));
    let passed = match param.passed {
        Passed::AsIs => ty(value),
        Passed::Argument => implements(known("Argument", renamed), value),
        Passed::Arguments => implements(known("Arguments", renamed), item),
        Passed::Body => implements(ident("Into"), value),
    };
    (ident(&param.name), passed)
}

/// A call, and a parameter put into it.
fn put(param: &ParamItem, call: Expr, renamed: &Renamed) -> Expr {
    let name = syntax::value(&[&param.name]);
    let value = match param.passed {
        Passed::AsIs | Passed::Body => name,
        Passed::Argument => syntax::method_call(name, "into_value", []),
        Passed::Arguments => syntax::method_call(name, "into_list", []),
    };
    match &param.place {
        ParamPlace::Parameter { location, wire, style } => {
            let arguments = [syntax::text(wire), self::style(style, renamed), syntax::reference(value)];
            syntax::method_call(call, location, arguments)
        }
        ParamPlace::Role(role) => syntax::method_call(call, role, [syntax::reference(value)]),
        ParamPlace::Body(body) => self::body(body, value, call, renamed),
    }
}

fn style(style: &StyleItem, renamed: &Renamed) -> Expr {
    let name = renamed.get("Style").map_or("Style", String::as_str);
    let mut out = if let Some((kind, explode)) = style.kind {
        let (name, kinds, kind) = (ident(name), known("StyleKind", renamed), ident(kind));
        syntax::expression(quote! { #name::new(#kinds::#kind, #explode) })
    } else {
        let default = syntax::value(&[name, style.default]);
        match style.explode {
            Some(explode) => syntax::method_call(default, "explode", [syntax::expression(quote! { #explode })]),
            None => default,
        }
    };
    if style.reserved {
        out = syntax::method_call(out, "reserved", []);
    }
    if style.slashes {
        out = syntax::method_call(out, "slashes", []);
    }
    if style.json {
        out = syntax::method_call(out, "json", []);
    }
    out
}

fn body(body: &BodyItem, value: Expr, call: Expr, renamed: &Renamed) -> Expr {
    let media = || body.media.as_deref().map(syntax::text);
    let by_reference = |value| media().into_iter().chain([syntax::reference(value)]);
    match body.kind {
        "json" => syntax::method_call(call, "json", by_reference(value)),
        "form" => {
            let form_style = known("FormStyle", renamed);
            let styles = body.styles.iter().map(|(wire, style)| {
                let style = ident(style);
                quote! { (#wire, #form_style::#style) }
            });
            let styles = syntax::expression(quote! { &[#(#styles),*] });
            syntax::method_call(call, "form", [styles, syntax::reference(value)])
        }
        "multipart" => {
            let value = if let Some(media) = &body.media {
                syntax::expression(quote! {
                    plansmith_runtime::multipart::IntoMultipart::into_multipart(#value).media_type(#media)
                })
            } else {
                value
            };
            syntax::method_call(call, "multipart", [value])
        }
        "choice" => syntax::method_call(call, "content", [value]),
        "ranged" => syntax::method_call(call, "media", media().into_iter().chain([value])),
        "values" => syntax::method_call(call, "values", media().into_iter().chain([value])),
        _ => syntax::method_call(call, "raw", media().into_iter().chain([value])),
    }
}

/// Where a page has its records and what it says of itself.
fn pages(page: &PageItem, renamed: &Renamed) -> TokenStream {
    let access = known("PageAccess", renamed);
    let (of, item) = (ty(&page.page), ty(&page.item));
    let (items, len) = (taken(&quote! { page }, &page.items), length(&quote! { page }, &page.items));
    let paths = page.paths.iter().map(|(key, read, path)| {
        let (key, read, place) = (ident(key), ident(read), reached(&quote! { page }, path));
        quote! { #key: |page| #place.#read(), }
    });
    let of_item = page.item_cursor.as_ref().map(|path| {
        let (list, cursor) = (reached(&quote! { page }, &page.items), reached(&quote! { item }, path));
        quote! { cursor: |page| { let item = #list.items().last()?; plansmith_runtime::call::cursor(&#cursor) }, }
    });
    let of_page = page.page_cursor.as_ref().map(|path| {
        let cursor = reached(&quote! { page }, path);
        quote! { cursor: |page| plansmith_runtime::call::cursor(&#cursor), }
    });
    quote! {
        const PAGES: #access<#of, #item> =
            #access { items: |page| #items, len: |page| #len, #(#paths)* #of_item #of_page ..#access::DEFAULT };
    }
}

/// The place that fields lead to, by reference; `?` where one is absent.
fn reached(from: &TokenStream, path: &[Step]) -> TokenStream {
    let Some((step, rest)) = path.split_first() else { return from.clone() };
    let field = ident(&step.field);
    let reach = match step.reach {
        _ if rest.is_empty() => TokenStream::new(),
        Reach::Always => TokenStream::new(),
        Reach::Option => quote! { .as_ref()? },
        Reach::Patch => quote! { .value()? },
    };
    reached(&quote! { #from.#field #reach }, rest)
}

/// The records that fields lead to; none where one is absent.
fn taken(from: &TokenStream, path: &[Step]) -> TokenStream {
    through(from, path, &quote! { into_items() }, &quote! { Vec::new }, |reach| {
        if reach == Reach::Patch {
            quote! { .into_value().map_or_else }
        } else {
            quote! { .map_or_else }
        }
    })
}

/// How many records there are.
fn length(from: &TokenStream, path: &[Step]) -> TokenStream {
    through(from, path, &quote! { items().len() }, &quote! { 0 }, |reach| {
        if reach == Reach::Patch {
            quote! { .value().map_or }
        } else {
            quote! { .as_ref().map_or }
        }
    })
}

fn through(
    from: &TokenStream,
    path: &[Step],
    end: &TokenStream,
    absent: &TokenStream,
    open: fn(Reach) -> TokenStream,
) -> TokenStream {
    let Some((step, rest)) = path.split_first() else { return quote! { #from.#end } };
    let field = ident(&step.field);
    if rest.is_empty() || step.reach == Reach::Always {
        return through(&quote! { #from.#field }, rest, end, absent, open);
    }
    let inner = through(&quote! { inner }, rest, end, absent, open);
    let open = open(step.reach);
    quote! { #from.#field #open(#absent, |inner| #inner) }
}
