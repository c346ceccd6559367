//! Lists in headers: elements between commas, parameters between semicolons (RFC 9110, section 5.6; RFC 9651, section 3).

use std::borrow::Cow;

/// The parts of a text between separators, trimmed and without empty ones. A separator in a quoted string or in the `<...>`
/// that a part begins with is none.
pub(crate) fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let end = end_of_part(rest, separator);
            let part = rest[..end].trim_end();
            rest = rest.get(end + separator.len_utf8()..).unwrap_or_default();
            if !part.is_empty() {
                return Some(part);
            }
        }
    })
}

fn end_of_part(text: &str, separator: char) -> usize {
    let start = if text.starts_with('<') { text.find('>').unwrap_or_default() } else { 0 };
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text[start..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if letter == separator && !quoted => return start + at,
            _ => {}
        }
    }
    text.len()
}

/// A parameter as its name and its value without quotes; the value is empty where there is none.
pub(crate) fn parameter(text: &str) -> (&str, Cow<'_, str>) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (name.trim(), unquoted(value.trim()))
}

/// The content of a quoted string; another text as it is.
pub(crate) fn unquoted(text: &str) -> Cow<'_, str> {
    let Some(inner) = text.strip_prefix('"') else { return Cow::Borrowed(text) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        out.push(if letter == '\\' { letters.next().unwrap_or('\\') } else { letter });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_in_quotes_and_brackets_are_none() {
        let parts = |text| split(text, ',').collect::<Vec<_>>();
        assert_eq!(parts(r#"<a,b>; x="1,2", , <c>;y="\",", d,"#), [r#"<a,b>; x="1,2""#, r#"<c>;y="\",""#, "d"]);
        assert_eq!(parts("a<b, c"), ["a<b", "c"]);
        for (text, whole) in [("", 0), (" , ,", 0), ("<a", 1), ("\"a, b", 1), ("ä,ö", 2)] {
            assert_eq!(parts(text).len(), whole, "{text}");
        }
    }

    #[test]
    fn a_parameter_has_a_name_and_perhaps_a_value() {
        for (text, name, value) in [
            ("rel = next", "rel", "next"),
            (r#"rel="a \"b\" c""#, "rel", "a \"b\" c"),
            ("crossorigin", "crossorigin", ""),
            ("r=", "r", ""),
        ] {
            assert_eq!(parameter(text), (name, Cow::Borrowed(value)));
        }
    }
}
