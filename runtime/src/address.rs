//! Addresses of servers: which may be a base URL, and how a relative one is resolved (RFC 3986, section 5.2).

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

/// The address that `reference` means at `base`, an absolute URL. Without a slash at the end.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let url = if has_scheme(reference) {
        reference.to_owned()
    } else if let Some(other) = reference.strip_prefix("//") {
        format!("{scheme}://{other}")
    } else if reference.is_empty() {
        base.to_owned()
    } else if reference.starts_with('/') {
        format!("{scheme}://{host}{}", without_dots(reference))
    } else {
        let folder = &path[..=path.rfind('/').unwrap_or_default()];
        format!("{scheme}://{host}{}", without_dots(&format!("{folder}{reference}")))
    };
    let end = url.trim_end_matches('/').len();
    url[..end].to_owned()
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
        for good in ["https://api.test", "http://127.0.0.1:80/v1/", "https://[::1]/a.b/..c/%2Ex", "https://api.test/v1"] {
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

    /// The examples of RFC 3986, section 5.4, that a server may have.
    #[test]
    fn relative_addresses_are_resolved() {
        for (reference, url) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("", "http://a/b/c/d"),
            (".", "http://a/b/c"),
            ("..", "http://a/b"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("https://other.test/v2/", "https://other.test/v2"),
        ] {
            assert_eq!(resolve("http://a/b/c/d", reference), url, "{reference}");
        }
        assert_eq!(resolve("https://api.test", "/v2"), "https://api.test/v2");
        assert_eq!(resolve("https://api.test", "v2"), "https://api.test/v2");
    }
}
