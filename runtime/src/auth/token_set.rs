//! [`TokenSet`] and [`TokenStore`]: the tokens of a user, and where they survive the program.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::Error as _;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Secret;
use crate::error::{BoxError, Error, ErrorKind};
use crate::transport::BoxFuture;
use crate::wire;

/// Tokens of one user.
///
/// `Debug` hides them. It can be serialised for a store, by `serde` or as JSON, which writes the tokens themselves: an object
/// with `access_token` and, if known, `refresh_token` and `expires_at` in seconds since 1970.
///
/// ```
/// use plansmith_runtime::auth::TokenSet;
///
/// let tokens = TokenSet::new("access").refresh_token("refresh");
/// assert_eq!(tokens.to_json(), r#"{"access_token":"access","refresh_token":"refresh"}"#);
/// assert_eq!(TokenSet::from_json(&tokens.to_json())?, tokens);
/// # Ok::<(), plansmith_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenSet {
    /// The token that requests are sent with.
    pub access_token: Secret,
    /// The token that is exchanged for the next pair; with many servers it works only once.
    pub refresh_token: Option<Secret>,
    /// When the access token expires, if the server said so.
    pub expires_at: Option<SystemTime>,
}

impl TokenSet {
    /// Tokens that were stored.
    pub fn new(access_token: impl Into<Secret>) -> Self {
        Self { access_token: access_token.into(), refresh_token: None, expires_at: None }
    }

    /// Sets the refresh token.
    #[must_use]
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(token.into());
        self
    }

    /// The tokens as JSON, in clear: for a store.
    ///
    /// # Panics
    /// Never: tokens are strings and a number.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and a number are JSON")
    }

    /// The tokens of [`to_json`](Self::to_json).
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when the JSON is something else.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        wire::from_slice(json.as_bytes())
            .map_err(|failure| Error::new(ErrorKind::Decode, "token").summary("these are no stored tokens").undecoded(failure))
    }

    /// Sets when the access token expires.
    #[must_use]
    pub fn expires_at(mut self, at: SystemTime) -> Self {
        self.expires_at = Some(at);
        self
    }
}

impl Serialize for TokenSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let since_1970 = |at: &SystemTime| at.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let fields = 1 + usize::from(self.refresh_token.is_some()) + usize::from(self.expires_at.is_some());
        let mut out = serializer.serialize_struct("TokenSet", fields)?;
        out.serialize_field("access_token", &self.access_token)?;
        match &self.refresh_token {
            Some(token) => out.serialize_field("refresh_token", token)?,
            None => out.skip_field("refresh_token")?,
        }
        match &self.expires_at {
            Some(at) => out.serialize_field("expires_at", &since_1970(at))?,
            None => out.skip_field("expires_at")?,
        }
        out.end()
    }
}

impl<'de> Deserialize<'de> for TokenSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = serde_json::Map::<String, serde_json::Value>::deserialize(deserializer)?;
        let text = |name: &str| fields.get(name).and_then(|value| value.as_str()).map(Secret::from);
        let seconds = fields.get("expires_at").and_then(serde_json::Value::as_u64);
        Ok(Self {
            access_token: text("access_token").ok_or_else(|| D::Error::missing_field("access_token"))?,
            refresh_token: text("refresh_token"),
            expires_at: seconds.and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds))),
        })
    }
}

/// Keeps tokens where they survive the program. A new refresh token is handed over before its access token is used.
///
/// A closure that stores is a store too; it cannot [`load`](Self::load). Where several processes share the tokens of a user,
/// they need a store that loads.
pub trait TokenStore: Send + Sync + 'static {
    /// Stores the tokens; they replace the former ones.
    ///
    /// It runs apart from the calls that wait for the tokens. A store that fails, panics or takes longer than 30 seconds is
    /// offered the same tokens again by the next call.
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Loads the tokens that were stored last; `None` when there are none.
    ///
    /// Asked when a program starts ([`AuthorizationCode::resume`](super::AuthorizationCode::resume)), and when the server
    /// refuses the refresh token, which another process may have replaced.
    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, BoxError>> {
        Box::pin(async { Ok(None) })
    }
}

impl<F> TokenStore for F
where
    F: Fn(&TokenSet) -> Result<(), BoxError> + Send + Sync + 'static,
{
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move { self(tokens) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_survive_a_store_and_show_in_no_text() {
        let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let tokens = TokenSet::new("hunter1").refresh_token("hunter2").expires_at(at);
        let json = serde_json::to_string(&tokens).unwrap();
        assert_eq!(json, r#"{"access_token":"hunter1","refresh_token":"hunter2","expires_at":1700000000}"#);
        assert_eq!(serde_json::from_str::<TokenSet>(&json).unwrap(), tokens);
        assert!(!format!("{tokens:?}").contains("hunter"));
        assert!(serde_json::from_str::<TokenSet>("{}").is_err());
    }
}
