//! Requests: the type, what is fixed about it, its setters, and the method that makes one.

use super::attributes::{self, deprecated, docs, tokens};
use super::constants;
use super::names::{Renamed, ident, known, ty};
use crate::rust::{Accept, BodyItem, OperationItem, PageItem, ParamItem, ParamPlace, Passed, Reach, Step, StyleItem, Ty};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The request of an operation: its type, what is fixed about it and its setters.
pub fn operation(item: &OperationItem, renamed: &Renamed) -> TokenStream {
    let (about, facts) = (docs(&item.about), attributes::request(item));
    let (name, output) = (format_ident!("{}", item.name), ty(&item.output));
    let call = known("Call", renamed);
    let meta = meta(item, renamed);
    let pages = item.page.as_ref().map(|page| pages(page, renamed));
    let setters = item.params.iter().filter(|param| param.value().1).map(|param| {
        let (docs, deprecated) = (docs(&param.docs), deprecated(param.deprecated));
        let (name, argument) = (ident(&param.name), argument(param, renamed));
        let put = put(param, renamed);
        quote! { #docs #deprecated pub fn #name(self, #argument) -> Self { Self(self.0 #put) } }
    });
    quote! {
        #about
        #[derive(Clone, Debug, Request)]
        #facts
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name(#call<#output>);

        impl #name {
            #meta
            #pages
            #(#setters)*
        }
    }
}

/// The methods of a handle, which make the requests of a file.
pub fn methods(items: &[&OperationItem], renamed: &Renamed) -> TokenStream {
    let Some(first) = items.first() else { return TokenStream::new() };
    let handle = format_ident!("{}", first.handle);
    let methods = items.iter().map(|item| method(item, renamed));
    quote! { impl #handle { #(#methods)* } }
}

/// The method that makes a request, with what is required as arguments.
fn method(item: &OperationItem, renamed: &Renamed) -> TokenStream {
    let (docs, deprecated) = (docs(&item.docs), deprecated(item.deprecated));
    let (method, name) = (ident(&item.method), format_ident!("{}", item.name));
    let call = known("Call", renamed);
    let allow = item.allow.map(tokens).map(|lint| quote! { #[allow(#lint)] });
    let required = || item.params.iter().filter(|param| !param.value().1);
    let arguments = required().map(|param| argument(param, renamed));
    let puts = required().map(|param| put(param, renamed));
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #method(&self, #(#arguments),*) -> #name {
            #name(#call::new(&self.0, &#name::META) #(#puts)*)
        }
    }
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
fn argument(param: &ParamItem, renamed: &Renamed) -> TokenStream {
    let name = ident(&param.name);
    let value = param.value().0;
    let item = match value {
        Ty::Vec(item) => ty(item),
        other => ty(other),
    };
    let whole = ty(value);
    let passed = match param.passed {
        Passed::AsIs => whole,
        Passed::Argument => {
            let argument = known("Argument", renamed);
            quote! { impl #argument<#whole> }
        }
        Passed::Arguments => {
            let arguments = known("Arguments", renamed);
            quote! { impl #arguments<#item> }
        }
        Passed::Body => quote! { impl Into<#whole> },
    };
    quote! { #name: #passed }
}

/// The call that puts a parameter into the request.
fn put(param: &ParamItem, renamed: &Renamed) -> TokenStream {
    let name = ident(&param.name);
    let value = match param.passed {
        Passed::AsIs | Passed::Body => quote! { #name },
        Passed::Argument => quote! { #name.into_value() },
        Passed::Arguments => quote! { #name.into_list() },
    };
    match &param.place {
        ParamPlace::Parameter { location, wire, style } => {
            let (location, style) = (ident(location), self::style(style, renamed));
            quote! { .#location(#wire, #style, &#value) }
        }
        ParamPlace::Role(role) => {
            let role = ident(role);
            quote! { .#role(&#value) }
        }
        ParamPlace::Body(body) => self::body(body, &value, renamed),
    }
}

fn style(style: &StyleItem, renamed: &Renamed) -> TokenStream {
    let name = known("Style", renamed);
    let base = if let Some((kind, explode)) = style.kind {
        let (kinds, kind) = (known("StyleKind", renamed), format_ident!("{kind}"));
        quote! { #name::new(#kinds::#kind, #explode) }
    } else {
        let default = format_ident!("{}", style.default);
        let explode = style.explode.map(|explode| quote! { .explode(#explode) });
        quote! { #name::#default #explode }
    };
    let reserved = style.reserved.then(|| quote! { .reserved() });
    let slashes = style.slashes.then(|| quote! { .slashes() });
    let json = style.json.then(|| quote! { .json() });
    quote! { #base #reserved #slashes #json }
}

fn body(body: &BodyItem, value: &TokenStream, renamed: &Renamed) -> TokenStream {
    let media = &body.media;
    match body.kind {
        "json" => quote! { .json(#media, &#value) },
        "form" => {
            let form_style = known("FormStyle", renamed);
            let styles = body.styles.iter().map(|(wire, style)| {
                let style = format_ident!("{style}");
                quote! { (#wire, #form_style::#style) }
            });
            quote! { .form(&[#(#styles),*], &#value) }
        }
        "multipart" => {
            if let Some(media) = media {
                quote! {
                    .multipart(plansmith_runtime::multipart::IntoMultipart::into_multipart(#value).media_type(#media))
                }
            } else {
                quote! { .multipart(#value) }
            }
        }
        "choice" => quote! { .content(#value) },
        "ranged" => quote! { .media(#media, #value) },
        "values" => quote! { .values(#media, #value) },
        _ => quote! { .raw(#media, #value) },
    }
}

/// Where a page has its records and what it says of itself.
fn pages(page: &PageItem, renamed: &Renamed) -> TokenStream {
    let access = known("PageAccess", renamed);
    let (of, item) = (ty(&page.page), ty(&page.item));
    let (items, len) = (taken(&quote! { page }, &page.items), length(&quote! { page }, &page.items));
    let paths = page.paths.iter().map(|(key, read, path)| {
        let (key, read, place) = (ident(key), ident(read), seen(&quote! { page }, path));
        quote! { #key: |page| #place.#read(), }
    });
    let of_item = page.item_cursor.as_ref().map(|path| {
        let (list, cursor) = (seen(&quote! { page }, &page.items), seen(&quote! { item }, path));
        quote! { cursor: |page| { let item = #list.items().last()?; plansmith_runtime::call::cursor(&#cursor) }, }
    });
    let of_page = page.page_cursor.as_ref().map(|path| {
        let cursor = seen(&quote! { page }, path);
        quote! { cursor: |page| plansmith_runtime::call::cursor(&#cursor), }
    });
    quote! {
        const PAGES: #access<#of, #item> =
            #access { items: |page| #items, len: |page| #len, #(#paths)* #of_item #of_page ..#access::DEFAULT };
    }
}

/// The place that fields lead to, by reference; `?` where one is absent.
fn seen(from: &TokenStream, path: &[Step]) -> TokenStream {
    let Some((step, rest)) = path.split_first() else { return from.clone() };
    let field = ident(&step.field);
    let reach = match step.reach {
        _ if rest.is_empty() => TokenStream::new(),
        Reach::Always => TokenStream::new(),
        Reach::Option => quote! { .as_ref()? },
        Reach::Patch => quote! { .value()? },
    };
    seen(&quote! { #from.#field #reach }, rest)
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
