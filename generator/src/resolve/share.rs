//! Equal schemas described in several places become one type.
//!
//! Real descriptions repeat the same enum or object inline dozens of times. Only inline types are shared, and only
//! where nothing a consumer sees would differ; the shared type is named after the words its places have in common.

use crate::ir::{Api, Docs, Extra, Kind, Named, Origin, Type, TypeId, Types};
use foldhash::quality::FixedState;
use foldhash::{HashMap, HashMapExt};
use std::hash::{BuildHasher, Hash, Hasher};

/// How often types are compared again after their parts were shared.
const MOST_ROUNDS: usize = 8;

/// Words that say where a schema stands and not what it is.
const PLACES: &[&str] = &["item", "value", "answer", "error", "body", "payload", "object", "text", "list", "data"];

/// Shares equal inline types.
pub(super) fn share(api: &mut Api, types: &mut Types) {
    // The type that stands for each.
    let mut stands: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let mut list: Vec<Named> = std::mem::take(types).into_list();
    let states = [FixedState::with_seed(1), FixedState::with_seed(2)];
    let mut signatures: Vec<Option<(u64, u64)>> = vec![None; list.len()];
    for _ in 0..MOST_ROUNDS {
        let mut first: HashMap<(u64, u64), TypeId> = HashMap::new();
        let mut changed: HashMap<TypeId, TypeId> = HashMap::new();
        for (index, named) in list.iter().enumerate() {
            let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
            if stands[index] != id
                || !matches!(named.origin, Origin::Inline(_))
                || named.rename.is_some()
                || matches!(named.kind, Kind::Alias(_))
            {
                continue;
            }
            let own = *signatures[index].get_or_insert_with(|| signature(&named.kind, &states));
            if let Some(same) = first.get(&own) {
                changed.insert(id, *same);
            } else {
                first.insert(own, id);
            }
        }
        if changed.is_empty() {
            break;
        }
        for stand in &mut stands {
            if let Some(same) = changed.get(stand) {
                *stand = *same;
            }
        }
        for (named, signature) in list.iter_mut().zip(&mut signatures) {
            each_type(&mut named.kind, &mut |id| {
                if let Some(same) = changed.get(id) {
                    *id = *same;
                    *signature = None;
                }
            });
        }
    }
    rename(&mut list, &stands);
    let mut out = Types::default();
    let mut ids: Vec<TypeId> = Vec::with_capacity(list.len());
    for (index, named) in list.into_iter().enumerate() {
        let own = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        ids.push(if stands[index] == own { out.push(named) } else { own });
    }
    let fresh = |id: &mut TypeId| *id = ids[stands[id.0 as usize].0 as usize];
    let all: Vec<TypeId> = out.iter().map(|(id, _)| id).collect();
    for id in all {
        each_type(&mut out.get_mut(id).kind, &mut |id| fresh(id));
    }
    each_api_type(api, &mut |id| fresh(id));
    *types = out;
}

/// Names shared types by the words their places have in common, where no other type has them.
fn rename(list: &mut [Named], stands: &[TypeId]) {
    let mut groups: HashMap<TypeId, Vec<usize>> = HashMap::new();
    for (index, stand) in stands.iter().enumerate() {
        groups.entry(*stand).or_default().push(index);
    }
    let joined = |words: &[String]| words.join(" ").to_lowercase();
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut wanted: Vec<(usize, Vec<String>)> = Vec::new();
    for (index, stand) in stands.iter().enumerate() {
        if stand.0 as usize != index {
            continue;
        }
        let words = match &list[index].origin {
            Origin::Component(key) => vec![key.clone()],
            Origin::Inline(words) => {
                let members = &groups[stand];
                let common = if members.len() > 1 {
                    common_end(members.iter().map(|member| words_of(&list[*member])))
                } else {
                    Vec::new()
                };
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
    for (stand, members) in groups {
        let first = &list[stand.0 as usize];
        if members.iter().any(|member| list[*member].docs.description != first.docs.description) {
            list[stand.0 as usize].docs = Docs::default();
        }
    }
}

fn words_of(named: &Named) -> Vec<String> {
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

/// A number for the content of a type, equal for equal contents. 128 bits, so that different ones never meet.
fn signature(kind: &Kind, states: &[FixedState; 2]) -> (u64, u64) {
    let [first, second] = states.each_ref().map(|state| {
        let mut hasher = state.build_hasher();
        match kind {
            Kind::Object(object) => {
                for field in &object.fields {
                    (&field.wire, &field.rename, &field.ty, field.presence, field.access, &field.constant).hash(&mut hasher);
                    (&field.docs.description, &field.docs.notes, field.docs.deprecated).hash(&mut hasher);
                }
                (0, &object.extra).hash(&mut hasher);
            }
            Kind::Enum(one) => (1, one).hash(&mut hasher),
            Kind::Union(union) => (2, union).hash(&mut hasher),
            Kind::Alias(ty) => (3, ty).hash(&mut hasher),
        }
        hasher.finish()
    });
    (first, second)
}

fn each(ty: &mut Type, call: &mut dyn FnMut(&mut TypeId)) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => each(inner, call),
        Type::Tuple(items) => items.iter_mut().for_each(|item| each(item, call)),
        Type::Named(id) => call(id),
        _ => {}
    }
}

pub(crate) fn each_type(kind: &mut Kind, call: &mut dyn FnMut(&mut TypeId)) {
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

pub(crate) fn each_api_type(api: &mut Api, call: &mut dyn FnMut(&mut TypeId)) {
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| each(&mut param.ty, call));
        let bodies = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let answers = operation.responses.iter_mut().flat_map(|response| &mut response.contents);
        for content in bodies.chain(answers) {
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

    #[test]
    fn common_words_must_say_something() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(common_end([words("a b status"), words("c status")].into_iter()), ["status"]);
        assert_eq!(common_end([words("a item"), words("b item")].into_iter()), Vec::<String>::new());
        assert_eq!(common_end([words("a b"), words("c d")].into_iter()), Vec::<String>::new());
    }
}
