//! Where a type holds itself and so needs a box, and which variants are large enough to want one.

use crate::ir::{Api, Field, Kind, Type, TypeId};
use crate::limits::NESTED_SIZES;
use foldhash::{HashMap, HashMapExt, HashSet};

/// Variants above this many bytes are boxed, so that the variants of an enum are of like size.
const LARGE: usize = 192;

/// Members that need a box: by type and index of the field or variant.
#[derive(Debug, Default)]
pub struct Boxes {
    recursive: HashSet<(TypeId, usize)>,
    sizes: HashMap<TypeId, usize>,
}

impl Boxes {
    /// Whether a field needs a box.
    pub fn field(&self, owner: TypeId, index: usize) -> bool {
        self.recursive.contains(&(owner, index))
    }

    /// Whether a variant needs a box.
    pub fn variant(&self, owner: TypeId, index: usize, ty: &Type) -> bool {
        self.recursive.contains(&(owner, index))
            || matches!(ty, Type::Named(id) if self.sizes.get(id).is_some_and(|size| *size > LARGE))
    }
}

/// Finds the members that close a cycle, in the order of the description.
pub fn boxes(api: &Api) -> Boxes {
    let mut out = Boxes::default();
    let mut state: HashMap<TypeId, bool> = HashMap::new();
    for (id, _) in api.types.iter() {
        visit(api, id, &mut state, &mut out);
    }
    for (id, _) in api.types.iter() {
        size(api, id, &mut out, 0);
    }
    out
}

/// Depth-first walk with its own stack; `true` marks a type on the current path.
fn visit(api: &Api, root: TypeId, state: &mut HashMap<TypeId, bool>, out: &mut Boxes) {
    if state.contains_key(&root) {
        return;
    }
    let mut stack = vec![(root, members_by_value(api, root), 0)];
    state.insert(root, true);
    while let Some((id, members, next)) = stack.last_mut() {
        let Some((index, inner)) = members.get(*next).copied() else {
            state.insert(*id, false);
            stack.pop();
            continue;
        };
        *next += 1;
        match state.get(&inner) {
            Some(true) => {
                out.recursive.insert((*id, index));
            }
            Some(false) => {}
            None => {
                state.insert(inner, true);
                stack.push((inner, members_by_value(api, inner), 0));
            }
        }
    }
}

/// Members a type holds by value.
fn members_by_value(api: &Api, id: TypeId) -> Vec<(usize, TypeId)> {
    fn direct(ty: &Type) -> Vec<TypeId> {
        match ty.without_null().0 {
            Type::Named(inner) => vec![*inner],
            Type::Tuple(items) => items.iter().flat_map(direct).collect(),
            _ => Vec::new(),
        }
    }
    let all = |index: usize, ty: &Type| direct(ty).into_iter().map(move |inner| (index, inner));
    match &api.types.get(id).kind {
        Kind::Object(object) => object.fields.iter().enumerate().flat_map(|(index, field)| all(index, &field.ty)).collect(),
        Kind::Union(union) => union.variants.iter().enumerate().flat_map(|(index, variant)| all(index, &variant.ty)).collect(),
        Kind::Alias(ty) => all(usize::MAX, ty).collect(),
        Kind::Enum(_) => Vec::new(),
    }
}

/// A rough size in bytes on a 64-bit machine.
fn size(api: &Api, id: TypeId, out: &mut Boxes, depth: usize) -> usize {
    if let Some(size) = out.sizes.get(&id) {
        return *size;
    }
    if depth > NESTED_SIZES {
        return LARGE;
    }
    let of = |ty: &Type, out: &mut Boxes| match ty.without_null().0 {
        Type::Bool => 1,
        Type::Int(_) | Type::Float(_) => 16,
        Type::Json(_) | Type::Tuple(_) => 72,
        Type::Named(inner) => size(api, *inner, out, depth + 1),
        _ => 24,
    };
    let total = match &api.types.get(id).kind {
        Kind::Object(object) => {
            let fields = object.fields.iter().enumerate();
            fields.map(|(index, field): (usize, &Field)| if out.field(id, index) { 8 } else { of(&field.ty, out) }).sum::<usize>()
                + 24
        }
        Kind::Union(union) => {
            let variants = union.variants.iter().enumerate();
            let sizes = variants.map(|(index, variant)| if out.field(id, index) { 8 } else { of(&variant.ty, out).min(LARGE) });
            sizes.max().unwrap_or(0).max(72) + 8
        }
        Kind::Alias(ty) if !out.field(id, usize::MAX) => of(ty, out),
        Kind::Alias(_) | Kind::Enum(_) => 24,
    };
    out.sizes.insert(id, total);
    total
}
