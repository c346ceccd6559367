//! Files of multipart bodies.
//!
//! A text of `format: binary` is a file in a multipart body and a plain text inside JSON. Types are made as for
//! JSON; here the properties that are files get their type, in place where only multipart bodies use the object,
//! else in a copy.

use crate::ir::{Api, Content, ContentKind, Extra, Field, JsonReason, Kind, Named, Origin, PartEncoding, Type, TypeId, Types};
use crate::limits::NESTED_PARTS_OF_FORMS;
use crate::media::MediaType;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

/// Gives the files of multipart bodies their type, and parts their media types and headers.
pub(super) fn multipart_files(api: &mut Api) {
    let mut bodies = api.operations.iter().flat_map(|operation| &operation.body).flat_map(|body| &body.contents);
    if !bodies.any(|content| content.kind == ContentKind::Multipart) {
        return;
    }
    let json = json_types(api);
    let mut forms = Forms { json, kinds: HashMap::new(), taken: HashSet::new(), changed: HashSet::new(), made: HashMap::new() };
    let Api { types, operations, .. } = api;
    for operation in operations {
        let word = operation.id.clone().unwrap_or_else(|| format!("{} {}", operation.method.as_str(), operation.path_text));
        let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        for content in contents.filter(|content| content.kind == ContentKind::Multipart) {
            if let Some(ty) = &mut content.ty {
                let context = Context { encodings: &content.encodings, said: said(&content.encodings), word: &word };
                forms.convert(ty, types, &context, 0);
            }
        }
    }
}

struct Context<'a> {
    encodings: &'a [PartEncoding],
    said: Said,
    word: &'a str,
}

/// What encodings say of parts: name, media type, headers with a value, and those without. Two bodies of one type differ by it.
type Said = Vec<(String, Option<String>, Vec<(String, String)>, Vec<String>)>;

fn said(encodings: &[PartEncoding]) -> Said {
    let parts = encodings.iter().map(|part| (part.wire.clone(), part.media.clone(), valued(part), open(part)));
    let says =
        |(_, media, valued, open): &(_, Option<_>, Vec<_>, Vec<_>)| media.is_some() || !valued.is_empty() || !open.is_empty();
    let mut said: Said = parts.filter(says).collect();
    said.sort();
    said
}

/// Headers of a part that have a value.
fn valued(part: &PartEncoding) -> Vec<(String, String)> {
    part.headers.iter().filter_map(|header| Some((header.wire.clone(), header.value.clone()?))).collect()
}

/// Headers of a part to which the caller gives a value.
fn open(part: &PartEncoding) -> Vec<String> {
    part.headers.iter().filter(|header| header.value.is_none()).map(|header| header.wire.clone()).collect()
}

/// Types as multipart bodies have them.
struct Forms {
    /// Types that are JSON somewhere, too.
    json: HashSet<TypeId>,
    /// Types as they were before.
    kinds: HashMap<TypeId, Kind>,
    /// Types that a body uses as they are now.
    taken: HashSet<TypeId>,
    /// Types of those that are no more as they were.
    changed: HashSet<TypeId>,
    /// The type that stands for another one under these encodings.
    made: HashMap<(TypeId, Said), TypeId>,
}

impl Forms {
    fn convert(&mut self, ty: &mut Type, types: &mut Types, context: &Context<'_>, depth: usize) {
        let Type::Named(id) = ty else { return };
        let origin = *id;
        let key = (origin, context.said.clone());
        if let Some(made) = self.made.get(&key) {
            *id = *made;
            return;
        }
        let mut kind = self.kinds.entry(origin).or_insert_with(|| types.get(origin).kind.clone()).clone();
        let changed = match &mut kind {
            Kind::Object(object) => {
                // Every field is converted, also behind one that is.
                let fields = object.fields.iter_mut().filter_map(|field| convert_field(field, context).then_some(())).count();
                let extra = match &mut object.extra {
                    Extra::Kept(extra) if object.extra_files => {
                        *inner_mut(extra) = Type::Binary;
                        true
                    }
                    _ => false,
                };
                fields > 0 || extra
            }
            Kind::Union(union) if depth < NESTED_PARTS_OF_FORMS => {
                for variant in &mut union.variants {
                    self.convert(&mut variant.ty, types, context, depth + 1);
                }
                true
            }
            Kind::Alias(alias) if depth < NESTED_PARTS_OF_FORMS => {
                self.convert(alias, types, context, depth + 1);
                true
            }
            _ => false,
        };
        // One that is in use as it is, as JSON or by another body, stays so.
        let copied =
            if changed { self.json.contains(&origin) || self.taken.contains(&origin) } else { self.changed.contains(&origin) };
        if copied {
            let named = Named {
                origin: Origin::Inline(vec![context.word.to_owned(), "form".to_owned()]),
                rename: None,
                kind,
                ..types.get(origin).clone()
            };
            *id = types.push(named);
        } else {
            types.get_mut(origin).kind = kind;
            self.taken.insert(origin);
            if changed {
                self.changed.insert(origin);
            }
        }
        self.made.insert(key, *id);
    }
}

/// A property as a part; whether that is another one than in JSON.
fn convert_field(field: &mut Field, context: &Context<'_>) -> bool {
    let mut changed = false;
    let encoding = context.encodings.iter().find(|part| part.wire == field.wire);
    let media = encoding.and_then(|part| part.media.as_deref());
    let encoded = media.is_some_and(|media| MediaType::parse(media).is_file());
    let scalar = matches!(inner(&field.ty), Type::String(_) | Type::Json(_));
    // What is said of the encoding decides where the schema leaves it open.
    let unsaid = matches!(inner(&field.ty), Type::Json(_)) && media.is_some();
    let file = field.part.as_ref().is_some_and(|part| part.file);
    if (file && (encoded || !unsaid)) || (encoded && scalar) {
        let ty = inner_mut(&mut field.ty);
        *ty = match ty {
            Type::Json(JsonReason::FreeArray) => Type::Array(Box::new(Type::Binary)),
            _ => Type::Binary,
        };
        changed = true;
    }
    let Some(encoding) = encoding else { return changed };
    let part = field.part.get_or_insert_default();
    if media.is_some() {
        let said = media.and_then(MediaType::concrete).map(str::to_owned);
        changed |= part.media != said;
        part.media = said;
    }
    part.headers = valued(encoding);
    // A file takes any header.
    let is_file = matches!(inner(&field.ty), Type::Binary);
    part.open_headers = if is_file { Vec::new() } else { open(encoding) };
    changed || !part.headers.is_empty() || !part.open_headers.is_empty()
}

fn inner(ty: &Type) -> &Type {
    match ty {
        Type::Array(item) | Type::Nullable(item) => inner(item),
        other => other,
    }
}

fn inner_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Array(item) | Type::Nullable(item) => inner_mut(item),
        other => other,
    }
}

/// The types that JSON and forms are made of.
fn json_types<'a>(api: &'a Api) -> HashSet<TypeId> {
    let types = &api.types;
    let mut visited = HashSet::new();
    let mut stack: Vec<&Type> = Vec::new();
    let mut add = |content: &'a Content| {
        if let Some(ty) = &content.ty {
            if content.kind == ContentKind::Multipart {
                // The body itself is no JSON; what its properties hold is.
                if let Type::Named(id) = ty
                    && let Kind::Object(object) = &types.get(*id).kind
                {
                    stack.extend(object.fields.iter().map(|field| &field.ty));
                }
            } else {
                stack.push(ty);
            }
        }
    };
    for operation in &api.operations {
        operation.body.iter().flat_map(|body| &body.contents).for_each(&mut add);
        operation.responses.iter().flat_map(|response| &response.contents).for_each(&mut add);
    }
    stack.extend(api.webhooks.iter().filter_map(|webhook| webhook.payload.as_ref()));
    while let Some(ty) = stack.pop() {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => stack.push(inner),
            Type::Tuple(items) => stack.extend(items),
            Type::Named(id) if visited.insert(*id) => match &types.get(*id).kind {
                Kind::Object(object) => {
                    stack.extend(object.fields.iter().map(|field| &field.ty));
                    if let Extra::Kept(extra) = &object.extra {
                        stack.push(extra);
                    }
                }
                Kind::Union(union) => stack.extend(union.variants.iter().map(|variant| &variant.ty)),
                Kind::Alias(alias) => stack.push(alias),
                Kind::Enum(_) => {}
            },
            _ => {}
        }
    }
    visited
}
