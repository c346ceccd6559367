//! Gives the names a caller wants.

use crate::ir::{Api, Kind, Origin};
use crate::location::Report;
use crate::options::{Rename, Renamed};
use crate::suggest::suggest;
use foldhash::{HashMap, HashMapExt};

/// Gives names to schemas, properties, operations and parameters, in place of those of the description.
pub fn rename(api: &mut Api, renames: &[Rename], report: &mut Report) {
    let mut seen: HashMap<(Renamed, &str), &Rename> = HashMap::new();
    for rename in renames {
        if seen.insert((rename.what, &rename.wire), rename).is_some() {
            rename.said.wrong("name", format!("`{}` is given two names", rename.wire), report);
            continue;
        }
        if !rename.name.starts_with(|first: char| first.is_ascii_alphabetic()) || !rename.name.chars().all(is_name_sign) {
            let said = rename.said.wrong("name", format!("`{}` is no name", rename.name), report);
            said.help("a name has letters, digits and `_`, a letter first");
            continue;
        }
        if !give(api, rename) {
            unknown(api, rename, report);
        }
    }
}

fn is_name_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_'
}

/// Whether what gets the name is there.
fn give(api: &mut Api, rename: &Rename) -> bool {
    let name = || Some(rename.name.clone());
    match rename.what {
        Renamed::Schema => {
            let found =
                api.types.iter().find(|(_, named)| named.origin == Origin::Component(rename.wire.clone())).map(|(id, _)| id);
            found.map(|id| api.types.get_mut(id).rename = name()).is_some()
        }
        Renamed::Property => {
            let found = api.types.iter().find_map(|(id, named)| {
                let (Origin::Component(key), Kind::Object(object)) = (&named.origin, &named.kind) else { return None };
                let property = rename.wire.strip_prefix(key.as_str())?.strip_prefix('.')?;
                Some((id, object.fields.iter().position(|field| field.wire == property)?))
            });
            let Some((id, index)) = found else { return false };
            if let Kind::Object(object) = &mut api.types.get_mut(id).kind {
                object.fields[index].rename = name();
            }
            true
        }
        Renamed::Operation => {
            let found = api.operations.iter_mut().find(|operation| operation.id.as_deref() == Some(&rename.wire));
            found.map(|operation| operation.method_name = name()).is_some()
        }
        Renamed::Parameter => api
            .operations
            .iter_mut()
            .find_map(|operation| {
                let wire = rename.wire.strip_prefix(operation.id.as_deref()?)?.strip_prefix('.')?;
                operation.params.iter_mut().find(|param| param.wire == wire)
            })
            .map(|param| param.rename = name())
            .is_some(),
    }
}

fn unknown(api: &Api, rename: &Rename, report: &mut Report) {
    let component = |origin: &Origin| match origin {
        Origin::Component(key) => Some(key.clone()),
        Origin::Inline(_) => None,
    };
    let (what, known): (&str, Vec<String>) = match rename.what {
        Renamed::Schema => ("schema", api.types.iter().filter_map(|(_, named)| component(&named.origin)).collect()),
        Renamed::Property => ("property", {
            let of = |named: &crate::ir::Named| match (component(&named.origin), &named.kind) {
                (Some(key), Kind::Object(object)) => object.fields.iter().map(|field| format!("{key}.{}", field.wire)).collect(),
                _ => Vec::new(),
            };
            api.types.iter().flat_map(|(_, named)| of(named)).collect()
        }),
        Renamed::Operation => ("operation", api.operations.iter().filter_map(|operation| operation.id.clone()).collect()),
        Renamed::Parameter => ("parameter", {
            let of = |operation: &crate::ir::Operation| {
                let id = operation.id.clone().unwrap_or_default();
                operation.params.iter().map(move |param| format!("{id}.{}", param.wire)).collect::<Vec<_>>()
            };
            api.operations.iter().flat_map(of).collect()
        }),
    };
    let message = format!("there is no {what} `{}`", rename.wire);
    let said = rename.said.wrong("name", message, report);
    if let Some(near) = suggest(&rename.wire, known.iter().map(String::as_str)) {
        said.help(format!("did you mean `{near}`?"));
    }
}
