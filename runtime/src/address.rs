//! Addresses of servers: which may be a base URL, and how a relative one is resolved (RFC 3986, section 5.2).

use std::borrow::Cow;
use std::fmt::Write as _;

use http::Uri;

/// Whether requests can be sent below `url`: http or https, a host, and nothing that would be lost or resolved on the way.
///
/// # Errors
/// What is wrong with it, without quoting it.
pub(crate) fn check_base(url: &str) -> Result<(), &'static str> {
    if url.contains('\\') {
        return Err("has a backslash");
    }
    if url.contains('#') {
        return Err("has a fragment");
    }
    if url.contains('?') {
        return Err("has a query");
    }
    let Ok(uri) = url.parse::<Uri>() else { return Err("is not a URL") };
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return Err("is not an absolute http or https URL");
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("has a user or password; give them to `auth`");
    }
    let port = uri.authority().and_then(|authority| authority.as_str().rsplit_once(':')).map(|(_, port)| port);
    if port.is_some_and(|port| !port.is_empty() && !port.ends_with(']') && port.parse::<u16>().is_err()) {
        return Err("has a port that is none");
    }
    if has_dot_segment(uri.path()) {
        return Err("has a dot segment, which names another path");
    }
    Ok(())
}

/// Whether a path begins with a slash and has nothing that could be a dot segment, a query, a fragment or a backslash.
pub(crate) fn is_plain(path: &str) -> bool {
    // Without an early end, so that many bytes are compared at once.
    let is = |byte: u8, mark: u8| u8::from(byte == mark);
    let odd = |byte| is(byte, b'.') | is(byte, b'%') | is(byte, b'?') | is(byte, b'#') | is(byte, b'\\');
    path.starts_with('/') && path.bytes().fold(0, |found, byte| found | odd(byte)) == 0
}

/// Whether a segment of the path is `.` or `..`, also percent-encoded: URL libraries resolve both.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    // Nearly no path has such a segment, so most are seen by their first byte.
    path.split('/').any(|segment| matches!(segment.as_bytes().first(), Some(b'.' | b'%')) && is_dots(segment))
}

fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while !rest.is_empty() {
        let dot = rest.strip_prefix('.').or_else(|| rest.strip_prefix("%2e")).or_else(|| rest.strip_prefix("%2E"));
        let Some(after) = dot else { return false };
        (rest, dots) = (after, dots + 1);
    }
    dots == 1 || dots == 2
}

/// Whether a text begins with a scheme, and so is no relative reference.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The URL that `reference` means at `base`, an absolute URL (RFC 3986, section 5.2). A fragment is no part of either.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let whole = |url: &str| {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        (scheme.to_owned(), host.to_owned(), path.to_owned())
    };
    let without_fragment = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    let (base, reference) = (without_fragment(base), without_fragment(reference));
    if has_scheme(&reference) && !reference.contains("://") {
        return reference;
    }
    let (scheme, host, path) = whole(&base);
    let (scheme, host, path) = if has_scheme(&reference) {
        whole(&reference)
    } else if let Some(other) = reference.strip_prefix("//") {
        whole(&format!("{scheme}://{other}"))
    } else if reference.is_empty() {
        (scheme, host, path)
    } else {
        let path = path.split('?').next().unwrap_or_default();
        let path = match reference.as_bytes()[0] {
            b'?' => format!("{path}{reference}"),
            b'/' => reference,
            _ => format!("{}/{reference}", &path[..path.rfind('/').unwrap_or_default()]),
        };
        (scheme, host, path)
    };
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let path = if path.is_empty() { String::new() } else { without_dots(path) };
    format!("{scheme}://{host}{path}{query}")
}

/// A reference as a server writes it, with what a URL cannot hold escaped: blanks, letters beyond ASCII, and the signs that RFC
/// 3986 has no place for.
pub(crate) fn escaped(reference: &str) -> Cow<'_, str> {
    let reference = reference.trim();
    let raw = |letter: char| !letter.is_ascii() || matches!(letter, ' ' | '"' | '<' | '>' | '^' | '`' | '{' | '|' | '}');
    if !reference.contains(raw) {
        return Cow::Borrowed(reference);
    }
    let mut out = String::with_capacity(reference.len() + 16);
    for letter in reference.chars() {
        if raw(letter) {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// Scheme, host and port of an http or https URL, in one spelling; `None` for anything else and for one with a user in it.
pub(crate) fn origin(url: &str) -> Option<String> {
    let uri = url.parse::<Uri>().ok()?;
    let scheme = uri.scheme_str().map(str::to_ascii_lowercase)?;
    let host = uri.host().filter(|host| !host.is_empty())?;
    let usual = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return None;
    }
    let host = host.to_ascii_lowercase();
    Some(match uri.port_u16().filter(|port| *port != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// RFC 3986, section 5.2.4, for a path that begins with a slash.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            other => {
                kept.push(other);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_requests_can_be_put_below_is_a_base() {
        for good in [
            "https://api.test",
            "http://127.0.0.1:80/v1/",
            "https://[::1]/a.b/..c/%2Ex",
            "https://[::1]:8443",
            "https://api.test:",
            "https://api.test/v1",
        ] {
            assert_eq!(check_base(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("https://api.test/v1#", "fragment"),
            ("https://api.test#x", "fragment"),
            ("https://api.test/v1\\..\\v2", "backslash"),
            ("https://api.test/v1/%2e%2E", "dot segment"),
            ("https://api.test/./v1", "dot segment"),
            ("https://api.test/.%2e", "dot segment"),
            ("https://me:hunter2@api.test", "user"),
            ("https://api.test/?", "query"),
            ("https://api.test:65536", "port"),
            ("https://[::1]:99999/v1", "port"),
            ("ftp://api.test", "http"),
            ("javascript:alert(1)", "URL"),
            ("/v1", "http"),
            ("api.test", "http"),
            ("https://a b", "URL"),
        ] {
            assert!(
                check_base(bad).is_err_and(|text| text.contains(why) && !text.contains("hunter2")),
                "{bad} {:?}",
                check_base(bad)
            );
        }
    }

    #[test]
    fn a_plain_path_needs_no_further_look() {
        assert!(is_plain("/activity/0b1e2f34-5678-4abc-9def-0123456789ab/a:b_c~d"));
        for odd in ["", "a", "/a/../b", "/a.b", "/a/%2e", "/a?b", "/a#b", "/a\\b", "/0123456789abcdef0123456789abcdef/?"] {
            assert!(!is_plain(odd), "{odd}");
        }
    }

    /// The examples of RFC 3986, section 5.4, without fragments.
    #[test]
    fn relative_addresses_are_resolved() {
        for (reference, url) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            ("g?y#s", "http://a/b/c/g?y"),
            (";x", "http://a/b/c/;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("https://other.test/v2/../v3?x=//", "https://other.test/v3?x=//"),
        ] {
            assert_eq!(resolve("http://a/b/c/d;p?q", reference), url, "{reference}");
        }
        assert_eq!(resolve("https://api.test", "/v2"), "https://api.test/v2");
        assert_eq!(resolve("https://api.test", "v2"), "https://api.test/v2");
        assert_eq!(resolve("https://api.test?a", "?b"), "https://api.test?b");
    }

    #[test]
    fn what_a_url_cannot_hold_is_escaped() {
        for (written, url) in [
            ("/a?filter=name eq 'ö'&x={1|2}", "/a?filter=name%20eq%20'%C3%B6'&x=%7B1%7C2%7D"),
            (" /a%20b?c#d ", "/a%20b?c#d"),
            ("/a\\b\tc", "/a\\b\tc"),
        ] {
            assert_eq!(escaped(written), url);
        }
    }

    #[test]
    fn an_origin_has_one_spelling() {
        let api = origin("https://api.test/v1");
        for same in ["HTTPS://API.test:443/x?y", "https://api.test", "https://api.test?x"] {
            assert_eq!(origin(same), api, "{same}");
        }
        for other in
            ["http://api.test", "https://api.test:8443", "https://api.test.evil.test", "https://evil.test/api.test", "//api.test"]
        {
            assert_ne!(origin(other), api, "{other}");
        }
        for none in ["https://me@api.test/", "https://api.test@evil.test/", "ftp://api.test", "javascript:alert(1)", "/v1", ""] {
            assert_eq!(origin(none), None, "{none}");
        }
    }
}
