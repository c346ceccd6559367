//! What messages and printed requests leave out: credentials in headers, bodies and URLs.

use std::borrow::Cow;
use std::fmt;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::encode::escape;
use crate::secret::Secret;

/// Stands for what is hidden.
pub(crate) const HIDDEN: &str = "***";

/// Properties and parameters that hold a credential by their name, in lower case without `_` and `-`: those of OAuth 2
/// (RFC 6749, RFC 7521, RFC 7636) and the usual words. A type of the API says the same of others by [`Secret`].
const NAMES: [&str; 18] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "assertion",
    "authtoken",
    "clientassertion",
    "clientsecret",
    "codeverifier",
    "idtoken",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "secret",
    "token",
];

/// Further ones in a token request, which says `grant_type`.
const GRANT_NAMES: [&str; 4] = ["actortoken", "code", "devicecode", "subjecttoken"];

/// Whether a header of this name holds a credential, by its definition or by the word it is named with: `X-Api-Key`.
pub(crate) fn is_secret_header(name: &HeaderName) -> bool {
    let text = name.as_str();
    [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE].contains(name)
        || is_secret_name(text.strip_prefix("x-").unwrap_or(text), false)
}

/// The headers of a response for people.
pub(crate) struct Headers<'a>(pub &'a HeaderMap);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value)| (name, if is_secret_header(name) { Cow::Borrowed(HIDDEN) } else { header(value) });
        f.debug_map().entries(self.0.iter().map(shown)).finish()
    }
}

/// A header value for people; credentials are hidden.
pub(crate) fn header(value: &HeaderValue) -> Cow<'_, str> {
    if value.is_sensitive() { Cow::Borrowed(HIDDEN) } else { String::from_utf8_lossy(value.as_bytes()) }
}

/// A URL for people: without user, password, query and fragment, each of which may be a key. Takes any text.
pub(crate) fn url(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (start, rest) = url[..end].split_once("://").map_or(("", &url[..end]), |(scheme, rest)| (scheme, rest));
    let mut text = String::with_capacity(url.len());
    if !start.is_empty() {
        text.push_str(start);
        text.push_str("://");
    }
    // The last `@` before the path, and before a backslash that a browser would take for one.
    let host_end = rest.find('/').unwrap_or(rest.len());
    match rest[..host_end].rfind('@') {
        Some(at) => {
            text.push_str(HIDDEN);
            text.push_str(&rest[at..]);
        }
        None => text.push_str(rest),
    }
    if let Some(mark) = url[end..].chars().next() {
        text.push(mark);
        text.push_str(HIDDEN);
    }
    text
}

/// A text without the given secrets, in each form a URL, a form or a JSON text may have them.
pub(crate) fn secrets(mut text: String, hidden: &[Secret]) -> String {
    for secret in hidden.iter().map(Secret::expose).filter(|secret| !secret.is_empty()) {
        let quoted = Value::from(secret).to_string();
        let forms = [secret, quoted.trim_matches('"'), &escape(secret).to_string()].map(str::to_owned);
        for form in forms.iter().chain([&forms[2].replace("%20", "+")]) {
            if !form.is_empty() && text.contains(form.as_str()) {
                text = text.replace(form.as_str(), HIDDEN);
            }
        }
    }
    text
}

/// A body for people: a text without its credentials, `None` for what is no text.
pub(crate) fn body(bytes: &[u8], hidden: &[Secret]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let by_name = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => json(text),
        Some(b'-') if text.starts_with("--") => multipart(text),
        _ => form(text),
    };
    Some(secrets(by_name.unwrap_or_else(|| text.to_owned()), hidden))
}

fn is_secret_name(name: &str, grant: bool) -> bool {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    NAMES.contains(&name.as_str()) || (grant && GRANT_NAMES.contains(&name.as_str()))
}

/// JSON text with credentials hidden; `None` when there are none or the text is no JSON.
fn json(text: &str) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    hide(&mut value).then(|| value.to_string())
}

fn hide(value: &mut Value) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |found, item| hide(item) | found),
        Value::Object(entries) => {
            let grant = entries.contains_key("grant_type");
            let mut found = false;
            for (name, value) in entries {
                if matches!(value, Value::String(_) | Value::Number(_)) && is_secret_name(name, grant) {
                    *value = HIDDEN.into();
                    found = true;
                } else {
                    found |= hide(value);
                }
            }
            found
        }
        _ => false,
    }
}

/// A URL-encoded form with credentials hidden; `None` when there are none.
fn form(text: &str) -> Option<String> {
    let name = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    };
    if text.contains(char::is_whitespace) || !text.contains('=') {
        return None;
    }
    let grant = text.split('&').any(|pair| name(pair) == "grant_type");
    let mut found = false;
    let pairs: Vec<String> = text
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((raw, value)) if !value.is_empty() && is_secret_name(&name(pair), grant) => {
                found = true;
                format!("{raw}={HIDDEN}")
            }
            _ => pair.to_owned(),
        })
        .collect();
    found.then(|| pairs.join("&"))
}

/// A multipart form of texts with credentials hidden; `None` when there are none.
fn multipart(text: &str) -> Option<String> {
    let boundary = text.lines().next()?;
    let mut found = false;
    let parts: Vec<String> = text
        .split(boundary)
        .map(|part| {
            let name = part.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(name, _)| name);
            match (name, part.split_once("\r\n\r\n")) {
                (Some(name), Some((head, _))) if is_secret_name(name, false) => {
                    found = true;
                    format!("{head}\r\n\r\n{HIDDEN}\r\n")
                }
                _ => part.to_owned(),
            }
        })
        .collect();
    found.then(|| parts.join(boundary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_keeps_its_host_and_path() {
        for (given, shown) in [
            ("https://api.test/v1", "https://api.test/v1"),
            ("https://api.test/?key=hunter2", "https://api.test/?***"),
            ("https://me:hunter2@api test/v1#hunter2", "https://***@api test/v1#***"),
            ("me:hunter2@api.test", "***@api.test"),
            ("https://a@hunter2@api.test/b@c", "https://***@api.test/b@c"),
            ("", ""),
        ] {
            assert_eq!(url(given), shown);
        }
    }

    #[test]
    fn credentials_in_bodies_are_hidden_by_name_and_by_value() {
        let shown = |text: &str, hidden: &[&str]| {
            let hidden: Vec<Secret> = hidden.iter().map(|&text| Secret::from(text)).collect();
            body(text.as_bytes(), &hidden).unwrap()
        };
        assert_eq!(shown("grant_type=a&code=x&client_secret=y&a=1", &[]), "grant_type=a&code=***&client_secret=***&a=1");
        assert_eq!(shown("code=NL&refresh%5Ftoken=y", &[]), "code=NL&refresh%5Ftoken=***");
        assert_eq!(shown(r#"{"code":7,"user":{"Password":"x"}}"#, &[]), r#"{"code":7,"user":{"Password":"***"}}"#);
        assert_eq!(shown(r#"{ "a": 1.50 }"#, &[]), r#"{ "a": 1.50 }"#, "what has none stays as it is");
        assert_eq!(shown(r#"{"pin":"a\"b"}"#, &["a\"b"]), r#"{"pin":"***"}"#);
        assert_eq!(shown("pin=a%2Fb&q=a/b", &["a/b"]), "pin=***&q=***");
        let part = "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx\r\n--b--\r\n";
        assert_eq!(shown(part, &[]), "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n***\r\n--b--\r\n");
        assert_eq!(shown("free text", &["e"]), "fr****** t***xt");
        assert!(body(b"\xFF", &[]).is_none());
    }
}
