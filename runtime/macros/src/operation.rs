//! `#[operation(...)]`: a struct of parameters to a request builder and the method that begins it.

mod extras;
mod parameter;

use std::fmt::Write;

use proc_macro::TokenStream;

use self::extras::{Extras, Page};
use self::parameter::Parameter;
use crate::args::C;
use crate::parse::{Body, Item, Res, conditions, fail, has_docs, is_deprecated, kept, unescape};

/// Expands an operation.
pub fn operation(args: TokenStream, item: &Item) -> Res<String> {
    let Body::Struct(fields) = &item.body else { return fail(item.span, "expected a struct with named fields") };
    let extras = Extras::parse(args, &item.attrs)?;
    let path = unescape(&extras.path);
    let parameters = fields.iter().map(|field| Parameter::new(field, &path, &extras.rule)).collect::<Res<Vec<_>>>()?;
    if let Some(second) = parameters.iter().filter(|parameter| parameter.is_body()).nth(1) {
        return fail(second.field.span, "a request has one body");
    }
    for name in path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
        if !parameters.iter().any(|parameter| parameter.is_path(name)) {
            return fail(item.span, format!("no field for the path parameter `{name}`"));
        }
    }
    let allow = if is_deprecated(&item.attrs) || fields.iter().any(|field| is_deprecated(&field.attrs)) {
        "#[allow(deprecated)]"
    } else {
        ""
    };
    let mut out = String::with_capacity(4096);
    structure(&mut out, item, &extras);
    methods(&mut out, item, &extras, &parameters, allow)?;
    traits(&mut out, item, &extras, allow);
    constructor(&mut out, item, &extras, &parameters, allow);
    Ok(out)
}

fn docs(item: &Item, extras: &Extras) -> String {
    let mut docs = kept(&item.attrs);
    if !has_docs(&item.attrs) {
        let text = format!(" `{} {}`", extras.method, unescape(&extras.path).replace('`', "'"));
        let _ = write!(docs, "#[doc = {text:?}]");
    }
    docs
}

fn structure(out: &mut String, item: &Item, extras: &Extras) {
    let others = item.attrs.iter().filter(|attr| attr.name == "derive").map(crate::parse::Attr::text);
    let others: String = others.collect();
    let _ = write!(
        out,
        "{}{others}#[derive(Clone, Debug)] #[must_use = \"a request does nothing until it is sent\"] {}struct {}({C}::Call<{}>);",
        docs(item, extras),
        item.vis,
        item.ident,
        extras.decoder
    );
}

fn methods(out: &mut String, item: &Item, extras: &Extras, parameters: &[Parameter<'_>], allow: &str) -> Res<()> {
    let _ = write!(out, "#[automatically_derived]{allow} impl {} {{", item.ident);
    for parameter in parameters {
        parameter.setter(out)?;
    }
    let output = &extras.output;
    let future = |out: &str| format!("impl ::core::future::Future<Output = ::core::result::Result<{out}, {C}::Error>>");
    let _ = write!(
        out,
        "/// Sends the request.\n\
         #[inline] pub fn send(self) -> {} {{ self.0.send() }}\
         /// Sends the request and returns status and headers too.\n",
        future(output),
    );
    if let Some(headers) = &extras.headers {
        let _ = write!(out, "///\n/// Read them as [`{headers}`] with `headers_as`.\n");
    }
    let _ = write!(
        out,
        "#[inline] pub fn send_full(self) -> {} {{ self.0.send_full() }}",
        future(&format!("{C}::Response<{output}>"))
    );
    let typed = ["::Json<", "::Events<", "::Empty", "::Download"].iter().any(|known| extras.decoder.contains(known));
    if !typed {
        let _ = write!(
            out,
            "/// Sends the request and gives the body as it arrives, whatever its type.\n\
             #[inline] pub fn send_stream(self) -> {} {{ self.0.as_download().send() }}",
            future(&format!("{C}::ByteStream"))
        );
    }
    let free = |name: &str| !parameters.iter().any(|parameter| parameter.field.name() == name && parameter.is_optional());
    if free("timeout") {
        out.push_str(
            "/// Gives up after this long, whatever the client says.\n\
             #[inline] pub fn timeout(self, timeout: ::core::time::Duration) -> Self { Self(self.0.option_timeout(timeout)) }",
        );
    }
    if free("header") {
        out.push_str(
            "/// Adds a header to this call.\n\
             #[inline] pub fn header(self, name: &str, value: &str) -> Self { Self(self.0.option_header(name, value)) }",
        );
    }
    if let Some(page) = &extras.page {
        paging(out, page, output);
    }
    out.push('}');
    Ok(())
}

fn paging(out: &mut String, page: &Page, output: &str) {
    let item = &page.item;
    let (output, call) = match &page.json {
        Some(json) => (json.as_str(), format!("self.0.as_json::<{json}>()")),
        None => (output, "self.0".to_owned()),
    };
    let _ = write!(
        out,
        "/// All records, page after page.\n\
         #[inline] pub fn items(self) -> {C}::Items<{item}> {{ {call}.items(Self::access()) }}\
         /// All pages.\n\
         #[inline] pub fn pages(self) -> {C}::Pages<{output}> {{ {call}.pages(Self::access()) }}\
         #[inline] fn access() -> {C}::PageAccess<{output}, {item}> {{ {}{C}::PageAccess {{",
        if page.is_nested() {
            format!("use {C}::{{Step as _, StepMut as _, StepOver as _, StepOverMut as _}};")
        } else {
            String::new()
        }
    );
    let count = |path: &Option<Vec<String>>| match path {
        Some(path) => format!("|p| {}", step(path, |last| format!("{C}::IntoCount::count(&{last})"))),
        None => "|_| ::core::option::Option::None".to_owned(),
    };
    let items = match page.items.split_last() {
        None => format!("items: {C}::IntoItems::into_items, len: |p| {C}::IntoItems::<{item}>::items(p).len(),"),
        Some((last, [])) => {
            format!("items: |p| {C}::IntoItems::into_items(p.{last}), len: |p| {C}::IntoItems::<{item}>::items(&p.{last}).len(),")
        }
        Some((last, above)) => {
            let mut chain = format!("{C}::IntoItems::into_items(::core::mem::take(&mut p.{last}))");
            for name in above.iter().rev() {
                chain = format!("(&mut p.{name}).step_mut(|p| {chain})");
            }
            let len =
                step(&page.items, |last| format!("::core::option::Option::Some({C}::IntoItems::<{item}>::items(&{last}).len())"));
            format!("items: |mut p| {chain}, len: |p| {len}.unwrap_or_default(),")
        }
    };
    let cursor = match &page.cursor {
        None => "|_| ::core::option::Option::None".to_owned(),
        Some(path) => {
            let list = if page.items.is_empty() {
                format!("{C}::IntoItems::<{item}>::items(p).last()")
            } else {
                step(&page.items, |last| format!("{C}::IntoItems::<{item}>::items(&{last}).last()"))
            };
            format!("|p| {list}.and_then(|p| {})", step(path, |last| format!("{C}::cursor(&{last})")))
        }
    };
    let _ = write!(
        out,
        "{items} total: {}, start: {}, size: {}, cursor: {cursor} }} }}",
        count(&page.total),
        count(&page.start),
        count(&page.size)
    );
}

/// An expression that follows `path` from `p` through structs that may be absent, and ends with `last` of the place reached.
fn step(path: &[String], last: impl Fn(String) -> String) -> String {
    let Some((end, above)) = path.split_last() else { return last("p".to_owned()) };
    let mut text = last(format!("p.{end}"));
    for name in above.iter().rev() {
        text = format!("(&p.{name}).step().and_then(|p| {text})");
    }
    text
}

fn traits(out: &mut String, item: &Item, extras: &Extras, allow: &str) {
    let name = &item.ident;
    let security = match &extras.security {
        Some(security) => format!("::core::option::Option::Some({security})"),
        None => "::core::option::Option::None".to_owned(),
    };
    let server = match &extras.server {
        Some(server) => format!("::core::option::Option::Some({server})"),
        None => "::core::option::Option::None".to_owned(),
    };
    let paging = match &extras.page {
        Some(page) => {
            format!("::core::option::Option::Some({C}::PagingUse {{ name: {}, overrides: {:?} }})", page.name, page.overrides)
        }
        None => "::core::option::Option::None".to_owned(),
    };
    let _ = write!(
        out,
        "#[automatically_derived]{allow} impl ::core::fmt::Display for {name} {{ \
         fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{ ::core::fmt::Display::fmt(&self.0, f) }} }}\
         #[automatically_derived]{allow} impl {C}::Operation for {name} {{ type Output = {}; type Errors = {}; type Headers = {}; \
         const META: &'static {C}::Meta = &{C}::Meta {{ id: {}, method: {:?}, path: {}, security: {security}, server: {server}, \
         accept: {}, deprecated: {}, paging: {paging}, ..{C}::Meta::DEFAULT }}; }}",
        extras.output,
        extras.errors,
        extras.headers.as_deref().unwrap_or("()"),
        extras.id,
        extras.method,
        extras.path,
        extras.accept,
        is_deprecated(&item.attrs),
    );
}

fn constructor(out: &mut String, item: &Item, extras: &Extras, parameters: &[Parameter<'_>], allow: &str) {
    let name = &item.ident;
    let _ = write!(
        out,
        "#[automatically_derived]{allow} impl {} {{ {}#[inline] pub fn {}(&self",
        extras.handle,
        docs(item, extras),
        extras.function
    );
    let begin = format!("{C}::Call::new(&self.0, <{name} as {C}::Operation>::META)");
    let required = || parameters.iter().filter(|parameter| !parameter.is_optional());
    for parameter in required() {
        let cfg = conditions(&parameter.field.attrs);
        let _ = write!(out, ", {cfg}{}: {}", parameter.field.ident, parameter.argument().ty);
    }
    let _ = write!(out, ") -> {name} {{");
    // A condition cannot stand inside a chain of calls.
    if required().any(|parameter| !conditions(&parameter.field.attrs).is_empty()) {
        let _ = write!(out, "let call = {begin};");
        for parameter in required() {
            let _ = write!(out, "{} let call = call.{};", conditions(&parameter.field.attrs), parameter.call());
        }
        let _ = write!(out, "{name}(call) }} }}");
    } else {
        let _ = write!(out, "{name}({begin}");
        for parameter in required() {
            let _ = write!(out, ".{}", parameter.call());
        }
        out.push_str(") } }");
    }
}
