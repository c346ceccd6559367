//! [`SignIn`]: what connects the way to the server's page with the way back.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Secret;

/// One attempt of a user to sign in: the `state` that the browser brings back (RFC 6749, section 10.12) and the code verifier
/// of PKCE (RFC 7636). Keep it in the user's session, and nowhere the browser can read it, until the browser returns.
///
/// It can be serialised for the session. `Debug` hides both.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    state: Secret,
    verifier: Secret,
}

impl SignIn {
    /// A new attempt, with random numbers of the operating system.
    ///
    /// # Panics
    /// When the operating system has no random numbers.
    #[must_use]
    pub fn new() -> Self {
        Self { state: random_state().into(), verifier: random_text::<32>().into() }
    }

    /// Restores an attempt that was kept as two strings.
    pub fn from_parts(state: impl Into<Secret>, verifier: impl Into<Secret>) -> Self {
        Self { state: state.into(), verifier: verifier.into() }
    }

    /// The `state` the browser must bring back.
    #[must_use]
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// The code verifier, which only the exchange of the code sends.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// The code challenge: the SHA-256 of the verifier (RFC 7636, section 4.2, method `S256`).
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(hmac_sha256::Hash::hash(self.verifier.expose().as_bytes()))
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}

impl Serialize for SignIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.state, &self.verifier).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SignIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (state, verifier) = <(Secret, Secret)>::deserialize(deserializer)?;
        Ok(Self { state, verifier })
    }
}

/// A `state` nobody can guess: 128 random bits of the operating system, as a string.
///
/// # Panics
/// When the operating system has no random numbers.
#[must_use]
pub fn random_state() -> String {
    random_text::<16>()
}

fn random_text<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        // RFC 7636, appendix B.
        let sign_in = SignIn::from_parts("s", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(sign_in.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_attempt_is_random_hidden_and_can_be_kept() {
        let (one, other) = (SignIn::new(), SignIn::new());
        assert!(one.state() != other.state() && one.verifier() != other.verifier());
        // RFC 7636, section 4.1: 43 to 128 unreserved characters.
        assert_eq!((one.state().expose().len(), one.verifier().expose().len()), (22, 43));
        assert!(!format!("{one:?}").contains(one.state().expose()));
        let kept = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<SignIn>(&kept).unwrap(), one);
    }
}
