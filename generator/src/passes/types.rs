//! Finds the types that a caller has in place of generated ones.

use crate::ir::{Api, Extra, Kind, Object, Operation, Origin, Type, TypeId};
use crate::location::Report;
use crate::options::{OwnType, Replaced};
use crate::suggest::suggest;
use foldhash::HashMap;

/// Types of the caller.
#[derive(Clone, Debug, Default)]
pub struct OwnTypes {
    /// Paths by the name that the runtime's type for a format has.
    pub formats: HashMap<&'static str, String>,
    /// Paths by the schemas they stand for.
    pub schemas: HashMap<TypeId, String>,
}

/// Formats that have a type of the runtime, with its name.
const FORMATS: [(&str, &str); 8] = [
    ("date", "Date"),
    ("time", "Time"),
    ("date-time", "DateTime"),
    ("duration", "Duration"),
    ("uuid", "Uuid"),
    ("uri", "Uri"),
    ("byte", "Base64"),
    ("decimal", "DecimalText"),
];

/// The types of the caller; those that cannot be used are reported.
pub fn own_types(api: &Api, given: &[OwnType], report: &mut Report) -> OwnTypes {
    let mut out = OwnTypes::default();
    for one in given {
        match one.of {
            Replaced::Format => {
                if let Some((_, name)) = FORMATS.iter().find(|(format, _)| *format == one.wire) {
                    out.formats.insert(name, one.path.clone());
                } else {
                    let known = FORMATS.map(|(format, _)| format);
                    let said = one.said.wrong("type", format!("there is no type for the format `{}`", one.wire), report);
                    match suggest(&one.wire, known.into_iter()) {
                        Some(near) => said.help(format!("did you mean `{near}`?")),
                        None => said.help(format!("these have one: {}", known.join(", "))),
                    };
                }
            }
            Replaced::Schema => schema(api, one, &mut out, report),
        }
    }
    out
}

fn schema(api: &Api, one: &OwnType, out: &mut OwnTypes, report: &mut Report) {
    let components = || {
        api.types.iter().filter_map(|(id, named)| match &named.origin {
            Origin::Component(key) => Some((id, key.as_str())),
            Origin::Inline(_) => None,
        })
    };
    let Some((id, _)) = components().find(|(_, key)| *key == one.wire) else {
        let said = one.said.wrong("type", format!("there is no schema `{}`", one.wire), report);
        if let Some(near) = suggest(&one.wire, components().map(|(_, key)| key)) {
            said.help(format!("did you mean `{near}`?"));
        }
        return;
    };
    let is_choice = |kind: &Kind| match kind {
        Kind::Union(union) => union.variants.iter().any(|variant| names(&variant.ty, id)),
        _ => false,
    };
    let why = if api.types.iter().any(|(_, named)| is_choice(&named.kind)) {
        "is one of several in a `oneOf` or `anyOf`, which tells types apart by what it knows of them"
    } else if api.operations.iter().flat_map(|operation| &operation.params).any(|param| names(&param.ty, id)) {
        "is the type of a parameter, which is not written as JSON"
    } else if api.operations.iter().any(|operation| responses(api, operation, id)) {
        "is what an operation answers, and not a property of it: a response is read by what is known of its type"
    } else if api.types.iter().any(|(_, named)| matches!(&named.kind, Kind::Object(object) if is_extra(api, object, id))) {
        "is the type of properties that have no name, which are read by what is known of their type"
    } else {
        out.schemas.insert(id, one.path.clone());
        return;
    };
    one.said
        .wrong("type", format!("`{}` {why}", one.wire), report)
        .help("give the properties that hold it another type by an overlay");
}

/// Whether an operation answers a type of the caller.
fn responses(api: &Api, operation: &Operation, id: TypeId) -> bool {
    let contents = operation.responses.iter().flat_map(|response| &response.contents);
    contents.filter_map(|content| content.ty.as_ref()).any(|ty| leads_to(api, ty, id))
}

fn is_extra(api: &Api, object: &Object, id: TypeId) -> bool {
    matches!(&object.extra, Extra::Kept(ty) if leads_to(api, ty, id))
}

/// Whether a type is a named one or an alias for it, or an array or map of that.
fn leads_to(api: &Api, ty: &Type, id: TypeId) -> bool {
    let mut open = vec![ty];
    let mut seen = Vec::new();
    while let Some(ty) = open.pop() {
        let mut next = Vec::new();
        ty.each_named(&mut |inner| next.push(inner));
        for inner in next {
            if inner == id {
                return true;
            }
            if let (Kind::Alias(behind), false) = (&api.types.get(inner).kind, seen.contains(&inner)) {
                seen.push(inner);
                open.push(behind);
            }
        }
    }
    false
}

/// Whether a type leads to a named one through arrays, maps and null.
fn names(ty: &Type, id: TypeId) -> bool {
    let mut found = false;
    ty.each_named(&mut |inner| found |= inner == id);
    found
}
