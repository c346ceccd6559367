//! Files of multipart bodies.
//!
//! A text of `format: binary` is a file in a multipart body and a plain text inside JSON. Types are made as for
//! JSON; here the properties that are files get their type, in place where only multipart bodies use the object,
//! else in a copy.

use super::Resolver;
use crate::ir::{Api, Content, ContentKind, Extra, Kind, Named, Origin, PartEncoding, Type, TypeId, Types};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

impl Resolver<'_, '_> {
    /// Gives the files of multipart bodies their type.
    pub(super) fn files(&mut self, api: &mut Api) {
        let json = json_types(api, &self.types);
        let mut copies: HashMap<TypeId, TypeId> = HashMap::new();
        let files = std::mem::take(&mut self.files);
        for operation in &mut api.operations {
            let word = operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method.as_str(), operation.path_text));
            let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
            for content in contents.filter(|content| content.kind == ContentKind::Multipart) {
                if let Some(ty) = &mut content.ty {
                    let around = Around { json: &json, files: &files, encodings: &content.encodings, word: &word };
                    convert(ty, &mut self.types, &around, &mut copies, 0);
                }
            }
        }
    }
}

struct Around<'a> {
    json: &'a HashSet<TypeId>,
    files: &'a HashSet<(TypeId, String)>,
    encodings: &'a [PartEncoding],
    word: &'a str,
}

fn convert(ty: &mut Type, types: &mut Types, around: &Around<'_>, copies: &mut HashMap<TypeId, TypeId>, depth: usize) {
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
                let encoded =
                    around.encodings.iter().any(|part| part.wire == field.wire && part.media.as_deref().is_some_and(is_binary));
                let scalar = matches!(inner(&field.ty), Type::Text(_) | Type::Json(_));
                if around.files.contains(&(origin, field.wire.clone())) || (encoded && scalar) {
                    *inner_mut(&mut field.ty) = Type::Binary;
                    changed = true;
                }
            }
            changed
        }
        Kind::Union(union) if depth < 4 => {
            for variant in &mut union.variants {
                convert(&mut variant.ty, types, around, copies, depth + 1);
            }
            true
        }
        Kind::Alias(alias) if depth < 4 => {
            convert(alias, types, around, copies, depth + 1);
            true
        }
        _ => false,
    };
    if !changed {
        return;
    }
    if around.json.contains(&origin) {
        let named = Named {
            origin: Origin::Inline(vec![around.word.to_owned(), "form".to_owned()]),
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

/// Whether the content type of a part is that of a file.
fn is_binary(media: &str) -> bool {
    let media = media.trim();
    media == "application/octet-stream"
        || ["image/", "audio/", "video/", "application/pdf", "application/zip"].iter().any(|start| media.starts_with(start))
}

/// The types that JSON and forms are made of.
fn json_types(api: &Api, types: &Types) -> HashSet<TypeId> {
    let mut seen = HashSet::new();
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
            Type::Named(id) if seen.insert(id) => match &types.get(id).kind {
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
    seen
}
