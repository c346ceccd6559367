//! Holds the names that the caller gave against those that came out.

use super::{Names, Words};
use crate::ir::{Api, Kind, Origin};
use crate::location::Report;
use crate::options::{Rename, Renamed};
use crate::passes::View;
use crate::words::Case;

/// What the caller named: what it is, what it is called now, and how everything beside it would be called by itself.
struct Found {
    what: &'static str,
    case: Case,
    name: String,
    beside: Vec<(String, String)>,
}

/// Reports names that could not be given as they are, and names that take that of something else.
pub fn check(api: &Api, names: &Names, renames: &[Rename], report: &mut Report) {
    for rename in renames {
        let Some(found) = find(api, names, rename, renames) else { continue };
        let wanted = Words::split(&rename.name).render(found.case);
        let taken = found.beside.iter().find(|(_, name)| *name == wanted);
        if taken.is_none() && found.name.trim_start_matches("r#") == wanted {
            continue;
        }
        let what = found.what;
        let said = rename.said.wrong("name", format!("{what} `{}` cannot be called `{wanted}`", rename.wire), report);
        match taken {
            Some((wire, _)) => said.help(format!("that is the name of {what} `{wire}`: give this one another, or both")),
            None => said.help("the name is a keyword of Rust, or one that the generated code uses itself or has given already"),
        };
    }
}

/// Finds what a name was given to, if the crate has it.
fn find(api: &Api, names: &Names, rename: &Rename, renames: &[Rename]) -> Option<Found> {
    let by_itself = |wire: &str, case: Case| (wire.to_owned(), Words::split(wire).render(case));
    let is_renamed = |wire: &str| renames.iter().any(|other| other.what == rename.what && other.wire == wire);
    match rename.what {
        Renamed::Schema => {
            let keys = api.types.iter().filter_map(|(id, named)| match &named.origin {
                Origin::Component(key) => Some((id, key)),
                Origin::Inline(_) => None,
            });
            let keys: Vec<_> = keys.collect();
            let (id, _) = keys.iter().copied().find(|(_, key)| **key == rename.wire)?;
            let name = Some(names.of(id, View::Main)).filter(|name| !name.is_empty())?.to_owned();
            let others = keys.iter().filter(|(other, key)| !is_renamed(key) && !names.of(*other, View::Main).is_empty());
            let beside = others.map(|(_, key)| by_itself(key, Case::Camel)).collect();
            Some(Found { what: "schema", case: Case::Camel, name, beside })
        }
        Renamed::Property => api.types.iter().find_map(|(id, named)| {
            let (Origin::Component(key), Kind::Object(object)) = (&named.origin, &named.kind) else { return None };
            let property = rename.wire.strip_prefix(key.as_str())?.strip_prefix('.')?;
            let index = object.fields.iter().position(|field| field.wire == property)?;
            let others = object.fields.iter().filter(|field| field.rename.is_none());
            let beside = others.map(|field| by_itself(&field.wire, Case::Snake)).collect();
            Some(Found { what: "property", case: Case::Snake, name: names.members(id).get(index)?.clone(), beside })
        }),
        Renamed::Operation => {
            let index = api.operations.iter().position(|operation| operation.id.as_deref() == Some(&rename.wire))?;
            let name = names.operations.get(index)?.method.clone();
            Some(Found { what: "operation", case: Case::Snake, name, beside: Vec::new() })
        }
        Renamed::Parameter => api.operations.iter().zip(&names.operations).find_map(|(operation, named)| {
            let wire = rename.wire.strip_prefix(operation.id.as_deref()?)?.strip_prefix('.')?;
            let index = operation.params.iter().position(|param| param.wire == wire)?;
            let others = operation.params.iter().filter(|param| param.rename.is_none());
            let beside = others.map(|param| by_itself(&param.wire, Case::Snake)).collect();
            Some(Found { what: "parameter", case: Case::Snake, name: named.params.get(index)?.clone(), beside })
        }),
    }
}
