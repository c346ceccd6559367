//! `multipart/form-data`, taken apart byte by byte.

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The `name` of its disposition.
    pub name: String,
    /// The `filename`, if it has one.
    pub file_name: Option<String>,
    /// Its own content type, if it has one.
    pub content_type: Option<String>,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Splits a body along the boundary its content type names.
///
/// # Errors
///
/// When the framing is not that of RFC 2046 or a part has no name; says what is wrong.
pub fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = attribute(content_type, "boundary").ok_or("the content type names no boundary")?;
    let open = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(open.as_bytes()).ok_or("the body does not start with its boundary")?;
    let mut out = Vec::new();
    loop {
        if let Some(end) = rest.strip_prefix(b"--") {
            return if end.is_empty() || end == b"\r\n" { Ok(out) } else { Err("bytes after the last boundary".into()) };
        }
        rest = rest.strip_prefix(b"\r\n").ok_or("no line end after a boundary")?;
        let end = find(rest, next.as_bytes()).ok_or("the last boundary is missing")?;
        out.push(part(&rest[..end])?);
        rest = &rest[end + next.len()..];
    }
}

fn part(bytes: &[u8]) -> Result<Part, String> {
    let split = find(bytes, b"\r\n\r\n").ok_or("a part has no blank line after its headers")?;
    let head = std::str::from_utf8(&bytes[..split]).map_err(|_| "the headers of a part are not UTF-8")?;
    let header = |wanted: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned())
    };
    let disposition = header("Content-Disposition").ok_or("a part has no Content-Disposition")?;
    if !disposition.starts_with("form-data") {
        return Err(format!("a part is `{disposition}`, not form-data"));
    }
    Ok(Part {
        name: attribute(&disposition, "name").ok_or("a part has no name")?,
        file_name: attribute(&disposition, "filename"),
        content_type: header("Content-Type"),
        body: bytes[split + 4..].to_vec(),
    })
}

/// The value of `name=value` or `name="value"` after a semicolon.
fn attribute(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => (after.split(';').next().unwrap_or_default(), after.split_once(';').map_or("", |(_, next)| next)),
        };
        if key.trim_matches([' ', ';']).eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = next;
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_parts() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\n\r\nhi\r\n--x--\r\n";
        let parts = parts("multipart/form-data; boundary=x", body).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].name.as_str(), parts[0].body.as_slice()), ("a", b"1".as_slice()));
        assert_eq!(parts[1].file_name.as_deref(), Some("n.txt"));
        assert_eq!(parts[1].content_type.as_deref(), Some("text/plain"));
        assert_eq!(parts[1].body, b"\r\nhi");
    }

    #[test]
    fn broken_framing_is_named() {
        assert!(parts("multipart/form-data", b"").unwrap_err().contains("boundary"));
        assert!(parts("multipart/form-data; boundary=\"x\"", b"--x\r\n\r\n").is_err());
        assert!(parts("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\n1\r\n--x--").unwrap_err().contains("Disposition"));
    }
}
