//! Discriminator properties that objects do not list.

use crate::ir::{Api, Extra, Field, Kind, Type, TypeId, Union};
use crate::location::Place;

/// Gives objects the discriminator property that a union finds them by, where they do not list it: it is in the JSON all
/// the same, and what is sent must have it.
pub(super) fn discriminators(api: &mut Api) {
    let types = &mut api.types;
    let mut missing: Vec<(TypeId, String, String, Place)> = Vec::new();
    for (_, named) in types.iter() {
        let Kind::Union(Union { variants, discriminator: Some(rule) }) = &named.kind else { continue };
        for variant in variants {
            let (Type::Named(id), [tag, ..]) = (&variant.ty, variant.tags.as_slice()) else { continue };
            let Kind::Object(object) = &types.get(*id).kind else { continue };
            let listed = object.fields.iter().any(|field| field.wire == rule.wire);
            let known = missing.iter().any(|(known, wire, ..)| known == id && *wire == rule.wire);
            if object.extra == Extra::Ignored && !listed && !known {
                missing.push((*id, rule.wire.clone(), tag.clone(), named.place.clone()));
            }
        }
    }
    for (id, wire, tag, place) in missing {
        if let Kind::Object(object) = &mut types.get_mut(id).kind {
            object.fields.push(Field::discriminator(wire, Some(&tag), place));
        }
    }
}
