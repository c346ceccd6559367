//! Which side sends each type, and which types need a form for each side.
//!
//! A type that both sides send, and that holds a property only one of them sends, has two forms: what is
//! read, and what is written without the read-only properties.

use crate::ir::{Access, Api, Content, ContentKind, Extra, Kind, Object, Type, TypeId};
use crate::options::Purpose;
use std::collections::BTreeSet;

/// A form of a named type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum View {
    /// The only form, or the one that is read.
    Main,
    /// The form that is written, where it differs.
    Sent,
    /// The form that is written where every property may be left out.
    Partial,
    /// The form that is written as a multipart body.
    Form,
}

/// Which side sends a type.
#[derive(Clone, Copy, Debug, Default)]
struct Directions {
    sent: bool,
    received: bool,
    partial: bool,
    split: bool,
    form: bool,
    /// Whether the main view is unused.
    main_unused: bool,
}

/// Directions of all types.
#[derive(Clone, Debug)]
pub struct Usage {
    uses: Vec<Directions>,
    prove: bool,
}

impl Usage {
    /// Forms of a type that the output needs.
    #[must_use]
    pub fn views(&self, id: TypeId) -> Vec<View> {
        let entry = self.uses[id.0 as usize];
        let mut views = Vec::new();
        if !entry.main_unused {
            views.push(View::Main);
        }
        if entry.split {
            views.push(View::Sent);
        }
        if entry.partial {
            views.push(View::Partial);
        }
        if entry.form {
            views.push(View::Form);
        }
        views
    }

    /// The form to write where `view` of the surrounding type is written.
    #[must_use]
    pub fn inner(&self, id: TypeId, view: View) -> View {
        if view != View::Main && self.uses[id.0 as usize].split { View::Sent } else { View::Main }
    }

    /// Whether a form is sent.
    #[must_use]
    pub fn is_sent(&self, id: TypeId, view: View) -> bool {
        let entry = self.uses[id.0 as usize];
        self.prove || view != View::Main || (entry.sent && !entry.split)
    }

    /// Whether a form is received.
    #[must_use]
    pub fn is_received(&self, id: TypeId, view: View) -> bool {
        self.prove || (view == View::Main && self.uses[id.0 as usize].received)
    }

    /// Whether a form has a property.
    #[must_use]
    pub fn has(&self, id: TypeId, view: View, access: Access) -> bool {
        match access {
            Access::Both => true,
            _ if self.prove => true,
            Access::ReadOnly => self.is_received(id, view),
            Access::WriteOnly => self.is_sent(id, view),
        }
    }
}

/// Finds the directions of all types.
#[must_use]
pub fn usage(api: &Api, purpose: Purpose) -> Usage {
    let mut walk = Reach { api, sent: BTreeSet::new(), received: BTreeSet::new() };
    let mut partial = BTreeSet::new();
    let mut form = BTreeSet::new();
    for operation in &api.operations {
        for param in &operation.params {
            walk.reach(&param.ty, true);
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            let main_unused = match content.kind {
                ContentKind::Multipart => Some(&mut form),
                ContentKind::Json if content.partial => Some(&mut partial),
                _ => None,
            };
            match (&content.ty, main_unused) {
                (Some(Type::Named(id)), Some(set)) if matches!(api.types.get(*id).kind, Kind::Object(_)) => {
                    set.insert(*id);
                    walk.members(*id, true);
                    content.json_patch.iter().for_each(|ty| walk.reach(ty, true));
                }
                _ => walk.content(content, true),
            }
        }
        for response in &operation.responses {
            for content in &response.contents {
                walk.content(content, false);
            }
            for header in &response.headers {
                walk.reach(&header.ty, false);
            }
        }
    }
    for payload in api.webhooks.iter().filter_map(|hook| hook.payload.as_ref()) {
        walk.reach(payload, false);
    }
    // What nothing refers to is most likely read, by a webhook or a response that is not described.
    let schemas_only = api.operations.is_empty() && api.webhooks.is_empty();
    for (id, _) in api.types.iter() {
        if !walk.sent.contains(&id) && !walk.received.contains(&id) && !partial.contains(&id) && !form.contains(&id) {
            walk.reach(&Type::Named(id), false);
        }
        if schemas_only {
            walk.reach(&Type::Named(id), true);
        }
    }
    let (sent, received) = (walk.sent, walk.received);
    let mut uses: Vec<Directions> = api
        .types
        .iter()
        .map(|(id, _)| {
            let (sent, received) = (sent.contains(&id), received.contains(&id));
            let (partial, form) = (partial.contains(&id), form.contains(&id));
            Directions { sent, received, partial, form, split: false, main_unused: (partial || form) && !sent && !received }
        })
        .collect();
    if purpose == Purpose::Prove {
        for entry in &mut uses {
            *entry = Directions { sent: true, received: true, ..Directions::default() };
        }
        return Usage { uses, prove: true };
    }
    split_directions(api, &mut uses);
    Usage { uses, prove: false }
}

/// Marks the types that need two forms: those that hold one-sided properties, and those that hold such types.
fn split_directions(api: &Api, uses: &mut [Directions]) {
    for (id, named) in api.types.iter() {
        if let Kind::Object(object) = &named.kind {
            let entry = &mut uses[id.0 as usize];
            entry.split = entry.sent && entry.received && object.fields.iter().any(|field| field.access != Access::Both);
        }
    }
    loop {
        let mut changed = false;
        for (id, named) in api.types.iter() {
            let entry = uses[id.0 as usize];
            if entry.split || !(entry.sent && entry.received) {
                continue;
            }
            let mut found = false;
            each_member(&named.kind, &mut |ty| ty.each_named(&mut |inner| found |= uses[inner.0 as usize].split));
            if found {
                uses[id.0 as usize].split = true;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Calls a function with each type that a named type is made of.
pub fn each_member(kind: &Kind, call: &mut dyn FnMut(&Type)) {
    match kind {
        Kind::Object(Object { fields, extra, .. }) => {
            for field in fields {
                call(&field.ty);
            }
            if let Extra::Kept(ty) = extra {
                call(ty);
            }
        }
        Kind::Union(union) => {
            for variant in &union.variants {
                call(&variant.ty);
            }
        }
        Kind::Alias(ty) => call(ty),
        Kind::Enum(_) => {}
    }
}

struct Reach<'a> {
    api: &'a Api,
    sent: BTreeSet<TypeId>,
    received: BTreeSet<TypeId>,
}

impl Reach<'_> {
    fn content(&mut self, content: &Content, sent: bool) {
        for ty in content.ty.iter().chain(&content.json_patch) {
            self.reach(ty, sent);
        }
    }

    fn reach(&mut self, ty: &Type, sent: bool) {
        let mut found = Vec::new();
        ty.each_named(&mut |id| found.push(id));
        while let Some(id) = found.pop() {
            let set = if sent { &mut self.sent } else { &mut self.received };
            if set.insert(id) {
                self.step(id, sent, &mut found);
            }
        }
    }

    /// The types of an object's properties, without the object itself.
    fn members(&mut self, id: TypeId, sent: bool) {
        let mut found = Vec::new();
        self.step(id, sent, &mut found);
        for id in found {
            self.reach(&Type::Named(id), sent);
        }
    }

    fn step(&self, id: TypeId, sent: bool, found: &mut Vec<TypeId>) {
        let kind = &self.api.types.get(id).kind;
        if let Kind::Object(object) = kind {
            let skip = if sent { Access::ReadOnly } else { Access::WriteOnly };
            for field in object.fields.iter().filter(|field| field.access != skip) {
                field.ty.each_named(&mut |id| found.push(id));
            }
            if let Extra::Kept(ty) = &object.extra {
                ty.each_named(&mut |id| found.push(id));
            }
        } else {
            each_member(kind, &mut |ty| ty.each_named(&mut |id| found.push(id)));
        }
    }
}
