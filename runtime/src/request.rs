//! A request as data, and its two forms: HTTP text for people, [`http::Request`] for a transport.

mod page;

use std::borrow::Cow;
use std::fmt;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::address::{has_dot_segment, is_plain};
use crate::body::{Body, write_body};
use crate::clock::Limit;
use crate::encode::{self, Style, StyleKind, is_unreserved, push_escaped};
use crate::error::Error;
use crate::meta::Meta;
use crate::multipart::MultipartForm;
use crate::redact;
use crate::secret::{Secret, written_by};

/// A request whose parts are already encoded.
#[derive(Clone)]
pub(crate) struct Request {
    meta: &'static Meta,
    path: Vec<(&'static str, String)>,
    /// By parameter name; the text is `name=value&name=value`.
    query: Vec<(Cow<'static, str>, String)>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) payload: Payload,
    /// Of an attempt.
    pub(crate) timeout: Limit,
    /// Of all attempts.
    pub(crate) call_timeout: Limit,
    /// Secrets among the parameters, which texts about the request leave out.
    hidden: Vec<Secret>,
    failure: Option<String>,
    /// The URL of a page, which replaces path and query.
    page: Option<Box<str>>,
}

#[derive(Clone)]
pub(crate) enum Payload {
    None,
    Body(HeaderValue, Body),
    Multipart(MultipartForm),
}

impl Request {
    pub(crate) fn new(meta: &'static Meta) -> Self {
        Self {
            meta,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            payload: Payload::None,
            timeout: Limit::OfClient,
            call_timeout: Limit::OfClient,
            hidden: Vec::new(),
            failure: None,
            page: None,
        }
    }

    pub(crate) fn meta(&self) -> &'static Meta {
        self.meta
    }

    /// Remembers the first thing that cannot be expressed.
    pub(crate) fn fail(&mut self, what: String) {
        self.failure.get_or_insert(what);
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.failure {
            Some(what) => Err(Error::request(self.meta.id, what.clone())),
            None => Ok(()),
        }
    }

    /// The JSON value of a parameter; the secrets in it are remembered.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<Value, String> {
        let (value, secrets) = written_by(|| encode::to_value(value));
        self.hidden.extend(secrets);
        value.map_err(|error| error.to_string())
    }

    /// Keeps an encoded parameter, or what is wrong with it.
    fn encoded<T>(&mut self, name: &str, result: Result<T, String>) -> Option<T> {
        result.map_err(|what| self.fail(format!("parameter `{name}`: {what}"))).ok()
    }

    pub(crate) fn set_path(&mut self, name: &'static str, style: Style, value: Result<Value, String>) {
        let text = value.and_then(|value| match value {
            // Written as it is.
            Value::String(text) if style.kind == StyleKind::Simple && !style.json && is_unreserved(&text) => Ok(text),
            value => encode::encode_path(name, style, &value).map_err(|e| e.to_string()),
        });
        if let Some(text) = self.encoded(name, text) {
            put(&mut self.path, name, text);
        }
    }

    pub(crate) fn set_query(&mut self, name: &'static str, style: Style, value: Result<Value, String>) {
        let pairs = value.and_then(|value| encode::encode_query(name, style, &value).map_err(|e| e.to_string()));
        if let Some(pairs) = self.encoded(name, pairs) {
            // The first name becomes the whole text, so that a parameter with one value costs no further allocation.
            let more: usize = pairs.iter().map(|(key, value)| key.len() + value.len() + 2).sum();
            let mut pairs = pairs.into_iter();
            let mut text = String::new();
            if let Some((key, value)) = pairs.next() {
                text = key;
                text.reserve(more - text.len());
                text.push('=');
                text.push_str(&value);
            }
            for (key, value) in pairs {
                text.push('&');
                text.push_str(&key);
                text.push('=');
                text.push_str(&value);
            }
            put(&mut self.query, Cow::Borrowed(name), text);
        }
    }

    /// Sets the whole query string.
    pub(crate) fn set_querystring(&mut self, name: &'static str, style: Style, value: Result<Value, String>) {
        let text = value.and_then(|value| encode::encode_querystring(style, &value).map_err(|e| e.to_string()));
        if let Some(text) = self.encoded(name, text) {
            put(&mut self.query, Cow::Borrowed(name), text);
        }
    }

    /// Sets a query parameter to text that is not encoded yet; empty text takes it away.
    pub(crate) fn set_rendered(&mut self, name: &'static str, text: Result<String, String>) {
        if let Some(text) = self.encoded(name, text) {
            let mut pair = String::new();
            if !text.is_empty() {
                pair.reserve(name.len() + text.len() + 32);
                push_escaped(&mut pair, name);
                pair.push('=');
                push_escaped(&mut pair, &text);
            }
            put(&mut self.query, Cow::Borrowed(name), pair);
        }
    }

    /// Sets a query parameter to an array whose separator stays as it is (`style: form`, `explode: false`).
    pub(crate) fn set_list<W: AsRef<str>>(
        &mut self,
        name: &'static str,
        words: impl Iterator<Item = Result<W, String>>,
        separator: &str,
    ) {
        let mut text = String::with_capacity(name.len() + 32);
        push_escaped(&mut text, name);
        text.push('=');
        let start = text.len();
        for (index, word) in words.enumerate() {
            let word = match word {
                Ok(word) => word,
                Err(what) => return self.fail(what),
            };
            let word = word.as_ref();
            if word.is_empty() || (!separator.is_empty() && word.contains(separator)) {
                return self.fail(format!("parameter `{name}`: `{word}` is empty or has the separator of the list in it"));
            }
            match separator {
                _ if index == 0 => {}
                "," => text.push(','),
                _ => push_escaped(&mut text, separator),
            }
            push_escaped(&mut text, word);
        }
        if text.len() == start {
            text.clear();
        }
        put(&mut self.query, Cow::Borrowed(name), text);
    }

    pub(crate) fn hidden(&self) -> &[Secret] {
        &self.hidden
    }

    /// The secrets in parameters and body.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let in_body = match &self.payload {
            Payload::Body(_, body) => body.hidden(),
            _ => &[],
        };
        [&self.hidden, in_body].concat()
    }

    pub(crate) fn set_header_parameter(&mut self, name: &'static str, style: Style, value: Result<Value, String>) {
        let text = value.and_then(|value| encode::encode_header(style, &value).map_err(|e| e.to_string()));
        if let Some(text) = self.encoded(name, text) {
            self.set_header(name, &text);
        }
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        let pair = match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), _) if name == TRANSFER_ENCODING => {
                Err("says how the message is framed, which the transport decides".to_owned())
            }
            (Ok(name), Ok(mut value)) => {
                let hidden = self.hidden.iter().any(|secret| secret.expose().as_bytes() == value.as_bytes());
                value.set_sensitive(hidden || redact::is_secret_header(&name));
                Ok((name, value))
            }
            (Err(_), _) => Err("is not a header name".to_owned()),
            (_, Err(_)) => Err("the value cannot be sent in a header".to_owned()),
        };
        if let Some((name, value)) = self.encoded(name, pair) {
            put(&mut self.headers, name, value);
        }
    }

    pub(crate) fn set_cookie(&mut self, name: &'static str, style: Style, value: Result<Value, String>) {
        let text = value.and_then(|value| encode::encode_cookie(name, style, &value).map_err(|e| e.to_string()));
        if let Some(text) = self.encoded(name, text).filter(|text| !text.is_empty()) {
            put(&mut self.cookies, name, text);
        }
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Body) {
        match HeaderValue::try_from(content_type) {
            Ok(content_type) => self.payload = Payload::Body(content_type, body),
            Err(_) => self.fail(format!("`{content_type}` is not a media type")),
        }
    }

    /// Whether the body can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        match &self.payload {
            Payload::None => true,
            Payload::Body(_, body) => body.is_replayable(),
            Payload::Multipart(form) => form.is_replayable(),
        }
    }

    /// The URL below `base`, without credentials.
    pub(crate) fn url(&self, base: &str) -> Result<String, Error> {
        if let Some(page) = &self.page {
            return Ok(page.to_string());
        }
        let query: usize = self.query.iter().map(|(_, text)| text.len() + 1).sum();
        let mut url = String::with_capacity(base.len() + self.meta.path.len() + query + 64);
        url.push_str(base);
        let mut rest = self.meta.path;
        let mut segment = url.len();
        // Templates are short: a search for a character would take longer than a look at each byte.
        while let Some(open) = rest.bytes().position(|byte| byte == b'{') {
            let (before, after) = rest.split_at(open);
            let Some(close) = after.bytes().position(|byte| byte == b'}') else { break };
            let (name, behind) = (&after[1..close], &after[close + 1..]);
            url.push_str(before);
            if let Some(slash) = before.bytes().rposition(|byte| byte == b'/') {
                segment = url.len() - (before.len() - slash - 1);
            }
            let value = self.path.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
            let Some(value) = value else {
                return Err(Error::request(self.meta.id, format!("the path parameter `{name}` is missing")));
            };
            url.push_str(value);
            if (behind.is_empty() || behind.starts_with('/')) && url.len() == segment {
                let what = format!("the path parameter `{name}` is empty, which names another path");
                return Err(Error::request(self.meta.id, what));
            }
            rest = behind;
        }
        url.push_str(rest);
        let path = &url[base.len()..];
        let mut separator = '?';
        if !is_plain(path) {
            self.check_path(path)?;
            if path.contains('?') {
                separator = '&';
            }
        }
        for (_, text) in self.query.iter().filter(|(_, text)| !text.is_empty()) {
            url.push(separator);
            url.push_str(text);
            separator = '&';
        }
        Ok(url)
    }

    /// Whether the path stays below the base URL as it is written.
    fn check_path(&self, path: &str) -> Result<(), Error> {
        let path = path.split('?').next().unwrap_or_default();
        let wrong = if !path.is_empty() && !path.starts_with('/') {
            "does not begin with a slash"
        } else if has_dot_segment(path) {
            "has a dot segment, which names another path"
        } else if path.contains(['\\', '#']) {
            "has a backslash or a fragment"
        } else {
            return Ok(());
        };
        Err(Error::request(self.meta.id, format!("the path `{path}` {wrong}")))
    }

    /// The length a header of the caller states for the body, which must then be right.
    pub(crate) fn stated_length(&self) -> Result<Option<u64>, Error> {
        let Some((_, value)) = self.headers.iter().find(|(name, _)| name == CONTENT_LENGTH) else { return Ok(None) };
        let length = value.to_str().ok().and_then(|text| text.parse().ok());
        length.map(Some).ok_or_else(|| Error::request(self.meta.id, "the header `content-length` is not a number"))
    }

    /// Writes the request as HTTP text, without credentials.
    pub(crate) fn write(&self, base: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden.is_empty() {
            return self.write_plain(base, f);
        }
        let plain = Plain(self, base).to_string();
        f.write_str(&redact::secrets(plain, &self.hidden))
    }

    fn write_plain(&self, base: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.check().and_then(|()| self.url(&redact::url(base))) {
            Ok(url) => {
                let (path, query) = url.split_once('?').map_or((url.as_str(), None), |(path, query)| (path, Some(query)));
                write!(f, "{} {path}", self.meta.method)?;
                if let Some(query) = query {
                    write!(f, "?{}", redact::body(query.as_bytes(), &[]).unwrap_or_default())?;
                }
            }
            Err(error) => return write!(f, "{} {} ({error})", self.meta.method, self.meta.path),
        }
        if !self.meta.accept.is_empty() {
            write!(f, "\naccept: {}", self.meta.accept)?;
        }
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", redact::header(value))?;
        }
        for (_, text) in &self.cookies {
            write!(f, "\ncookie: {}", redact::body(text.as_bytes(), &[]).unwrap_or_default())?;
        }
        match &self.payload {
            Payload::None => Ok(()),
            Payload::Body(content_type, body) => {
                write!(f, "\n{CONTENT_TYPE}: {}\n\n", redact::header(content_type))?;
                write_body(body, f)
            }
            Payload::Multipart(form) => {
                let content_type = form.content_type("boundary");
                write!(f, "\n{CONTENT_TYPE}: {content_type}\n\n")?;
                write_body(&form.encode("boundary"), f)
            }
        }
    }
}

/// A request and its base URL as text, with what its parameters hide.
struct Plain<'a>(&'a Request, &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_plain(self.1, f)
    }
}

fn put<K: PartialEq, V>(list: &mut Vec<(K, V)>, key: K, value: V) {
    if let Some(entry) = list.iter_mut().find(|(found, _)| *found == key) {
        entry.1 = value;
        return;
    }
    // Sooner than to let an empty list grow.
    if list.capacity() == 0 {
        *list = Vec::with_capacity(4);
    }
    list.push((key, value));
}
