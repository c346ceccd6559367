//! Aliases that hold themselves.

use crate::ir::{Api, Docs, Kind, Type, TypeId, Union, Variant};

/// An alias that holds itself (`A: an array of A`) cannot be an alias in most languages. A union of one variant is the
/// same on the wire and has a name.
pub(super) fn recursive_aliases(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.iter().filter(|(_, named)| matches!(named.kind, Kind::Alias(_))).map(|(id, _)| id).collect();
    for id in ids {
        let Kind::Alias(ty) = &api.types.get(id).kind else { continue };
        if !reaches(api, ty, id) {
            continue;
        }
        let ty = ty.clone();
        let name = match &ty {
            Type::Array(_) | Type::Tuple(_) => "list",
            Type::Map(_) => "map",
            _ => "value",
        };
        let variant = Variant { name: name.to_owned(), ty, tags: Vec::new(), docs: Docs::default() };
        api.types.get_mut(id).kind = Kind::Union(Union { variants: vec![variant], discriminator: None });
    }
}

/// Whether a type leads to an alias through nothing but aliases, arrays, maps and null.
fn reaches(api: &Api, ty: &Type, id: TypeId) -> bool {
    let mut stack = vec![ty];
    let mut visited = Vec::new();
    while let Some(ty) = stack.pop() {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => stack.push(inner),
            Type::Tuple(items) => stack.extend(items),
            Type::Named(named) if *named == id => return true,
            Type::Named(named) if !visited.contains(named) => {
                visited.push(*named);
                if let Kind::Alias(inner) = &api.types.get(*named).kind {
                    stack.push(inner);
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Named, Origin};
    use crate::location::Place;

    fn alias(ty: Type) -> Named {
        Named {
            origin: Origin::Component("A".to_owned()),
            rename: None,
            docs: Docs::default(),
            kind: Kind::Alias(ty),
            example: None,
            place: Place::default(),
        }
    }

    #[test]
    fn a_list_of_itself_gets_a_name() {
        let mut api = Api::default();
        api.types.push(alias(Type::Array(Box::new(Type::Named(TypeId(0))))));
        api.types.push(alias(Type::Array(Box::new(Type::Named(TypeId(0))))));
        recursive_aliases(&mut api);
        assert!(matches!(api.types.get(TypeId(0)).kind, Kind::Union(_)));
        assert!(matches!(api.types.get(TypeId(1)).kind, Kind::Alias(_)));
    }
}
