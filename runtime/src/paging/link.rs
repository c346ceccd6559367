//! The `Link` header (RFC 8288): where a response says that there is a next page.

use http::HeaderMap;
use http::header::LINK;

use crate::address::resolve;
use crate::header_list::{parameter, split};

/// The target of the first link of a relation, as it is written. `url` is that of the page: a link whose `anchor` is something
/// else says nothing of the page.
pub(super) fn target(headers: &HeaderMap, relation: &str, url: &str) -> Option<String> {
    headers.iter().filter(|(name, _)| *name == LINK).find_map(|(_, value)| {
        let text = String::from_utf8_lossy(value.as_bytes());
        split(&text, ',').find_map(|link| related(link, relation, url).map(str::to_owned))
    })
}

/// The target of a link, when it has the relation.
fn related<'a>(link: &'a str, relation: &str, url: &str) -> Option<&'a str> {
    let (target, parameters) = link.strip_prefix('<')?.split_once('>')?;
    let mut relations = None;
    for (name, value) in split(parameters, ';').map(parameter) {
        if name.eq_ignore_ascii_case("anchor") && resolve(url, &value) != resolve(url, "") {
            return None;
        }
        // A second `rel` counts for nothing (section 3.3).
        if name.eq_ignore_ascii_case("rel") && relations.is_none() {
            relations = Some(value);
        }
    }
    let relations = relations?;
    relations.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(relation)).then(|| target.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn next(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        target(&headers, "next", "https://api.test/things?page=1")
    }

    #[test]
    fn the_next_page_is_found_in_whatever_form_the_header_has() {
        for values in [
            &[r#"<https://api.test/n>; rel="next""#] as &[_],
            &[r#"<https://api.test/p>; rel="prev", <https://api.test/n>; rel="next""#],
            &[r#"<https://api.test/p>; rel="prev""#, r#"<https://api.test/n>; rel="next""#],
            &[r"<https://api.test/n>;rel=next"],
            &[r#" , <https://api.test/n> ; REL = "NEXT" ,"#],
            &[r#"<https://api.test/n>; rel="next last""#],
            &[r#"<https://api.test/n>; rel="last	next""#],
            &[r#"<https://api.test/x>; title="a, <b>; rel=next"; rel=first, <https://api.test/n>; rel=next"#],
            &[r#"<https://api.test/x>; title="\", rel=next"; rel=first, <https://api.test/n>; rel=next"#],
            &[r"<https://api.test/n>; title*=UTF-8''%2c%3brel; rel=next"],
            &["<https://api.test/n>; title=\"ä\"; rel=next"],
            &[r"<https://api.test/n>; crossorigin; rel=next; rel=prev"],
            &[r#"<https://api.test/n>; rel=next; anchor="""#],
            &[r#"<https://api.test/x>; rel=next; anchor="/other", <https://api.test/n>; rel=next"#],
            &[r#"<https://api.test/n>; rel=next; anchor="?page=1#list""#],
        ] {
            assert_eq!(next(values).as_deref(), Some("https://api.test/n"), "{values:?}");
        }
        assert_eq!(next(&["<?page=2>; rel=next"]).as_deref(), Some("?page=2"));
        assert_eq!(next(&["<https://api.test/a,b;c>; rel=next"]).as_deref(), Some("https://api.test/a,b;c"));
    }

    #[test]
    fn other_relations_and_what_is_no_link_are_no_next_page() {
        for values in [
            &[] as &[_],
            &[""],
            &["https://api.test/n; rel=next"],
            &["<https://api.test/n"],
            &["<https://api.test/n>"],
            &["<https://api.test/n>; rel=nextpage"],
            &[r#"<https://api.test/n>; rel="prev"; rel="next""#],
            &[r"<https://api.test/n>; rev=next"],
            &[r#"<https://api.test/n>; rel=prev; title="rel=next""#],
        ] {
            assert_eq!(next(values), None, "{values:?}");
        }
    }
}
