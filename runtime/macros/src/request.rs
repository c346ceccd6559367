//! `Request`: what all requests can do.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{DeriveInput, Error, LitStr, Result, Token, Type, parenthesized};

use crate::attributes::{derived, entries, without_generics, wrapped};
use crate::types::{argument_of, is_named, only_argument};

/// `#[request(...)]`.
#[derive(Default)]
struct Facts {
    errors: Option<Type>,
    headers: Option<Type>,
    page: Option<Type>,
    item: Option<Type>,
    /// The type of an event's data, where the server can answer with events instead.
    events: Option<Type>,
    /// The media type of a sequence of JSON values that the server can answer with instead, and the type of a value.
    values: Option<(LitStr, Type)>,
    /// Whether the body can be had as it arrives.
    stream: bool,
    /// Common methods that a parameter of the same name replaces.
    without: Vec<String>,
}

impl Facts {
    fn new(input: &DeriveInput) -> Result<Self> {
        let mut facts = Self::default();
        entries(&input.attrs, "request", |entry| {
            let word: Ident = entry.parse()?;
            let name = word.to_string();
            match name.as_str() {
                "stream" => facts.stream = true,
                "without" => {
                    let inner;
                    parenthesized!(inner in entry);
                    for name in inner.parse_terminated(|input| input.parse::<Ident>(), Token![,])? {
                        if !["timeout", "call_timeout", "header"].iter().any(|known| name == known) {
                            return Err(Error::new(name.span(), "expected `timeout`, `call_timeout` or `header`"));
                        }
                        facts.without.push(name.to_string());
                    }
                }
                "values" => {
                    let inner;
                    parenthesized!(inner in entry);
                    let media = inner.parse()?;
                    inner.parse::<Token![=]>()?;
                    facts.values = Some((media, inner.parse()?));
                }
                "errors" | "headers" | "page" | "item" | "events" => {
                    entry.parse::<Token![=]>()?;
                    let ty = Some(entry.parse()?);
                    match name.as_str() {
                        "errors" => facts.errors = ty,
                        "headers" => facts.headers = ty,
                        "page" => facts.page = ty,
                        "events" => facts.events = ty,
                        _ => facts.item = ty,
                    }
                }
                _ => {
                    let text = "expected `errors`, `headers`, `page`, `item` or `events` with `= Type`, `values(\"type\" = Type)`, \
                                `stream` or `without(...)`";
                    return Err(Error::new(word.span(), text));
                }
            }
            Ok(())
        })?;
        match (&facts.page, &facts.item) {
            (Some(ty), None) | (None, Some(ty)) => Err(Error::new_spanned(ty, "`page` and `item` are told together")),
            _ => Ok(facts),
        }
    }
}

/// The output of a decoder, spelled as a reader would where it is one of the runtime's.
fn output(decoder: &Type) -> TokenStream {
    if let Some(inner) = argument_of(decoder, "Json") {
        return inner.to_token_stream();
    }
    if let Some(inner) = argument_of(decoder, "Events") {
        return quote! { ::plansmith_runtime::EventStream<#inner> };
    }
    if let Some(inner) = argument_of(decoder, "JsonSequence") {
        return quote! { ::plansmith_runtime::JsonStream<#inner> };
    }
    match () {
        () if is_named(decoder, "Empty") => quote! { () },
        () if is_named(decoder, "Text") => quote! { ::std::string::String },
        () if is_named(decoder, "Raw") => quote! { ::plansmith_runtime::Bytes },
        () if is_named(decoder, "Download") => quote! { ::plansmith_runtime::ByteStream },
        () => quote! { #decoder },
    }
}

/// `Request`.
pub fn request(input: &DeriveInput) -> Result<TokenStream> {
    without_generics(input)?;
    let field = wrapped(input)?;
    let Some(decoder) = only_argument(&field.ty) else {
        return Err(Error::new_spanned(&field.ty, "expected `Call<D>`, where `D` reads the response"));
    };
    let facts = Facts::new(input)?;
    let (derived, name, output) = (derived(input), &input.ident, output(decoder));
    let future = |output: &TokenStream| {
        quote! {
            impl ::core::future::Future<
                Output = ::core::result::Result<#output, ::plansmith_runtime::Error>
            >
        }
    };
    let (sent, full) = (future(&output), future(&quote! { ::plansmith_runtime::Response<#output> }));
    // The place of the struct's name: that is where an editor goes.
    let method = |text: &str| Ident::new(text, name.span());
    let (send, send_full) = (method("send"), method("send_full"));
    let typed_headers = facts.headers.as_ref().map(|headers| {
        let text = format!(" Read them as [`{}`] with `headers_as`.", headers.to_token_stream());
        quote! { #[doc = ""] #[doc = #text] }
    });
    let stream = facts.stream.then(|| {
        let (send_stream, sent) = (method("send_stream"), future(&quote! { ::plansmith_runtime::ByteStream }));
        quote! {
            /// Sends the request and returns the body as it arrives, whatever its type.
            #[inline]
            pub fn #send_stream(self) -> #sent {
                self.0.as_download().send()
            }
        }
    });
    let streams = streams(&facts, name);
    let common = common(&facts, name);
    let paging = paging(&facts, decoder, name);
    let errors = facts.errors.as_ref().map_or_else(|| quote! { ::plansmith_runtime::Value }, ToTokens::to_token_stream);
    let headers = facts.headers.as_ref().map_or_else(|| quote! { () }, ToTokens::to_token_stream);
    Ok(quote! {
        #derived
        impl #name {
            /// Sends the request and returns the decoded body.
            #[inline]
            pub fn #send(self) -> #sent {
                self.0.send()
            }

            /// Sends the request and returns the body with status and headers.
            #typed_headers
            #[inline]
            pub fn #send_full(self) -> #full {
                self.0.send_full()
            }

            #stream
            #streams
            #common
            #paging
        }
        #derived
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
        #derived
        impl ::plansmith_runtime::Operation for #name {
            type Output = #output;
            type Errors = #errors;
            type Headers = #headers;
            const META: &'static ::plansmith_runtime::call::Meta = &Self::META;
        }
    })
}

/// The other forms a response can have, each asked for by its media type.
fn streams(facts: &Facts, name: &Ident) -> TokenStream {
    let sent = |stream: &TokenStream| {
        quote! {
            impl ::core::future::Future<
                Output = ::core::result::Result<#stream, ::plansmith_runtime::Error>
            >
        }
    };
    let events = facts.events.as_ref().map(|ty| {
        let method = Ident::new("send_events", name.span());
        let sent = sent(&quote! { ::plansmith_runtime::EventStream<#ty> });
        quote! {
            /// Sends the request and returns the events of the response as they arrive. They are asked for by `Accept`; where the
            /// server decides by a parameter or a property of the body, set that as well.
            #[inline]
            pub fn #method(self) -> #sent {
                self.0.as_events::<#ty>().send()
            }
        }
    });
    let values = facts.values.as_ref().map(|(media, ty)| {
        let method = Ident::new("send_values", name.span());
        let sent = sent(&quote! { ::plansmith_runtime::JsonStream<#ty> });
        quote! {
            /// Sends the request and returns the JSON values of the response as they arrive. They are asked for by `Accept`; where
            /// the server decides by a parameter or a property of the body, set that as well.
            #[inline]
            pub fn #method(self) -> #sent {
                self.0.as_values::<#ty>(#media).send()
            }
        }
    });
    quote! { #events #values }
}

fn common(facts: &Facts, name: &Ident) -> TokenStream {
    let has = |name: &str| !facts.without.iter().any(|other| other == name);
    let (timeout, header) = (Ident::new("timeout", name.span()), Ident::new("header", name.span()));
    let timeout = has("timeout").then(|| {
        quote! {
            /// Gives up an attempt after this long, whatever the client says; `None` for no limit.
            #[inline]
            pub fn #timeout(self, timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>) -> Self {
                Self(self.0.option_timeout(timeout))
            }
        }
    });
    let call_timeout = has("call_timeout").then(|| {
        let name = Ident::new("call_timeout", name.span());
        quote! {
            /// Gives up the whole call after this long, whatever the client says; `None` for no limit.
            #[inline]
            pub fn #name(self, timeout: impl ::core::convert::Into<::core::option::Option<::core::time::Duration>>) -> Self {
                Self(self.0.option_call_timeout(timeout))
            }
        }
    });
    let header = has("header").then(|| {
        quote! {
            /// Adds a header to this call; it wins over one of the same name.
            #[inline]
            pub fn #header(self, name: &str, value: &str) -> Self {
                Self(self.0.option_header(name, value))
            }
        }
    });
    quote! { #timeout #call_timeout #header }
}

fn paging(facts: &Facts, decoder: &Type, name: &Ident) -> Option<TokenStream> {
    let (page, item) = (facts.page.as_ref()?, facts.item.as_ref()?);
    let (items, pages) = (Ident::new("items", name.span()), Ident::new("pages", name.span()));
    // An operation with other responses too is asked for JSON here.
    let call = if is_named(decoder, "Json") {
        quote! { self.0 }
    } else {
        quote! { self.0.as_json::<#page>() }
    };
    Some(quote! {
        /// All records, page after page.
        #[inline]
        pub fn #items(self) -> ::plansmith_runtime::Items<#item> {
            #call.items(Self::PAGES)
        }

        /// All pages.
        #[inline]
        pub fn #pages(self) -> ::plansmith_runtime::Pages<#page> {
            #call.pages(Self::PAGES)
        }
    })
}
