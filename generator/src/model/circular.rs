//! Choices that lead to nothing but each other.

use super::TypeBuilder;
use crate::ir::{Kind, Type, TypeId};

impl TypeBuilder<'_, '_, '_> {
    /// Reports the unions and aliases that lead to nothing but such types, however many stand in the ring, and makes untyped
    /// JSON of them. Each alone looks like a choice; only all types together show that there is nothing to choose.
    pub(crate) fn report_circular_choices(&mut self) {
        let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); self.types.len()];
        let mut ends = vec![false; self.types.len()];
        let mut found: Vec<TypeId> = Vec::new();
        for (id, named) in self.types.iter() {
            let heads: Vec<&Type> = match &named.kind {
                Kind::Alias(ty) => vec![ty],
                Kind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
                Kind::Object(_) | Kind::Enum(_) => Vec::new(),
            };
            let mut has_end = heads.is_empty();
            for ty in heads {
                match ty.without_null().0 {
                    Type::Named(inner) => users[inner.0 as usize].push(id),
                    _ => has_end = true,
                }
            }
            if has_end {
                ends[id.0 as usize] = true;
                found.push(id);
            }
        }
        while let Some(id) = found.pop() {
            for user in std::mem::take(&mut users[id.0 as usize]) {
                if !std::mem::replace(&mut ends[user.0 as usize], true) {
                    found.push(user);
                }
            }
        }
        let circular: Vec<TypeId> = self.types.iter().map(|(id, _)| id).filter(|id| !ends[id.0 as usize]).collect();
        for id in circular {
            let place = self.types.get(id).place.clone();
            let made = self.circular_choice(&place);
            self.types.get_mut(id).kind = Kind::Alias(made.ty);
        }
    }
}
