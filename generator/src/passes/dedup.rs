//! Equal types described in several places become one.
//!
//! Real descriptions repeat the same enum or object inline dozens of times. Only inline types are shared, and only
//! where nothing a consumer sees would differ; the shared type is named after the words its places have in common.

use crate::ir::{Api, Docs, Extra, Field, Kind, Named, Origin, Part, Type, TypeId, Types};
use crate::limits::DEDUP_ROUNDS;
use foldhash::quality::FixedState;
use foldhash::{HashMap, HashMapExt};
use std::hash::{BuildHasher, Hash, Hasher};

/// Words that say where a schema stands and not what it is.
const PLACES: &[&str] = &["item", "value", "response", "error", "body", "payload", "object", "text", "list", "data"];

/// Merges equal inline types.
pub(super) fn dedup(api: &mut Api) {
    // The type that is kept for each.
    let mut kept: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    let mut list: Vec<Named> = std::mem::take(&mut api.types).into_list();
    let mut hashes: Vec<Option<u64>> = vec![None; list.len()];
    for _ in 0..DEDUP_ROUNDS {
        // The first type of each content, by its hash. Different contents may have the same hash.
        let mut first: HashMap<u64, Vec<TypeId>> = HashMap::new();
        let mut changed: HashMap<TypeId, TypeId> = HashMap::new();
        for (index, named) in list.iter().enumerate() {
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            if kept[index] != id
                || !matches!(named.origin, Origin::Inline(_))
                || named.rename.is_some()
                || matches!(named.kind, Kind::Alias(_))
            {
                continue;
            }
            let hash = *hashes[index].get_or_insert_with(|| hash_of(&named.kind));
            let candidates = first.entry(hash).or_default();
            match candidates.iter().find(|other| is_same(&list[other.0 as usize].kind, &named.kind)) {
                Some(same) => {
                    changed.insert(id, *same);
                }
                None => candidates.push(id),
            }
        }
        if changed.is_empty() {
            break;
        }
        for kept_id in &mut kept {
            if let Some(same) = changed.get(kept_id) {
                *kept_id = *same;
            }
        }
        for (named, hash) in list.iter_mut().zip(&mut hashes) {
            each_type(&mut named.kind, &mut |id| {
                if let Some(same) = changed.get(id) {
                    *id = *same;
                    *hash = None;
                }
            });
        }
    }
    rename(&mut list, &kept);
    let mut out = Types::default();
    let mut ids: Vec<TypeId> = Vec::with_capacity(list.len());
    for (index, named) in list.into_iter().enumerate() {
        let own = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        ids.push(if kept[index] == own { out.push(named) } else { own });
    }
    let fresh = |id: &mut TypeId| *id = ids[kept[id.0 as usize].0 as usize];
    let all: Vec<TypeId> = out.iter().map(|(id, _)| id).collect();
    for id in all {
        each_type(&mut out.get_mut(id).kind, &mut |id| fresh(id));
    }
    each_api_type(api, &mut |id| fresh(id));
    api.types = out;
}

/// Names shared types by the words their places have in common, where no other type has them.
fn rename(list: &mut [Named], kept: &[TypeId]) {
    let mut groups: HashMap<TypeId, Vec<usize>> = HashMap::new();
    for (index, kept_id) in kept.iter().enumerate() {
        groups.entry(*kept_id).or_default().push(index);
    }
    let joined = |words: &[String]| words.join(" ").to_lowercase();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut wanted: Vec<(usize, Vec<String>)> = Vec::new();
    for (index, kept_id) in kept.iter().enumerate() {
        if kept_id.0 as usize != index {
            continue;
        }
        let words = match &list[index].origin {
            Origin::Component(key) => vec![key.clone()],
            Origin::Inline(words) => {
                let members = &groups[kept_id];
                let common =
                    if members.len() > 1 { common_end(members.iter().map(|member| name_of(&list[*member]))) } else { Vec::new() };
                if common.is_empty() {
                    words.clone()
                } else {
                    wanted.push((index, common.clone()));
                    common
                }
            }
        };
        *taken.entry(joined(&words)).or_default() += 1;
    }
    for (index, words) in wanted {
        if taken.get(&joined(&words)) == Some(&1) {
            list[index].origin = Origin::Inline(words);
        }
    }
    for (kept_id, members) in groups {
        let first = &list[kept_id.0 as usize];
        if members.iter().any(|member| list[*member].docs.description != first.docs.description) {
            list[kept_id.0 as usize].docs = Docs::default();
        }
    }
}

fn name_of(named: &Named) -> Vec<String> {
    match &named.origin {
        Origin::Inline(words) => words.clone(),
        Origin::Component(key) => vec![key.clone()],
    }
}

/// The words all lists end with; nothing where they only say where the schema stands.
fn common_end(mut lists: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let Some(mut common) = lists.next() else { return Vec::new() };
    for list in lists {
        let same = common.iter().rev().zip(list.iter().rev()).take_while(|(left, right)| left == right).count();
        common.drain(..common.len() - same);
    }
    let telling = common.iter().any(|word| !PLACES.contains(&word.as_str()) && !word.bytes().all(|byte| byte.is_ascii_digit()));
    if telling { common } else { Vec::new() }
}

/// What a consumer sees of a property.
fn content(field: &Field) -> impl Hash + PartialEq + '_ {
    let Field { wire, rename, ty, presence, access, answered, constant, part, docs, place: _ } = field;
    let Docs { title: _, description, deprecated, link: _, notes } = docs;
    // Whether it would be a file shows only where it is one.
    let part = part.as_deref().map(|Part { file: _, media, headers, open_headers }| (media, headers, open_headers));
    let part = part.filter(|(media, headers, open)| media.is_some() || !headers.is_empty() || !open.is_empty());
    ((wire, rename, ty, presence, access, answered, constant, part), (description, notes, deprecated))
}

/// A number that is equal for equal contents.
fn hash_of(kind: &Kind) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    match kind {
        Kind::Object(object) => {
            object.fields.iter().for_each(|field| content(field).hash(&mut hasher));
            (0, &object.extra).hash(&mut hasher);
        }
        Kind::Enum(one) => (1, one).hash(&mut hasher),
        Kind::Union(union) => (2, union).hash(&mut hasher),
        Kind::Alias(ty) => (3, ty).hash(&mut hasher),
    }
    hasher.finish()
}

/// Whether two contents are equal.
fn is_same(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        (Kind::Object(one), Kind::Object(other)) => {
            one.extra == other.extra
                && one.fields.len() == other.fields.len()
                && one.fields.iter().zip(&other.fields).all(|(one, other)| content(one) == content(other))
        }
        (Kind::Enum(one), Kind::Enum(other)) => one == other,
        (Kind::Union(one), Kind::Union(other)) => one == other,
        (Kind::Alias(one), Kind::Alias(other)) => one == other,
        _ => false,
    }
}

fn each(ty: &mut Type, call: &mut dyn FnMut(&mut TypeId)) {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => each(inner, call),
        Type::Tuple(items) => items.iter_mut().for_each(|item| each(item, call)),
        Type::Named(id) => call(id),
        _ => {}
    }
}

pub(super) fn each_type(kind: &mut Kind, call: &mut dyn FnMut(&mut TypeId)) {
    match kind {
        Kind::Object(object) => {
            object.fields.iter_mut().for_each(|field| each(&mut field.ty, call));
            if let Extra::Kept(ty) = &mut object.extra {
                each(ty, call);
            }
        }
        Kind::Union(union) => union.variants.iter_mut().for_each(|variant| each(&mut variant.ty, call)),
        Kind::Alias(ty) => each(ty, call),
        Kind::Enum(_) => {}
    }
}

pub(super) fn each_api_type(api: &mut Api, call: &mut dyn FnMut(&mut TypeId)) {
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| each(&mut param.ty, call));
        let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let responses = operation.responses.iter_mut().flat_map(|response| &mut response.contents);
        for content in bodies.chain(responses) {
            content.ty.iter_mut().chain(&mut content.json_patch).for_each(|ty| each(ty, call));
        }
        operation.responses.iter_mut().flat_map(|response| &mut response.headers).for_each(|header| each(&mut header.ty, call));
        operation.paging.iter_mut().for_each(|paging| each(&mut paging.item, call));
        operation.filter.iter_mut().chain(&mut operation.sort).for_each(|fields| each(&mut fields.object, call));
    }
    api.webhooks.iter_mut().filter_map(|webhook| webhook.payload.as_mut()).for_each(|ty| each(ty, call));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Access, Object, Presence};
    use crate::location::Place;

    fn object(origin: &str, wire: &str, description: &str, ty: Type) -> Named {
        let field = Field {
            wire: wire.to_owned(),
            rename: None,
            ty,
            presence: Presence::Required,
            access: Access::Both,
            answered: false,
            constant: None,
            part: None,
            docs: Docs { description: Some(description.to_owned()), ..Docs::default() },
            place: Place::default().join(origin),
        };
        Named {
            origin: Origin::Inline(vec![origin.to_owned(), "size".to_owned()]),
            rename: None,
            docs: Docs::default(),
            kind: Kind::Object(Object { fields: vec![field], ..Object::default() }),
            example: None,
            place: Place::default(),
        }
    }

    fn kept(types: Vec<Named>) -> Vec<Origin> {
        let mut api = Api::default();
        for named in types {
            api.types.push(named);
        }
        dedup(&mut api);
        api.types.iter().map(|(_, named)| named.origin.clone()).collect()
    }

    #[test]
    fn only_equal_contents_are_merged() {
        let inline = |words: &[&str]| Origin::Inline(words.iter().map(|word| (*word).to_owned()).collect());
        let types = vec![object("card", "a", "A.", Type::Bool), object("board", "a", "A.", Type::Bool)];
        assert_eq!(kept(types), [inline(&["size"])]);
        for other in [
            object("board", "b", "A.", Type::Bool),
            object("board", "a", "B.", Type::Bool),
            object("board", "a", "A.", Type::Binary),
        ] {
            let types = vec![object("card", "a", "A.", Type::Bool), other];
            assert_eq!(kept(types), [inline(&["card", "size"]), inline(&["board", "size"])]);
        }
    }

    #[test]
    fn types_that_hold_equal_types_are_merged_as_well() {
        let named = |id| Type::Named(TypeId(id));
        let types = vec![
            object("a", "x", "X.", Type::Bool),
            object("b", "x", "X.", Type::Bool),
            object("c", "y", "Y.", named(0)),
            object("d", "y", "Y.", named(1)),
        ];
        assert_eq!(kept(types).len(), 2);
    }

    #[test]
    fn an_equal_hash_is_not_enough() {
        let Kind::Object(one) = object("a", "x", "X.", Type::Bool).kind else { return };
        let several = Object { fields: [one.fields.clone(), one.fields.clone()].concat(), ..Object::default() };
        assert!(is_same(&Kind::Object(one.clone()), &Kind::Object(one.clone())));
        assert!(!is_same(&Kind::Object(one.clone()), &Kind::Object(several)));
        assert!(!is_same(&Kind::Object(one), &Kind::Alias(Type::Bool)));
    }

    #[test]
    fn common_words_must_say_something() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(common_end([words("a b status"), words("c status")].into_iter()), ["status"]);
        assert_eq!(common_end([words("a item"), words("b item")].into_iter()), Vec::<String>::new());
        assert_eq!(common_end([words("a b"), words("c d")].into_iter()), Vec::<String>::new());
    }
}
