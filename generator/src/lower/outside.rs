//! Which fields are of a type of the caller: those are read by serde alone.

use crate::rust::{Item, Ty};
use foldhash::{HashSet, HashSetExt};

/// Marks the fields whose type, or what its arrays and maps hold, is one of the caller.
pub fn mark<'i>(items: impl Iterator<Item = &'i mut Item>) {
    let mut items: Vec<&mut Item> = items.collect();
    let mut names = HashSet::new();
    // An alias may stand before the one it leads to.
    while let Some(name) = items.iter().find_map(|item| match &**item {
        Item::Alias(alias) if !names.contains(&alias.name) && mentions(&alias.ty, &names) => Some(alias.name.clone()),
        _ => None,
    }) {
        names.insert(name);
    }
    for item in &mut items {
        if let Item::Struct(item) = &mut **item {
            for field in &mut item.fields {
                field.own = mentions(&field.ty, &names);
            }
        }
    }
}

fn mentions(ty: &Ty, names: &HashSet<String>) -> bool {
    match ty {
        Ty::Outside(_) => true,
        Ty::Local(name) => names.contains(name),
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) | Ty::Generic(_, inner) => mentions(inner, names),
        Ty::Tuple(items) => items.iter().any(|item| mentions(item, names)),
        Ty::Prim(_) | Ty::Runtime(_) => false,
    }
}
