//! The client with its accessors, and the credentials it takes.

use std::collections::BTreeSet;

use super::{Lower, docs};
use crate::ir::{Location, Requirement, Scheme, SchemeKind, Server, ServerVariable};
use crate::location::Place;
use crate::location::Report;
use crate::name::{Case, Scope, Words};
use crate::rust::{Accessor, ClientItem, CredentialItem, CredentialKind};

/// Types that stand beside the credentials of an API.
const IMPORTED: &[&str] =
    &["AuthorizationCode", "ClientAuth", "ClientCredentials", "Duration", "SignIn", "TokenSet", "TokenStore"];

impl Lower<'_> {
    /// The client.
    pub fn client(&self, package: &str, features: &[Option<String>]) -> ClientItem {
        let resources = self.names.resources.iter().zip(features);
        let accessors = resources.map(|(resource, feature)| {
            let tag = self.api.tags.iter().find(|tag| tag.name == resource.tag);
            let text = tag.and_then(|tag| tag.description.as_deref()).filter(|text| !text.trim().is_empty());
            let name = if resource.tag.is_empty() { "All operations".to_owned() } else { resource.tag.clone() };
            let docs = text.map_or_else(|| docs::sentence(&name), |text| docs::markdown(first_paragraph(text)));
            Accessor {
                docs,
                name: resource.module.clone(),
                handle: resource.handle.clone(),
                module: resource.module.clone(),
                feature: feature.clone(),
            }
        });
        let variables = self.api.servers.iter().flat_map(|server| &server.variables).map(|variable| {
            let values =
                if variable.values.is_empty() { String::new() } else { format!("one of {}", variable.values.join(", ")) };
            let words = [values, plain(variable.description.as_deref())];
            let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
            (variable.name.clone(), variable.default.clone(), words.join("; "))
        });
        let own = self.api.operations.iter().filter_map(|operation| operation.servers.first());
        let operation_servers: BTreeSet<String> = own.filter(|server| !server.variables.is_empty()).map(template).collect();
        let title = self.title();
        let name = title.strip_suffix("API").map_or(title.as_str(), str::trim_end);
        ClientItem {
            docs: docs::markdown(&format!("Client of the {name} API; cheap to clone.")),
            title,
            package: package.to_owned(),
            servers: self.api.servers.iter().map(template).collect(),
            operation_servers: operation_servers.into_iter().collect(),
            server_texts: self.api.servers.iter().map(|server| plain(server.description.as_deref())).collect(),
            variables: variables.collect(),
            conventions: if self.api.conventions.is_stated() {
                vec!["crate", "conventions", "CONVENTIONS"]
            } else {
                vec!["plansmith_runtime", "conventions", "Conventions", "DEFAULT"]
            },
            security: self.alternatives(&self.api.security),
            accessors: accessors.collect(),
        }
    }

    /// Name of the API in texts.
    pub fn title(&self) -> String {
        let title = self.api.package.as_ref().map_or(self.api.info.title.as_str(), |package| package.title.as_str());
        let title: String = title.chars().filter(|c| docs::visible(*c) && !c.is_control()).collect();
        if title.trim().is_empty() { "API".to_owned() } else { title.trim().to_owned() }
    }

    /// Credentials. Keys that are only ever asked for together make one credential.
    pub fn credentials(&self) -> Vec<CredentialItem> {
        let mut scope = Scope::new(Case::Camel, "security scheme", &["Credential", "Secret", "Self", "String"]);
        let mut out = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for scheme in &self.api.schemes {
            if done.contains(&scheme.name.as_str()) {
                continue;
            }
            let group = self.together(scheme);
            done.extend(group.iter().map(|scheme| scheme.name.as_str()));
            let words = Words::split(&scheme.name);
            for (suffix, kind) in kinds(&group) {
                let flow = matches!(kind, CredentialKind::Code { .. } | CredentialKind::ClientCredentials { .. });
                let words = match suffix {
                    // A scheme is named after its flow more often than not, and the flow is a type of the runtime.
                    "" if IMPORTED.contains(&words.render(Case::Camel).as_str()) => words.and(noun(&kind)),
                    "" => words.clone(),
                    suffix => words.and(suffix),
                };
                let name = scope.claim(&scheme.name, &words, None, &scheme.place, &mut Report::new(false));
                let name = if flow { Words::split(&name).render(Case::Snake) } else { name };
                let text = group.iter().find_map(|scheme| scheme.description.as_deref()).filter(|text| !text.trim().is_empty());
                let mut docs = text.map_or_else(|| vec![describe(&kind)], docs::markdown);
                docs.extend(facts(scheme).into_iter().flat_map(|fact| [String::new(), fact]));
                out.push(CredentialItem { docs, name, schemes: group.iter().map(|scheme| scheme.name.clone()).collect(), kind });
            }
        }
        out
    }

    /// Alternatives by the credentials they take: keys that go together count once.
    pub fn alternatives(&self, list: &[Requirement]) -> Vec<Vec<String>> {
        let first = |name: &String| {
            let scheme = self.api.schemes.iter().find(|scheme| scheme.name == *name);
            scheme
                .is_none_or(|scheme| self.together(scheme).iter().all(|other| self.position(&other.name) >= self.position(name)))
        };
        list.iter().map(|one| one.schemes.iter().filter(|name| first(name)).cloned().collect()).collect()
    }

    fn position(&self, name: &str) -> usize {
        self.api.schemes.iter().position(|scheme| scheme.name == name).unwrap_or(usize::MAX)
    }

    /// The scheme and the keys that every requirement with one of them has too.
    fn together<'s>(&'s self, scheme: &'s Scheme) -> Vec<&'s Scheme> {
        let SchemeKind::ApiKey { location: place, .. } = &scheme.kind else { return vec![scheme] };
        let key = |scheme: &Scheme| matches!(&scheme.kind, SchemeKind::ApiKey { location, .. } if location == place);
        let own = self.api.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
        let all: Vec<&Requirement> =
            self.api.security.iter().chain(own).filter(|one| one.schemes.contains(&scheme.name)).collect();
        let mut group = vec![scheme];
        for other in self.api.schemes.iter().filter(|other| key(other) && other.name != scheme.name) {
            let own = self.api.operations.iter().filter_map(|operation| operation.security.as_ref()).flatten();
            let theirs = self.api.security.iter().chain(own).filter(|one| one.schemes.contains(&other.name)).count();
            if !all.is_empty() && theirs == all.len() && all.iter().all(|one| one.schemes.contains(&other.name)) {
                group.push(other);
            }
        }
        group
    }
}

/// What a scheme's credentials are made of, each with a word for its name.
fn kinds(group: &[&Scheme]) -> Vec<(&'static str, CredentialKind)> {
    let scheme = group[0];
    match &scheme.kind {
        SchemeKind::ApiKey { .. } => {
            let mut scope = Scope::new(Case::Snake, "key", &["self"]);
            let words: Vec<Words> = group.iter().map(|scheme| Words::split(&scheme.name)).collect();
            let keys = group.iter().zip(&words).filter_map(|(scheme, own)| {
                let SchemeKind::ApiKey { location, wire } = &scheme.kind else { return None };
                let short = own.strip_prefix(&Words::split(words[0].first())).filter(|_| group.len() > 1);
                let words = if group.len() == 1 { Words::split("key") } else { short.unwrap_or_else(|| own.clone()) };
                let name = scope.claim(&scheme.name, &words, None, &Place::default(), &mut Report::new(false));
                let location = match location {
                    Location::Query | Location::QueryString => "query",
                    Location::Cookie => "cookies",
                    Location::Header | Location::Path => "headers",
                };
                Some((name, location, wire.clone()))
            });
            vec![("", CredentialKind::Keys(keys.collect()))]
        }
        SchemeKind::Basic => vec![("", CredentialKind::Basic)],
        SchemeKind::Bearer | SchemeKind::OpenId(_) => vec![("", CredentialKind::Bearer)],
        SchemeKind::Http(name) => vec![("", CredentialKind::Http(name.clone()))],
        SchemeKind::MutualTls => Vec::new(),
        SchemeKind::OAuth2(flows) => {
            let mut out = vec![("", CredentialKind::Bearer)];
            for flow in flows {
                let Some(token) = flow.token_url.clone() else { continue };
                match (flow.grant.as_str(), &flow.authorize_url) {
                    ("authorizationCode", Some(authorize)) => {
                        let refresh = flow.refresh_url.clone().filter(|refresh| *refresh != token);
                        out.push(("code", CredentialKind::Code { authorize: authorize.clone(), token, refresh }));
                    }
                    ("clientCredentials", _) => out.push((
                        "client",
                        CredentialKind::ClientCredentials {
                            token,
                            field: scheme.token_field.clone().unwrap_or_else(|| "access_token".to_owned()),
                            basic: scheme.client_auth.as_deref() != Some("body"),
                            early: scheme.renew_early.unwrap_or(30),
                        },
                    )),
                    _ => {}
                }
            }
            out
        }
    }
}

/// What a credential is made of, in a word.
fn noun(kind: &CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Keys(_) => "key",
        CredentialKind::Basic => "login",
        _ => "token",
    }
}

/// What a scheme says of itself beside its description: where it is explained, where tokens come from, what they may allow.
fn facts(scheme: &Scheme) -> Vec<String> {
    let shown = |url: &str| {
        let url = docs::shown(url).replace(['<', '>', ' ', '`'], "");
        // In angles, a path is no link but a tag.
        if url.starts_with("http://") || url.starts_with("https://") { format!("<{url}>") } else { format!("`{url}`") }
    };
    match &scheme.kind {
        SchemeKind::OpenId(url) if !url.is_empty() => vec![format!("OpenID Connect: {}.", shown(url))],
        SchemeKind::OAuth2(flows) => {
            let mut facts = Vec::new();
            for flow in flows {
                let urls: Vec<String> =
                    [&flow.authorize_url, &flow.token_url].into_iter().flatten().map(|url| shown(url)).collect();
                if !["authorizationCode", "clientCredentials"].contains(&flow.grant.as_str()) {
                    facts.push(format!("Flow `{}`: {}.", flow.grant, urls.join(", ")));
                }
            }
            let mut scopes: Vec<String> = Vec::new();
            for (scope, text) in flows.iter().flat_map(|flow| &flow.scopes) {
                let text = docs::markdown(text).join(" ");
                let line = format!("`{}`{}{text}", docs::shown(scope).replace('`', "'"), if text.is_empty() { "" } else { ": " });
                if !scopes.contains(&line) {
                    scopes.push(line);
                }
            }
            if !scopes.is_empty() {
                facts.push(format!("Scopes: {}", scopes.join("; ")));
            }
            facts
        }
        _ => Vec::new(),
    }
}

fn describe(kind: &CredentialKind) -> String {
    match kind {
        CredentialKind::Keys(keys) => {
            let names: Vec<String> = keys.iter().map(|(_, _, wire)| format!("`{wire}`")).collect();
            format!("A key sent as {}.", names.join(" and "))
        }
        CredentialKind::Basic => "User name and password (RFC 7617).".to_owned(),
        CredentialKind::Bearer => "A bearer token (RFC 6750).".to_owned(),
        CredentialKind::Http(name) => {
            format!("Credentials for the HTTP scheme `{}`.", docs::markdown(name).join(" ").replace('`', ""))
        }
        CredentialKind::Code { .. } => "The OAuth 2.0 authorization code flow (RFC 6749, section 4.1).".to_owned(),
        CredentialKind::ClientCredentials { .. } => "The OAuth 2.0 client credentials flow (RFC 6749, section 4.4).".to_owned(),
    }
}

/// A text on one line.
fn plain(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| docs::markdown(text).join(" "))
}

fn first_paragraph(text: &str) -> &str {
    text.trim().split("\n\n").next().unwrap_or_default()
}

/// A server's URL with its variables: `{name=default}`, and `{name=default|other}` where only those values exist.
pub fn template(server: &Server) -> String {
    // What no URL can hold would end the variable.
    let can_stand = |value: &&String| !value.contains(['|', '{', '}']);
    let mut url = server.url.trim_end_matches('/').to_owned();
    for ServerVariable { name, default, values, .. } in &server.variables {
        let mut others: Vec<&String> = values.iter().filter(|value| *value != default).filter(can_stand).collect();
        if others.is_empty() && !values.is_empty() {
            others.push(default);
        }
        let others = others.iter().fold(String::new(), |list, value| list + "|" + value);
        url = url.replace(&format!("{{{name}}}"), &format!("{{{name}={default}{others}}}"));
    }
    url
}

/// A server's URL with the default of each variable in its place.
pub fn url(server: &Server) -> String {
    let mut url = server.url.trim_end_matches('/').to_owned();
    for variable in &server.variables {
        url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
    }
    url
}
