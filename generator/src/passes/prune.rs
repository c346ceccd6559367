//! Drops types that nothing refers to.

use super::dedup::{each_api_type, each_type};
use super::usage::each_member;
use crate::ir::{Api, Type, TypeId, Types};
use crate::location::Place;

/// Drops the types that neither an operation nor a webhook leads to. Returns the places of what was dropped.
pub(super) fn prune(api: &mut Api) -> Vec<Place> {
    let mut used = vec![false; api.types.len()];
    let mut open: Vec<TypeId> = Vec::new();
    each_api_type(api, &mut |id| open.push(*id));
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut used[id.0 as usize], true) {
            each_member(&api.types.get(id).kind, &mut |ty: &Type| ty.each_named(&mut |inner| open.push(inner)));
        }
    }
    let mut kept = Types::default();
    let mut dropped = Vec::new();
    // Where each type is now; those that are gone are asked for by nothing.
    let mut moved: Vec<TypeId> = Vec::new();
    for (named, used) in std::mem::take(&mut api.types).into_list().into_iter().zip(used) {
        moved.push(TypeId(u32::try_from(kept.len()).unwrap_or(u32::MAX)));
        if used {
            kept.push(named);
        } else {
            dropped.push(named.place);
        }
    }
    let ids: Vec<TypeId> = kept.iter().map(|(id, _)| id).collect();
    for id in ids {
        each_type(&mut kept.get_mut(id).kind, &mut |id| *id = moved[id.0 as usize]);
    }
    each_api_type(api, &mut |id| *id = moved[id.0 as usize]);
    api.types = kept;
    dropped
}
