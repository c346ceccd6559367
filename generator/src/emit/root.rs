//! The client, its credentials, and what the crate root re-exports.

use super::attributes::tokens;
use super::syntax::{docs, ident};
use crate::rust::{Accessor, ClientItem, CredentialItem, CredentialKind};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Re-exports of the crate root: what a consumer names, beside the API's own types.
pub fn reexport(own: &[String], runtime: &[&'static str], gated: &[&'static str]) -> TokenStream {
    let own = own.iter().map(|name| tokens(name));
    let runtime = runtime.iter().map(|name| ident(name));
    let gated = gated.iter().map(|name| {
        let item = ident(name);
        quote! {
            #[cfg(feature = #name)]
            #[doc(no_inline)]
            pub use plansmith_runtime::#item;
        }
    });
    quote! {
        #(pub use #own;)*
        #[doc(no_inline)]
        pub use plansmith_runtime::{#(#runtime),*};
        #(#gated)*
    }
}

/// The client.
pub fn client(item: &ClientItem) -> TokenStream {
    let (title, servers, own) = (&item.title, &item.servers, &item.operation_servers);
    let own = if own.is_empty() {
        quote! {}
    } else {
        quote! { .operation_servers(&[#(#own),*]) }
    };
    let security = item.security.iter().map(|schemes| quote! { &[#(#schemes),*] });
    let about = docs(&item.docs);
    let agent = quote! { concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")) };
    let conventions = item.conventions.iter().map(|segment| ident(segment));
    let accessors = accessors(&item.accessors);
    quote! {
        static API: Api = Api {
            name: #title,
            user_agent: #agent,
            servers: &[#(#servers),*],
            conventions: &#(#conventions)::*,
            security: &[#(#security),*],
        };

        #(#about)*
        #[derive(Clone, Debug)]
        pub struct Client(plansmith_runtime::Client);

        impl Client {
            #[doc = " Starts building a client."]
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&API)#own
            }

            #[doc = " The runtime client, for what is the same for every API: rate limits and custom requests."]
            #[must_use]
            pub fn runtime(&self) -> &plansmith_runtime::Client {
                &self.0
            }

            #accessors
        }

        impl From<plansmith_runtime::Client> for Client {
            fn from(client: plansmith_runtime::Client) -> Self {
                Self(client)
            }
        }
    }
}

/// Accessors in a file of their own.
pub fn more_accessors(list: &[Accessor]) -> TokenStream {
    let accessors = accessors(list);
    quote! {
        impl Client {
            #accessors
        }
    }
}

fn accessors(list: &[Accessor]) -> TokenStream {
    let methods = list.iter().map(|accessor| {
        let docs = docs(&accessor.docs);
        let gate = accessor.feature.as_ref().map(|feature| quote! { #[cfg(feature = #feature)] });
        let (name, module, handle) = (ident(&accessor.name), ident(&accessor.module), format_ident!("{}", accessor.handle));
        quote! {
            #(#docs)*
            #gate
            #[must_use]
            pub fn #name(&self) -> crate::#module::#handle {
                crate::#module::#handle(self.0.clone())
            }
        }
    });
    quote! { #(#methods)* }
}

/// A credential.
pub fn credential(item: &CredentialItem) -> TokenStream {
    let docs = docs(&item.docs);
    let scheme = item.schemes.first().map_or("", String::as_str);
    match &item.kind {
        CredentialKind::Keys(keys) => {
            let place = format_ident!("{}", keys.first().map_or("headers", |key| key.1));
            let names: Vec<_> = keys.iter().map(|(name, ..)| ident(name)).collect();
            let wires = keys.iter().map(|(.., wire)| wire);
            let arguments = quote! { #(#names: impl Into<Secret>),* };
            wrapper(item, &arguments, &quote! { Credential::#place(#scheme, [#((#wires, #names.into())),*]) })
        }
        CredentialKind::Basic => wrapper(
            item,
            &quote! { user: &str, password: impl Into<Secret> },
            &quote! { Credential::basic(#scheme, user, password) },
        ),
        CredentialKind::Bearer => {
            wrapper(item, &quote! { token: impl Into<Secret> }, &quote! { Credential::bearer(#scheme, token) })
        }
        CredentialKind::Http(name) => {
            let format = format!("{name} {{}}");
            let value = quote! { Credential::headers(#scheme, [("Authorization", format!(#format, value.into().expose()))]) };
            wrapper(item, &quote! { value: impl Into<Secret> }, &value)
        }
        CredentialKind::Code { authorize, token, refresh } => {
            let name = ident(&item.name);
            let refresh = refresh.as_ref().map(|url| quote! { .refresh_url(#url) });
            quote! {
                #(#docs)*
                #[must_use]
                pub fn #name(client_id: impl Into<String>) -> AuthorizationCode {
                    AuthorizationCode::new(#scheme, #authorize, #token, client_id)#refresh.described()
                }
            }
        }
        CredentialKind::ClientCredentials { token, field, basic, early } => {
            let name = ident(&item.name);
            let form = (!basic).then(|| quote! { .client_auth(ClientAuth::Form) });
            quote! {
                #(#docs)*
                #[must_use]
                pub fn #name(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> ClientCredentials {
                    ClientCredentials::new(#scheme, #token, client_id, client_secret)
                        .described()
                        #form
                        .token_field(#field)
                        .renew_early(Duration::from_secs(#early))
                }
            }
        }
    }
}

fn wrapper(item: &CredentialItem, arguments: &TokenStream, value: &TokenStream) -> TokenStream {
    let (docs, name) = (docs(&item.docs), format_ident!("{}", item.name));
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct #name(Credential);

        impl #name {
            #[doc = " Creates the credential."]
            #[must_use]
            pub fn new(#arguments) -> Self {
                Self(#value)
            }
        }

        impl From<#name> for Credential {
            fn from(credential: #name) -> Self {
                credential.0
            }
        }
    }
}
