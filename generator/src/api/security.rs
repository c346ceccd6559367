//! Security schemes and requirements.

use super::ApiReader;
use crate::document::Node;
use crate::ir::{Flow, Location, Requirement, Scheme, SchemeKind};

impl<'d> ApiReader<'_, '_, 'd, '_> {
    /// The schemes of the components in order.
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let map = self.builder.schema.root.get("components").and_then(|components| components.get("securitySchemes"));
        let Some(map) = map else { return Vec::new() };
        let mut schemes = Vec::new();
        for (name, given) in map.entries() {
            let Some(node) = self.builder.schema.follow(&given) else { continue };
            let Some(kind) = kind(&node) else {
                self.builder
                    .schema
                    .report
                    .error("unknown-scheme", given.place(), format!("security scheme `{name}` is of a kind that is not known"))
                    .help("a consumer can add its own header");
                self.leave_out(format!("security scheme {name}"), "its kind is not known", given.place());
                continue;
            };
            schemes.push(Scheme {
                name: name.to_owned(),
                kind,
                description: description(&node),
                token_field: node.string("x-token-field").map(str::to_owned),
                client_auth: node.string("x-client-auth").map(str::to_owned),
                renew_early: node.get("x-renew-early").and_then(|seconds| seconds.u64()),
                place: given.place(),
            });
        }
        schemes
    }

    /// The alternatives of a `security` array. One that names an unknown scheme is left out.
    pub(super) fn requirements(&mut self, array: &Node<'d>) -> Vec<Requirement> {
        let known = self.builder.schema.root.get("components").and_then(|components| components.get("securitySchemes"));
        let mut requirements: Vec<Requirement> = Vec::new();
        for entry in array.items() {
            let mut requirement = Requirement::default();
            let mut complete = true;
            let mut places: Vec<(String, &str)> = Vec::new();
            for (given, scopes) in entry.entries() {
                // From 3.2 on a reference can stand for the name.
                let name = given.rsplit_once("#/components/securitySchemes/").map_or(given, |(_, name)| name);
                let scheme = known.as_ref().and_then(|known| known.get(name));
                if let Some(scheme) = scheme {
                    // The certificate belongs to the transport; no credential stands for it.
                    let kind = self.builder.schema.follow(&scheme).and_then(|scheme| kind(&scheme));
                    if matches!(kind, Some(SchemeKind::MutualTls)) {
                        continue;
                    }
                    requirement.schemes.push(name.to_owned());
                    if let Some(place) = kind.as_ref().map(place_of) {
                        if let Some((_, other)) = places.iter().find(|(taken, _)| *taken == place) {
                            let message = format!("`{other}` and `{name}` are needed together, and both are sent as {place}");
                            let report = &mut *self.builder.schema.report;
                            let help = "the last of them is sent; list them as alternatives where one is enough";
                            report.warning("same-credential-place", scopes.place().key(), message).help(help);
                        }
                        places.push((place, name));
                    }
                } else {
                    complete = false;
                    self.builder.schema.report.warning(
                        "unknown-scheme",
                        scopes.place().key(),
                        format!("no security scheme is named `{name}`"),
                    );
                    let what = format!("the credential {name}");
                    if self.left_out.iter().all(|left| left.what != what) {
                        self.leave_out(
                            what,
                            "no security scheme has this name; what asks for it is sent without",
                            scopes.place(),
                        );
                    }
                }
            }
            if complete && !requirements.contains(&requirement) {
                requirements.push(requirement);
            }
        }
        requirements
    }
}

/// What a person reads of a scheme.
fn description(node: &Node<'_>) -> Option<String> {
    let text = node.string("description").unwrap_or_default();
    let deprecated = if node.flag("deprecated") { "Deprecated." } else { "" };
    let whole = [deprecated, text].into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
    (!whole.is_empty()).then_some(whole)
}

/// Where a credential is sent, of which a request has one.
fn place_of(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { location: Location::Header, wire } => format!("the header `{}`", wire.to_ascii_lowercase()),
        SchemeKind::ApiKey { location: Location::Cookie, wire } => format!("the cookie `{wire}`"),
        SchemeKind::ApiKey { wire, .. } => format!("the query parameter `{wire}`"),
        _ => "the header `authorization`".to_owned(),
    }
}

fn kind(node: &Node<'_>) -> Option<SchemeKind> {
    match node.string("type")? {
        "apiKey" => {
            let location = match node.string("in")? {
                "header" => Location::Header,
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => return None,
            };
            Some(SchemeKind::ApiKey { location, wire: node.string("name")?.to_owned() })
        }
        "http" => {
            let scheme = node.string("scheme")?;
            Some(match scheme.to_ascii_lowercase().as_str() {
                "basic" => SchemeKind::Basic,
                "bearer" => SchemeKind::Bearer,
                _ => SchemeKind::Http(scheme.to_owned()),
            })
        }
        "oauth2" => Some(SchemeKind::OAuth2(flows(node))),
        "openIdConnect" => Some(SchemeKind::OpenId(node.string("openIdConnectUrl").unwrap_or_default().to_owned())),
        "mutualTLS" => Some(SchemeKind::MutualTls),
        _ => None,
    }
}

fn flows(node: &Node<'_>) -> Vec<Flow> {
    let Some(flows) = node.get("flows") else { return Vec::new() };
    let known = ["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"];
    flows
        .entries()
        .filter(|(grant, _)| known.contains(grant))
        .map(|(grant, flow)| Flow {
            grant: grant.to_owned(),
            authorize_url: flow.string("authorizationUrl").map(str::to_owned),
            token_url: flow.string("tokenUrl").map(str::to_owned),
            refresh_url: flow.string("refreshUrl").map(str::to_owned),
            scopes: flow
                .get("scopes")
                .map(|scopes| {
                    scopes.entries().map(|(scope, text)| (scope.to_owned(), text.str().unwrap_or_default().to_owned())).collect()
                })
                .unwrap_or_default(),
        })
        .collect()
}
