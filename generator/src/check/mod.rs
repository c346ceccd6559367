//! Rules that need the whole API. Reads only.

use crate::ir::{Api, Kind, Method, Origin};
use crate::location::Place;
use crate::location::Report;
use crate::words::Words;
use foldhash::{HashMap, HashMapExt};

/// Reports `x-name`s that change nothing and operations that a server cannot tell apart.
pub fn check(api: &Api, report: &mut Report) {
    useless_names(api, report);
    duplicate_paths(api, report);
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

/// A server cannot tell paths apart that differ in the names of parameters only.
fn duplicate_paths(api: &Api, report: &mut Report) {
    let mut visited: HashMap<(Method, String), &Place> = HashMap::new();
    for operation in &api.operations {
        let query = operation.path_text.split_once('?').map_or("", |(_, query)| query);
        let key = (operation.method, format!("{}?{query}", operation.path_pattern()));
        if let Some(first) = visited.get(&key) {
            let text = format!("`{} {}` is described twice", operation.method.as_str(), operation.path_text);
            report.warning("duplicate-path", operation.place.clone(), text).also((*first).clone(), "first here");
        } else {
            visited.insert(key, &operation.place);
        }
    }
}
