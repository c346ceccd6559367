//! Rules that need the whole API. Reads only.

mod styles;

use crate::ir::{Api, ContentKind, Kind, Method, Operation, Origin, Segment, Type};
use crate::location::Place;
use crate::location::Report;
use crate::words::Words;
use foldhash::{HashMap, HashMapExt};
use indexmap::IndexMap;
use std::borrow::Cow;

/// Reports `x-name`s that change nothing, operations that a server cannot tell apart, values that the standard has no text
/// for, and parts without types.
pub fn check(api: &Api, report: &mut Report) {
    useless_names(api, report);
    duplicate_paths(api, report);
    ambiguous_paths(api, report);
    touching_parameters(api, report);
    styles::undefined_styles(api, report);
    untyped_parts(api, report);
}

/// An `x-name` has to change something.
fn useless_names(api: &Api, report: &mut Report) {
    let mut useless = |wire: &str, rename: Option<&String>, place: &Place| {
        if rename.is_some_and(|rename| Words::split(rename) == Words::split(wire)) {
            report
                .warning("useless-name", place.join("x-name"), format!("`x-name` changes nothing of `{wire}`"))
                .help("leave it out");
        }
    };
    for (_, named) in api.types.iter() {
        if let Origin::Component(key) = &named.origin {
            useless(key, named.rename.as_ref(), &named.place);
        }
        if let Kind::Object(object) = &named.kind {
            for field in &object.fields {
                useless(&field.wire, field.rename.as_ref(), &field.place);
            }
        }
    }
    for param in api.operations.iter().flat_map(|operation| &operation.params) {
        useless(&param.wire, param.rename.as_ref(), &param.place);
    }
}

/// A multipart body that is no object has no type: the caller puts its parts together. Of a map there is no more to say.
fn untyped_parts(api: &Api, report: &mut Report) {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref()).flat_map(|body| &body.contents);
    for content in bodies.filter(|content| content.kind == ContentKind::Multipart) {
        let is_said = match &content.ty {
            Some(Type::Named(id)) => matches!(api.types.get(*id).kind, Kind::Object(_) | Kind::Alias(Type::Map(_))),
            ty => matches!(ty, None | Some(Type::Map(_))),
        };
        if !is_said {
            let message =
                format!("what the schema of `{}` says is not used: it is no object with a part for each property", content.media);
            report.note("unused-type", content.place.clone(), message).help("the caller puts the parts together");
        }
    }
}

/// A server cannot tell paths apart that differ in the names of parameters only.
fn duplicate_paths(api: &Api, report: &mut Report) {
    let mut visited: HashMap<(Method, String, Option<&str>), &Place> = HashMap::new();
    for operation in &api.operations {
        let query = operation.path_text.split_once('?').map_or("", |(_, query)| query);
        // What differs in a fragment is told apart by the rest of the request, and meant to be.
        let key = (operation.method.clone(), format!("{}?{query}", operation.path_pattern()), operation.fragment.as_deref());
        if let Some(first) = visited.get(&key) {
            let text = format!("`{} {}` is described twice", operation.method.as_str(), operation.path_text);
            let said = report.warning("duplicate-path", operation.place.clone(), text).also((*first).clone(), "first here");
            said.help("both are generated, and a server cannot tell their paths apart");
        } else {
            visited.insert(key, &operation.place);
        }
    }
}

/// A router cannot tell two paths apart where each has text in a place where the other has a parameter (OpenAPI 3.0.3, 4.7.8.2).
fn ambiguous_paths(api: &Api, report: &mut Report) {
    type Group<'a> = Vec<(Vec<&'a str>, &'a Operation)>;
    let mut groups: IndexMap<(Method, usize), Group<'_>> = IndexMap::new();
    for operation in &api.operations {
        let path = operation.path_text.split_once('?').map_or(operation.path_text.as_str(), |(path, _)| path);
        let segments: Vec<&str> = path.split('/').collect();
        groups.entry((operation.method.clone(), segments.len())).or_default().push((segments, operation));
    }
    for group in groups.values() {
        for (index, (second, operation)) in group.iter().enumerate() {
            for (first, earlier) in &group[..index] {
                if let Some(both) = both_match(first, second) {
                    let method = operation.method.as_str();
                    let message =
                        format!("`{method} {}` and `{method} {}` both match `{both}`", earlier.path_text, operation.path_text);
                    report.note("ambiguous-path", operation.place.clone(), message).also(earlier.place.clone(), "the other one");
                }
            }
        }
    }
}

/// Nobody can tell where one parameter ends and the next begins when nothing stands between them.
fn touching_parameters(api: &Api, report: &mut Report) {
    for operation in &api.operations {
        for pair in operation.path.windows(2) {
            if let [Segment::Param(first), Segment::Param(second)] = pair {
                let message = format!("nothing stands between `{{{first}}}` and `{{{second}}}` in `{}`", operation.path_text);
                report.note("ambiguous-path", operation.place.clone(), message);
            }
        }
    }
}

/// A path that two templates match and of which neither is the more concrete one.
fn both_match(first: &[&str], second: &[&str]) -> Option<String> {
    let mut concrete = (false, false);
    let mut both = Vec::with_capacity(first.len());
    for (own, other) in first.iter().zip(second) {
        let (text, more) = overlap(own, other)?;
        concrete = (concrete.0 || more.0, concrete.1 || more.1);
        both.push(text);
    }
    (concrete == (true, true)).then(|| both.join("/"))
}

/// A text that two segments match, and whether the first or the second says more of it; `None` where there is none, or where several
/// parameters in one segment leave it open.
fn overlap<'a>(first: &'a str, second: &'a str) -> Option<(Cow<'a, str>, (bool, bool))> {
    let (Some(own), Some(other)) = (around(first), around(second)) else {
        let (literal, template, more) =
            if around(first).is_none() { (first, second, (true, false)) } else { (second, first, (false, true)) };
        return match around(template) {
            None => (first == second).then_some((Cow::Borrowed(first), (false, false))),
            Some((start, end)) => {
                let inside = literal.strip_prefix(start)?.strip_suffix(end)?;
                let told = template.matches('{').count() == 1 || literal == inside;
                (!inside.is_empty() && told).then_some((Cow::Borrowed(literal), more))
            }
        };
    };
    if own == other {
        let more = (first.matches('{').count(), second.matches('{').count());
        return Some((Cow::Borrowed(first), (more.0 > more.1, more.1 > more.0)));
    }
    let longer = |a: &'a str, b: &'a str| if a.len() >= b.len() { (a, b) } else { (b, a) };
    let ((start, inner_start), (end, inner_end)) = (longer(own.0, other.0), longer(own.1, other.1));
    if !start.starts_with(inner_start) || !end.ends_with(inner_end) {
        return None;
    }
    let says_more = |one: (&str, &str), than: (&str, &str)| one.0.len() > than.0.len() || one.1.len() > than.1.len();
    let whole = |one: (&str, &str)| one == ("", "");
    let more = (says_more(own, other), says_more(other, own));
    let text = match (whole(own), whole(other)) {
        (true, _) => Cow::Borrowed(second),
        (_, true) => Cow::Borrowed(first),
        _ => Cow::Owned(format!("{start}1{end}")),
    };
    Some((text, more))
}

/// The texts before the first parameter of a segment and behind the last one.
fn around(segment: &str) -> Option<(&str, &str)> {
    Some((segment.split_once('{')?.0, segment.rsplit_once('}')?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossing_templates_match_one_path() {
        let both =
            |first: &str, second: &str| both_match(&first.split('/').collect::<Vec<_>>(), &second.split('/').collect::<Vec<_>>());
        assert_eq!(both("/{a}/x", "/y/{b}").as_deref(), Some("/y/x"));
        assert_eq!(both("/z/{a}/x", "/z/y/{b}").as_deref(), Some("/z/y/x"));
        assert_eq!(both("/{a}.json", "/v.{b}").as_deref(), Some("/v.1.json"));
        assert_eq!(both("/{a}.json/x", "/y.json/{b}").as_deref(), Some("/y.json/x"));
        assert_eq!(both("/{a}.json/{c}", "/{b}/x").as_deref(), Some("/{a}.json/x"));
        for (first, second) in [
            ("/pets/me", "/pets/{id}"),
            ("/{a}/x", "/{b}/x"),
            ("/{a}/x", "/y/z"),
            ("/a", "/b"),
            ("/{a}.json", "/{b}"),
            ("/{a}.{b}", "/{c}"),
            ("/{a}.json", "/{b}.xml"),
        ] {
            assert_eq!(both(first, second), None, "{first} {second}");
        }
    }
}
