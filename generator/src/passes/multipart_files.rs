//! Files of multipart bodies.
//!
//! A text of `format: binary` is a file in a multipart body and a plain text inside JSON. Types are made as for
//! JSON; here the properties that are files get their type, in place where only multipart bodies use the object,
//! else in a copy.

use crate::ir::{Api, Content, ContentKind, Extra, JsonReason, Kind, Named, Origin, PartEncoding, Type, TypeId, Types};
use crate::limits::NESTED_PARTS_OF_FORMS;
use crate::media::MediaType;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Gives the files of multipart bodies their type.
pub(super) fn multipart_files(api: &mut Api) {
    let json = json_types(api);
    let mut copies: HashMap<TypeId, TypeId> = HashMap::new();
    let Api { types, operations, .. } = api;
    for operation in operations {
        let word = operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method.as_str(), operation.path_text));
        let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        for content in contents.filter(|content| content.kind == ContentKind::Multipart) {
            if let Some(ty) = &mut content.ty {
                let context = Context { json: &json, encodings: &content.encodings, word: &word };
                convert(ty, types, &context, &mut copies, 0);
            }
        }
    }
}

struct Context<'a> {
    json: &'a HashSet<TypeId>,
    encodings: &'a [PartEncoding],
    word: &'a str,
}

fn convert(ty: &mut Type, types: &mut Types, context: &Context<'_>, copies: &mut HashMap<TypeId, TypeId>, depth: usize) {
    let Type::Named(id) = ty else { return };
    if let Some(copy) = copies.get(id) {
        *id = *copy;
        return;
    }
    let origin = *id;
    let mut kind = types.get(origin).kind.clone();
    let changed = match &mut kind {
        Kind::Object(object) => {
            let mut changed = false;
            for field in &mut object.fields {
                let encoding = context.encodings.iter().find(|part| part.wire == field.wire);
                let media = encoding.and_then(|part| part.media.as_deref());
                let encoded = media.is_some_and(|media| MediaType::parse(media).is_file());
                let scalar = matches!(inner(&field.ty), Type::Text(_) | Type::Json(_));
                // What is said of the encoding decides where the schema leaves it open.
                let open = matches!(inner(&field.ty), Type::Json(_)) && media.is_some();
                if (field.file && (encoded || !open)) || (encoded && scalar) {
                    let ty = inner_mut(&mut field.ty);
                    *ty = match ty {
                        Type::Json(JsonReason::FreeList) => Type::List(Box::new(Type::Binary)),
                        _ => Type::Binary,
                    };
                    changed = true;
                }
                if let Some(media) = media {
                    let before = field.part.take();
                    field.part = MediaType::concrete(media).map(str::to_owned);
                    changed |= before != field.part;
                }
            }
            changed
        }
        Kind::Union(union) if depth < NESTED_PARTS_OF_FORMS => {
            for variant in &mut union.variants {
                convert(&mut variant.ty, types, context, copies, depth + 1);
            }
            true
        }
        Kind::Alias(alias) if depth < NESTED_PARTS_OF_FORMS => {
            convert(alias, types, context, copies, depth + 1);
            true
        }
        _ => false,
    };
    if !changed {
        return;
    }
    if context.json.contains(&origin) {
        let named = Named {
            origin: Origin::Inline(vec![context.word.to_owned(), "form".to_owned()]),
            rename: None,
            kind,
            ..types.get(origin).clone()
        };
        let copy = types.push(named);
        copies.insert(origin, copy);
        *id = copy;
    } else {
        types.get_mut(origin).kind = kind;
        copies.insert(origin, origin);
    }
}

fn inner(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::Nullable(item) => inner(item),
        other => other,
    }
}

fn inner_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::List(item) | Type::Nullable(item) => inner_mut(item),
        other => other,
    }
}

/// The types that JSON and forms are made of.
fn json_types(api: &Api) -> HashSet<TypeId> {
    let types = &api.types;
    let mut visited = HashSet::new();
    let mut stack: Vec<Type> = Vec::new();
    let mut add = |content: &Content| {
        if let Some(ty) = &content.ty {
            if content.kind == ContentKind::Multipart {
                // The body itself is no JSON; what its properties hold is.
                if let Type::Named(id) = ty
                    && let Kind::Object(object) = &types.get(*id).kind
                {
                    stack.extend(object.fields.iter().map(|field| field.ty.clone()));
                }
            } else {
                stack.push(ty.clone());
            }
        }
    };
    for operation in &api.operations {
        operation.body.iter().flat_map(|body| &body.contents).for_each(&mut add);
        operation.responses.iter().flat_map(|response| &response.contents).for_each(&mut add);
    }
    stack.extend(api.webhooks.iter().filter_map(|webhook| webhook.payload.clone()));
    while let Some(ty) = stack.pop() {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => stack.push(*inner),
            Type::Tuple(items) => stack.extend(items),
            Type::Named(id) if visited.insert(id) => match &types.get(id).kind {
                Kind::Object(object) => {
                    stack.extend(object.fields.iter().map(|field| field.ty.clone()));
                    if let Extra::Kept(extra) = &object.extra {
                        stack.push(extra.clone());
                    }
                }
                Kind::Union(union) => stack.extend(union.variants.iter().map(|variant| variant.ty.clone())),
                Kind::Alias(alias) => stack.push(alias.clone()),
                Kind::Enum(_) => {}
            },
            _ => {}
        }
    }
    visited
}
