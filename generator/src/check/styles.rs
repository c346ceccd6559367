//! Parameters for whose values the standard has no text.

use crate::ir::{Api, Extra, Kind, Location, Style, Type, TypeId, Types};
use crate::location::Report;

/// Says how parameters are written where the standard leaves it open: what is inside of arrays and objects (OpenAPI 3.0.3, 4.7.12.3;
/// RFC 6570, 2.4.2).
pub(super) fn undefined_styles(api: &Api, report: &mut Report) {
    for param in api.operations.iter().flat_map(|operation| &operation.params) {
        let open = !param.json
            && param.location != Location::QueryString
            && is_undefined(&param.ty, param.style, &api.types, &mut Vec::new());
        if !open {
            continue;
        }
        let wire = &param.wire;
        let (inside, help) = match param.style {
            Style::DeepObject => ("an array", format!("it is sent with places in brackets, as in `{wire}[a][0]`")),
            _ => ("an array or object", "it is sent as JSON text".to_owned()),
        };
        let message = format!("OpenAPI does not say how {inside} inside of `{wire}` is written");
        report.note("undefined-style", param.place.clone(), message).help(help);
    }
}

fn is_undefined(ty: &Type, style: Style, types: &Types, visited: &mut Vec<TypeId>) -> bool {
    let deep = style == Style::DeepObject;
    let nested = |items: &[&Type]| items.iter().any(|item| held(item, types).is_some());
    match held(ty, types) {
        None => false,
        Some(Held::Items(items)) => deep || nested(&items),
        Some(Held::Values(id, values)) => {
            if id.is_some_and(|id| visited.contains(&id)) {
                return false;
            }
            visited.extend(id);
            values.iter().any(|value| match held(value, types) {
                None => false,
                // Names in brackets go on in the same way, as servers expect.
                Some(_) if deep => is_undefined(value, style, types, visited),
                // An entry of several values is written several times.
                Some(Held::Items(items)) => nested(&items),
                Some(Held::Values(..)) => true,
            })
        }
    }
}

/// What is inside of an array or an object.
enum Held<'a> {
    Items(Vec<&'a Type>),
    Values(Option<TypeId>, Vec<&'a Type>),
}

fn held<'a>(ty: &'a Type, types: &'a Types) -> Option<Held<'a>> {
    match ty {
        Type::Array(item) => Some(Held::Items(vec![item])),
        Type::Tuple(items) => Some(Held::Items(items.iter().collect())),
        Type::Map(value) => Some(Held::Values(None, vec![value])),
        Type::Nullable(inner) => held(inner, types),
        Type::Named(id) => match &types.get(*id).kind {
            Kind::Alias(alias) => held(alias, types),
            Kind::Object(object) => {
                let extra = match &object.extra {
                    Extra::Kept(extra) => Some(extra),
                    _ => None,
                };
                Some(Held::Values(Some(*id), object.fields.iter().map(|field| &field.ty).chain(extra).collect()))
            }
            Kind::Enum(_) | Kind::Union(_) => None,
        },
        _ => None,
    }
}
