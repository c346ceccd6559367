//! The token endpoint: codes and refresh tokens that work once, access tokens that end.

use crate::http::{Reply, Request};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// The tokens a server has given out.
#[derive(Debug)]
pub struct Tokens {
    /// The client id it knows.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// How long an access token works.
    pub lifetime: Duration,
    codes: BTreeSet<String>,
    refresh: BTreeSet<String>,
    access: BTreeMap<String, Instant>,
    issued: usize,
    reused: usize,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            client_id: "client-1".to_owned(),
            client_secret: "s3cret-of-client-1".to_owned(),
            lifetime: Duration::from_secs(3600),
            codes: BTreeSet::from(["code-1".to_owned()]),
            refresh: BTreeSet::from(["refresh-0".to_owned()]),
            access: BTreeMap::new(),
            issued: 0,
            reused: 0,
        }
    }
}

impl Tokens {
    /// Whether an access token works now.
    #[must_use]
    pub fn accepts(&self, token: &str) -> bool {
        self.access.get(token).is_some_and(|end| *end > Instant::now())
    }

    /// Lets an access token of its own choice work.
    pub fn grant(&mut self, access_token: &str) {
        self.access.insert(access_token.to_owned(), Instant::now() + self.lifetime);
    }

    /// Ends every access token at once.
    pub fn revoke(&mut self) {
        self.access.clear();
    }

    /// The number of pairs given out.
    #[must_use]
    pub fn issued(&self) -> usize {
        self.issued
    }

    /// The number of attempts with a refresh token that had already been used or never existed.
    #[must_use]
    pub fn reused(&self) -> usize {
        self.reused
    }

    /// Answers the token endpoint.
    pub fn exchange(&mut self, request: &Request) -> Reply {
        let form: BTreeMap<String, String> = request.form().into_iter().collect();
        let field = |name: &str| form.get(name).map_or("", String::as_str);
        if field("client_id") != self.client_id || field("client_secret") != self.client_secret {
            return refused(401, "invalid_client");
        }
        let used = match field("grant_type") {
            "authorization_code" => self.codes.remove(field("code")),
            "refresh_token" => self.refresh.remove(field("refresh_token")),
            _ => return refused(400, "unsupported_grant_type"),
        };
        if !used {
            self.reused += 1;
            return refused(401, "invalid_grant");
        }
        self.issued += 1;
        let (access, refresh) = (format!("access-{}", self.issued), format!("refresh-{}", self.issued));
        self.access.insert(access.clone(), Instant::now() + self.lifetime);
        self.refresh.insert(refresh.clone());
        let pair = json!({
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "access_token",
            "expires_in": self.lifetime.as_secs(),
        });
        Reply::json(200, &pair)
    }
}

/// OAuth errors have no outer reference.
fn refused(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "errors": [{ "code": status, "message": message, "description": message }] }))
}
