//! Which types can be compared: all, but those that hold a type of the caller, which need not be comparable, or a body.

use super::TypeItems;
use crate::rust::{Item, Ty};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Derives `PartialEq` wherever all that is held has it.
pub fn derive(types: &mut TypeItems, added: &mut [(usize, Item)]) {
    let blocked = blocked(types.iter().map(|(_, item)| item).chain(added.iter().map(|(_, item)| item)));
    for item in types.iter_mut().map(|(_, item)| item).chain(added.iter_mut().map(|(_, item)| item)) {
        let (name, derives) = match item {
            Item::Struct(item) => (&item.name, &mut item.derives),
            Item::Union(item) => (&item.name, &mut item.derives),
            Item::Responses(item) => (&item.name, &mut item.derives),
            _ => continue,
        };
        if !blocked.contains(name) && !derives.contains(&"PartialEq") {
            // Behind `Clone` and `Debug`, as it is usually written.
            derives.insert(2, "PartialEq");
        }
    }
}

/// The names of types that cannot be compared, each with those that hold it.
fn blocked<'i>(items: impl Iterator<Item = &'i Item>) -> HashSet<String> {
    let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut open: Vec<&str> = Vec::new();
    for item in items {
        let Some((name, held)) = held_types(item) else { continue };
        for ty in held {
            each(ty, &mut |ty| match ty {
                Ty::Local(inner) => holders.entry(inner).or_default().push(name),
                Ty::Outside(_) | Ty::Runtime("Body" | "FilePart" | "Part" | "MultipartForm") => open.push(name),
                _ => {}
            });
        }
    }
    let mut blocked = HashSet::new();
    while let Some(name) = open.pop() {
        if blocked.insert(name.to_owned()) {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    blocked
}

/// The name of a type and what it holds.
fn held_types(item: &Item) -> Option<(&str, Vec<&Ty>)> {
    Some(match item {
        Item::Struct(item) => (&item.name, item.fields.iter().map(|field| &field.ty).collect()),
        Item::Union(item) => (&item.name, item.variants.iter().map(|variant| &variant.ty).chain(&item.other.types).collect()),
        Item::Responses(item) => {
            (&item.name, item.variants.iter().filter_map(|variant| variant.ty.as_ref()).chain(&item.other.types).collect())
        }
        Item::Alias(item) | Item::Newtype(item) => (&item.name, vec![&item.ty]),
        _ => return None,
    })
}

fn each<'t>(ty: &'t Ty, call: &mut impl FnMut(&'t Ty)) {
    call(ty);
    match ty {
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) | Ty::Generic(_, inner) => each(inner, call),
        Ty::Tuple(items) => items.iter().for_each(|item| each(item, call)),
        Ty::Prim(_) | Ty::Runtime(_) | Ty::Local(_) | Ty::Outside(_) => {}
    }
}
